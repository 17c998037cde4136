"""Reminding the people behind chosen rows: what is shown first, who gets which mail, who none."""

import datetime

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from pytest_django import DjangoAssertNumQueries

from assessments.improvement.actions import ActionText, Aim, save_item, set_target
from assessments.models import Action, Assessment, Event, Membership, Participant, Person, Reminder
from assessments.models.people import Role
from maturity.days import due_today
from maturity.models import Attribute, Jurisdiction
from tests.cast import Cast
from tests.forms import fields

NONSENSE = ["", "x", "action:x", "target:\0", "target:TEST", "baseline:" + "9" * 300]
PAGE = "/en/follow-up/remind/"
LATE = due_today() - datetime.timedelta(days=40)


@pytest.fixture
def late(cast: Cast) -> list[str]:
    """An action of the contributor, a target and an assessment, all late: their names."""
    said = ActionText("A secret plan", "en", [], assignee=cast.contributor, due=LATE)
    action = save_item(cast.initiative, said, by=cast.lead)
    set_target(cast.initiative, Attribute.objects.get(code="ACC"), Aim(2, LATE), by=cast.lead)
    Assessment.objects.update(due=LATE)
    mail.outbox.clear()
    return [f"action:{action.key}", "target:TEST/ACC", f"assessment:{cast.assessment.pk}"]


def ticked(cast: Cast) -> list[str]:
    """The names of all rows on the page."""
    page = cast.client("secretariat").get("/en/follow-up/")
    return [row.name for row in page.context["rows"]]


def send(cast: Cast, role: str = "secretariat", language: str = "en") -> list[str]:
    """Sends reminders of all that is due: what the next page says of it."""
    client = cast.client(role)
    names = ticked(cast)
    answer = client.post(f"/{language}/follow-up/remind/", {"thing": names}, follow=True)
    return [str(each) for each in answer.context["messages"]]


def receivers() -> list[str]:
    found = sorted(each.to[0].removesuffix("@example.org") for each in mail.outbox)
    mail.outbox.clear()
    return found


def test_the_page_before_says_who_gets_what_and_sends_nothing(cast: Cast, late: list[str]) -> None:
    answer = cast.client("secretariat").get(PAGE, {"thing": ticked(cast)})
    found = answer.context["found"]
    assert [(each.person.name, len(each.rows)) for each in found.letters] == [
        ("Fictitious contributor", 1), ("Fictitious lead", 2),
    ]  # fmt: skip
    assert (mail.outbox, Reminder.objects.count()) == ([], 0)


def test_its_form_sends_what_it_shows(cast: Cast, late: list[str]) -> None:
    client = cast.client("secretariat")
    shown = client.get(PAGE, {"thing": ticked(cast), "back": "kind=target"}).content.decode()
    assert fields(shown)["back"] == "kind=target"
    answer = client.post(PAGE, {**fields(shown), "thing": ticked(cast)})
    assert answer["Location"] == "/en/follow-up/?kind=target"
    assert receivers() == ["contributor", "lead"]


def test_each_person_gets_one_mail_with_all_of_theirs(cast: Cast, late: list[str]) -> None:
    Person.objects.filter(pk=cast.lead.pk).update(language="fr")
    assert send(cast) == ["2 people have been sent a reminder."]
    to_lead, to_contributor = sorted(mail.outbox, key=lambda each: each.to, reverse=True)
    assert (to_lead.body.count("/fr/"), to_contributor.body.count("/en/")) == (4, 3)
    assert "/fr/initiatives/TEST/plan/#targets" in to_lead.body
    assert f"/fr/assessments/{cast.assessment.pk}/" in to_lead.body
    assert late[0].removeprefix("action:") in to_contributor.body


def test_a_mail_says_nothing_of_what_was_written(cast: Cast, late: list[str]) -> None:
    send(cast)
    assert [each.to for each in mail.outbox if "secret plan" in each.subject + each.body] == []


def test_nobody_is_reminded_twice_of_the_same_on_one_day(cast: Cast, late: list[str]) -> None:
    send(cast)
    assert receivers() == ["contributor", "lead"]
    assert send(cast) == [
        "No reminder was sent.",
        "No reminder sent to: Fictitious contributor (was already reminded of this today);"
        " Fictitious lead (was already reminded of this today).",
    ]
    assert receivers() == []


def test_what_is_new_is_reminded_of_on_the_same_day(cast: Cast, late: list[str]) -> None:
    send(cast)
    mail.outbox.clear()
    said = ActionText("Another", "en", [], assignee=cast.contributor, due=LATE)
    added = save_item(cast.initiative, said, by=cast.lead)
    mail.outbox.clear()
    send(cast)
    (message,) = mail.outbox
    assert (message.body.count("An action that you lead"), str(added.key) in message.body) == (
        1, True,
    )  # fmt: skip


def test_the_next_day_they_are_reminded_again(cast: Cast, late: list[str]) -> None:
    send(cast)
    mail.outbox.clear()
    Reminder.objects.update(on=LATE)
    send(cast)
    assert receivers() == ["contributor", "lead"]
    assert not Reminder.objects.filter(on=LATE).exists()


@pytest.mark.parametrize("why", ["muted", "unconfirmed"])
def test_who_cannot_be_reached_is_named(cast: Cast, late: list[str], why: str) -> None:
    if why == "muted":
        Person.objects.filter(pk=cast.lead.pk).update(mail_muted=True)
    else:
        EmailAddress.objects.create(user=cast.lead, email=cast.lead.email, verified=False)
    reasons = {
        "muted": "has turned off email",
        "unconfirmed": "has not confirmed their address",
    }
    assert send(cast)[1] == f"No reminder sent to: Fictitious lead ({reasons[why]})."
    assert receivers() == ["contributor"]


def test_what_is_nobodys_in_the_portal_is_named_and_sends_nothing(cast: Cast) -> None:
    Membership.objects.filter(initiative=cast.initiative).delete()
    Assessment.objects.update(due=LATE)
    Action.objects.create(
        initiative=cast.initiative, title="A", title_language="en", owner="A firm", due=LATE
    )
    answer = cast.client("secretariat").get(PAGE, {"thing": ticked(cast)})
    found = answer.context["found"]
    assert sorted(each.who for each in found.of_nobody) == ["A firm", "British Columbia"]
    assert (found.letters, found.unsent) == ((), ())
    assert send(cast) == ["No reminder was sent."]


def test_a_review_is_its_reviewers_or_else_the_co_chairs(cast: Cast) -> None:
    cast.submit()
    mail.outbox.clear()
    send(cast)
    assert receivers() == ["cochair"]
    Assessment.objects.update(reviewer=cast.secretariat)
    assert send(cast) == [
        "No reminder was sent.", "No reminder sent to: Fictitious secretariat (this is you).",
    ]  # fmt: skip


def test_a_reviewer_who_is_blind_is_not_reminded(cast: Cast) -> None:
    cast.submit()
    mail.outbox.clear()
    canada = Jurisdiction.objects.get(code="CA")
    Membership.objects.filter(person=cast.contributor).update(person=cast.cochair)
    Participant.objects.create(assessment=cast.assessment, jurisdiction=canada)
    assert send(cast)[0] == "No reminder was sent."
    assert receivers() == []


def test_reminders_are_audited(cast: Cast, late: list[str]) -> None:
    send(cast)
    events = Event.objects.filter(verb__in=["remind", "remind_of_plan"]).order_by("verb", "subject")
    assert [(each.verb, each.subject, each.actor_name, each.new) for each in events] == [
        ("remind", "assessment", "Fictitious secretariat",
         {"due": str(LATE), "people": ["Fictitious lead"]}),
        ("remind_of_plan", "action", "Fictitious secretariat",
         {"due": str(LATE), "people": ["Fictitious contributor"]}),
        ("remind_of_plan", "target", "Fictitious secretariat",
         {"due": str(LATE), "people": ["Fictitious lead"]}),
    ]  # fmt: skip


def test_the_history_of_an_assessment_tells_of_them(cast: Cast, late: list[str]) -> None:
    send(cast)
    entries = cast.client("lead").get(cast.url("history/")).context["entries"]
    told = [each.what for each in entries if each.what.startswith("Reminded")]
    assert sorted(told) == [
        "Reminded people of something due",
        "Reminded people of something due in the plan",
        "Reminded people of something due in the plan",
    ]


def test_a_co_chair_reminds_of_what_they_see_and_no_more(cast: Cast, late: list[str]) -> None:
    client = cast.client("other_cochair")
    client.post(PAGE, {"thing": ticked(cast)})
    assert receivers() == []
    Assessment.objects.update(submitted_at="2026-01-01T00:00Z")
    cast.client("cochair").post(PAGE, {"thing": ticked(cast)})
    assert receivers() == ["contributor", "lead"]


def test_nothing_ticked_leads_back_and_says_so(cast: Cast) -> None:
    answer = cast.client("secretariat").get(PAGE, {"back": "late=yes"}, follow=True)
    assert answer.redirect_chain == [("/en/follow-up/?late=yes", 302)]
    assert [str(each) for each in answer.context["messages"]] == [
        "Select at least one row to send reminders."
    ]


def test_the_page_before_takes_as_many_queries_for_three_as_for_one(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = cast.client("secretariat")
    client.get("/en/account/")  # reads what every page reads once
    for number in (1, 3):
        for each in range(number):
            said = ActionText(f"{number}.{each}", "en", [], assignee=cast.contributor, due=LATE)
            save_item(cast.initiative, said, by=cast.lead)
        names = ticked(cast)
        with django_assert_num_queries(8):
            client.get(PAGE, {"thing": names})


def test_what_is_no_longer_due_is_left_out(cast: Cast, late: list[str]) -> None:
    names = ticked(cast)
    Action.objects.update(status="done")
    answer = cast.client("secretariat").get(PAGE, {"thing": names})
    assert (answer.context["gone"], len(answer.context["rows"])) == (1, 2)


@pytest.mark.parametrize("thing", NONSENSE)
def test_a_name_that_nothing_has_is_left_out(cast: Cast, thing: str) -> None:
    answer = cast.client("secretariat").get(PAGE, {"thing": thing})
    assert (answer.status_code, answer.context["rows"]) == (200, [])


def test_the_lead_of_two_is_reminded_together_with_the_other(cast: Cast) -> None:
    Assessment.objects.update(due=LATE)
    Membership.objects.create(
        person=cast.people["stranger"], role=Role.LEAD, initiative=cast.initiative
    )
    send(cast)
    assert receivers() == ["lead", "stranger"]
