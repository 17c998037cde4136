"""Slides can be read by everybody, hold all that they are given, and are the same each time."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.util import Inches, Pt

from assessments.baselines.values import Written
from reports.slides import measures
from reports.slides.deck import Grid, GridColumn, Points, Slide
from reports.slides.fitting import fitted
from reports.slides.writer import write
from tests.reports.deck_check import findings
from tests.reports.decks import DECK, GRID, with_slides
from tests.reports.printing import printed

OPENING, CHART, PANELS, TABLE, POINTS, ONE = range(6)
MARKUP = "</a:t><script>&amp;\x00\x0b]]>"


def opened(data: bytes) -> Any:
    return Presentation(io.BytesIO(data))


def texts(data: bytes) -> list[list[str]]:
    """What each slide says outside of charts, in the order in which it is read."""
    return [
        [
            said
            for shape in slide.shapes
            for said in (
                [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
                if shape.has_table
                else [shape.text_frame.text]
                if shape.has_text_frame
                else []
            )
        ]
        for slide in opened(data).slides
    ]


def test_a_deck_with_every_kind_of_slide_has_no_fault() -> None:
    assert findings(write(DECK)) == []


def test_the_same_deck_is_the_same_file() -> None:
    assert write(DECK) == write(replace(DECK))


def test_slides_say_what_they_are_given_in_its_order() -> None:
    assert texts(write(DECK)) == [
        ["Rapport du conseil", "Conseils mixtes",
         "Situation au 30 novembre 2026\nUne édition d’essai"],
        ["Où en sont les initiatives", "Une phrase.", "Conseils mixtes", "2"],
        ["Au fil des ans", "Conseils mixtes", "3"],
        ["En retard", "Ce qui est en retard :",
         "Échéance", "Mesure", "Nombre",
         "2026-06-30", "Write to the families in plain language", "1",
         "2026-07-31", "Revoir le formulaire", "12", "Conseils mixtes", "4"],
        ["Ce qui compte", "Un point.\nUn autre\x0bsur deux lignes.", "Conseils mixtes", "5"],
        ["Rien", "Une seule phrase.", "Conseils mixtes", "6"],
    ]  # fmt: skip


def test_what_people_wrote_is_in_their_language() -> None:
    table = opened(write(DECK)).slides[TABLE].shapes[2].table
    runs = [table.cell(row, 1)._tc.xpath(".//a:rPr/@lang") for row in (0, 1, 2)]
    assert runs == [["fr-CA"], ["en-CA"], ["fr-CA"]]


def test_the_file_says_what_it_is() -> None:
    about = opened(write(DECK)).core_properties
    assert (about.title, about.subject, about.author, about.language, about.identifier) == (
        "Rapport du conseil – Conseils mixtes", "Conseils mixtes", "Portail", "fr-CA", "0" * 64,
    )  # fmt: skip
    assert (about.created, about.modified) == (DECK.made_at.replace(tzinfo=None),) * 2


def test_the_figures_of_a_chart_are_in_its_workbook_and_none_is_a_formula() -> None:
    chart = opened(write(DECK)).slides[CHART].shapes[2].chart
    sheet = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    assert list(sheet.values) == [
        (None, "Niveau 1", "Niveau 2", "=1+1"),
        ("Accessible", 3, 1, None),
        ("Uniforme", 0, 4, 1),
    ]
    assert sheet["D1"].data_type == "s"


def test_nothing_is_left_of_the_deck_that_python_pptx_brings() -> None:
    with zipfile.ZipFile(io.BytesIO(write(DECK))) as archive:
        names = archive.namelist()
        said = b"".join(archive.read(name) for name in names if name.endswith(".xml"))
    leftovers = [name for name in names if "printer" in name or "thumbnail" in name]
    assert (leftovers, b"Calibri" in said, b'"en-US"' in said, b"Macintosh" in said) == (
        [], False, False, False,
    )  # fmt: skip


def test_markup_and_signs_that_xml_cannot_hold_are_text() -> None:
    slide = Slide(
        title=f"T{MARKUP}",
        lead=MARKUP,
        body=Grid(MARKUP, (GridColumn(MARKUP, 3),), ((MARKUP,),)),
        notes=MARKUP,
    )
    data = write(with_slides(slide, replace(slide, title="P", body=Points((MARKUP,)))))
    assert findings(data) == []
    assert texts(data)[1][1] == "</a:t><script>&amp;]]>"


def heights(data: bytes) -> list[float]:
    """How far down the table of each slide reaches, in inches."""
    return [
        Inches(0) + (shape.top + sum(row.height for row in shape.table.rows)) / Inches(1)
        for slide in opened(data).slides
        for shape in slide.shapes
        if shape.has_table
    ]


def test_many_rows_are_spread_over_slides_with_titles_of_their_own() -> None:
    rows = tuple((f"2026-01-{n:02}", f"Mesure {n}", str(n)) for n in range(1, 41))
    data = write(with_slides(Slide(title="En retard", body=replace(GRID, rows=rows))))
    said = texts(data)[1:]
    assert [each[0] for each in said] == [
        f"En retard ({n}\N{NO-BREAK SPACE}sur\N{NO-BREAK SPACE}{len(said)})"
        for n in range(1, len(said) + 1)
    ]
    assert [cell for each in said for cell in each if cell.startswith("Mesure ")] == [
        f"Mesure {n}" for n in range(1, 41)
    ]
    assert (findings(data), max(heights(data)) <= measures.BOTTOM + 0.01) == ([], True)


def test_a_text_longer_than_a_slide_goes_on_on_the_next_one() -> None:
    words = [f"mot{n}" for n in range(900)]
    long = Written(" ".join(words), "en")
    grid = replace(GRID, rows=(("2026-01-01", long, "1"),))
    data = write(
        with_slides(Slide(title="Long", body=grid), Slide(title="Aussi", body=Points((long,))))
    )
    for title in ("Long", "Aussi"):
        said = " ".join(cell for each in texts(data) if each[0].startswith(title) for cell in each)
        assert re.findall(r"mot\d+", said) == words
    assert (findings(data), max(heights(data)) <= measures.BOTTOM + 0.01) == ([], True)


def test_a_word_without_end_is_broken() -> None:
    lines = measures.lines("x" * 300, 2, 16)
    assert ("".join(lines), max(map(len, lines)) < 20) == ("x" * 300, True)


def test_pages_hold_about_as_much_each() -> None:
    rows = tuple((f"2026-01-{n:02}", "Mesure", "1") for n in range(1, 15))
    pages = fitted(with_slides(Slide(title="T", body=replace(GRID, rows=rows)))).slides
    sizes = [len(page.body.rows) for page in pages if isinstance(page.body, Grid)]
    assert (sum(sizes), max(sizes) - min(sizes) <= 1) == (14, True)


def test_no_slide_is_added_where_all_fits() -> None:
    assert fitted(DECK).slides == DECK.slides


# What the checker has to find: where, how a good deck is spoilt, and what it says.


def _shape(deck: Any, slide: int, shape: int) -> Any:
    return deck.slides[slide].shapes[shape]


def _run(deck: Any, slide: int, shape: int = 0) -> Any:
    return _shape(deck, slide, shape)._element.xpath(".//a:rPr")[0]


def _last_first(deck: Any) -> None:
    tree = deck.slides[ONE].shapes._spTree
    tree.insert(2, tree[3])


def _other_order(deck: Any) -> None:
    tree = deck.slides[TABLE].shapes._spTree
    tree.insert(3, tree[4])


def _other_figures(deck: Any) -> None:
    part = _shape(deck, CHART, 2).chart.part.chart_workbook.xlsx_part
    book = load_workbook(io.BytesIO(part.blob))
    book.active["B2"] = 99
    changed = io.BytesIO()
    book.save(changed)
    part.blob = changed.getvalue()


def _picture(deck: Any) -> None:
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c6360000000000500010d0a2db40000000049454e44ae426082"
    )
    added = deck.slides[ONE].shapes.add_picture(io.BytesIO(png), Inches(1), Inches(7))
    added._element.xpath(".//p:cNvPr")[0].attrib.pop("descr", None)


def _animation(deck: Any) -> None:
    slide = deck.slides[ONE]._element
    slide.append(slide.makeelement(slide.tag.replace("sld", "timing"), {}))


def _colour(run: Any, colour: str) -> None:
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    for old in run.findall("{*}solidFill"):
        run.remove(old)
    run.append(parse_xml(f'<a:solidFill {nsdecls("a")}><a:srgbClr val="{colour}"/></a:solidFill>'))


FAULTS: dict[str, tuple[Callable[[Any], object], str]] = {
    "no title": (
        lambda deck: setattr(_shape(deck, ONE, 0).text_frame, "text", ""),
        "slide 6: no title",
    ),
    "a text box in place of a title": (
        lambda deck: _shape(deck, ONE, 0)._element.xpath(".//p:ph")[0].set("type", "body"),
        "slide 6: no title",
    ),
    "the same title twice": (
        lambda deck: setattr(_shape(deck, ONE, 0).text_frame, "text", "Ce qui compte"),
        "slide 6: another has the same title",
    ),
    "the title read last": (_last_first, "slide 6: the title is not read first"),
    "another order than that of the eye": (
        _other_order,
        "slide 4: Texte 23 is read after Tableau 24, but comes before it",
    ),
    "a chart without words": (
        lambda deck: _shape(deck, CHART, 2)._element.xpath(".//p:cNvPr")[0].set("descr", ""),
        "slide 2: Graphique 24: no alternative text",
    ),
    "a picture without words": (_picture, "no alternative text"),
    "no language": (
        lambda deck: _run(deck, POINTS, 1).attrib.pop("lang"),
        "“Un point.” has no language",
    ),
    "a title in another language": (
        lambda deck: _run(deck, ONE).set("lang", "en-CA"),
        "slide 6: the title is not in the language of the deck",
    ),
    "too little contrast": (
        lambda deck: _colour(_run(deck, POINTS, 1), "AAAAAA"),
        "“Un point.” has too little contrast",
    ),
    "too little contrast in a cell": (
        lambda deck: _colour(_run(deck, TABLE, 2), "5B6770"),
        "“Échéance” has too little contrast",
    ),
    "small type": (
        lambda deck: _run(deck, POINTS, 1).set("sz", "1400"),
        "“Un point.” is smaller than 16 points",
    ),
    "small type of a layout": (
        lambda deck: deck.slides[POINTS].slide_layout.placeholders[2]._element.xpath(
            ".//a:lvl1pPr/a:defRPr")[0].set("sz", "1400"),
        "“Un point.” is smaller than 16 points",
    ),
    "small type in a chart": (
        lambda deck: setattr(_shape(deck, CHART, 2).chart.font, "size", Pt(12)),
        "type smaller than 16 points",
    ),
    "a chart without its workbook": (
        lambda deck: _shape(deck, CHART, 2).chart._chartSpace.remove(
            _shape(deck, CHART, 2).chart._chartSpace.find("{*}externalData")),
        "no workbook",
    ),
    "other figures in the workbook": (
        _other_figures, "other figures in the workbook for Niveau 1",
    ),
    "colour alone": (
        lambda deck: setattr(
            _shape(deck, CHART, 2).chart.plots[0].series[0].data_labels, "show_value", False),
        "no figures on Niveau 1",
    ),
    "a table without heads": (
        lambda deck: setattr(_shape(deck, TABLE, 2).table, "first_row", False),
        "no row of heads",
    ),
    "an empty head": (
        lambda deck: setattr(_shape(deck, TABLE, 2).table.cell(0, 0).text_frame, "text", ""),
        "a head is empty",
    ),
    "outside of the slide": (
        lambda deck: setattr(_shape(deck, POINTS, 1), "top", Inches(7)),
        "outside of the slide",
    ),
    "a table that is too long": (
        lambda deck: setattr(_shape(deck, TABLE, 2).table.rows[1], "height", Inches(7)),
        "outside of the slide",
    ),
    "an empty placeholder": (
        lambda deck: setattr(_shape(deck, ONE, 1).text_frame, "text", ""),
        "an empty placeholder",
    ),
    "something that moves": (_animation, "slide 6: something moves"),
    "no number": (
        lambda deck: deck.slides[ONE].shapes._spTree.remove(_shape(deck, ONE, 3)._element),
        "slide 6: no number",
    ),
    "no properties": (
        lambda deck: setattr(deck.core_properties, "title", ""), "the file has no title",
    ),
    "no language of the file": (
        lambda deck: setattr(deck.core_properties, "language", ""), "the file has no language",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_the_checker_finds(fault: str) -> None:
    spoil, told = FAULTS[fault]
    deck = opened(write(DECK))
    spoil(deck)
    changed = io.BytesIO()
    deck.save(changed)
    assert [each for each in findings(changed.getvalue()) if each.endswith(told)]


@pytest.mark.slow
def test_libreoffice_prints_every_slide_with_all_that_it_says(tmp_path: Path) -> None:
    words = " ".join(f"mot{n}" for n in range(300))
    rows = (*GRID.rows, ("2026-08-31", words, "1")) * 3
    data = write(
        with_slides(*DECK.slides, Slide(title="Longue liste", body=replace(GRID, rows=rows)))
    )
    pages, said = printed(data, tmp_path), texts(data)
    titles = [title.replace("\N{NO-BREAK SPACE}", " ") for title, *_rest in said]
    assert [title for title, page in zip(titles, pages, strict=True) if title in page] == titles
    # Nothing falls off the foot of a slide.
    assert [re.findall(r"mot\d+", page) for page in pages] == [
        re.findall(r"mot\d+", " ".join(each)) for each in said
    ]
