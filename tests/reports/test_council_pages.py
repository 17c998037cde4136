"""The page of a council's report: for whom, with which names, of which dates."""

import datetime
import html
import re

import pytest
from django.test import Client
from django.utils import timezone

from assessments.initiatives.actions import update_initiative
from assessments.models import Initiative, Person
from assessments.models.people import Role
from assessments.people.actions import give_role
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


def test_the_secretariat_sees_the_joint_councils_by_name(approved: Cast) -> None:
    said = text(approved.client("secretariat"))
    assert ("A made-up service" in said, "1 of 1 initiative has a baseline." in said) == (
        True,
        True,
    )


def to_another_council(approved: Cast) -> None:
    council = Council.objects.get(code="PSSDC")
    update_initiative(approved.initiative, by=approved.secretariat, council=council)


def test_who_may_not_see_every_initiative_sees_no_name(approved: Cast) -> None:
    to_another_council(approved)
    said = text(approved.client("cochair"))
    assert ("A made-up service" in said, "Fewer than 5 initiatives" in said) == (False, True)


def test_who_has_a_role_in_each_council_sees_the_names(approved: Cast) -> None:
    secretariat = approved.people["secretariat"]
    for code in ("PSSDC", "PSCIOC"):
        council = Council.objects.get(code=code)
        give_role(approved.people["cochair"], Role.VIEWER, by=secretariat, council=council)
    approved.people["cochair"] = Person.objects.get(pk=approved.people["cochair"].pk)
    assert "A made-up service" in text(approved.client("cochair"))


def test_a_council_sees_its_own_by_name(approved: Cast) -> None:
    council = Council.objects.get(code="PSSDC")
    update_initiative(approved.initiative, by=approved.people["secretariat"], council=council)
    address = "/en/councils/PSSDC/report/"
    assert "A made-up service" in text(approved.client("other_cochair"), address)


def test_what_a_reader_knows_by_name_is_not_withheld_from_them(approved: Cast) -> None:
    said = text(approved.client("cochair"))
    assert ("A made-up service" in said, "1 of 1 initiative has a baseline." in said) == (
        False,
        True,
    )


def test_who_sees_no_names_chooses_no_day(approved: Cast) -> None:
    to_another_council(approved)
    client, days = approved.client("cochair"), "?at=2026-01-31&since=2025-01-31"
    page = client.get(f"{PAGE}{days}").content.decode()
    assert ("Other days cannot be chosen." in page, 'name="at"' in page) == (True, False)
    assert "January 31, 2026" not in page
    file = client.get(f"/en/councils/JC/report-en.pdf{days}")
    name = f'filename="JC-{timezone.localdate().isoformat()}-council-unnamed-en.pdf"'
    assert file.headers["Content-Disposition"] == f"attachment; {name}"


@pytest.mark.parametrize(("role", "links"), [("cochair", 3), ("council_viewer", 0)])
def test_the_files_are_offered_to_those_who_may_take_them(
    approved: Cast, role: str, links: int
) -> None:
    page = approved.client(role).get(PAGE).content.decode()
    found = re.findall(r'href="(/en/councils/JC/report-\w+\.pdf)"', page)
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
    assert "No initiative has been submitted yet." in text(
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
