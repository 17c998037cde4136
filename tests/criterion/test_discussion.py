"""It is assigned to Discussions of a criterion, and who."""

import pytest
from django.core import mail
from django.utils import timezone

from assessments.discussion import actions as discussion
from assessments.models import Assignment, Event, Membership, Participant, Remark, Thread
from assessments.people.actions import take_role
from assessments.people.personal_data import personal_data
from assessments.rating.reads import marked_criteria
from maturity.models import Attribute, Criterion, Jurisdiction
from maturity.text import lines
from tests.cast import Cast
from tests.criterion.test_evidence import LINK, PAGE, shown
from tests.forms import fields

SAY = {"do": "start", "thread-text": "Is this so by phone?\r\nReally?", "thread-language": "en"}


def start(cast: Cast, role: str = "lead", **more: object) -> Thread:
    cast.client(role).post(cast.url(PAGE), SAY | more)
    return Thread.objects.order_by("created_at").last()


def press(cast: Cast, role: str, **given: object) -> str:
    return cast.client(role).post(cast.url(PAGE), given, follow=True).content.decode()


def test_a_discussion_begins_with_what_somebody_says(cast: Cast) -> None:
    thread = start(cast, "contributor", **{"thread-language": "fr"})
    remark = thread.remarks.get()
    assert (remark.author, remark.text, remark.language) == (
        cast.people["contributor"], "Is this so by phone?\nReally?", "fr",
    )  # fmt: skip
    assert (thread.criterion.code, thread.resolved_at) == ("ACC-01", None)


def test_a_text_is_marked_with_its_language(cast: Cast) -> None:
    start(cast, **{"thread-language": "fr"})
    page = cast.client("viewer").get(cast.url(PAGE)).content.decode()
    assert '<div class="written" lang="fr-CA"><p>Is this so by phone?<br>Really?</p></div>' in page


def test_whoever_may_answer_can_be_mentioned_but_oneself(cast: Cast) -> None:
    start(cast, **{"thread-mentions": [cast.people["contributor"].pk]})
    assert Remark.objects.get().mentions.get() == cast.contributor
    assert "Asked to look at it: Fictitious" in shown(cast, "viewer")


@pytest.mark.parametrize("name", ["stranger", "cochair", "secretariat", "viewer", "lead", None])
def test_nobody_else_can_be_mentioned(cast: Cast, name: str | None) -> None:
    key = cast.people[name].pk if name else "9" * 400
    page = press(cast, "lead", **SAY, **{"thread-mentions": key})
    assert ('<a href="#id_thread-mentions">' in page, Thread.objects.count()) == (True, 0)


@pytest.mark.parametrize("text", ["", " \n", "x" * 10_001, "x" * 100_000, "\u200b", "\x1b"])
def test_a_fault_stands_at_the_text_and_nothing_is_lost(cast: Cast, text: str) -> None:
    given = SAY | {"thread-text": text, "link-title": "Kept"}
    page = press(cast, "lead", **given)
    assert ('<a href="#id_thread-text">' in page, Thread.objects.count()) == (True, 0)
    assert fields(page)["link-title"] == "Kept"
    assert fields(page)["thread-text"].strip() == lines(text)


def test_marks_that_turn_the_direction_are_taken_out(cast: Cast) -> None:
    thread = start(cast, **{"thread-text": "עברית \u202e abc"})
    assert thread.remarks.get().text == "עברית  abc"


def test_answering_takes_two_steps_and_no_script(cast: Cast) -> None:
    thread = start(cast, "contributor")
    client = cast.client("lead")
    half = {"link-title": "Half a title"}
    page = client.post(cast.url(PAGE), half | {"do": f"write:{thread.pk}"}).content.decode()
    values = fields(page)
    assert (values["replying"], values["link-title"]) == (str(thread.pk), "Half a title")
    given = {"do": f"answer:{thread.pk}", "reply-text": "It is.", "reply-language": "en"}
    client.post(cast.url(PAGE), values | given)
    assert [each.text for each in thread.remarks.all()][1:] == ["It is."]


def test_what_is_not_resolved_is_told_apart_and_counted(cast: Cast) -> None:
    first, _second = start(cast), start(cast)
    assert "Discussion 2 not resolved" in shown(cast)
    press(cast, "contributor", do=f"resolve:{first.pk}")
    text = shown(cast, "viewer")
    assert ("Discussion 1 not resolved" in text, "Resolved by Fictitious contributor" in text) == (
        True, True,
    )  # fmt: skip
    assert text.index("Open") < text.index("Resolved by")
    press(cast, "lead", do=f"reopen:{first.pk}")
    assert "Discussion 2 not resolved" in shown(cast)


def test_an_answer_to_what_is_resolved_meanwhile_is_told_and_kept(cast: Cast) -> None:
    thread = start(cast)
    discussion.resolve(thread, by=cast.people["contributor"])
    given = {"reply-text": "My answer", "reply-language": "en", "replying": thread.pk}
    page = press(cast, "lead", do=f"answer:{thread.pk}", **given)
    assert "Someone has since resolved this discussion" in page
    assert thread.remarks.count() == 1


def test_the_audit_record_says_who_spoke_and_not_what(cast: Cast) -> None:
    thread = start(cast)
    press(cast, "lead", do=f"resolve:{thread.pk}")
    press(cast, "lead", do=f"resolve:{thread.pk}")
    press(cast, "lead", do=f"reopen:{thread.pk}")
    told = Event.objects.filter(subject="thread").values_list("verb", "place", "old", "new")
    assert list(told) == [
        (verb, "ACC-01", None, None) for verb in ("start_thread", "resolve_thread", "reopen_thread")
    ]  # fmt: skip
    assert "Started a discussion" in shown(cast, page="history/")


@pytest.mark.parametrize(
    ("role", "status"),
    [("viewer", 403), ("secretariat", 403), ("cochair", 404), ("stranger", 404)],
)
@pytest.mark.parametrize("do", ["start", "answer", "resolve", "reopen"])
def test_only_those_who_rate_take_part(cast: Cast, role: str, status: int, do: str) -> None:
    thread = start(cast)
    given = SAY | {"do": do if do == "start" else f"{do}:{thread.pk}", "reply-text": "x"}
    response = cast.client(role).post(cast.url(PAGE), given)
    assert (response.status_code, Remark.objects.count()) == (status, 1)


@pytest.mark.parametrize(
    ("role", "sees"),
    [("lead", True), ("contributor", True), ("viewer", True), ("secretariat", True),
     ("cochair", False), ("council_viewer", False)],
)  # fmt: skip
def test_the_council_does_not_see_the_team_s_discussion(
    cast: Cast, role: str, *, sees: bool
) -> None:
    start(cast)
    cast.submit()
    text = shown(cast, role)
    assert ("Is this so by phone?" in text, "Assigned to" in text) == (sees, sees)


def test_a_discussion_of_another_statement_is_not_reached(cast: Cast) -> None:
    thread = start(cast)
    response = cast.client("lead").post(
        cast.url("criteria/ACC-02/"), {"do": f"resolve:{thread.pk}"}
    )
    thread.refresh_from_db()
    assert (response.status_code, thread.resolved_at) == (404, None)


def test_a_closed_assessment_is_not_discussed(cast: Cast) -> None:
    cast.submit()
    page = press(cast, "lead", **SAY)
    assert ("this page is now read-only" in page, Thread.objects.count()) == (True, 0)
    assert "Is this so by phone?" in page


def test_nobody_is_to_give_away_a_blind_rating(cast: Cast) -> None:
    warning = "Do not write here how yours rates this statement"
    assert warning not in shown(cast, "contributor")
    Participant.objects.create(
        assessment=cast.assessment, jurisdiction=Jurisdiction.objects.get(code="CA"),
        asked_at=timezone.now(),
    )  # fmt: skip
    assert (warning in shown(cast, "contributor"), warning in shown(cast)) == (True, True)
    Participant.objects.update(finished=True)
    assert warning not in shown(cast, "contributor")


# Assigned to.


def care(cast: Cast, name: str, do: str = "care", role: str = "lead") -> str:
    key = cast.people[name].pk if name else ""
    return press(cast, role, **{"do": do, f"{do}-person": key})


def test_a_criterion_and_its_attribute_are_assigned(cast: Cast) -> None:
    care(cast, "contributor")
    care(cast, "lead", do="care_attribute")
    rows = {(each.criterion, each.attribute, each.person) for each in Assignment.objects.all()}
    criterion = Criterion.objects.get(code="ACC-01")
    assert rows == {
        (criterion, None, cast.people["contributor"]),
        (None, Attribute.objects.get(code="ACC"), cast.people["lead"]),
    }
    text = shown(cast, "viewer")
    assert "This statement Fictitious contributor Easy access" in text


def test_an_assignment_can_be_changed_and_taken_back(cast: Cast) -> None:
    lead, contributor = (str(cast.people[name].pk) for name in ("lead", "contributor"))
    for name in ("contributor", "contributor", "lead", "", ""):
        care(cast, name)
    told = Event.objects.filter(verb="assign").values_list("place", "old", "new")
    assert list(told) == [
        ("ACC-01", None, {"person": contributor}),
        ("ACC-01", {"person": contributor}, {"person": lead}),
        ("ACC-01", {"person": lead}, None),
    ]
    assert Assignment.objects.count() == 0
    assert "Assigned a statement" in shown(cast, page="history/")


def test_whoever_is_mentioned_or_asked_gets_mail(cast: Cast) -> None:
    start(cast, **{"thread-mentions": [cast.people["contributor"].pk]})
    care(cast, "contributor")
    care(cast, "lead", do="care_attribute")
    assert [each.to for each in mail.outbox] == [["contributor@example.org"]] * 2


@pytest.mark.parametrize("name", ["viewer", "stranger", "secretariat"])
def test_only_leads_and_contributors_look_after_something(cast: Cast, name: str) -> None:
    page = care(cast, name)
    assert ('<a href="#id_care-person">' in page, Assignment.objects.count()) == (True, 0)


def test_who_left_the_team_while_the_page_was_open_is_told(cast: Cast) -> None:
    take_role(
        Membership.objects.get(person=cast.people["contributor"]), by=cast.people["secretariat"]
    )
    page = care(cast, "contributor")
    assert ('<a href="#id_care-person">' in page, Assignment.objects.count()) == (True, 0)


@pytest.mark.parametrize("role", ["contributor", "viewer", "secretariat"])
def test_only_the_lead_assigns(cast: Cast, role: str) -> None:
    response = cast.client(role).post(
        cast.url(PAGE), {"do": "care", "care-person": cast.people["lead"].pk}
    )
    assert (response.status_code, Assignment.objects.count()) == (403, 0)


def test_documents_and_open_discussions_are_counted_by_statement(cast: Cast) -> None:
    cast.client("lead").post(cast.url(PAGE), LINK)
    first, _second = start(cast), start(cast)
    discussion.resolve(first, by=cast.people["lead"])
    criterion, *others = marked_criteria(cast.assessment, Attribute.objects.get(code="ACC"))
    assert (criterion.code, criterion.documents, criterion.discussions) == ("ACC-01", 1, 1)
    assert {(each.documents, each.discussions) for each in others} == {(0, 0)}


def test_my_data_hold_what_i_said_and_look_after(cast: Cast) -> None:
    start(cast, **{"thread-mentions": [cast.people["contributor"].pk]})
    care(cast, "contributor")
    mine, theirs = (personal_data(cast.people[name]) for name in ("lead", "contributor"))
    assert [each["text"] for each in mine["discussions"]] == ["Is this so by phone?\nReally?"]
    assert [each["text"] for each in theirs["discussions"]] == [None]
    assert theirs["looked_after"] == [{"initiative": "TEST", "what": "ACC-01"}]
