"""A council's slides: the figures of its report, for whoever may have that, in either language."""

import datetime
import io
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from assessments.councils.content import council_content
from assessments.councils.snapshot import take
from assessments.models import Initiative
from maturity.models import Council
from reports.slides.council import council_deck
from reports.slides.writer import write
from tests.reports.deck_check import findings
from tests.reports.printing import printed

AT, SINCE = datetime.date(2026, 11, 26), datetime.date(2024, 6, 30)
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PAGE = "/en/councils/JC/report/"
pytestmark = pytest.mark.database("model")


def taken(code: str = "JC", *, named: bool = True) -> dict[str, Any]:
    return take(Council.objects.get(code=code), AT, SINCE, named=named)


def slides(data: bytes) -> dict[str, Any]:
    """Slides by their titles."""
    deck = Presentation(io.BytesIO(data))
    return {slide.shapes.title.text_frame.text: slide for slide in deck.slides}


def cells(slide: Any) -> list[list[str]]:
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    return [[cell.text_frame.text for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize("language", ["en", "fr"])
# Before any initiative is made for the others.
def test_an_empty_council_has_slides_too(db: None, language: str) -> None:
    data = write(council_deck(taken("PSCIOC"), language))
    assert (findings(data), len(slides(data))) == ([], 4)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("named", [True, False])
def test_the_slides_have_no_fault(nine: None, language: str, named: bool) -> None:
    assert findings(write(council_deck(taken(named=named), language))) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_long_names_and_markup_fit(nine: None, language: str) -> None:
    Initiative.objects.filter(code="SCALE-00001").update(name_en="x" * 300, name_fr="é " * 150)
    Initiative.objects.exclude(code="SCALE-00001").update(name_en="</a:t><script>" * 20)
    assert findings(write(council_deck(taken(), language))) == []


def test_the_figures_are_those_of_the_report(nine: None) -> None:
    said = council_content(taken(), "en")
    found = slides(write(council_deck(taken(), "en")))
    assert cells(found["Where the initiatives stand: figures"])[1:] == [
        [row.name, *map(str, row.cells)] for row in said.distribution
    ]
    assert cells(found["Gaps to targets"])[1:] == [
        [row.name, *map(str, row.cells)] for row in said.gaps
    ]
    (chart,) = [
        each.chart for each in found["Where the initiatives stand"].shapes if each.has_chart
    ]
    drawn = {series.name: series.values for series in chart.plots[0].series}
    assert drawn["Level 1"] == tuple(float(row.cells[1] or 0) for row in said.distribution)


def test_both_languages_have_the_same_figures_in_the_same_order(nine: None) -> None:
    def numbers(language: str) -> list[str]:
        found = slides(write(council_deck(taken(), language)))
        tables = [cells(each) for each in found.values() if any(s.has_table for s in each.shapes)]
        return [cell for rows in tables for row in rows for cell in row if cell.isdigit()]

    assert numbers("en") == numbers("fr")


@pytest.mark.parametrize(("language", "word"), [("en", "withheld"), ("fr", "non publié")])
def test_without_names_nobody_is_named_and_what_is_withheld_says_so(
    nine: None, language: str, word: str
) -> None:
    data = write(council_deck(taken(named=False), language))
    said = " ".join(
        "".join(part.itertext()) for slide in slides(data).values() for part in [slide._element]
    )
    names = Initiative.objects.values_list("code", "name_en", "name_fr")
    assert ([text for row in names for text in row if text in said], word in said) == ([], True)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "fr"])
def test_libreoffice_prints_a_page_a_slide_with_its_title(
    nine: None, tmp_path: Path, language: str
) -> None:
    data = write(council_deck(taken(), language))
    titles = list(slides(data))
    pages = printed(data, tmp_path)
    told = [" ".join(each.split()) for each in titles]
    assert [title for title, page in zip(told, pages, strict=True) if title in page] == told
