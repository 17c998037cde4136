"""A list of people to invite as the portal understands it: who gets which role, and what is wrong.

Nothing is written here: `invitations.invite_all` asks again before it does.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.models import Initiative, Invitation, Membership, Person
from assessments.models.people import Language, Role
from assessments.people.actions import needs_lead, refuse_outsiders
from assessments.people.lines import COLUMNS, LineFault, ListedLine, read_lines, shown
from maturity.bilingual import current_language
from maturity.canonical import canonical, sha256
from maturity.faults import Faults
from maturity.folding import letters
from maturity.models import Council, Jurisdiction
from maturity.wording import listed, long_date

# Beside what the roles are called in both languages.
ALSO_CALLED = {
    "responsable": Role.LEAD, "contributeur": Role.CONTRIBUTOR, "contributrice": Role.CONTRIBUTOR,
    "lecteur": Role.VIEWER, "lectrice": Role.VIEWER, "copresident": Role.COCHAIR,
    "copresidente": Role.COCHAIR,
}  # fmt: skip
OF_COUNCIL = {Role.COCHAIR, Role.VIEWER}
OF_INITIATIVE = {Role.LEAD, Role.CONTRIBUTOR, Role.VIEWER}


class LineOutcome(StrEnum):
    """What becomes of a line."""

    INVITED = "invited"
    GIVEN = "given"
    CHANGED = "changed"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Invitee:
    """A line as it was understood. `before` is the role in the initiative that is changed."""

    line: int
    email: str
    name: str
    role: Role
    council: Council | None
    initiative: Initiative | None
    jurisdiction: Jurisdiction | None
    language: str
    person: Person | None
    outcome: LineOutcome
    before: str = ""

    @property
    def place(self) -> str:
        """The code of the council or the initiative."""
        where = self.council or self.initiative
        return where.code if where else ""

    @property
    def becomes(self) -> str:
        """What becomes of the line, in words."""
        if self.outcome == LineOutcome.CHANGED:
            message = _("Has an account: gets this role instead of “%(before)s”")
            return message % {"before": self.before}
        words = {
            LineOutcome.INVITED: _("Will be invited"),
            LineOutcome.GIVEN: _("Has an account: gets the role"),
            LineOutcome.HELD: _("Already has this role: nothing to do"),
        }
        return words[self.outcome]

    @property
    def scope(self) -> dict[str, Any]:
        """The role with its scope, as a role is given."""
        names = ("role", "council", "initiative", "jurisdiction")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class InviteeList:
    """A whole list as it was understood."""

    invitees: Sequence[Invitee]
    faults: Sequence[LineFault]

    @property
    def mark(self) -> str:
        """What tells this list, and what would become of it, from any other."""
        told = [
            [each.line, each.email, each.role, each.place, each.language, each.outcome, each.before,
             each.jurisdiction.code if each.jurisdiction else ""]
            for each in self.invitees
        ]  # fmt: skip
        return sha256(canonical(told))

    @property
    def by_outcome(self) -> dict[str, list[Invitee]]:
        """Who is in the list, by what becomes of them in words."""
        found: dict[str, list[Invitee]] = {}
        for each in self.invitees:
            found.setdefault(each.becomes, []).append(each)
        return found

    @property
    def changing(self) -> bool:
        """Whether anything would be done."""
        return any(each.outcome != LineOutcome.HELD for each in self.invitees)


def understand(text: str) -> InviteeList:
    """A list as the portal understands it today, in a fixed number of queries."""
    lines, faults = read_lines(text)
    known, invitees = KnownToPortal(lines), []
    for line in lines:
        judged = Judgment(line, known)
        if invitee := judged.invitee():
            invitees.append(invitee)
        faults += judged.faults
    return InviteeList(invitees, sorted(faults, key=lambda fault: fault.line))


class KnownToPortal:
    """What the portal knows of everyone and everything that the lines of a list name."""

    def __init__(self, lines: Sequence[ListedLine]) -> None:
        emails = {line.cells["email"].lower() for line in lines}
        places = {line.cells["place"] for line in lines}
        people = Person.objects.annotate(lower=Lower("email")).filter(lower__in=emails)
        self.people = {person.email.lower(): person for person in people}
        self.held: dict[Any, list[Membership]] = {person.pk: [] for person in people}
        for each in Membership.objects.filter(person__in=list(self.held)):
            self.held[each.person_id].append(each)
        invitations = Invitation.objects.pending().filter(email__in=emails)
        self.pending = {(e.email, e.council_id, e.initiative_id): e for e in invitations}
        self.councils = {each.code: each for each in Council.objects.all()}
        initiatives = Initiative.objects.filter(code__in=places).prefetch_related("partners")
        self.initiatives = {each.code: each for each in initiatives}
        self.jurisdictions = {each.code: each for each in Jurisdiction.objects.all()}
        # Who leads each initiative, as the lines before have left it.
        self.leads: dict[Any, set[Any]] = {each.pk: set() for each in initiatives}
        leads = Membership.objects.filter(role=Role.LEAD, person__is_active=True)
        for initiative, person in leads.filter(initiative__in=list(self.leads)).values_list(
            "initiative", "person"
        ):
            self.leads[initiative].add(person)
        self.lines: dict[tuple[str, str], int] = {}  # by address and place
        self.roles = _roles()
        self.languages = _called(Language)


def _roles() -> dict[str, Role]:
    return dict(ALSO_CALLED) | {name: Role(value) for name, value in _called(Role).items()}


def _called(choices: Any) -> dict[str, str]:
    """The values of choices, by themselves and by what they are called in either language."""
    found = {letters(value): value for value in choices.values}
    for language in Language.values:
        with override(language):
            found |= {letters(str(each.label)): each.value for each in choices}
    return found


class Judgment:
    """What a line says, held against what the portal knows: its faults, or whom to invite."""

    def __init__(self, line: ListedLine, known: KnownToPortal) -> None:
        self.cells, self.number, self.known = line.cells, line.number, known
        self.faults: list[LineFault] = []

    def invitee(self) -> Invitee | None:
        """The line as it is understood; None where it has faults."""
        email, role = self._email(), self._role()
        council, initiative = self._place(role)
        jurisdiction = self._jurisdiction(role, initiative)
        language = self._language()
        self._refuse_twice()
        if self.faults or role is None:
            return None
        person = self.known.people.get(email.lower())
        invitee = Invitee(
            self.number, email, self.cells["name"], role, council, initiative, jurisdiction,
            language, person, LineOutcome.INVITED,
        )  # fmt: skip
        if person is None:
            self._refuse_pending(invitee)
        else:
            invitee = self._of_person(invitee, person)
        return None if self.faults else invitee

    def _refuse(self, column: str, message: str, **given: Any) -> None:
        name = str(COLUMNS[column])
        self.faults.append(LineFault(self.number, name, message % given if given else message))

    def _email(self) -> str:
        email = self.cells["email"]
        person = self.known.people.get(email.lower())
        if not email:
            self._refuse("email", _("Enter the work email."))
        elif person and not person.is_active:
            message = _("This person’s account is closed. Reopen it on their page first.")
            self._refuse("email", message)
        else:
            try:
                forms.EmailField(max_length=254).clean(email)
            except ValidationError:
                message = _("“%(text)s” is not an email address.")
                self._refuse("email", message, text=shown(email))
        return email

    def _role(self) -> Role | None:
        given = self.cells["role"]
        role = self.known.roles.get(letters(given))
        names = listed([str(each.label) for each in Role if each != Role.SECRETARIAT])
        if not given:
            self._refuse("role", _("Enter a role: %(names)s."), names=names)
        elif role is None:
            message = _("“%(text)s” is not a role. The roles are: %(names)s.")
            self._refuse("role", message, text=shown(given), names=names)
        elif role == Role.SECRETARIAT:
            message = _(
                "The secretariat’s role is assigned to one person at a time, on the page “Invite "
                "someone”."
            )
            self._refuse("role", message)
        return role

    def _place(self, role: Role | None) -> tuple[Council | None, Initiative | None]:
        """The council or the initiative that a role asks for."""
        code = self.cells["place"]
        council = self.known.councils.get(code) if role in OF_COUNCIL else None
        initiative = self.known.initiatives.get(code) if role in OF_INITIATIVE else None
        if role is None or role == Role.SECRETARIAT:
            return None, None
        if council and initiative:
            message = _(
                "“%(code)s” is the code of both a council and an initiative. Invite this person on "
                "the page “Invite someone”."
            )
            self._refuse("place", message, code=code)
        elif not (council or initiative):
            self._refuse_place(role, code)
        return council, initiative

    def _refuse_place(self, role: Role, code: str) -> None:
        councils = listed(list(self.known.councils))
        if role == Role.COCHAIR:
            missing = _("A co-chair needs the code of a council: %(councils)s.")
            unknown = _("There is no council with the code “%(code)s”: choose %(councils)s.")
        elif role == Role.VIEWER:
            missing = _("A viewer needs the code of an initiative, or of a council: %(councils)s.")
            unknown = _("There is neither a council nor an initiative with the code “%(code)s”.")
        else:
            missing = _("A lead or a contributor needs the code of an initiative.")
            unknown = _("There is no initiative with the code “%(code)s”.")
        message = unknown if code else missing
        self._refuse("place", message, code=shown(code), councils=councils)

    def _jurisdiction(self, role: Role | None, initiative: Initiative | None) -> Any:
        """The government that a contributor rates for; nobody else has one."""
        code = self.cells["jurisdiction"]
        if role != Role.CONTRIBUTOR:
            return None
        jurisdiction = self.known.jurisdictions.get(code)
        if not code:
            message = _(
                "Enter the code of the government that the contributor rates for, such as CA-ON."
            )
            self._refuse("jurisdiction", message)
        elif jurisdiction is None:
            message = _("There is no jurisdiction with the code “%(code)s”.")
            self._refuse("jurisdiction", message, code=shown(code))
        try:
            refuse_outsiders(role, initiative, jurisdiction)
        except Faults as raised:
            self._refuse("jurisdiction", raised.faults[0].message)
        return jurisdiction

    def _language(self) -> str:
        given = self.cells["language"]
        language = self.known.languages.get(letters(given)) if given else current_language()
        if language is None:
            message = _(
                "“%(text)s” is neither English nor French. Enter “en” or “fr”, or leave it empty."
            )
            self._refuse("language", message, text=shown(given))
        return language or ""

    def _refuse_twice(self) -> None:
        key = (self.cells["email"].lower(), self.cells["place"])
        earlier = self.known.lines.setdefault(key, self.number) if all(key) else self.number
        if earlier != self.number:
            message = _(
                "Line %(line)s has the same address for the same council or initiative. Remove "
                "one of the two."
            )
            self._refuse("email", message, line=earlier)

    def _refuse_pending(self, invitee: Invitee) -> None:
        council = invitee.council.pk if invitee.council else None
        initiative = invitee.initiative.pk if invitee.initiative else None
        if pending := self.known.pending.get((invitee.email.lower(), council, initiative)):
            message = _(
                "An invitation sent on %(date)s to this address has not been accepted yet. Cancel "
                "it on the page “People”, or remove this line."
            )
            self._refuse("email", message, date=long_date(pending.created_at))

    def _of_person(self, invitee: Invitee, person: Person) -> Invitee:
        """The same for a person who has an account: what becomes of the roles they hold."""
        held, role = self._held(invitee, person), invitee.role
        if invitee.initiative:
            self._move_lead(invitee.initiative, person, held, role)
        jurisdiction = invitee.jurisdiction.pk if invitee.jurisdiction else None
        if held is None:
            return replace(invitee, outcome=LineOutcome.GIVEN)
        if (held.role, held.jurisdiction_id) == (role, jurisdiction):
            return replace(invitee, outcome=LineOutcome.HELD)
        return replace(invitee, outcome=LineOutcome.CHANGED, before=held.get_role_display())

    def _held(self, invitee: Invitee, person: Person) -> Membership | None:
        """The role that takes the place of the new one, or has it already."""
        for each in self.known.held[person.pk]:
            if invitee.initiative and each.initiative_id == invitee.initiative.pk:
                return each
            of_council = invitee.council and each.council_id == invitee.council.pk
            if of_council and each.role == invitee.role:
                return each
        return None

    def _move_lead(
        self, initiative: Initiative, person: Person, held: Membership | None, role: Role
    ) -> None:
        """Refuses to leave the initiative without a lead."""
        leads = self.known.leads[initiative.pk]
        if role == Role.LEAD:
            leads.add(person.pk)
        elif held and held.role == Role.LEAD:
            leads.discard(person.pk)
            if not leads:
                self._refuse("role", needs_lead(initiative))
