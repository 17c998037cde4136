"""Every page of an assessment in every state: it writes, or it only reads and says why."""

from html.parser import HTMLParser

import pytest

from assessments.cycle.actions import start_assessment
from assessments.models import Assessment, Event, Participant
from assessments.partners.actions import ask_to_rate, finish, save_opinion
from assessments.rating.answers import Answer
from assessments.review import actions as workflow
from maturity.models import Criterion, Jurisdiction
from tests.cast import Cast
from tests.forms import fields
from tests.test_access import address, routes

pytestmark = pytest.mark.slow

STATES = ("in_progress", "submitted", "returned", "approved", "withdrawn")
OPEN = {"in_progress", "returned"}
# Which pages write, as whom, with what, and in which states.
WRITING = {
    "rating:attribute": ("lead", {"ACC-02-rating": "F", "ACC-02-comment": "Typed"}, OPEN),
    "rating:results": ("lead", {"R1-rating": "F", "R1-comment": "Typed"}, OPEN),
    "rating:save_answer": ("lead", {}, OPEN),
    "rating:bookmark": ("lead", {"mark": "on"}, OPEN),
    "rating:save_result": ("lead", {}, OPEN),
    "cycle:dates": ("lead", {"as_of": "2026-10-01"}, OPEN),
    "workbook:upload": ("lead", {}, OPEN),
    "workbook:own_upload": ("contributor", {}, OPEN),
    "partners:index": ("lead", {"jurisdictions": "1"}, OPEN),
    "partners:own": ("contributor", {"finish": "1", "incomplete": "on"}, OPEN),
    "partners:own_attribute": ("contributor", {"ACC-02-comment": "Typed"}, OPEN),
    "partners:own_answer": ("contributor", {}, OPEN),
    "partners:consensus_answer": ("lead", {}, OPEN),
    "partners:consensus_attribute": ("lead", {"ACC-02-comment": "Typed"}, OPEN),
    "feedback:unclear": ("lead", {"note": "Typed"}, OPEN),
    "criterion:detail": ("lead", {"do": "start", "thread-text": "Typed"}, OPEN),
    "review:check": ("lead", {"reviewer": ""}, OPEN),
    "review:review": ("cochair", {"return": "1", "reason": "Typed"}, {"submitted"}),
    "review:approve": ("cochair", {"note": "Typed"}, {"submitted"}),
    "review:withdraw": ("lead", {}, OPEN | {"submitted"}),
}
# Posted to by the script of a form's page, which is answered in JSON.
BY_SCRIPT = {"rating:save_answer", "rating:save_result", "rating:bookmark",
             "partners:own_answer", "partners:consensus_answer"}  # fmt: skip


class Live(HTMLParser):
    """Counts the buttons of a page's main part that would post something."""

    def __init__(self) -> None:
        super().__init__()
        self.main = self.posts = False
        self.disabled: list[bool] = []
        self.buttons = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "main":
            self.main = True
        elif tag == "form":
            self.posts = given.get("method") == "post"
        elif tag == "fieldset":
            self.disabled.append("disabled" in given)
        elif tag == "button" and self.main and self.posts:
            off = any(self.disabled) or "disabled" in given or given.get("type") == "button"
            self.buttons += not off

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self.main = False
        elif tag == "form":
            self.posts = False
        elif tag == "fieldset":
            self.disabled.pop()


def live(page: str) -> int:
    parser = Live()
    parser.feed(page)
    return parser.buttons


def brought_to(cast: Cast, state: str) -> None:
    """The cast's assessment in a state, everything rated."""
    cast.rate_all()
    assessment = cast.assessment
    if state in ("submitted", "returned", "approved"):
        workflow.submit(assessment, by=cast.lead)
    if state == "returned":
        workflow.return_to_team(assessment, by=cast.cochair, reason="Why?", language="en")
    elif state == "approved":
        workflow.approve(assessment, by=cast.cochair)
    elif state == "withdrawn":
        workflow.withdraw(assessment, by=cast.lead)
    cast.assessment = Assessment.objects.get(pk=assessment.pk)


def asked(cast: Cast) -> Participant:
    (participant,) = ask_to_rate(
        cast.assessment, [Jurisdiction.objects.get(code="CA")], by=cast.lead
    )
    return participant


def where(cast: Cast, route: str) -> str:
    path = address(cast, route)
    if route in BY_SCRIPT:
        return path.replace("/TEST/", "/R1/" if "results" in path else "/ACC-02/")
    return path


def test_every_page_of_an_assessment_that_takes_a_post_is_here(cast: Cast) -> None:
    """Whatever shows its lead, contributor or reviewer a form of an assessment is in the table."""
    asked(cast)
    brought_to(cast, "in_progress")
    shown = set()
    for route, path in routes().items():
        if "assessments/<uuid:pk>" not in path or "/api/" in path or route.startswith("reports:"):
            continue
        for role in ("lead", "contributor"):
            response = cast.client(role).get(where(cast, route))
            kind = response.headers.get("Content-Type", "")
            page = response.content.decode() if kind.startswith("text/html") else ""
            if response.status_code == 200 and live(page):
                shown.add(route)
    elsewhere = {"overview:assessment"}  # its forms post to pages that are in the table
    assert shown - elsewhere <= set(WRITING)


@pytest.mark.parametrize("state", STATES)
def test_a_page_writes_or_says_why_it_only_reads(cast: Cast, state: str) -> None:
    asked(cast)
    brought_to(cast, state)
    for route, (role, changes, states) in WRITING.items():
        client, path = cast.client(role), where(cast, route)
        shown = client.get(path)
        if shown.status_code == 404:  # A council sees nothing before the first submission.
            continue
        page = shown.content.decode() if shown.status_code == 200 else ""
        if state in states:
            assert "This page is now read-only" not in page, route
            continue
        assert not live(page), route
        assert shown.status_code in (302, 405) or "This page is now read-only" in page, route
        before = Event.objects.count()
        posted = client.post(path, _prefixed(route, fields(page) | changes))
        after = Assessment.objects.get(pk=cast.assessment.pk)
        assert (Event.objects.count(), after.state) == (before, state), route
        if route in BY_SCRIPT:
            assert posted.status_code == 422, route
            continue
        answer = posted.content.decode()
        assert (posted.status_code, live(answer)) == (409, 0), route
        assert "Nothing was saved: this page is now read-only" in answer, route
        assert ("Typed" in answer) == ("Typed" in changes.values()), route


def _prefixed(route: str, given: dict[str, str]) -> dict[str, str]:
    marks = {"rating:save_result": "R1-seen"}
    if route in BY_SCRIPT:
        name = marks.get(route, "ACC-02-seen")
        return given | {name: "", name.replace("seen", "rating"): "F"}
    return given


@pytest.mark.parametrize(
    "route",
    [
        "partners:own",
        "partners:own_attribute",
        "criterion:detail",
        "feedback:unclear",
        "workbook:own_upload",
    ],
)
def test_a_government_that_has_finished_only_reads(cast: Cast, route: str) -> None:
    sheet = asked(cast)
    criterion = Criterion.objects.get(code="ACC-01")
    save_opinion(sheet, criterion, None, Answer("L"), by=cast.contributor)
    finish(sheet, by=cast.contributor, incomplete=True)
    client, path, before = cast.client("contributor"), where(cast, route), Event.objects.count()
    typed = {"ACC-02-comment": "Typed", "finish": "1"}
    if route == "criterion:detail":
        typed = {"do": "add_link", "link-title": "Typed", "link-url": "https://example.org/"}
    posted = client.post(path, typed)
    answer = posted.content.decode()
    assert (posted.status_code, Event.objects.count(), live(answer)) == (409, before, 0)
    assert "Your government has finished." in answer


def test_an_approved_assessment_leads_to_its_profile_and_the_next_one(cast: Cast) -> None:
    brought_to(cast, "approved")
    page = cast.client("lead").get(cast.url("results/")).content.decode()
    assert cast.url("profile/") in page
    assert f"?stage={cast.assessment.stage_id}" in page
    start_assessment(
        cast.initiative, cast.assessment.stage, by=cast.lead, as_of=cast.assessment.as_of
    )
    page = cast.client("lead").get(cast.url("results/")).content.decode()
    assert "?stage=" not in page


def test_a_withdrawal_of_what_is_approved_changes_nothing(cast: Cast) -> None:
    brought_to(cast, "approved")
    for typed in ({}, {"undo": "1"}):
        posted = cast.client("lead").post(cast.url("withdraw/"), typed)
        assert posted.status_code == 409
    assert Assessment.objects.get(pk=cast.assessment.pk).state == "approved"
