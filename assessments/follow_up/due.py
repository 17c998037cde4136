"""What is due, of many initiatives: found, counted and put in order by the database.

There may be tens of thousands of targets past due: no more of them is read than a page shows.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Count, Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value, Window
from django.db.models.functions import Cast, Concat, RowNumber, TruncDate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments import rules
from assessments.models import Action, Assessment, Figures, Initiative, Person, Target
from assessments.models.assessments import OPEN_STATES, State
from maturity.days import a_year_before, due_today
from maturity.models import Council

DAYS_AHEAD = 90
# Its columns, in the order in which they are read.
COLUMNS = ("kind", "thing", "day", "initiative__code")
BETWEEN = "/"  # the initiative of a target and its attribute


class Kind(models.TextChoices):
    """What can be due."""

    ASSESSMENT = "assessment", _("Assessments to submit")
    REVIEW = "review", _("Reviews")
    ACTION = "action", _("Actions")
    TARGET = "target", _("Targets")
    BASELINE = "baseline", _("Baselines 12 months old")

    @property
    def one(self) -> str:
        """What one of them is called."""
        match self:
            case Kind.ASSESSMENT:
                return gettext("Assessment to submit")
            case Kind.REVIEW:
                return gettext("Review")
            case Kind.ACTION:
                return gettext("Action")
            case Kind.TARGET:
                return gettext("Target")
        return gettext("Baseline 12 months old")


class _AYearLater(Func):
    """The same day of the next year."""

    output_field = models.DateField()
    template = "(%(expressions)s + interval '1 year')::date"

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """SQLite has a function for it."""
        return self.as_sql(compiler, connection, template="date(%(expressions)s, '+1 year')")


class _LevelOf(Func):
    """The level of an attribute in the profile of a baseline; NULL where it does not apply."""

    output_field = models.IntegerField()
    arg_joiner = " -> "
    template = "((%(expressions)s) ->> 'level')::int"

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """SQLite asks for a path into JSON."""
        return self.as_sql(
            compiler,
            connection,
            template="json_extract(%(expressions)s || '.level')",
            arg_joiner=", '$.' || ",
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """How much is due of one kind, and how much of it is late."""

    kind: Kind
    number: int
    late: int


class Due:
    """What is late, or due within DAYS_AHEAD, of the initiatives that a person oversees.

    `given` narrows it: to a `kind`, a `council` (as `Council.objects.meant_by` has it), a lead
    `jurisdiction`, to what is `late`. Whatever depends on a plan leaves out the plans to which the
    person is blind.
    """

    def __init__(self, person: Person, given: Mapping[str, str] | None = None) -> None:
        self.person, self.given = person, given or {}
        self.today = due_today()
        ahead = -1 if self.given.get("late") else DAYS_AHEAD
        self._last = self.today + datetime.timedelta(days=ahead)

    @cached_property
    def parts(self) -> dict[Kind, QuerySet[Any]]:
        """By kind, the rows that are due, each with the columns COLUMNS. Without a query."""
        found: dict[Kind, Callable[[], QuerySet[Any]]] = {
            Kind.ASSESSMENT: self._assessments,
            Kind.REVIEW: self._reviews,
            Kind.ACTION: self._actions,
            Kind.TARGET: self._targets,
            Kind.BASELINE: self._baselines,
        }
        asked = self.given.get("kind")
        return {
            kind: rows().annotate(kind=Value(kind.value, TextField())).order_by()
            for kind, rows in found.items()
            if asked in (None, "", kind)
        }

    def tallies(self) -> list[Tally]:
        """How much is due, by kind. One query a kind."""
        late = Count("pk", filter=Q(day__lt=self.today))
        found = []
        for kind, rows in self.parts.items():
            counted = rows.aggregate(number=Count("pk"), late=late)
            found.append(Tally(kind, counted["number"], counted["late"]))
        return found

    def in_order(self) -> QuerySet[Any]:
        """The COLUMNS of all that is due, the most overdue first."""
        first, *others = (rows.values_list(*COLUMNS) for rows in self.parts.values())
        together = first.union(*others, all=True) if others else first
        return together.order_by("day", "initiative__code", "kind", "thing")

    def named(self, things: Mapping[Kind, set[str]]) -> list[tuple[Any, ...]]:
        """The COLUMNS of some things by name, as far as they are due and the person oversees them.

        One query a kind; the names are what comes in the column `thing`.
        """
        found: list[tuple[Any, ...]] = []
        for kind, names in things.items():
            if names and kind in self.parts:
                found += self.parts[kind].filter(thing__in=names).values_list(*COLUMNS)
        return sorted(found, key=lambda row: (row[2], row[3], row[0], row[1]))

    def _assessments(self) -> QuerySet[Any]:
        seen = Assessment.objects.visible_to(self.person).filter(self._of)
        open_ones = seen.filter(state__in=OPEN_STATES, due__lte=self._last)
        return open_ones.annotate(thing=_text("pk"), day=F("due"))

    def _reviews(self) -> QuerySet[Any]:
        """What was submitted has waited since that day: it is late from the next one on."""
        seen = Assessment.objects.visible_to(self.person).filter(self._of, state=State.SUBMITTED)
        open_ones = seen.exclude(pk__in=rules.blind_to(self.person))
        with_day = open_ones.annotate(thing=_text("pk"), day=TruncDate("submitted_at"))
        return with_day.filter(day__lte=self._last)

    def _actions(self) -> QuerySet[Any]:
        open_ones = Action.objects.open().filter(self._of_plans, due__lte=self._last)
        return open_ones.annotate(thing=_text("key"), day=F("due"))

    def _targets(self) -> QuerySet[Any]:
        counting = Figures.objects.filter(initiative=OuterRef("initiative"), pk__in=_counting())
        level = _LevelOf(F("profile"), OuterRef("attribute__code"))
        attained = counting.annotate(level=level).filter(level__gte=OuterRef("level"))
        open_ones = Target.objects.filter(self._of_plans, ~Exists(attained), by__lte=self._last)
        name = Concat("initiative__code", Value(BETWEEN), "attribute__code")
        return open_ones.annotate(thing=name, day=F("by"))

    def _baselines(self) -> QuerySet[Any]:
        last = a_year_before(self._last)
        old = Figures.objects.filter(self._of, pk__in=_counting(), as_of__lte=last)
        return old.annotate(thing=_text("pk"), day=_AYearLater("as_of"))

    @cached_property
    def _of(self) -> Q:
        """Of what has an initiative, what is of those that are asked for."""
        found = Q()
        if not rules.is_secretariat(self.person):
            seen = Initiative.objects.visible_to(self.person)
            found = Q(initiative__in=seen.filter(rules.overseen_by(self.person)).values("pk"))
        if council := self.given.get("council"):
            found &= Q(initiative__council__in=Council.objects.meant_by(council))
        if jurisdiction := self.given.get("jurisdiction"):
            found &= Q(initiative__lead__code=jurisdiction)
        return found

    @cached_property
    def _of_plans(self) -> Q:
        blind = rules.blind_initiatives(self.person)
        return self._of & ~Q(initiative__in=blind) if blind else self._of


def _counting() -> QuerySet[Any, Any]:
    """The keys of the baselines that count, one of each initiative: as `Figures.newest`."""
    newest = [F("as_of").desc(), F("stage__order").desc()]
    place = Window(RowNumber(), partition_by="initiative", order_by=newest)
    rows = Figures.objects.filter(superseded_at=None).annotate(place=place)
    return rows.filter(place=1).order_by().values("pk")


def _text(field: str) -> Cast:
    """A key as text, as rows of several kinds have it together."""
    return Cast(field, TextField())
