"""Figures of very many initiatives, as they are read on a dashboard."""

import pytest
from django.utils.translation import override

from assessments.councils.board import Linked
from assessments.councils.charts import linked, stack
from assessments.councils.content import Breakdown


@pytest.mark.parametrize(
    ("language", "thousands", "told"),
    [
        (
            "en",
            "9,000",
            "Secure: 10,000 initiatives stand as follows: 1,000 at level 1 and 9,000 at level 3.",
        ),
        (
            "fr",
            "9\xa0000",
            "Attribut «\xa0Secure\xa0»\xa0: 10\xa0000 initiatives se situent ainsi\xa0: "
            "1\xa0000 au niveau 1 et 9\xa0000 au niveau 3.",
        ),
    ],
)
def test_thousands_are_apart(language: str, thousands: str, told: str) -> None:
    with override(language):
        bar = stack(Breakdown("Secure", (0, 1000, 0, 9000, 0), 10_000))
        figure = linked(Linked(9000, "/list/"))
    assert bar.title == told
    assert [piece.number for piece in bar.pieces][-1] == thousands
    assert figure == f'<a href="/list/">{thousands}</a>'
