"""Names without what a search or an order should not depend on: accents, case, composition, kinds
of apostrophes. Every search and every order by name in the portal asks here: databases differ."""

import unicodedata
from collections.abc import Callable, Iterable

ALIKE = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "‘": "'", "‐": "-", "‑": "-", "–": "-"})  # noqa: RUF001

LONGEST = 300  # of a name that lists are sorted by; a letter may become several


def fold(text: str) -> str:
    """`text` in lower case, without accents, with single spaces: « Éducation » is "education"."""
    lower = unicodedata.normalize("NFKD", text.casefold().translate(ALIKE))
    kept = "".join(each for each in lower if not unicodedata.combining(each))
    return " ".join(kept.split())


def by_name[Thing](things: Iterable[Thing], name: Callable[[Thing], str] = str) -> list[Thing]:
    """The things by what they are called: É among E, in any database."""
    return sorted(things, key=lambda each: (fold(name(each)), name(each)))


def has_words(folded: str, *texts: str) -> bool:
    """Whether every word of a folded text is in one of some texts."""
    among = " ".join(map(fold, texts))
    return all(word in among for word in folded.split())


def listing_values(code: str, name_en: str, name_fr: str) -> dict[str, str]:
    """What a Listing says of an initiative's code and names."""
    english, french = fold(name_en), fold(name_fr)
    return {
        "code": code,
        "folded_en": english[:LONGEST],
        "folded_fr": french[:LONGEST],
        "words": f"{fold(code)} {english} {french}",
    }
