"""Inviting many people at once from a list."""

import io
from collections.abc import Iterable
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook

from assessments.models import Event, Invitation, Membership, Person
from assessments.models.people import Role
from assessments.people import actions as people
from assessments.people.invitations import invite
from assessments.people.lines import MOST_LINES
from maturity.models import Council, Jurisdiction
from tests.cast import Cast
from tests.forms import fields

pytestmark = pytest.mark.either_database("addresses in any case")
PATH = "/en/people/invite/list/"
HEADINGS = "Email\tName\tRole\tCouncil or initiative\tJurisdiction\tLanguage\n"
THREE = (
    HEADINGS + "one@example.ca\tAnne Un\tco-chair\tJC\t\tfr\n"
    "stranger@example.org\tOld Hand\tContributor\tTEST\tCA\t\n"
    "Viewer@Example.org\tA Viewer\tviewer\ttest\t\ten\n"
)


@pytest.fixture
def secretariat(cast: Cast) -> Client:
    return cast.client("secretariat")


def check(client: Client, text: str = "", *, path: str = PATH, **more: Any) -> HttpResponse:
    return client.post(path, {"text": text, **more})


def faults(answer: HttpResponse) -> list[tuple[int, str, str]]:
    """The faults that a page names: line, column and what is wrong."""
    return [(each.line, each.column, each.message) for each in answer.context["found"].faults]


def understood(answer: HttpResponse) -> list[tuple[Any, ...]]:
    return [
        (each.line, each.email, str(each.role), each.place, each.language, str(each.outcome))
        for each in answer.context["found"].invitees
    ]


def shown(answer: HttpResponse) -> dict[str, str]:
    """What a browser would post of a page: it leaves out the first line break of a text."""
    found = fields(answer.content.decode())
    return found | {"text": found["text"].removeprefix("\n")}


ALL_THREE = [
    (2, "one@example.ca", "cochair", "JC", "fr", "invited"),
    (3, "stranger@example.org", "contributor", "TEST", "en", "given"),
    (4, "Viewer@Example.org", "viewer", "TEST", "en", "held"),
]


def test_a_list_is_shown_as_it_was_understood_and_invites_nobody_yet(secretariat: Client) -> None:
    answer = check(secretariat, THREE)
    assert (understood(answer), faults(answer)) == (ALL_THREE, [])
    assert (Invitation.objects.count(), mail.outbox) == (0, [])
    page = answer.content.decode()
    assert "1 person will be invited." in page
    assert fields(page)["text"].strip() == THREE.strip()


def test_then_one_button_invites_everyone(cast: Cast, secretariat: Client) -> None:
    given = shown(check(secretariat, THREE))
    before = Event.objects.count()
    answer = secretariat.post(PATH, given | {"invite": "1"}, follow=True)
    assert (
        "1 invitation is on its way. 1 person with an account was given a role."
        in answer.content.decode()
    )
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.language) == (
        "one@example.ca", "cochair", "fr",
    )  # fmt: skip
    [held] = cast.people["stranger"].memberships.all()
    assert (held.role, held.jurisdiction) == ("contributor", Jurisdiction.objects.get(code="CA"))
    verbs = Event.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs)[before:] == ["invite", "give_role"]
    assert [each.to for each in mail.outbox] == [["one@example.ca"], ["stranger@example.org"]]


def numbered(lines: Iterable[str]) -> str:
    return HEADINGS + "\n".join(lines)


def test_of_300_lines_the_7_with_faults_are_named_and_nobody_is_invited(
    secretariat: Client,
) -> None:
    lines = [f"{n}@example.ca\tName {n}\tviewer\tTEST\t\ten" for n in range(300)]
    wrong = {
        10: ("not an address\t\tviewer\tTEST", "Work email"),
        20: ("wrong20@example.ca\t\tboss\tTEST", "Role"),
        30: ("wrong30@example.ca\t\tlead\tNOWHERE", "Council or initiative"),
        40: ("wrong40@example.ca\t\tcontributor\tTEST\tCA-XX", "Jurisdiction"),
        50: ("wrong50@example.ca\t\tcontributor\tTEST\tCA-AB", "Jurisdiction"),
        60: ("wrong60@example.ca\t\tviewer\tTEST\t\tde", "Language"),
        70: ("0@example.ca\t\tviewer\tTEST", "Work email"),
    }
    for number, (line, _column) in wrong.items():
        lines[number - 2] = line
    answer = check(secretariat, numbered(lines))
    named = [(line, column) for line, column, _message in faults(answer)]
    assert named == [(number, column) for number, (_line, column) in wrong.items()]
    given = shown(answer)
    assert "7 lines need to be corrected. Nobody was invited." in answer.content.decode()
    assert given["text"] == numbered(lines)
    secretariat.post(PATH, given | {"invite": "1"})
    assert Invitation.objects.count() == 0


@pytest.mark.parametrize(
    ("line", "column", "beginning"),
    [
        ("\t\tviewer\tTEST", "Work email", "Enter the work email."),
        ("a b\t\tviewer\tTEST", "Work email", "“a b” is not an email address."),
        ("a@b.ca\t\t\tTEST", "Role", "Enter a role: Co-chair,"),
        ("a@b.ca\t\tking\tTEST", "Role", "“king” is not a role."),
        ("a@b.ca\t\tsecretariat\t", "Role", "The secretariat’s role is assigned to one person"),
        ("a@b.ca\t\tcochair\t", "Council or initiative", "A co-chair needs the code of a council:"),
        ("a@b.ca\t\tcochair\tTEST", "Council or initiative", "There is no council with the code"),
        ("a@b.ca\t\tlead\t", "Council or initiative", "A lead or a contributor needs the code"),
        ("a@b.ca\t\tlead\tJC", "Council or initiative", "There is no initiative with the code"),
        ("a@b.ca\t\tviewer\t", "Council or initiative", "A viewer needs the code of an initiative"),
        ("a@b.ca\t\tviewer\tX", "Council or initiative", "There is neither a council nor"),
        ("a@b.ca\t\tcontributor\tTEST\t", "Jurisdiction", "Enter the code of the government"),
        ("a@b.ca\t\tcontributor\tTEST\tXX", "Jurisdiction", "There is no jurisdiction with"),
        ("a@b.ca\t\tcontributor\tTEST\tCA-AB", "Jurisdiction", "Alberta neither leads this"),
        ("a@b.ca\t\tviewer\tTEST\t\tde", "Language", "“de” is neither English nor French."),
        ("a@b.ca\t\tviewer\tTEST\t\ten\tmore", "", "This line has more columns than"),
        ("lead@example.org\t\tviewer\tTEST", "Role", "A made-up service needs a lead"),
    ],
)  # fmt: skip
def test_a_fault_is_told_in_words_at_its_line_and_column(
    secretariat: Client, line: str, column: str, beginning: str
) -> None:
    [(number, where, message)] = faults(check(secretariat, HEADINGS + line))
    assert (number, where, message[: len(beginning)]) == (2, column, beginning)


def test_of_very_many_faults_the_first_are_shown(secretariat: Client) -> None:
    page = check(secretariat, numbered(["wrong\t\tking"] * 150)).content.decode()
    assert (page.count("“king” is not a role."), "100 more faults are not listed." in page) == (
        100, True,
    )  # fmt: skip


def test_all_faults_of_a_line_are_told_at_once(secretariat: Client) -> None:
    found = faults(check(secretariat, HEADINGS + "no address\t\tcontributor\tNOWHERE\tXX\tde"))
    assert [column for _line, column, _message in found] == [
        "Work email", "Council or initiative", "Jurisdiction", "Language",
    ]  # fmt: skip


def test_a_lead_may_change_where_the_list_brings_another(cast: Cast, secretariat: Client) -> None:
    text = HEADINGS + "stranger@example.org\t\tlead\tTEST\nlead@example.org\t\tviewer\tTEST"
    answer = check(secretariat, text)
    assert [each.becomes for each in answer.context["found"].invitees] == [
        "Has an account: gets the role",
        "Has an account: gets this role instead of “Initiative lead”",
    ]
    given = shown(answer)
    assert secretariat.post(PATH, given | {"invite": "1"}).status_code == 302
    roles = Membership.objects.filter(initiative=cast.initiative, role=Role.LEAD)
    assert [each.person for each in roles] == [cast.people["stranger"]]


def test_a_closed_account_and_a_pending_invitation_are_faults(
    cast: Cast, secretariat: Client
) -> None:
    Person.objects.filter(email="stranger@example.org").update(is_active=False)
    scope = {"initiative": cast.initiative}
    invite("new@example.ca", "viewer", by=cast.secretariat, language="en", **scope)
    lines = ["stranger@example.org\t\tviewer\tTEST", "NEW@example.ca\t\tviewer\tTEST"]
    found = faults(check(secretariat, numbered(lines)))
    assert [(line, message.partition(".")[0]) for line, _column, message in found] == [
        (2, "This person’s account is closed"),
        (3, f"An invitation sent on {timezone.localdate():%B} {timezone.localdate().day}, "
            f"{timezone.localdate().year} to this address has not been accepted yet"),
    ]  # fmt: skip


def test_an_address_may_stand_once_a_place(secretariat: Client) -> None:
    lines = [
        "a@example.ca\t\tviewer\tTEST",
        "a@example.ca\t\tviewer\tJC",
        "A@example.ca\t\tking\ttest",
    ]
    found = faults(check(secretariat, numbered(lines)))
    assert [(line, column, message.partition(" has")[0]) for line, column, message in found] == [
        (4, "Role", "“king” is not a role. The roles are: Co-chair, Initiative lead, Contributor "
            "and Viewer."),
        (4, "Work email", "Line 2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Langue;Rôle;Courriel;Conseil ou initiative\nfr;Coprésidence;un@exemple.ca;jc",
        "role,email,council,language\nco-chair,un@exemple.ca,JC,French",
        'Email\tRole\tInitiative\tName\tLanguage\nun@exemple.ca\tcochair\tJC\t"A\nB"\tfr\n\n',
        "\tcourriel professionnel\trole\tcouncil\tlangue\r\n\tun@exemple.ca\tcochair\tJC\tFR\r\n",
    ],
)
def test_headings_come_in_either_language_and_any_order(secretariat: Client, text: str) -> None:
    assert understood(check(secretariat, text)) == [
        (2, "un@exemple.ca", "cochair", "JC", "fr", "invited")
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a@b.ca\tviewer\tTEST", [(1, "a@b.ca"), (1, "viewer"), (1, "TEST"), (1, "Work email"),
                                  (1, "Role")]),
        ("email,role,email\na,b,c", [(1, "Work email")]),
        ("email,role", [(0, "")]),
        ('email,role,council\na@b.ca,"viewer,JC\n', [(2, "")]),
        ("email,role\n" + "a@b.ca,viewer\n" * (MOST_LINES + 1), [(0, "")]),
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_read_says_why(
    secretariat: Client, text: str, told: list[tuple[int, str]]
) -> None:
    assert [fault[:2] for fault in faults(check(secretariat, text))] == told


def test_blank_lines_count_and_say_nothing(secretariat: Client) -> None:
    text = "\nemail,role,council\n\n , ,\na@b.ca,viewer,JC\n"
    assert [each[0] for each in understood(check(secretariat, text))] == [5]


def workbook(rows: Iterable[Iterable[Any]]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))  # type: ignore[union-attr]
    book.active["A2"].hyperlink = "mailto:one@example.ca"  # type: ignore[index]
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["csv", "excel.csv", "xlsx"])
def test_a_file_is_read_as_what_is_pasted(secretariat: Client, kind: str) -> None:
    rows = [line.split("\t") for line in THREE.splitlines()]
    data = {
        "csv": THREE.encode(),
        "excel.csv": THREE.replace("\t", ";").encode("utf-8-sig"),
        "xlsx": workbook(rows),
    }[kind]
    answer = check(secretariat, file=SimpleUploadedFile(f"list.{kind}", data))
    assert understood(answer) == ALL_THREE
    given = shown(answer)
    assert secretariat.post(PATH, given | {"invite": "1"}).status_code == 302
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "beginning"),
    [
        ("email,role\né@b.ca,lead".encode("latin-1"), "The file is not in UTF-8."),
        ("email\trole".encode("utf-16"), "The file is not in UTF-8."),
        (b"x" * 1_000_001, "The list is too large: the limit is 1 MB."),
        (b"PK\x03\x04 and no more", "The file is damaged."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Older Office files"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    secretariat: Client, data: bytes, beginning: str
) -> None:
    answer = check(secretariat, file=SimpleUploadedFile("list.csv", data))
    [message] = answer.context["form"].errors["file"]
    assert message.startswith(beginning)


def test_a_workbook_that_is_damaged_within_says_so(secretariat: Client) -> None:
    data = workbook([["email", "role"], ["a@b.ca", "viewer"]])
    at = data.index(b"xl/workbook.xml")
    data = data[:at] + b"xl/workbook.xmx" + data[at + 15 :]
    answer = check(secretariat, file=SimpleUploadedFile("list.xlsx", data))
    assert list(answer.context["form"].errors) == ["file"]


def test_a_text_of_more_than_1_mb_and_no_list_at_all_are_refused(secretariat: Client) -> None:
    large = check(secretariat, "é" * 500_001).context["form"].errors
    assert large == {"text": ["The list is too large: the limit is 1 MB."]}
    nothing = check(secretariat, " ").context["form"].errors
    assert nothing == {"text": ["Paste the lines, or choose a file."]}


def test_lines_and_a_file_at_once_are_not_guessed_at(secretariat: Client) -> None:
    answer = check(secretariat, THREE, file=SimpleUploadedFile("list.csv", b"email,role"))
    assert list(answer.context["form"].errors) == ["file"]
    assert fields(answer.content.decode())["text"].strip() == THREE.strip()


def test_what_has_changed_since_the_preview_is_shown_again(cast: Cast, secretariat: Client) -> None:
    given = shown(check(secretariat, THREE))
    people.create_person(email="one@example.ca", name="One")
    answer = secretariat.post(PATH, given | {"invite": "1"})
    assert "The list or the portal has since changed. Check the list again." in (
        answer.content.decode()
    )
    assert understood(answer)[0][-1] == "given"
    assert (Invitation.objects.count(), cast.people["stranger"].memberships.count()) == (0, 0)
    again = shown(answer)
    assert secretariat.post(PATH, again | {"invite": "1"}).status_code == 302


def test_lines_that_were_not_shown_are_not_invited(secretariat: Client) -> None:
    given = shown(check(secretariat, THREE))
    more = given | {"text": f"{THREE}two@example.ca\t\tviewer\tTEST", "invite": "1"}
    assert secretariat.post(PATH, more).status_code == 200
    assert Invitation.objects.count() == 0


def test_a_fault_in_the_middle_of_inviting_undoes_all_of_it(
    secretariat: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = shown(check(secretariat, THREE))
    before = Event.objects.count()

    def fails(*_given: Any, **_more: Any) -> None:
        raise people.Faults([people.Fault("role", "Made up.")])

    monkeypatch.setattr("assessments.people.invitations.give_role", fails)
    answer = secretariat.post(PATH, given | {"invite": "1"})
    assert "Made up." in answer.content.decode()
    assert (Invitation.objects.count(), Event.objects.count()) == (0, before)


def test_there_is_no_button_where_there_is_nothing_to_do(secretariat: Client) -> None:
    page = check(secretariat, HEADINGS + "viewer@example.org\t\tviewer\tTEST").content.decode()
    assert ("1 person already has the role." in page, 'name="invite"' in page) == (True, False)


def test_the_toggle_keeps_the_list(secretariat: Client) -> None:
    answer = check(secretariat, THREE, path="/fr/people/invite/list/", redisplay="1")
    assert fields(answer.content.decode())["text"].strip() == THREE.strip()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_full_list_of_people_is_less_than_100_kb(secretariat: Client, language: str) -> None:
    lines = [f"firstname.name{n}@gov.example.ca\tA Name\tviewer\tJC\t\ten" for n in range(500)]
    answer = check(secretariat, numbered(lines), path=f"/{language}/people/invite/list/")
    assert len(understood(answer)) == 500
    assert len(answer.content) < 100_000


@pytest.mark.parametrize("number", [1, 3])
def test_a_preview_takes_a_fixed_number_of_queries(
    secretariat: Client, number: int, django_assert_num_queries
) -> None:
    lines = [f"{n}@example.ca\t\tcontributor\tTEST\tCA" for n in range(number)]
    lines += ["stranger@example.org\t\tviewer\tTEST", "cochair@example.org\t\tlead\tTEST"][:number]
    check(secretariat, HEADINGS + "x")
    with django_assert_num_queries(10):
        check(secretariat, numbered(lines))


def test_councils_of_all_lines_are_known_by_their_codes(secretariat: Client) -> None:
    codes = list(Council.objects.values_list("code", flat=True))
    lines = [f"{code.lower()}@example.ca\t\tcochair\t{code}" for code in codes]
    assert [each[3] for each in understood(check(secretariat, numbered(lines)))] == codes
