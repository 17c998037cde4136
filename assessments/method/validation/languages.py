"""Whether an item works alike in two languages: differential item functioning.

An item’s ratings are explained by the rest score, then by the language as well (uniform: the item
is easier in one of them), then by both together (non-uniform: it tells less in one of them). The
same code holds for two jurisdictions, councils or stages. Sources: Zumbo 1999; Gierl, Rogers &
Klinger 1999; Jodoin & Gierl 2001 (a change of Nagelkerke’s R² below .035 is negligible, from .07 on
large).
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from assessments.method.validation.distributions import chi_squared_tail, holm
from assessments.method.validation.pairs import Row
from assessments.method.validation.regression import Counts, Fit, empty_log_likelihood, fit
from assessments.method.validation.rest import points_of, sums_of
from assessments.method.validation.undefined import Why

SIGNIFICANCE = 0.05
FEWEST = 10  # ratings of an item in each language, below which no test is made
MOST_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class ItemDif:
    """How one item differs between two languages; figures that are not computable are None.

    `uniform_chi2`, `nonuniform_chi2` (1 degree of freedom each) and `nagelkerke_change` (of both
    together) match on the rest score of all items; `purified_chi2` (uniform) and
    `purified_nonuniform_chi2` on that of the items that were not found. `p` is the smaller p-value
    of these two after Holm’s correction for all tests of all items, on which `flagged` stands.
    `shift` is how much harder the item is in the second language, in logits, after purification.
    `undefined` says why there are none.
    """

    uniform_chi2: float | None
    nonuniform_chi2: float | None
    nagelkerke_change: float | None
    purified_chi2: float | None
    purified_nonuniform_chi2: float | None
    p: float | None
    flagged: bool | None
    shift: float | None
    undefined: Why | None


def language_dif(
    ratings: Sequence[Row],
    languages: Sequence[Hashable],
    clusters: Sequence[Hashable] | None = None,
) -> tuple[ItemDif, ...]:
    """Returns for each item how it differs between the two languages of the rows.

    Rows of whole numbers from 0 are one person’s or team’s ratings; `languages` has that of each
    row, None where it is not known: such rows are left out. A missing rating (None) leaves its row
    out of that item; in rest scores it is made up from the others (`rest`). An item needs two
    scores in use and ten ratings in each language. All items that are found at once leave the
    matching score, and all are tested again, until the same ones are found.

    `clusters` says of which initiative each row is. Those who rate the same service see the same
    things in it and are no independent witnesses: of each initiative and language the row with the
    most ratings is taken. Without this, teams of one language make nearly any statement look badly
    translated.
    """
    if clusters is not None:
        ratings, languages = independent(ratings, languages, clusters)
    known = sorted({each for each in languages if each is not None}, key=str)
    number = len(ratings[0]) if ratings else 0
    if len(known) != 2:
        return (_undefined(Why.TOO_FEW),) * number
    rows = [(row, each) for row, each in zip(ratings, languages, strict=True) if each is not None]
    pool, second = [row for row, _ in rows], [each == known[1] for _, each in rows]
    first = _all_tested(pool, second, range(number))
    purified, p_values = _purified(pool, second, first)
    return tuple(map(_item_dif, first, purified, p_values))


def independent(
    ratings: Sequence[Row], languages: Sequence[Hashable], clusters: Sequence[Hashable]
) -> tuple[list[Row], list[Hashable]]:
    """Returns of each cluster and language the row with the most ratings, the first of several."""
    best: dict[tuple[Hashable, Hashable], Row] = {}
    for row, language, cluster in zip(ratings, languages, clusters, strict=True):
        known = best.setdefault((cluster, language), row)
        if known.count(None) > row.count(None):
            best[cluster, language] = row
    return list(best.values()), [language for _, language in best]


@dataclass(frozen=True, slots=True)
class _Test:
    """Three models of an item: with the rest score, the language too, and both together."""

    empty: float
    rest: Fit
    uniform: Fit
    both: Fit

    @property
    def uniform_chi2(self) -> float:
        return max(0.0, 2 * (self.uniform.log_likelihood - self.rest.log_likelihood))

    @property
    def nonuniform_chi2(self) -> float:
        return max(0.0, 2 * (self.both.log_likelihood - self.uniform.log_likelihood))


type _Tested = _Test | Why


def _item_dif(raw: _Tested, purified: _Tested, p: float | None) -> ItemDif:
    if isinstance(raw, Why):
        return _undefined(raw)
    found = ItemDif(
        raw.uniform_chi2,
        raw.nonuniform_chi2,
        raw.both.nagelkerke(raw.empty) - raw.rest.nagelkerke(raw.empty),
        *(None,) * 6,
    )
    if isinstance(purified, Why):
        return replace(found, undefined=purified)
    return replace(
        found,
        purified_chi2=purified.uniform_chi2,
        purified_nonuniform_chi2=purified.nonuniform_chi2,
        p=p,
        flagged=p is not None and p < SIGNIFICANCE,
        shift=-purified.uniform.slopes[1],
    )


def _undefined(why: Why) -> ItemDif:
    return ItemDif(*(None,) * 8, why)


def _purified(
    rows: Sequence[Row], second: Sequence[bool], tested: list[_Tested]
) -> tuple[list[_Tested], list[float | None]]:
    """Tests again without what was found, until that stays or nothing is left to match on."""
    seen: list[set[int]] = [set()]
    while True:
        p_values = _corrected(tested)
        found = {n for n, p in enumerate(p_values) if p is not None and p < SIGNIFICANCE}
        clean = [n for n in range(len(tested)) if n not in found]
        if found in seen or len(clean) < 2 or len(seen) > MOST_ROUNDS:
            return tested, p_values
        seen.append(found)
        tested = _all_tested(rows, second, clean)


def _corrected(tested: Sequence[_Tested]) -> list[float | None]:
    """The smaller p-value of each item, corrected for both tests of all items."""
    known = [each for each in tested if isinstance(each, _Test)]
    tests = [chi2 for each in known for chi2 in (each.uniform_chi2, each.nonuniform_chi2)]
    corrected = iter(holm([chi_squared_tail(chi2, 1) for chi2 in tests]))
    return [
        min(next(corrected), next(corrected)) if isinstance(each, _Test) else None
        for each in tested
    ]


def _all_tested(
    rows: Sequence[Row], second: Sequence[bool], matching: Sequence[int]
) -> list[_Tested]:
    sums = sums_of(rows, matching)
    tested = []
    for place in range(len(rows[0]) if rows else 0):
        points = [
            (rest, second[number], value)
            for number, rest, value in points_of(rows, sums, place, matching)
        ]
        tested.append(_tested(points) if set(matching) - {place} else Why.ONE_ITEM)
    return tested


def _tested(points: Sequence[tuple[int, bool, int]]) -> _Tested:
    in_second = sum(other for _, other, _ in points)
    if min(in_second, len(points) - in_second) < FEWEST:
        return Why.TOO_FEW
    used = sorted({value for _, _, value in points})
    if len(used) < 2:
        return Why.NO_VARIATION
    counts = _counts(points, used)
    rest = fit(_with(counts, 1))
    uniform = fit(_with(counts, 2), rest) if rest else None
    both = fit(counts, uniform) if uniform else None
    if rest is None or uniform is None or both is None:
        return Why.NO_FIT
    return _Test(empty_log_likelihood(counts), rest, uniform, both)


def _counts(points: Sequence[tuple[int, bool, int]], used: Sequence[int]) -> Counts:
    """Counts ratings by rest score (centred, up to 1), language, and their product."""
    middle = fmean(rest for rest, _, _ in points)
    widest = max((abs(rest - middle) for rest, _, _ in points), default=0) or 1
    place = {value: n for n, value in enumerate(used)}
    counted = Counter(points)
    counts: dict[tuple[float, ...], list[int]] = {}
    for (rest, other, value), times in counted.items():
        scaled = (rest - middle) / widest
        key = (scaled, float(other), scaled * other)
        counts.setdefault(key, [0] * len(used))[place[value]] += times
    return counts


def _with(counts: Counts, width: int) -> Counts:
    """The same counts by the first covariates alone."""
    merged: dict[tuple[float, ...], list[int]] = {}
    for key, row in counts.items():
        short = key[:width]
        kept = merged.get(short)
        merged[short] = (
            list(row) if kept is None else [a + b for a, b in zip(kept, row, strict=True)]
        )
    return merged
