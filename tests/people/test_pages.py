"""The secretariat's pages: people, their roles, councils, jurisdictions; one's own account."""

import datetime
import json
import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from assessments.models import Event, Invitation, Membership, Person, SavedView, WorkbookUpload
from assessments.models.people import Role
from assessments.people import actions as people
from assessments.people.invitations import accept, invite
from assessments.people.personal_data import personal_data
from assessments.people.retention import REMOVED
from assessments.rating.actions import save_answer
from assessments.rating.answers import Answer
from assessments.web.access import STARTED
from maturity.faults import Faults
from maturity.models import Council, Criterion, Jurisdiction
from tests.cast import Cast
from tests.forms import fields as fields_of

pytestmark = pytest.mark.either_database("searching and sorting")


@pytest.fixture
def secretariat(cast: Cast) -> Client:
    return cast.client("secretariat")


def url(cast: Cast, name: str, page: str = "") -> str:
    return f"/en/people/{cast.people[name].pk}/{page}"


def test_people_are_found_by_parts_of_name_and_address(secretariat: Client) -> None:
    found = secretariat.get("/en/people/", {"q": "coch EXAMPLE.org"}).context["people"]
    assert [person.name for person in found] == ["Fictitious cochair", "Fictitious other_cochair"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("HÉLÈNE", ["Hélène Dubé"]),
        ("helene dube", ["Hélène Dubé"]),
        ("He\u0301le\u0300ne", ["Hélène Dubé"]),
        ("émile", ["E\u0301mile Œuvré"]),
        ("oeuvre", ["E\u0301mile Œuvré"]),
        ("d’arcy", ["Ève D'Arcy"]),
        (
            "made-up.example",
            ["Eda Ort", "E\u0301mile Œuvré", "Ève D'Arcy", "Fay Zed", "Hélène Dubé"],
        ),
    ],
)
def test_people_are_found_and_sorted_without_regard_to_accents(
    secretariat: Client, query: str, names: list[str]
) -> None:
    for number, name in enumerate(
        ["Fay Zed", "Hélène Dubé", "Ève D'Arcy", "E\u0301mile Œuvré", "Eda Ort"]
    ):
        Person.objects.create(email=f"{number}@made-up.example", name=name)
    found = secretariat.get("/en/people/", {"q": query}).context["people"]
    assert [person.name for person in found] == names


@pytest.mark.parametrize(
    "query", ["q=%00", "q=" + "x" * 5000, "role=nobody", "page=1000000000", "page=-1", "page=x"]
)
def test_an_odd_search_is_no_error(secretariat: Client, query: str) -> None:
    assert secretariat.get(f"/en/people/?{query}").status_code == 200


def test_people_are_found_by_how_they_sign_in(cast: Cast, secretariat: Client) -> None:
    now, days = timezone.now(), datetime.timedelta(days=1)
    Person.objects.update(last_login=None)
    for name, ago in (("lead", 10), ("viewer", 364), ("cochair", 366), ("contributor", 2000)):
        Person.objects.filter(pk=cast.people[name].pk).update(last_login=now - ago * days)
    Person.objects.filter(pk=cast.people["stranger"].pk).update(is_active=False)
    for name, kind in (("lead", "totp"), ("viewer", "webauthn"), ("cochair", "recovery_codes")):
        Authenticator.objects.create(user=cast.people[name], type=kind, data={})
    found = {
        sign_in: [
            person.name.removeprefix("Fictitious ")
            for person in secretariat.get("/en/people/", {"sign_in": sign_in}).context["people"]
        ]
        for sign_in in ("never", "long", "factor", "nonsense")
    }
    assert found["never"] == ["council_viewer", "other_cochair", "secretariat"]
    assert found["long"] == ["cochair", "contributor"]
    assert found["factor"] == [
        "cochair", "contributor", "council_viewer", "other_cochair", "secretariat",
    ]  # fmt: skip
    assert len(found["nonsense"]) == 8


def test_the_list_says_when_each_signed_in_and_who_has_a_second_factor(
    cast: Cast, secretariat: Client
) -> None:
    day = datetime.datetime(2026, 3, 1, 17, tzinfo=datetime.UTC)
    Person.objects.filter(pk=cast.lead.pk).update(last_login=day)
    Authenticator.objects.create(user=cast.lead, type="totp", data={})
    for query, told in (
        ("q=fictitious+lead", "2026-03-01 Set up"),
        ("q=stranger", "Never Not set up"),
    ):
        page = secretariat.get(f"/en/people/?{query}").content.decode()
        row = page.partition("<tbody>")[2].partition("</tbody>")[0]
        assert " ".join(re.sub("<[^>]*>", " ", row).split()).endswith(told)


@pytest.mark.parametrize("more", [0, 5])
def test_the_list_of_people_takes_a_fixed_number_of_queries(
    cast: Cast, secretariat: Client, more: int, django_assert_num_queries
) -> None:
    for n in range(more):
        person = Person.objects.create(email=f"{n}@example.org", name=f"Number {n}")
        people.give_role(person, Role.VIEWER, by=cast.people["lead"], initiative=cast.initiative)
    secretariat.get("/en/people/")
    with django_assert_num_queries(6):
        secretariat.get("/en/people/")


def test_the_secretariat_invites_a_cochair(cast: Cast, secretariat: Client) -> None:
    given = {
        "email": "new@example.org", "role": "cochair", "language": "en",
        "council": cast.initiative.council_id,
    }  # fmt: skip
    assert secretariat.post("/en/people/invite/", given).url == "/en/people/"
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.council) == ("cochair", cast.initiative.council)
    assert mail.outbox[-1].to == ["new@example.org"]


@pytest.mark.parametrize(
    ("role", "fields"),
    [
        ("cochair", ["council"]),
        ("lead", ["initiative"]),
        ("contributor", ["initiative", "jurisdiction"]),
        ("viewer", ["initiative"]),
    ],
)
def test_a_role_without_its_scope_is_refused_at_the_fields(
    secretariat: Client, role: str, fields: list[str]
) -> None:
    given = {"email": "new@example.org", "role": role, "language": "en"}
    response = secretariat.post("/en/people/invite/", given)
    assert sorted(response.context["form"].errors) == fields


def test_someone_with_an_account_gets_the_role_at_once(cast: Cast, secretariat: Client) -> None:
    given = {"email": "STRANGER@example.org", "role": "cochair", "language": "en",
             "council": Council.objects.get(code="JC").pk}  # fmt: skip
    secretariat.post("/en/people/invite/", given)
    assert [m.role for m in cast.people["stranger"].memberships.all()] == ["cochair"]
    assert Invitation.objects.count() == 0


PASSWORD = "a long and fictitious one"


@pytest.fixture
def with_password(cast: Cast) -> Client:
    """The secretariat, signed in with a password of their own."""
    cast.secretariat.set_password(PASSWORD)
    cast.secretariat.save()
    client = Client()
    client.force_login(cast.secretariat)
    return client


@pytest.mark.parametrize("page", ["people/invite/", "initiatives/TEST/team/", "role"])
def test_no_role_is_chosen_beforehand(cast: Cast, page: str) -> None:
    page = f"people/{cast.viewer.pk}/role/" if page == "role" else page
    role = "lead" if "team" in page else "secretariat"
    client = cast.client(role)
    shown = client.get(f"/en/{page}").content.decode()
    assert fields_of(shown)["role"] == ""
    answer = client.post(f"/en/{page}", fields_of(shown) | {"email": "new@example.org"})
    assert answer.context["form"].errors["role"] == ["This field is required."]
    assert "own_password" not in shown
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_secretariat_s_role_asks_for_one_s_own_password(
    cast: Cast, with_password: Client, language: str
) -> None:
    path = f"/{language}/people/invite/"
    given = {"email": "new@example.org", "role": "secretariat", "language": language}
    for password in ("", "wrong"):
        answer = with_password.post(path, given | {"own_password": password})
        assert list(answer.context["form"].errors) == ["own_password"]
        page = answer.content.decode()
        assert ("wrong" in page, fields_of(page)["email"]) == (False, "new@example.org")
        assert not Invitation.objects.exists()
    assert with_password.post(path, given | {"own_password": PASSWORD}).status_code == 302
    assert Invitation.objects.get().role == "secretariat"


def test_a_person_here_becomes_secretariat_with_the_password_alone(
    cast: Cast, with_password: Client
) -> None:
    path = f"/en/people/{cast.people['stranger'].pk}/role/"
    for password, roles in (("", 0), (PASSWORD, 1)):
        with_password.post(path, {"role": "secretariat", "own_password": password})
        assert cast.people["stranger"].memberships.count() == roles


def test_guesses_at_the_password_are_limited(cast: Cast, with_password: Client) -> None:
    given = {"email": "new@example.org", "role": "secretariat", "language": "en"}
    for _guess in range(20):
        with_password.post("/en/people/invite/", given | {"own_password": "wrong"})
    answer = with_password.post("/en/people/invite/", given | {"own_password": PASSWORD})
    assert list(answer.context["form"].errors) == ["own_password"]
    assert not Invitation.objects.exists()


def test_who_has_no_password_must_have_signed_in_lately(cast: Cast) -> None:
    given = {"email": "new@example.org", "role": "secretariat", "language": "en"}
    cast.secretariat.set_unusable_password()
    cast.secretariat.save()
    client = Client()
    client.force_login(cast.secretariat)
    client.get("/en/")
    session = client.session
    for minutes, invited in ((11, 0), (9, 1)):
        session[STARTED] = time.time() - minutes * 60
        session.save()
        answer = client.post("/en/people/invite/", given)
        assert ("Sign out and sign in again" in answer.content.decode()) != invited
        assert Invitation.objects.count() == invited


def test_a_fault_keeps_what_was_typed_for_the_team(cast: Cast) -> None:
    cast.people["stranger"].is_active = False
    cast.people["stranger"].save()
    given = {"email": "stranger@example.org", "role": "viewer", "language": "en"}
    page = cast.client("lead").post("/en/initiatives/TEST/team/", given).content.decode()
    assert fields_of(page)["email"] == "stranger@example.org"


NO_PART = "Alberta neither leads this initiative nor is a partner"


@pytest.mark.parametrize("email", ["new@example.org", "stranger@example.org"])
def test_a_contributor_of_a_government_without_a_part_is_refused_at_the_field(
    cast: Cast, email: str
) -> None:
    alberta = Jurisdiction.objects.get(code="CA-AB").pk
    given = {"email": email, "role": "contributor", "jurisdiction": alberta, "language": "en"}
    team, index = "/en/initiatives/TEST/team/", "/en/people/invite/"
    for role, page, more in (
        ("lead", team, {}),
        ("secretariat", index, {"initiative": cast.initiative.pk}),
    ):
        shown = cast.client(role).post(page, given | more)
        assert list(shown.context["form"].errors) == ["jurisdiction"]
        assert NO_PART in shown.context["form"].errors["jurisdiction"][0]
    assert not Invitation.objects.exists()
    assert not Membership.objects.filter(role="contributor", jurisdiction=alberta).exists()


def test_a_government_leads_or_is_a_partner(cast: Cast, secretariat: Client) -> None:
    page = "/en/initiatives/TEST/edit/"
    sent = fields_of(secretariat.get(page).content.decode())
    shown = secretariat.post(page, sent | {"partners": [sent["partners"], cast.initiative.lead.pk]})
    assert shown.context["form"].errors == {
        "partners": ["British Columbia already leads the initiative. Remove it from the partners."]
    }
    assert [each.code for each in cast.initiative.partners.all()] == ["CA"]


def test_a_partner_with_a_contributor_is_not_taken_away(cast: Cast, secretariat: Client) -> None:
    alberta, ontario = (Jurisdiction.objects.get(code=code) for code in ("CA-AB", "CA-ON"))
    cast.initiative.partners.add(alberta, ontario)
    scope = {"initiative": cast.initiative, "jurisdiction": alberta}
    invite("new@example.org", "contributor", by=cast.secretariat, language="en", **scope)
    page = "/en/initiatives/TEST/edit/"
    sent = fields_of(secretariat.get(page).content.decode())
    for channel in cast.initiative.channels.all():
        save_answer(cast.assessment, Criterion.objects.first(), channel, Answer("L"), by=cast.lead)
    channels = [each.pk for each in cast.initiative.channels.all()]
    sent |= {"partners": [], "channels": channels}
    shown = secretariat.post(page, sent | {"channels": channels[:1]})
    told = shown.context["form"].errors
    assert [error.partition(" still has")[0] for error in told["partners"]] == [
        "Government of Canada",
        "Alberta",
    ]
    assert list(told["channels"]) == ["cannot be removed while an open assessment rates it: PHONE"]
    assert cast.initiative.partners.count() == 3
    cast.contributor.memberships.all().delete()
    Invitation.objects.update(revoked_at=timezone.now())
    assert secretariat.post(page, sent).status_code == 302
    assert cast.initiative.partners.count() == 0


def test_a_lead_with_a_contributor_stays_as_a_partner(cast: Cast, secretariat: Client) -> None:
    columbia, alberta = (Jurisdiction.objects.get(code=code) for code in ("CA-BC", "CA-AB"))
    scope = {"initiative": cast.initiative, "jurisdiction": columbia}
    people.give_role(cast.people["stranger"], "contributor", by=cast.secretariat, **scope)
    page = "/fr/initiatives/TEST/edit/"
    sent = fields_of(secretariat.get(page).content.decode()) | {"lead": alberta.pk}
    canada = Jurisdiction.objects.get(code="CA")
    shown = secretariat.post(page, sent | {"partners": [canada.pk]})
    assert list(shown.context["form"].errors) == ["lead"]
    assert "Colombie-Britannique a encore" in shown.context["form"].errors["lead"][0]
    assert secretariat.post(page, sent | {"partners": [canada.pk, columbia.pk]}).status_code == 302


def test_a_role_on_a_team_takes_the_place_of_the_earlier_one(cast: Cast) -> None:
    given = {"email": "viewer@example.org", "role": "contributor", "language": "en",
             "jurisdiction": Jurisdiction.objects.get(code="CA").pk}  # fmt: skip
    cast.client("lead").post("/en/initiatives/TEST/team/", given)
    [membership] = cast.people["viewer"].memberships.all()
    assert (membership.role, membership.jurisdiction.code) == ("contributor", "CA")
    event = Event.objects.order_by("pk").last()
    assert event.old["role"] == "viewer"


def test_the_last_lead_stays(cast: Cast) -> None:
    [lead] = cast.people["lead"].memberships.all()
    response = cast.client("lead").post(
        "/en/initiatives/TEST/team/", {"take": str(lead.pk)}, follow=True
    )
    assert "needs a lead" in response.content.decode()
    assert Membership.objects.filter(pk=lead.pk).exists()


def test_the_last_of_the_secretariat_stays(cast: Cast) -> None:
    person = cast.people["secretariat"]
    with pytest.raises(Faults, match="The secretariat needs at least one person"):
        people.deactivate(person, by=person)
    person.refresh_from_db()
    assert (person.is_active, person.memberships.count()) == (True, 1)


def test_whoever_leaves_loses_roles_and_sessions_but_keeps_their_name(
    cast: Cast, secretariat: Client
) -> None:
    viewer = cast.client("viewer")
    secretariat.post(url(cast, "viewer", "act/"), {"deactivate": "1"})
    person = Person.objects.get(pk=cast.people["viewer"].pk)
    assert (person.is_active, person.memberships.count()) == (False, 0)
    assert person.name == "Fictitious viewer"
    assert viewer.get("/en/account/").status_code == 302
    secretariat.post(url(cast, "viewer", "act/"), {"reactivate": "1"})
    assert Person.objects.get(pk=person.pk).is_active


def test_a_new_address_has_to_be_confirmed(cast: Cast, secretariat: Client) -> None:
    person = cast.people["viewer"]
    given = {"name": person.name, "email": "moved@example.org", "language": "en"}
    secretariat.post(url(cast, "viewer", "edit/"), given)
    address = EmailAddress.objects.get(user=person)
    assert (address.email, address.verified) == ("moved@example.org", False)


def test_an_address_of_someone_else_is_refused(cast: Cast, secretariat: Client) -> None:
    given = {"name": "X", "email": "LEAD@example.org", "language": "en"}
    response = secretariat.post(url(cast, "viewer", "edit/"), given)
    assert list(response.context["form"].errors) == ["email"]


@pytest.mark.parametrize("other", ["lead", "secretariat"])
def test_a_role_of_someone_else_cannot_be_taken_through_a_person(
    cast: Cast, secretariat: Client, other: str
) -> None:
    [theirs] = cast.people[other].memberships.all()
    response = secretariat.post(url(cast, "viewer", "act/"), {"take": str(theirs.pk)})
    assert response.status_code == 404
    assert Membership.objects.filter(pk=theirs.pk).exists()


def test_a_jurisdiction_is_added_and_changed(secretariat: Client) -> None:
    given = {"code": "CA-ON-X", "text_en": "Made-up Town", "text_fr": "Ville inventée",
             "kind": "municipal"}  # fmt: skip
    secretariat.post("/en/jurisdictions/new/", given)
    secretariat.post("/en/jurisdictions/CA-ON-X/", given | {"text_en": "Made-up City"})
    row = Jurisdiction.objects.get(code="CA-ON-X")
    assert (row.text_en, row.text_fr, row.added_here) == ("Made-up City", "Ville inventée", True)
    call_command("load_model")
    assert Jurisdiction.objects.get(code="CA-ON-X").text_en == "Made-up City"


@pytest.mark.parametrize("code", ["CA-BC", "ca-on", "", "X" * 41, "A B"])
def test_a_code_that_cannot_be_is_refused(secretariat: Client, code: str) -> None:
    given = {"code": code, "text_en": "X", "text_fr": "X", "kind": "municipal"}
    response = secretariat.post("/en/jurisdictions/new/", given)
    assert list(response.context["form"].errors) == ["code"]


def test_i_change_my_name_but_not_my_address(cast: Cast) -> None:
    given = {"name": "New name", "language": "fr", "email": "evil@example.org"}
    cast.client("viewer").post("/en/account/", given)
    person = Person.objects.get(pk=cast.people["viewer"].pk)
    assert (person.name, person.language, person.email) == (
        "New name", "fr", "viewer@example.org",
    )  # fmt: skip


def test_the_browser_may_fill_in_one_s_own_name_alone(cast: Cast, secretariat: Client) -> None:
    other = f"/en/people/{cast.people['lead'].pk}/edit/"
    pages = {path: secretariat.get(path).content.decode() for path in ("/en/account/", other)}
    assert ['autocomplete="name"' in page for page in pages.values()] == [True, False]


def test_my_data_are_all_there_and_nobody_elses(cast: Cast) -> None:
    cast.rate_all()
    data = json.loads(cast.client("lead").get("/en/account/data.json").content)
    assert data["person"]["email"] == "lead@example.org"
    assert data["roles"] == [{"role": "lead", "initiative": "TEST"}]
    did = [(each["verb"], each["place"]) for each in data["what_you_did"]]
    assert did.count(("rate", "ACC-01")) == 1
    assert "viewer@example.org" not in json.dumps(data)
    assert "password" not in data["person"]


@pytest.fixture
def old(cast: Cast) -> Person:
    """Someone who left three years ago."""
    person = cast.people["stranger"]
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    people.deactivate(person, by=cast.people["secretariat"])
    Person.objects.update(left_at=timezone.now() - datetime.timedelta(days=3 * 365))
    return person


def test_a_dry_run_removes_nothing(old: Person, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("apply_retention", "--dry-run")
    assert (
        "1 addresses of people who left 730 days ago: would be removed" in capsys.readouterr().out
    )
    assert EmailAddress.objects.filter(user=old).exists()


def test_the_address_of_someone_long_gone_is_removed_and_their_name_stays(old: Person) -> None:
    call_command("apply_retention")
    person = Person.objects.get(pk=old.pk)
    assert (person.email.endswith(REMOVED), person.name) == (True, "Fictitious stranger")
    assert not EmailAddress.objects.filter(user=old).exists()


def test_the_views_that_someone_long_gone_kept_are_removed(old: Person) -> None:
    SavedView.objects.create(person=old, name="Mine")
    call_command("apply_retention")
    assert not SavedView.objects.exists()


def test_what_opened_first_for_someone_long_gone_is_forgotten(cast: Cast, old: Person) -> None:
    view = SavedView.objects.create(person=cast.cochair, name="Theirs")
    Person.objects.filter(pk=old.pk).update(home_view=view)
    call_command("apply_retention")
    assert Person.objects.get(pk=old.pk).home_view is None


def test_invitations_that_are_over_are_removed_after_a_while(cast: Cast) -> None:
    for n, days in enumerate((1, 200)):
        Invitation.objects.create(
            email=f"{n}@example.org", language="en", role="secretariat", digest=str(n),
            invited_by=cast.people["secretariat"],
            expires_at=timezone.now() - datetime.timedelta(days=days),
        )  # fmt: skip
    call_command("apply_retention")
    assert [each.email for each in Invitation.objects.all()] == ["0@example.org"]


def test_workbooks_that_nobody_went_on_with_are_removed_after_a_while(cast: Cast) -> None:
    for days in (1, 31):
        upload = WorkbookUpload.objects.create(
            assessment=cast.assessment, by=cast.people["lead"], content={}
        )
        at = timezone.now() - datetime.timedelta(days=days)
        WorkbookUpload.objects.filter(pk=upload.pk).update(at=at)
    call_command("apply_retention")
    kept = timezone.now() - WorkbookUpload.objects.get().at
    assert kept.days == 1


def test_the_invitations_of_whoever_leaves_are_taken_back(cast: Cast) -> None:
    lead, other = cast.people["lead"], cast.people["viewer"]
    people.give_role(other, Role.LEAD, by=lead, initiative=cast.initiative)
    invite("new@example.org", "viewer", by=lead, language="en", initiative=cast.initiative)
    people.deactivate(lead, by=cast.people["secretariat"])
    assert Invitation.objects.pending().count() == 0
    event = Event.objects.order_by("pk").last()
    assert (event.verb, event.new) == ("deactivate", {"invitations": 1})


def test_the_first_person_leaves_events(db: None) -> None:
    person = Person.objects.create_superuser("first@example.org", "a phrase", name="First")
    told = Event.objects.filter(actor_id=person.pk).values_list("verb", flat=True)
    assert list(told) == ["create_person", "give_role"]


def test_my_data_hold_how_i_was_invited(cast: Cast) -> None:
    invitation = invite(
        "new@example.org", "viewer", by=cast.people["lead"], language="en",
        initiative=cast.initiative,
    )  # fmt: skip
    [told] = personal_data(accept(invitation, name="New", language="en"))["invitations"]
    assert (told["role"], told["initiative"], told["accepted"] is None) == (
        "viewer", "TEST", False,
    )  # fmt: skip


# Whoever has an account already is told of a role by mail.


def role_mail(cast: Cast) -> tuple[str, list[str]]:
    """The subject and the lines of the one mail that somebody was sent."""
    [message] = mail.outbox
    mail.outbox.clear()
    return message.subject, message.body.splitlines()


def test_whoever_is_added_to_a_team_moved_in_it_or_taken_off_is_told(cast: Cast) -> None:
    stranger = cast.people["stranger"]
    Person.objects.filter(pk=stranger.pk).update(language="fr", mail_muted=True)
    client, team = cast.client("lead"), "/en/initiatives/TEST/team/"
    mail.outbox.clear()
    client.post(team, {"email": stranger.email, "role": "viewer", "language": "en"})
    subject, lines = role_mail(cast)
    assert (subject, "Fictitious lead" in lines[0]) == (
        "Votre rôle dans\N{NO-BREAK SPACE}: Un service inventé",
        True,
    )
    assert any(line.endswith("/fr/initiatives/TEST/") for line in lines)
    client.post(team, {"email": stranger.email, "role": "lead", "language": "en"})
    assert "a modifié votre rôle" in role_mail(cast)[1][0]
    client.post(team, {"take": stranger.memberships.get().pk})
    subject, lines = role_mail(cast)
    assert subject == "Votre rôle a pris fin\N{NO-BREAK SPACE}: Un service inventé"
    assert any(line.endswith("/fr/") for line in lines)


def test_a_role_in_a_council_is_told_and_nobody_is_told_what_they_did(cast: Cast) -> None:
    mail.outbox.clear()
    council = Council.objects.get(code="JC")
    people.give_role(cast.people["stranger"], Role.COCHAIR, by=cast.secretariat, council=council)
    subject, lines = role_mail(cast)
    assert subject == f"Your role in: {council.text_en}"
    assert any(line.endswith("/en/councils/JC/") for line in lines)
    people.give_role(cast.secretariat, Role.VIEWER, by=cast.secretariat, council=council)
    people.give_role(cast.people["stranger"], Role.COCHAIR, by=cast.secretariat, council=council)
    assert mail.outbox == []


@pytest.mark.parametrize("reason", ["left", "unconfirmed"])
def test_role_mail_reaches_nobody_who_has_left_or_has_not_confirmed(
    cast: Cast, reason: str
) -> None:
    stranger = cast.people["stranger"]
    if reason == "left":
        stranger.is_active = False
        stranger.save()
    else:
        EmailAddress.objects.create(user=stranger, email=stranger.email, verified=False)
    mail.outbox.clear()
    people.give_role(stranger, Role.VIEWER, by=cast.lead, initiative=cast.initiative)
    assert mail.outbox == []
