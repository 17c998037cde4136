"""What the workbook looks like to whoever opens it."""

import io
import zipfile

import pytest
from defusedxml.ElementTree import fromstring

from assessments.rating.answers import Answer
from assessments.workbook.layout import KEYS, BothLanguages, Layout, Sheet, sheet_names
from tests.workbook.sheets import LAYOUT, cell, made, opened, standing


def named(*names: str) -> Layout:
    sheets = tuple(Sheet(f"S{n}", BothLanguages(name, name), ()) for n, name in enumerate(names))
    return Layout("x", "x", *[BothLanguages("", "")] * 2, sheets, {}, {}, {}, {}, {})


def test_each_attribute_has_a_sheet_between_the_guide_and_the_hidden_keys() -> None:
    book = opened(made())
    names = ["How to fill in", "Easy access", "Consistent", "Results", KEYS]
    assert book.sheetnames == names
    assert book[KEYS].sheet_state == "veryHidden"


def test_names_of_sheets_are_such_as_excel_allows_and_differ() -> None:
    layout = named("A/B: [C]*?\\", "x" * 40, "X" * 40, "'quoted'")
    assert list(sheet_names(layout, "en").values()) == [
        "A B   C", "x" * 31, "X" * 28 + " S2", "quoted",
    ]  # fmt: skip


def test_an_answer_stands_in_the_words_of_the_page() -> None:
    answer = Answer("NA", reason="Aucun comptoir", reason_language="fr")
    book = opened(made(standing("ACC-01", answer)))
    columns = ("statement", "channel", "rating", "reason", "reason_language", "comment_language")
    assert [cell(book, "ACC-01", column).value for column in columns] == [
        "“I find it.”", "All channels", "Not applicable", "Aucun comptoir", "Français", None,
    ]  # fmt: skip


def test_the_words_are_those_of_the_other_language_too() -> None:
    book = opened(made(standing("ACC-01", Answer("F")), language="fr"))
    assert book.sheetnames[1:4] == ["Accessible", "Uniforme", "Résultats"]
    assert cell(book, "ACC-01", "rating").value == "Entièrement atteint"
    assert cell(book, "ACC-01", "statement").value == "«\xa0Je le trouve.\xa0»"


def test_a_criterion_that_is_rated_by_channel_has_a_row_for_each() -> None:
    book = opened(made(standing("ACC-02", Answer("P"), "PHONE")))
    rows = [[cell(book, "ACC-02", each, n).value for each in ("channel", "rating")] for n in (0, 1)]
    assert rows == [["Online", None], ["By phone", "Partially achieved"]]


def test_only_what_is_to_be_filled_in_is_open() -> None:
    page = opened(made())["Easy access"]
    open_cells = {each.coordinate for each in page[6] if not each.protection.locked}
    assert page.protection.sheet
    assert open_cells == {"D6", "E6", "F6", "G6", "H6", "I6"}


def test_drop_downs_refer_to_the_words_of_the_hidden_sheet() -> None:
    book = opened(made())
    rules = {str(each.sqref): each for each in book["Consistent"].data_validations.dataValidation}
    lists = {area: rule.formula1 for area, rule in rules.items() if rule.type == "list"}
    assert lists["E5:E15"] == f"'{KEYS}'!$H$2:$H$6"
    assert [each.value for (each,) in book[KEYS]["H2:H6"]] == [
        words.en for words in LAYOUT.scale.values()
    ]
    assert (rules["F5:F15"].operator, rules["F5:F15"].formula1) == ("lessThanOrEqual", "10000")


def test_a_comment_that_looks_like_a_formula_stays_text_when_it_is_edited() -> None:
    book = opened(made(standing("ACC-01", Answer(comment="=1+1", comment_language="en"))))
    columns = ("comment", "statement")
    assert [cell(book, "ACC-01", column).quotePrefix for column in columns] == [True, False]


def test_it_prints_on_its_side_with_its_headers_on_each_page() -> None:
    page = opened(made())["Results"]
    assert page.print_title_rows == "$4:$4"
    assert (page.page_setup.orientation, page.page_setup.fitToWidth) == ("landscape", 1)
    assert page.freeze_panes == "C5"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_its_parts_are_sound_xml_without_formulas(language: str) -> None:
    answer = Answer(comment="=1", comment_language="en")
    with zipfile.ZipFile(io.BytesIO(made(standing("ACC-01", answer), language=language))) as file:
        parts = [fromstring(file.read(name)) for name in file.namelist()]
    tags = [each.tag.rpartition("}")[2] for part in parts for each in part.iter()]
    assert ("f" in tags, tags.count("worksheet")) == (False, 5)
