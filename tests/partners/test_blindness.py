"""A government that is rating is blind to what others say, whatever other role its people have."""

from typing import Any

import pytest
from django.http import HttpResponse

from assessments import rules
from assessments.models import Person, Rating
from assessments.models.people import Role
from assessments.partners.actions import ask_to_rate, finish, save_opinion
from assessments.people.actions import give_role
from assessments.rating.actions import Answer, ResultAnswer, save_answer, save_result
from assessments.review import actions as workflow
from maturity.models import Council, Criterion, Jurisdiction, Result
from tests.cast import Cast
from tests.test_access import address, empty_files, routes

__all__ = ["empty_files"]
PLANTED = "Zanzibar"
SECOND = {
    "secretariat": {"role": Role.SECRETARIAT},
    "cochair": {"role": Role.COCHAIR, "council": "JC"},
    "council_viewer": {"role": Role.VIEWER, "council": "JC"},
    "other_cochair": {"role": Role.COCHAIR, "council": "PSSDC"},
    "none": None,
}


@pytest.fixture
def planted(cast: Cast) -> Cast:
    """An assessment in which everything that the team and a finished government said is planted."""
    code = cast.contributor.memberships.get().jurisdiction.code
    others = [each for each in ("CA-BC", "CA-ON") if each != code]
    cast.initiative.partners.add(*Jurisdiction.objects.filter(code__in=[code, *others]))
    governments = list(Jurisdiction.objects.filter(code__in=[code, others[0]]))
    sheets = ask_to_rate(cast.assessment, governments, by=cast.lead)
    other = Person.objects.create(email="other@example.org", name="Fictitious other")
    give_role(
        other,
        Role.CONTRIBUTOR,
        by=cast.secretariat,
        initiative=cast.initiative,
        jurisdiction=Jurisdiction.objects.get(code=others[0]),
    )
    other = Person.objects.get(pk=other.pk)
    words = Answer("L", comment=f"{PLANTED} comment", comment_language="en")
    reason = Answer("NA", reason=f"{PLANTED} reason", reason_language="en")
    for sheet in sheets:
        if sheet.jurisdiction.code == others[0]:
            for number, criterion in enumerate(Criterion.objects.all()):
                save_opinion(sheet, criterion, None, reason if number else words, by=other)
            finish(sheet, by=other)
    for number, criterion in enumerate(Criterion.objects.all()):
        save_answer(cast.assessment, criterion, None, words if number else reason, by=cast.lead)
    row = Rating.objects.filter(assessment=cast.assessment).first()
    row.evidence.create(title=f"{PLANTED} title", url=f"https://{PLANTED.lower()}.example/")
    result = Result.objects.first()
    told = ResultAnswer("L", comment=f"{PLANTED} result", comment_language="en")
    save_result(cast.assessment, result, told, by=cast.lead)
    return cast


def with_second_role(cast: Cast, second: str) -> Person:
    """The contributor, with one more role."""
    given: dict[str, Any] = dict(SECOND[second] or {})
    if given:
        if "council" in given:
            given["council"] = Council.objects.get(code=given["council"])
        give_role(cast.contributor, given.pop("role"), by=cast.secretariat, **given)
    cast.people["contributor"] = Person.objects.get(pk=cast.contributor.pk)
    return cast.people["contributor"]


def text_of(response: HttpResponse) -> str:
    parts = response.streaming_content if response.streaming else [response.content]
    return b"".join(parts).decode(errors="replace").lower()


def telling(cast: Cast, role: str) -> list[str]:
    """The pages on which a person reads what others said, in both languages."""
    client, found = cast.client(role), []
    paths = {address(cast, route) for route in routes() if not route.startswith("account_")}
    paths |= {
        cast.url(page)
        for page in (
            "history/?criterion=ACC-01", "consensus/ACC/?view=projector", "data/data.xlsx",
            "data/results.csv", "report-en.pdf", "attributes/ACC/?one=ACC-01",
        )
    }  # fmt: skip
    paths |= {f"/en/people/{cast.lead.pk}/history/", f"/en/people/{cast.lead.pk}/history.csv"}
    for path in sorted(paths):
        response = client.get(path)
        if response.status_code == 200 and PLANTED.lower() in text_of(response):
            found.append(path)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("state", ["in_progress", "submitted", "returned", "withdrawn"])
@pytest.mark.parametrize("second", SECOND)
def test_no_second_role_opens_what_a_government_is_blind_to(
    planted: Cast, second: str, state: str
) -> None:
    person = with_second_role(planted, second)
    if state != "in_progress":
        workflow.submit(planted.assessment, by=planted.lead)
    if state == "returned":
        workflow.return_to_team(
            planted.assessment, by=planted.cochair, reason="Made up.", language="en"
        )
    if state == "withdrawn":
        workflow.withdraw(planted.assessment, by=planted.lead)
    planted.assessment.refresh_from_db()
    assert rules.is_blind(person, planted.assessment)
    assert telling(planted, "contributor") == []


@pytest.mark.slow
def test_the_crawl_finds_what_is_to_be_seen(planted: Cast) -> None:
    """Else it would find nothing anywhere."""
    assert len(telling(planted, "secretariat")) >= 8
    sheet = rules.own_sheet(planted.contributor, planted.assessment)
    assert sheet is not None
    finish(sheet, by=planted.contributor, incomplete=True)
    with_second_role(planted, "secretariat")
    assert len(telling(planted, "contributor")) >= 8


@pytest.mark.parametrize("second", ["secretariat", "cochair"])
def test_whoever_rated_for_a_government_approves_nothing(planted: Cast, second: str) -> None:
    person = with_second_role(planted, second)
    finish(rules.own_sheet(person, planted.assessment), by=person, incomplete=True)
    workflow.submit(planted.assessment, by=planted.lead)
    planted.assessment.refresh_from_db()
    person = Person.objects.get(pk=person.pk)
    assert rules.may_review(person, planted.assessment)
    assert not rules.may_approve(person, planted.assessment)


def test_whoever_rated_with_the_team_and_left_it_approves_nothing(planted: Cast) -> None:
    workflow.submit(planted.assessment, by=planted.lead)
    give_role(planted.lead, Role.SECRETARIAT, by=planted.secretariat)
    planted.lead.memberships.filter(role=Role.LEAD).delete()
    planted.assessment.submitted_by = planted.secretariat
    person = Person.objects.get(pk=planted.lead.pk)
    assert rules.may_review(person, planted.assessment)
    assert not rules.may_approve(person, planted.assessment)
