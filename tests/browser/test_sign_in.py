"""Every way in, in a real browser, with a real provider of identities and a real passkey."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from assessments.seeding import demo
from tests.browser.conftest import Portal, sign_in_by_form

SignIn = Callable[[Page, str], None]
ELSEWHERE = "Elsewhere (fictitious)"


@pytest.fixture
def invite(
    portal: Portal, visitor: Callable[..., BrowserContext], sign_in: SignIn
) -> Callable[[str], str]:
    """Has the pilot's lead invite somebody to read along; gives the link that is mailed."""

    def invite(email: str) -> str:
        page = visitor().new_page()
        sign_in(page, "lead@demo.invalid")
        page.goto("/en/initiatives/DEATH/team/")
        page.get_by_label("Work email").fill(email)
        page.get_by_label("Role").select_option("viewer")
        page.get_by_role("button", name="Add to the team").click()
        expect(page.get_by_text(f"The invitation to {email} is on its way.")).to_be_visible()
        return portal.link_mailed_to(email)

    return invite


def sign_in_elsewhere(page: Page, email: str) -> None:
    """At the provider, which the browser has been led to."""
    page.wait_for_url("http://127.0.0.1:*/accounts/login/**")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(demo.PASSWORD)
    page.locator("[name=password]").press("Enter")


def test_an_invitation_is_accepted_through_a_provider_of_identities(
    page: Page, invite: Callable[[str], str], axe_check: Callable[[Page], None]
) -> None:
    page.goto(invite("invited@elsewhere.invalid"))
    axe_check(page)
    page.get_by_role("button", name=f"Join with {ELSEWHERE}").click()
    sign_in_elsewhere(page, "invited@elsewhere.invalid")
    page.wait_for_url("**/en/")
    page.get_by_role("link", name="Fictitious Newcomer").click()
    expect(page.get_by_text("British Columbia")).to_be_visible()
    expect(page.get_by_text("Viewer – Death notification")).to_be_visible()


def test_whoever_is_not_invited_does_not_come_in(page: Page) -> None:
    page.goto("/en/sign-in/")
    page.get_by_role("button", name=f"Sign in with {ELSEWHERE}").click()
    sign_in_elsewhere(page, "stranger@elsewhere.invalid")
    expect(page.locator("h1")).to_have_text("You are not invited yet")
    page.goto("/en/account/")
    expect(page.locator("h1")).to_have_text("Sign in")


def test_an_invitation_is_for_its_own_address_alone(
    page: Page, invite: Callable[[str], str]
) -> None:
    page.goto(invite("someone.else@elsewhere.invalid"))
    page.get_by_role("button", name=f"Join with {ELSEWHERE}").click()
    sign_in_elsewhere(page, "stranger@elsewhere.invalid")
    expect(page.get_by_text("The invitation is for someone.else@elsewhere.invalid")).to_be_visible()


def test_a_provider_is_trusted_for_the_addresses_of_its_domain(page: Page) -> None:
    page.goto("/fr/sign-in/")
    page.locator("form[action^='/oidc/'] button").click()
    sign_in_elsewhere(page, "viewer@demo.invalid")
    page.wait_for_url("**/fr/")
    expect(page.get_by_role("link", name="Demo Viewer")).to_be_visible()


@pytest.fixture
def authenticator(page: Page) -> Iterator[None]:
    """A phone or computer that makes passkeys, and asks its owner for a finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield
    session.detach()


def test_a_passkey_is_added_used_and_removed(
    page: Page, authenticator: None, axe_check: Callable[[Page], None]
) -> None:
    sign_in_by_form(page, "contributor@demo.invalid")
    page.goto("/en/account/second-factor/")
    page.get_by_role("link", name="Add a passkey or security key").click()
    page.get_by_label("Name of the key").fill("My made-up phone")
    page.get_by_label("Sign in with this key alone").check()
    axe_check(page)
    page.get_by_role("button", name="Add the key").click()
    expect(page.locator("h1")).to_have_text("Recovery codes")
    expect(page.locator(".codes li")).to_have_count(10)
    axe_check(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()

    page.goto("/en/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/en/")
    page.goto("/en/account/keys/")
    expect(page.locator(".task-list li")).to_contain_text("My made-up phone")
    axe_check(page)
    page.get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Remove the key").click()
    expect(page.get_by_text("The key is removed.")).to_be_visible()


def test_a_cancelled_passkey_says_so(page: Page) -> None:
    page.goto("/en/sign-in/")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": True}
    added = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    session.send(
        "WebAuthn.setUserVerified",
        {"authenticatorId": added["authenticatorId"], "isUserVerified": False},
    )
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("The key could not be used.")).to_be_visible()
