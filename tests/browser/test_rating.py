"""Marks to come back to, the place after a switch of channels, and keys, at a team's statements."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Team

SignIn = Callable[[Page, str], None]
Open = Callable[..., Page]


@pytest.fixture
def at(visitor: Callable[..., BrowserContext], sign_in: SignIn, team: Team) -> Open:
    """Opens a page of statements, as the lead of a team of the test's own."""

    def at(path: str, **options: object) -> Page:
        page = visitor(**options).new_page()
        sign_in(page, team.lead)
        page.goto(f"/en/assessments/{team.assessment}/{path}")
        return page

    return at


@pytest.mark.parametrize("script", [True, False])
def test_a_mark_leaves_the_page_where_it_is_and_what_was_typed(at: Open, script: bool) -> None:
    page = at("attributes/RES/?one=RES-02", java_script_enabled=script)
    button = page.get_by_role("button", name="Come back to this")
    expect(button).to_have_attribute("aria-pressed", "false")
    page.locator("#RES-02 .one-answer summary").last.click()
    page.locator("#RES-02-comment").fill("Typed before it was marked")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    expect(page.locator("#RES-02-comment")).to_have_value("Typed before it was marked")
    listed = page.locator("#to optgroup").first.locator("option")
    expect(listed).to_contain_text(["RES-02 – not rated, to come back to – “"])
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(listed).to_have_count(0)


def test_a_mark_that_cannot_be_sent_says_so(at: Open) -> None:
    page = at("attributes/RES/?one=RES-03")
    button = page.get_by_role("button", name="Come back to this")
    page.route("**/marks/**", lambda route: route.abort())
    button.click()
    expect(page.locator(".mark-status")).to_contain_text("The portal cannot be reached")
    expect(button).to_have_attribute("aria-pressed", "false")
    page.unroute("**/marks/**")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".mark-status")).to_have_count(0)


@pytest.mark.parametrize("script", [True, False])
def test_a_switch_of_channels_keeps_the_place_and_the_focus(at: Open, script: bool) -> None:
    page = at("attributes/RES/", java_script_enabled=script)
    for name in ("Rate each channel separately", "One rating for all channels"):
        with page.expect_navigation():
            page.locator("#RES-06").get_by_role("button", name=name).click()
        other = page.locator("#RES-06-switch").get_by_text(name)
        expect(other).to_have_count(0)
        expect(page.locator("#RES-06-switch")).to_be_focused()
        expect(page.locator("#RES-06-switch")).to_be_in_viewport()


def test_keys_are_for_the_channel_with_the_focus_and_never_while_one_types(at: Open) -> None:
    page = at("attributes/RES/?one=RES-05")
    page.keyboard.press("2")
    expect(page.locator("#RES-05 .save-status")).to_contain_text("Saved")
    with page.expect_navigation():
        page.get_by_role("button", name="Rate each channel separately").click()
    channels = page.locator("#RES-05 [data-answer]")
    expect(channels).not_to_have_count(1)
    channels.nth(1).locator("summary").focus()
    page.keyboard.press("3")
    expect(channels.nth(1).locator("input[value=L]")).to_be_checked()
    expect(channels.nth(1).locator(".save-status")).to_contain_text("Saved")
    expect(channels.nth(0).locator("input[value=P]")).to_be_checked()
    channels.nth(1).locator("summary").click()
    comment = channels.nth(1).locator("textarea[name$=-comment]")
    comment.focus()
    page.keyboard.type("1 man, 2 pins")
    expect(comment).to_have_value("1 man, 2 pins")
    expect(channels.nth(1).locator("input[value=L]")).to_be_checked()
    expect(page.get_by_role("button", name="Come back to this")).to_have_attribute(
        "aria-pressed", "false"
    )


def test_the_whole_counts_on_while_one_rates(at: Open) -> None:
    page = at("attributes/RES/?one=RES-04")
    whole = page.locator("main [data-beside] [data-rated]").first
    before = int(whole.inner_text())
    expect(page.locator("#RES-04 .scale input:checked")).to_have_count(0)
    page.keyboard.press("2")
    expect(whole).to_have_text(str(before + 1))
    expect(page.locator("#to [value=RES-04]").last).to_contain_text("RES-04 – rated")
    expect(page.locator("#RES-04 .save-status")).to_contain_text("Saved")
