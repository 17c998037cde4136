"""What is due as a list shows it: what, of which initiative, who acts, by when, and where."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.follow_up.due import BETWEEN, Kind
from assessments.models import Action, Assessment, Figures, Initiative, Membership, Person, Target
from assessments.models.people import Role
from assessments.rules import WORKING
from maturity.wording import grouped, listed, long_date

type Thing = Assessment | Action | Target | Figures


@dataclass(frozen=True, slots=True)
class DueRow:
    """Something due. What it says is in the language of the moment.

    `people` are those of the portal who act, and `outside` somebody who is not of it; with neither
    it is the lead jurisdiction's.
    """

    kind: Kind
    key: str
    day: datetime.date
    today: datetime.date
    initiative: Initiative
    thing: Any  # a Thing, by its kind
    people: tuple[Person, ...] = ()
    outside: str = ""

    @property
    def name(self) -> str:
        """What addresses and reminders call it."""
        return f"{self.kind.value}:{self.key}"

    @property
    def days(self) -> int:
        """In how many days it is due; below 0 for what is late."""
        return (self.day - self.today).days

    @property
    def late(self) -> bool:
        return self.days < 0

    @property
    def what(self) -> str:
        """What is due, in a few words."""
        match self.kind:
            case Kind.ASSESSMENT:
                return _("Submit the assessment – %(stage)s") % {"stage": self.thing.stage.text}
            case Kind.REVIEW:
                return _("Review the assessment – %(stage)s") % {"stage": self.thing.stage.text}
            case Kind.ACTION:
                return _("Action")
            case Kind.TARGET:
                values = {"name": self.thing.attribute.text, "level": self.thing.level}
                return _("Target – %(name)s, level %(level)s") % values
        values = {"stage": self.thing.stage.text, "date": long_date(self.thing.as_of)}
        return _("Baseline – %(stage)s, as of %(date)s") % values

    @property
    def title(self) -> str:
        """What a team wrote of it, in `language`; empty where nobody did."""
        return self.thing.title if self.kind == Kind.ACTION else ""

    @property
    def language(self) -> str:
        return self.thing.title_language if self.kind == Kind.ACTION else ""

    @property
    def who(self) -> str:
        """Who acts: people by name, or somebody outside, or the lead jurisdiction."""
        named = listed([each.name for each in self.people]) or self.outside
        return named or self.initiative.lead.text

    @property
    def when(self) -> str:
        """How late it is, or in how many days it is due."""
        number = abs(self.days)
        values = {"number": grouped(number)}
        if self.kind == Kind.REVIEW:
            if not number:
                return _("submitted today")
            text = ngettext("waiting for %(number)s day", "waiting for %(number)s days", number)
            return text % values
        if self.late:
            return ngettext("%(number)s day late", "%(number)s days late", number) % values
        if not number:
            return _("due today")
        return ngettext("in %(number)s day", "in %(number)s days", number) % values

    @property
    def address(self) -> str:
        """Where one acts on it, or sees that others do."""
        match self.kind:
            case Kind.ASSESSMENT:
                return reverse("overview:assessment", args=[self.thing.pk])
            case Kind.REVIEW:
                return reverse("review:review", args=[self.thing.pk])
            case Kind.ACTION:
                return reverse("improvement:action", args=[self.initiative.code, self.thing.key])
            case Kind.TARGET:
                return reverse("improvement:plan", args=[self.initiative.code]) + "#targets"
        return reverse("initiatives:detail", args=[self.initiative.code])

    @property
    def told(self) -> str:
        """What a mail says of it: nothing that was rated or written."""
        return self._said(*self._told())

    @property
    def told_of(self) -> str:
        """The same, said to others than those who act."""
        if self.kind != Kind.ACTION:
            return self.told
        return self._said(
            _("An action in the plan of “%(what)s” was due on %(date)s."),
            _("An action in the plan of “%(what)s” is due on %(date)s."),
        )

    def _said(self, late: str, soon: str) -> str:
        what = " ".join(self.initiative.name.split())
        if self.kind in (Kind.ASSESSMENT, Kind.REVIEW, Kind.BASELINE):
            what = f"{what} – {self.thing.stage.text}"
        values = {"what": what, "date": long_date(self.day)}
        if self.kind == Kind.TARGET:
            values["name"] = self.thing.attribute.text
        if self.kind == Kind.BASELINE:
            values["date"] = long_date(self.thing.as_of)
        return (late if self.late else soon) % values

    def _told(self) -> tuple[str, str]:
        """What a mail says of it once it is late, and before."""
        match self.kind:
            case Kind.ASSESSMENT:
                return (
                    _("The assessment of “%(what)s” was to be submitted by %(date)s."),
                    _("The assessment of “%(what)s” must be submitted by %(date)s."),
                )
            case Kind.REVIEW:
                waiting = _(
                    "The assessment of “%(what)s” has been waiting for review since %(date)s."
                )
                return waiting, waiting
            case Kind.ACTION:
                return (
                    _("An action that you lead in the plan of “%(what)s” was due on %(date)s."),
                    _("An action that you lead in the plan of “%(what)s” is due on %(date)s."),
                )
            case Kind.TARGET:
                return (
                    _("The target of “%(what)s” for %(name)s was to be reached by %(date)s."),
                    _("The target of “%(what)s” for %(name)s is to be reached by %(date)s."),
                )
        return (
            _(
                "The baseline of “%(what)s” is more than 12 months old: it describes the"
                " situation as of %(date)s."
            ),
            _(
                "The baseline of “%(what)s” will soon be 12 months old: it describes the"
                " situation as of %(date)s."
            ),
        )


def due_rows(found: Iterable[Sequence[Any]], today: datetime.date) -> list[DueRow]:
    """Rows of `Due` (COLUMNS) as they are shown, in the same order.

    At most six queries, however many they are: one a table, and the teams and co-chairs. What has
    gone since it was found is left out.
    """
    wanted = [(Kind(kind), key, day) for kind, key, day, _code in found]
    things = _Things((kind, key) for kind, key, _day in wanted)
    people = _People(things.initiatives(), things.reviews())
    rows = []
    for kind, key, day in wanted:
        if thing := things.of(kind, key):
            who, outside = people.of(kind, thing)
            rows.append(DueRow(kind, key, day, today, thing.initiative, thing, who, outside))
    return rows


class _Things:
    """What rows are about, with what is told of it. A query a table."""

    WITH: ClassVar = ("initiative__council", "initiative__lead")

    def __init__(self, named: Iterable[tuple[Kind, str]]) -> None:
        targets: list[str] = []
        keys: dict[Kind, list[uuid.UUID]] = defaultdict(list)
        for kind, key in named:
            if kind == Kind.TARGET:
                targets.append(key)
            else:
                keys[kind].append(uuid.UUID(key))
        both = [*keys[Kind.ASSESSMENT], *keys[Kind.REVIEW]]
        assessments = Assessment.objects.filter(pk__in=both)
        actions = Action.objects.filter(key__in=keys[Kind.ACTION])
        figures = Figures.objects.filter(baseline__in=keys[Kind.BASELINE])
        of_stage = (*self.WITH, "stage")
        self._found: dict[uuid.UUID | str, Any] = {
            **{each.pk: each for each in assessments.select_related(*of_stage, "reviewer")},
            **{each.key: each for each in actions.select_related(*self.WITH, "assignee")},
            **{
                each.pk: each
                for each in figures.select_related(*of_stage).defer("profile", "ratings")
            },
            **{
                f"{each.initiative.code}{BETWEEN}{each.attribute.code}": each
                for each in self._targets(targets)
            },
        }

    def of(self, kind: Kind, key: str) -> Any:
        """What has a key, None where it has gone."""
        return self._found.get(key if kind == Kind.TARGET else uuid.UUID(key))

    def _targets(self, names: Iterable[str]) -> QuerySet[Target]:
        """The targets with these names, and others of the same initiatives."""
        codes = {name.partition(BETWEEN)[0] for name in names}
        rows = Target.objects.filter(initiative__code__in=codes)
        return rows.select_related(*self.WITH, "attribute")

    def initiatives(self) -> set[uuid.UUID]:
        return {each.initiative_id for each in self._found.values()}

    def reviews(self) -> list[Assessment]:
        """The assessments that are in the hands of their council."""
        found = self._found.values()
        return [each for each in found if isinstance(each, Assessment) and not each.is_open]


class _People:
    """Who of the portal acts on what. Two queries, the second where there are reviews."""

    def __init__(self, initiatives: set[uuid.UUID], reviews: Sequence[Assessment]) -> None:
        self._leads: dict[uuid.UUID, list[Person]] = defaultdict(list)
        self._working: set[tuple[uuid.UUID, uuid.UUID]] = set()
        self._chairs: dict[int, list[Person]] = defaultdict(list)
        self._secretariat: set[uuid.UUID] = set()
        for each in _held(Q(initiative__in=initiatives, role__in=WORKING)):
            assert each.initiative_id is not None  # nosec B101
            self._working.add((each.initiative_id, each.person_id))
            if each.role == Role.LEAD:
                self._leads[each.initiative_id].append(each.person)
        councils = {each.initiative.council_id for each in reviews}
        named = [each.reviewer_id for each in reviews if each.reviewer_id]
        of_councils = Q(council__in=councils, role=Role.COCHAIR)
        reviewing = Q(person__in=named, role=Role.SECRETARIAT)
        for each in _held(of_councils | reviewing) if reviews else ():
            if each.council_id is None:
                self._secretariat.add(each.person_id)
            else:
                self._chairs[each.council_id].append(each.person)

    def of(self, kind: Kind, thing: Thing) -> tuple[tuple[Person, ...], str]:
        """Who of the portal acts on something, or else who outside of it; neither is known where it
        is the lead jurisdiction's."""
        if isinstance(thing, Action):
            return self._of_action(thing)
        if kind == Kind.REVIEW and isinstance(thing, Assessment):
            return self._of_review(thing), ""
        return tuple(self._leads[thing.initiative_id]), ""

    def _of_action(self, action: Action) -> tuple[tuple[Person, ...], str]:
        leader = action.assignee
        if leader is None:
            return (), action.owner
        if (action.initiative_id, leader.pk) in self._working:
            return (leader,), ""
        return (), _("%(name)s (no longer on the team)") % {"name": leader.name}

    def _of_review(self, assessment: Assessment) -> tuple[Person, ...]:
        """Who was asked to review it and still may, or else the co-chairs of its council."""
        chairs = self._chairs[assessment.initiative.council_id]
        asked = assessment.reviewer
        if asked and asked.is_active and (asked.pk in self._secretariat or asked in chairs):
            return (asked,)
        return tuple(chairs)


def _held(which: Q) -> QuerySet[Membership]:
    """Some roles of people who have an account, by name."""
    held = Membership.objects.filter(which, person__is_active=True)
    return held.select_related("person").order_by("person__name", "person")
