"""What files are called where they are taken away: in the language of what they hold."""

import re
import unicodedata

from django.utils.functional import Promise
from django.utils.translation import override

from maturity.bilingual import LANGUAGES

# Longer ones are cut by older systems, or with the folders that they are put into.
LONGEST = 100
OTHER_SIGNS = re.compile(r"[^A-Za-z0-9_.]+")


def file_name(*parts: object, language: str, ending: str = "") -> str:
    """A name in ASCII of at most LONGEST signs, of a file in "en", "fr" or "both".

    A lazy translation among the parts is said in the language of the file, or in both. Without an
    `ending` there is room for one of three letters.
    """
    languages = LANGUAGES if language == "both" else (language,)
    said = (word for part in parts for word in _said(part, languages))
    last = "-".join(("", *languages)) + (f".{ending}" if ending else "")
    room = LONGEST - len(last) - (0 if ending else len(".pdf"))
    stem = plain("-".join(said))[:room].rstrip("-.")
    return (stem + last).lstrip("-")


def plain(text: str) -> str:
    """A text without accents, with hyphens for all that is no letter or digit of ASCII."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return OTHER_SIGNS.sub("-", ascii_only.replace("'", "-")).strip("-.")


def attached(name: str) -> dict[str, str]:
    """The header that has a browser keep a response under a plain name."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _said(part: object, languages: tuple[str, ...]) -> list[str]:
    if not isinstance(part, Promise):
        return [str(part)]
    words = []
    for language in languages:
        with override(language):
            words.append(str(part).lower())
    return list(dict.fromkeys(words))
