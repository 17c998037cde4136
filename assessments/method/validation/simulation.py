"""Populations of assessments of which the truth is known, to see what the figures find of it.

A rating depends on how mature the service is, on how hard the statement is, and on chance, by
proportional odds: logit P(rating ≥ s) = maturity − difficulty − cut_s. So a shift is in logits, as
the regression of `languages` estimates it.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low

LANGUAGES = ("en", "fr")
CUTS = (-1.5, 0.0, 1.5)
LEVEL_GAP = 1.5  # how much harder statements are from level to level, in logits


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of a population.

    `levels` has that of each statement; where it is not `cumulative`, all are as hard. `spread` is
    the standard deviation of maturity between assessments, in logits. `agreement` is the share of
    ratings in which a rater sees what the others see. A `misplaced` statement (by its place) is
    easier than its level says by `misplaced_by` logits, and a `translated` one harder in French by
    `shift`. Each rater answers in French with a chance of `french`; with `one_language` all of an
    assessment answer in the same.
    """

    levels: Sequence[int]
    assessments: int
    raters: int = 3
    cumulative: bool = True
    agreement: float = 0.8
    misplaced: int | None = None
    misplaced_by: float = 0.0
    translated: int | None = None
    shift: float = 0.0
    french: float = 0.5
    spread: float = 1.3
    one_language: bool = False


@dataclass(frozen=True, slots=True)
class Simulated:
    """For each assessment the row that is agreed on, and those of its raters, with languages."""

    agreed: list[list[int]]
    own: list[list[list[int]]]
    languages: list[list[str]]

    def sheets(self) -> tuple[list[list[int]], list[str], list[int]]:
        """Returns the rows of all raters, their languages, and the numbers of their assessments."""
        return (
            [row for rows in self.own for row in rows],
            [language for each in self.languages for language in each],
            [number for number, rows in enumerate(self.own) for _ in rows],
        )

    def units(self) -> list[list[int]]:
        """Returns for each assessment and statement what its raters say."""
        return [list(unit) for rows in self.own for unit in zip(*rows, strict=True)]


def simulate_assessments(truth: Truth, seed: int) -> Simulated:
    """Returns a population drawn from its truth; the same seed gives the same one.

    The row that is agreed on has the lower median of the raters’ ratings.
    """
    drawing = random.Random(seed)  # nosec B311  # noqa: S311 - a simulation, no secret
    hard = difficulties(truth)
    agreed, own, languages = [], [], []
    for _ in range(truth.assessments):
        maturity = drawing.gauss(0, truth.spread)
        seen_by_all = [_logistic(drawing) for _ in hard]
        spoken = [LANGUAGES[drawing.random() < truth.french] for _ in range(truth.raters)]
        if truth.one_language:
            spoken = spoken[:1] * truth.raters
        rows = [
            [
                _rating(
                    maturity
                    - difficulty
                    - truth.shift * (place == truth.translated and language == "fr")
                    + (seen if drawing.random() < truth.agreement else _logistic(drawing))
                )
                for place, (difficulty, seen) in enumerate(zip(hard, seen_by_all, strict=True))
            ]
            for language in spoken
        ]
        agreed.append([median_low(ratings) for ratings in zip(*rows, strict=True)])
        own.append(rows)
        languages.append(spoken)
    return Simulated(agreed, own, languages)


def difficulties(truth: Truth) -> list[float]:
    """Returns how hard each statement is, in logits: 0 for level 2."""
    return [
        LEVEL_GAP * (level - 2) * truth.cumulative - truth.misplaced_by * (place == truth.misplaced)
        for place, level in enumerate(truth.levels)
    ]


def _logistic(drawing: random.Random) -> float:
    share = drawing.uniform(1e-12, 1 - 1e-12)
    return math.log(share / (1 - share))


def _rating(at: float) -> int:
    return sum(at > cut for cut in CUTS)
