"""A government's own ratings by workbook: its own answers, and nobody else's, there and back."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from openpyxl import load_workbook

from assessments.models import Event, Participant, Person
from assessments.models.people import Role
from assessments.models.uploads import WorkbookUpload
from assessments.partners.actions import ask_to_rate, finish, save_opinion
from assessments.people.actions import give_role, take_role
from assessments.rating.actions import save_answer
from assessments.rating.answers import Answer, answer_of
from maturity.models import Channel, Criterion, Jurisdiction
from tests.cast import Cast
from tests.forms import fields
from tests.workbook.sheets import filled

pytestmark = pytest.mark.slow

PAGE, FILE = "own/workbook/", "own/workbook.xlsx"
# In the team's answer and in that of another government: no workbook of Canada's may have them.
TEAM, OTHER = "Zanzibar", "Ouagadougou"


@pytest.fixture
def sheet(cast: Cast) -> Participant:
    """Canada's own ratings, beside the team's and those of British Columbia."""
    governments = [Jurisdiction.objects.get(code=code) for code in ("CA", "CA-BC")]
    canada, columbia = ask_to_rate(cast.assessment, governments, by=cast.lead)
    criterion = Criterion.objects.get(code="ACC-02")
    save_answer(cast.assessment, criterion, None, Answer("F", TEAM, "en"), by=cast.lead)
    other = Person.objects.create(email="other@example.org", name="Fictitious other")
    save_opinion(columbia, criterion, None, Answer("F", OTHER, "en"), by=other)
    rate(cast, canada, "ACC-01", "P")
    return canada


def rate(cast: Cast, sheet: Participant, code: str, rating: str, comment: str = "Ours") -> None:
    criterion = Criterion.objects.get(code=code)
    save_opinion(sheet, criterion, None, Answer(rating, comment, "en"), by=cast.contributor)


def download(cast: Cast, language: str = "en") -> bytes:
    return cast.client("contributor").get(cast.url(FILE, language)).content


def upload(cast: Cast, data: bytes, role: str = "contributor", page: str = PAGE) -> HttpResponse:
    file = SimpleUploadedFile("workbook.xlsx", data)
    return cast.client(role).post(cast.url(page), {"file": file}, follow=True)


def decide(cast: Cast, shown: HttpResponse, **more: Any) -> HttpResponse:
    data = fields(shown.content.decode()) | (more or {"apply": "1"})
    return cast.client("contributor").post(shown.redirect_chain[-1][0], data, follow=True)


def ratings(sheet: Participant) -> dict[str, str]:
    rows = sheet.ratings.select_related("criterion", "channel")
    return {
        f"{row.criterion.code}/{row.channel.code}" if row.channel else row.criterion.code: (
            row.rating
        )
        for row in rows
        if row.rating
    }


def test_it_holds_the_answers_of_one_government_only(cast: Cast, sheet: Participant) -> None:
    book = load_workbook(io.BytesIO(download(cast)))
    cells = {str(c.value) for page in book for row in page for c in row if c.value is not None}
    assert {"Ours", "Partially achieved", "Government of Canada"} <= cells
    assert not cells & {TEAM, OTHER}
    assert "Results" not in book.sheetnames
    answers = [row[1].value for row in book["ccs-workbook"] if row[0].value == "answer"]
    assert answers == ["ACC-01"]


def test_it_is_named_after_its_government_in_the_language_of_the_page(
    cast: Cast, sheet: Participant
) -> None:
    response = cast.client("contributor").get(cast.url(FILE, "fr"))
    name = 'attachment; filename="TEST-DEL-1-CA-fr.xlsx"'
    assert response.headers["Content-Disposition"] == name
    guide = load_workbook(io.BytesIO(response.content)).worksheets[0]
    words = [cell.value for row in guide for cell in row]
    assert "Gouvernement du Canada" in words
    assert "Parcourez les feuilles. Chaque attribut a la sienne." in words


def test_it_is_previewed_and_then_stored_as_the_governments_own(
    cast: Cast, sheet: Participant
) -> None:
    data = filled(download(cast, "fr"), ("ACC-01", "rating", "N"), ("ACC-02", "rating", "L"))
    shown = upload(cast, data)
    page = shown.content.decode()
    assert "Partially achieved</td><td>Not achieved" in page
    assert ("2 answers would change" in page, TEAM in page) == (True, False)
    assert ratings(sheet) == {"ACC-01": "P"}
    done = decide(cast, shown)
    assert done.redirect_chain[-1][0] == cast.url("own/")
    assert "The workbook was applied: 2 answers were changed." in done.content.decode()
    assert ratings(sheet) == {"ACC-01": "N", "ACC-02": "L"}
    row = sheet.ratings.get(criterion__code="ACC-01")
    assert (answer_of(row), row.page_language) == (Answer("N", "Ours", "en"), "fr")
    assert cast.assessment.ratings.get().rating == "F"
    event = Event.objects.order_by("id").last()
    assert event is not None
    assert (event.verb, event.actor_id) == ("rate_alone", cast.contributor.pk)
    assert WorkbookUpload.objects.count() == 0


def test_what_another_contributor_changed_meanwhile_is_a_conflict(
    cast: Cast, sheet: Participant
) -> None:
    data = filled(download(cast), ("ACC-01", "rating", "F"), ("ACC-02", "rating", "L"))
    rate(cast, sheet, "ACC-01", "N")
    shown = upload(cast, data)
    assert "Changed here after the download" in shown.content.decode()
    decide(cast, shown)
    assert ratings(sheet) == {"ACC-01": "N", "ACC-02": "L"}
    decide(cast, upload(cast, data), apply="1", use="ACC-01")
    assert ratings(sheet) == {"ACC-01": "F", "ACC-02": "L"}


def test_cancelling_leads_back_to_its_page(cast: Cast, sheet: Participant) -> None:
    shown = upload(cast, filled(download(cast), ("ACC-01", "rating", "F")))
    done = decide(cast, shown, cancel="1")
    assert done.redirect_chain[-1][0] == cast.url(PAGE)
    assert (ratings(sheet), WorkbookUpload.objects.count()) == ({"ACC-01": "P"}, 0)


def test_an_answer_of_each_channel_is_kept_as_such(cast: Cast, sheet: Participant) -> None:
    criterion, phone = Criterion.objects.get(code="ACC-03"), Channel.objects.get(code="PHONE")
    save_opinion(sheet, criterion, phone, Answer("P"), by=cast.contributor)
    decide(cast, upload(cast, filled(download(cast), ("ACC-01", "rating", "F"))))
    assert ratings(sheet) == {"ACC-01": "F", "ACC-03/PHONE": "P"}


def test_the_teams_workbook_and_a_governments_are_not_mixed_up(
    cast: Cast, sheet: Participant
) -> None:
    told = "it was downloaded for the team, or for another government"
    teams = cast.client("lead").get(cast.url("workbook.xlsx")).content
    assert told in upload(cast, teams).content.decode()
    own = filled(download(cast), ("ACC-01", "rating", "F"))
    assert told in upload(cast, own, "lead", "workbook/").content.decode()
    membership = cast.contributor.memberships.get()
    scope = {"initiative": cast.initiative, "jurisdiction": cast.initiative.lead}
    give_role(cast.contributor, Role.CONTRIBUTOR, by=cast.secretariat, **scope)
    assert membership.pk == cast.contributor.memberships.get().pk
    assert told in upload(cast, own).content.decode()
    assert WorkbookUpload.objects.count() == 0


def test_what_is_kept_is_not_applied_for_others_once_a_role_has_changed(
    cast: Cast, sheet: Participant
) -> None:
    shown = upload(cast, filled(download(cast), ("ACC-01", "rating", "F")))
    address = shown.redirect_chain[-1][0]
    take_role(cast.contributor.memberships.get(), by=cast.secretariat)
    assert cast.client("contributor").post(address, {"apply": "1"}).status_code == 404
    give_role(cast.contributor, Role.LEAD, by=cast.secretariat, initiative=cast.initiative)
    client = cast.client("contributor")
    statuses = [client.get(each).status_code for each in (address, address.replace("/own/", "/"))]
    assert statuses == [403, 404]


def test_a_government_that_has_finished_takes_no_workbook(cast: Cast, sheet: Participant) -> None:
    data = filled(download(cast), ("ACC-01", "rating", "F"))
    shown = upload(cast, data)
    finish(sheet, by=cast.contributor, incomplete=True)
    for done in (decide(cast, shown), upload(cast, data)):
        assert "Your government has finished." in done.content.decode()
    assert ratings(sheet) == {"ACC-01": "P"}


@pytest.mark.parametrize("role", ["lead", "viewer", "secretariat"])
def test_nobody_else_opens_it(cast: Cast, sheet: Participant, role: str) -> None:
    shown = upload(cast, filled(download(cast), ("ACC-01", "rating", "F")))
    addresses = [cast.url(FILE), cast.url(PAGE), shown.redirect_chain[-1][0]]
    assert [cast.client(role).get(each).status_code for each in addresses] == [403] * 3


def test_the_page_of_ones_own_ratings_leads_to_it_while_it_is_open(
    cast: Cast, sheet: Participant
) -> None:
    link = f'href="{cast.url(PAGE)}"'
    client = cast.client("contributor")
    assert link in client.get(cast.url("own/")).content.decode()
    shown = client.get(cast.url(PAGE)).content.decode()
    assert (f'href="{cast.url(FILE)}"' in shown, "nothing from the others" in shown) == (
        True,
        True,
    )
    finish(sheet, by=cast.contributor, incomplete=True)
    assert link not in client.get(cast.url("own/")).content.decode()


def test_its_queries(cast: Cast, sheet: Participant, django_assert_num_queries) -> None:
    client = cast.client("contributor")
    client.get(cast.url(PAGE))
    for _time in range(2):
        for path, number in ((PAGE, 7), (FILE, 13)):
            with django_assert_num_queries(number):
                client.get(cast.url(path))
        for criterion in Criterion.objects.all():
            rate(cast, sheet, criterion.code, "L")
