"""How long one is active at a statement, by a clock that stands still; and saying it is unclear."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from assessments.models import StatementTime, UnclearMark
from tests.browser.conftest import Portal, Team

SignIn = Callable[[Page, str], None]
Open = Callable[..., Page]


@pytest.fixture
def at(visitor: Callable[..., BrowserContext], sign_in: SignIn, team: Team) -> Open:
    """Opens a page of statements as the lead of a team of its own; its clock stands still."""

    def at(path: str, **options: object) -> Page:
        page = visitor(**options).new_page()
        sign_in(page, team.lead)
        page.clock.install(time=0)
        page.clock.pause_at(1000)
        page.goto(f"/en/assessments/{team.assessment}/{path}")
        return page

    return at


def counted(page: Page, code: str) -> str:
    return page.locator(f"[name={code}-active]").input_value()


def there(page: Page, code: str, seconds: int) -> None:
    """Somebody touches a statement, and then that many seconds pass."""
    page.locator(f"#{code} legend").first.dispatch_event("pointermove")
    page.clock.run_for(seconds * 1000)


def rate(page: Page, code: str, rating: str) -> None:
    page.locator(f"#{code} .scale input[value={rating}]").first.check()


def test_seconds_count_where_one_is_until_one_is_idle(at: Open) -> None:
    page = at("attributes/CON/")
    page.clock.run_for(5000)
    assert (counted(page, "CON-01"), counted(page, "CON-02")) == ("", "")
    there(page, "CON-01", 5)
    there(page, "CON-02", 100)
    assert (counted(page, "CON-01"), counted(page, "CON-02")) == ("5", "60")
    there(page, "CON-01", 3)
    assert counted(page, "CON-01") == "8"


def test_no_second_counts_while_another_window_has_the_focus(at: Open) -> None:
    page = at("attributes/CON/")
    page.evaluate("document.hasFocus = () => false")
    there(page, "CON-01", 5)
    assert counted(page, "CON-01") == ""


def test_a_visit_counts_a_quarter_of_an_hour_at_most(at: Open) -> None:
    page = at("attributes/CON/")
    for _minute in range(20):
        there(page, "CON-01", 50)
    assert counted(page, "CON-01") == "900"


def test_they_go_with_the_answer_and_count_on_after_it(
    at: Open, portal: Portal, team: Team
) -> None:
    page = at("attributes/RES/?one=RES-06")
    there(page, "RES-06", 4)
    rate(page, "RES-06", "P")
    expect(page.locator("#RES-06 .save-status").first).to_contain_text("Saved")
    assert counted(page, "RES-06") == ""
    there(page, "RES-06", 2)
    assert counted(page, "RES-06") == "2"
    with portal.at_home():
        kept = StatementTime.objects.get(criterion__code="RES-06", assessment=team.assessment)
        assert (kept.language, kept.seconds) == ("en", 4)


def test_what_could_not_be_sent_goes_with_the_next_attempt(
    at: Open, portal: Portal, team: Team
) -> None:
    page = at("attributes/RES/?one=RES-04")
    page.route("**/answers/**", lambda route: route.abort())
    there(page, "RES-04", 4)
    rate(page, "RES-04", "P")
    expect(page.locator("#RES-04 .save-status").first).to_contain_text("cannot be reached")
    assert counted(page, "RES-04") == "4"
    page.unroute("**/answers/**")
    rate(page, "RES-04", "L")
    expect(page.locator("#RES-04 .save-status").first).to_contain_text("Saved")
    with portal.at_home():
        kept = StatementTime.objects.get(criterion__code="RES-04", assessment=team.assessment)
        assert kept.seconds == 4


@pytest.mark.parametrize("script", [True, False])
def test_a_statement_is_said_to_be_unclear_and_nothing_typed_is_lost(
    at: Open, portal: Portal, team: Team, script: bool
) -> None:
    page = at("attributes/RES/?one=RES-02", java_script_enabled=script)
    page.locator("#RES-02 .one-answer summary").last.click()
    page.locator("#RES-02-comment").fill(f"Typed before, {script}")
    page.get_by_role("button", name="This statement is unclear").click()
    page.get_by_label("What is unclear?").fill("Which channels?")
    page.get_by_role("button", name="Report as unclear").click()
    said = page.get_by_role("button", name="You said that this is unclear")
    expect(said).to_be_in_viewport()
    expect(page.locator("#RES-02-comment")).to_have_value(f"Typed before, {script}")
    said.click()
    page.get_by_role("button", name="It is clear after all").click()
    expect(page.get_by_role("button", name="This statement is unclear")).to_be_visible()
    with portal.at_home():
        assert not UnclearMark.objects.filter(assessment=team.assessment).exists()
