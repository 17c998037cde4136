"""Invitations: the only way in, and every way in which one must not work."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from assessments.models import Event, Invitation, Membership, Person
from assessments.people.invitations import invite
from tests.cast import Cast

GIVEN = {"name": "Fictitious Newcomer", "language": "fr", "password": "an unguessable phrase"}


@pytest.fixture
def link(cast: Cast) -> Callable[..., str]:
    """Invites an address to read along, and gives the path of the link that was mailed."""

    def link(email: str = "new@example.org", **scope: Any) -> str:
        scope = scope or {"role": "viewer", "initiative": cast.initiative}
        invite(email, by=cast.people["lead"], language="en", **scope)
        return mailed()

    return link


def mailed() -> str:
    """The path of the link in the newest mail."""
    found = re.search(r"http://127.0.0.1:8000(/\S+/)", mail.outbox[-1].body)
    assert found
    return found.group(1)


def test_the_invited_person_reads_what_a_password_has_to_be(link: Callable[..., str]) -> None:
    page = Client().get(link().replace("/en/", "/fr/", 1)).content.decode()
    assert re.findall(r'id="id_password_helptext"[^>]*>([^<]*)<', page) == [
        "Au moins 12 caractères. Évitez un mot de passe courant ou qui ressemble à votre nom ou à"
        " votre adresse."
    ]


def test_a_lead_invites_and_the_invited_person_joins(cast: Cast) -> None:
    given = {"email": "New@Example.org", "role": "viewer", "language": "fr"}
    cast.client("lead").post("/en/initiatives/TEST/team/", given)
    client = Client()
    response = client.post(mailed(), GIVEN, follow=True)
    person = Person.objects.get(email="new@example.org")
    assert response.redirect_chain[-1][0] == "/fr/"
    assert response.context["user"] == person
    assert [(m.role, m.initiative) for m in person.memberships.all()] == [
        ("viewer", cast.initiative)
    ]
    assert (person.name, person.language) == ("Fictitious Newcomer", "fr")


def test_the_mail_is_in_the_chosen_language_and_has_both_forms(cast: Cast) -> None:
    invite(
        "new@example.org", "viewer", by=cast.people["lead"], language="fr",
        initiative=cast.initiative,
    )  # fmt: skip
    [message] = mail.outbox
    assert message.to == ["new@example.org"]
    assert message.subject.startswith("Invitation au portail")
    [(html, kind)] = message.alternatives
    assert (kind, '<html lang="fr-CA">' in html) == ("text/html", True)


def test_who_has_not_chosen_a_language_is_invited_in_both(cast: Cast) -> None:
    invite("new@example.org", "secretariat", by=cast.secretariat, language="fr")
    [message] = mail.outbox
    french, english = message.body.split("\n* * *\n")
    assert message.subject == (
        "Invitation au portail de la maturité des services axés sur les clients / "
        "You are invited to the client-centric services maturity portal"
    )
    assert ["/fr/invitations/" in french, "/en/invitations/" in french] == [True, False]
    assert ["/fr/invitations/" in english, "/en/invitations/" in english] == [False, True]
    [(html, _kind)] = message.alternatives
    assert [part[:2] for part in html.split('<div lang="')[1:]] == ["fr", "en"]


def test_the_token_is_kept_nowhere(cast: Cast, link: Callable[..., str]) -> None:
    token = link().split("/")[-2]
    kept = [str(vars(row)) for table in (Invitation, Event) for row in table.objects.all()]
    assert [text for text in kept if token in text] == []


def test_the_audit_record_keeps_no_address(cast: Cast, link: Callable[..., str]) -> None:
    Client().post(link(), GIVEN)
    assert [str(vars(event)) for event in Event.objects.all() if "@" in str(vars(event))] == []


def use(link: str) -> None:
    Client().post(link, GIVEN)


def run_out(_link: str) -> None:
    Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))


def take_back(_link: str) -> None:
    Invitation.objects.update(revoked_at=timezone.now())


@pytest.mark.parametrize("spoil", [use, run_out, take_back])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_invitation_that_is_over_lets_nobody_in(
    link: Callable[..., str], spoil: Callable[[str], None], method: str
) -> None:
    path = link()
    spoil(path)
    before = Person.objects.count()
    response = getattr(Client(), method)(path, GIVEN)
    assert (response.status_code, Person.objects.count()) == (410, before)


@pytest.mark.parametrize("forge", [str.lower, str.upper, lambda path: path[:-3] + "xx/"])
def test_a_forged_invitation_lets_nobody_in(
    link: Callable[..., str], forge: Callable[[str], str]
) -> None:
    token = link().split("/")[-2]
    response = Client().post(f"/en/invitations/{forge(token).strip('/')}/", GIVEN)
    assert response.status_code == 410


def test_an_invitation_anew_voids_the_earlier_link(cast: Cast, link: Callable[..., str]) -> None:
    first = link()
    again = {"again": str(Invitation.objects.get().pk)}
    cast.client("lead").post("/en/initiatives/TEST/team/", again)
    assert [Client().get(path).status_code for path in (first, mailed())] == [410, 200]


def test_every_role_that_waits_for_an_address_is_given_at_once(
    cast: Cast, link: Callable[..., str]
) -> None:
    link(role="cochair", council=cast.initiative.council)
    Client().post(link(), GIVEN)
    roles = Membership.objects.filter(person__email="new@example.org")
    assert sorted(roles.values_list("role", flat=True)) == ["cochair", "viewer"]


def test_a_weak_password_is_refused_at_its_field_and_the_rest_kept(
    link: Callable[..., str],
) -> None:
    path = link()
    response = Client().post(path, GIVEN | {"password": "password1234"})
    assert list(response.context["form"].errors) == ["password"]
    assert 'value="Fictitious Newcomer"' in response.content.decode()
    assert "password1234" not in response.content.decode()


def test_a_lead_cannot_act_on_the_invitations_of_others(
    cast: Cast, link: Callable[..., str]
) -> None:
    link(role="cochair", council=cast.initiative.council)
    other = Invitation.objects.get()
    response = cast.client("lead").post("/en/initiatives/TEST/team/", {"revoke": str(other.pk)})
    other.refresh_from_db()
    assert (response.status_code, other.revoked_at) == (404, None)


@pytest.mark.parametrize("field", ["revoke", "again", "take"])
@pytest.mark.parametrize("value", ["", "x", "0", "9" * 40, "\0", "' OR 1=1"])
def test_an_id_that_is_none_is_not_found(cast: Cast, field: str, value: str) -> None:
    response = cast.client("lead").post("/en/initiatives/TEST/team/", {field: value})
    assert response.status_code == 404


def test_a_lead_cannot_make_a_cochair(cast: Cast) -> None:
    given = {"email": "new@example.org", "role": "cochair", "language": "en"}
    response = cast.client("lead").post("/en/initiatives/TEST/team/", given)
    assert list(response.context["form"].errors) == ["role"]
    assert Invitation.objects.count() == 0


def test_who_is_signed_in_is_told_to_sign_out_first(cast: Cast, link: Callable[..., str]) -> None:
    response = cast.client("viewer").post(link(), GIVEN)
    assert "You are already signed in" in response.content.decode()
    assert not Person.objects.filter(email="new@example.org").exists()
