"""Which characters the fonts of PDF files can draw: `make install` writes it down beside them.

Saving an answer asks this, so it costs next to nothing: no font is opened, and plain English not
even looked through.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.utils.translation import ngettext

from maturity.text import SYMBOLS

COVERAGE = "coverage.json"
# What nearly every report is printed with, and all that there is.
EVERYDAY, ALL = "everyday", "all"
# What chooses the look of the character before it: an emoji, a key, another form. Nothing is lost.
SELECTORS = re.compile("[\u20e3\ufe00-\ufe0f\U000e0100-\U000e01ef]")
MAX_NAMED = 10
# In texts from before these were replaced as they are typed.
WORD_SIGN = re.compile(f"[{''.join(map(chr, SYMBOLS))}]")


def unprintable(text: str) -> str:
    """The characters of a text that no report can print, each once; empty where nothing is lost."""
    if text.isascii():
        return ""
    lost = undrawn(settings.FONTS_DIR, ALL).findall(as_printed(text))
    return "".join(dict.fromkeys(filter(_is_seen, lost)))


def as_printed(text: str) -> str:
    """A text in the characters that are looked for in fonts."""
    composed = unicodedata.normalize("NFC", text)
    return WORD_SIGN.sub(lambda found: SYMBOLS[ord(found.group())], composed)


def unprintable_sentence(characters: str) -> str:
    """A sentence that says which characters no report can print; empty for none."""
    if not characters:
        return ""
    told = ngettext(
        "The PDF report cannot print this character: %(characters)s. Write it in another way.",
        "The PDF report cannot print these characters: %(characters)s. Write them in another way.",
        len(characters),
    )
    return told % {"characters": named(characters)}


def named(characters: str) -> str:
    """Characters with their numbers, as one needs to find them: "𒀀 (U+12000)"."""
    told = [f"{each} (U+{ord(each):04X})" for each in characters[:MAX_NAMED]]
    return ", ".join([*told, "…"] if len(characters) > MAX_NAMED else told)


@cache
def undrawn(folder: Path, fonts: str) -> re.Pattern[str]:
    """A pattern of one character that `fonts` (EVERYDAY or ALL) of a folder cannot draw.

    Without fonts nothing is printed, and nothing is said to be lost.
    """
    try:
        coverage = read_coverage(folder)
    except FileNotFoundError:
        return re.compile("(?!)")
    return re.compile(f"[^\t\n\r{coverage[fonts]}]")


def read_coverage(folder: Path) -> dict[str, str]:
    """What the fonts of a folder draw, as ranges of a pattern. Raises OSError without the file."""
    coverage: dict[str, str] = json.loads((folder / COVERAGE).read_text(encoding="ascii"))
    return coverage


def write_coverage(folder: Path, coverage: Mapping[str, Iterable[int]]) -> None:
    """Write down which characters, by their numbers, the fonts of a folder draw."""
    ranges = {name: "".join(_ranges(sorted(numbers))) for name, numbers in coverage.items()}
    (folder / COVERAGE).write_text(json.dumps(ranges), encoding="ascii")


def _ranges(numbers: Iterable[int]) -> Iterator[str]:
    """Each unbroken range of some sorted numbers, as a pattern has it: "a-z"."""
    # Within an unbroken range, a number is always as far from its place in the row.
    for _distance, run in groupby(enumerate(numbers), lambda each: each[1] - each[0]):
        unbroken = [number for _place, number in run]
        yield "-".join(re.escape(chr(number)) for number in (unbroken[0], unbroken[-1]))


def _is_seen(character: str) -> bool:
    """Whether a reader would miss a character: not a space, nor what only steers others."""
    invisible = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")
    return not invisible and not SELECTORS.match(character)
