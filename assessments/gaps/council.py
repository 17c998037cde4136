"""Which initiatives of a council can be brought to all of their targets within an effort."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments import rules
from assessments.method.choice import Choice, Goal, Rise, Statement, choose, rises
from assessments.models import Figures, Initiative, Person, StatementEffort, Target
from maturity.bilingual import in_language
from maturity.models import Council, Criterion
from maturity.wording import grouped

SHOWN = 100  # A page of more would be too heavy to read, and to send.

type Level = tuple[str, int]  # an attribute's code, and the level that is wanted of it


@dataclass(frozen=True, slots=True)
class Candidate:
    """An initiative that is below a target: how many, what has to rise, and whether it fits.

    `assessment` is that of its newest baseline.
    """

    initiative: Initiative
    assessment: uuid.UUID
    targets: int
    statements: int
    effort: int
    within: bool

    @property
    def name(self) -> str:
        return in_language(self.initiative, "name")


@dataclass(frozen=True, slots=True)
class Weighed:
    """The initiatives below a target, those that take the least effort first, as far as they are
    shown; how many there are of them; how many have met all of their targets."""

    candidates: tuple[Candidate, ...]
    total: int
    met: int
    sentence: str


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where an initiative stands by its newest baseline, and what its team wants."""

    figures: Figures
    wanted: tuple[Level, ...]
    efforts: dict[str, str]

    def goal(self, model: "dict[str, list[Criterion]]", rule: str) -> Goal:
        """All of its targets as one; the statements of the edition are by attribute."""
        ratings = self.figures.ratings
        found: list[Rise] = []
        for attribute, level in self.wanted:
            statements = (
                Statement(
                    each.code, each.level, ratings.get(each.code),
                    effort=self.efforts.get(each.code, ""),
                )
                for each in model.get(attribute, ())
            )  # fmt: skip
            found += rises(statements, level, rule)
        return Goal(self.figures.initiative.code, tuple(found))

    def below(self) -> int:
        """Below how many of its targets it is."""
        profile = self.figures.profile
        levels = ((profile.get(code, {}).get("level"), wanted) for code, wanted in self.wanted)
        return sum(level is not None and level < wanted for level, wanted in levels)


def weigh(councils: Iterable[Council], budget: int | None, *, reader: Person) -> Weighed:
    """Weighs the initiatives of some councils, of which the reader may see every name.

    Without those whose team's plan the reader is blind to. At most six queries, however many
    initiatives there are.
    """
    standings = {each.figures.initiative.code: each for each in _standings(councils, reader)}
    goals = _goals(standings.values())
    choice = choose(goals, budget)
    chosen = {each.key for each in choice.chosen}
    left = sorted((*choice.chosen, *choice.beyond), key=lambda each: (each.effort, each.key))
    candidates = tuple(
        Candidate(
            standings[each.key].figures.initiative,
            standings[each.key].figures.baseline.assessment_id,
            standings[each.key].below(),
            len(each.rises),
            each.effort,
            each.key in chosen,
        )
        for each in left[:SHOWN]
    )
    return Weighed(candidates, len(left), len(choice.met), _sentence(budget, choice, standings))


def _goals(standings: Iterable[_Standing]) -> list[Goal]:
    by_edition: dict[int, list[_Standing]] = defaultdict(list)
    for each in standings:
        by_edition[each.figures.edition_id].append(each)
    criteria = Criterion.objects.filter(edition__in=by_edition).select_related(
        "attribute", "edition"
    )
    models: dict[int, dict[str, list[Criterion]]] = defaultdict(lambda: defaultdict(list))
    named: dict[int, str] = {}
    for criterion in criteria:
        models[criterion.edition_id][criterion.attribute.code].append(criterion)
        named[criterion.edition_id] = criterion.edition.rule
    found = (
        standing.goal(models[edition], named[edition])
        for edition, some in by_edition.items()
        for standing in some
    )
    return sorted(found, key=lambda each: each.key)


def _standings(councils: Iterable[Council], reader: Person) -> list[_Standing]:
    """Those initiatives that have both a baseline and a target."""
    blind = rules.unfinished_sheets(reader).values_list("assessment__initiative", flat=True)
    targets = Target.objects.filter(initiative__council__in=councils).exclude(
        initiative__in=list(blind)
    )
    wanted: dict[uuid.UUID, list[Level]] = defaultdict(list)
    for key, code, level in targets.values_list("initiative", "attribute__code", "level"):
        wanted[key].append((code, level))
    given = StatementEffort.objects.filter(initiative__council__in=councils)
    efforts: dict[uuid.UUID, dict[str, str]] = defaultdict(dict)
    for key, code, effort in given.values_list("initiative", "criterion__code", "effort"):
        efforts[key][code] = effort
    rows = Figures.objects.newest().filter(initiative__council__in=councils)
    # Of each initiative the last one counts.
    newest = {
        each.initiative_id: each
        for each in rows.select_related("initiative", "baseline").defer("baseline__snapshot")
    }
    return [
        _Standing(figures, tuple(wanted[key]), efforts[key])
        for key, figures in newest.items()
        if key in wanted
    ]


def _sentence(budget: int | None, choice: Choice, standings: dict[str, _Standing]) -> str:
    """What the choice comes to, and why it is this one."""
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
        "next": in_language(standings[nearest.key].figures.initiative, "name"),
        "needed": grouped(nearest.effort),
        "left": grouped(budget - choice.effort),
    }
    if not met:
        said = ngettext(
            "With an effort of %(budget)s, the only initiative below a target cannot be brought to "
            "all of its targets: %(next)s takes %(needed)s.",
            "With an effort of %(budget)s, none of the %(total)s initiatives below a target can be "
            "brought to all of its targets: the nearest, %(next)s, takes %(needed)s.",
            total,
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


def councils_weighed(council: Council, reader: Person) -> Sequence[Council]:
    """A council, or for the joint one all councils of which the reader sees every name."""
    if council.code != rules.JOINT:
        return [council]
    return [each for each in Council.objects.all() if rules.may_see_names(reader, [each])]
