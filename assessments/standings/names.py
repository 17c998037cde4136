"""What the index keeps of an initiative's names, to be found and sorted by."""

from maturity.folding import fold

LONGEST = 300  # of a name that lists are sorted by; a letter may become several


def listing_values(code: str, name_en: str, name_fr: str) -> dict[str, str]:
    """What a Listing says of an initiative's code and names."""
    english, french = fold(name_en), fold(name_fr)
    return {
        "code": code,
        "folded_en": english[:LONGEST],
        "folded_fr": french[:LONGEST],
        "words": f"{fold(code)} {english} {french}",
    }
