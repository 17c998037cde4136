"""The one place that chooses between the two columns of a bilingual text."""

from django.utils.functional import Promise
from django.utils.translation import get_language, override

LANGUAGES = ("en", "fr")


def current_language() -> str:
    """The language of the page that is being made: "fr" or "en"."""
    return "fr" if (get_language() or "").startswith("fr") else "en"


def other_language(language: str) -> str:
    """The one of both languages that is not this one."""
    return "en" if language == "fr" else "fr"


def in_language(record: object, field: str, language: str | None = None) -> str:
    """`record.field_en` or `record.field_fr`, in `language` or else the page's.

    Where no French is known (one municipal body has no official French name) the English is given.
    """
    language = language or current_language()
    return getattr(record, f"{field}_{language}") or getattr(record, f"{field}_en")


def both(record: object, field: str = "text") -> dict[str, str]:
    """A text of a record in both languages; the English where no French is known."""
    return {language: in_language(record, field, language) for language in LANGUAGES}


def in_both(message: Promise | str) -> dict[str, str]:
    """A message of the interface in both languages."""
    said = {}
    for language in LANGUAGES:
        with override(language):
            said[language] = str(message)
    return said
