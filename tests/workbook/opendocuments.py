"""A workbook as LibreOffice saves it in its own format, made from one of Excel's."""

import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from tests.workbook.sheets import opened, packed

NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}
EMPTY = "<table:table-cell/>"
MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"


def opendocument(data: bytes, *, results: dict[str, float] | None = None) -> bytes:
    """An Excel file as .ods; `results` is what formulas gave, by their text."""
    names = " ".join(f'xmlns:{name}="{uri}"' for name, uri in NAMES.items())
    tables = "".join(_table(sheet, results or {}) for sheet in opened(data).worksheets)
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    content = f"<office:document-content {names}>{body}</office:document-content>"
    return packed({"mimetype": MIMETYPE, "content.xml": content.encode()})


def _table(sheet: Worksheet, results: dict[str, float]) -> str:
    merged = {each.start_cell.coordinate: each.size["rows"] for each in sheet.merged_cells.ranges}
    rows = "".join(
        "<table:table-row>"
        + "".join(_cell(cell, merged.get(cell.coordinate, 1), results) for cell in row)
        + '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        for row in sheet.iter_rows()
    )
    rest = f'<table:table-row table:number-rows-repeated="1048000">{EMPTY}</table:table-row>'
    return f"<table:table table:name={quoteattr(sheet.title)}>{rows}{rest}</table:table>"


def _cell(cell: Cell, rows: int, results: dict[str, float]) -> str:
    note = (
        f"<office:annotation>{_lines(cell.comment.text)}</office:annotation>"
        if cell.comment
        else ""
    )
    span = f' table:number-rows-spanned="{rows}"' if rows > 1 else ""
    said = note + _lines(cell.value)
    return f"<table:table-cell{_attributes(cell, results)}{span}>{said}</table:table-cell>"


def _attributes(cell: Cell, results: dict[str, float]) -> str:
    value: Any = cell.value
    formula = f" table:formula={quoteattr('of:' + value)}" if cell.data_type == "f" else ""
    value = results.get(value) if formula else value
    if isinstance(value, datetime.datetime):
        return f' office:value-type="date" office:date-value="{value.date()}"'
    if isinstance(value, bool):
        return f' office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    if isinstance(value, int | float):
        kind = "percentage" if "%" in cell.number_format else "float"
        return f'{formula} office:value-type="{kind}" office:value="{value}"'
    return f'{formula} office:value-type="string"' if cell.value else ""


def _lines(value: Any) -> str:
    """Text as paragraphs, in which LibreOffice writes spaces and tabs as elements."""
    if not isinstance(value, str):
        return ""
    lines = escape(value.replace("\r\n", "\n")).split("\n")
    spaced = (each.replace("  ", " <text:s/>").replace("\t", "<text:tab/>") for each in lines)
    return "".join(f"<text:p>{line}</text:p>" for line in spaced)
