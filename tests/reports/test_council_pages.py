"""The page of a council's report: for whom, with which names, of which dates."""

import datetime
import html
import re

import pytest
from django.test import Client
from django.utils import timezone

from assessments.initiatives.actions import update_initiative
from assessments.models import Initiative
from assessments.review import actions as workflow
from assessments.seeding import scale
from maturity.models import Council
from tests.cast import Cast

PAGE = "/en/councils/JC/report/"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def approved(cast: Cast) -> Cast:
    """The cast, whose assessment is a baseline of the Joint Councils."""
    cast.submit()
    workflow.approve(cast.assessment, by=cast.people["cochair"])
    return cast


def text(client: Client, address: str = PAGE) -> str:
    """What a page says, without its tags."""
    page = client.get(address).content.decode()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def to_another_council(cast: Cast) -> None:
    council = Council.objects.get(code="PSSDC")
    update_initiative(cast.initiative, by=cast.secretariat, council=council)


JOINT_TABLE = ["secretariat", "cochair", "council_viewer"]


@pytest.mark.parametrize("role", JOINT_TABLE)
def test_the_joint_councils_are_seen_by_name(approved: Cast, role: str) -> None:
    said = text(approved.client(role))
    assert "A made-up service" in said
    assert "The only registered initiative has a baseline." in said


@pytest.mark.parametrize("role", JOINT_TABLE)
def test_so_is_what_another_council_has_a_baseline_of(approved: Cast, role: str) -> None:
    to_another_council(approved)
    assert "A made-up service" in text(approved.client(role))


@pytest.mark.parametrize("role", JOINT_TABLE)
def test_but_not_what_it_has_none_of(cast: Cast, role: str) -> None:
    to_another_council(cast)
    cast.submit()
    said = text(cast.client(role))
    assert "A made-up service" not in said
    assert "The only registered initiative has no baseline yet." in said


def test_a_council_sees_its_own_by_name(approved: Cast) -> None:
    to_another_council(approved)
    address = "/en/councils/PSSDC/report/"
    assert "A made-up service" in text(approved.client("other_cochair"), address)


def test_a_council_sees_nothing_of_another_one(approved: Cast) -> None:
    said = text(approved.client("other_cochair"), "/en/councils/PSSDC/report/")
    assert "A made-up service" not in said
    assert "No initiative is registered yet." in said
    assert approved.client("other_cochair").get(PAGE).status_code == 404


def test_a_co_chair_of_the_joint_councils_chooses_the_days(approved: Cast) -> None:
    to_another_council(approved)
    client, days = approved.client("cochair"), "?at=2026-01-31&since=2025-01-31"
    page = client.get(f"{PAGE}{days}").text
    assert re.findall(r'name="(?:at|since)" value="([\d-]+)"', page) == ["2026-01-31", "2025-01-31"]
    file = client.get(f"/en/councils/JC/report-en.pdf{days}")
    name = 'filename="JC-2026-01-31-council-en.pdf"'
    assert file.headers["Content-Disposition"] == f"attachment; {name}"


@pytest.mark.parametrize(("role", "links"), [("cochair", 3), ("council_viewer", 0)])
def test_the_files_are_offered_to_those_who_may_take_them(
    approved: Cast, role: str, links: int
) -> None:
    page = approved.client(role).get(PAGE).content.decode()
    found = re.findall(r'href="(/en/councils/JC/report-\w+\.pdf)\?', page)
    assert len(found) == links


def test_the_file_is_of_the_dates_of_the_page(approved: Cast) -> None:
    response = approved.client("secretariat").get(
        "/en/councils/JC/report-en.pdf?at=2026-01-31&since=2025-01-31"
    )
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="JC-2026-01-31-council-en.pdf"'
    )
    assert response.content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("at=soon", "Situation as of – Enter a valid date."),
        (
            "at=2999-01-01",
            "Situation as of – This date is in the future. Choose today or an earlier date.",
        ),
        (
            "at=0001-01-01",
            "Situation as of – The model did not exist on this date. Choose a later one.",
        ),
        (
            "since=0001-01-01",
            "Compared with – The model did not exist on this date. Choose a later one.",
        ),
        (
            "at=2026-01-31&since=2026-01-31",
            "Compared with – Choose a date before the date of the situation.",
        ),
        ("at=2024-02-29&since=%00x", "Compared with – Enter a valid date."),
    ],
)
def test_a_date_that_cannot_be_is_told_at_its_field(cast: Cast, query: str, message: str) -> None:
    response = cast.client("secretariat").get(f"{PAGE}?{query}")
    assert (response.status_code, message in html.unescape(response.content.decode())) == (
        200,
        True,
    )
    file = cast.client("secretariat").get(f"/en/councils/JC/report-en.pdf?{query}", follow=True)
    assert file.status_code == 200
    assert message in html.unescape(file.content.decode())


def test_a_leap_day_is_compared_with_the_day_before_it_a_year_ago(cast: Cast) -> None:
    page = cast.client("secretariat").get(f"{PAGE}?at=2024-02-29").content.decode()
    assert re.findall(r'name="(?:at|since)" value="([\d-]+)"', page) == ["2024-02-29", "2023-02-28"]


def test_today_is_the_day_unless_another_is_chosen(approved: Cast) -> None:
    today = timezone.localdate()
    page = approved.client("secretariat").get(PAGE).content.decode()
    assert re.findall(r'name="at" value="([\d-]+)"', page) == [str(today)]
    assert "No initiative is registered yet." in text(
        approved.client("secretariat"), f"{PAGE}?at={today - DAY}"
    )


@pytest.mark.parametrize(
    ("role", "councils"),
    [
        ("cochair", ["JC"]),
        ("council_viewer", ["JC"]),
        ("other_cochair", ["PSSDC"]),
        ("lead", []),
        ("secretariat", ["JC", "PSSDC", "PSCIOC"]),
    ],
)
def test_the_home_page_leads_to_the_councils_that_one_may_see(
    cast: Cast, role: str, councils: list[str]
) -> None:
    page = cast.client(role).get("/en/").content.decode()
    assert re.findall(r'href="/en/councils/(\w+)/report/"', page) == councils


def test_the_page_says_so_in_french(approved: Cast) -> None:
    page = approved.client("secretariat").get("/fr/councils/JC/report/").content.decode()
    assert ("Un service inventé" in page, '<html lang="fr-CA">' in page) == (True, True)


def test_it_shows_some_initiatives_at_a_time(approved: Cast) -> None:
    list(scale.add(range(8, 68), seed=3))
    client = approved.client("secretariat")
    lines = re.compile(r'<li><span class="label">')
    first, second, beyond = (
        client.get(f"{PAGE}?page={number}").content.decode().partition('id="en-initiatives"')[2]
        for number in (1, 2, 99)
    )
    total = Initiative.objects.count()
    assert [len(lines.findall(page)) for page in (first, second, beyond)] == [
        50,
        total - 50,
        total - 50,
    ]
    assert (first.startswith(" open"), second.startswith(" open")) == (False, True)
