"""The joint table: its partners know the initiatives of all councils by name from their first
baseline on, and what is under way only where it is their own."""

import pytest

from assessments.cycle.actions import start_assessment
from assessments.initiatives.actions import update_initiative
from assessments.models import Assessment
from assessments.review import actions as workflow
from maturity.models import Council
from tests.cast import Cast
from tests.lessons.told import tell
from tests.test_access import address

TABLE = ["cochair", "council_viewer"]
# By route, what a co-chair and a viewer of the Joint Councils get of another council's baseline.
OF_A_BASELINE = {
    "initiatives:detail": (200, 200),
    "overview:assessment": (200, 200),
    "overview:profile": (200, 200),
    "review:changes": (200, 200),
    "criterion:detail": (200, 200),
    "criterion:documents": (200, 200),
    "improvement:plan": (200, 200),
    "improvement:calendar": (200, 200),
    "playbook:uses": (200, 200),
    "lessons:team": (200, 200),
    "compare:peers": (200, 200),
    "gaps:next": (200, 200),
    "reports:assessment_page": (200, 200),
    "overview:export": (200, 403),
    "exports:assessment": (200, 403),
    "exports:initiative": (200, 403),
    # What is its own council's, its team's, or the secretariat's.
    "review:review": (403, 403),
    "review:approve": (403, 403),
    "review:check": (403, 403),
    "audit:history": (403, 403),
    "audit:history_csv": (403, 403),
    "audit:history_xlsx": (403, 403),
    "partners:index": (403, 403),
    "partners:consensus": (403, 403),
    "initiatives:team": (403, 403),
    "initiatives:edit": (403, 403),
    "initiatives:start": (403, 403),
    "initiatives:before": (403, 403),
    "improvement:targets": (403, 403),
    "improvement:new_action": (403, 403),
    "lessons:new": (403, 403),
    "rating:attribute": (403, 403),
    "rating:results": (403, 403),
    "workbook:file": (403, 403),
    "cycle:dates": (403, 403),
}  # fmt: skip
NAME = "A made-up service"


@pytest.fixture
def elsewhere(cast: Cast) -> Cast:
    """The cast, whose initiative is one of PSSDC; its assessment is submitted."""
    council = Council.objects.get(code="PSSDC")
    update_initiative(cast.initiative, by=cast.secretariat, council=council)
    cast.submit()
    return cast


@pytest.fixture
def known(elsewhere: Cast) -> Cast:
    """The same, and its assessment is a baseline."""
    workflow.approve(elsewhere.assessment, by=elsewhere.people["other_cochair"])
    return elsewhere


def statuses(cast: Cast, path: str) -> tuple[int, ...]:
    return tuple(cast.client(role).get(path).status_code for role in TABLE)


@pytest.mark.parametrize("route", OF_A_BASELINE)
def test_before_its_first_baseline_nothing_of_it_is_seen(elsewhere: Cast, route: str) -> None:
    assert statuses(elsewhere, address(elsewhere, route)) == (404, 404)


@pytest.mark.parametrize("route", OF_A_BASELINE)
def test_from_then_on_what_is_final_is(known: Cast, route: str) -> None:
    assert statuses(known, address(known, route)) == OF_A_BASELINE[route]


@pytest.mark.parametrize("role", TABLE)
def test_it_is_listed_by_name_from_then_on(elsewhere: Cast, role: str) -> None:
    client = elsewhere.client(role)
    assert NAME not in client.get("/en/initiatives/").text
    workflow.approve(elsewhere.assessment, by=elsewhere.people["other_cochair"])
    assert NAME in client.get("/en/initiatives/").text
    assert NAME in client.get("/en/initiatives.csv").getvalue().decode()


@pytest.mark.parametrize(("role", "status"), [("cochair", 200), ("council_viewer", 403)])
def test_a_co_chair_takes_the_report_of_the_baseline(known: Cast, role: str, status: int) -> None:
    path = f"/en/assessments/{known.assessment.pk}/report-en.pdf"
    assert known.client(role).get(path).status_code == status


def again(cast: Cast) -> Assessment:
    """The next assessment of the initiative, which its team is at."""
    return start_assessment(
        cast.initiative, cast.assessment.stage, by=cast.lead, as_of=cast.assessment.as_of
    )


@pytest.mark.parametrize("submitted", [False, True])
def test_the_assessment_that_follows_is_not_seen_until_it_is_final(
    known: Cast, submitted: bool
) -> None:
    following = again(known)
    if submitted:
        following.ratings.update(carried_forward=False)
        workflow.submit(following, by=known.lead)
    for page in ("", "profile/", "report/", "changes/", "review/", "next/", "history/"):
        assert statuses(known, f"/en/assessments/{following.pk}/{page}") == (404, 404), page
    shown = [known.client(role).get("/en/initiatives/TEST/").text for role in TABLE]
    assert [str(following.pk) in each for each in shown] == [False, False]
    assert [str(known.assessment.pk) in each for each in shown] == [True, True]


def test_its_own_initiatives_it_sees_from_submission_on(cast: Cast) -> None:
    cast.submit()
    assert statuses(cast, cast.url("")) == (200, 200)


def test_what_another_council_submits_does_not_wait_for_it(elsewhere: Cast) -> None:
    assert NAME not in elsewhere.client("cochair").get("/en/").text
    assert NAME in elsewhere.client("other_cochair").get("/en/").text


def test_it_approves_and_returns_nothing_of_another_council(elsewhere: Cast) -> None:
    client = elsewhere.client("cochair")
    answers = [
        client.post(elsewhere.url("review/"), {"return": "1", "reason": "No."}),
        client.post(elsewhere.url("approve/"), {"approve": "1"}),
    ]
    elsewhere.assessment.refresh_from_db()
    assert [each.status_code for each in answers] == [404, 404]
    assert elsewhere.assessment.state == "submitted"


@pytest.mark.parametrize(("audience", "status"), [("initiative", 404), ("council", 200)])
def test_lessons_for_its_council_are_read_at_the_table(
    known: Cast, audience: str, status: int
) -> None:
    lesson = tell(known, audience=audience)
    assert statuses(known, f"/en/lessons/{lesson.key}/") == (status, status)


def test_the_other_councils_do_not_see_those_of_the_joint_councils(cast: Cast) -> None:
    cast.rate_all()
    cast.approve()
    paths = (cast.url(""), "/en/initiatives/TEST/", cast.plan())
    client = cast.client("other_cochair")
    assert [client.get(path).status_code for path in paths] == [404] * 3
    assert NAME not in client.get("/en/initiatives/").text
