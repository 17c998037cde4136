"""Which of both languages a text is in, guessed by its small words. Pure."""

import re
from itertools import pairwise

from maturity.bilingual import other_language

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
# How many of the other language make it doubtful: one may be part of a name, as in Ville de Laval.
DOUBT = 2


def guess(text: str) -> str:
    """Return "en" or "fr", or nothing where the small words of a text do not say which."""
    found = _small_words(text)
    for language, other in (("en", "fr"), ("fr", "en")):
        if found[language] >= FEWEST and found[language] >= TIMES * found[other]:
            return language
    return ""


def is_doubtful(text: str, language: str) -> bool:
    """Whether a text speaks rather for the other language than for its own, and not plainly."""
    found = _small_words(text)
    own, other = found[language], found[other_language(language)]
    return other >= DOUBT and other > own and not guess(text)


def written_in(text: str, chosen: str, page: str) -> str:
    """Return the language of a text: the one that is chosen, or that of the page where none is.

    Where the page's own was left as it was, and the text plainly is in the other, it is that.
    """
    left = chosen in ("", page)
    return (guess(text) if left else "") or chosen or page


def _small_words(text: str) -> dict[str, int]:
    """How many small words of each language are in a text."""
    words = WORD.findall(text.casefold())
    return {
        "en": sum(each in ENGLISH for each in words),
        "fr": sum(each in FRENCH for each in words) + _elided(words),
    }


def _elided(words: list[str]) -> int:
    """How often a small French word stands before an apostrophe, as in l’eau."""
    pairs = pairwise(words)
    return sum(one in ELIDED and after in ("'", "’") for one, after in pairs)
