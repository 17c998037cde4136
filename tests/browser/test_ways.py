"""What people come for is two clicks from their home page, by links that say so."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

SignIn = Callable[[Page, str], None]
LEAD = "lead@demo.invalid"


def test_what_blocks_an_attribute(page: Page, sign_in: SignIn) -> None:
    sign_in(page, LEAD)
    page.get_by_role("link", name="Level 1 – Death notification (fictitious ratings)").click()
    page.get_by_role("link", name="Integrity", exact=True).click()
    blocking = page.locator("#INT .blocking")
    expect(blocking).to_be_in_viewport()
    expect(blocking.get_by_role("listitem").first).to_contain_text("INT-")


def test_the_french_report(page: Page, sign_in: SignIn) -> None:
    sign_in(page, LEAD)
    page.get_by_role("link", name="Level 1 – Death notification (fictitious ratings)").click()
    report = page.get_by_role("link", name="Report in French")
    expect(report).to_have_attribute("href", re.compile("/report-fr.pdf$"))


def test_what_the_council_asks(page: Page, sign_in: SignIn) -> None:
    sign_in(page, LEAD)
    page.get_by_role("link", name="See the council’s questions").click()
    page.get_by_role("link", name="Reply").first.click()
    expect(page.locator("main textarea")).to_be_visible()


def test_who_to_call(page: Page, sign_in: SignIn) -> None:
    sign_in(page, LEAD)
    page.get_by_role("link", name="Contact").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Contact")


def test_rating_offline(page: Page, sign_in: SignIn) -> None:
    sign_in(page, LEAD)
    page.get_by_role("link", name="Continue the assessment BizPaL").click()
    page.get_by_role("link", name="Work offline in a workbook").click()
    expect(page.get_by_role("link", name="Download the workbook")).to_be_visible()
