"""A report that is not made yet, as whoever asks for it follows it and gets it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Portal
from tests.operations.processes import eventually

LONGEST = 600  # seconds until it has to be made: others may come before it


@pytest.mark.parametrize(
    ("language", "ready", "draft"),
    [("en", "The report is ready", "draft"), ("fr", "Le rapport est prêt", "ebauche")],
)
def test_the_page_finds_out_by_itself_and_hands_over_the_file(
    portal: Portal,
    page: Page,
    sign_in: Callable[[Page, str], None],
    axe_check: Callable[[Page], None],
    language: str,
    ready: str,
    draft: str,
) -> None:
    sign_in(page, "lead@demo.invalid")
    assessment = portal.key_of("BIZPAL", "PHO")
    page.goto(f"/{language}/assessments/{assessment}/report/")
    with page.expect_download(timeout=LONGEST * 1000) as download:
        page.locator(f'a[href$="/report-{language}.pdf"]').first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(ready)
    axe_check(page)
    assert download.value.suggested_filename == f"BIZPAL-PHO-1-{draft}-{language}.pdf"


def test_without_script_there_is_a_link_to_look_again(
    portal: Portal, visitor: Callable[..., BrowserContext], sign_in: Callable[[Page, str], None]
) -> None:
    page = visitor(java_script_enabled=False).new_page()
    sign_in(page, "lead@demo.invalid")
    path = f"/en/assessments/{portal.key_of('BIZPAL', 'PHO')}/report-both.pdf"

    page.goto(path, wait_until="commit")
    waiting = page.url

    def is_ready() -> bool:
        page.goto(waiting, wait_until="commit")
        return page.get_by_role("heading", name="The report is ready").is_visible()

    again = page.get_by_role("link", name="Show its progress")
    file = page.locator(f'a[href="{path}"]')
    expect(again.or_(file)).to_be_visible()
    eventually(is_ready, within=LONGEST)
    with page.expect_download() as download:
        file.click()
    assert download.value.suggested_filename == "BIZPAL-PHO-1-draft-ebauche-en-fr.pdf"
