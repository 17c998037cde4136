"""Whoever rates blindly learns nothing of the team's plan, by no page and in no other role."""

import pytest

from assessments import rules
from assessments.cycle.actions import start_assessment
from assessments.improvement.actions import ActionText, Aim, save_item, set_target
from assessments.models import Assessment, Person
from assessments.models.people import Role
from assessments.partners.actions import ask_to_rate
from assessments.people.actions import give_role
from assessments.review import actions as workflow
from maturity.models import Attribute, Criterion, Stage
from tests.cast import Cast

SECRET = "Planted in the plan"


@pytest.fixture
def other(cast: Cast) -> Assessment:
    """A submitted assessment of another stage of the same initiative; the government of the
    contributor rates the first one, and the team's plan has a secret.
    """
    criterion = Criterion.objects.get(code="ACC-01")
    save_item(cast.initiative, ActionText(SECRET, "en", [criterion]), by=cast.lead)
    aim = Aim(3, None, SECRET, "en")
    set_target(cast.initiative, Attribute.objects.get(code="ACC"), aim, by=cast.lead)
    first = cast.assessment
    stage = Stage.objects.get(code="IMP")
    cast.assessment = start_assessment(cast.initiative, stage, by=cast.lead, as_of=first.as_of)
    cast.submit()
    second, cast.assessment = cast.assessment, first
    ask_to_rate(first, [cast.initiative.partners.get(code="CA")], by=cast.lead)
    return second


PAGES = ["", "profile/", "report/", "export.json", "review/", "approve/", "history/",
         "history.csv", "data/actions.csv", "data/targets.csv", "next/", "what-if/"]  # fmt: skip
ELSEWHERE = ["/en/", "/en/initiatives/TEST/", "/en/initiatives/TEST/plan/",
             "/en/initiatives/TEST/plan.ics", "/en/councils/JC/report/", "/en/councils/JC/",
             "/en/councils/JC/next/"]  # fmt: skip


@pytest.mark.parametrize("role", ["", Role.COCHAIR, Role.SECRETARIAT])
def test_no_page_tells_the_plan_to_the_blind(cast: Cast, other: Assessment, role: str) -> None:
    council = cast.initiative.council if role == Role.COCHAIR else None
    if role:
        give_role(cast.contributor, role, by=cast.secretariat, council=council)
    workflow.return_to_team(other, by=cast.cochair, reason="Why?", language="en")
    paths = [f"/en/assessments/{key}/{page}" for key in (other.pk, cast.assessment.pk)
             for page in PAGES]  # fmt: skip
    client, told = cast.client("contributor"), []
    for path in [*paths, *ELSEWHERE, f"/en/people/{cast.lead.pk}/history/"]:
        response = client.get(path)
        body = b"".join(response) if response.streaming else response.content
        if response.status_code == 200 and SECRET in body.decode():
            told.append(path)
    assert told == []
    # The lead reads it, so that the test would see it.
    assert SECRET in cast.client("lead").get(cast.plan()).content.decode()


def test_who_rates_one_assessment_is_blind_to_the_others(cast: Cast, other: Assessment) -> None:
    person = Person.objects.get(pk=cast.contributor.pk)
    both = [cast.assessment, other]
    assert [rules.is_blind(person, each) for each in both] == [True, True]
    assert set(rules.blind_to(person)) == {each.pk for each in both}


def test_a_withdrawn_assessment_closes_itself_and_no_other(cast: Cast, other: Assessment) -> None:
    workflow.withdraw(cast.assessment, by=cast.lead)
    person = Person.objects.get(pk=cast.contributor.pk)
    cast.assessment.refresh_from_db()
    assert [rules.is_blind(person, each) for each in (cast.assessment, other)] == [True, False]
    assert rules.blind_to(person) == [cast.assessment.pk]


def test_a_refusal_leads_to_what_can_be_finished(cast: Cast, other: Assessment) -> None:
    workflow.withdraw(cast.assessment, by=cast.lead)
    stage = Stage.objects.get(code="DES")
    rated = start_assessment(cast.initiative, stage, by=cast.lead, as_of=other.as_of)
    ask_to_rate(rated, [cast.initiative.partners.get(code="CA")], by=cast.lead)
    page = cast.client("contributor").get(f"/en/assessments/{other.pk}/profile/")
    assert f'href="/en/assessments/{rated.pk}/own/"' in page.content.decode()
