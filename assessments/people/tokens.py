"""Writes to personal access tokens."""

import datetime
import secrets
import time

from django.db import transaction
from django.db.models import Case, F, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.audit.record import record
from assessments.models import AccessToken, Person
from assessments.notices.mail import send_in_language
from maturity.canonical import sha256
from maturity.faults import Fault, Faults

# By which a program that looks for secrets in files recognises one of the portal's.
PREFIX = "ccsm_"
LONGEST = 365  # days
MOST = 10  # tokens that one person may have at a time
CALLS_A_MINUTE = 300  # of one token
NOTICE = gettext_lazy("An access token was made for your account.")


@transaction.atomic
def create_token(
    *, by: Person, label: str, days: int, purpose: str = AccessToken.Purpose.API
) -> tuple[AccessToken, str]:
    """Makes a token that works for 1 to LONGEST `days`: the token, and the secret, which is kept
    nowhere. Its owner is told by mail.

    Raises Faults for a label that another token of theirs has, for one too many, and for `days`
    out of range.
    """
    if not 1 <= days <= LONGEST:
        raise Faults([Fault("days", _("A token works for a year at most."))])
    # Held, so that two pages at once do not make one too many.
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    held = AccessToken.objects.filter(person=person, revoked_at=None)
    if held.filter(label=label).exists():
        message = _("You have a token of this name. Revoke it first, or choose another name.")
        raise Faults([Fault("label", message)])
    if held.filter(expires_at__gt=timezone.now()).count() >= MOST:
        message = _("You have %(number)s tokens, which is the maximum. Revoke one first.")
        raise Faults([Fault("", message % {"number": MOST})])
    secret = PREFIX + secrets.token_urlsafe(32)
    now = timezone.now()
    token = AccessToken.objects.create(
        person=person,
        label=label,
        purpose=purpose,
        digest=sha256(secret),
        beginning=secret[: len(PREFIX) + 4],
        created_at=now,
        expires_at=now + datetime.timedelta(days=days),
    )
    expires = timezone.localdate(token.expires_at).isoformat()
    record("create_token", person, by=by, new={"token": token.beginning, "expires": expires})
    send_in_language(
        "account_notice", to=person.email, language=person.language, context={"notice": NOTICE}
    )
    return token, secret


@transaction.atomic
def revoke_token(token: AccessToken, *, by: Person) -> None:
    """Ends a token at once."""
    token = AccessToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        record("revoke_token", token.person, by=by, old={"token": token.beginning})


def token_of(secret: str, purpose: str = AccessToken.Purpose.API) -> AccessToken | None:
    """The token with a secret, with its person, while it works: for one purpose and no other."""
    return AccessToken.objects.working().filter(digest=sha256(secret), purpose=purpose).first()


def count_call(token: AccessToken) -> bool:
    """Counts a call that a token is used for; whether it is within CALLS_A_MINUTE.

    One statement, which counts right when calls come at once. When it was last used is written
    once an hour: more would tell how its owner works.
    """
    minute, now = int(time.time() // 60), timezone.now()
    if token.minute == minute and token.calls >= CALLS_A_MINUTE:
        return False
    an_hour_ago = now - datetime.timedelta(hours=1)
    stale = token.last_used_at is None or token.last_used_at <= an_hour_ago
    AccessToken.objects.filter(pk=token.pk).update(
        minute=minute,
        calls=Case(When(minute=minute, then=F("calls") + 1), default=1),
        **({"last_used_at": now} if stale else {}),
    )
    return True
