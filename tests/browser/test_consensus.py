"""A workshop: agreeing on a statement in the projector's view, by keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Portal

SignIn = Callable[[Page, str], None]


@pytest.mark.parametrize(
    ("javascript", "code", "following"), [(True, "ACC-05", "ACC-06"), (False, "ACC-06", "ACC-07")]
)
def test_a_statement_is_agreed_on_by_keyboard(
    portal: Portal,
    visitor: Callable[..., BrowserContext],
    sign_in: SignIn,
    javascript: bool,
    code: str,
    following: str,
) -> None:
    key = portal.key_of("PCTF", "IMP")
    page = visitor(java_script_enabled=javascript).new_page()
    sign_in(page, "responsable@demo.invalid")
    page.goto(f"/en/assessments/{key}/consensus/ACC/?view=projector&criterion={code}")
    page.locator(f"#{code}-rating").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type("Agreed by keyboard.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # opens where a dissent goes
    page.keyboard.press("Tab")
    page.keyboard.type("One government holds it largely achieved.")
    page.get_by_role("button", name="Save and continue").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**criterion={following}")
    page.get_by_role("link", name="Previous statement").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**criterion={code}")
    expect(page.locator(f"#{code}-comment")).to_have_value("Agreed by keyboard.")
    expect(page.locator(f"#{code}-dissent")).to_have_value(
        "One government holds it largely achieved."
    )
