"""Evidence and discussion by hand: without JavaScript, and accessible with everything open."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Portal

SignIn = Callable[[Page, str], None]


@pytest.fixture(scope="session")
def address(portal: Portal) -> str:
    """The page of a criterion of an assessment that is in progress."""
    key = portal.manage(
        "shell", "--verbosity=0",
        "--command=from assessments.models import Assessment; "
        "print(Assessment.objects.get(initiative__code='BIZPAL', stage__code='PHO').pk)",
    )  # fmt: skip
    return f"assessments/{key.strip()}/criteria/ACC-03/"


def test_a_document_is_added_taken_and_discussed_without_javascript(
    portal: Portal, browser: Browser, sign_in: SignIn, address: str, tmp_path: Path
) -> None:
    context = browser.new_context(base_url=portal.url, java_script_enabled=False)
    context.set_default_timeout(10_000)
    page = context.new_page()
    sign_in(page, "lead@demo.invalid")
    page.goto(f"/en/{address}")

    # What cannot be kept is told, and nothing that was typed is lost.
    page.get_by_label("Your text").fill("Is this so by phone?")
    page.get_by_text("Add a file", exact=True).click()
    for name, content in (("notes.pdf", b"not one"), ("Étude.pdf", b"%PDF-1.7 (fictitious)")):
        (tmp_path / name).write_bytes(content)
        page.locator("#id_file-file").set_input_files(tmp_path / name)
        page.get_by_role("button", name="Add this file").click()
        if name == "notes.pdf":
            expect(page.locator(".error-summary")).to_be_focused()
        expect(page.get_by_label("Your text")).to_have_value("Is this so by phone?")

    # It comes back as it was sent, to be kept.
    with page.expect_download() as download:
        page.get_by_role("link", name="Étude").click()
    assert download.value.suggested_filename == "Étude.pdf"
    assert download.value.path().read_bytes() == b"%PDF-1.7 (fictitious)"

    # Removed by mistake, and put back.
    page.get_by_role("button", name="Remove – Étude").click()
    expect(page.get_by_role("link", name="Étude")).to_have_count(0)
    page.get_by_role("button", name="Put it back").click()
    expect(page.get_by_role("link", name="Étude")).to_have_count(1)

    # The discussion, which was typed first of all.
    page.get_by_role("button", name="Start this discussion").click()
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_label("Your text").first).to_be_focused()
    page.get_by_label("Your text").first.fill("It is.")
    page.get_by_role("button", name="Answer").click()
    page.get_by_role("button", name="Mark as resolved").click()
    expect(page.get_by_text("Resolved by Demo Lead")).to_be_visible()
    context.close()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_everything_on_the_page_is_accessible_once_it_is_open(
    page: Page, sign_in: SignIn, axe_check: Callable[[Page], None], address: str, language: str
) -> None:
    sign_in(page, "lead@demo.invalid")
    page.goto(f"/{language}/{address}")
    page.locator("#id_link-title").evaluate("field => { field.closest('details').open = true; }")
    page.locator("button[value=add_link]").click()
    for each in page.locator("details").all():
        each.evaluate("details => { details.open = true; }")
    axe_check(page)
