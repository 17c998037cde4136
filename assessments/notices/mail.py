"""Mail in its reader's language, as plain text and as HTML."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from maturity.operations import mail


def send_in_language(kind: str, *, to: str, language: str, context: dict[str, Any]) -> None:
    """Sends `templates/mail/KIND.txt`, whose first line is the subject, in `language`.

    It is sent when the transaction that it is called in commits, by a worker.
    """
    with override(language):
        portal_url = settings.PORTAL_URL + reverse("work:home")
        context |= {"portal_url": portal_url, "language": language, "contact": settings.CONTACT}
        subject, _blank, text = render_to_string(f"notices/{kind}.txt", context).partition("\n")
        html = render_to_string(
            "notices/frame.html", {"subject": subject, "text": text.strip(), "language": language}
        )
        mail.send(to=to, subject=subject.strip(), text=text.strip() + "\n", html=html)
