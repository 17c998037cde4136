"""Differential item functioning: the models by another way, and planted differences."""

import math
import random
from itertools import pairwise

import pytest

from assessments.method.validation import ItemDif, Why, language_dif
from assessments.method.validation.distributions import chi_squared_tail, holm
from assessments.method.validation.languages import independent
from assessments.method.validation.regression import empty_log_likelihood, fit

type Rows = list[list[int | None]]


def drawn(
    each: int, items: int, seed: int, shifted: int = -1, shift: float = 0
) -> tuple[Rows, list[str]]:
    """Ratings by proportional odds, with an item that is harder in French."""
    drawing = random.Random(seed)  # noqa: S311
    rows, languages = [], []
    for language in ("en", "fr"):
        for _ in range(each):
            able = drawing.gauss(0, 1.3)
            row: list[int | None] = []
            for item in range(items):
                harder = shift * (item == shifted and language == "fr") + item / items - 0.5
                at = able - harder + math.log(1 / drawing.uniform(1e-9, 1 - 1e-9) - 1)
                row.append(sum(at > step for step in (-1.5, 0, 1.5)))
            rows.append(row)
            languages.append(language)
    return rows, languages


def climbed(points: list[tuple[tuple[float, ...], int]], categories: int) -> float:
    """The highest log-likelihood, by a search that only looks at heights (Nelder and Mead)."""
    width = len(points[0][0])

    def height(place: list[float]) -> float:
        cuts = [-math.inf, *place[: categories - 1], math.inf]
        if any(a >= b for a, b in pairwise(cuts)):
            return math.inf
        total = 0.0
        for covariates, category in points:
            shift = sum(b * z for b, z in zip(place[categories - 1 :], covariates, strict=True))
            top = _share(cuts[category + 1] - shift)
            foot = _share(cuts[category] - shift)
            total -= math.log(max(top - foot, 1e-300))
        return total

    return -_lowest(height, [float(n) for n in range(categories - 1)] + [0.0] * width)


def _share(x: float) -> float:
    return 0.0 if x == -math.inf else 1.0 if x == math.inf else 1 / (1 + math.exp(-x))


def _lowest(height, start: list[float]) -> float:  # type: ignore[no-untyped-def]
    """Walks downhill along one coordinate after the other, in ever smaller steps."""
    place, low, step = list(start), height(start), 1.0
    while step > 1e-7:
        before = low
        for n in range(len(place)):
            for way in (step, -step):
                tried = list(place)
                tried[n] += way
                if (found := height(tried)) < low:
                    place, low = tried, found
        if before - low < 1e-11:
            step /= 2
    return low


@pytest.mark.parametrize("width", [1, 2, 3])
def test_the_regression_finds_the_highest_likelihood(width: int) -> None:
    drawing = random.Random(width)  # noqa: S311
    points = []
    for _ in range(40):
        x, other = drawing.uniform(-1, 1), drawing.randint(0, 1)
        category = min(3, max(0, round(1.5 + x + 0.5 * other + drawing.gauss(0, 1))))
        points.append(((x, float(other), x * other)[:width], category))
    counts: dict[tuple[float, ...], list[int]] = {}
    for covariates, category in points:
        counts.setdefault(covariates, [0] * 4)[category] += 1
    found = fit(counts)
    assert found is not None
    assert found.log_likelihood == pytest.approx(climbed(points, 4), abs=1e-6)


def test_a_planted_shift_is_found_and_nothing_else() -> None:
    rows, languages = drawn(200, 8, 3, shifted=5, shift=1.2)
    found = language_dif(rows, languages)
    assert [n for n, item in enumerate(found) if item.flagged] == [5]
    assert found[5].shift == pytest.approx(1.2, abs=0.5)


def test_an_item_that_is_found_leaves_the_matching_score_of_the_others() -> None:
    rows, languages = drawn(200, 8, 3, shifted=5, shift=1.2)
    found = language_dif(rows, languages)
    clean = language_dif([row[:5] + row[6:] for row in rows], languages)
    assert [found[n].purified_chi2 for n in (0, 4)] == [
        pytest.approx(clean[n].purified_chi2) for n in (0, 4)
    ]


def test_alike_items_are_told_apart_by_language_neither_way() -> None:
    rows, _ = drawn(60, 4, 9)
    twice = language_dif(rows + rows, ["en"] * len(rows) + ["fr"] * len(rows))
    for item in twice:
        assert (item.uniform_chi2, item.nonuniform_chi2) == (
            pytest.approx(0, abs=1e-6),
            pytest.approx(0, abs=1e-6),
        )
        assert (item.nagelkerke_change, item.flagged) == (pytest.approx(0, abs=1e-8), False)


def test_which_language_comes_first_does_not_matter_to_the_tests() -> None:
    rows, languages = drawn(60, 4, 2, shifted=1, shift=0.8)
    turned = language_dif(rows, ["en" if each == "fr" else "fr" for each in languages])
    for item, other in zip(language_dif(rows, languages), turned, strict=True):
        assert item.uniform_chi2 == pytest.approx(other.uniform_chi2)
        assert item.nonuniform_chi2 == pytest.approx(other.nonuniform_chi2)
        assert item.shift == pytest.approx(-(other.shift or 0))


def test_a_slope_that_differs_is_non_uniform() -> None:
    rows = [[n % 4, n % 4, n % 4] for n in range(80)] + [
        [n % 4, n % 4, 3 - n % 4] for n in range(80)
    ]
    drawing = random.Random(1)  # noqa: S311
    noisy: Rows = [
        [drawing.randint(0, 3) if drawing.random() < 0.3 else v for v in row] for row in rows
    ]
    item = language_dif(noisy, ["en"] * 80 + ["fr"] * 80)[2]
    assert (item.nonuniform_chi2 or 0) > 20
    assert (item.nagelkerke_change or 0) > 0.07
    assert item.flagged is True


UNDEFINED = dict.fromkeys(
    (
        "uniform_chi2",
        "nonuniform_chi2",
        "nagelkerke_change",
        "purified_chi2",
        "purified_nonuniform_chi2",
        "p",
        "flagged",
        "shift",
    )
)


@pytest.mark.parametrize(
    ("rows", "languages", "why"),
    [
        ([[1, 2]], ["en"], Why.TOO_FEW),
        ([[1, 2]] * 40, ["en"] * 40, Why.TOO_FEW),
        ([[1, 2]] * 40, ["en"] * 37 + ["fr"] * 3, Why.TOO_FEW),
        ([[1, 1]] * 40, ["en"] * 20 + ["fr"] * 20, Why.NO_VARIATION),
        ([[n % 4] for n in range(40)], ["en"] * 20 + ["fr"] * 20, Why.ONE_ITEM),
        ([[3 * (n < 20)] * 2 for n in range(40)], ["en"] * 20 + ["fr"] * 20, Why.NO_FIT),
        ([[None, None]] * 40, ["en"] * 20 + ["fr"] * 20, Why.TOO_FEW),
    ],
)
def test_what_is_not_computable_says_why(rows: Rows, languages: list[str], why: Why) -> None:
    expected = ItemDif(**UNDEFINED, undefined=why)  # type: ignore[arg-type]
    assert language_dif(rows, languages) == (expected,) * len(rows[0])


def test_nothing_is_said_of_nothing() -> None:
    assert language_dif([], []) == ()


def test_rows_of_an_unknown_language_and_missing_ratings_are_left_out() -> None:
    rows, languages = drawn(40, 4, 6)
    more: Rows = [*rows, [3, 3, 3, 3], [None] * 4]
    assert language_dif(more, [*languages, None, "en"]) == language_dif(rows, languages)


def test_of_each_initiative_and_language_one_row_is_taken() -> None:
    rows: Rows = [[1, None], [2, 3], [3, 3], [0, 0]]
    languages = ["en", "en", "en", "fr"]
    assert independent(rows, languages, ["A"] * 4) == ([[2, 3], [0, 0]], ["en", "fr"])


def test_raters_of_one_team_count_once() -> None:
    rows, languages = drawn(40, 4, 6)
    found = language_dif(rows * 3, languages * 3, [*range(80)] * 3)
    assert found == language_dif(rows, languages)


def test_holms_correction_of_a_published_example() -> None:
    # Holm 1979 as in R: p.adjust(c(.01, .04, .03, .005), "holm").
    assert holm([0.01, 0.04, 0.03, 0.005]) == [
        pytest.approx(0.03), pytest.approx(0.06), pytest.approx(0.06), pytest.approx(0.02)
    ]  # fmt: skip


@pytest.mark.parametrize(
    # Tables of chi-squared: 5 % points.
    ("x", "df"),
    [(3.841459, 1), (5.991465, 2), (7.814728, 3), (18.307038, 10), (19.675138, 11)],
)
def test_the_chi_squared_tail_is_that_of_the_tables(x: float, df: int) -> None:
    assert chi_squared_tail(x, df) == pytest.approx(0.05, rel=1e-5)
    assert chi_squared_tail(0, df) == 1


def test_the_empty_model_gives_each_category_its_share() -> None:
    assert empty_log_likelihood({(0.0,): [1, 1], (1.0,): [0, 2]}) == pytest.approx(
        math.log(1 / 4) + 3 * math.log(3 / 4)
    )
