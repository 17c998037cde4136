"""A council's slides: the figures of its report, for whoever may have that, in either language."""

import datetime
import io
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pptx import Presentation

from assessments.councils.content import council_content
from assessments.councils.snapshot import take
from assessments.meetings.actions import add_meeting, save_decisions, set_council_targets
from assessments.models import Initiative
from assessments.people.actions import command_line_person
from maturity.days import a_year_before
from maturity.models import Council
from reports.slides.council import council_deck
from reports.slides.writer import write
from tests.reports.deck_check import findings
from tests.reports.printing import printed

AT, SINCE = datetime.date(2026, 11, 26), datetime.date(2024, 6, 30)
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PAGE = "/en/councils/JC/report/"
pytestmark = pytest.mark.database("model")


def taken(code: str = "JC") -> dict[str, Any]:
    return take(Council.objects.get(code=code), AT, SINCE)


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
    assert (findings(data), len(slides(data))) == ([], 5)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_slides_have_no_fault(nine: None, language: str) -> None:
    assert findings(write(council_deck(taken(), language))) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_fifty_decks_have_no_fault_and_the_figures_of_the_report(nine: None, language: str) -> None:
    """By council and day: what is late and decided too, as far as it is known then."""
    today = timezone.localdate()
    cochair = command_line_person()
    joint = Council.objects.get(code="JC")
    by = today + datetime.timedelta(days=300)
    targets = {
        "ACC": {"level": 2, "share": 80, "by": by},
        "SMP": {"level": 3, "share": 5, "by": by},
    }
    set_council_targets(joint, targets, by=cochair)
    meeting = add_meeting(joint, today - datetime.timedelta(days=900), by=cochair)
    said = {"kind": "decision", "text_en": "To decide " * 60, "text_fr": "Décider " * 60}
    save_decisions(meeting, [(None, said)] * 3, by=cochair)
    for number in range(25):
        day = today - datetime.timedelta(days=number * 37)
        council = Council.objects.get(code=("JC", "PSSDC", "PSCIOC")[number % 3])
        snapshot = take(council, day, a_year_before(day))
        data = write(council_deck(snapshot, language))
        assert findings(data) == []
        found, content = slides(data), council_content(snapshot, language)
        drawn = [
            cells(slide)[1:]
            for slide in found.values()
            if any(shape.has_table for shape in slide.shapes)
        ]
        for rows in (content.distribution, content.gaps):
            shown = [[row.name, *map(str, row.cells)] for row in rows]
            assert not content.with_baseline or shown in drawn


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
