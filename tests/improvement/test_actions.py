"""An action: its owner, what is reported of it, what shows it, and who is told when."""

import datetime
import random
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from icalendar import Calendar

from assessments.improvement.actions import ActionText, save_item
from assessments.improvement.updates import UpdateText, update_action
from assessments.models import (
    AccessToken,
    Action,
    ActionDocument,
    ActionUpdate,
    Event,
    File,
    Person,
)
from assessments.models.people import Role
from assessments.notices.reminders import remind_of_actions
from assessments.people.actions import deactivate, give_role, take_role
from assessments.people.tokens import create_token
from assessments.review import actions as workflow
from maturity.faults import Faults
from maturity.models import Criterion, Edition
from tests.cast import Cast, trial_edition
from tests.forms import fields

DUE = datetime.date(2026, 11, 24)
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def test_an_action_of_an_earlier_edition_keeps_its_statements_when_it_is_changed(
    cast: Cast,
) -> None:
    trial_edition()
    ours, trial = cast.assessment.edition, Edition.objects.get(code="trial-1")
    statements = [
        Criterion.objects.get(edition=ours, code="ACC-01"),
        Criterion.objects.get(edition=trial, code="ACC-50"),
    ]
    action = save_item(cast.initiative, ActionText("Try it", "en", statements), by=cast.lead)
    path, client = f"/en/initiatives/TEST/plan/{action.key}/edit/", cast.client("lead")
    for edition in (trial, ours):
        cast.initiative.assessments.update(edition=edition)
        html = client.get(path).content.decode()
        ticked = re.findall(r'name="criteria"[^>]*value="(\d+)" checked', html)
        client.post(path, fields(html) | {"criteria": ticked, "effect": f"Of {edition.code}."})
        said = ActionText.of(Action.objects.get())
        assert (said.effect, said.named["criteria"]) == (
            f"Of {edition.code}.", ["ACC-01", "ACC-50"],
        )  # fmt: skip


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.EVIDENCE_DIR = tmp_path


def act(cast: Cast, title: str = "Made up", **more: Any) -> Action:
    criterion = Criterion.objects.get(code="ACC-01")
    more = {"assignee": cast.contributor, "due": DUE, **more}
    return save_item(cast.initiative, ActionText(title, "en", [criterion], **more), by=cast.lead)


def path(action: Action, page: str = "", language: str = "en") -> str:
    return f"/{language}/initiatives/{action.initiative.code}/plan/{action.key}/{page}"


def report(cast: Cast, action: Action, role: str = "contributor", **said: Any) -> Any:
    given = {"status": "in_progress", "text": "", "text_language": "en", **said}
    given.setdefault("status_is_right", "on")
    return cast.client(role).post(path(action), given)


def test_its_owner_of_another_government_reports_on_it(cast: Cast) -> None:
    action = act(cast)
    assert report(cast, action, text="Half of it.").status_code == 302
    action.refresh_from_db()
    update = ActionUpdate.objects.get()
    assert (action.status, action.closed_on) == ("in_progress", None)
    assert (update.person, update.text, update.status) == (
        cast.contributor, "Half of it.", "in_progress",
    )  # fmt: skip
    assert Event.objects.get(verb="update_action").new == {
        "status": "in_progress", "text": "Half of it.", "text_language": "en",
    }  # fmt: skip
    assert "Half of it." in cast.client("viewer").get(path(action)).content.decode()


def test_done_with_what_shows_it(cast: Cast) -> None:
    action = act(cast)
    link = {"document_title": "Survey", "document_url": "example.org/survey"}
    assert report(cast, action, status="done", **link).status_code == 302
    action.refresh_from_db()
    assert (action.status, action.closed_on is not None) == ("done", True)
    document = ActionDocument.objects.get()
    assert (document.title, document.url) == ("Survey", "https://example.org/survey")
    assert report(cast, action, status="in_progress").status_code == 302
    action.refresh_from_db()
    assert action.closed_on is None


def test_done_without_anything_that_shows_it_is_asked_about(cast: Cast) -> None:
    action, given = act(cast), {"status": "done", "text_language": "en"}
    client = cast.client("contributor")
    page = client.post(path(action), given).content.decode()
    assert "Nothing shows yet that it is done. Add a document, or confirm." in page
    assert client.post(path(action), given | {"status_is_right": "on"}).status_code == 302


def test_a_file_shows_it_to_whoever_may_see_the_plan(cast: Cast) -> None:
    action = act(cast)
    upload = SimpleUploadedFile("survey.pdf", PDF)
    assert report(cast, action, status="done", document_file=upload).status_code == 302
    file = File.objects.get()
    assert ActionDocument.objects.get().title == "survey"
    found = {}
    for role in ("lead", "viewer", "contributor", "cochair", "stranger"):
        response = cast.client(role).get(f"/files/{file.pk}/")
        found[role] = response.status_code
        if response.streaming:
            assert b"".join(response) == PDF
    assert found == {
        "lead": 200, "viewer": 200, "contributor": 200, "cochair": 404, "stranger": 404,
    }  # fmt: skip
    assert not File.objects.unused().exists()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"status": "planned"}, "Say what has happened, or change the status."),
        ({"document_title": "Survey"}, "Enter the web address, or choose the file."),
        ({"document_url": "https://example.org"}, "Enter what the document is called."),
        ({"document_title": "x", "document_url": r"\\server\x"}, "is not a link"),
        ({"document_file": SimpleUploadedFile("x.exe", b"MZ")}, "document_file"),
        ({"status": "finished"}, "id_status"),
    ],
)
def test_a_report_that_says_nothing_or_too_much(
    cast: Cast, said: dict[str, Any], told: str
) -> None:
    action = act(cast)
    page = report(cast, action, **said).content.decode()
    assert told in page
    assert "error-summary" in page
    assert (ActionUpdate.objects.count(), File.objects.count()) == (0, 0)
    assert list(Path(File.content.field.storage.location).glob("*/*")) == []


@pytest.mark.parametrize("role", ["viewer", "secretariat", "cochair"])
def test_whoever_reads_it_does_not_report_on_it(cast: Cast, role: str) -> None:
    action = act(cast)
    cast.submit()
    assert "Report on it" not in cast.client(role).get(path(action)).content.decode()
    assert report(cast, action, role, text="x").status_code == 403


def test_a_blind_owner_sees_their_action_and_nothing_else(cast: Cast) -> None:
    from assessments.partners.actions import ask_to_rate

    action, other = act(cast), act(cast, "Another", assignee=None)
    ask_to_rate(cast.assessment, [cast.initiative.partners.get(code="CA")], by=cast.lead)
    page = cast.client("contributor").get(path(action)).content.decode()
    assert ("Made up" in page, "Back to the plan" in page) == (True, False)
    assert cast.client("contributor").get(path(other)).status_code == 403
    assert report(cast, action, text="Half of it.").status_code == 302


def test_it_waits_for_its_owner(cast: Cast) -> None:
    action = act(cast, due=datetime.date(2020, 1, 31))
    page = cast.client("contributor").get("/en/").content.decode()
    assert "Report on your action: Made up" in page
    assert "Overdue since January 31, 2020" in page
    assert path(action) in page
    report(cast, action, status="done")
    assert "Report on your action" not in cast.client("contributor").get("/en/").content.decode()


@pytest.mark.parametrize("way", ["taken off the team", "closed account", "viewer"])
def test_an_owner_who_left_is_told_to_the_lead(cast: Cast, way: str) -> None:
    action = act(cast)
    if way == "closed account":
        deactivate(cast.contributor, by=cast.secretariat)
    else:
        take_role(cast.contributor.memberships.get(), by=cast.secretariat)
    if way == "viewer":
        give_role(cast.contributor, Role.VIEWER, by=cast.lead, initiative=cast.initiative)
    assert "Choose who takes over: Made up" in cast.client("lead").get("/en/").content.decode()
    told = "Fictitious contributor is no longer on the team."
    for page in (cast.plan(), path(action)):
        assert told in cast.client("lead").get(page).content.decode()
    # Nobody is lost: whoever led it is still named.
    assert "Fictitious contributor" in cast.client("viewer").get(path(action)).content.decode()


def test_its_owner_is_told_once(cast: Cast) -> None:
    action = act(cast)
    (sent,) = mail.outbox
    assert sent.to == ["contributor@example.org"]
    assert "You lead an action: A made-up service" in sent.subject
    assert path(action) in sent.body
    said = ActionText.of(action)
    save_item(cast.initiative, ActionText(**vars(said) | {"effort": "S"}), by=cast.lead, row=action)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("language", "subjects"),
    [
        ("en", ["You lead an action: A made-up service",
                "Overdue since January 31, 2020: an action of A made-up service"]),
        ("fr", ["Une mesure vous est confiée : Un service inventé",
                "Mesure en retard depuis le 31 janvier 2020 : Un service inventé"]),
    ],
)  # fmt: skip
def test_mail_is_in_its_reader_s_language(cast: Cast, language: str, subjects: list[str]) -> None:
    Person.objects.update(language=language)
    action = act(cast, due=datetime.date(2020, 1, 31))
    remind_of_actions(DUE)
    assert [each.subject.replace("\N{NO-BREAK SPACE}", " ") for each in mail.outbox] == subjects
    assert all(path(action, language=language) in each.body for each in mail.outbox)


def days(number: int) -> datetime.timedelta:
    return datetime.timedelta(days=number)


def test_its_owner_is_reminded_two_weeks_three_days_and_once_overdue(cast: Cast) -> None:
    act(cast)
    mail.outbox.clear()
    sent = {}
    for number in range(-20, 6):
        remind_of_actions(DUE + days(number))
        sent[number] = [each.subject.partition(":")[0] for each in mail.outbox]
        mail.outbox.clear()
    told = {number: subjects for number, subjects in sent.items() if subjects}
    soon, late = ["Due November 24, 2026"], ["Overdue since November 24, 2026"]
    assert told == {-14: soon, -3: soon, 1: late}


def test_of_an_overdue_action_its_owner_is_reminded_once(cast: Cast) -> None:
    action = act(cast, due=datetime.date(2020, 1, 31))
    mail.outbox.clear()
    assert [remind_of_actions(DUE + days(number)) for number in range(3)] == [1, 0, 0]
    assert "Overdue since January 31, 2020" in mail.outbox[0].subject
    # Of a new date anew.
    Action.objects.filter(pk=action.pk).update(due=datetime.date(2020, 2, 29))
    assert remind_of_actions(DUE) == 1


@pytest.mark.parametrize("change", [{"status": "done"}, {"assignee": None}, {"due": None}])
def test_nobody_is_reminded_of_what_is_done_or_nobodys(cast: Cast, change: dict[str, Any]) -> None:
    act(cast, **change)
    mail.outbox.clear()
    assert (remind_of_actions(DUE), mail.outbox) == (0, [])


def test_an_action_needs_a_statement(cast: Cast) -> None:
    given = {"title": "Made up", "title_language": "en", "status": "planned"}
    page = cast.client("lead").post(cast.plan("new/"), given).content.decode()
    assert "Choose at least one statement" in page
    assert '<a href="#id_criteria">' in page
    assert not Action.objects.exists()


def test_an_action_has_one_owner(cast: Cast) -> None:
    given = {
        "title": "Made up", "title_language": "en", "status": "planned", "owner": "Somebody",
        "criteria": [Criterion.objects.get(code="ACC-01").pk], "assignee": cast.contributor.pk,
    }  # fmt: skip
    page = cast.client("lead").post(cast.plan("new/"), given).content.decode()
    assert "not both" in page
    # Nobody who only reads, and nobody of another team, can lead one.
    for stranger in (cast.viewer, cast.people["stranger"]):
        response = cast.client("lead").post(
            cast.plan("new/"), given | {"owner": "", "assignee": stranger.pk}
        )
        assert "assignee" in response.context["form"].errors


def test_it_begins_with_the_statements_that_it_is_asked_for(cast: Cast) -> None:
    page = cast.client("lead").get(cast.plan("new/?criterion=ACC-02&criterion=X")).content.decode()
    key = Criterion.objects.get(code="ACC-02").pk
    assert f'value="{key}" checked' in page
    assert page.count(" checked") == 1


def test_what_rose_after_it_was_done_is_shown_at_the_next_baseline(cast: Cast) -> None:
    action = act(cast)
    cast.rate_all("P")
    cast.approve()
    update_action(action, UpdateText("done"), {}, by=cast.lead)
    later = cast.import_(as_of="2026-11-15")
    cast.assessment = later
    cast.rate_all("F")
    workflow.submit(later, by=cast.lead)
    baseline = workflow.approve(later, by=cast.cochair)
    for page in ("profile/", "report/"):
        shown = cast.client("cochair").get(cast.url(page)).content.decode()
        told = shown.partition("What rose after an action was done")[2]
        assert "Made up" in told
        assert "ACC-01" in told.partition("</ul>")[0]
        assert "Partially achieved, now Fully achieved" in told
    assert baseline.content["plan"]["updates"][0]["by"] == cast.lead.name


def test_a_document_is_taken_away_again(cast: Cast) -> None:
    action = act(cast)
    report(cast, action, document_title="Survey", document_url="https://example.org")
    document = ActionDocument.objects.get()
    assert report(cast, action, "viewer", remove=document.pk).status_code == 403
    assert report(cast, action, remove=document.pk).status_code == 302
    assert not ActionDocument.objects.exists()
    assert Event.objects.filter(verb="update_action").last().new == {"evidence": []}  # type: ignore[union-attr]


def test_a_report_of_an_action_that_is_gone_is_not_lost(cast: Cast) -> None:
    action = act(cast)
    gone = Action.objects.get(pk=action.pk)
    action.delete()
    with pytest.raises(Faults, match="Someone else has since removed this"):
        update_action(gone, UpdateText("done", "x", "en"), {}, by=cast.contributor)


def test_what_changed_at_the_same_moment_is_not_overwritten(cast: Cast) -> None:
    action = act(cast)
    mine = Action.objects.get(pk=action.pk)
    update_action(action, UpdateText("done"), {}, by=cast.contributor)
    said = ActionText(**vars(ActionText.of(mine)) | {"effort": "S"})
    with pytest.raises(Faults, match="Someone else has since changed this"):
        save_item(cast.initiative, said, by=cast.lead, row=mine)
    action.refresh_from_db()
    assert (action.status, action.effort) == ("done", "")


def test_a_status_that_the_lead_changes_is_an_update(cast: Cast) -> None:
    action = act(cast)
    said = ActionText(**vars(ActionText.of(action)) | {"status": "done"})
    save_item(cast.initiative, said, by=cast.lead, row=action)
    update = ActionUpdate.objects.get()
    assert (update.person, update.status, update.text) == (cast.lead, "done", "")


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
@pytest.mark.parametrize("field", ["start", "due"])
@pytest.mark.parametrize("status", ["planned", "done"])
def test_a_day_that_cannot_be_is_refused_in_any_status(
    cast: Cast, day: str, field: str, status: str
) -> None:
    given = {"title": "Made up", "title_language": "en", "status": status, field: day,
             "criteria": [Criterion.objects.get(code="ACC-01").pk]}  # fmt: skip
    response = cast.client("lead").post(cast.plan("new/"), given)
    assert list(response.context["form"].errors) == [field]


def test_it_is_not_due_before_it_starts(cast: Cast) -> None:
    given = {"title": "Made up", "title_language": "en", "status": "planned",
             "start": "2096-02-01", "due": "2096-01-31",
             "criteria": [Criterion.objects.get(code="ACC-01").pk]}  # fmt: skip
    page = cast.client("lead").post(cast.plan("new/"), given).content.decode()
    assert "This date is before the start. Correct one of them." in page


@pytest.mark.parametrize("query", ["play=%00", "criterion=%00", "play=" + "A" * 9000])
def test_odd_addresses_begin_an_empty_action(cast: Cast, query: str) -> None:
    assert cast.client("lead").get(cast.plan(f"new/?{query}")).status_code == 200


def test_whoever_led_it_stays_when_something_else_is_changed(cast: Cast) -> None:
    action = act(cast)
    take_role(cast.contributor.memberships.get(), by=cast.secretariat)
    client = cast.client("lead")
    given = fields(client.get(path(action, "edit/")).content.decode()) | {"effort": "L"}
    assert client.post(path(action, "edit/"), given).status_code == 302
    action.refresh_from_db()
    assert (action.effort, action.assignee) == ("L", cast.contributor)


# Calendars.


def events(content: bytes) -> list[tuple[str, datetime.date]]:
    found = Calendar.from_ical(content).walk("VEVENT")
    return [(str(each["summary"]), each.decoded("dtstart")) for each in found]


def test_the_plan_as_a_calendar_file(cast: Cast) -> None:
    act(cast, "Two\nlines; and, a comma")
    act(cast, "Done", status="done")
    act(cast, "Without a day", due=None)
    response = cast.client("viewer").get("/fr/initiatives/TEST/plan.ics")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"].endswith('"TEST-plan-fr.ics"')
    assert [day for _title, day in events(response.content)] == [DUE]
    assert "comma" in events(response.content)[0][0]


def secret(cast: Cast, role: str = "contributor", purpose: str = "calendar") -> str:
    return create_token(by=cast.people[role], label="x", days=30, purpose=purpose)[1]


def test_ones_own_calendar_has_what_one_leads(cast: Cast) -> None:
    act(cast)
    act(cast, "Another's", assignee=cast.lead)
    address = f"/calendar/{secret(cast)}.ics"
    response = cast.client("nobody").get(address)
    assert events(response.content) == [("Due: Made up", DUE)]
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("way", ["closed", "revoked", "api", "unknown"])
def test_an_address_that_works_no_longer_says_so(cast: Cast, way: str) -> None:
    act(cast)
    given = secret(cast, purpose="api" if way == "api" else "calendar")
    if way == "closed":
        deactivate(cast.contributor, by=cast.secretariat)
    elif way == "revoked":
        AccessToken.objects.get().delete()
    elif way == "unknown":
        given = str(uuid.uuid4())
    response = cast.client("nobody").get(f"/calendar/{given}.ics")
    assert response.status_code == 404
    assert "This calendar address is not valid, or no longer." in response.content.decode()
    assert "Made up" not in response.content.decode()


def test_a_calendar_address_opens_no_data(cast: Cast) -> None:
    headers = {"Authorization": f"Bearer {secret(cast)}"}
    assert cast.client("nobody").get("/api/v1/baselines", headers=headers).status_code == 401


@pytest.mark.either_database("constraints")
def test_a_long_title_in_syllabics_is_kept_and_taken_once(cast: Cast) -> None:
    # Of three bytes each, in an order that no database can make shorter.
    some = random.Random(1)  # noqa: S311 – no secret
    title = "".join(chr(some.randrange(0x1401, 0x166C)) for _each in range(1000))
    action = act(cast, title)
    assert Action.objects.get().title == title
    with pytest.raises(Faults) as raised:
        act(cast, title)
    assert [str(each) for each in raised.value.faults] == [
        "title: The plan already has an action with these words."
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.create(initiative=cast.initiative, title=title, title_language="en")
    assert act(cast, title[:-1] + "a") != action
