"""Mail in its reader's language, as plain text and as HTML."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from maturity.bilingual import other_language
from maturity.operations import mail

BETWEEN_LANGUAGES = "\n\n* * *\n\n"


def send_in_language(kind: str, *, to: str, language: str, context: dict[str, Any]) -> None:
    """Sends `templates/notices/KIND.txt`, whose first line is the subject, in `language`.

    It is sent when the transaction that it is called in commits, by a worker.
    """
    _send(to, {language: _written(kind, language, context)})


def send_in_both_languages(kind: str, *, to: str, first: str, context: dict[str, Any]) -> None:
    """The same to someone who has not chosen a language yet: in the language `first`, then in the
    other.
    """
    languages = (first, other_language(first))
    _send(to, {language: _written(kind, language, context) for language in languages})


def _written(kind: str, language: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject and text of a kind of mail."""
    with override(language):
        portal_url = settings.PORTAL_URL + reverse("work:home")
        known = {"portal_url": portal_url, "language": language, "contact": settings.CONTACT}
        subject, _blank, text = render_to_string(f"notices/{kind}.txt", context | known).partition(
            "\n"
        )
    return subject.strip(), text.strip()


def _send(to: str, written: dict[str, tuple[str, str]]) -> None:
    """Sends subjects and texts, by their languages, as one mail."""
    subject = " / ".join(subject for subject, _text in written.values())
    parts = {language: text for language, (_subject, text) in written.items()}
    html = render_to_string(
        "notices/frame.html",
        {"subject": subject, "language": next(iter(parts)), "parts": parts},
    )
    text = BETWEEN_LANGUAGES.join(parts.values()) + "\n"
    mail.send(to=to, subject=subject, text=text, html=html)
