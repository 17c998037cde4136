"""What a provider of identities says of an address, and when it is believed."""

from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount, SocialLogin

from assessments.accounts import adapters
from maturity.environment import OidcProvider
from tests.cast import Cast

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("email", "more", "believed"),
    [
        ("lead@example.org", {"email_verified": True}, True),
        ("LEAD@Example.org", {"email_verified": "true"}, True),
        ("lead@example.org", {}, True),
        ("lead@example.org", {"email_verified": False}, False),
        ("lead@example.org", {"email_verified": "false"}, False),
        ("lead@example.org", {"email_verified": None}, False),
        ("lead@example.org.evil.example", {"email_verified": True}, False),
        ("lead@sub.example.org", {"email_verified": True}, False),
    ],
)
def test_an_address_lets_in_if_it_is_verified_and_of_the_provider_s_domain(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, email: str, more: dict[str, Any], believed: bool
) -> None:
    provider = OidcProvider(
        id="elsewhere", name="Elsewhere", issuer="https://id.example.org", client_id="", secret="",
        domains=frozenset({"example.org"}), jurisdiction_claim="", jurisdictions={},
    )  # fmt: skip
    monkeypatch.setattr(adapters, "provider_of", lambda _login: provider)
    account = SocialAccount(extra_data={"userinfo": {"email": email} | more})
    found = adapters.OidcAdapter().authenticate_by_email(SocialLogin(account=account))
    assert (found is not None) == believed
