"""Signing in with a password and a code, its limits, and what a role asks for."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client, RequestFactory

from assessments.accounts.adapters import OidcAdapter
from assessments.models import Person
from tests.cast import Cast

PASSWORD = "a phrase that nobody guesses"


@pytest.fixture(autouse=True)
def no_earlier_attempts(db: None) -> None:
    cache.clear()


@pytest.fixture
def lead(cast: Cast) -> Person:
    return with_password(cast.people["lead"])


def with_password(person: Person) -> Person:
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def sign_in(
    email: str, password: str = PASSWORD, *, client: Client | None = None, **more: Any
) -> Any:
    given = {"login": email, "password": password}
    return (client or Client()).post("/en/sign-in/", given | more)


def test_an_address_in_any_case_and_a_password_let_in(lead: Person) -> None:
    client = Client()
    assert sign_in("LEAD@Example.org", client=client).url == "/en/"
    assert client.get("/en/account/").status_code == 200


def test_an_unconfirmed_address_is_sent_a_link_which_lets_in(lead: Person) -> None:
    EmailAddress.objects.update(verified=False)
    client = Client()
    assert sign_in(lead.email, client=client).url == "/en/address/"
    path = mail.outbox[-1].body.split(settings.PORTAL_URL)[1].split()[0]
    client.post(path)
    assert EmailAddress.objects.get(user=lead).verified


def test_a_closed_account_lets_nobody_in(lead: Person) -> None:
    lead.is_active = False
    lead.save()
    client = Client()
    assert sign_in(lead.email, client=client).url == "/en/sign-in/closed/"
    assert client.get("/en/account/").status_code == 302


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "\0"],
)
def test_nobody_is_led_elsewhere_after_signing_in(lead: Person, target: str) -> None:
    assert sign_in(lead.email, next=target).url == "/en/"


def test_an_unknown_address_and_a_wrong_password_are_told_alike(lead: Person) -> None:
    said = [
        sign_in(email, "wrong").context["form"].errors.as_json()
        for email in (lead.email, "nobody@example.org")
    ]
    assert said[0] == said[1]


def test_guessing_blocks_the_account_and_nobody_else(cast: Cast, lead: Person) -> None:
    other = with_password(cast.people["viewer"])
    statuses = [sign_in(lead.email, f"guess {n}").status_code for n in range(200)]
    assert statuses == [200] * 200
    assert "too many attempts" in sign_in(lead.email).content.decode()
    assert sign_in(other.email).url == "/en/"


def guess(email: str, *, client: Client | None = None) -> None:
    for number in range(8):
        sign_in(email, f"guess {number}", client=client)


def device(person: Person) -> Client:
    """A browser in which a person has signed in before."""
    client = Client()
    sign_in(person.email, client=client)
    client.post("/en/sign-out/")
    return client


def test_guesses_elsewhere_do_not_keep_a_person_from_their_own_device(lead: Person) -> None:
    own = device(lead)
    guess(lead.email)
    assert "a device on which you have signed in before" in sign_in(lead.email).content.decode()
    assert sign_in(lead.email.upper(), client=own).url == "/en/"


def test_guesses_on_an_own_device_are_limited_too(lead: Person) -> None:
    own = device(lead)
    guess(lead.email, client=own)
    assert "too many attempts" in sign_in(lead.email, client=own).content.decode()
    assert sign_in(lead.email).url == "/en/"


def test_a_device_is_its_owner_s_alone_and_its_number_is_new_each_time(
    cast: Cast, lead: Person
) -> None:
    other = device(with_password(cast.people["viewer"]))
    before = other.cookies["device"].value
    guess(lead.email)
    assert "too many attempts" in sign_in(lead.email, client=other).content.decode()
    sign_in(cast.viewer.email, client=other)
    assert other.cookies["device"].value != before


@pytest.mark.parametrize("forged", ["x", '["a","b"]:1:x', ""])
def test_a_device_that_was_made_up_is_unknown(lead: Person, forged: str) -> None:
    guess(lead.email)
    client = Client()
    client.cookies["device"] = forged
    assert "too many attempts" in sign_in(lead.email, client=client).content.decode()


def test_no_form_of_signing_up_exists() -> None:
    paths = ["signup/", "sign-up/", "accounts/signup/", "account/signup/"]
    assert [Client().get(f"/en/{path}").status_code for path in paths] == [404] * 4


def test_a_forgotten_password_is_chosen_anew(lead: Person) -> None:
    client = Client()
    client.post("/en/password/forgotten/", {"email": lead.email})
    path = mail.outbox[-1].body.split(settings.PORTAL_URL)[1].split()[0]
    form = client.get(path, follow=True)
    given = {"password1": "another fine phrase", "password2": "another fine phrase"}
    client.post(form.redirect_chain[-1][0], given)
    assert sign_in(lead.email, "another fine phrase").url == "/en/"
    assert mail.outbox[-1].subject == "Your account has changed"


@pytest.mark.parametrize(("page", "reader"), [("en", "fr"), ("fr", "en")])
def test_links_lead_into_the_language_of_their_mail(lead: Person, page: str, reader: str) -> None:
    """Whatever the language of the page that someone asked for it on."""
    Person.objects.filter(pk=lead.pk).update(language=reader)
    Client().post(f"/{page}/password/forgotten/", {"email": lead.email})
    EmailAddress.objects.update(verified=False)
    Client().post(f"/{page}/sign-in/", {"login": lead.email, "password": PASSWORD})
    for sent in mail.outbox[-2:]:
        links = [word for word in sent.body.split() if word.startswith(settings.PORTAL_URL)]
        assert {link.removeprefix(settings.PORTAL_URL)[:4] for link in links} == {f"/{reader}/"}
    assert len(mail.outbox) == 2


def test_a_notice_is_in_the_language_of_its_reader(lead: Person) -> None:
    Person.objects.filter(pk=lead.pk).update(language="fr")
    client = Client()
    sign_in(lead.email, client=client)
    given = {"oldpassword": PASSWORD, "password1": "another phrase", "password2": "another phrase"}
    client.post("/en/account/password/", given)
    assert mail.outbox[-1].subject == "Votre compte a été modifié"


def test_an_unknown_address_is_sent_nothing(cast: Cast) -> None:
    response = Client().post("/en/password/forgotten/", {"email": "nobody@example.org"})
    assert (response.url, mail.outbox) == ("/en/password/sent/", [])


def code_for(secret: str) -> str:
    # The code of now. The first that counts is that of the step before, which ends any moment.
    _before, counter, _after = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, counter))


def with_app(person: Person) -> str:
    """Gives a person an authenticator app; returns its key."""
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(person, secret)
    return secret


def test_a_code_is_asked_for_and_lets_in(lead: Person) -> None:
    secret = with_app(lead)
    client = Client()
    assert sign_in(lead.email, client=client).url == "/en/sign-in/code/"
    assert client.get("/en/account/").status_code == 302
    client.post("/en/sign-in/code/", {"code": "000000"})
    assert client.get("/en/account/").status_code == 302
    client.post("/en/sign-in/code/", {"code": code_for(secret)})
    assert client.get("/en/account/").status_code == 200


def test_a_code_lets_in_once_as_long_as_it_is_right(
    lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What allauth does once it has forgotten that the code was used.
    monkeypatch.setattr(TOTP, "_mark_code_used", lambda self, code: True)
    code, statuses = code_for(with_app(lead)), []
    for _attempt in range(2):
        client = Client()
        sign_in(lead.email, client=client)
        client.post("/en/sign-in/code/", {"code": code})
        statuses.append(client.get("/en/account/").status_code)
    assert statuses == [200, 302]


def test_a_recovery_code_lets_in_once(lead: Person) -> None:
    with_app(lead)
    [code, *_others] = RecoveryCodes.activate(lead).get_unused_codes()
    statuses = []
    for _attempt in range(2):
        cache.clear()
        client = Client()
        sign_in(lead.email, client=client)
        client.post("/en/sign-in/code/", {"code": code})
        statuses.append(client.get("/en/account/").status_code)
    assert statuses == [200, 302]


def test_the_key_of_an_app_is_kept_encrypted(lead: Person) -> None:
    secret = with_app(lead)
    assert secret not in str(Authenticator.objects.get(user=lead).data)


@pytest.fixture
def second_factor_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MFA_REQUIRED_ROLES", frozenset({"secretariat", "cochair"}))


@pytest.mark.parametrize(
    ("role", "url"),
    [("secretariat", "/en/account/second-factor/"), ("cochair", "/en/account/second-factor/")],
)
def test_a_role_that_needs_a_second_factor_leads_to_adding_one(
    cast: Cast, second_factor_required: None, role: str, url: str
) -> None:
    client = cast.client(role)
    assert client.get("/en/").url == url
    assert client.get("/en/initiatives/").url == url
    assert client.post("/en/people/invite/", {}).url == url
    assert client.get(url).status_code == 200


def test_other_roles_go_on_without_one(cast: Cast, second_factor_required: None) -> None:
    assert cast.client("lead").get("/en/initiatives/").status_code == 200


def test_whoever_has_a_second_factor_goes_on(cast: Cast, second_factor_required: None) -> None:
    with_app(cast.people["secretariat"])
    assert cast.client("secretariat").get("/en/initiatives/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(
    cast: Cast, second_factor_required: None
) -> None:
    Authenticator.objects.create(
        user=cast.people["secretariat"], type=Authenticator.Type.RECOVERY_CODES, data={}
    )
    assert cast.client("secretariat").get("/en/initiatives/").status_code == 302


def came_from_elsewhere(client: Client, person: Person, amr: list[str]) -> None:
    """Makes a session one that began at a provider of identities."""
    SocialAccount.objects.create(
        user=person, provider="elsewhere", uid="1", extra_data={"id_token": {"amr": amr}}
    )
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "socialaccount", "at": 0, "provider": "elsewhere", "uid": "1"}
    ]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()


@pytest.mark.parametrize(("amr", "status"), [(["pwd", "mfa"], 200), (["pwd"], 302), ([], 302)])
def test_a_second_factor_that_was_asked_for_elsewhere_is_enough(
    cast: Cast, second_factor_required: None, amr: list[str], status: int
) -> None:
    client = cast.client("cochair")
    came_from_elsewhere(client, cast.people["cochair"], amr)
    assert client.get("/en/initiatives/").status_code == status


def test_an_account_elsewhere_does_not_help_who_signed_in_with_a_password(
    cast: Cast, second_factor_required: None
) -> None:
    person = cast.people["cochair"]
    SocialAccount.objects.create(
        user=person, provider="elsewhere", uid="1", extra_data={"id_token": {"amr": ["mfa"]}}
    )
    assert cast.client("cochair").get("/en/initiatives/").status_code == 302


def test_a_password_alone_connects_no_other_account(
    cast: Cast, second_factor_required: None
) -> None:
    request = RequestFactory().get("/oidc/elsewhere/callback/")
    request.user, request.session = cast.people["cochair"], Client().session
    account = SocialAccount(provider="elsewhere", uid="1", extra_data={})
    login = SocialLogin(account=account)
    login.state = {"process": "connect"}
    with pytest.raises(ImmediateHttpResponse) as refused:
        OidcAdapter(request).pre_social_login(request, login)
    assert refused.value.response.url == "/en/account/second-factor/"


def test_mailed_links_lead_to_the_portal_whatever_port_was_asked(lead: Person) -> None:
    Client().post("/en/password/forgotten/", {"email": lead.email}, headers={"Host": "localhost:1"})
    [link] = [word for word in mail.outbox[-1].body.split() if "/password/" in word]
    assert link.startswith(f"{settings.PORTAL_URL}/en/password/new/")
