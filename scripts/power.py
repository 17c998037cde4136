"""Simulates how often the validation finds what is wrong, and how often what is not.

Prints the tables of docs/validation.md: python scripts/power.py [POPULATIONS]
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from assessments.method.validation import language_dif, ordered_pairs
from assessments.method.validation.distributions import chi_squared_tail
from assessments.method.validation.simulation import Truth, simulate_assessments

POPULATIONS = 200
ACHIEVED = 2  # L or F
# The statements of the model’s edition 1, by their levels.
ATTRIBUTE = (1, 1, 2, 2, 3, 3, 3)
MODEL = (
    *(1, 1, 1, 2, 2, 2, 3, 3, 3, 3), *(1, 1, 2, 2, 3, 3, 3), *(1, 1, 1, 2, 2, 3, 3),
    *(1, 1, 2, 2, 3, 3, 3), *(1, 2, 3, 3), *(1, 2, 2, 3, 3), *(1, 1, 2, 2, 3, 3),
)  # fmt: skip


def shares(
    found: Callable[[Truth, int], Sequence[bool]], truth: Truth, populations: int
) -> list[float]:
    """Returns in which share of populations each of some things is found."""
    outcomes = [found(truth, seed) for seed in range(populations)]
    return [sum(column) / populations for column in zip(*outcomes, strict=True)]


def misplaced(truth: Truth, seed: int) -> Sequence[bool]:
    """Whether the planted statement is found, and whether another pair is taken for turned round.

    A pair is turned round if the statement of the higher level is less achieved in at most 5 % of
    resamples.
    """
    rows = simulate_assessments(truth, seed).agreed
    achieved = [[int(value >= ACHIEVED) for value in row] for row in rows]
    pairs = ordered_pairs(achieved, truth.levels, range(len(rows)), seed=seed)
    turned = [pair for pair in pairs if pair.share is not None and pair.share <= 0.05]
    planted = [truth.misplaced in (pair.lower, pair.higher) for pair in turned]
    return any(planted), not all(planted)


def translated(truth: Truth, seed: int) -> Sequence[bool]:
    """Whether the planted statement is flagged, would be if tested alone, and another is."""
    found = language_dif(*simulate_assessments(truth, seed).sheets())
    planted = None if truth.translated is None else found[truth.translated]
    others = [item for place, item in enumerate(found) if place != truth.translated]
    alone = planted is not None and chi_squared_tail(planted.uniform_chi2 or 0, 1) < 0.05
    return planted is not None and planted.flagged is True, alone, any(i.flagged for i in others)


def row(*cells: object) -> None:
    """Prints a row of a table; shares as percentages."""
    written = [f"{cell:.0%}" if isinstance(cell, float) else str(cell) for cell in cells]
    sys.stdout.write(f"| {' | '.join(written)} |\n")
    sys.stdout.flush()


def main(populations: int) -> None:
    """Prints both tables."""
    row("misplaced by", "assessments", "found", "another pair taken for turned round")
    row(*["---"] * 4)
    for logits in (0.0, 2.0, 2.5, 3.0):
        for assessments in (30, 80):
            truth = Truth(ATTRIBUTE, assessments)
            if logits:
                truth = replace(truth, misplaced=2, misplaced_by=logits)
            power, alarms = shares(misplaced, truth, populations)
            row(f"{logits} logits", assessments, power if logits else "–", alarms)
    sys.stdout.write("\n")
    row("shift", "ratings a language", "flagged", "found if tested alone", "another one flagged")
    row(*["---"] * 5)
    for logits, one_language in ((0.0, False), (0.0, True), (0.75, False), (0.75, True)):
        for ratings in (60, 120, 240):
            # Of three who choose freely, one at least answers in a language in 7 teams of 8.
            teams = ratings * 2 if one_language else round(ratings * 8 / 7)
            truth = Truth(MODEL, teams, one_language=one_language)
            if logits:
                truth = replace(truth, translated=20, shift=logits)
            flagged, alone, alarms = shares(translated, truth, populations)
            kind = f"{logits} logit, " + ("one language a team" if one_language else "mixed teams")
            row(kind, ratings, *((flagged, alone) if logits else ("–", "–")), alarms)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else POPULATIONS)
