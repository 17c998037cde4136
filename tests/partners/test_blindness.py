"""Nobody reads what others gave, by any page and any two roles, while their own government rates.

Words are planted in what the team says, and in what another government says that has not finished.
Whoever has one role or two asks for every address of the portal, and no answer may have them.
"""

import io
import zipfile
from collections.abc import Collection, Iterator
from itertools import combinations
from typing import Any

import pytest
from django.test import Client

from assessments import rules
from assessments.evidence.actions import EvidenceDocument, SupportedAnswer, add_evidence
from assessments.models import Assessment, Person
from assessments.models.people import Role
from assessments.partners.actions import ask_to_rate, finish, save_opinion
from assessments.people.actions import give_role, take_role
from assessments.people.tokens import create_token
from assessments.rating.actions import save_answer, save_result
from assessments.rating.answers import Answer, ResultAnswer
from assessments.review import actions as workflow
from maturity.models import Council, Criterion, Jurisdiction, Result
from reports import blank_form, documents
from reports.exports.tables import TABLES
from tests.cast import Cast
from tests.test_access import API, FOR_EVERYONE, MATRIX, SIGNING_IN, address, routes

# In what the team says, and in what a government says that has not finished.
TEAM, GOVERNMENT = "Zanzibar", "Ouagadougou"
# Roles that one person can have, and of which two in the initiative itself exclude each other.
HELD: dict[str, dict[str, Any]] = {
    "contributor": {"role": Role.CONTRIBUTOR, "initiative": "TEST", "jurisdiction": "CA"},
    "lead": {"role": Role.LEAD, "initiative": "TEST"},
    "viewer": {"role": Role.VIEWER, "initiative": "TEST"},
    "cochair": {"role": Role.COCHAIR, "council": "JC"},
    "council_viewer": {"role": Role.VIEWER, "council": "JC"},
    "other_cochair": {"role": Role.COCHAIR, "council": "PSSDC"},
    "secretariat": {"role": Role.SECRETARIAT},
}
IN_INITIATIVE = {"contributor", "lead", "viewer"}
BLIND = "contributor"
PAIRS = [pair for pair in combinations(HELD, 2) if len(IN_INITIATIVE & set(pair)) < 2]
SETS = [(each,) for each in HELD] + PAIRS


@pytest.fixture(autouse=True)
def readable_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of a PDF, what it is made from."""
    for module in (blank_form, documents):
        monkeypatch.setattr(module, "write_pdf", lambda html, **_options: html.encode())


@pytest.fixture
def planted(cast: Cast) -> Cast:
    """All is rated by the team, and Canada and Alberta are asked to rate on their own."""
    cast.rate_all()
    criterion, by = Criterion.objects.get(code="ACC-01"), cast.lead
    said = Answer("NA", f"{TEAM} comment", "en", f"{TEAM} reason", "en")
    save_answer(cast.assessment, criterion, None, said, by=by)
    result = Result.objects.get(edition=cast.assessment.edition, code="R1")
    save_result(cast.assessment, result, ResultAnswer("L", f"{TEAM} result", "en"), by=by)
    link = EvidenceDocument(f"{TEAM} title", f"https://example.org/{TEAM}")
    add_evidence(cast.assessment, SupportedAnswer(criterion), link, by=by)
    _plant_of_another(cast, criterion)
    return cast


def _plant_of_another(cast: Cast, criterion: Criterion) -> None:
    canada, alberta = (Jurisdiction.objects.get(code=code) for code in ("CA", "CA-AB"))
    cast.initiative.partners.add(alberta)
    other = Person.objects.create(email="alberta@example.org", name="Fictitious Alberta")
    scope = {"initiative": cast.initiative, "jurisdiction": alberta}
    give_role(other, Role.CONTRIBUTOR, by=cast.secretariat, **scope)
    sheets = ask_to_rate(cast.assessment, [canada, alberta], by=cast.lead)
    sheet = next(each for each in sheets if each.jurisdiction == alberta)
    said = Answer("NA", f"{GOVERNMENT} comment", "en", f"{GOVERNMENT} reason", "en")
    save_opinion(sheet, criterion, None, said, by=other)
    link = EvidenceDocument(f"{GOVERNMENT} title", f"https://example.org/{GOVERNMENT}")
    place = SupportedAnswer(criterion, None, alberta)
    add_evidence(cast.assessment, place, link, by=other)


def person_with(cast: Cast, roles: Collection[str]) -> Person:
    """Somebody new who has these roles."""
    person = Person.objects.create(email="both@example.org", name="Fictitious both")
    for each in roles:
        scope = dict(HELD[each])
        if "initiative" in scope:
            scope["initiative"] = cast.initiative
        if "council" in scope:
            scope["council"] = Council.objects.get(code=scope["council"])
        if "jurisdiction" in scope:
            scope["jurisdiction"] = Jurisdiction.objects.get(code=scope["jurisdiction"])
        give_role(person, scope.pop("role"), by=cast.secretariat, **scope)
    return Person.objects.get(pk=person.pk)


def addresses(cast: Cast) -> Iterator[str]:
    """Every address that may tell something of the assessment."""
    for route in routes():
        if route in MATRIX and not route.startswith(SIGNING_IN) and route not in FOR_EVERYONE:
            yield address(cast, route)
    for file in [*(f"{name}.csv" for name in TABLES), "data.xlsx", "data.ndjson"]:
        yield cast.url(f"data/{file}")
        yield f"/en/initiatives/TEST/data/{file}"
        yield f"/en/councils/JC/data/{file}"
    for page in (
        "report/en/", "report/fr/", "history/?criterion=ACC-01", "criteria/ACC-01/",
        "own/ACC/", "consensus/ACC/?view=projector&criterion=ACC-01",
    ):  # fmt: skip
        yield cast.url(page)
    for person in (cast.lead, Person.objects.get(email="alberta@example.org")):
        yield f"/en/people/{person.pk}/history/"
        yield f"/en/people/{person.pk}/history.csv"


def text_of(response: Any) -> str:
    """All that an answer says, out of a workbook too."""
    body = b"".join(response) if response.streaming else response.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"".join(packed.read(name) for name in packed.namelist())
    return body.decode(errors="replace")


def telling(cast: Cast, person: Person) -> dict[str, set[str]]:
    """By what was planted, the addresses that tell it to a person."""
    browser, program = Client(), Client()
    browser.force_login(person)
    answers = {path: text_of(browser.get(path)) for path in addresses(cast)}
    bearer = {"Authorization": f"Bearer {create_token(by=person, label='Test', days=1)[1]}"}
    for route in API:
        path = address(cast, route)
        answers[path] = text_of(program.get(path, headers=bearer))
    return {
        planted: {path for path, text in answers.items() if planted in text}
        for planted in (TEAM, GOVERNMENT)
    }


def bring_to(state: str, cast: Cast) -> None:
    """Has the assessment be in a state."""
    if state != "in_progress":
        workflow.submit(cast.assessment, by=cast.lead)
    if state == "returned":
        workflow.return_to_team(cast.assessment, by=cast.cochair, reason="x", language="en")
    if state == "withdrawn":
        workflow.withdraw(cast.assessment, by=cast.lead)


@pytest.mark.slow
@pytest.mark.parametrize("state", ["in_progress", "submitted", "returned", "withdrawn"])
@pytest.mark.parametrize("roles", [each for each in SETS if BLIND in each], ids=" and ".join)
def test_no_second_role_opens_what_a_government_is_blind_to(
    planted: Cast, roles: tuple[str, ...], state: str
) -> None:
    bring_to(state, planted)
    told = telling(planted, person_with(planted, roles))
    assert told == {TEAM: set(), GOVERNMENT: set()}


@pytest.mark.slow
@pytest.mark.parametrize("roles", [each for each in SETS if BLIND not in each], ids=" and ".join)
def test_no_two_roles_open_what_a_government_has_not_finished(
    planted: Cast, roles: tuple[str, ...]
) -> None:
    bring_to("submitted", planted)
    assert telling(planted, person_with(planted, roles))[GOVERNMENT] == set()


@pytest.mark.slow
@pytest.mark.parametrize("roles", [("secretariat",), ("cochair", "viewer"), ("lead",)])
def test_what_was_planted_is_told_to_those_who_may_read_it(
    planted: Cast, roles: tuple[str, ...]
) -> None:
    workflow.submit(planted.assessment, by=planted.lead)
    assert len(telling(planted, person_with(planted, roles))[TEAM]) >= 12


@pytest.mark.parametrize("second", ["secretariat", "cochair"])
def test_whoever_is_blind_neither_reviews_nor_exports(planted: Cast, second: str) -> None:
    workflow.submit(planted.assessment, by=planted.lead)
    person = person_with(planted, ("contributor", second))
    client = Client()
    client.force_login(person)
    pages = ["review/", "approve/", "check/", "export.json", "history/", "history.csv"]
    assert {client.get(planted.url(page)).status_code for page in pages} == {403}
    assert client.post(planted.url("review/"), {"reason": "x"}).status_code == 403
    assert "Review the assessment" not in client.get("/en/").content.decode()
    assert person not in workflow.possible_reviewers(planted.assessment, planted.lead)


def test_whoever_rated_for_a_government_does_not_approve(planted: Cast) -> None:
    person = person_with(planted, ("contributor", "cochair"))
    sheet = rules.own_sheet(person, planted.assessment)
    assert sheet is not None
    criterion = Criterion.objects.get(code="ACC-01")
    save_opinion(sheet, criterion, None, Answer("L"), by=person)
    finish(sheet, by=person, incomplete=True)
    workflow.submit(planted.assessment, by=planted.lead)
    assert allowed(planted, person) == (True, False)
    take_role(person.memberships.get(role=Role.CONTRIBUTOR), by=planted.secretariat)
    assert allowed(planted, person) == (True, False)
    assert person not in workflow.possible_reviewers(planted.assessment, planted.lead)


def test_whoever_rated_with_the_team_does_not_approve(planted: Cast) -> None:
    person = person_with(planted, ("lead", "cochair"))
    criterion = Criterion.objects.get(code="ACC-02")
    save_answer(planted.assessment, criterion, None, Answer("F"), by=person)
    take_role(person.memberships.get(role=Role.LEAD), by=planted.secretariat)
    workflow.submit(planted.assessment, by=planted.lead)
    assert allowed(planted, person) == (True, False)


def allowed(cast: Cast, person: Person) -> tuple[bool, bool]:
    """Whether a person may review and approve the assessment as it is now."""
    assessment = Assessment.objects.get(pk=cast.assessment.pk)
    reader = Person.objects.get(pk=person.pk)
    return rules.may_review(reader, assessment), rules.may_approve(reader, assessment)
