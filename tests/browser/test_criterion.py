"""Evidence and discussion by hand: without JavaScript, and accessible with everything open."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Portal

SignIn = Callable[[Page, str], None]


@pytest.fixture(scope="session")
def address(portal: Portal) -> str:
    """The page of a criterion of an assessment that is in progress."""
    return f"assessments/{portal.key_of('BIZPAL', 'PHO')}/criteria/ACC-03/"


def test_a_document_is_added_taken_and_discussed_without_javascript(
    visitor: Callable[..., BrowserContext], sign_in: SignIn, address: str, tmp_path: Path
) -> None:
    page = visitor(java_script_enabled=False).new_page()
    sign_in(page, "lead@demo.invalid")
    page.goto(f"/en/{address}")

    def press(name: str) -> None:
        with page.expect_navigation():
            page.get_by_role("button", name=name).click()

    # What cannot be kept is told, and nothing that was typed is lost.
    page.get_by_label("Your text").fill("Is this so by phone?")
    page.get_by_text("Add a file", exact=True).click()
    for name, content in (("notes.pdf", b"not one"), ("Étude.pdf", b"%PDF-1.7 (fictitious)")):
        (tmp_path / name).write_bytes(content)
        page.locator("#id_file-file").set_input_files(tmp_path / name)
        press("Add this file")
        if name == "notes.pdf":
            expect(page.locator(".error-summary")).to_be_focused()
        expect(page.get_by_label("Your text")).to_have_value("Is this so by phone?")

    # It comes back as it was sent, to be kept.
    with page.expect_download() as download:
        page.get_by_role("link", name="Étude").click()
    assert download.value.suggested_filename == "Étude.pdf"
    assert download.value.path().read_bytes() == b"%PDF-1.7 (fictitious)"

    # Removed by mistake, and put back.
    press("Remove – Étude")
    expect(page.get_by_role("link", name="Étude")).to_have_count(0)
    press("Put it back")
    expect(page.get_by_role("link", name="Étude")).to_have_count(1)

    # The discussion, which was typed first of all.
    press("Start this discussion")
    press("Answer")
    expect(page.get_by_label("Your text").first).to_be_focused()
    page.get_by_label("Your text").first.fill("It is.")
    press("Answer")
    press("Mark as resolved")
    expect(page.get_by_text("Resolved by Demo Lead")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_everything_on_the_page_is_accessible_once_it_is_open(
    page: Page, sign_in: SignIn, axe_check: Callable[[Page], None], address: str, language: str
) -> None:
    sign_in(page, "lead@demo.invalid")
    page.goto(f"/{language}/{address}")
    page.locator("#id_link-title").evaluate("field => { field.closest('details').open = true; }")
    with page.expect_navigation():
        page.locator("button[value=add_link]").click()
    for each in page.locator("details").all():
        each.evaluate("details => { details.open = true; }")
    axe_check(page)
