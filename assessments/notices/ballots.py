"""Mail to the members whom a ballot asks. It says nothing of what anybody answered."""

from collections.abc import Collection
from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.models import Ballot, Person
from assessments.notices.following import reminded_of
from assessments.notices.mail import send_in_language
from assessments.notices.notices import reachable
from maturity.wording import long_date


def asked_to_answer(ballot: Ballot, people: Collection[Person], *, by: Person) -> None:
    """Asks people to answer a ballot, but for `by`, in the language of each."""
    for person in _reached(people):
        if person == by:
            continue
        with override(person.language):
            context = {
                "what": ballot.title,
                "who": by.name,
                "day": ballot.closes_on,
                "link": settings.PORTAL_URL + _page(ballot),
                "account": settings.PORTAL_URL + reverse("accounts:own"),
            }
        send_in_language(
            "asked_to_vote", to=person.email, language=person.language, context=context
        )


def reminded_to_answer(ballot: Ballot, people: Collection[Person], *, by: Person) -> list[Person]:
    """Reminds people of a ballot; returns whom mail reached."""
    reached = _reached(people)
    for person in reached:
        reminded_of(person, partial(_lines, ballot), by=by)
    return reached


def _reached(people: Collection[Person]) -> list[Person]:
    return list(reachable(Person.objects.filter(pk__in=[each.pk for each in people])))


def _lines(ballot: Ballot) -> list[tuple[str, str]]:
    message = _("Answer the ballot “%(title)s” by %(date)s")
    told = {"title": ballot.title, "date": long_date(ballot.closes_on)}
    return [(message % told, _page(ballot))]


def _page(ballot: Ballot) -> str:
    return reverse("ballots:vote", args=[ballot.pk])
