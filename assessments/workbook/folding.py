"""Words as people type them, in one form for comparing: never for keeping."""

import unicodedata

MINUS = "\N{MINUS SIGN}"


def fold(text: str) -> str:
    """A text without regard to case, spacing, composition, and kinds of dashes and apostrophes."""
    folded = unicodedata.normalize("NFKC", text).replace("’", "'").casefold()
    seen = (each for each in folded if unicodedata.category(each) != "Cf")
    return " ".join("".join("-" if _is_dash(each) else each for each in seen).split())


def code_folded(text: str) -> str:
    """A text as a code would be written: "acc – 01" as "ACC-01"."""
    return "".join(fold(text).split()).upper()


def letters(text: str) -> str:
    """The letters and digits of a text alone: "N/A", "n. a." and "NA" are one."""
    return "".join(each for each in fold(text) if each.isalnum())


def _is_dash(character: str) -> bool:
    return unicodedata.category(character) == "Pd" or character == MINUS
