"""Sending mail: put into the transaction of what it tells of, and sent by a worker.

So a mail leaves if and only if the change that it tells of was kept, and no page waits for a mail
server. Once it has left, or has been given up, neither its text nor its address is kept.
"""

import logging
from datetime import timedelta

from django.core.mail import EmailMultiAlternatives
from django.tasks import task

from maturity.operations.jobs import Again

logger = logging.getLogger(__name__)

# After each failure but the last: a restart, a short outage, greylisting, a long outage.
DELAYS = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120)]
# So that no machine answers (RFC 3834, and Exchange's own way): nobody reads what comes back.
BY_A_PROGRAM = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


class Undelivered(Exception):
    """The mail server did not take a mail, at the last attempt either."""


def send(*, to: str, subject: str, text: str, html: str = "") -> None:
    """Sends a mail if the transaction at hand is kept. Raises ValueError on a header of two lines.

    It is sent again where a worker ends between sending it and saying so: at least once.
    """
    _message(to, subject, text, html).message()
    deliver.enqueue(to=to, subject=subject, text=text, html=html)


@task
def deliver(*, to: str, subject: str, text: str, html: str, attempt: int = 1) -> None:
    """Hands a mail to the mail server. Raises Again while there is hope, then Undelivered."""
    try:
        _message(to, subject, text, html).send()
    except OSError as error:  # As every fault of SMTP is.
        # No more than its kind: what a server says may name the address.
        kind = type(error).__name__
        logger.warning("mail was not taken", extra={"error": kind, "attempt": attempt})
        if attempt <= len(DELAYS):
            raise Again(after=DELAYS[attempt - 1], attempt=attempt + 1) from None
        raise Undelivered(kind) from None


def _message(to: str, subject: str, text: str, html: str) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(subject, text, to=[to], headers=BY_A_PROGRAM)
    if html:
        message.attach_alternative(html, "text/html")
    return message
