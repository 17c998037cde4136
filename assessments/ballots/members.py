"""Whom a ballot can ask: the people of the councils, and others with an account by address."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from assessments.models import Person
from assessments.models.people import COMMAND_LINE
from assessments.people.lines import MOST_LINES, LineFault, shown
from maturity.folding import by_name
from maturity.models import Council
from maturity.text import address
from maturity.wording import grouped


def people_of_councils() -> list[Person]:
    """Everyone with a role in a council and an open account, by name, with their memberships."""
    people = Person.objects.filter(is_active=True, memberships__council__isnull=False)
    return by_name(
        people.distinct().prefetch_related("memberships__council"), lambda each: each.name
    )


def councils_of(person: Person) -> list[Council]:
    """The councils in which a person has a role, from what was read with them."""
    found = {each.council for each in person.memberships.all() if each.council}
    return sorted(found, key=lambda council: council.order)


def read_addresses(text: str) -> tuple[list[Person], list[LineFault]]:
    """The people whose addresses are pasted, one per line, and what is wrong in which line."""
    given = [(number, address(line)) for number, line in enumerate(text.splitlines(), 1)]
    lines = [(number, email) for number, email in given if email]
    if len(lines) > MOST_LINES:
        message = _("The list has %(number)s addresses; the limit is %(most)s.")
        counted = {"number": grouped(len(lines)), "most": grouped(MOST_LINES)}
        return [], [LineFault(0, "", message % counted)]
    known = _accounts([email for _number, email in lines])
    people: dict[str, Person] = {}
    faults: list[LineFault] = []
    first: dict[str, int] = {}
    for number, email in lines:
        key = email.lower()
        earlier = first.setdefault(key, number)
        if fault := _fault(email, known.get(key), number, earlier):
            faults.append(LineFault(number, "", fault))
        else:
            people[key] = known[key]
    return list(people.values()), faults


def _accounts(emails: Sequence[str]) -> Mapping[str, Person]:
    """Accounts by their addresses in lower case. Two queries."""
    wanted = {email.lower() for email in emails}
    found = Person.objects.annotate(lower=Lower("email")).filter(lower__in=wanted)
    found = found.exclude(email=COMMAND_LINE).prefetch_related("memberships__council")
    return {person.email.lower(): person for person in found}


def _fault(email: str, person: Person | None, number: int, earlier: int) -> str | None:
    """What is wrong with a line, or None."""
    try:
        validate_email(email)
    except ValidationError:
        return _("“%(text)s” is not an email address.") % {"text": shown(email)}
    if earlier != number:
        return _("Line %(line)s has the same address. Remove one of the two.") % {"line": earlier}
    told = {"email": shown(email)}
    if person is None:
        return (
            _("Nobody has an account with the address %(email)s. Invite this person first.") % told
        )
    if not person.is_active:
        return _("The account with the address %(email)s is closed.") % told
    if not person.memberships.all():
        return _("The person with the address %(email)s has no role. Give them one first.") % told
    return None


def still_sits(person: Person) -> bool:
    """Whether someone who was asked can still answer: an open account with a role."""
    return person.is_active and bool(person.memberships.all())
