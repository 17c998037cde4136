"""Up to four initiatives side by side on the continuum, each by one of its baselines.

An initiative stands here by the baseline that counts, or by the one of a stage that is chosen.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from assessments import rules
from assessments.baselines.reader import content
from assessments.baselines.values import AttributeContent, Content
from assessments.models import Baseline, Figures, Initiative, Listing, Person
from assessments.models.initiatives import CODE
from maturity.bilingual import current_language
from maturity.folding import fold
from maturity.models import Stage

MOST = 4  # initiatives side by side
LISTED = 10  # initiatives that are offered at a time
LOOKED_UP = 20  # codes of one address
LONGEST_CODE = 40


@dataclass(frozen=True, slots=True)
class Side:
    """An initiative by one of its baselines; `assessment` is that of the baseline."""

    code: str
    stage: str
    assessment: object
    content: Content
    may_export: bool


@dataclass(frozen=True, slots=True)
class AttributeSides:
    """An attribute, in the order of the sides; None where a side's edition does not have it."""

    code: str
    name: str
    cells: tuple[AttributeContent | None, ...]

    @property
    def levels(self) -> tuple[int | None, ...]:
        return tuple(each.attained if each else None for each in self.cells)

    @property
    def known(self) -> tuple[int, ...]:
        """The levels of those that have one."""
        return tuple(each for each in self.levels if each is not None)

    @property
    def apart(self) -> int | None:
        """How many levels lie between the lowest and the highest; None unless two have a level."""
        return max(self.known) - min(self.known) if len(self.known) > 1 else None

    @property
    def leaders(self) -> tuple[int, ...]:
        """Which sides stand highest; none where all that have a level have the same."""
        if not self.apart:
            return ()
        highest = max(self.known)
        return tuple(place for place, level in enumerate(self.levels) if level == highest)

    @property
    def is_blocked(self) -> bool:
        """Whether anything keeps a side from its next level."""
        return any(each and each.blocking for each in self.cells)


@dataclass(frozen=True, slots=True)
class Lead:
    """Who stands highest, alone, on which attributes."""

    name: str
    attributes: tuple[str, ...]


@dataclass(frozen=True)
class SideBySide:
    """The sides in the order they were chosen in, and where they stand on each attribute."""

    sides: tuple[Side, ...]
    rows: tuple[AttributeSides, ...]

    @property
    def widest(self) -> tuple[AttributeSides, ...]:
        """The attributes on which the sides lie furthest apart; none where they never do."""
        most = max((row.apart or 0 for row in self.rows), default=0)
        return tuple(row for row in self.rows if most and row.apart == most)

    @property
    def leads(self) -> tuple[Lead, ...]:
        """Who stands highest alone, and where, in the order of the sides."""
        leads = (
            Lead(
                side.content.initiative,
                tuple(row.name for row in self.rows if row.leaders == (place,)),
            )
            for place, side in enumerate(self.sides)
        )
        return tuple(lead for lead in leads if lead.attributes)

    @property
    def alike(self) -> tuple[AttributeSides, ...]:
        """The attributes on which all that have a level have the same."""
        return tuple(row for row in self.rows if row.apart == 0)

    @property
    def widest_names(self) -> str:
        return ", ".join(row.name for row in self.widest)

    @property
    def alike_names(self) -> str:
        return ", ".join(row.name for row in self.alike)

    @property
    def same_stage(self) -> bool:
        return len({side.stage for side in self.sides}) < 2

    @property
    def same_edition(self) -> bool:
        return len({side.content.edition for side in self.sides}) < 2

    @property
    def can_be_told_apart(self) -> bool:
        """Whether any attribute has a level in two of them."""
        return any(row.apart is not None for row in self.rows)


@dataclass(frozen=True)
class AskedComparison:
    """What an address asks for: who is chosen, at which stage, and all that is wrong with it.

    `stage` is a code, empty for each one's newest baseline.
    """

    chosen: tuple[Initiative, ...]
    stage: str
    stages: tuple[tuple[str, str], ...]
    compared: SideBySide
    faults: tuple[str, ...] = field(default=())

    @property
    def is_full(self) -> bool:
        return len(self.chosen) >= MOST


def side_by_side(sides: Sequence[Side]) -> SideBySide:
    """The sides and their attributes by code, in the order of the editions. Pure."""
    names: dict[str, str] = {}
    for side in sides:
        for attribute in side.content.attributes:
            names.setdefault(attribute.code, attribute.name.text)
    # What a baseline said of the one before it is not what is compared here.
    by_code = [
        {each.code: replace(each, previous=None) for each in side.content.attributes}
        for side in sides
    ]
    return SideBySide(
        tuple(sides),
        tuple(
            AttributeSides(code, name, tuple(known.get(code) for known in by_code))
            for code, name in names.items()
        ),
    )


def choose(person: Person, given: Iterable[str], stage: str) -> AskedComparison:
    """What a person gets of the codes and the stage that an address gives, in five queries at most.

    Codes that there are not, and those that the person may not see, are told alike.
    """
    stages = {each.code: each.text for each in Stage.objects.all()}
    faults = []
    if stage and stage not in stages:
        faults.append(_("There is no stage “%(code)s”.") % {"code": stage[:LONGEST_CODE]})
        stage = ""
    codes = [code for each in given if (code := each.strip().upper())]
    once = list(dict.fromkeys(codes))
    seen = _seen(person, once[:LOOKED_UP])
    faults += [
        _("The initiative “%(code)s” does not exist, or you do not have access to it.")
        % {"code": each[:LONGEST_CODE]}
        for each in once[:LOOKED_UP]
        if each not in seen
    ]
    found = [seen[each] for each in once if each in seen]
    faults += [
        _("“%(name)s” is given more than once; it is shown once.") % {"name": each.name}
        for each in found[:MOST]
        if codes.count(each.code) > 1
    ]
    chosen, left = found[:MOST], [each.name for each in found[MOST:]]
    if left:
        faults.append(
            _("At most %(most)s initiatives can be compared side by side. Left out: %(names)s.")
            % {"most": MOST, "names": ", ".join(left)}
        )
    sides, missing = _sides(person, chosen, stage, stages)
    return AskedComparison(
        chosen=tuple(chosen),
        stage=stage,
        stages=tuple(stages.items()),
        compared=side_by_side(sides),
        faults=(*faults, *missing),
    )


def offers(person: Person, text: str, stage: str, without: Iterable[str]) -> list[Initiative]:
    """The first initiatives that a person may choose, one more than LISTED if there are more.

    Those with every word of `text` in code or name, in either language, and with a baseline (at
    the stage).
    """
    baselines = Figures.objects.newest().filter(initiative=OuterRef("initiative"))
    if stage:
        baselines = baselines.filter(stage__code=stage)
    language = current_language()
    listed = (
        Listing.objects.found_by(fold(text))
        .filter(Exists(baselines), initiative__in=Initiative.objects.visible_to(person))
        .exclude(code__in=list(without))
        .select_related("initiative")
        .order_by(f"folded_{language}", "code", "number")
    )
    return [each.initiative for each in listed[: LISTED + 1]]


def _seen(person: Person, codes: Sequence[str]) -> dict[str, Initiative]:
    # Not every text is fit to be asked a database for.
    possible = [each for each in codes if re.match(CODE.regex, each)]
    visible = Initiative.objects.visible_to(person).filter(code__in=possible)
    return {each.code: each for each in visible}


def _sides(
    person: Person, chosen: Sequence[Initiative], stage: str, stages: dict[str, str]
) -> tuple[list[Side], list[str]]:
    """Those with a baseline (at the stage), and what to say of the others."""
    known: dict[object, list[Figures]] = {each.pk: [] for each in chosen}
    newest = (
        Figures.objects.newest()
        .filter(initiative__in=chosen)
        .select_related("stage", "baseline__assessment__initiative")
        .defer("baseline__snapshot")
    )
    for each in newest:
        known[each.initiative_id].append(each)
    picked: list[Figures] = []
    faults = []
    for initiative in chosen:
        figures = known[initiative.pk]
        fit = [each for each in figures if each.stage.code == stage] if stage else figures
        if fit:
            picked.append(fit[-1])
        else:
            faults.append(_nothing_of(initiative, figures, stages.get(stage, "")))
    snapshots = Baseline.objects.in_bulk([each.pk for each in picked])
    language = current_language()
    sides = [
        Side(
            code=each.baseline.assessment.initiative.code,
            stage=each.stage.code,
            assessment=each.baseline.assessment_id,
            content=content(snapshots[each.pk].content, language),
            may_export=rules.may_export(person, each.baseline.assessment),
        )
        for each in picked
    ]
    return sides, faults


def _nothing_of(initiative: Initiative, figures: Sequence[Figures], stage: str) -> str:
    if not figures:
        return _("“%(name)s” has no baseline yet.") % {"name": initiative.name}
    others = sorted({(each.stage.order, each.stage.text) for each in figures})
    message = _("“%(name)s” has no baseline at the stage %(stage)s yet; it has one at: %(others)s.")
    return message % {
        "name": initiative.name,
        "stage": stage,
        "others": ", ".join(text for _order, text in others),
    }
