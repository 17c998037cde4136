"""Two baselines side by side, in one language: what differs between them. Pure; no database.

Statements of one edition are found by their codes, those of two by the crosswalk: unchanged ones
and such as were changed in wording only. What else an edition asks is told as such, and not as a
difference. Levels of an attribute are compared where they mean the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from assessments.baselines.values import (
    AttributeContent,
    Content,
    CriterionContent,
    Indicator,
    ResultContent,
    Wording,
)
from assessments.method.crosswalk import Asked, Shared
from assessments.method.scoring import VALUES


class Coded(Protocol):
    """What editions of the model know by a code."""

    @property
    def code(self) -> str: ...


@dataclass(frozen=True, slots=True)
class CriterionPair:
    """A criterion that both editions ask, perhaps under another code."""

    first: CriterionContent
    second: CriterionContent

    @property
    def code(self) -> str:
        return self.second.code

    @property
    def change(self) -> int:
        """1 where the second is rated higher, -1 where lower, 0 where that cannot be said."""
        before, after = (VALUES.get(each.rating.code) for each in (self.first, self.second))
        if before is None or after is None:
            return 0
        return (after > before) - (after < before)

    @property
    def reworded(self) -> bool:
        return self.first.statement.text != self.second.statement.text


@dataclass(frozen=True, slots=True)
class AttributePair:
    """An attribute that both editions have, with the criteria that both have of it.

    It is `comparable` where its levels mean the same in both.
    """

    first: AttributeContent
    second: AttributeContent
    criteria: tuple[CriterionPair, ...]
    comparable: bool = True

    @property
    def code(self) -> str:
        return self.second.code

    @property
    def name(self) -> Wording:
        return self.second.name

    @property
    def change(self) -> int | None:
        """By how many levels the second stands higher; None where one of them has no level, or
        where their levels are not comparable."""
        if not self.comparable or self.first.attained is None or self.second.attained is None:
            return None
        return self.second.attained - self.first.attained

    @property
    def moved(self) -> tuple[CriterionPair, ...]:
        """The criteria that are not rated alike."""
        return tuple(each for each in self.criteria if each.first.rating != each.second.rating)

    @property
    def released(self) -> tuple[CriterionPair, ...]:
        """What keeps the first from its next level, and not the second."""
        return tuple(each for each, before, now in self._blocking if before and not now)

    @property
    def holding(self) -> tuple[CriterionPair, ...]:
        """What keeps the second from its next level, and not the first."""
        return tuple(each for each, before, now in self._blocking if now and not before)

    @property
    def _blocking(self) -> list[tuple[CriterionPair, bool, bool]]:
        """Each criterion, and whether it keeps the first and the second from the next level."""
        before, now = ({each.code for each in side.blocking} for side in (self.first, self.second))
        return [
            (each, each.first.code in before, each.second.code in now) for each in self.criteria
        ]


@dataclass(frozen=True, slots=True)
class ResultPair:
    """A result, with what each says of it; None where its edition does not have it."""

    first: ResultContent | None
    second: ResultContent | None

    @property
    def result(self) -> ResultContent:
        """Whichever says how it is worded, the second before the first."""
        found = self.second or self.first
        assert found  # nosec B101: a pair has at least one of them
        return found

    @property
    def difference(self) -> Decimal | None:
        """How far the second measured value lies above the first; None unless both are of one kind.

        That is so where the indicators have the same name and the same unit.
        """
        before = self.first.indicator if self.first else None
        after = self.second.indicator if self.second else None
        if not before or not after or _kind(before) != _kind(after):
            return None
        return Decimal(str(after.value)) - Decimal(str(before.value))

    @property
    def measures_differ(self) -> bool:
        """Whether both measured something, but not the same."""
        measured = bool(
            self.first and self.first.indicator and self.second and self.second.indicator
        )
        return measured and self.difference is None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two baselines in the order they were given; the `only_` are what one edition alone has."""

    first: Content
    second: Content
    attributes: tuple[AttributePair, ...]
    results: tuple[ResultPair, ...]
    only_first: tuple[CriterionContent, ...]
    only_second: tuple[CriterionContent, ...]

    @property
    def same_initiative(self) -> bool:
        return self.first.initiative_code == self.second.initiative_code

    @property
    def same_stage(self) -> bool:
        return self.first.stage == self.second.stage

    @property
    def in_time(self) -> bool:
        """Whether they are of one initiative and stage, the earlier first: then levels move."""
        return self.same_initiative and self.same_stage and self.first.cycle < self.second.cycle

    @property
    def higher(self) -> tuple[AttributePair, ...]:
        """The attributes on which the second stands higher."""
        return tuple(each for each in self.attributes if (each.change or 0) > 0)

    @property
    def lower(self) -> tuple[AttributePair, ...]:
        return tuple(each for each in self.attributes if (each.change or 0) < 0)

    @property
    def level(self) -> tuple[AttributePair, ...]:
        """The attributes on which both stand at the same level."""
        return tuple(each for each in self.attributes if each.change == 0)

    @property
    def without_level(self) -> tuple[AttributePair, ...]:
        """The attributes that have no level in one of them, because nothing applies there."""
        return tuple(each for each in self.attributes if each.comparable and each.change is None)

    @property
    def not_comparable(self) -> tuple[AttributePair, ...]:
        """The attributes whose levels do not mean the same in both editions."""
        return tuple(each for each in self.attributes if not each.comparable)

    @property
    def comparable(self) -> bool:
        """Whether any attribute has a level in both."""
        return any(each.change is not None for each in self.attributes)

    @property
    def moved(self) -> tuple[AttributePair, ...]:
        """The attributes with criteria that are not rated alike."""
        return tuple(each for each in self.attributes if each.moved)

    @property
    def number_moved(self) -> int:
        return sum(len(each.moved) for each in self.attributes)

    @property
    def number_shared(self) -> int:
        """How many criteria both editions have."""
        return sum(len(each.criteria) for each in self.attributes)

    @property
    def released(self) -> tuple[CriterionPair, ...]:
        """What keeps an attribute of the first from its next level, and not of the second."""
        return tuple(each for attribute in self.attributes for each in attribute.released)

    @property
    def holding(self) -> tuple[CriterionPair, ...]:
        """What keeps an attribute of the second from its next level, and not of the first."""
        return tuple(each for attribute in self.attributes for each in attribute.holding)

    @property
    def has_targets(self) -> bool:
        return self.first.has_targets or self.second.has_targets

    @property
    def has_agreement(self) -> bool:
        return bool(self.first.participants or self.second.participants)

    @property
    def same_edition(self) -> bool:
        return self.first.edition == self.second.edition

    @property
    def reworded(self) -> tuple[CriterionPair, ...]:
        """The criteria that the two editions say in other words."""
        pairs = (pair for attribute in self.attributes for pair in attribute.criteria)
        return tuple(each for each in pairs if each.reworded)


def compare(first: Content, second: Content, crosswalk: Shared | None = None) -> Comparison:
    """Two baselines in the same language, side by side; of two editions by their `crosswalk`."""
    theirs, all_second = _by_code(second.attributes), _by_code(second.criteria)
    later = crosswalk.statements if crosswalk else {code: code for code in all_second}
    results = _by_code(first.results), _by_code(second.results)
    attributes = tuple(
        AttributePair(
            # What each baseline said of the one before it is not what is compared here.
            replace(attribute, previous=None),
            replace(theirs[attribute.code], previous=None),
            tuple(
                CriterionPair(each, all_second[later[each.code]])
                for each in attribute.criteria
                if each.code in later
            ),
            comparable=crosswalk is None or attribute.code in crosswalk.attributes,
        )
        for attribute in first.attributes
        if attribute.code in theirs
    )
    pairs = [pair for attribute in attributes for pair in attribute.criteria]
    paired = {pair.first.code for pair in pairs}, {pair.second.code for pair in pairs}
    return Comparison(
        first=first,
        second=second,
        attributes=attributes,
        results=tuple(
            ResultPair(results[0].get(code), results[1].get(code))
            for code in results[0] | results[1]
        ),
        only_first=tuple(each for each in first.criteria if each.code not in paired[0]),
        only_second=tuple(each for each in second.criteria if each.code not in paired[1]),
    )


def asked(content: Content) -> Asked:
    """What the edition of a baseline asks."""
    return Asked(
        content.edition,
        content.rule,
        {
            each.code: (attribute.code, each.level)
            for attribute in content.attributes
            for each in attribute.criteria
        },
    )


def _by_code[Entry: Coded](entries: Iterable[Entry]) -> dict[str, Entry]:
    return {each.code: each for each in entries}


def _kind(indicator: Indicator) -> tuple[str, str]:
    return indicator.name.strip().casefold(), indicator.unit.strip()
