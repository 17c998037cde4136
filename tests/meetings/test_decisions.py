"""Decisions and recommendations: written in both languages, published once both are there."""

from typing import Any

import pytest
from django.utils.html import escape

from assessments.audit.history import entries, of_person
from assessments.audit.words import EventWords
from assessments.meetings.actions import remove_meeting, save_decisions
from assessments.meetings.reads import decided
from assessments.models import Decision, Event, Meeting
from tests.cast import Cast
from tests.forms import fields
from tests.meetings.held import HELD_ON, address, council, held, recorded, submit

ENGLISH, FRENCH = "Assess every year.", "Évaluer chaque année."
BOTH = {"kind": "decision", "text_en": ENGLISH, "text_fr": FRENCH}
NEW = {"new-kind": "decision", "new-text_en": ENGLISH, "new-text_fr": FRENCH}
MISSING = "A decision written in only one language is not published. Add the other language."


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return held(cast)


def decide(cast: Cast, meeting: Meeting, **more: str) -> Decision:
    save_decisions(meeting, [(None, BOTH | more)], by=cast.cochair)
    return meeting.decisions.last()  # type: ignore[return-value]


def published(meeting: Meeting) -> list[str]:
    return [each.text["fr"] for each in decided([meeting.council], HELD_ON)]


def test_one_in_both_languages_is_published(cast: Cast, meeting: Meeting) -> None:
    answer = submit(cast, address(meeting), NEW)
    assert "The decisions are saved." in answer.text
    assert MISSING not in answer.text
    row = Decision.objects.get()
    assert (row.kind, row.text_en, row.text_fr) == ("decision", ENGLISH, FRENCH)
    assert published(meeting) == [FRENCH]


@pytest.mark.parametrize("missing", ["text_en", "text_fr"])
def test_one_in_one_language_is_kept_and_not_published(
    cast: Cast, meeting: Meeting, missing: str
) -> None:
    answer = submit(cast, address(meeting), {**NEW, f"new-{missing}": ""})
    assert MISSING in answer.text
    assert "Not published: one language is missing" in answer.text
    assert published(meeting) == []
    page = cast.client("council_viewer").get(address(meeting)).text
    assert "Nothing decided at this meeting has been published yet." in page
    assert ENGLISH not in page


def test_the_other_language_publishes_it(cast: Cast, meeting: Meeting) -> None:
    row = decide(cast, meeting, text_fr="")
    answer = submit(cast, address(meeting), {f"d{row.pk}-text_fr": FRENCH})
    assert MISSING not in answer.text
    assert published(meeting) == [FRENCH]


@pytest.mark.parametrize(("language", "text"), [("en", ENGLISH), ("fr", FRENCH)])
def test_a_viewer_reads_it_in_their_language_and_has_no_form(
    cast: Cast, meeting: Meeting, language: str, text: str
) -> None:
    decide(cast, meeting)
    page = cast.client("council_viewer").get(address(meeting, language)).text
    assert f"<p>{text}</p>" in page
    assert 'id="page"' not in page


@pytest.mark.parametrize(
    ("role", "status"),
    [("council_viewer", 403), ("stranger", 404), ("lead", 404), ("other_cochair", 404)],
)
def test_nobody_else_writes_them(cast: Cast, meeting: Meeting, role: str, status: int) -> None:
    answer = cast.client(role).post(address(meeting), NEW)
    assert (answer.status_code, Decision.objects.count()) == (status, 0)


def test_one_is_changed(cast: Cast, meeting: Meeting) -> None:
    row = decide(cast, meeting)
    submit(cast, address(meeting), {f"d{row.pk}-kind": "recommendation"})
    row.refresh_from_db()
    assert row.kind == "recommendation"
    assert [verb for verb, _old, _new in recorded("decision")] == ["save_decision"] * 2


@pytest.mark.parametrize("role", ["cochair", "secretariat"])
def test_it_is_recorded_in_which_role_somebody_decided(
    cast: Cast, meeting: Meeting, role: str
) -> None:
    save_decisions(meeting, [(None, BOTH)], by=cast.people[role])
    assert Event.objects.latest("id").role == role


def test_what_is_saved_as_it_was_is_not_recorded(cast: Cast, meeting: Meeting) -> None:
    decide(cast, meeting)
    submit(cast, address(meeting), {})
    assert len(recorded("decision")) == 1


def test_one_is_removed(cast: Cast, meeting: Meeting) -> None:
    row = decide(cast, meeting)
    submit(cast, address(meeting), {f"d{row.pk}-remove": "on", f"d{row.pk}-text_en": ""})
    assert not Decision.objects.exists()
    verb, old, new = recorded("decision")[-1]
    assert (verb, old["text"], new) == ("remove_decision", [ENGLISH, FRENCH], None)


def test_one_without_a_text_is_told_and_nothing_is_saved(cast: Cast, meeting: Meeting) -> None:
    row = decide(cast, meeting)
    emptied = {f"d{row.pk}-text_en": "", f"d{row.pk}-text_fr": ""}
    page = submit(cast, address(meeting), emptied | NEW).text
    assert "Enter the text in at least one language, or remove the decision." in page
    assert page.count(escape(ENGLISH)) == 1  # what was typed into the form of a new one
    assert [each.text_en for each in Decision.objects.all()] == [ENGLISH]


def test_all_faults_are_told_at_once(cast: Cast, meeting: Meeting) -> None:
    row = decide(cast, meeting)
    wrong = {f"d{row.pk}-text_en": "x" * 2001, "new-kind": "law", "new-text_en": "y" * 2001}
    page = submit(cast, address(meeting), NEW | wrong).text
    summary = page.partition('class="error-summary"')[2].partition("</ul>")[0]
    assert summary.count("<li>") == 3
    assert "x" * 2001 in page
    assert "y" * 2001 in page
    assert [each.text_en for each in Decision.objects.all()] == [ENGLISH]


def test_a_kind_alone_is_no_decision(cast: Cast, meeting: Meeting) -> None:
    submit(cast, address(meeting), {"new-kind": "recommendation"})
    assert not Decision.objects.exists()


def test_a_meeting_has_at_most_thirty(cast: Cast, meeting: Meeting) -> None:
    save_decisions(meeting, [(None, BOTH)] * 30, by=cast.cochair)
    page = submit(cast, address(meeting), NEW).text
    assert "A meeting has at most 30 decisions and recommendations." in page
    assert meeting.decisions.count() == 30
    assert len(page.encode()) < 100_000


def test_what_two_people_write_both_stands(cast: Cast, meeting: Meeting) -> None:
    row = decide(cast, meeting)
    client, path = cast.client("cochair"), address(meeting)
    mine = fields(client.get(path).text)
    submit(cast, path, {f"d{row.pk}-text_en": "Theirs."}, "secretariat")
    client.post(path, mine | {f"d{row.pk}-text_fr": "La mienne."})
    row.refresh_from_db()
    assert (row.text_en, row.text_fr) == ("Theirs.", "La mienne.")


def test_one_that_was_removed_meanwhile_is_added_again(cast: Cast, meeting: Meeting) -> None:
    row = decide(cast, meeting)
    gone = Decision.objects.get(pk=row.pk)
    save_decisions(meeting, [(row, None)], by=cast.secretariat)
    save_decisions(meeting, [(gone, {**BOTH, "text_en": "Mine."})], by=cast.cochair)
    assert [each.text_en for each in Decision.objects.all()] == ["Mine."]


def test_a_meeting_that_is_gone_takes_none(cast: Cast, meeting: Meeting) -> None:
    remove_meeting(meeting, by=cast.secretariat)
    with pytest.raises(Meeting.DoesNotExist):
        save_decisions(meeting, [(None, BOTH)], by=cast.cochair)


def test_the_report_has_those_of_the_last_meeting_until_its_day(
    cast: Cast, meeting: Meeting
) -> None:
    decide(cast, meeting)
    later = held(cast, HELD_ON.replace(month=9))
    decide(cast, later, text_fr="Plus tard.")
    found = {
        month: [each.text["fr"] for each in decided([council()], HELD_ON.replace(month=month))]
        for month in (5, 6, 8, 9, 10)
    }
    assert found == {
        5: [], 6: [FRENCH], 8: [FRENCH], 9: ["Plus tard."], 10: ["Plus tard."],
    }  # fmt: skip


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("role", ["cochair", "council_viewer"])
def test_the_page_takes_a_fixed_number_of_queries(
    cast: Cast,
    meeting: Meeting,
    number: int,
    role: str,
    django_assert_num_queries: Any,
) -> None:
    save_decisions(meeting, [(None, BOTH)] * number, by=cast.cochair)
    client = cast.client(role)
    client.get(address(meeting))
    with django_assert_num_queries(5):
        page = client.get(address(meeting)).text
    assert page.count(ENGLISH) == number


def test_the_history_tells_it_in_words(cast: Cast, meeting: Meeting) -> None:
    row = decide(cast, meeting, text_fr="")
    save_decisions(meeting, [(row, {**BOTH, "kind": "recommendation"})], by=cast.cochair)
    save_decisions(meeting, [(row, None)], by=cast.cochair)
    remove_meeting(meeting, by=cast.cochair)
    told = entries(list(of_person(cast.cochair, cast.cochair)), EventWords())
    assert [each.what for each in reversed(told)] == [
        "Added a meeting of the council",
        "Added a decision of the council",
        "Changed a decision of the council",
        "Removed a decision of the council",
        "Removed a meeting of the council",
    ]
    changed = {each.label: (each.old.text, each.new.text) for each in told[2].changes}
    assert changed == {
        "Kind": ("Decision", "Recommendation"),
        "Text": (ENGLISH, f"{ENGLISH} – {FRENCH}"),
    }
