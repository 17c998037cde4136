"""A list of people as a file: CSV in UTF-8, or the first sheet of an Excel workbook.

openpyxl, which takes time and memory to import, is so only where a workbook is read.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from assessments.web.spreadsheet import EXCEL
from maturity.faults import Fault, Faults
from maturity.file_kinds import OLE, UNREADABLE, ZIP, judge

MAX_MEGABYTES = 1
MAX_BYTES = MAX_MEGABYTES * 1_000_000
# A list of 500 people is 100 KB once unpacked. Sheets may have a style in every cell.
MAX_UNPACKED, MAX_COLUMNS = 20_000_000, 50


def text_of(data: bytes) -> str:
    """The text of a file as `people.lines` reads it. Raises Faults."""
    if len(data) > MAX_BYTES:
        raise too_large()
    if data.startswith((ZIP, OLE)):
        kind = judge(io.BytesIO(data), len(data))
        if kind.media_type != EXCEL:
            message = _("Choose a CSV file or an Excel workbook (.xlsx).")
            raise Faults([Fault("", message)])
        return _of_workbook(data)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = _(
            "The file is not in UTF-8. In Excel, save it as “CSV UTF-8” or as an Excel workbook "
            "(.xlsx). Or copy the lines and paste them here."
        )
        raise Faults([Fault("", message)]) from error


def too_large() -> Faults:
    """What is raised for a list that is larger than one may be."""
    message = _("The list is too large: the limit is %(limit)s MB.")
    return Faults([Fault("", message % {"limit": number_format(MAX_MEGABYTES)})])


def _of_workbook(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
            message = _(
                "The workbook contains far more than a list of people. Copy the lines into a new "
                "workbook, or paste them here."
            )
            raise Faults([Fault("", message)])
    try:
        return _joined(_rows(data))
    # What openpyxl makes of parts that are damaged: it trusts what is in them.
    except (*UNREADABLE, AttributeError, TypeError) as error:
        message = _("The workbook cannot be read: it may be damaged. Save it again in Excel.")
        raise Faults([Fault("", message)]) from error


def _rows(data: bytes) -> Iterator[Sequence[Any]]:
    """The rows of the first sheet; of formulas what they last gave."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False, data_only=True)
    try:
        yield from book.worksheets[0].iter_rows(max_col=MAX_COLUMNS, values_only=True)
    finally:
        book.close()


def _joined(rows: Iterable[Sequence[Any]]) -> str:
    """Rows as a spreadsheet program copies them. Raises Faults where they are too many."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    for row in rows:
        texts = ["" if value is None else str(value) for value in row]
        while texts and not texts[-1]:
            texts.pop()
        writer.writerow(texts)
        if text.tell() > MAX_BYTES:
            raise too_large()
    return text.getvalue().rstrip("\n")
