"""The workbook in a browser: faults, then a conflict, then what is chosen is applied."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Portal
from tests.workbook.sheets import filled

SignIn = Callable[[Page, str], None]
RATED = {
    "en": ("Largely achieved", "Not achieved"),
    "fr": ("En grande partie atteint", "Non atteint"),
}


@pytest.mark.parametrize(("language", "javascript"), [("en", True), ("fr", False)])
def test_a_workbook_is_filled_in_uploaded_and_applied(
    portal: Portal,
    visitor: Callable[..., BrowserContext],
    sign_in: SignIn,
    axe_check: Callable[[Page], None],
    tmp_path: Path,
    language: str,
    javascript: bool,
) -> None:
    page = visitor(java_script_enabled=javascript).new_page()
    sign_in(page, "lead@demo.invalid")
    page.goto(f"/{language}/assessments/{portal.key_of('BIZPAL', 'PHO')}/workbook/")
    with page.expect_download() as download:
        page.locator("main .btn-secondary").click()
    data = Path(download.value.path()).read_bytes()
    file = tmp_path / "workbook.xlsx"
    rating, other = RATED[language]
    # Each language its own: both fill in the same assessment.
    one, two = {"en": ("INT-01", "INT-02"), "fr": ("INT-03", "INT-04")}[language]

    def upload(content: bytes) -> None:
        file.write_bytes(content)
        page.locator("[name=file]").set_input_files(file)
        with page.expect_navigation():
            page.locator("form#page .btn-primary").click()

    upload(filled(data, (one, "rating", "?"), (two, "comment", "=1+1")))
    expect(page.locator("#faults tbody tr")).to_have_count(2)
    if javascript:
        axe_check(page)
    # The first is applied, so that the second, of the same download, is a conflict.
    upload(filled(data, (one, "rating", rating), (two, "comment", language)))
    expect(page.locator("tbody .subject")).to_have_count(2)
    page.locator("[name=apply]").click()
    expect(page.locator(".banner-success")).to_be_visible()
    with page.expect_navigation():
        page.locator("main a[href$='/workbook/']").click()
    upload(filled(data, (one, "rating", other)))
    expect(page.locator("tbody td").last).to_have_text(other)
    if javascript:
        axe_check(page)
    page.locator("[name=use]").check()
    page.locator("[name=apply]").click()
    expect(page.locator(".banner-success")).to_be_visible()
