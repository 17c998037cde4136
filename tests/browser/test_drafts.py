"""What is typed in a form and not sent is offered again, and goes only when it has arrived."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.conftest import Portal

SignIn = Callable[[Page, str], None]
TYPED = "Typed, and not sent – écrit, mais pas envoyé"
OFFER = "Something you typed here was not saved"


def test_a_form_offers_what_was_typed_until_it_has_arrived(
    portal: Portal, page: Page, sign_in: SignIn, axe_check: Callable[[Page], None]
) -> None:
    sign_in(page, "lead@demo.invalid")
    path = "initiatives/BIZPAL/plan/new/"
    page.goto(f"/en/{path}")
    page.locator("[name=title]").fill(TYPED)
    page.goto(f"/fr/{path}")  # a draft is the same in both languages
    offer = page.get_by_role("region").filter(has=page.locator("[name=restore]"))
    expect(offer).to_be_visible()
    axe_check(page)
    offer.locator("[name=restore]").click()
    expect(page.locator("[name=title]")).to_have_value(TYPED)
    # A page that says what is wrong holds it, but the portal does not: it stays a draft.
    page.locator("[name=due]").evaluate("(field) => { field.type = 'text'; field.value = 'never' }")
    page.locator("main form .btn-primary").click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.goto(f"/en/{path}")
    page.get_by_role("button", name="Put it back").click()
    page.locator("[name=due]").fill("")
    page.locator(".statement-groups summary").first.click()
    page.locator("[name=criteria]").first.check()
    page.locator("main form .btn-primary").click()
    page.wait_for_url(re.compile(r"/plan/[0-9a-f-]{36}/$"))
    page.goto(f"/en/{path}")
    expect(page.locator("[name=title]")).to_be_empty()
    expect(page.get_by_text(OFFER)).to_be_hidden()


def test_two_presses_on_a_button_act_once(portal: Portal, page: Page, sign_in: SignIn) -> None:
    sign_in(page, "lead@demo.invalid")
    path = "/en/initiatives/BIZPAL/plan/"
    page.goto(f"{path}new/")
    page.locator("[name=title]").fill("Pressed twice")
    page.locator(".statement-groups summary").first.click()
    page.locator("[name=criteria]").first.check()
    led = page.evaluate(
        """() => {
          const body = new URLSearchParams(new FormData(document.querySelector('main form')))
          const posts = [1, 2].map(() => fetch(location.href, { method: 'POST', body }))
          return Promise.all(posts).then((all) => all.map((each) => new URL(each.url).pathname))
        }"""
    )
    page.goto(path)
    expect(page.get_by_role("link", name="Pressed twice")).to_have_count(1)
    assert led[0] == led[1]
    assert led[0].startswith(path)


def test_answers_typed_after_signing_out_elsewhere_are_offered(
    portal: Portal, page: Page, sign_in: SignIn
) -> None:
    sign_in(page, "lead@demo.invalid")
    path = f"/en/assessments/{portal.key_of('BIZPAL', 'PHO')}/attributes/ACC/"
    page.goto(path)
    other = page.context.new_page()
    other.goto("/en/")
    with other.expect_navigation():
        other.get_by_role("button", name="Sign out").click()
    page.locator("#ACC-03 details:not(.guidance) summary").click()
    page.locator("#ACC-03-comment").fill(TYPED)
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/sign-in/**")
    sign_in(page, "lead@demo.invalid")
    page.goto(path)
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator("#ACC-03 .save-status")).to_contain_text("Saved")
    page.reload()
    expect(page.locator("#ACC-03-comment")).to_have_value(TYPED)


@pytest.mark.parametrize("view", ["?view=projector&criterion=ACC-03", ""])
def test_the_consensus_saves_by_itself(
    portal: Portal, page: Page, sign_in: SignIn, view: str
) -> None:
    sign_in(page, "responsable@demo.invalid")
    path = f"/en/assessments/{portal.key_of('PCTF', 'IMP')}/consensus/ACC/"
    page.goto(path + view)
    block = page.locator(".one-answer").first
    prefix = block.get_attribute("data-answer")
    words = f"{TYPED} {len(view)}"
    block.locator(".choice input").nth(2).check()
    block.locator(f"#{prefix}-comment").fill(words)
    block.locator("details.more summary").click()
    for dissent in ("Not+all+agree.", ""):

        def saved(response: Response, dissent: str = dissent) -> bool:
            posted = response.request.post_data or ""
            return f"{prefix}-dissent={dissent}&" in posted and response.ok

        with page.expect_response(saved):
            block.locator(f"#{prefix}-dissent").fill(dissent.replace("+", " "))
            block.locator(f"#{prefix}-dissent").press("Tab")
    code = "-".join((prefix or "").split("-")[:2])
    page.goto(f"{path}?view=projector&criterion={code}")
    expect(page.locator(f"#{prefix}-comment")).to_have_value(words)
    expect(page.locator(f"#{prefix}-dissent")).to_have_value("")


def test_not_applicable_by_key_leads_to_its_reason(
    portal: Portal, page: Page, sign_in: SignIn
) -> None:
    sign_in(page, "lead@demo.invalid")
    page.goto(f"/en/assessments/{portal.key_of('BIZPAL', 'PHO')}/attributes/CON/?one=CON-02")
    page.keyboard.press("5")
    expect(page.locator("#CON-02-reason")).to_be_focused()
    page.get_by_role("link", name="Next statement").click()
    expect(page.locator("#CON-02-reason")).to_be_focused()
    page.locator("#CON-02-rating-NA").focus()
    page.keyboard.press("n")
    expect(page.locator("#CON-02-reason")).to_be_focused()
    expect(page.locator("#CON-02-reason")).to_have_value("")
    # By any other way the browser asks; here it stays.
    page.once("dialog", lambda dialog: dialog.dismiss())
    with page.expect_event("dialog"):
        page.get_by_role("link", name="Initiatives").first.click()
    expect(page.locator("#CON-02 .save-status")).to_contain_text("needs a reason")
    page.keyboard.type("It does not concern this service.")
    page.keyboard.press("Tab")
    expect(page.locator("#CON-02 .save-status")).to_contain_text("Saved")
