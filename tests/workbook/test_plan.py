"""The plan in the workbook: shown for reading, never taken back, and told where it was changed."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from assessments.improvement.actions import ActionText, save_item
from assessments.models import Action, Play, Target
from assessments.models.people import Role
from assessments.playbook.actions import withdraw
from assessments.playbook.using import Use, use_play
from assessments.workbook import plan as module
from assessments.workbook.layout import KEYS
from assessments.workbook.plan import PlanContent, PlanTable
from tests.cast import Cast
from tests.planned import PAST, POSTPONED, planned
from tests.workbook.opendocuments import opendocument
from tests.workbook.sheets import edited, filled, made, opened, reading, saved
from tests.workbook.test_leftovers import told
from tests.workbook.test_pages import decide, download, upload

DAY = datetime.date(2027, 3, 31)
PLAN = PlanContent(
    "Levels are those of the last baseline.",
    (
        PlanTable(
            "Targets",
            ("Attribute", "Target level", "By", "Level attained", "Gap", "Why", "Moved"),
            (("Easy access", 3, DAY, 1, 2, "=1+1", "_x0041_ moved\non"),),
        ),
        PlanTable(
            "Actions",
            ("What", "Statements", "Due", "Status", "Who leads it", "Effect", "Last update"),
            (
                ("Open a counter", "ACC-01", DAY, "Planned", "A team", "", ""),
                ("Close a gap", "ACC-02", None, "Done", "A team", "Less", "Begun"),
            ),
        ),
    ),
)
FIRST_ACTION = 10  # its row


def lines(data: bytes) -> list[list[Any]]:
    """The rows of the sheet that say something."""
    rows = [[_day(cell) for cell in row if cell is not None] for row in opened(data)["Plan"].values]
    return [row for row in rows if row]


def _day(value: Any) -> Any:
    return value.date() if isinstance(value, datetime.datetime) else value


def changed(place: str, value: Any) -> Callable[[Workbook], None]:
    return lambda book: setattr(book["Plan"][place], "value", value)


def test_the_plan_stands_before_the_keys_and_says_that_it_is_for_reading() -> None:
    book = opened(made(plan=PLAN))
    assert book.sheetnames[-2:] == ["Plan", KEYS]
    assert book["Plan"]["A2"].value == str(module.HINT)
    assert (book["Plan"].protection.sheet, book["Plan"]["A10"].protection.locked) == (True, True)
    day = book["Plan"]["C7"]
    assert (_day(day.value), day.number_format) == (DAY, "yyyy-mm-dd")


def test_nothing_in_the_plan_is_a_formula() -> None:
    cell = opened(made(plan=PLAN))["Plan"]["F7"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


def test_a_workbook_without_a_plan_has_no_sheet_of_it() -> None:
    assert "Plan" not in opened(made()).sheetnames


@pytest.mark.parametrize("made_in", ["en", "fr"])
@pytest.mark.parametrize("read_in", ["en", "fr"])
def test_an_untouched_plan_is_no_news(made_in: str, read_in: str) -> None:
    assert told(saved(opened(made(plan=PLAN, language=made_in))), read_in) == []


def test_an_untouched_plan_is_no_news_in_an_opendocument_file() -> None:
    assert told(opendocument(made(plan=PLAN))) == []


def test_a_plan_that_was_sorted_is_no_news() -> None:
    def swap(book: Workbook) -> None:
        page = book["Plan"]
        for column in "ABCDEFG":
            one, other = page[f"{column}{FIRST_ACTION}"], page[f"{column}{FIRST_ACTION + 1}"]
            one.value, other.value = other.value, one.value

    assert told(edited(made(plan=PLAN), swap)) == []


@pytest.mark.parametrize(
    ("place", "value", "text"),
    [
        ("D10", "Done", "Done"),  # as another action has it
        ("B7", 2, "2"),
        ("C10", datetime.date(2028, 1, 1), "2028-01-01"),
        ("A11", "Close two gaps", "Close two gaps"),
        ("G10", "=NOW()", "=NOW()"),
        ("A14", "A new action", "A new action"),
        ("K2", "Beside it", "Beside it"),
    ],
)
def test_what_was_changed_in_the_plan_is_told(place: str, value: Any, text: str) -> None:
    data = edited(made(plan=PLAN), changed(place, value))
    assert told(data) == [("Plan", int(place[1:]), place[0], text, "plan")]
    assert reading(data).entries == []


def test_a_note_on_the_plan_is_told() -> None:
    def note(book: Workbook) -> None:
        book["Plan"]["A10"].comment = Comment("Who pays?", "x")

    assert told(edited(made(plan=PLAN), note)) == [("Plan", 10, "A", "Who pays?", "plan")]


def test_a_sheet_called_plan_in_a_workbook_without_one_is_somebodys_own() -> None:
    data = edited(made(), lambda book: book.create_sheet("Plan").append(["My plan"]))
    assert told(data) == [("Plan", 1, "A", "My plan", "sheet")]


# Of the portal.


@pytest.mark.slow
def test_targets_and_actions_are_shown_as_they_are_now(cast: Cast) -> None:
    cast.rate_all("P")
    planned(cast.initiative, by=cast.lead)
    shown = lines(download(cast))
    moved = Target.objects.get().initiative.target_changes.latest("at").at
    assert shown[2][0].startswith("Levels follow from the ratings so far")
    assert shown[5][:6] == [
        "Easy access and accessible", 2, POSTPONED, 0, 2, "Les fonds manquent",
    ]  # fmt: skip
    assert shown[5][6].startswith("Target lowered from level 3 to level 2 on ")
    assert str(moved.year) in shown[5][6]
    assert shown[8][:6] == [
        "Open a counter", "ACC-01, CON-01", PAST, "Under way",
        "Fictitious lead", "Shorter ways",
    ]  # fmt: skip
    assert shown[8][6].endswith("– C’est commencé.")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "hint", "headers"),
    [
        ("en", "For reading only", ["What will be done", "Statements", "Due", "Status",
                                    "Who leads it", "Expected effect", "Last update"]),
        ("fr", "À consulter seulement", ["Ce qui sera fait", "Énoncés", "Échéance", "État",
                                         "Responsable", "Effet attendu", "Dernière mise à jour"]),
    ],
)  # fmt: skip
def test_the_plan_is_in_the_language_of_the_page(
    cast: Cast, language: str, hint: str, headers: list[str]
) -> None:
    save_item(cast.initiative, ActionText("Ouvrir un comptoir", "fr"), by=cast.lead)
    shown = lines(download(cast, language))
    assert shown[1][0].startswith(hint)
    assert shown[-2] == headers


@pytest.mark.slow
def test_the_preview_says_what_was_changed_in_the_plan_and_does_not_take_it(cast: Cast) -> None:
    action = planned(cast.initiative, by=cast.lead).action
    data = filled(download(cast), ("ACC-01", "rating", "Largely achieved"))
    row = next(n for n, (first, *_rest) in enumerate(opened(data)["Plan"].values, 1)
               if first == action.title)  # fmt: skip
    shown = upload(cast, edited(data, changed(f"D{row}", "Cancelled")))
    page = shown.content.decode()
    assert "1 answer would change" in page
    assert "The plan is on this sheet for reading. Change it on its page in the portal." in page
    assert "<td>Cancelled</td>" in page
    decide(cast, shown)
    assert Action.objects.get().status == "in_progress"


@pytest.mark.slow
def test_a_plan_that_has_moved_on_since_the_download_is_no_news(cast: Cast) -> None:
    planned(cast.initiative, by=cast.lead)
    data = download(cast)
    save_item(cast.initiative, ActionText("Something new", "en"), by=cast.lead)
    Action.objects.update(status="done")
    assert "The workbook contains no changes." in upload(cast, data).content.decode()


@pytest.mark.slow
def test_a_government_that_rates_alone_gets_no_plan(cast: Cast) -> None:
    planned(cast.initiative, by=cast.lead)
    cast.assessment.participants.create(
        jurisdiction=cast.contributor.memberships.get(role=Role.CONTRIBUTOR).jurisdiction
    )
    data = cast.client("contributor").get(cast.url("own/workbook.xlsx")).content
    assert "Plan" not in opened(data).sheetnames


@pytest.mark.slow
def test_a_long_plan_is_cut_and_says_so_and_is_taken_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in ("One", "Two", "Three"):
        save_item(cast.initiative, ActionText(text, "en"), by=cast.lead)
    monkeypatch.setattr(module, "MOST_ACTIONS", 2)
    data = download(cast)
    assert [row[0] for row in lines(data)][-3:] == [
        "One", "Two", "1 more action is on the page of the plan.",
    ]  # fmt: skip
    assert "The workbook contains no changes." in upload(cast, data).content.decode()


@pytest.mark.slow
def test_the_plays_in_use_are_a_table_of_the_sheet(cast: Cast) -> None:
    link = {"document_title": "Test record", "document_url": "https://example.org/record"}
    use_play(cast.initiative, Play.objects.get(code="ACC-b"), Use("done"), link, by=cast.lead)
    use_play(cast.initiative, Play.objects.get(code="X1"), Use("planned"), {}, by=cast.lead)
    withdraw(Play.objects.get(code="X1"), by=cast.secretariat)
    data = download(cast)
    shown = lines(data)
    assert shown[-4:-1] == [
        ["Plays in use"],
        ["Play", "Play code", "Status", "Document"],
        ["Bundle a life event", "ACC-b", "Done", "Test record\nhttps://example.org/record"],
    ]
    assert shown[-1][1:] == ["X1", "Planned"]
    assert "The workbook contains no changes." in upload(cast, data).content.decode()
