"""Mail of those who follow up for a council: a reminder of what is due, a digest before a meeting.

As in all mail, nothing of what was rated or written is in a reminder.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from assessments.models import Person
from assessments.notices.mail import send_in_language


def reminded_of(
    person: Person, lines: Callable[[], Iterable[tuple[str, str]]], *, by: Person
) -> None:
    """Sends one mail with all that a person is reminded of: a sentence and an address each."""
    with override(person.language):
        told = [(sentence, settings.PORTAL_URL + path) for sentence, path in lines()]
    _send("reminded", person, {"who": by.name, "lines": told})


def digest(person: Person, content: Callable[[], dict[str, Any]]) -> None:
    """Sends somebody what there is to know before a meeting of their council."""
    with override(person.language):
        said = content()
    _send("digest", person, said)


def _send(kind: str, person: Person, context: dict[str, Any]) -> None:
    with override(person.language):
        account = settings.PORTAL_URL + reverse("accounts:own")
    send_in_language(
        kind, to=person.email, language=person.language, context={**context, "account": account}
    )
