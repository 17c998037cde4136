"""What the small charts say to people who do not see them."""

import pytest
from django.utils.translation import override

from assessments.baselines.charts import trend
from assessments.councils.charts import drift, stack
from assessments.councils.sentences import headline
from assessments.councils.values import Breakdown, HeadlineFigures, Lifting
from assessments.standings.counts import Coverage
from maturity.wording import grouped, listed


@pytest.mark.parametrize(
    ("levels", "english", "french"),
    [
        ((1, 2), "rose: first level 1, then level 2.",
         "a monté\u00a0: d’abord niveau 1, puis niveau 2."),
        ((2, 0), "fell: first level 2, then before level 1.",
         "a descendu\u00a0: d’abord niveau 2, puis sous le niveau 1."),
        ((3, 3), "stayed the same: level 3.", "n’a pas bougé\u00a0: niveau 3."),
        ((None, 2), "changed: first not applicable, then level 2.",
         "a changé\u00a0: d’abord sans objet, puis niveau 2."),
    ],
)  # fmt: skip
def test_a_trend_is_a_sentence(levels: tuple[int | None, ...], english: str, french: str) -> None:
    assert trend("Secure", levels, 3).title == f"Secure {english}"
    with override("fr"):
        assert trend("Sécurisé", levels, 3).title == f"L’attribut «\u00a0Sécurisé\u00a0» {french}"


def test_a_distribution_is_a_sentence_with_thousands_separated() -> None:
    row = Breakdown("Secure", (1200, 300, 0, 0, 34), 1534)
    assert stack(row).title == (
        "Secure: 1,534 initiatives stand as follows: "
        "1,200 before level 1, 300 at level 1 and 34 where it does not apply."
    )
    with override("fr"):
        assert stack(row).title == (
            "Attribut «\u00a0Secure\u00a0»\u00a0: 1\u00a0534 initiatives se situent ainsi\u00a0: "
            "1\u00a0200 sous le niveau 1, 300 au niveau 1 et 34 où il est sans objet."
        )


def test_moves_have_their_thousands_separated() -> None:
    moved = drift(Breakdown("Secure", (1200, 0, 2300, 0), 3500)).title
    assert moved == "Secure: of 3,500 compared, 1,200 rose and 2,300 fell."


def figures(overall: tuple[int, ...], **lowest: int) -> HeadlineFigures:
    """Of a council where so many stand at each overall level, held back by some attributes."""
    number = sum(overall)
    return HeadlineFigures(
        coverage=Coverage(number, number, number, number, 0),
        overall=overall,
        lifts=tuple(Lifting(name, name, each, 0, number, ()) for name, each in lowest.items()),
    )


@pytest.mark.parametrize(
    ("lowest", "said"),
    [
        ({"A": 4, "B": 3}, " A holds the overall level back most often: in 4 of 7."),
        (
            {"A": 4, "B": 4, "C": 1},
            " A and B hold the overall level back most often: each in 4 of 7.",
        ),
        # Of so many, none stands out.
        ({"A": 4, "B": 4, "C": 4, "D": 4}, ""),
        ({}, ""),
    ],
)
def test_every_attribute_of_a_tie_is_named(lowest: dict[str, int], said: str) -> None:
    begun = "7 of 7 registered initiatives have a baseline. "
    overall = "Overall: 2 before level 1, 4 at level 1 and 1 at level 3."
    assert headline(figures((2, 4, 0, 1, 0), **lowest)) == f"{begun}{overall}{said}"


def test_where_nobody_stands_no_level_is_named() -> None:
    assert headline(figures((0, 0, 0, 0, 0))) == "No initiative is registered yet."


@pytest.mark.parametrize(
    ("registered", "with_baseline", "said"),
    [
        (1, 0, "The only registered initiative has no baseline yet."),
        (1, 1, "The only registered initiative has a baseline."),
        (3, 0, "None of the 3 registered initiatives has a baseline yet."),
        (3, 1, "1 of 3 registered initiatives has a baseline."),
        (1200, 2, "2 of 1,200 registered initiatives have a baseline."),
    ],
)
def test_how_many_have_a_baseline_is_a_sentence(
    registered: int, with_baseline: int, said: str
) -> None:
    coverage = Coverage(registered, registered, with_baseline, with_baseline, 0)
    assert headline(HeadlineFigures(coverage=coverage, overall=(0,) * 5, lifts=())) == said


def test_names_and_numbers_in_a_sentence() -> None:
    assert (listed(["A"]), listed(["A", "B"]), listed(["A", "B", "C"])) == (
        "A", "A and B", "A, B and C",
    )  # fmt: skip
    assert grouped(12345) == "12,345"
    with override("fr"):
        assert (listed(["A", "B", "C"]), grouped(12345)) == ("A, B et C", "12\u00a0345")
