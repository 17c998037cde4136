"""How to reach the secretariat, said wherever people are sent to it."""

from dataclasses import dataclass

from django.conf import settings
from django.core.checks import CheckMessage, Warning
from django.utils.functional import lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from maturity.bilingual import current_language
from maturity.wording import colon


@dataclass(frozen=True)
class Contact:
    """Whom people ask: a name in both languages at once, an address and a number, each optional."""

    name: str = ""
    email: str = ""
    phone: str = ""

    def __bool__(self) -> bool:
        return bool(self.email or self.phone)

    def __str__(self) -> str:
        """As plain text, in the language of the moment; empty where nothing is known."""
        if not self:
            return ""
        known = ", ".join(filter(None, [self.name, self.email, self.phone]))
        return " ".join((colon(_("Secretariat")), known))


def contact(language: str = "") -> SafeString:
    """As HTML, in a language or that of the page; empty where nothing is known."""
    known: Contact = settings.CONTACT
    if not known:
        return SafeString("")
    links = [("mailto", known.email), ("tel", known.phone)]
    parts = [format_html("{}", known.name)] if known.name else []
    parts += [
        format_html('<a href="{}:{}">{}</a>', scheme, to.replace(" ", ""), to)
        for scheme, to in links
        if to
    ]
    with override(language or current_language()):
        label = colon(_("Secretariat"))
    joined = format_html_join(", ", "{}", ((part,) for part in parts))
    return format_html('<span class="contact">{} {}</span>', label, joined)


def with_contact(sentence: object) -> str:
    """A sentence that sends people to the secretariat, and how to reach it, as lazy plain text."""

    def said() -> str:
        return f"{sentence} {settings.CONTACT}".rstrip()

    return lazy(said, str)()


def check_contact(**_given: object) -> list[CheckMessage]:
    """What `check --deploy` says of a portal whose secretariat nobody can reach."""
    if settings.CONTACT:
        return []
    message = "Pages send people to the secretariat, but nothing says how to reach it."
    return [Warning(message, hint="Set PORTAL_CONTACT_EMAIL.", id="maturity.W001")]
