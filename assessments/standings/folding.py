"""Names without what a search should not depend on: accents, case, kinds of apostrophes."""

import unicodedata

ALIKE = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "‘": "'", "‐": "-", "‑": "-", "–": "-"})  # noqa: RUF001

LONGEST = 300  # of a name that lists are sorted by; a letter may become several


def fold(text: str) -> str:
    """`text` in lower case, without accents, with single spaces: « Éducation » is "education"."""
    lower = unicodedata.normalize("NFKD", text.casefold().translate(ALIKE))
    kept = "".join(each for each in lower if not unicodedata.combining(each))
    return " ".join(kept.split())


def listing_values(code: str, name_en: str, name_fr: str) -> dict[str, str]:
    """What a Listing says of an initiative's code and names."""
    english, french = fold(name_en), fold(name_fr)
    return {
        "code": code,
        "folded_en": english[:LONGEST],
        "folded_fr": french[:LONGEST],
        "words": f"{fold(code)} {english} {french}",
    }
