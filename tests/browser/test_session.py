"""The end of a session, as somebody meets it who writes a long comment and goes to lunch."""

import time
from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from assessments.accounts.middleware import SEEN
from assessments.seeding import demo
from tests.browser.conftest import Portal
from tests.browser.test_pages import ids

__all__ = ["ids"]
SignIn = Callable[[Page, str], None]
TYPED = "Typed before lunch – écrit avant le dîner"


@pytest.fixture
def away(portal: Portal, page: Page) -> Callable[[int], None]:
    """Lets so many minutes go by: in the browser, and for the session on the server."""

    def away(minutes: int) -> None:
        with portal.at_home():
            for row in Session.objects.all():
                session = SessionStore(row.session_key)
                session[SEEN] = time.time() - minutes * 60
                session.save()
        page.clock.fast_forward(f"{minutes}:00")

    return away


@pytest.fixture
def comment(page: Page, ids: dict[str, str], sign_in: SignIn) -> str:
    """A page on which a comment is being written; gives its path."""
    page.clock.install()
    sign_in(page, "lead@demo.invalid")
    path = f"/en/assessments/{ids['BIZPAL-PHO']}/attributes/INT/"
    page.goto(path)
    page.locator("#INT-01 details:not(.guidance) summary").click()
    return path


def test_the_page_warns_and_staying_is_one_press(
    page: Page, comment: str, away: Callable[[int], None], axe_check: Callable[[Page], None]
) -> None:
    away(29)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Are you still there?")).to_be_visible()
    axe_check(page)
    with page.expect_response("**/session/"):
        page.get_by_role("button", name="Stay signed in").click()
    expect(dialog).to_be_hidden()
    page.clock.fast_forward("27:00")
    expect(dialog).to_be_hidden()


def test_whoever_types_is_not_asked(page: Page, comment: str, away: Callable[[int], None]) -> None:
    page.locator("#INT-01-comment").press_sequentially("Still writing")
    with page.expect_response("**/session/") as asked:
        away(29)
    assert asked.value.json()["seconds"] > settings.SESSION_WARNING
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".banner-success")).to_be_visible()


def test_what_was_typed_comes_back_after_signing_in_again(
    page: Page, comment: str, away: Callable[[int], None]
) -> None:
    page.locator("#INT-01-comment").fill(TYPED)
    away(31)
    page.get_by_role("button", name="Sign in again").click()
    page.locator("[name=login]").fill("lead@demo.invalid")
    page.locator("[name=password]").fill(demo.PASSWORD)
    page.locator("form#page button").click()
    page.get_by_role("button", name="Go back to it").click()
    page.wait_for_url(f"**{comment}")
    expect(page.locator("#INT-01-comment")).to_have_value(TYPED)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".banner-success")).to_be_visible()
