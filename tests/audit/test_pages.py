"""The history of an assessment and of a person: what the pages and the spreadsheets tell."""

import csv
import datetime
import html
import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from assessments.audit.record import record
from assessments.cycle.actions import change_date
from assessments.improvement.actions import ActionText, Aim, remove_item, save_item, set_target
from assessments.initiatives.actions import update_initiative
from assessments.models import Event, Participant
from assessments.partners.actions import Opinion, save_opinions
from assessments.partners.consensus_actions import record_dissent
from assessments.rating.actions import save_answer, save_result
from assessments.rating.answers import Answer, ResultAnswer
from assessments.review import actions as workflow
from assessments.web.spreadsheet import SEPARATORS
from maturity.models import Attribute, Channel, Criterion, Jurisdiction, Result
from tests.cast import Cast

pytestmark = pytest.mark.either_database("JSON")
Queries = Callable[[int], AbstractContextManager[Any]]


def page(cast: Cast, query: str = "", *, role: str = "lead", language: str = "en") -> str:
    return cast.client(role).get(cast.url("history/", language) + query).content.decode()


def rows(source: str) -> list[list[str]]:
    """The cells of a page's table as their text, without white space at the ends of lines."""
    body = source.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        [
            re.sub(r"\s+", " ", html.unescape(re.sub("<[^>]*>", " ", cell))).strip()
            for cell in re.split("</t[hd]>", row)[:-1]
        ]
        for row in body.split("</tr>")[:-1]
    ]


def newest(cast: Cast, role: str = "lead") -> list[str]:
    """What the newest event says, but for its time."""
    return rows(page(cast, role=role))[0][1:]


def sheet(cast: Cast, role: str = "lead", language: str = "en") -> list[list[str]]:
    response = cast.client(role).get(cast.url("history.csv", language))
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=SEPARATORS[language]))


def rate(cast: Cast, answer: Answer, code: str = "ACC-01", channel: str = "") -> None:
    where = Channel.objects.filter(code=channel).first()
    criterion = Criterion.objects.get(code=code)
    save_answer(cast.assessment, criterion, where, answer, by=cast.people["lead"])


def rate_alone(cast: Cast, *, finished: bool = False, jurisdiction: str = "CA") -> None:
    opinions = [Opinion(Criterion.objects.get(code="ACC-01"), None, "P")]
    where = Jurisdiction.objects.get(code=jurisdiction)
    by = cast.people["contributor"]
    save_opinions(cast.assessment, where, opinions, by=by, finished=finished)


LEAD = "Fictitious lead Initiative lead"


def test_a_rating_is_told_in_words(cast: Cast) -> None:
    rate(cast, Answer("L"))
    assert newest(cast) == [LEAD, "Rated a statement", "ACC-01", "Rating: Largely achieved"]


def test_a_changed_answer_is_told_part_by_part(cast: Cast) -> None:
    rate(cast, Answer("L", comment="Bien.", comment_language="fr"))
    rate(cast, Answer("F"))
    assert newest(cast) == [
        LEAD, "Changed the answer to a statement", "ACC-01",
        "Rating: Largely achieved → changed to Fully achieved Comment: Bien. → changed to –",
    ]  # fmt: skip
    assert 'lang="fr-CA">Bien.' in page(cast)


def test_the_rating_of_a_channel_says_what_it_replaces(cast: Cast) -> None:
    rate(cast, Answer("L"))
    rate(cast, Answer("P"), channel="PHONE")
    assert newest(cast)[2:] == [
        "ACC-01, By phone",
        "Rating: Partially achieved Replaced ratings: Largely achieved → changed to –",
    ]


def test_an_answer_taken_back_is_told(cast: Cast) -> None:
    rate(cast, Answer("L"))
    rate(cast, Answer())
    assert newest(cast)[1] == "Removed the answer to a statement"


def test_a_dissent_is_among_what_happened_to_an_answer(cast: Cast) -> None:
    rate(cast, Answer("L"))
    criterion, by = Criterion.objects.get(code="ACC-01"), cast.people["lead"]
    record_dissent(cast.assessment, criterion, None, "We differ.", "en", by=by)
    assert [row[2] for row in rows(page(cast, "?criterion=ACC-01"))] == [
        "Recorded a dissent", "Rated a statement",
    ]  # fmt: skip


def test_a_confirmed_answer_is_told(cast: Cast) -> None:
    rate(cast, Answer("L"))
    cast.assessment.ratings.update(carried_forward=True)
    rate(cast, Answer("L"))
    assert newest(cast)[1:] == ["Confirmed the answer carried forward", "ACC-01", "–"]


def test_every_kind_of_write_is_told(cast: Cast) -> None:
    """The sentences and the places, in the order of the writes."""
    lead, assessment = cast.people["lead"], cast.assessment
    day = datetime.date(2027, 1, 31)
    result = Result.objects.get(code="R1")
    save_result(assessment, result, ResultAnswer(rating="P"), by=lead)
    attribute = Attribute.objects.get(code="ACC")
    for level in (1, 2, None):
        set_target(cast.initiative, attribute, Aim(level, day if level else None), by=lead)
    action = save_item(cast.initiative, ActionText("Try it", "en"), by=lead)
    done = ActionText("Try it", "en", status="done")
    save_item(cast.initiative, done, by=lead, row=action)
    remove_item(action, done, by=lead)
    change_date(assessment, by=lead, as_of=day)
    workflow.withdraw(assessment, by=lead)
    told = [row[2:] for row in rows(page(cast))][::-1]
    assert told == [
        ["Started the assessment", "–", "Assessment number: 1"],
        ["Rated a result", "R1", "Rating: Partially achieved"],
        ["Set a target", "Easy access and accessible",
         "Target level: 1 To be reached by: 2027-01-31"],
        ["Changed a target", "Easy access and accessible", "Target level: 1 → changed to 2"],
        ["Removed a target", "Easy access and accessible",
         "Target level: 2 → changed to – To be reached by: 2027-01-31 → changed to –"],
        ["Added an action", "–", "What will be done: Try it Status: Planned"],
        ["Changed an action", "–", "Status: Planned → changed to Done"],
        ["Removed an action from the plan", "–",
         "What will be done: Try it → changed to – Status: Done → changed to –"],
        ["Changed the date of the situation", "–",
         "Situation as of: 2026-10-31 → changed to 2027-01-31"],
        ["Withdrew the assessment", "–", "State: In progress → changed to Withdrawn"],
    ]  # fmt: skip


def test_the_way_to_a_baseline_is_told(cast: Cast) -> None:
    cast.submit()
    workflow.return_to_team(cast.assessment, by=cast.people["cochair"], reason="?", language="en")
    workflow.submit(cast.assessment, by=cast.people["lead"])
    baseline = workflow.approve(cast.assessment, by=cast.people["cochair"])
    cochair = "Fictitious cochair Co-chair"
    assert [row[1:] for row in rows(page(cast))[:5]] == [
        [cochair, "Made the baseline", "–", f"SHA-256: {baseline.sha256}"],
        [cochair, "Approved the assessment", "–", "State: Submitted → changed to Approved"],
        [LEAD, "Submitted the assessment", "–", "State: Returned → changed to Submitted"],
        [
            cochair,
            "Returned the assessment to its team",
            "–",
            "Reason: ? State: Submitted → changed to Returned",
        ],
        [LEAD, "Submitted the assessment", "–", "State: In progress → changed to Submitted"],
    ]


def test_what_people_wrote_is_shown_as_text(cast: Cast) -> None:
    rate(cast, Answer("L", comment="<script>alert(1)</script>", comment_language="en"))
    source = page(cast)
    assert ("<script>alert" in source, "&lt;script&gt;alert(1)" in source) == (False, True)


def test_a_long_text_is_shortened_with_the_whole_behind_it(cast: Cast) -> None:
    text = "word " * 40 + "end"
    rate(cast, Answer("L", comment=text, comment_language="en"))
    [details] = re.findall('<details class="long">.*?</details>', page(cast), re.DOTALL)
    summary = re.search("<summary>(.*?)</summary>", details)
    assert summary
    assert (len(summary[1]), text in details) == (120, True)


def test_times_are_local_and_short(cast: Cast) -> None:
    now = timezone.localtime(Event.objects.latest("id").at).strftime("%Y-%m-%d %H:%M")
    assert rows(page(cast))[0][0] == f"{now} ET"


def test_the_history_of_one_statement(cast: Cast) -> None:
    rate(cast, Answer("L"))
    rate(cast, Answer("P"), channel="PHONE")
    rate(cast, Answer("F"), code="ACC-02")
    assert [row[3] for row in rows(page(cast, "?criterion=acc-01 "))] == [
        "ACC-01, By phone",
        "ACC-01",
    ]


def test_a_statement_without_answers(cast: Cast) -> None:
    assert "Nobody has answered ACC-01 yet." in page(cast, "?criterion=ACC-01")


@pytest.mark.parametrize("code", ["ACC-99", "R1", "x", "%01x", "<b>"])
def test_an_unknown_statement_is_told(cast: Cast, code: str) -> None:
    source = page(cast, f"?criterion={code}")
    assert ("Edition 2017-draft of the model has no statement" in source, rows(source)) == (
        True,
        [],
    )
    assert "<b>" not in source


@pytest.mark.parametrize(
    ("query", "first", "count"),
    [("", 61, 50), ("?page=2", 11, 11), ("?page=1000000000", 11, 11), ("?page=x", 61, 50),
     ("?page=-1", 11, 11), ("?page=" + "9" * 5000, 61, 50)],
)  # fmt: skip
def test_a_page_has_fifty_events(cast: Cast, query: str, first: int, count: int) -> None:
    for number in range(60):
        rate(cast, Answer("L", comment=f"Comment {number}", comment_language="en"))
    found = rows(page(cast, query))
    told = f"Comment {first - 2}"
    assert (len(found), found[0][4].rpartition(" changed to ")[2]) == (count, told)


def test_pages_lead_to_one_another_and_keep_the_statement(cast: Cast) -> None:
    for number in range(120):
        rate(cast, Answer("L", comment=f"{number}", comment_language="en"))
    source = page(cast, "?criterion=ACC-01&page=2")
    assert 'rel="prev" href="?criterion=ACC-01&amp;page=1"' in source
    assert 'rel="next" href="?criterion=ACC-01&amp;page=3"' in source


# Blindness: what a participant rated independently.


@pytest.mark.parametrize("role", ["lead", "secretariat"])
def test_what_a_participant_rated_is_withheld_until_all_have_finished(
    cast: Cast, role: str
) -> None:
    Participant.objects.create(
        assessment=cast.assessment, jurisdiction=Jurisdiction.objects.get(code="CA-BC")
    )
    rate_alone(cast, finished=True)
    contributor = "Fictitious contributor Contributor"
    where = [contributor, "Rated independently", "Government of Canada"]
    assert newest(cast, role) == [*where, "Shown once every participant has finished."]
    assert sheet(cast, role)[1][7:] == ["", "Shown once every participant has finished."]
    assert rows(page(cast, "?criterion=ACC-01", role=role)) == []
    Participant.objects.update(finished=True)
    assert newest(cast, role) == [
        *where, "Finished: Yes ACC-01: Partially achieved",
    ]  # fmt: skip
    assert [row[4] for row in rows(page(cast, "?criterion=ACC-01", role=role))] == [
        "Finished: Yes ACC-01: Partially achieved"
    ]


@pytest.mark.parametrize(
    ("finished", "tells"),
    [
        (True, "Finished: Yes ACC-01: Partially achieved"),
        (False, "Shown once every participant has finished."),
    ],
)
def test_approval_ends_blindness_but_of_who_never_finished(
    cast: Cast, tells: str, *, finished: bool
) -> None:
    Participant.objects.create(
        assessment=cast.assessment, jurisdiction=Jurisdiction.objects.get(code="CA-BC")
    )
    rate_alone(cast, finished=finished)
    cast.submit()
    workflow.approve(cast.assessment, by=cast.people["cochair"])
    told = [row for row in rows(page(cast, "?page=1")) if row[2] == "Rated independently"]
    assert [row[4] for row in told] == [tells]
    of_statement = [row[2] for row in rows(page(cast, "?criterion=ACC-01"))]
    assert ("Rated independently" in of_statement) == finished


def test_of_several_ratings_only_the_asked_for_is_told(cast: Cast) -> None:
    opinions = [
        Opinion(Criterion.objects.get(code=code), None, "P") for code in ("ACC-01", "ACC-02")
    ]
    where = Jurisdiction.objects.get(code="CA")
    by = cast.people["contributor"]
    save_opinions(cast.assessment, where, opinions, by=by, finished=True)
    [row] = rows(page(cast, "?criterion=ACC-02"))
    assert row[4] == "Finished: Yes ACC-02: Partially achieved"


def test_a_participant_sees_its_own_ratings_in_its_own_history(cast: Cast) -> None:
    rate_alone(cast)
    person = cast.people["contributor"]
    for role, told in (
        ("contributor", "ACC-01: Partially achieved"),
        ("secretariat", "Shown once every participant has finished."),
    ):
        source = cast.client(role).get(f"/en/people/{person.pk}/history/").content.decode()
        assert rows(source)[0][5] == told


# Spreadsheets.


def test_the_spreadsheet_has_every_event(cast: Cast) -> None:
    cast.rate_all()
    rate(cast, Answer("F", comment="Bien.", comment_language="fr"))
    heading, first, *others = sheet(cast)
    assert heading == [
        "Number", "Date and time (Eastern Time)", "Who", "Role", "What", "About", "Where",
        "Before", "After",
    ]  # fmt: skip
    event = Event.objects.latest("id")
    assert first == [
        str(event.id), timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M"), "Fictitious lead",
        "Initiative lead", "Changed the answer to a statement", "A made-up service – Delivery (1)",
        "ACC-01", "Rating – Largely achieved", "Rating – Fully achieved\nComment – Bien.",
    ]  # fmt: skip
    assert len(others) == 47


def test_the_spreadsheet_speaks_the_readers_language(cast: Cast) -> None:
    rate(cast, Answer("L"))
    assert sheet(cast, language="fr")[1][5:] == [
        "Un service inventé – Exécution (1)", "ACC-01", "", "En grande partie atteint",
    ]  # fmt: skip


def test_the_spreadsheet_is_a_download_in_utf_8(cast: Cast) -> None:
    response = cast.client("lead").get(cast.url("history.csv"))
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert (
        response.headers["Content-Disposition"] == 'attachment; filename="TEST-DEL-1-history.csv"'
    )
    assert b"".join(response.streaming_content)[:3] == b"\xef\xbb\xbf"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_history_in_excel_says_what_the_csv_file_says(cast: Cast, language: str) -> None:
    rate(cast, Answer("L", "=1+1", "en"))
    response = cast.client("lead").get(cast.url("history.xlsx", language))
    word = {"en": "history", "fr": "historique"}[language]
    assert response.headers["Content-Disposition"].endswith(f'"TEST-DEL-1-{word}.xlsx"')
    page = load_workbook(io.BytesIO(response.content)).active
    rows = [["" if each is None else str(each) for each in row] for row in page.values]
    written = sheet(cast, language=language)
    assert rows == [[each.removeprefix("'") for each in row] for row in written]


def test_no_text_is_a_formula(cast: Cast) -> None:
    save_item(cast.initiative, ActionText("=1+1", "en"), by=cast.people["lead"])
    change = {"title": "=1+1"}
    subject = cast.assessment
    record("other", subject, by=cast.people["lead"], assessment=subject, new=change)
    assert sheet(cast)[1][8] == "'=1+1"


# People.


def test_a_person_reads_what_they_did_and_what_was_done_about_them(cast: Cast) -> None:
    lead = cast.people["lead"]
    rate(cast, Answer("L"))
    source = cast.client("lead").get(f"/en/people/{lead.pk}/history/").content.decode()
    assert [row[1:] for row in rows(source)] == [
        [LEAD, "Rated a statement", "A made-up service – Delivery (1)", "ACC-01",
         "Rating: Largely achieved"],
        [LEAD, "Started the assessment", "A made-up service – Delivery (1)", "–",
         "Assessment number: 1"],
        ["Fictitious secretariat Secretariat", "Gave a role", "A made-up service", "–",
         "Person: Fictitious lead Role: Initiative lead Initiative: TEST"],
    ]  # fmt: skip


def test_what_the_secretariat_did_to_an_initiative_is_told(cast: Cast) -> None:
    person = cast.people["secretariat"]
    update_initiative(
        cast.initiative, by=person, name_fr="Autre", channels=list(Channel.objects.all()[:1])
    )
    source = cast.client("secretariat").get(f"/en/people/{person.pk}/history/").content.decode()
    assert rows(source)[0][2:] == [
        "Changed the initiative", "A made-up service", "–",
        "Name: A made-up service – Un service inventé → changed to A made-up service – Autre "
        "Channels: Online, By phone → changed to In person",
    ]  # fmt: skip


def test_a_person_without_a_history(cast: Cast) -> None:
    stranger = cast.people["stranger"]
    source = cast.client("stranger").get(f"/en/people/{stranger.pk}/history/").content.decode()
    assert "Nothing has happened yet." in source


def test_the_history_of_nobody_is_not_found(cast: Cast) -> None:
    path = f"/en/people/{cast.assessment.pk}/history/"
    assert cast.client("secretariat").get(path).status_code == 404


def test_a_persons_spreadsheet(cast: Cast) -> None:
    lead = cast.people["lead"]
    response = cast.client("lead").get(f"/en/people/{lead.pk}/history.csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert [row[4] for row in csv.reader(io.StringIO(text))] == [
        "What", "Started the assessment", "Gave a role",
    ]  # fmt: skip


# Queries.


def test_the_pages_take_the_same_queries_however_long(
    cast: Cast, django_assert_num_queries: Queries
) -> None:
    person = cast.people["lead"]
    for times in (1, 59):
        for number in range(times):
            rate(cast, Answer("L", comment=f"{times} {number}", comment_language="en"))
        client = cast.client("lead")
        client.get("/")  # The first request of a session also notes when it began.
        for path, count in (
            (cast.url("history/"), 16), (cast.url("history/?criterion=ACC-01"), 17),
            (cast.url("history.csv"), 13), (f"/en/people/{person.pk}/history/?page=9", 14),
        ):  # fmt: skip
            with django_assert_num_queries(count):
                response = client.get(path)
                if response.streaming:
                    list(response.streaming_content)


@pytest.mark.parametrize("role", ["lead", "viewer"])
def test_the_overview_leads_to_the_history(cast: Cast, role: str) -> None:
    link = f'href="{cast.url("history/")}"'
    assert (link in cast.client(role).get(cast.url("")).content.decode()) == (role == "lead")
