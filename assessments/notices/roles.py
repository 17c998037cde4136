"""Mail to somebody with an account whose role is given, changed or taken: it is always sent."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from assessments.models import Membership, Person
from assessments.notices.mail import send_in_language


def role_told(what: str, membership: Membership, *, by: Person) -> None:
    """Tells someone that `by` has "given", "changed" or "taken" a role, unless they did so.

    It concerns their account, as who wants no mail about their work knows. It reaches nobody who
    has left, or whose address is not confirmed.
    """
    person = membership.person
    unconfirmed = person.emailaddress_set.filter(verified=False).exists()  # type: ignore[attr-defined]
    if person == by or not person.is_active or unconfirmed:
        return
    with override(person.language):
        where = membership.initiative.name if membership.initiative else membership.council
        context = {
            "what": what,
            "where": " ".join(str(where or "").split()),
            "role": membership.get_role_display(),
            "government": membership.jurisdiction,
            "who": by.name,
            "link": settings.PORTAL_URL + _page(what, membership),
        }
    send_in_language("role", to=person.email, language=person.language, context=context)


def _page(what: str, membership: Membership) -> str:
    if what != "taken" and membership.initiative:
        return reverse("initiatives:detail", args=[membership.initiative.code])
    if what != "taken" and membership.council:
        return reverse("councils:dashboard", args=[membership.council.code])
    return reverse("work:home")
