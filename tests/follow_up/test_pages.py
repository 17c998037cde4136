"""The page of what is due: its rows, filters, files, and who finds the way to it."""

import csv
import datetime
import io

import pytest
from openpyxl import load_workbook

from assessments.improvement.actions import ActionText, save_item
from assessments.models import Action, Assessment
from maturity.days import due_today
from maturity.wording import long_date
from tests.cast import Cast

LATE = due_today() - datetime.timedelta(days=40)


@pytest.fixture
def overdue(cast: Cast) -> Action:
    said = ActionText("Ouvrir un comptoir", "fr", [], assignee=cast.contributor, due=LATE)
    return save_item(cast.initiative, said, by=cast.lead)


def test_a_row_says_what_whose_and_how_late_and_leads_there(cast: Cast, overdue: Action) -> None:
    page = cast.client("secretariat").get("/en/follow-up/").content.decode()
    for part in (
        f'<a href="/en/initiatives/TEST/plan/{overdue.key}/">Action</a>',
        '<span lang="fr-CA">Ouvrir un comptoir</span>',
        "A made-up service",
        "Fictitious contributor",
        long_date(LATE),
        '<span class="tag tag-returned">40 days late</span>',
        "1 item is late or due within 90 days.",
    ):
        assert part in page


def test_a_filter_that_is_wrong_is_told(cast: Cast, overdue: Action) -> None:
    page = cast.client("secretariat").get("/en/follow-up/?kind=nonsense")
    assert [each.field_id for each in page.context["errors"]] == ["id_kind"]
    assert "rows" not in page.context
    file = cast.client("secretariat").get("/en/follow-up.csv?kind=nonsense")
    assert file["Location"] == "/en/follow-up/?kind=nonsense"


def test_it_is_shown_50_at_a_time(cast: Cast) -> None:
    Action.objects.bulk_create(
        Action(initiative=cast.initiative, title=f"A{each}", title_language="en", due=LATE)
        for each in range(60)
    )
    client = cast.client("secretariat")
    first, second = (client.get(f"/en/follow-up/?page={page}") for page in (1, 2))
    names = [row.name for page in (first, second) for row in page.context["rows"]]
    assert ([len(each.context["rows"]) for each in (first, second)], len(set(names))) == (
        [50, 10], 60,
    )  # fmt: skip
    assert len(first.content) < 100_000


def test_the_list_as_csv(cast: Cast, overdue: Action) -> None:
    file = cast.client("secretariat").get("/en/follow-up.csv?late=yes")
    text = b"".join(file).decode("utf-8-sig")
    _heading, row = csv.reader(io.StringIO(text))
    assert row[:9] == [
        "Action", "TEST", "A made-up service", "Joint Councils", "British Columbia",
        "Action – Ouvrir un comptoir", "Fictitious contributor", str(LATE), "-40",
    ]  # fmt: skip
    assert row[9].endswith(f"/en/initiatives/TEST/plan/{overdue.key}/")


def test_the_list_as_an_excel_file(cast: Cast, overdue: Action) -> None:
    file = cast.client("secretariat").get("/fr/follow-up.xlsx")
    sheet = load_workbook(io.BytesIO(file.content)).active
    assert [sheet.cell(2, column).value for column in (2, 8, 9)] == ["TEST", str(LATE), -40]


@pytest.mark.parametrize(
    ("role", "page", "leads"),
    [
        ("secretariat", "/en/", True),
        ("cochair", "/en/councils/JC/", True),
        ("secretariat", "/en/councils/JC/", True),
        ("council_viewer", "/en/councils/JC/", False),
        ("lead", "/en/", False),
    ],
)
def test_those_who_may_find_the_way_to_it(cast: Cast, role: str, page: str, leads: bool) -> None:
    assert ("/en/follow-up/" in cast.client(role).get(page).content.decode()) is leads


def test_nothing_due_says_so(cast: Cast) -> None:
    assert "There is nothing to follow up." in (
        cast.client("secretariat").get("/en/follow-up/").content.decode()
    )
    Assessment.objects.update(due=LATE)
    assert "Nothing is due that matches these filters." in (
        cast.client("secretariat").get("/en/follow-up/?kind=review").content.decode()
    )
