"""All reports of a council as one file, as a co-chair follows it from asking to taking it away."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_cochair_asks_follows_and_takes_the_file(
    page: Page,
    sign_in: Callable[[Page, str], None],
    axe_check: Callable[[Page], None],
    language: str,
) -> None:
    sign_in(page, "cochair.jc@demo.invalid")
    page.goto(f"/{language}/councils/JC/batches/")
    axe_check(page)
    page.locator("#page > button").click()
    expect(page).to_have_url(re.compile(f"/{language}/batches/[0-9a-f-]+/$"))
    axe_check(page)
    # The page finds out by itself.
    link = page.locator('a[href$="/reports.zip"]')
    expect(link).to_be_visible(timeout=120_000)
    axe_check(page)
    with page.expect_download() as download:
        link.click()
    assert re.fullmatch(
        r"JC-\d{4}-\d\d-\d\d-reports-rapports\.zip", download.value.suggested_filename
    )


def test_without_script_there_is_a_link_to_look_again(
    page: Page, sign_in: Callable[[Page, str], None]
) -> None:
    sign_in(page, "cochair.pssdc@demo.invalid")
    context = page.context.browser.new_context(  # type: ignore[union-attr]
        java_script_enabled=False,
        storage_state=page.context.storage_state(),
        base_url=re.match(r"https?://[^/]+", page.url)[0],  # type: ignore[index]
    )
    plain = context.new_page()
    plain.goto("/en/councils/PSSDC/batches/")
    plain.locator("#page > button").click()
    # Sooner or later it is ready, however often somebody looks.
    again = plain.get_by_role("link", name="Show how far it has come")
    while again.is_visible():
        again.click()
    expect(plain.locator('a[href$="/reports.zip"]')).to_be_visible()
    context.close()
