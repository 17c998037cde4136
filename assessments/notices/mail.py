"""Mail in its reader's language, as plain text and as HTML."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from maturity.bilingual import other_language
from maturity.operations import mail

# Between the two languages of a text.
RULE = "-" * 40


def send_in_language(kind: str, *, to: str, language: str, context: dict[str, Any]) -> None:
    """Sends `templates/notices/KIND.txt`, whose first line is the subject, in `language`.

    It is sent when the transaction that it is called in commits, by a worker.
    """
    _send(kind, to, [language], context)


def send_in_both(kind: str, *, to: str, first: str, context: dict[str, Any]) -> None:
    """The same in both languages, to a reader who has not chosen one yet; `first` stands above."""
    _send(kind, to, [first, other_language(first)], context)


def _send(kind: str, to: str, languages: list[str], context: dict[str, Any]) -> None:
    subjects, texts = zip(*(_written(kind, each, context) for each in languages), strict=True)
    subject = " / ".join(subjects)
    parts = list(zip(languages, texts, strict=True))
    html = render_to_string("notices/frame.html", {"subject": subject, "parts": parts})
    mail.send(to=to, subject=subject, text=f"\n\n{RULE}\n\n".join(texts) + "\n", html=html)


def _written(kind: str, language: str, context: dict[str, Any]) -> tuple[str, str]:
    """The subject and the text of a kind of mail."""
    with override(language):
        portal_url = settings.PORTAL_URL + reverse("work:home")
        known = {"portal_url": portal_url, "language": language, "contact": settings.CONTACT}
        text = render_to_string(f"notices/{kind}.txt", context | known)
        subject, _blank, body = text.partition("\n")
        return subject.strip(), body.strip()
