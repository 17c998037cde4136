"""Finding people by their names."""

import uuid

from assessments.models import Membership, Person
from assessments.models.people import COMMAND_LINE, Role
from maturity.folding import by_name, fold, has_words


def people_found(text: str, role: str) -> list[uuid.UUID]:
    """The keys of those with every word in name or address, and with a role: open accounts first.

    An empty text, or a role that there is not, leaves nobody out. One query.
    """
    people = Person.objects.exclude(email=COMMAND_LINE)
    if role in Role.values:
        people = people.filter(pk__in=Membership.objects.filter(role=role).values("person"))
    words = fold(text)
    rows = people.values_list("pk", "name", "email", "is_active")
    found = [row for row in rows if has_words(words, row[1], row[2])]
    ordered = by_name(found, lambda row: row[1])
    return [row[0] for row in sorted(ordered, key=lambda row: not row[3])]
