"""Mail about people's work: who gets which, in which language, and who is left in peace."""

import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.utils import timezone
from django.utils.html import escape
from django_tasks_db.models import DBTaskResult

from assessments.cycle.actions import set_due
from assessments.discussion.actions import answer, start_thread
from assessments.discussion.assignments import assign
from assessments.importing.actions import import_document
from assessments.models import Assessment, Event, Membership, Participant, Person, Remark, Thread
from assessments.models.people import Role
from assessments.notices import notices
from assessments.notices.reminders import remind, remind_of_due_dates
from assessments.partners.actions import ask_to_rate, finish, save_opinion
from assessments.partners.actions import remind as remind_to_rate
from assessments.people.actions import deactivate, give_role, take_role, update_person
from assessments.people.personal_data import personal_data
from assessments.rating.answers import Answer
from assessments.review import actions as workflow
from maturity.models import Attribute, Criterion, Jurisdiction, Worker
from maturity.operations import jobs
from tests.cast import Cast
from tests.forms import fields

TODAY = datetime.date(2026, 11, 24)
WHAT = {"en": "A made-up service – Delivery", "fr": "Un service inventé – "}


def days(number: int) -> datetime.timedelta:
    return datetime.timedelta(days=number)


def receivers() -> list[str]:
    """Who got mail since the last time this was asked."""
    found = sorted(each.to[0].removesuffix("@example.org") for each in mail.outbox)
    mail.outbox.clear()
    return found


def participant(cast: Cast) -> Participant:
    jurisdiction = Jurisdiction.objects.get(code="CA")
    return Participant.objects.create(assessment=cast.assessment, jurisdiction=jurisdiction)


def remark(cast: Cast, *mentioned: str) -> Remark:
    criterion = Criterion.objects.get(code="ACC-02")
    thread = Thread.objects.create(assessment=cast.assessment, criterion=criterion)
    made = Remark.objects.create(
        thread=thread, author=cast.people["lead"], text="A secret.", language="en"
    )
    made.mentions.set([cast.people[name] for name in mentioned])
    return made


def due_soon(cast: Cast) -> None:
    cast.assessment.due = TODAY + days(3)
    notices.due_soon(cast.assessment, today=TODAY)


# Each kind: who does it, how it is told of, who gets it, and the page that it leads to.
KINDS: dict[str, tuple[str, Callable[[Cast, Person], Any], list[str], str]] = {
    "asked_to_rate": (
        "lead",
        lambda cast, by: notices.to_government("asked_to_rate", participant(cast), by=by),
        ["contributor"],
        "own/",
    ),
    "reminded_to_rate": (
        "lead",
        lambda cast, by: notices.to_government("reminded_to_rate", participant(cast), by=by),
        ["contributor"],
        "own/",
    ),
    "finished": (
        "contributor",
        lambda cast, by: notices.finished(participant(cast), rated=9, total=46, by=by),
        ["lead"],
        "partners/",
    ),
    "submitted": (
        "lead",
        lambda cast, by: notices.submitted(cast.assessment, by=by),
        ["cochair"],
        "review/",
    ),
    "returned": (
        "cochair",
        lambda cast, by: notices.returned(cast.assessment, by=by),
        ["lead"],
        "",
    ),
    "approved": (
        "cochair",
        lambda cast, by: notices.approved(cast.assessment, by=by),
        ["contributor", "lead"],
        "",
    ),
    "due_soon": ("", lambda cast, by: due_soon(cast), ["lead"], ""),
    "mentioned": (
        "lead",
        lambda cast, by: notices.mentioned(remark(cast, "viewer", "contributor", "lead"), by=by),
        ["contributor"],
        "criteria/ACC-02/#t-",
    ),
    "assigned": (
        "lead",
        lambda cast, by: notices.assigned(
            cast.assessment, Criterion.objects.get(code="ACC-02"), cast.people["contributor"], by=by
        ),
        ["contributor"],
        "criteria/ACC-02/",
    ),
}


@pytest.fixture
def submitted(cast: Cast) -> Cast:
    """The assessment as its council may see it."""
    now = timezone.now()
    Assessment.objects.filter(pk=cast.assessment.pk).update(submitted_at=now, state="submitted")
    cast.assessment.refresh_from_db()
    return cast


def tell(cast: Cast, kind: str) -> None:
    who, told, _receivers, _page = KINDS[kind]
    told(cast, cast.people[who] if who else cast.people["secretariat"])


def test_every_kind_of_mail_about_work_is_tried_here() -> None:
    account = {
        "account_notice", "email_confirmation", "invitation", "password_reset_key", "role",
        "sign_off", "work_sign_off",
        # Of plans and lessons: tried in the tests of their rooms.
        "action_assigned", "action_due", "lesson_curated", "lesson_sent_back",
        "reminded", "digest", "asked_to_vote",
    }  # fmt: skip
    folder = Path(settings.BASE_DIR, "templates", "notices")
    assert {each.stem for each in folder.glob("*.txt")} == account | set(KINDS)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_in_its_reader_s_language_and_leads_to_the_page(
    submitted: Cast, kind: str, language: str
) -> None:
    Person.objects.update(language=language)
    tell(submitted, kind)
    who, _told, people, page = KINDS[kind]
    assert sorted(each.to[0] for each in mail.outbox) == [f"{each}@example.org" for each in people]
    message = mail.outbox[0]
    portal = re.escape(settings.PORTAL_URL)
    links = re.findall(rf"{portal}/\S+", message.body)
    assert links[0].startswith(settings.PORTAL_URL + submitted.url(page, language))
    assert links[-1] == f"{settings.PORTAL_URL}/{language}/account/"
    assert WHAT[language] in message.subject
    assert WHAT[language] in message.body
    assert (f"Fictitious {who}" in message.body) == bool(who)
    [html] = [content for content, kind in message.alternatives if kind == "text/html"]
    assert f'<html lang="{language}-CA">' in html
    assert escape(links[0]) in html
    assert [mark for mark in ("{{", "{%", "None", "A secret", "ZZ") if mark in html] == []


@pytest.mark.parametrize(
    ("left", "words"), [(0, "today."), (1, "2026: in 1 day."), (14, "2026: in 14 days.")]
)
def test_a_reminder_says_how_long_there_is_still(cast: Cast, left: int, words: str) -> None:
    cast.assessment.due = TODAY + days(left)
    notices.due_soon(cast.assessment, today=TODAY)
    assert mail.outbox[0].body.splitlines()[0].endswith(words)


def test_the_way_of_an_assessment_is_told_at_each_step(cast: Cast) -> None:
    cast.submit()
    assert receivers() == ["cochair"]
    workflow.return_to_team(
        cast.assessment, by=cast.people["cochair"], reason="A secret.", language="en"
    )
    [message] = mail.outbox
    assert "A secret." not in message.body
    assert receivers() == ["lead"]
    workflow.submit(cast.assessment, by=cast.people["secretariat"])
    assert receivers() == ["cochair"]
    workflow.approve(cast.assessment, by=cast.people["cochair"])
    assert receivers() == ["contributor", "lead"]


def test_the_way_of_a_government_s_own_rating_is_told_at_each_step(cast: Cast) -> None:
    lead, canada = cast.people["lead"], Jurisdiction.objects.get(code="CA")
    [sheet] = ask_to_rate(cast.assessment, [canada], by=lead)
    assert receivers() == ["contributor"]
    assert (ask_to_rate(cast.assessment, [canada], by=lead), receivers()) == ([], [])
    remind_to_rate(sheet, by=lead)
    assert receivers() == ["contributor"]
    save_opinion(sheet, Criterion.objects.get(code="ACC-01"), None, Answer("L"), by=lead)
    finish(sheet, by=cast.people["contributor"], incomplete=True)
    assert "It rated 1 of 46 statements." in mail.outbox[-1].body
    assert receivers() == ["lead"]


def test_whoever_is_mentioned_or_asked_to_look_after_something_is_told(cast: Cast) -> None:
    lead, criterion = cast.people["lead"], Criterion.objects.get(code="ACC-02")
    text = {"text": "A secret.", "language": "en"}
    thread = start_thread(
        cast.assessment, criterion, by=lead, mentions=[cast.people["contributor"]], **text
    )
    assert receivers() == ["contributor"]
    answer(thread, by=cast.people["contributor"], mentions=[lead], **text)
    assert receivers() == ["lead"]
    answer(thread, by=lead, **text)
    assert receivers() == []
    for _time in range(2):  # The second time nothing changes.
        assign(cast.assessment, criterion, cast.people["contributor"], by=lead)
    assert receivers() == ["contributor"]
    assign(cast.assessment, criterion, None, by=lead)
    assert receivers() == []


def test_a_step_that_is_refused_tells_nobody(cast: Cast) -> None:
    cast.client("lead").post(cast.url("check/"))
    assert receivers() == []


def test_imports_tell_nobody(cast: Cast) -> None:
    cast.rate_all()
    by = cast.people["secretariat"]
    workflow.submit(cast.assessment, by=by, notify=False)
    workflow.approve(cast.assessment, by=by, notify=False)
    document = {
        "format": "ccs-assessment/1", "edition": "2017-draft", "stage": "DEL",
        "initiative": {"code": "TEST"},
        "participants": [{"jurisdiction": "CA", "finished": True}],
    }  # fmt: skip
    import_document(document, by=by)
    assert receivers() == []


def test_whoever_is_named_to_review_is_told_in_place_of_the_co_chairs(submitted: Cast) -> None:
    cast = submitted
    cast.assessment.reviewer = cast.people["secretariat"]
    notices.submitted(cast.assessment, by=cast.people["lead"])
    assert receivers() == ["secretariat"]


def test_the_co_chairs_are_told_where_whoever_was_named_may_not_review_any_more(
    submitted: Cast,
) -> None:
    cast = submitted
    cast.assessment.reviewer = cast.people["other_cochair"]
    notices.submitted(cast.assessment, by=cast.people["lead"])
    assert receivers() == ["cochair"]


def test_nobody_is_told_of_what_they_did_themselves(submitted: Cast) -> None:
    notices.returned(submitted.assessment, by=submitted.people["lead"])
    notices.submitted(submitted.assessment, by=submitted.people["cochair"])
    assert receivers() == []


def test_no_mail_reaches_whoever_wants_none(cast: Cast) -> None:
    update_person(cast.people["lead"], by=cast.people["lead"], mail_muted=True)
    due_soon(cast)
    assert receivers() == []


def test_no_mail_reaches_whoever_has_left(submitted: Cast) -> None:
    cast = submitted
    deactivate(cast.people["contributor"], by=cast.people["secretariat"])
    notices.approved(cast.assessment, by=cast.people["cochair"])
    assert receivers() == ["lead"]


def test_no_mail_goes_to_an_address_that_is_not_confirmed(cast: Cast) -> None:
    lead = cast.people["lead"]
    EmailAddress.objects.create(user=lead, email=lead.email, primary=True, verified=False)
    due_soon(cast)
    assert receivers() == []
    EmailAddress.objects.update(verified=True)
    due_soon(cast)
    assert receivers() == ["lead"]


def test_whoever_may_not_see_the_assessment_any_more_is_told_nothing_of_it(cast: Cast) -> None:
    made = remark(cast, "contributor", "viewer", "stranger", "cochair")
    [membership] = cast.people["viewer"].memberships.all()
    take_role(membership, by=cast.people["lead"])
    assert receivers() == ["viewer"]
    notices.mentioned(made, by=cast.people["lead"])
    assert receivers() == ["contributor"]


def test_only_contributors_of_the_government_that_is_asked_are_told(cast: Cast) -> None:
    give_role(
        cast.people["stranger"],
        Role.CONTRIBUTOR,
        by=cast.people["lead"],
        initiative=cast.initiative,
        jurisdiction=Jurisdiction.objects.get(code="CA-BC"),
        notify=False,
    )
    notices.to_government("asked_to_rate", participant(cast), by=cast.people["lead"])
    assert receivers() == ["contributor"]


def test_a_name_of_two_lines_does_not_break_a_subject(cast: Cast) -> None:
    cast.assessment.initiative.name_en = "Two\nlines"
    due_soon(cast)
    assert mail.outbox[0].subject == ("To be submitted by November 27, 2026: Two lines – Delivery")


@pytest.mark.parametrize(
    ("role", "page"), [("lead", "attributes/ACC/#ACC-02"), ("contributor", "own/ACC/#ACC-02")]
)
def test_what_is_assigned_leads_to_where_it_is_rated(cast: Cast, role: str, page: str) -> None:
    participant(cast)
    criterion, by = Criterion.objects.get(code="ACC-02"), cast.people["secretariat"]
    notices.assigned(cast.assessment, criterion, cast.people[role], by=by)
    assert settings.PORTAL_URL + cast.url(page) in mail.outbox[0].body.splitlines()


def test_an_attribute_to_look_after_is_read_in_the_profile(cast: Cast) -> None:
    attribute, by = Attribute.objects.get(code="ACC"), cast.people["secretariat"]
    notices.assigned(cast.assessment, attribute, cast.people["contributor"], by=by)
    assert settings.PORTAL_URL + cast.url("profile/#ACC") in mail.outbox[0].body.splitlines()


# Reminders of due dates.


def reminded(cast: Cast, due: int, *days_later: int) -> list[int]:
    """On which of the days someone is reminded, of an assessment that is due on day `due`."""
    set_due(cast.assessment, by=cast.people["lead"], due=TODAY + days(due))
    return [later for later in days_later if remind(TODAY + days(later))]


@pytest.mark.parametrize(
    ("ran", "told"),
    [
        (range(22), [6, 17]),  # 14 days and 3 days before day 20
        ([6, 6, 6, 17, 17], [6, 17]),
        ([9, 10], [9]),  # No worker ran on the sixth.
        ([18, 19, 20], [18]),  # The two that were missed become one.
        ([21, 22], []),  # Too late.
        ([0, 5], []),
    ],
)
def test_the_leads_are_reminded_14_and_3_days_before(
    cast: Cast, ran: list[int], told: list[int]
) -> None:
    found = reminded(cast, 20, *ran)
    assert list(dict.fromkeys(found)) == found == told
    assert receivers() == ["lead"] * len(told)


def test_a_due_date_that_is_moved_is_reminded_of_anew(cast: Cast) -> None:
    assert reminded(cast, 20, 6, 7) == [6]
    assert reminded(cast, 8, 7, 8) == [7]


@pytest.mark.parametrize(
    ("state", "number"),
    [("in_progress", 1), ("returned", 1), ("submitted", 0), ("approved", 0), ("withdrawn", 0)],
)
def test_only_what_the_team_still_has_to_submit_is_reminded_of(
    cast: Cast, state: str, number: int
) -> None:
    Assessment.objects.update(due=TODAY + days(3), state=state)
    assert (remind(TODAY), len(receivers())) == (number, number)


def test_a_worker_reminds_and_puts_itself_off_to_the_next_morning(
    cast: Cast, settings: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    worker = Worker.objects.create(host="here", pid=1)
    today = timezone.localdate()
    set_due(cast.assessment, by=cast.people["lead"], due=today + days(14))
    path = remind_of_due_dates.module_path
    for _time in range(2):  # It is done twice where its worker dies right after.
        jobs.keep_daily()
        DBTaskResult.objects.filter(task_path=path).update(run_after=timezone.now())
        while job := jobs.claim(worker):
            jobs.perform(job, worker, pause=0)
    assert receivers() == ["lead"]
    job = DBTaskResult.objects.get(task_path=path)
    again = timezone.localtime(job.run_after)
    assert (job.status, again.hour, again.minute) == ("READY", 7, 0)
    assert timezone.now() < again <= timezone.now() + days(1)


# The dates of an assessment, and mail that someone does not want.


@pytest.mark.parametrize("role", ["lead", "secretariat"])
def test_the_lead_and_the_secretariat_set_the_dates(cast: Cast, role: str) -> None:
    given = {"as_of": "2026-11-01", "due": "2026-12-31"}
    response = cast.client(role).post(cast.url("dates/"), given)
    assert response.url == cast.url("")
    cast.assessment.refresh_from_db()
    assert (str(cast.assessment.as_of), str(cast.assessment.due)) == ("2026-11-01", "2026-12-31")
    told = [(each.verb, each.old, each.new) for each in Event.objects.order_by("-pk")[:2]]
    assert told == [
        ("set_due", None, "2026-12-31"), ("change_date", "2026-10-31", "2026-11-01"),
    ]  # fmt: skip


def test_a_due_date_is_taken_back(cast: Cast) -> None:
    set_due(cast.assessment, by=cast.people["lead"], due=TODAY)
    cast.client("lead").post(cast.url("dates/"), {"as_of": "2026-10-31", "due": ""})
    cast.assessment.refresh_from_db()
    assert cast.assessment.due is None
    html = cast.client("lead").get(cast.url("history/")).content.decode()
    assert [words in html for words in ("Set the date to submit by", "Removed the date")] == [
        True, True,
    ]  # fmt: skip


def test_the_dates_of_what_is_submitted_stay(submitted: Cast) -> None:
    given = {"as_of": "2026-11-01", "due": "2026-12-31"}
    response = submitted.client("lead").post(submitted.url("dates/"), given)
    assert "this page is now read-only" in response.content.decode()
    submitted.assessment.refresh_from_db()
    assert submitted.assessment.due is None


def test_a_date_that_is_none_is_told_at_its_field(cast: Cast) -> None:
    response = cast.client("lead").post(cast.url("dates/"), {"as_of": "", "due": "soon"})
    assert sorted(response.context["form"].errors) == ["as_of", "due"]


def test_an_assessment_may_be_started_with_its_due_date(cast: Cast) -> None:
    client = cast.client("lead")
    given = fields(client.get("/en/initiatives/TEST/start/").content.decode())
    stage = cast.assessment.stage_id - 1
    client.post("/en/initiatives/TEST/start/", given | {"stage": str(stage), "due": "2027-01-31"})
    assert str(Assessment.objects.get(stage=stage).due) == "2027-01-31"


def test_people_turn_off_mail_about_their_work_themselves(cast: Cast) -> None:
    client = cast.client("viewer")
    given = fields(client.get("/en/account/").content.decode())
    assert "mail_muted" not in given
    client.post("/en/account/", given | {"mail_muted": "on"})
    person = Person.objects.get(pk=cast.people["viewer"].pk)
    assert (person.mail_muted, personal_data(person)["person"]["mail_muted"]) == (True, True)
    event = Event.objects.order_by("pk").last()
    assert (event.verb, event.old, event.new) == (
        "update_person", {"mail_muted": False}, {"mail_muted": True},
    )  # fmt: skip
    html = client.get(f"/en/people/{person.pk}/history/").content.decode()
    assert "No mail about work" in html
    client.post("/en/account/", {"name": person.name, "language": "en"})
    person.refresh_from_db()
    assert not person.mail_muted


def test_a_role_is_all_it_takes(cast: Cast) -> None:
    """Someone who takes over gets the mail, and whoever they follow no more."""
    lead = Membership.objects.get(person=cast.people["lead"])
    Membership.objects.create(
        person=cast.people["stranger"], role=Role.LEAD, initiative=cast.initiative
    )
    lead.delete()
    due_soon(cast)
    assert receivers() == ["stranger"]
