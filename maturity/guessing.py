"""Which of both languages a text is in, guessed by its small words. Pure."""

import re
from itertools import pairwise

# Small words that the other language does not have, or that mean nothing else in it.
ENGLISH = frozenset(
    re.findall(
        r"\w+",
        "the and of to is are was were be been it its this that these those with for from by not "
        "but we our they their there have has had will would can could should which who when "
        "where what as at if in an or all more than each every",
    )
)
FRENCH = frozenset(
    re.findall(
        r"\w+",
        "le la les un une des du de et est sont était être ce cette ces que qui dans pour par avec "
        "sans sur pas ne nous nos notre vous ils elles leur leurs il elle au aux en se son sa ses "
        "ont mais ou où plus chaque tous toutes aussi très été",
    )
)
ELIDED = frozenset("ldnscjmt") | {"qu"}
WORD = re.compile(r"[^\W\d_]+|['’]")
# How many small words it takes, and how many times as many as of the other language.
FEWEST, TIMES = 3, 3


def guess(text: str) -> str:
    """Return "en" or "fr", or nothing where the small words of a text do not say which."""
    words = WORD.findall(text.casefold())
    english = sum(each in ENGLISH for each in words)
    french = sum(each in FRENCH for each in words) + _elided(words)
    if english >= FEWEST and english >= TIMES * french:
        return "en"
    if french >= FEWEST and french >= TIMES * english:
        return "fr"
    return ""


def written_in(text: str, chosen: str, page: str) -> str:
    """Return the language of a text: the one that is chosen, or that of the page where none is.

    Where the page's own was left as it was, and the text plainly is in the other, it is that.
    """
    left = chosen in ("", page)
    return (guess(text) if left else "") or chosen or page


def _elided(words: list[str]) -> int:
    """How often a small French word stands before an apostrophe, as in l’eau."""
    pairs = pairwise(words)
    return sum(one in ELIDED and after in ("'", "’") for one, after in pairs)
