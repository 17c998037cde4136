"""Working offline: download the workbook, fill it in, upload it, look at what would change."""

import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from openpyxl import Workbook, load_workbook

from assessments.cycle.actions import start_assessment
from assessments.models import Assessment, Event
from assessments.models.people import Role
from assessments.models.uploads import WorkbookUpload
from assessments.people.actions import give_role
from assessments.rating.actions import save_answer
from assessments.rating.answers import Answer, answer_of
from assessments.review import actions as workflow
from assessments.workbook.actions import keep_upload
from maturity.models import Channel, Criterion, Stage
from tests.cast import Cast
from tests.forms import fields
from tests.workbook.sheets import cell, edited, filled

pytestmark = pytest.mark.slow

PAGE = "workbook/"


def download(cast: Cast, language: str = "en") -> bytes:
    return cast.client("lead").get(cast.url("workbook.xlsx", language)).content


def upload(cast: Cast, data: bytes, language: str = "en", role: str = "lead") -> HttpResponse:
    file = SimpleUploadedFile("workbook.xlsx", data)
    return cast.client(role).post(cast.url(PAGE, language), {"file": file}, follow=True)


def decide(cast: Cast, shown: HttpResponse, **more: Any) -> HttpResponse:
    """Posts the preview as it is shown, with a button pressed."""
    address = shown.redirect_chain[-1][0]
    data = fields(shown.content.decode()) | (more or {"apply": "1"})
    return cast.client("lead").post(address, data, follow=True)


def rate(cast: Cast, code: str, rating: str, channel: str | None = None) -> None:
    criterion = Criterion.objects.get(code=code)
    where = Channel.objects.get(code=channel) if channel else None
    save_answer(cast.assessment, criterion, where, Answer(rating), by=cast.people["lead"])


def ratings(cast: Cast) -> dict[str, str]:
    return {
        f"{row.criterion.code}/{row.channel.code}" if row.channel else row.criterion.code: (
            row.rating
        )
        for row in cast.assessment.ratings.select_related("criterion", "channel")
        if row.rating
    }


def test_the_workbook_is_downloaded_in_the_language_of_the_page(cast: Cast) -> None:
    response = cast.client("lead").get(cast.url("workbook.xlsx", "fr"))
    assert response.headers["Content-Disposition"] == 'attachment; filename="TEST-DEL-1-fr.xlsx"'
    names = load_workbook(io.BytesIO(response.content)).sheetnames
    assert names[1:4] == ["Accessible", "Uniforme", "Efficient"]


def test_it_is_previewed_and_nothing_is_saved_yet(cast: Cast) -> None:
    rate(cast, "ACC-01", "P")
    data = filled(download(cast), ("ACC-01", "rating", "Largely achieved"))
    page = upload(cast, data).content.decode()
    assert "1 answer would change" in page
    assert "Partially achieved</td><td>Largely achieved" in page
    assert ratings(cast) == {"ACC-01": "P"}


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Some invisible characters were removed."),
        ("fr", "Des caractères invisibles ont été supprimés."),
    ],
)
def test_the_preview_says_what_was_changed_in_texts(cast: Cast, language: str, told: str) -> None:
    data = filled(download(cast), ("ACC-01", "comment", "a\u200bb"))
    assert upload(cast, data, language).content.decode().count(told) == 1


def test_it_is_applied_as_the_person_who_uploaded_it(cast: Cast) -> None:
    data = filled(
        download(cast),
        ("ACC-01", "rating", "Largely achieved"),
        ("ACC-01", "comment", "=Une remarque"),
        ("ACC-01", "comment_language", "Français"),
        ("R1", "rating", "Fully achieved"),
    )
    # A formula is not text, so it has to be made text first.
    data = edited(data, lambda book: setattr(cell(book, "ACC-01", "comment"), "data_type", "s"))
    done = decide(cast, upload(cast, data))
    assert "The workbook was applied: 2 answers were changed." in done.content.decode()
    row = cast.assessment.ratings.get()
    assert answer_of(row) == Answer("L", "=Une remarque", "fr")
    assert cast.assessment.results.get().rating == "F"
    events = Event.objects.filter(verb__in=["rate", "rate_result"])
    assert {event.actor_id for event in events} == {cast.people["lead"].pk}
    assert WorkbookUpload.objects.count() == 0


def test_a_french_workbook_is_taken_on_an_english_page(cast: Cast) -> None:
    data = filled(download(cast, "fr"), ("ACC-01", "rating", "Entièrement atteint"))
    decide(cast, upload(cast, data, "en"))
    assert ratings(cast) == {"ACC-01": "F"}


def test_untouched_it_says_so(cast: Cast) -> None:
    cast.rate_all()
    rate(cast, "ACC-01", "P", "ONLINE")
    page = upload(cast, download(cast))
    assert "contains no changes" in page.content.decode()
    assert WorkbookUpload.objects.count() == 0


def test_what_was_not_taken_is_listed_even_where_nothing_changes(cast: Cast) -> None:
    def edit(book: Workbook) -> None:
        book.worksheets[1]["L6"] = "A remark <here>"

    shown = upload(cast, edited(download(cast), edit))
    page = shown.content.decode()
    assert "Nothing would change: what was read from the workbook is already here." in page
    assert "A remark &lt;here&gt;</td><td>It is outside the white cells" in page
    assert WorkbookUpload.objects.count() == 1
    decide(cast, shown, cancel="1")
    assert WorkbookUpload.objects.count() == 0


def test_faults_are_listed_with_their_cells_and_nothing_is_kept(cast: Cast) -> None:
    data = filled(
        download(cast),
        ("ACC-01", "rating", "Largely achieved"),
        ("ACC-02", "rating", "Great"),
        ("R1", "indicator_value", "=1+1"),
    )
    page = upload(cast, data).content.decode()
    assert "The workbook has 2 faults" in page
    assert '<td>Easy access and accessible</td><td class="num">7</td><td>E – Rating</td>' in page
    assert '<td>Results</td><td class="num">5</td><td>I – Value</td>' in page
    assert (ratings(cast), WorkbookUpload.objects.count()) == ({}, 0)


def test_a_file_that_is_no_workbook_is_told_at_the_field(cast: Cast) -> None:
    page = upload(cast, b"Code,Rating\n").content.decode()
    assert '<a href="#id_file">' in page
    assert "a table as text (.csv)" in page


def test_no_file_is_told_at_the_field(cast: Cast) -> None:
    page = cast.client("lead").post(cast.url(PAGE), {}).content.decode()
    assert '<a href="#id_file">' in page


# Conflicts.


@pytest.fixture
def conflict(cast: Cast) -> HttpResponse:
    """The preview of a workbook whose answer someone has changed after the download."""
    rate(cast, "ACC-01", "P")
    data = download(cast)
    rate(cast, "ACC-01", "N")
    return upload(
        cast, filled(data, ("ACC-01", "rating", "Fully achieved"), ("ACC-02", "rating", "L"))
    )


def test_a_conflict_shows_both_and_is_left_out(cast: Cast, conflict: HttpResponse) -> None:
    page = conflict.content.decode()
    assert "Changed here after the download" in page
    assert "Not achieved</td><td>Fully achieved" in page
    decide(cast, conflict)
    assert ratings(cast) == {"ACC-01": "N", "ACC-02": "L"}


def test_a_conflict_is_settled_for_the_workbook(cast: Cast, conflict: HttpResponse) -> None:
    decide(cast, conflict, apply="1", use="ACC-01")
    assert ratings(cast) == {"ACC-01": "F", "ACC-02": "L"}


def test_what_changes_after_the_preview_is_shown_anew(cast: Cast, conflict: HttpResponse) -> None:
    rate(cast, "ACC-02", "N")
    page = decide(cast, conflict, apply="1", use="ACC-01").content.decode()
    assert "Someone has since changed an answer" in page
    assert ratings(cast) == {"ACC-01": "N", "ACC-02": "N"}
    assert 'value="ACC-01" checked' in page


def test_a_choice_survives_the_change_of_language(cast: Cast, conflict: HttpResponse) -> None:
    data = {"redisplay": "1", "use": "ACC-01"}
    address = conflict.redirect_chain[-1][0].replace("/en/", "/fr/")
    page = cast.client("lead").post(address, data).content.decode()
    assert 'value="ACC-01" checked' in page
    assert ratings(cast) == {"ACC-01": "N"}


def test_cancelling_forgets_the_upload(cast: Cast, conflict: HttpResponse) -> None:
    decide(cast, conflict, cancel="1")
    assert (ratings(cast), WorkbookUpload.objects.count()) == ({"ACC-01": "N"}, 0)


# Channels.


def test_ratings_by_channel_replace_the_one_for_all(cast: Cast) -> None:
    rate(cast, "ACC-01", "P")

    def edit(book: Any) -> None:
        cell(book, "ACC-01", "rating").value = "F"
        cell(book, "ACC-01", "channel").value = "Online"

    shown = upload(cast, edited(download(cast), edit))
    assert "All channels: Partially achieved" in shown.content.decode()
    decide(cast, shown)
    assert ratings(cast) == {"ACC-01/ONLINE": "F"}


# Whose workbook, and when.


@pytest.mark.parametrize("seen", [True, False])
def test_a_workbook_of_another_assessment_is_named_to_whoever_may_see_it(
    cast: Cast, seen: bool
) -> None:
    data = download(cast)
    other = start_assessment(
        cast.initiative,
        Stage.objects.get(code="DES"),
        by=cast.people["lead"],
        as_of=cast.assessment.as_of,
    )
    if not seen:
        Assessment.objects.filter(pk=cast.assessment.pk).delete()
    file = SimpleUploadedFile("workbook.xlsx", data)
    address = f"/en/assessments/{other.pk}/workbook/"
    page = cast.client("lead").post(address, {"file": file}).content.decode()
    assert ("A made-up service, Delivery, assessment number 1" in page) == seen
    assert "This is the workbook of another assessment" in page


def test_a_closed_assessment_takes_no_workbook(cast: Cast) -> None:
    data = filled(download(cast), ("ACC-01", "rating", "N"))
    cast.submit()
    page = upload(cast, data).content.decode()
    assert "this page is now read-only" in page
    assert WorkbookUpload.objects.count() == 0


def test_an_assessment_closed_after_the_preview_is_left_alone(cast: Cast) -> None:
    cast.rate_all()
    shown = upload(cast, filled(download(cast), ("ACC-01", "rating", "N")))
    workflow.submit(cast.assessment, by=cast.people["lead"])
    page = decide(cast, shown).content.decode()
    assert "this page is now read-only" in page
    assert ratings(cast)["ACC-01"] == "L"


def test_the_preview_is_its_uploaders_alone(cast: Cast, conflict: HttpResponse) -> None:
    give_role(
        cast.people["stranger"],
        Role.LEAD,
        by=cast.people["secretariat"],
        initiative=cast.initiative,
    )
    address = conflict.redirect_chain[-1][0]
    assert cast.client("stranger").get(address).status_code == 404
    assert cast.client("viewer").get(address).status_code == 403


def test_a_second_upload_takes_the_place_of_the_first(cast: Cast) -> None:
    content = {"language": "en", "seen": [], "entries": []}
    for _n in range(2):
        keep_upload(cast.assessment, json.loads(json.dumps(content)), by=cast.people["lead"])
    assert WorkbookUpload.objects.count() == 1


def test_long_texts_are_shown_from_where_they_differ(cast: Cast) -> None:
    criterion = Criterion.objects.get(code="ACC-01")
    answer = Answer(comment="a" * 900, comment_language="en")
    save_answer(cast.assessment, criterion, None, answer, by=cast.people["lead"])
    data = filled(download(cast), ("ACC-01", "comment", "a" * 800 + "b" * 500))
    page = upload(cast, data).content.decode()
    assert f"<td>…{'a' * 140}</td><td>…{'a' * 40}{'b' * 260}…</td>" in page
