"""Tables on slides, with a row of heads that programs know for one."""

from typing import Any

from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches, Pt

from reports.slides import measures
from reports.slides.deck import Grid
from reports.slides.fitting import heights, widths
from reports.slides.master import ACCENT, INK, PALE, PAPER
from reports.slides.texts import say

# PowerPoint's own style without lines and fills: what a cell looks like is said in it.
PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"

LINE = (
    f'<a:lnB {nsdecls("a")} w="9525"><a:solidFill><a:schemeClr val="accent5"/></a:solidFill>'
    "</a:lnB>"
)
FILL = f'<a:solidFill {nsdecls("a")}><a:srgbClr val="{{}}"/></a:solidFill>'


def add_table(holder: Any, grid: Grid, top: float, language: str) -> Any:
    """Fills the place of a table; returns its frame."""
    frame = holder.insert_table(rows=len(grid.rows) + 1, cols=len(grid.columns))
    table = frame.table
    table.first_row, table.first_col, table.horz_banding = True, True, False
    table._tbl.tblPr.find("{*}tableStyleId").text = PLAIN
    for column, width in zip(table.columns, widths(grid), strict=True):
        column.width = Inches(width)
    high = heights(grid, measures.BOTTOM - top)
    for row, height in zip(table.rows, high, strict=True):
        row.height = Inches(height)
    frame.left, frame.top = Inches(measures.LEFT), Inches(top)
    frame.width, frame.height = Inches(sum(widths(grid))), Inches(sum(high))
    for cell, column in zip(table.rows[0].cells, grid.columns, strict=True):
        say(cell, column.head, language, colour=PAPER, bold=True)
        _lay_out(cell, ACCENT, right=column.is_number)
    for number, values in enumerate(grid.rows, 1):
        fill = PAPER if number % 2 else PALE
        for order, (cell, value) in enumerate(zip(table.rows[number].cells, values, strict=True)):
            say(cell, value, language, colour=INK, bold=order == 0)
            _lay_out(cell, fill, right=grid.columns[order].is_number)
    return frame


def _lay_out(cell: Any, fill: str, *, right: bool) -> None:
    cell.margin_left = cell.margin_right = Inches(measures.MARGIN)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_top = cell.margin_bottom = Inches(measures.ABOVE)
    for paragraph in cell.text_frame._txBody.findall("{*}p"):
        if right:
            paragraph.get_or_add_pPr().set("algn", "r")
        for properties in paragraph.iter("{*}rPr", "{*}endParaRPr"):
            properties.set("sz", str(Pt(measures.CELL).centipoints))
    properties = cell._tc.get_or_add_tcPr()
    for xml in (LINE, FILL.format(fill)):
        properties.append(parse_xml(xml))
