"""The ways about an assessment and about an initiative: their places, the same on every page.

A place is shown to whoever may open it, while the state allows it (`web.access.WHILE`), and where
there is something in it. What it counts is read in one query a page.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Count,
    Exists,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments import rules
from assessments.method.completeness import Progress, first_left, progress_of, rated_of
from assessments.models import Action, Assessment, Initiative, Participant, Person
from assessments.models.assessments import State
from assessments.web.access import WHILE
from maturity.models import Criterion

type Counted = tuple[int, int | None]  # so many, of so many or None


@dataclass(frozen=True, slots=True)
class PlaceCounts:
    """What the places of an assessment count. `progress` is the reader's: of the team's ratings,
    or of those of their own government; `following` is the attribute to go on with.
    """

    asked: int
    finished: int
    shared: bool  # whether several governments have a part in it
    progress: Progress | None = None
    following: str = ""


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the places of an initiative count."""

    members: int
    baselines: int
    actions: int  # that are open


@dataclass(frozen=True, slots=True)
class Destination[Thing, Found]:
    """A place, and who finds it there.

    It leads to the first of `routes`, at `anchor` if there is one; on each of them one is there.
    """

    label: str | Promise
    routes: tuple[str, ...]
    may: Callable[[Person, Thing], bool]
    holds: Callable[[Found], bool] = lambda _found: True
    count: Callable[[Found], Counted | None] = lambda _found: None
    # An attribute's code, for a route that asks for one.
    of: Callable[[Found], str] = lambda _found: ""
    anchor: str = ""

    def path(self, key: object, found: Found) -> str:
        """Its address, in the language of the moment."""
        code = self.of(found)
        address = reverse(self.routes[0], args=[key, *([code] if code else [])])
        return f"{address}#{self.anchor}" if self.anchor else address


@dataclass(frozen=True, slots=True)
class Link:
    """A place as a page shows it. `current` is what `aria-current` says: the page itself, a page
    within ("true"), or neither.
    """

    label: str | Promise
    address: str
    done: int | None
    total: int | None
    current: str


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a thing, and its name."""

    name: str
    links: tuple[Link, ...]


def _rated(found: PlaceCounts) -> Counted | None:
    return (found.progress.done, found.progress.total) if found.progress else None


ASSESSMENT: tuple[Destination[Assessment, PlaceCounts], ...] = (
    Destination(
        _("Overview"),
        ("overview:assessment", "cycle:dates", "review:withdraw"),
        rules.may_see_assessment,
    ),
    Destination(
        _("Your own ratings"),
        (
            *("partners:own", "partners:own_attribute", "workbook:own_upload"),
            *("workbook:own_preview", "criterion:detail"),
        ),
        rules.may_rate_alone,
        count=_rated,
    ),
    Destination(
        pgettext_lazy("place", "Rate"),
        (
            *("rating:attribute", "rating:results", "workbook:upload", "workbook:preview"),
            "criterion:detail",
        ),
        rules.may_rate,
        count=_rated,
        of=lambda found: found.following,
    ),
    Destination(
        _("Partners"),
        ("partners:index",),
        rules.may_ask_to_rate,
        holds=lambda found: found.shared,
        count=lambda found: (found.finished, found.asked) if found.asked else None,
    ),
    Destination(
        _("Consensus"),
        ("partners:consensus", "partners:consensus_attribute"),
        rules.may_see_consensus,
        holds=lambda found: found.finished > 0,
    ),
    Destination(
        _("Profile"),
        ("overview:profile", "criterion:detail", "review:changes", "gaps:next", "gaps:what_if"),
        rules.may_see_profile,
    ),
    Destination(
        pgettext_lazy("place", "Plan"), ("improvement:of_assessment",), rules.may_see_profile
    ),
    Destination(_("Check and submit"), ("review:check", "review:reply"), rules.may_submit),
    Destination(_("Review"), ("review:review", "review:approve"), rules.may_review),
    Destination(_("Documents"), ("criterion:documents",), rules.may_see_assessment),
    Destination(
        _("Reports and data"),
        ("overview:assessment", "reports:assessment_page", "reports:assessment"),
        rules.may_see_profile,
        anchor="reports",
    ),
    Destination(_("History"), ("audit:history",), rules.may_see_history),
)


def _whoever_is_here(_person: Person, _initiative: Initiative) -> bool:
    """Of an initiative's pages, that they may see it has been asked, with a query for some."""
    return True


def _whoever_is_not_blind(person: Person, initiative: Initiative) -> bool:
    """As `rules.may_see_plan`, of those who are known to see the initiative."""
    return not rules.is_blind_to_team(person, initiative)


INITIATIVE: tuple[Destination[Initiative, Holdings], ...] = (
    Destination(_("Overview"), ("initiatives:detail",), _whoever_is_here),
    Destination(
        _("Before you start"), ("initiatives:before", "initiatives:start"), rules.may_prepare
    ),
    Destination(
        pgettext_lazy("place", "Plan"),
        (
            *("improvement:plan", "improvement:targets", "improvement:new_action"),
            *("improvement:action", "improvement:edit_action"),
        ),
        _whoever_is_not_blind,
        count=lambda found: (found.actions, None) if found.actions else None,
    ),
    Destination(
        _("Plays in use"),
        ("playbook:uses", "playbook:use"),
        _whoever_is_not_blind,
    ),
    Destination(
        _("Lessons"), ("lessons:team", "lessons:new", "lessons:edit"), _whoever_is_not_blind
    ),
    Destination(
        _("Against its peers"),
        ("compare:peers",),
        _whoever_is_here,
        holds=lambda found: found.baselines > 0,
    ),
    Destination(
        _("Team"),
        ("initiatives:team",),
        rules.may_manage_team,
        count=lambda found: (found.members, None),
    ),
    Destination(_("Details"), ("initiatives:edit",), rules.may_edit_initiative),
    Destination(
        _("Data"),
        ("initiatives:detail",),
        rules.may_export_initiative,
        holds=lambda found: found.baselines > 0,
        anchor="data",
    ),
)


def places(context: dict[str, Any]) -> Places | None:
    """The places of the assessment or the initiative that a page is of; None on any other page."""
    match context.get("user"), context.get("assessment"), context.get("initiative"):
        case Person() as person, Assessment() as assessment, _other:
            links = _of_assessment(person, assessment, _route(context))
            return Places(assessment.name, tuple(links))
        case Person() as person, _none, Initiative() as initiative:
            links = _of_initiative(person, initiative, _route(context))
            return Places(initiative.name, tuple(links))
    return None


def _route(context: dict[str, Any]) -> str:
    match = context["request"].resolver_match
    return match.view_name if match else ""


def _of_assessment(person: Person, assessment: Assessment, route: str) -> Iterator[Link]:
    found = standing(person, assessment)
    shown = [
        each
        for each in ASSESSMENT
        if assessment.state in WHILE.get(each.may, State.values)
        and each.holds(found)
        and each.may(person, assessment)
    ]
    return _links(shown, route, assessment.pk, found)


def _of_initiative(person: Person, initiative: Initiative, route: str) -> Iterator[Link]:
    # In a query of its own: joined with the members, each action would be counted many times over.
    ours = Action.objects.open().filter(initiative=OuterRef("pk")).order_by()
    open_ones = ours.values("initiative").annotate(number=Count("pk"))
    counted = Initiative.objects.filter(pk=initiative.pk).annotate(
        members=Count("membership", distinct=True),
        baselines=Count("assessments", distinct=True, filter=Q(assessments__state=State.APPROVED)),
        open_actions=Subquery(open_ones.values("number")),
    )
    members, baselines, actions = counted.values_list("members", "baselines", "open_actions").get()
    found = Holdings(members, baselines, actions or 0)
    shown = [each for each in INITIATIVE if each.holds(found) and each.may(person, initiative)]
    return _links(shown, route, initiative.code, found)


def _links[Thing, Found](
    shown: Sequence[Destination[Thing, Found]], route: str, key: object, found: Found
) -> Iterator[Link]:
    # Of two places that a page belongs to, one is at the first.
    here = next((each for each in shown if route in each.routes), None)
    for each in shown:
        done, total = each.count(found) or (None, None)
        # The page of a place that asks for a code is one of several.
        exact = route == each.routes[0] and not each.of(found)
        current = ("page" if exact else "true") if each is here else ""
        yield Link(each.label, each.path(key, found), done, total, current)


def standing(person: Person, assessment: Assessment) -> PlaceCounts:
    """What the places of an assessment count for a person: at most one query, beside that of the
    participants, of whom the rules ask for everyone but the lead.
    """
    if assessment.is_open and rules.may_rate(person, assessment):
        return _for_lead(assessment)
    prefetch_related_objects([assessment], "participants")
    asked = assessment.participants.all()
    own = rules.own_sheet(person, assessment)
    return PlaceCounts(
        asked=len(asked),
        finished=sum(each.finished for each in asked),
        shared=True,
        progress=_own_progress(assessment, own) if own else None,
    )


def _for_lead(assessment: Assessment) -> PlaceCounts:
    """In one query: each answer of the team, and with all of them what is known of its partners."""
    sheets = Participant.objects.filter(assessment=assessment.pk).order_by().values("assessment")
    partners = Initiative.partners.through.objects.filter(initiative=assessment.initiative_id)
    given = FilteredRelation("rating", condition=Q(rating__assessment=assessment.pk))
    rows = statements_with(assessment, given).annotate(
        asked=Subquery(sheets.annotate(number=Count("pk")).values("number")),
        finished=Subquery(
            sheets.annotate(number=Count("pk", filter=Q(finished=True))).values("number")
        ),
        partners=Exists(partners),
    )
    columns = ("given__carried_forward", "attribute__code", "asked", "finished", "partners")
    found = list(rows.values_list(*ANSWER, *columns))
    attributes = {row[0]: row[4] for row in found}
    rated = rated_of(_given(found), _channels(assessment))
    unconfirmed = {row[0] for row in found if row[3]}
    following = first_left(list(attributes), rated - unconfirmed, None)
    asked, finished, shared = found[0][5:]
    return PlaceCounts(
        asked=asked or 0,
        finished=finished or 0,
        shared=bool(asked or shared),
        progress=progress_of(list(attributes), rated, unconfirmed),
        following=attributes[following] if following else found[0][4],
    )


def _own_progress(assessment: Assessment, own: Participant) -> Progress:
    of_own = Q(participantrating__participant=own.pk)
    given = FilteredRelation("participantrating", condition=of_own)
    found = list(statements_with(assessment, given).values_list(*ANSWER))
    order = list(dict.fromkeys(row[0] for row in found))
    return progress_of(order, rated_of(_given(found), _channels(assessment)))


# A statement with its answer, or one of its answers; without a rating where nobody gave one.
ANSWER = ("pk", "given__channel", "given__rating")


def statements_with(assessment: Assessment, given: FilteredRelation) -> QuerySet[Criterion]:
    """The statements of an assessment, each once for every answer `given` to it, or once."""
    return Criterion.objects.filter(edition=assessment.edition_id).annotate(given=given)


def _given(found: Sequence[tuple[Any, ...]]) -> list[tuple[int, int | None, str]]:
    return [(row[0], row[1], row[2]) for row in found if row[2] is not None]


def _channels(assessment: Assessment) -> set[int]:
    return {each.pk for each in assessment.initiative.channels.all()}


def my_work(context: Mapping[str, Any]) -> str:
    """The address of My work: the home page, unless the reader has a view open there first."""
    user = context.get("user")
    opens_first = isinstance(user, Person) and user.home_view_id is not None
    return reverse("work:mine" if opens_first else "work:home")
