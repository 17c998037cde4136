"""Which initiatives of a council can be brought to all of their targets within an effort."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments import rules
from assessments.method.choice import Choice, Goal, Rise, Statement, choose, rises
from assessments.models import Figures, Person, StatementEffort, Target
from maturity.bilingual import current_language
from maturity.models import Council, Criterion
from maturity.wording import grouped

SHOWN = 100  # A page of more would be too heavy to read, and to send.

type Level = tuple[str, int]  # an attribute's code, and the level that is wanted of it


@dataclass(frozen=True, slots=True)
class Candidate:
    """An initiative that is below a target: of how many, what has to rise, and whether it fits.

    `assessment` is that of its newest baseline.
    """

    code: str
    name: str
    assessment: uuid.UUID
    targets: int
    statements: int
    effort: int
    within: bool


@dataclass(frozen=True, slots=True)
class Weighed:
    """The initiatives below a target, those that take the least effort first, as far as they are
    shown; how many there are of them; how many have met all of their targets."""

    candidates: tuple[Candidate, ...]
    total: int
    met: int
    sentence: str


class _Standing(NamedTuple):
    """Where an initiative stands by its newest baseline. Rows of models would take most of the
    time of a council with thousands of them."""

    initiative: uuid.UUID
    code: str
    name: str
    assessment: uuid.UUID
    edition: int
    ratings: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class _Below:
    """Where an initiative stands, all of its targets as one goal, and how many it misses."""

    standing: _Standing
    goal: Goal
    targets: int


def weigh(councils: Iterable[Council], budget: int | None, *, reader: Person) -> Weighed:
    """Weighs the initiatives of some councils, of which the reader may see every name.

    Without those whose team's plan the reader is blind to. At most five queries, however many
    initiatives there are.
    """
    found = {each.goal.key: each for each in _goals(councils, reader)}
    choice = choose([each.goal for each in found.values()], budget)
    chosen = {each.key for each in choice.chosen}
    left = [(each.effort, each.key) for each in (*choice.chosen, *choice.beyond)]
    candidates = tuple(
        Candidate(
            key,
            found[key].standing.name,
            found[key].standing.assessment,
            found[key].targets,
            len(found[key].goal.rises),
            effort,
            key in chosen,
        )
        for effort, key in sorted(left)[:SHOWN]
    )
    names = {key: each.standing.name for key, each in found.items()}
    return Weighed(candidates, len(left), len(choice.met), _sentence(budget, choice, names))


def _goals(councils: Iterable[Council], reader: Person) -> list[_Below]:
    """Those initiatives that have both a baseline and a target, by their codes."""
    blind = rules.blind_initiatives(reader)
    targets = Target.objects.filter(initiative__council__in=councils).order_by("attribute__order")
    wanted: dict[uuid.UUID, list[Level]] = defaultdict(list)
    for key, attribute, level in targets.exclude(initiative__in=blind).values_list(
        "initiative", "attribute__code", "level"
    ):
        wanted[key].append((attribute, level))
    given = StatementEffort.objects.filter(initiative__council__in=councils).order_by()
    efforts: dict[uuid.UUID, dict[str, str]] = defaultdict(dict)
    for key, code, effort in given.values_list("initiative", "criterion__code", "effort"):
        efforts[key][code] = effort
    standings = [each for each in _standings(councils) if each.initiative in wanted]
    model = _Model({each.edition for each in standings})
    return [
        model.below(each, wanted[each.initiative], efforts.get(each.initiative, {}))
        for each in standings
    ]


def _standings(councils: Iterable[Council]) -> list[_Standing]:
    """Of each initiative the baseline that counts."""
    counting = Figures.objects.counting().filter(initiative__council__in=councils)
    rows = counting.order_by("initiative__code")
    columns = (
        "initiative", "initiative__code", f"initiative__name_{current_language()}",
        "baseline__assessment", "edition", "ratings",
    )  # fmt: skip
    return [_Standing(*row) for row in rows.values_list(*columns)]


class _Model:
    """The statements of some editions, by edition and attribute, and each edition's rule."""

    def __init__(self, editions: Iterable[int]) -> None:
        rows = Criterion.objects.filter(edition__in=editions).order_by("order")
        self._statements: dict[tuple[int, str], list[tuple[str, int]]] = defaultdict(list)
        self._rules: dict[int, str] = {}
        columns = ("edition", "edition__rule", "attribute__code", "code", "level")
        for edition, rule, attribute, code, level in rows.values_list(*columns):
            self._statements[edition, attribute].append((code, level))
            self._rules[edition] = rule

    def below(
        self, standing: _Standing, wanted: Sequence[Level], efforts: Mapping[str, str]
    ) -> _Below:
        """What has to rise for an initiative to meet all that is wanted."""
        edition, ratings = standing.edition, standing.ratings
        found: list[Rise] = []
        missed = 0
        for attribute, target in wanted:
            statements = [
                Statement(code, level, ratings.get(code), effort=efforts.get(code, ""))
                for code, level in self._statements[edition, attribute]
            ]
            needed = rises(statements, target, self._rules[edition])
            found += needed
            missed += bool(needed)
        return _Below(standing, Goal(standing.code, tuple(found)), missed)


def _sentence(budget: int | None, choice: Choice, names: Mapping[str, str]) -> str:
    """What the choice comes to, and why it is this one; `names` are of initiatives by code."""
    total, met = len(choice.chosen) + len(choice.beyond), len(choice.chosen)
    if not total:
        if choice.met:
            return _("All initiatives with a baseline have met their targets.")
        return _("No initiative with a baseline has a target yet.")
    values = {
        "total": grouped(total),
        "effort": grouped(choice.effort),
        "met": grouped(met),
        "budget": grouped(budget),
    }
    if budget is None or met == total:
        said = ngettext(
            "%(total)s initiative is below a target. It takes an effort of %(effort)s to bring it "
            "to all of its targets.",
            "%(total)s initiatives are below a target. It takes an effort of %(effort)s to bring "
            "them to all of their targets.",
            total,
        )
        return said % values
    nearest = min(choice.beyond, key=lambda each: each.effort)
    values |= {
        "next": names[nearest.key],
        "needed": grouped(nearest.effort),
        "left": grouped(budget - choice.effort),
    }
    if not met and total == 1:
        said = _(
            "With an effort of %(budget)s, the only initiative below a target cannot be brought to "
            "all of its targets: %(next)s takes %(needed)s."
        )
        return said % values
    if not met:
        said = _(
            "With an effort of %(budget)s, none of the %(total)s initiatives below a target can be "
            "brought to all of its targets: the nearest, %(next)s, takes %(needed)s."
        )
        return said % values
    said = ngettext(
        "With an effort of %(budget)s, %(met)s of the %(total)s initiatives below a target can be "
        "brought to all of its targets. It is the one that takes the least effort; the next, "
        "%(next)s, takes %(needed)s, and %(left)s would be left.",
        "With an effort of %(budget)s, %(met)s of the %(total)s initiatives below a target can be "
        "brought to all of their targets. They are those that take the least effort; the next, "
        "%(next)s, takes %(needed)s, and %(left)s would be left.",
        met,
    )
    return said % values
