"""Words without what a search, an order or a comparison should not depend on: accents, case,
composition, kinds of dashes and apostrophes. For comparing, never for keeping. Every search and
every order by name in the portal asks here: databases differ."""

import unicodedata
from collections.abc import Callable, Iterable

from maturity.text import HYPHENS

ALIKE = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "‘": "'"})  # noqa: RUF001


def fold(text: str) -> str:
    """`text` in lower case, without accents, with single spaces: « Éducation » is "education"."""
    lower = unicodedata.normalize("NFKD", text.casefold().translate(ALIKE))
    kept = "".join(each for each in lower if not unicodedata.combining(each))
    return " ".join(HYPHENS.sub("-", kept).split())


def letters(text: str) -> str:
    """The letters and digits of a text alone: "N/A", "n. a." and "NA" are one."""
    return "".join(each for each in fold(text) if each.isalnum())


def by_name[Thing](things: Iterable[Thing], name: Callable[[Thing], str] = str) -> list[Thing]:
    """The things by what they are called: É among E, in any database."""
    return sorted(things, key=lambda each: (fold(name(each)), name(each)))


def has_words(folded: str, *texts: str) -> bool:
    """Whether every word of a folded text is in one of some texts."""
    among = " ".join(map(fold, texts))
    return all(word in among for word in folded.split())
