"""A small layout, its workbooks, and filling them in as people do."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from assessments.rating.answers import Answer, ResultAnswer
from assessments.workbook import writing
from assessments.workbook.changes import StoredAnswer
from assessments.workbook.layout import RESULTS, BothLanguages, Layout, Sheet, WorkbookQuestion
from assessments.workbook.plan import PlanContent
from assessments.workbook.reading import Reading, read

LAYOUT = Layout(
    assessment="6f3e44e2-7dbf-48e9-a2ab-0f1058e3f06b",
    edition="2017-draft",
    initiative=BothLanguages("A made-up service", "Un service inventé"),
    stage=BothLanguages("Delivery", "Exécution"),
    sheets=(
        Sheet(
            "ACC",
            BothLanguages("Easy access", "Accessible"),
            (
                WorkbookQuestion("ACC-01", 1, BothLanguages("I find it.", "Je le trouve.")),
                WorkbookQuestion("ACC-02", 2, BothLanguages("I use it.", "Je l’utilise.")),
            ),
        ),
        Sheet(
            "CON",
            BothLanguages("Consistent", "Uniforme"),
            (WorkbookQuestion("CON-01", 1, BothLanguages("The same.", "Pareil.")),),
        ),
        Sheet(
            RESULTS,
            BothLanguages("Results", "Résultats"),
            (WorkbookQuestion("R1", 0, BothLanguages("It is known.", "C’est connu.")),),
        ),
    ),
    levels={1: BothLanguages("Some", "Certaines"), 2: BothLanguages("Satisfied", "Satisfaction")},
    scale={
        "N": BothLanguages("Not achieved", "Non atteint"),
        "P": BothLanguages("Partially achieved", "Partiellement atteint"),
        "L": BothLanguages("Largely achieved", "En grande partie atteint"),
        "F": BothLanguages("Fully achieved", "Entièrement atteint"),
        "NA": BothLanguages("Not applicable", "Sans objet"),
    },
    shares={code: BothLanguages("", "") for code in ("N", "P", "L", "F", "NA")},
    channels={
        "ONLINE": BothLanguages("Online", "En ligne"),
        "PHONE": BothLanguages("By phone", "Par téléphone"),
    },
    other_channels={"MAIL": BothLanguages("By mail", "Par la poste")},
)


def standing(code: str, answer: Answer | ResultAnswer, channel: str = "") -> StoredAnswer:
    return StoredAnswer(code, channel, answer.fingerprint, vars(answer))


def made(
    *answers: StoredAnswer,
    language: str = "en",
    layout: Layout = LAYOUT,
    plan: PlanContent | None = None,
) -> bytes:
    """The workbook of some answers, as it is downloaded."""
    with override(language):
        return writing.workbook(
            layout, answers, as_of="October 31, 2026", made_at="2026-11-01", plan=plan
        )


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def cell(book: Workbook, code: str, column: str, channel: int = 0) -> Any:
    """A cell by its code and the key of its column; `channel` counts the rows of the code."""
    for sheet in book.worksheets:
        keys = [each.value for each in sheet[1]]
        rows = [row for row in sheet.iter_rows(min_row=5) if row[0].value == code]
        if column in keys and rows:
            return rows[channel][keys.index(column)]
    raise KeyError(code, column)


def filled(data: bytes, *changes: tuple[str, str, Any]) -> bytes:
    """A workbook in which someone has filled in cells: code, column, value."""
    book = opened(data)
    for code, column, value in changes:
        cell(book, code, column).value = value
    return saved(book)


def at_foot(book: Workbook, sheet: str, *values: Any, row: int = 0) -> None:
    """Fills in a row at the foot: code, channel, rating."""
    page = book[sheet]
    first = next(
        n for n, each in enumerate(page["A"], 1) if "channel by channel" in str(each.value)
    )
    for column, value in zip(("A", "D", "E"), values, strict=True):
        page[f"{column}{first + 1 + row}"].value = value


def edited(data: bytes, edit: Callable[[Workbook], object]) -> bytes:
    book = opened(data)
    edit(book)
    return saved(book)


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a file by their names."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def with_text(data: bytes, part: str, old: str, new: str) -> bytes:
    """A workbook in a part of which a text stands in the place of another."""
    known = parts(data)
    assert old.encode() in known[part]
    return packed(known | {part: known[part].replace(old.encode(), new.encode())})


def reading(data: bytes, language: str = "en") -> Reading:
    with override(language):
        return read(data, LAYOUT)


def entries(data: bytes) -> list[tuple[str, str, dict[str, Any]]]:
    """What a sound workbook says that is new."""
    found = reading(data)
    assert found.faults == []
    return [(each.code, each.channel, each.values) for each in found.entries]


def faults(data: bytes) -> list[tuple[str, int, str, str]]:
    return [(f.sheet, f.row, f.column, f.message) for f in reading(data).faults]
