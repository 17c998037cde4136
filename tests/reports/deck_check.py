"""Reads a deck of slides anew, and tells what somebody could not see, hear or find in it.

It knows nothing of how decks are written: it goes by the file alone.
"""

import io
import itertools
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree
from openpyxl import load_workbook
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT

LANGUAGES = {"en-CA", "fr-CA"}
TITLES, NUMBERED = {"title", "ctrTitle"}, {"sldNum", "ftr", "dt"}
SMALLEST = 1600  # hundredths of a point
TEXT, PARTS = 4.5, 3.0  # contrast
SLACK = 20_000  # EMU, a fiftieth of an inch
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
MAP = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
# By the kind of a placeholder, where the master says how its text looks.
STYLES = {"title": "titleStyle", "ctrTitle": "titleStyle", None: "bodyStyle", "body": "bodyStyle",
          "subTitle": "bodyStyle"}  # fmt: skip

type Box = tuple[int, int, int, int]  # left, top, right, bottom


def findings(data: bytes) -> list[str]:
    """All that is wrong with a .pptx file, each with the number of its slide."""
    deck = Presentation(io.BytesIO(data))
    found = [*_of_file(data, deck)]
    titles = Counter(_title(slide) for slide in deck.slides)
    for number, slide in enumerate(deck.slides, 1):
        if titles[_title(slide)] > 1:
            found.append(f"slide {number}: another has the same title")
        found += [f"slide {number}: {each}" for each in _Slide(deck, slide).findings()]
    return found


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, "RRGGBB", by WCAG."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _of_file(data: bytes, deck: Any) -> Iterator[str]:
    about = deck.core_properties
    for name in ("title", "subject", "author"):
        if not getattr(about, name):
            yield f"the file has no {name}"
    if about.language not in LANGUAGES:
        yield "the file has no language"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if any("vbaProject" in name for name in archive.namelist()):
            yield "the file has macros"
        if any(info.date_time[0] != 1980 for info in archive.infolist()):
            yield "the file says when it was written"


def _title(slide: Any) -> str:
    shape = slide.shapes.title
    if shape is None or _kind(shape) not in TITLES:
        return ""
    return str(shape.text_frame.text).strip()


class _Slide:
    def __init__(self, deck: Any, slide: Any) -> None:
        self.deck, self.slide = deck, slide
        self.layout, self.master = slide.slide_layout, slide.slide_layout.slide_master
        theme = etree.fromstring(self.master.part.part_related_by(RT.THEME).blob)
        self.theme = {
            each.tag.removeprefix(A): each[0].get("val") or each[0].get("lastClr")
            for each in theme.find(f".//{A}clrScheme")
        }

    def findings(self) -> Iterator[str]:
        shapes = list(self.slide.shapes)
        if not _title(self.slide):
            yield "no title"
        elif shapes[0] != self.slide.shapes.title:
            yield "the title is not read first"
        spoken = self.slide.shapes.title._element.iter(f"{A}rPr") if _title(self.slide) else ()
        if any(each.get("lang") != self.deck.core_properties.language for each in spoken):
            yield "the title is not in the language of the deck"
        if self.slide._element.find(f"{P}timing") is not None:
            yield "something moves"
        yield from self._order([each for each in shapes if _kind(each) not in NUMBERED])
        if not any(_kind(each) == "sldNum" for each in shapes) and self._number() > 1:
            yield "no number"
        for shape in shapes:
            yield from (f"{shape.name}: {each}" for each in self._of_shape(shape))
        if self.slide.has_notes_slide:
            yield from (f"notes: {each}" for each in _languages(self.slide.notes_slide._element))

    def _number(self) -> int:
        return [each.slide_id for each in self.deck.slides].index(self.slide.slide_id) + 1

    def _order(self, shapes: list[Any]) -> Iterator[str]:
        for before, after in itertools.pairwise(shapes):
            first, second = _box(before), _box(after)
            above = second[3] <= first[1] + SLACK
            beside = second[1] < first[3] - SLACK and second[2] <= first[0] + SLACK
            if above or beside:
                yield f"{after.name} is read after {before.name}, but comes before it"

    def _of_shape(self, shape: Any) -> Iterator[str]:
        left, top, right, bottom = _box(shape)
        if (
            min(left, top) < 0
            or right > self.deck.slide_width + SLACK
            or bottom > self.deck.slide_height + SLACK
        ):
            yield "outside of the slide"
        if _shows(shape) and not shape._element.xpath(".//p:cNvPr")[0].get("descr"):
            yield "no alternative text"
        yield from _languages(shape._element)
        if shape.has_text_frame:
            if shape.is_placeholder and not shape.text_frame.text.strip():
                yield "an empty placeholder"
            yield from self._of_text(shape)
        if shape.has_table:
            yield from self._of_table(shape.table)
        if shape.has_chart:
            yield from _of_chart(shape.chart)

    def _of_text(self, shape: Any) -> Iterator[str]:
        properties = shape._element.find(f"{P}spPr")
        behind = {self._colour(properties) or self.theme["lt1"]}
        behind |= self._behind(_box(shape))
        places = self._places(shape)
        for run in shape._element.iter(f"{A}r", f"{A}fld"):
            yield from self._of_run(run, [run.find(f"{A}rPr"), *places], behind)

    def _of_run(self, run: Any, chain: list[Any], behind: set[str]) -> Iterator[str]:
        text = run.findtext(f"{A}t")[:30]
        said = [each for each in chain if each is not None]
        if next((int(each.get("sz")) for each in said if each.get("sz")), 0) < SMALLEST:
            yield f"“{text}” is smaller than 16 points"
        colours = map(self._colour, said)
        colour = next((each for each in colours if each), self.theme["dk1"])
        if min(contrast(colour, each) for each in behind) < TEXT:
            yield f"“{text}” has too little contrast"

    def _behind(self, box: Box) -> set[str]:
        """The colours of what the layout and the master have where a text stands."""
        shapes = [*self.layout.shapes, *self.master.shapes]
        return {
            colour
            for shape in shapes
            if not shape.is_placeholder and _overlap(_box(shape), box)
            for colour in [self._colour(shape._element.find(f"{P}spPr"))]
            if colour
        }

    def _places(self, shape: Any) -> list[Any]:
        """Where it may be said how a text looks, from near to far."""
        kind, index = _kind(shape), _index(shape)
        found = [shape._element.find(f".//{A}lstStyle/{A}lvl1pPr/{A}defRPr")]
        if shape.is_placeholder:
            found += [
                each._element.find(f".//{A}lstStyle/{A}lvl1pPr/{A}defRPr")
                for owner, known in ((self.layout, index), (self.master, None))
                for each in owner.placeholders
                if (_index(each) == known if known is not None else _kind(each) == kind)
            ]
        style = STYLES.get(kind, "otherStyle") if shape.is_placeholder else "otherStyle"
        found.append(self.master._element.find(f".//{P}{style}/{A}lvl1pPr/{A}defRPr"))
        return found

    def _of_table(self, table: Any) -> Iterator[str]:
        if not table.first_row:
            yield "no row of heads"
        elif not all(cell.text_frame.text.strip() for cell in table.rows[0].cells):
            yield "a head is empty"
        for row in table.rows:
            for cell in row.cells:
                fill = self._colour(cell._tc.tcPr) or self.theme["lt1"]
                for run in cell._tc.iter(f"{A}r"):
                    yield from self._of_run(run, [run.find(f"{A}rPr")], {fill})

    def _colour(self, element: Any) -> str | None:
        """The colour that an element is filled with."""
        fill = element.find(f"{A}solidFill") if element is not None else None
        if fill is None:
            return None
        value: str = fill[0].get("val")
        if fill[0].tag == f"{A}schemeClr":
            return self.theme[MAP.get(value, value)]
        return value


def _of_chart(chart: Any) -> Iterator[str]:
    space = chart._chartSpace
    try:
        sheet = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    except (AttributeError, KeyError):
        yield "no workbook"
        return
    for number, series in enumerate(chart.plots[0].series):
        rows = sheet.iter_rows(min_row=2, values_only=True)
        drawn = list(zip(chart.plots[0].categories, series.values, strict=True))
        written = [(row[0], row[number + 1]) for row in rows]
        if drawn != written or sheet.cell(1, number + 2).value != series.name:
            yield f"other figures in the workbook for {series.name}"
        yield from _of_series(series)
    if space.find(f"{C}txPr") is None:
        yield "no size of type"
    if any(int(each.get("sz")) < SMALLEST for each in space.iter() if each.get("sz")):
        yield "type smaller than 16 points"


def _of_series(series: Any) -> Iterator[str]:
    own, labels = series._element.find(f"{C}spPr"), series._element.find(f"{C}dLbls")
    if labels is None or labels.find(f"{C}showVal").get("val") != "1":
        yield f"no figures on {series.name}"
        return
    line = own.find(f"{A}ln/{A}solidFill/{A}srgbClr") if own is not None else None
    if line is None or contrast(line.get("val"), "FFFFFF") < PARTS:
        yield f"{series.name} has too little contrast"
    fill = own.find(f"{A}solidFill/{A}srgbClr") if own is not None else None
    ink = labels.find(f".//{A}solidFill/{A}srgbClr").get("val")
    if contrast(ink, fill.get("val") if fill is not None else "FFFFFF") < TEXT:
        yield f"the figures on {series.name} have too little contrast"


def _languages(element: Any) -> Iterator[str]:
    for run in element.iter(f"{A}r", f"{A}fld"):
        properties = run.find(f"{A}rPr")
        if properties is None or properties.get("lang") not in LANGUAGES:
            yield f"“{run.findtext(f'{A}t')[:30]}” has no language"


def _kind(shape: Any) -> str | None:
    holder = shape._element.find(f".//{P}ph")
    return None if holder is None else holder.get("type", "obj")


def _index(shape: Any) -> int | None:
    holder = shape._element.find(f".//{P}ph")
    return None if holder is None else int(holder.get("idx", 0))


def _shows(shape: Any) -> bool:
    """Whether a shape shows something that has to be said, and is not mere decoration."""
    shown = shape._element.tag in {f"{P}graphicFrame", f"{P}pic"}
    return shown and not shape._element.xpath(".//*[local-name()='decorative'][@val='1']")


def _box(shape: Any) -> Box:
    is_table = getattr(shape, "has_table", False)
    high = sum(row.height for row in shape.table.rows) if is_table else shape.height
    return shape.left, shape.top, shape.left + shape.width, shape.top + high


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
