"""What agreement comes to in a word: from alpha, AC2, Brennan–Prediger and equal pairs together.

Alpha compares disagreement with what chance would bring. Where nearly all ratings are equal, chance
brings hardly any, and alpha falls to 0 although raters agree (the prevalence paradox); AC2 and
Brennan–Prediger do not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessments.method.validation.agreement import (
    Unit,
    brennan_prediger,
    gwet_ac2,
    krippendorff_alpha,
    pairwise_agreement,
)

RELIABLE = 0.800
TENTATIVE = 0.667
NEARLY_ALL_EQUAL = 0.9


class Verdict(StrEnum):
    """The kinds of verdict; each has its sentence where it is shown."""

    RELIABLE = "reliable"
    TENTATIVE = "tentative"
    NOT_RELIABLE = "not_reliable"
    TOO_LITTLE_VARIATION = "too_little_variation"
    NOT_COMPUTABLE = "not_computable"  # nothing was rated twice


@dataclass(frozen=True, slots=True)
class Agreement:
    """The four figures of agreement, None where undefined, and the verdict from all of them."""

    alpha: float | None
    ac2: float | None
    brennan_prediger: float | None
    equal_pairs: float | None
    verdict: Verdict


def agreement_of(
    units: Sequence[Unit],
    categories: Sequence[float],
    *,
    reliable: float = RELIABLE,
    tentative: float = TENTATIVE,
) -> Agreement:
    """Returns how far ratings of the same units agree; missing ones (None) are left out."""
    figures = (
        krippendorff_alpha(units),
        gwet_ac2(units, categories),
        brennan_prediger(units, categories),
        pairwise_agreement(units),
    )
    return Agreement(*figures, verdict(*figures, reliable=reliable, tentative=tentative))


def verdict(
    alpha: float | None,
    ac2: float | None,
    bp: float | None,
    equal_pairs: float | None,
    *,
    reliable: float = RELIABLE,
    tentative: float = TENTATIVE,
) -> Verdict:
    """Returns alpha’s verdict, unless nearly all pairs are equal and the other two contradict it.

    By default reliable from .800 on, tentative from .667 on. With 90 % of pairs or more equal, and
    AC2 and Brennan–Prediger both reliable, a lower or undefined alpha tells of too little
    variation.
    """
    if equal_pairs is None:
        return Verdict.NOT_COMPUTABLE
    if alpha is not None and alpha >= reliable:
        return Verdict.RELIABLE
    others = min((each for each in (ac2, bp) if each is not None), default=None)
    stands_against = others is None or others >= reliable
    if alpha is None or (equal_pairs >= NEARLY_ALL_EQUAL and stands_against):
        return Verdict.TOO_LITTLE_VARIATION
    return Verdict.TENTATIVE if alpha >= tentative else Verdict.NOT_RELIABLE
