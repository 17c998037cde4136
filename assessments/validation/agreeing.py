"""Do assessors agree: governments’ own ratings, made before they saw the others’."""

from collections import defaultdict
from collections.abc import Sequence
from statistics import fmean

from assessments.method.validation import (
    Why,
    agreement_of,
    alpha_interval,
    rater_reliability,
)
from assessments.validation.figures import Figure, Group, Judgement, ReportPart, Threshold
from assessments.validation.reads import RawRatings, Unit
from maturity.thresholds import Thresholds

SCALE = (0, 1, 2, 3)
RATERS = 3  # governments that usually rate


def agreement_part(raw: RawRatings, rounds: int) -> ReportPart:
    """Returns agreement over all statements, and by attribute."""
    attribute_of = {each.code: each.attribute for each in raw.statements}
    by_attribute: dict[str, list[tuple[str, Unit]]] = {each: [] for each in attribute_of.values()}
    for assessment in raw.newest:
        for (code, _channel), unit in assessment.units.items():
            by_attribute[attribute_of[code]].append((assessment.initiative, unit))
    everything = [found for each in by_attribute.values() for found in each]
    by = raw.thresholds
    groups = [Group((), (*_agreement(everything, by, rounds), *_reliability(everything, by)))]
    groups += [
        Group((code,), _agreement(found, by, rounds)) for code, found in by_attribute.items()
    ]
    return ReportPart("agreement", tuple(groups))


def severity_part(raw: RawRatings) -> ReportPart:
    """Returns by how much each government rates above (or below 0) the others of its units."""
    differences: dict[str, list[float]] = defaultdict(list)
    for assessment in raw.newest:
        for unit in assessment.units.values():
            rated = [
                (who, value)
                for who, value in zip(assessment.raters, unit, strict=True)
                if value is not None
            ]
            for who, value in rated if len(rated) > 1 else ():
                others = fmean(other for name, other in rated if name != who)
                differences[who].append(value - others)
    return ReportPart(
        "severity",
        tuple(
            Group((who,), (Figure("mean_difference", fmean(found), len(found)),))
            for who, found in sorted(differences.items())
        ),
    )


def _agreement(
    found: Sequence[tuple[str, Unit]], by: Thresholds, rounds: int
) -> tuple[Figure, ...]:
    twice = [(who, unit) for who, unit in found if sum(v is not None for v in unit) > 1]
    units = [unit for _, unit in twice]
    clusters = [who for who, _ in twice]
    reliable = Threshold(least=by["alpha_reliable"])
    agreement = agreement_of(
        units, SCALE, reliable=by["alpha_reliable"], tentative=by["alpha_tentative"]
    )
    n = len(units)
    verdict = agreement.verdict if n >= by["least_assessments"] or not n else Judgement.TOO_EARLY
    none = None if n else Why.NO_PAIRS
    no_alpha = None if agreement.alpha is not None else none or Why.NO_VARIATION
    return (
        Figure(
            "krippendorff_alpha",
            agreement.alpha,
            n,
            no_alpha,
            alpha_interval(units, clusters, rounds),
            reliable,
            verdict,
        ),
        Figure("gwet_ac2", agreement.ac2, n, none, None, reliable),
        Figure("brennan_prediger", agreement.brennan_prediger, n, none, None, reliable),
        Figure("pairwise_agreement", agreement.equal_pairs, n, none),
    )


def _reliability(found: Sequence[tuple[str, Unit]], by: Thresholds) -> tuple[Figure, ...]:
    units = [unit for _, unit in found if sum(v is not None for v in unit) > 1]
    reliability = rater_reliability(units)
    needed = reliability.needed(by["alpha_reliable"])
    # Where raters differ more than units do, no number of them would be enough.
    why = reliability.undefined or Why.NO_FIT
    figures = {
        "reliability_of_one": reliability.one,
        f"reliability_of_{RATERS}": reliability.of(RATERS),
        "raters_needed": None if needed is None else float(needed),
    }
    return tuple(
        Figure(name, value, len(units), why if value is None else None)
        for name, value in figures.items()
    )
