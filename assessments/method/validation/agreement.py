"""Agreement among raters: alpha, AC2 and Brennan–Prediger, which are read together.

A unit is what was rated: a list of numbers, one a rater, None where a rating is missing. Units with
fewer than two ratings say nothing about agreement. All counts are exact, so that the order of
raters and of units never matters.

Sources: Krippendorff, Content Analysis, and Computing Krippendorff’s Alpha (2011); Gwet, Handbook
of Inter-Rater Reliability (AC2, and Brennan–Prediger with weights and missing ratings).
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import permutations, product
from math import lcm

from assessments.method.validation.resampling import ROUNDS, Interval, interval, resampled

type Unit = Sequence[float | None]
type Coincidences = Mapping[tuple[Fraction, Fraction], Fraction]
type Distance = Callable[[Fraction, Fraction, Mapping[Fraction, Fraction]], Fraction]


def krippendorff_alpha(units: Iterable[Unit], metric: str = "ordinal") -> float | None:
    """Returns Krippendorff’s alpha: 1 for perfect agreement, 0 for what chance would bring.

    `metric` is "nominal", "ordinal" or "interval". Missing ratings are left out, and units with
    fewer than two ratings. None where nothing was rated twice, or where all ratings are equal.
    """
    return alpha_of(coincidences(units), metric)


def alpha_of(found: Coincidences, metric: str = "ordinal") -> float | None:
    """Returns alpha of coincidences that have been counted; None where it is undefined."""
    distance = _DISTANCES[metric]
    totals: dict[Fraction, Fraction] = {}
    for (one, _other), count in found.items():
        totals[one] = totals.get(one, Fraction()) + count
    n = sum(totals.values())
    expected = sum(
        (totals[a] * totals[b] * distance(a, b, totals) for a, b in product(totals, repeat=2)),
        Fraction(),
    )
    if not expected:
        return None
    observed = sum((count * distance(*pair, totals) for pair, count in found.items()), Fraction())
    return float(1 - (n - 1) * observed / expected)


def coincidences(units: Iterable[Unit]) -> Coincidences:
    """Returns how often each pair of values meets in a unit, each unit weighing as its ratings."""
    found: dict[tuple[Fraction, Fraction], Fraction] = {}
    for values, times in _alike(units).items():
        for one, other in permutations(values, 2):
            weight = Fraction(times, len(values) - 1)
            found[one, other] = found.get((one, other), Fraction()) + weight
    return found


def alpha_interval(
    units: Sequence[Unit],
    clusters: Sequence[Hashable],
    rounds: int = ROUNDS,
    seed: int = 1,
    metric: str = "ordinal",
) -> Interval | None:
    """Returns the bootstrap interval of alpha, with initiatives (`clusters`) drawn as a whole.

    Missing ratings are treated as in `krippendorff_alpha`. None where most resamples have no alpha.
    """
    counted = [coincidences([unit]) for unit in units]
    pairs = sorted({pair for each in counted for pair in each})
    # Whole numbers instead of parts: no unit has more raters than the one with the most.
    scale = lcm(*(count.denominator for each in counted for count in each.values()))
    counts = [[int(each.get(pair, 0) * scale) for pair in pairs] for each in counted]
    found = []
    for sums in resampled(counts, clusters, rounds, seed) if pairs else ():
        drawn = {pair: Fraction(n, scale) for pair, n in zip(pairs, sums, strict=True) if n}
        found.append(alpha_of(drawn, metric))
    return interval(found)


def pairwise_agreement(units: Iterable[Unit]) -> float | None:
    """Returns the share of pairs of ratings of the same unit that are equal; None without pairs.

    Missing ratings are left out. All pairs weigh the same.
    """
    equal = pairs = 0
    for values, times in _alike(units).items():
        pairs += times * len(values) * (len(values) - 1) // 2
        equal += times * sum(n * (n - 1) // 2 for n in Counter(values).values())
    return equal / pairs if pairs else None


def gwet_ac2(units: Iterable[Unit], categories: Sequence[float]) -> float | None:
    """Returns Gwet’s AC2 with ordinal weights, which prevalence does not pull down.

    `categories` are the values that could have been given, from lowest to highest. Missing ratings
    are left out: units with one rating count in how often a category is used, those without any not
    at all. None where nothing was rated twice, or where there is but one category.
    """
    return _chance_corrected(units, ordinal_weights(len(categories)), categories, _gwets_chance)


def brennan_prediger(units: Iterable[Unit], categories: Sequence[float]) -> float | None:
    """Returns Brennan and Prediger’s coefficient with Gwet’s ordinal weights.

    Chance is what it would be if each of the `categories`, from lowest to highest, were as likely.
    Missing ratings are left out, and units with fewer than two. None where nothing was rated twice,
    or where there is but one category.
    """
    return _chance_corrected(units, ordinal_weights(len(categories)), categories, _even_chance)


def ordinal_weights(q: int) -> list[list[Fraction]]:
    """Returns Gwet’s ordinal weights of q categories: 1 on the diagonal, 0 in the far corners."""
    farthest = max(q * (q - 1) // 2, 1)
    return [
        [1 - Fraction((abs(k - m) + 1) * abs(k - m) // 2, farthest) for m in range(q)]
        for k in range(q)
    ]


def _chance_corrected(
    units: Iterable[Unit],
    weights: Sequence[Sequence[Fraction]],
    categories: Sequence[float],
    chance: Callable[[Sequence[Sequence[Fraction]], Sequence[Fraction]], Fraction],
) -> float | None:
    place = {category: n for n, category in enumerate(categories)}
    rated: Counter[tuple[int, ...]] = Counter(
        tuple(sorted(place[value] for value in unit if value is not None)) for unit in units
    )
    rated.pop((), None)
    twice = sum(times for values, times in rated.items() if len(values) > 1)
    if not twice or len(categories) < 2:
        return None
    observed = Fraction()
    used = [Fraction()] * len(categories)
    for values, times in rated.items():
        r = len(values)
        for category, count in Counter(values).items():
            used[category] += Fraction(times * count, r * rated.total())
        if r > 1:
            alike = sum((weights[one][other] for one, other in permutations(values, 2)), Fraction())
            observed += Fraction(times, r * (r - 1) * twice) * alike
    by_chance = chance(weights, used)
    return float((observed - by_chance) / (1 - by_chance))


def _gwets_chance(weights: Sequence[Sequence[Fraction]], used: Sequence[Fraction]) -> Fraction:
    q = len(used)
    spread = sum((share * (1 - share) for share in used), Fraction())
    return _sum(weights) * spread / (q * (q - 1))


def _sum(weights: Sequence[Sequence[Fraction]]) -> Fraction:
    return sum((weight for row in weights for weight in row), Fraction())


def _even_chance(weights: Sequence[Sequence[Fraction]], used: Sequence[Fraction]) -> Fraction:
    return _sum(weights) / len(used) ** 2


def _alike(units: Iterable[Unit]) -> Mapping[tuple[Fraction, ...], int]:
    """Counts units by their ratings, since few sets of ratings come back again and again."""
    found: Counter[tuple[Hashable, ...]] = Counter(
        tuple(sorted(value for value in unit if value is not None)) for unit in units
    )
    return {
        tuple(map(Fraction, values)): times  # type: ignore[arg-type]
        for values, times in found.items()
        if len(values) > 1
    }


def _nominal(one: Fraction, other: Fraction, totals: Mapping[Fraction, Fraction]) -> Fraction:
    return Fraction(one != other)


def _ordinal(one: Fraction, other: Fraction, totals: Mapping[Fraction, Fraction]) -> Fraction:
    low, high = sorted((one, other))
    between = sum((n for value, n in totals.items() if low <= value <= high), Fraction())
    return (between - Fraction(totals[low] + totals[high]) / 2) ** 2


def _interval(one: Fraction, other: Fraction, totals: Mapping[Fraction, Fraction]) -> Fraction:
    return (one - other) ** 2


_DISTANCES: dict[str, Distance] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
}
