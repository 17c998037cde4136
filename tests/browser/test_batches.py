"""All reports of a council as one file, as a co-chair follows it from asking to taking it away."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from reports.models import Batch
from tests.browser.conftest import Portal
from tests.operations.processes import eventually

LONGEST = 600  # seconds until a file has to be ready: its reports may have to wait for others


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_cochair_asks_follows_and_takes_the_file(
    page: Page,
    sign_in: Callable[[Page, str], None],
    axe_check: Callable[[Page], None],
    language: str,
) -> None:
    sign_in(page, "cochair.pscioc@demo.invalid")
    page.goto(f"/{language}/councils/PSCIOC/batches/")
    axe_check(page)
    # While it is looked at, it does not find out that it is over, and so is not loaded anew.
    page.route("**/progress/", lambda route: route.abort())
    page.locator("#page > button").click()
    page.wait_for_url(re.compile(f"/{language}/batches/[0-9a-f-]+/$"))
    axe_check(page)
    page.unroute("**/progress/")
    # The page finds out by itself.
    link = page.locator('a[href$="/reports.zip"]')
    expect(link).to_be_visible(timeout=LONGEST * 1000)
    axe_check(page)
    with page.expect_download() as download:
        link.click()
    assert re.fullmatch(
        r"PSCIOC-\d{4}-\d\d-\d\d-reports-rapports\.zip", download.value.suggested_filename
    )


def test_without_script_there_is_a_link_to_look_again(
    portal: Portal, visitor: Callable[..., BrowserContext], sign_in: Callable[[Page, str], None]
) -> None:
    page = visitor(java_script_enabled=False).new_page()
    sign_in(page, "cochair.pscioc@demo.invalid")
    page.goto("/en/councils/PSCIOC/batches/")
    again = page.get_by_role("link", name="Show its progress")
    with portal.without_worker():
        page.locator("#page > button").click()
        page.wait_for_url("**/en/batches/*/")
        with page.expect_navigation():
            again.click()
        expect(again).to_be_visible()
    with portal.at_home():
        eventually(lambda: not Batch.objects.filter(finished_at=None).exists(), within=LONGEST)
    again.click()
    expect(page.locator('a[href$="/reports.zip"]')).to_be_visible()
