"""What if: the levels that would follow from other ratings. Nothing is saved."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.baselines.values import AttributeContent, Content, CriterionContent, Scale
from assessments.gaps.reads import Targets, rated
from assessments.method.scoring import RatedCriterion, overall_level, score_attribute
from maturity.wording import grouped, listed


@dataclass(frozen=True, slots=True)
class Changed:
    """A statement whose rating is another one in this trial."""

    criterion: CriterionContent
    to: Scale


@dataclass(frozen=True, slots=True)
class TrialRow:
    """An attribute: its level now, the one that would follow, and what holds the next one back.

    `freed` holds the next level back now and would no longer, `added` would from then on.
    """

    attribute: AttributeContent
    level: int | None
    blocking: tuple[str, ...]
    target: int | None

    @property
    def now(self) -> int | None:
        return self.attribute.attained

    @property
    def moved(self) -> int:
        """Whether the level rises (1) or falls (-1)."""
        return _moved(self.now, self.level)

    @property
    def freed(self) -> tuple[str, ...]:
        held = (each.code for each in self.attribute.blocking)
        return tuple(code for code in held if code not in self.blocking)

    @property
    def added(self) -> tuple[str, ...]:
        held = {each.code for each in self.attribute.blocking}
        return tuple(code for code in self.blocking if code not in held)

    @property
    def is_met(self) -> bool:
        """Whether the target would be met."""
        return bool(self.target and self.level is not None and self.level >= self.target)

    @property
    def is_met_now(self) -> bool:
        return bool(self.target and self.now is not None and self.now >= self.target)


@dataclass(frozen=True, slots=True)
class Trial:
    """What would follow, beside what is."""

    rows: tuple[TrialRow, ...]
    changed: tuple[Changed, ...]
    now: int | None  # the overall level
    then: int | None

    @property
    def moved(self) -> int:
        """Whether the overall level rises (1) or falls (-1)."""
        return _moved(self.now, self.then)

    @property
    def sentences(self) -> list[str]:
        """What would be different."""
        return [self._overall(), *self._attributes(), *self._targets()]

    def _overall(self) -> str:
        then = self.then
        if then is None:
            return _("No statement would apply, so there would be no level.")
        if self.now == then:
            return _("The overall level would stay as it is.")
        if self.moved > 0:
            return _("The overall level would rise to level %(level)s.") % {"level": then}
        if then:
            return _("The overall level would fall to level %(level)s.") % {"level": then}
        return _("The overall level would be below level 1.")

    def _attributes(self) -> list[str]:
        rose = [each.attribute.name.text for each in self.rows if each.moved > 0]
        fell = [each.attribute.name.text for each in self.rows if each.moved < 0]
        said = []
        if rose:
            text = ngettext(
                "%(number)s attribute would rise: %(names)s.",
                "%(number)s attributes would rise: %(names)s.",
                len(rose),
            )
            said.append(text % {"number": grouped(len(rose)), "names": listed(rose)})
        if fell:
            text = ngettext(
                "%(number)s attribute would fall: %(names)s.",
                "%(number)s attributes would fall: %(names)s.",
                len(fell),
            )
            said.append(text % {"number": grouped(len(fell)), "names": listed(fell)})
        return said

    def _targets(self) -> list[str]:
        total = sum(each.target is not None for each in self.rows)
        if not total:
            return []
        met, now = (
            sum(each.is_met for each in self.rows),
            sum(each.is_met_now for each in self.rows),
        )
        said = ngettext(
            "%(met)s of %(total)s target would be met; today it is %(now)s.",
            "%(met)s of %(total)s targets would be met; today it is %(now)s.",
            total,
        )
        return [said % {"met": grouped(met), "total": grouped(total), "now": grouped(now)}]


def _moved(now: int | None, then: int | None) -> int:
    """Whether a level rises (1) or falls (-1); none counts as level 0."""
    before, after = now or 0, then or 0
    return (after > before) - (after < before)


def tried_of(content: Content, given: Mapping[str, str]) -> dict[str, str]:
    """Of what an address says, by statement, the ratings that exist and are not those of now."""
    scale = {each.code for each, _percent in content.scale}
    return {
        each.code: given[each.code]
        for each in content.criteria
        if given.get(each.code) in scale and given[each.code] != each.rating.code
    }


def trial(content: Content, tried: Mapping[str, str], targets: Targets) -> Trial:
    """What would follow if some statements were rated as `tried`."""
    scale = {each.code: each for each, _percent in content.scale}
    rows = tuple(_row(content, each, tried, targets) for each in content.attributes)
    return Trial(
        rows,
        tuple(Changed(c, scale[tried[c.code]]) for c in content.criteria if c.code in tried),
        content.overall,
        overall_level(each.level for each in rows),
    )


def _row(
    content: Content, attribute: AttributeContent, tried: Mapping[str, str], targets: Targets
) -> TrialRow:
    score = score_attribute(
        [
            RatedCriterion(each.code, each.level, tried.get(each.code) or rated(each.rating))
            for each in attribute.criteria
        ],
        content.rule,
        content.top,
    )
    target = targets.get(attribute.code)
    return TrialRow(
        attribute, score.attained_level, score.blocking, target.level if target else None
    )
