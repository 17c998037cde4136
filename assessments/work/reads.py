"""My work: what waits for a person in all their assessments, in a fixed number of queries."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db.models import F, Prefetch
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments import rules
from assessments.ballots.reads import waiting_for as ballots_waiting_for
from assessments.councils.waiting import to_review
from assessments.improvement.reads import waiting_for
from assessments.method.completeness import Progress, first_left, progress_of, rated_of
from assessments.method.next_step import NextStep, next_step
from assessments.models import (
    Action,
    Assessment,
    Assignment,
    Participant,
    ParticipantRating,
    Person,
    Rating,
    Remark,
)
from assessments.models.assessments import OPEN_STATES, State
from assessments.models.people import Role
from assessments.notices.places import AssessmentPage, place_of
from assessments.partners.reads import gather
from maturity.days import due_today
from maturity.models import Criterion
from maturity.wording import grouped, long_date

# Of each kind, the most pressing: a page that shows more helps nobody.
LIMIT = 25
# How much of the title of an action is shown.
TITLE = 80


@dataclass(frozen=True, slots=True)
class WorkItem:
    """What to do, on what, how far it is or who asks for it, by when, and the page to do it on."""

    what: str
    where: str
    note: str
    address: str
    due: datetime.date | None = None
    asked_by_name: bool = False

    @property
    def overdue(self) -> bool:
        return self.due is not None and self.due < due_today()


@dataclass(frozen=True, slots=True)
class WaitingWork:
    """What waits for a person, what is overdue first, then by due date; `cut` where there is more.

    `hint` says what to do first where nothing waits.
    """

    items: tuple[WorkItem, ...]
    cut: bool
    hint: str


def open_work(person: Person) -> WaitingWork:
    """All that waits for a person."""
    teams = _teams(person)
    reviews = to_review(person, LIMIT + 1)
    items = [
        *_reviews_as_items(person, reviews[:LIMIT]),
        *(item for team in teams[:LIMIT] for item in _team_items(person, team)),
        *_mentions(person, [team.assessment for team in teams]),
        *_assigned(person, teams),
        *_actions(person),
        *_ballots(person),
    ]
    items.sort(key=lambda item: (item.due or datetime.date.max, not item.asked_by_name))
    return WaitingWork(tuple(items), max(len(teams), len(reviews)) > LIMIT, _hint(person))


# A rating of a criterion for a channel, or for all.
type Answer = tuple[int, int | None, str]
ANSWER = ("criterion_id", "channel_id", "rating")


class Spot(NamedTuple):
    """A criterion: its key, its code, its attribute's code and key."""

    pk: int
    code: str
    attribute: str
    attribute_pk: int


@dataclass(frozen=True)
class TeamWork:
    """An assessment that a person's team works on, and how far it is."""

    assessment: Assessment
    spots: Sequence[Spot]
    rated: set[int]
    unconfirmed: set[int]  # of which an answer is carried forward, and nobody has confirmed it
    alone: set[int]  # what the person's own government has rated
    last: int | None  # the criterion that the person rated last

    @property
    def done(self) -> set[int]:
        return self.rated - self.unconfirmed

    @cached_property
    def progress(self) -> Progress:
        return progress_of([spot.pk for spot in self.spots], self.rated, self.unconfirmed)

    @cached_property
    def own(self) -> Progress:
        return progress_of([spot.pk for spot in self.spots], self.alone)

    @cached_property
    def next_step(self) -> NextStep:
        """What its lead does next; what is left to discuss is read only where it decides."""
        asked = self.assessment.participants.all()
        finished = sum(each.finished for each in asked)
        decides = finished and not self.progress.left
        return next_step(
            asked_by_council=self.assessment.state == State.RETURNED,
            left=self.progress.left,
            governments=len(asked),
            finished=finished,
            to_discuss=gather(self.assessment).progress.left if decides else 0,
        )


def _teams(person: Person) -> list[TeamWork]:
    """The open assessments of the person's initiatives, the most pressing first."""
    initiatives = [role.initiative_id for role in person.roles if role.initiative_id]
    if not initiatives:
        return []
    participants = Participant.objects.select_related("jurisdiction")
    found = list(
        Assessment.objects.filter(initiative__in=initiatives, state__in=OPEN_STATES)
        .select_related("initiative", "stage")
        .prefetch_related("initiative__channels", Prefetch("participants", participants))
        .order_by(F("due").asc(nulls_last=True), "initiative__code", "stage__order")[: LIMIT + 1]
    )
    spots = defaultdict(list)
    criteria = Criterion.objects.filter(edition__in={each.edition_id for each in found})
    columns = ("pk", "code", "attribute__code", "attribute_id")
    for edition, *spot in criteria.values_list("edition_id", *columns):
        spots[edition].append(Spot(*spot))
    ratings: dict[uuid.UUID, list[Answer]] = defaultdict(list)
    unconfirmed: dict[uuid.UUID, set[int]] = defaultdict(set)
    last: dict[uuid.UUID, int] = {}
    rows = Rating.objects.filter(assessment__in=found).order_by("updated_at")
    found_of = rows.values_list("assessment_id", "updated_by_id", "carried_forward", *ANSWER)
    for key, author, carried, criterion, channel, rating in found_of:
        ratings[key].append((criterion, channel, rating))
        if carried:
            unconfirmed[key].add(criterion)
        elif author == person.pk:
            last[key] = criterion
    sheets = [(_own_sheet(person, each), each.pk) for each in found]
    own = {sheet.pk: key for sheet, key in sheets if sheet}
    alone: dict[uuid.UUID, list[Answer]] = defaultdict(list)
    opinions = ParticipantRating.objects.filter(participant__in=own)
    for sheet, *answer in opinions.values_list("participant_id", *ANSWER):
        alone[own[sheet]].append(tuple(answer))
    teams = []
    for each in found:
        channels = [channel.pk for channel in each.initiative.channels.all()]
        teams.append(
            TeamWork(
                each,
                spots[each.edition_id],
                rated_of(ratings[each.pk], channels),
                unconfirmed[each.pk],
                rated_of(alone[each.pk], channels),
                last.get(each.pk),
            )
        )
    return teams


def _own_sheet(person: Person, assessment: Assessment) -> Participant | None:
    """What the person's government rates independently, unless it has finished."""
    sheet = rules.own_sheet(person, assessment)
    return sheet if sheet and not sheet.finished else None


def _team_items(person: Person, team: TeamWork) -> Iterator[WorkItem]:
    assessment = team.assessment
    roles = {role.initiative_id: role.role for role in person.roles}
    if roles[assessment.initiative_id] == Role.LEAD:
        what, place = _for_lead(team)
        yield _item(what, assessment, _how_far(team), place)
    if sheet := _own_sheet(person, assessment):
        words = (
            _("Finish rating for %(government)s")
            if not team.own.left
            else _("Rate for %(government)s")
        )
        what = words % {"government": sheet.jurisdiction.text}
        yield _item(what, assessment, _rated(team.own), AssessmentPage("partners:own"))


def _for_lead(team: TeamWork) -> tuple[str, AssessmentPage]:
    """What the lead does next on an open assessment, and where."""
    match team.next_step:
        case NextStep.ANSWER:
            return _("See the council’s questions"), AssessmentPage("overview:assessment")
        case NextStep.AGREE:
            return _("Agree on the ratings"), AssessmentPage("partners:consensus")
        case NextStep.WAIT:
            return _("See which governments have not finished"), AssessmentPage("partners:index")
        case NextStep.SUBMIT:
            return _("Check and submit"), AssessmentPage("review:check")
    spots = {spot.pk: spot for spot in team.spots}
    following = spots[first_left(list(spots), team.done, team.last) or team.spots[0].pk]
    place = AssessmentPage("rating:attribute", following.attribute, following.code)
    return (_("Continue the assessment") if team.done else _("Begin the assessment")), place


def _how_far(team: TeamWork) -> str:
    asked = team.assessment.participants.all()
    finished = sum(each.finished for each in asked)
    if finished == len(asked):
        return _rated(team.progress)
    return _("%(progress)s; governments that have finished: %(finished)s of %(asked)s") % {
        "progress": _rated(team.progress), "finished": finished, "asked": len(asked),
    }  # fmt: skip


def _rated(progress: Progress) -> str:
    words = (
        _("%(rated)s of %(total)s statements confirmed")
        if progress.unconfirmed
        else _("%(rated)s of %(total)s statements rated")
    )
    return words % {"rated": progress.done, "total": progress.total}


def _assigned(person: Person, teams: Sequence[TeamWork]) -> Iterator[WorkItem]:
    """What the person is asked to look after, as long as statements of it are not rated."""
    of = {team.assessment.pk: team for team in teams}
    rows = Assignment.objects.filter(person=person, assessment__in=list(of))
    for row in rows.select_related("attribute", "criterion__attribute")[:LIMIT]:
        team, subject = of[row.assessment_id], row.attribute or row.criterion
        assert subject is not None  # nosec B101
        # Whoever rates alone is not told what the team has rated.
        rated = team.alone if rules.is_blind(person, team.assessment) else team.done
        left = [
            spot
            for spot in team.spots
            if spot.pk not in rated and row.criterion_id in (None, spot.pk)
            if row.attribute_id in (None, spot.attribute_pk)
        ]
        if not left:
            continue
        name = row.attribute.text if row.attribute else subject.code
        note = ngettext(
            "%(number)s statement left",
            "%(number)s statements left",
            len(left),
        )
        yield _item(
            _("Assigned to you: %(name)s") % {"name": name},
            team.assessment,
            note % {"number": len(left)},
            place_of(person, team.assessment, subject),
        )


def _actions(person: Person) -> Iterator[WorkItem]:
    """The actions that the person leads, and those of their initiatives that nobody leads any
    more.
    """
    if not any(role.initiative_id for role in person.roles):
        return
    for action in waiting_for(person)[:LIMIT]:
        if action.has_left:
            note = _("%(name)s is no longer on the team.") % {"name": action.led_by}
            yield _action_item(_("Choose who takes over: %(title)s"), action, note)
        else:
            note = str(action.get_status_display())
            yield _action_item(_("Report on your action: %(title)s"), action, note)


def _action_item(words: str, action: Action, note: str) -> WorkItem:
    initiative = action.initiative
    return WorkItem(
        what=words % {"title": Truncator(action.title).chars(TITLE)},
        where=initiative.name,
        note=note,
        address=reverse("improvement:action", args=[initiative.code, action.key]),
        due=action.due,
    )


def _ballots(person: Person) -> Iterator[WorkItem]:
    """The ballots that the person is asked to answer and has not finished."""
    for waiting in ballots_waiting_for(person)[:LIMIT]:
        words = ngettext(
            "%(answered)s of %(asked)s statement answered",
            "%(answered)s of %(asked)s statements answered",
            waiting.asked,
        )
        yield WorkItem(
            what=_("Answer the ballot") if not waiting.answered else _("Continue with the ballot"),
            where=waiting.ballot.title,
            note=words % {"answered": grouped(waiting.answered), "asked": grouped(waiting.asked)},
            address=reverse("ballots:vote", args=[waiting.ballot.pk]),
            due=waiting.ballot.closes_on,
        )


def _mentions(person: Person, assessments: Sequence[Assessment]) -> Iterator[WorkItem]:
    """The unresolved discussions in which someone mentions the person, who may answer."""
    assessments = [each for each in assessments if rules.may_discuss(person, each)]
    remarks = (
        Remark.objects.filter(mentions=person, thread__resolved_at=None)
        .filter(thread__assessment__in=assessments)
        .exclude(author=person)
        .select_related("author", "thread__criterion")
        .order_by("-at")
    )
    of = {each.pk: each for each in assessments}
    newest: dict[uuid.UUID, Remark] = {}
    for remark in remarks[:LIMIT]:
        newest.setdefault(remark.thread_id, remark)
    for remark in newest.values():
        code = remark.thread.criterion.code
        yield _item(
            _("Answer in the discussion of %(code)s") % {"code": code},
            of[remark.thread.assessment_id],
            _("%(name)s mentions you, %(date)s")
            % {"name": remark.author.name, "date": long_date(remark.at)},
            AssessmentPage("criterion:detail", code, f"t-{remark.thread_id}"),
        )


def _reviews_as_items(person: Person, reviews: Sequence[Assessment]) -> Iterator[WorkItem]:
    for each in reviews:
        named = each.reviewer_id == person.pk
        words = (
            _("Submitted by %(name)s, %(date)s; you were asked to review it")
            if named
            else _("Submitted by %(name)s, %(date)s")
        )
        note = words % {"name": each.submitted_by or "–", "date": long_date(each.submitted_at)}
        place = AssessmentPage("review:review")
        yield _item(_("Review the assessment"), each, note, place, named=named)


def _item(
    what: str, assessment: Assessment, note: str, place: AssessmentPage, *, named: bool = False
) -> WorkItem:
    return WorkItem(
        what=what,
        where=f"{assessment.initiative.name} – {assessment.stage.text}",
        note=note,
        address=place.path(assessment),
        # What has been submitted is not due any more.
        due=assessment.due if assessment.is_open else None,
        asked_by_name=named,
    )


def _hint(person: Person) -> str:
    """What to do first where nothing waits: of several roles, the one that does most."""
    hints = {
        Role.LEAD: _("To start an assessment, choose your initiative below."),
        Role.CONTRIBUTOR: _("You will see here when your government is asked to rate."),
        Role.COCHAIR: _("Assessments of your council appear here once they are submitted."),
        Role.SECRETARIAT: _("Assessments appear here once they are submitted."),
        Role.VIEWER: _("Choose an initiative below to see where it stands."),
    }
    held = {role.role for role in person.roles}
    return next((hint for role, hint in hints.items() if role in held), "")
