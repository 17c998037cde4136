"""Answers are saved as they are given, and nothing that was typed is lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from assessments.models import Initiative, Person
from assessments.models.people import Role
from assessments.people.actions import command_line_person, give_role
from tests.browser.conftest import Portal, Team, sign_in_by_form

SignIn = Callable[[Page, str], None]
SAVED = re.compile(r"^Saved \d+:\d\d")


@pytest.fixture
def context(visitor: Callable[..., BrowserContext]) -> BrowserContext:
    """A visitor whose requests may fail, as these tests mean them to."""
    return visitor()


@pytest.fixture
def form(context: BrowserContext, sign_in: SignIn, team: Team) -> Page:
    """The form of an attribute, opened by the lead of a team of the test's own."""
    page = context.new_page()
    sign_in(page, team.lead)
    page.goto(f"/en/assessments/{team.assessment}/attributes/INT/")
    return page


def comment(page: Page, code: str, text: str) -> None:
    page.locator(f"#{code} .one-answer details").evaluate("details => { details.open = true; }")
    page.locator(f"#{code}-comment").fill(text)


def status(page: Page, code: str) -> Locator:
    return page.locator(f"#{code} .save-status")


def hold(page: Page, address: str) -> list[Route]:
    """Has requests to an address wait in a list, until they are told to go on."""
    held: list[Route] = []

    def wait(route: Route) -> None:
        held.append(route)

    page.route(address, wait)
    return held


def test_a_rating_is_saved_at_once_and_announced(form: Page) -> None:
    form.locator("#INT-01-rating-P").check()
    expect(status(form, "INT-01")).to_have_text(SAVED)
    expect(form.locator("#autosave [role=status]")).to_have_text(re.compile("^INT-01 – Saved"))
    form.reload()
    expect(form.locator("#INT-01-rating-P")).to_be_checked()


def test_a_text_is_saved_after_a_pause(form: Page) -> None:
    comment(form, "INT-01", "Saved without a button")
    expect(status(form, "INT-01")).to_have_text(SAVED)
    form.reload()
    expect(form.locator("#INT-01-comment")).to_have_value("Saved without a button")
    expect(form.locator("#drafts")).to_be_hidden()


def test_what_no_report_can_print_is_told_at_its_field_until_it_is_mended(form: Page) -> None:
    warning = form.locator("#INT-03-comment-warning")
    comment(form, "INT-03", "Clients wrote \U00012000")
    expect(warning).to_have_text(re.compile(r"^Note: .*U\+12000"))
    expect(status(form, "INT-03")).to_have_text(SAVED)
    expect(form.locator("#autosave [role=status]")).to_have_text(
        re.compile("Saved .* cannot print")
    )
    form.reload()
    expect(warning).to_have_count(1)
    comment(form, "INT-03", "Clients wrote in cuneiform")
    expect(warning).to_have_count(0)
    expect(form.locator("#INT-03-comment")).not_to_have_attribute(
        "aria-describedby", re.compile("")
    )


def test_what_is_chosen_before_the_script_is_there_is_saved(form: Page) -> None:
    held = hold(form, "**/answers*.js")
    with form.expect_request("**/answers*.js"):
        form.reload(wait_until="commit")
    form.locator("#INT-01-rating-P").check()
    held.pop().continue_()
    expect(status(form, "INT-01")).to_have_text(SAVED)


def test_what_is_changed_while_it_is_being_saved_is_not_said_to_be_saved(form: Page) -> None:
    held = hold(form, "**/answers/**")
    with form.expect_request("**/answers/**"):
        form.locator("#INT-01-rating-P").check()
    form.locator("#INT-01-rating-F").check()
    with form.expect_request("**/answers/**"):
        held.pop().continue_()
    expect(status(form, "INT-01")).to_have_text("Not saved yet.")
    held.pop().continue_()
    expect(status(form, "INT-01")).to_have_text(SAVED)


def test_a_rating_can_be_taken_back(form: Page) -> None:
    form.locator("#INT-02-rating-F").check()
    expect(status(form, "INT-02")).to_have_text(SAVED)
    with form.expect_response("**/answers/**"):
        form.locator("#INT-02-rating-NR").check()
    expect(status(form, "INT-02")).to_have_text(SAVED)
    form.reload()
    expect(form.locator("#INT-02 input[type=radio]:checked")).to_have_count(0)


def test_not_applicable_waits_for_its_reason(form: Page) -> None:
    form.locator("#INT-03-rating-NA").check()
    expect(status(form, "INT-03")).to_contain_text("needs a reason")
    form.locator("#INT-03-reason").fill("No one does this (fictitious)")
    expect(status(form, "INT-03")).to_have_text(SAVED)


def test_what_cannot_be_sent_is_kept_and_sent_later(form: Page) -> None:
    form.route("**/answers/**", lambda route: route.abort())
    comment(form, "INT-04", "Typed in a tunnel")
    expect(status(form, "INT-04")).to_contain_text("cannot be reached")
    form.unroute("**/answers/**")
    form.evaluate("window.dispatchEvent(new Event('online'))")
    expect(status(form, "INT-04")).to_have_text(SAVED)


def test_what_was_never_sent_is_offered_again(form: Page) -> None:
    form.route("**/answers/**", lambda route: route.abort())
    comment(form, "INT-04", "Typed before the tab was closed")
    form.reload()
    expect(form.locator("#drafts")).to_contain_text("INT-04")
    form.unroute("**/answers/**")
    form.get_by_role("button", name="Put it back").click()
    expect(form.locator("#INT-04-comment")).to_have_value("Typed before the tab was closed")
    expect(status(form, "INT-04")).to_have_text(SAVED)
    form.reload()
    expect(form.locator("#drafts")).to_be_hidden()


def test_what_is_forgotten_is_not_offered_again(form: Page) -> None:
    form.route("**/answers/**", lambda route: route.abort())
    comment(form, "INT-02", "Not meant")
    form.reload()
    form.get_by_role("button", name="Discard").click()
    form.reload()
    expect(form.locator("#drafts")).to_be_hidden()


def test_what_is_typed_after_signing_out_elsewhere_comes_back(
    form: Page, context: BrowserContext, team: Team
) -> None:
    address = form.url
    context.clear_cookies(name="sessionid")
    comment(form, "INT-02", "Typed too late")
    expect(status(form, "INT-02")).to_contain_text("you have been signed out")
    # The page sends what it has when it is left: before its writer is signed in again.
    sign_in_by_form(form, team.lead)
    form.goto(address)
    form.get_by_role("button", name="Put it back").click()
    expect(status(form, "INT-02")).to_have_text(SAVED)


def test_a_draft_is_not_offered_to_someone_else(
    form: Page, context: BrowserContext, sign_in: SignIn, portal: Portal, team: Team
) -> None:
    form.route("**/answers/**", lambda route: route.abort())
    comment(form, "INT-02", "Mine alone")
    expect(status(form, "INT-02")).to_contain_text("Kept in this browser")
    other = portal.new_team().lead
    with portal.at_home():
        give_role(
            Person.objects.get(email=other),
            Role.LEAD,
            by=command_line_person(),
            initiative=Initiative.objects.get(code=team.initiative),
            notify=False,
        )
    address = form.url
    context.clear_cookies(name="sessionid")
    sign_in(form, other)
    form.goto(address)
    expect(form.locator("#INT-02-comment")).to_have_count(1)
    expect(form.locator("#drafts")).to_be_hidden()


@pytest.mark.parametrize(("choice", "stands"), [("Keep mine", "Mine"), ("Use theirs", "Theirs")])
def test_two_answers_to_one_statement_stand_side_by_side(
    form: Page, context: BrowserContext, choice: str, stands: str
) -> None:
    comment(form, "INT-01", "Before")
    expect(status(form, "INT-01")).to_have_text(SAVED)
    other = context.new_page()
    other.goto(form.url)
    comment(other, "INT-01", "Theirs")
    expect(status(other, "INT-01")).to_have_text(SAVED)
    comment(form, "INT-01", "Mine")
    conflict = form.locator("#INT-01 .conflict")
    expect(conflict).to_contain_text("Demo Owner changed this answer")
    expect(conflict.locator("dl").first).to_contain_text("Mine")
    expect(conflict.locator("dl").last).to_contain_text("Theirs")
    form.get_by_role("button", name=choice).click()
    expect(form.locator("#INT-01-comment")).to_have_value(stands)
    if choice == "Keep mine":
        expect(status(form, "INT-01")).to_have_text(SAVED)
    other.reload()
    expect(other.locator("#INT-01-comment")).to_have_value(stands)


def test_a_fault_stands_at_its_field_until_it_is_mended(form: Page) -> None:
    comment(form, "INT-01", "x" * 10_001)
    expect(form.locator("#INT-01-comment-error")).to_contain_text("10")
    expect(form.locator("#INT-01-comment")).to_have_attribute("aria-invalid", "true")
    comment(form, "INT-01", "Shorter")
    expect(form.locator("#INT-01-comment-error")).to_have_count(0)


def press(form: Page, code: str, name: str) -> None:
    """Presses a button of a statement that has the page made anew, and waits for that page."""
    with form.expect_navigation():
        form.locator(f"#{code}").get_by_role("button", name=name).click()


def test_channels_are_rated_alone_copied_and_told_as_one(form: Page) -> None:
    form.goto(form.url.replace("/INT/", "/SMP/"))
    press(form, "SMP-01", "Rate each channel separately")
    form.locator("#SMP-01-ONLINE-rating-F").check()
    expect(form.locator("[data-effective=SMP-01]")).to_have_text("Not rated")
    form.locator("#SMP-01-MOBILE-rating-P").check()
    expect(form.locator("[data-effective=SMP-01]")).to_have_text("Partially achieved")
    form.locator("#SMP-01 fieldset", has=form.locator("#SMP-01-ONLINE-rating-F")).get_by_role(
        "button", name="Copy this rating"
    ).click()
    expect(form.locator("[data-effective=SMP-01]")).to_have_text("Fully achieved")
    expect(form.locator("#SMP-01 .save-status").last).to_have_text(SAVED)
    form.goto(form.url)
    expect(form.locator("#SMP-01-MOBILE-rating-F")).to_be_checked()


def test_one_rating_for_all_channels_can_be_undone_at_once(form: Page) -> None:
    form.goto(form.url.replace("/INT/", "/SMP/"))
    question = form.locator("#SMP-02")
    press(form, "SMP-02", "Rate each channel separately")
    for place, name in enumerate("NF"):
        block = question.locator("[data-answer]").nth(place)
        block.locator(f"input[value={name}]").check()
        expect(block.locator(".save-status")).to_contain_text("Saved")
    press(form, "SMP-02", "One rating for all channels")
    undo = question.get_by_role("button", name="Restore each channel’s rating")
    expect(undo).to_be_hidden()
    form.reload()  # shows what is stored, and sends nothing
    expect(question.locator("[data-answer]")).not_to_have_count(1)
    press(form, "SMP-02", "One rating for all channels")
    question.locator("input[value=P]").check()
    expect(question.locator(".save-status")).to_contain_text("Saved")
    with form.expect_navigation():
        undo.click()
    expect(question.locator("[data-answer]").first.locator("input[value=N]")).to_be_checked()
    expect(question.locator("[data-answer]").nth(1).locator("input[value=F]")).to_be_checked()


def test_one_statement_at_a_time_goes_by_keys_that_can_be_switched_off(form: Page) -> None:
    with form.expect_navigation():
        form.get_by_role("link", name="Show one statement at a time").click()
    expect(form.locator("fieldset.question")).to_have_count(1)
    form.keyboard.press("3")
    expect(form.locator("#INT-01-rating-L")).to_be_checked()
    expect(status(form, "INT-01")).to_have_text(SAVED)
    form.keyboard.press("n")
    form.wait_for_url("**/?one=INT-02")
    form.get_by_label("Keys:").uncheck()
    form.locator("h1").click()
    form.keyboard.press("p")
    form.keyboard.press("1")
    expect(form.locator("#INT-02-rating")).not_to_be_checked()
    expect(form).to_have_url(re.compile(r"\?one=INT-02$"))


@pytest.mark.parametrize("way", ["key", "link"])
def test_one_does_not_go_on_before_what_was_changed_is_saved(form: Page, way: str) -> None:
    with form.expect_navigation():
        form.get_by_role("link", name="Show one statement at a time").click()
    address = form.url
    held = hold(form, "**/answers/**")
    with form.expect_request("**/answers/**"):
        form.keyboard.press("2")
    form.keyboard.press("4")
    if way == "key":
        form.keyboard.press("n")
    else:
        form.get_by_role("link", name="Back to the list").click()
    with form.expect_request("**/answers/**"):
        held.pop().continue_()
    expect(form).to_have_url(address)
    with form.expect_navigation():
        held.pop().continue_()
    form.goto(address)
    expect(form.locator("#INT-01-rating-F")).to_be_checked()
    expect(form.locator("#drafts")).to_be_hidden()


def test_a_full_post_leaves_no_draft_behind(form: Page) -> None:
    held = hold(form, "**/answers/**")
    with form.expect_request("**/answers/**"):
        comment(form, "INT-01", "Sent by the button")
    address = form.url
    form.get_by_role("button", name="Save and continue").click(no_wait_after=True)
    held.pop().abort()
    form.wait_for_url("**/attributes/SEC/")
    form.goto(address)
    expect(form.locator("#INT-01-comment")).to_have_value("Sent by the button")
    expect(form.locator("#drafts")).to_be_hidden()
