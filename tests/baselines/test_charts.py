"""What the small charts say to people who do not see them."""

import pytest
from django.utils.translation import override

from assessments.baselines.charts import trend
from assessments.councils.charts import drift, stack
from assessments.councils.content import Breakdown, Extreme, HeadlineFigures
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
    assert trend("Secure", levels).title == f"Secure {english}"
    with override("fr"):
        assert trend("Sécurisé", levels).title == f"L’attribut «\u00a0Sécurisé\u00a0» {french}"


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


def test_every_attribute_of_a_tie_is_named() -> None:
    rows = {"A": (2, 1, 4, 0, 0), "B": (2, 1, 3, 1, 0), "C": (1, 5, 1, 0, 0)}
    figures = HeadlineFigures(
        named=True,
        seen=7,
        with_baseline=7,
        distribution=tuple(Breakdown(name, cells, 7) for name, cells in rows.items()),
    )
    assert figures.lowest == Extreme(("A", "B"), 2)
    assert figures.highest == Extreme(("A", "B"), 4)
    assert not figures.most_stop


def test_where_nobody_stands_no_attribute_is_named() -> None:
    figures = HeadlineFigures(
        named=True, seen=1, with_baseline=1, distribution=(Breakdown("A", (0, 1, 0, 0, 0), 1),)
    )
    assert (figures.lowest, figures.highest) == (None, None)


def test_names_and_numbers_in_a_sentence() -> None:
    assert (listed(["A"]), listed(["A", "B"]), listed(["A", "B", "C"])) == (
        "A", "A and B", "A, B and C",
    )  # fmt: skip
    assert grouped(12345) == "12,345"
    with override("fr"):
        assert (listed(["A", "B", "C"]), grouped(12345)) == ("A, B et C", "12\u00a0345")
