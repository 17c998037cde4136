"""How large everything on a slide is, and how many lines a text takes.

Lengths are in inches, sizes of type in points. The reader's machine draws the text with Arial, or
where it has none with a wider font: a text is measured for the wider one, and fits with both.
"""

import re
import unicodedata
from collections.abc import Iterator

WIDTH, HEIGHT = 13.333, 7.5
LEFT, TOP, RIGHT = 0.75, 0.4, 0.6
ACROSS = round(WIDTH - LEFT - RIGHT, 3)
BOTTOM = 6.75  # where the footer begins
FOOT = 0.45
GAP = 0.12
# Room that a cell or a box of text leaves at each side, and above and below.
MARGIN, ABOVE = 0.1, 0.05

TITLE, LEAD, POINT, CELL, SMALL = 28, 20, 20, 16, 16
LINE = 1.22  # of the size of type
BETWEEN = 8  # points, between two points of a list
INDENT = 0.3

# In ems, as in DejaVu Sans, which is an eighth wider than Arial.
WIDTHS = {
    **dict.fromkeys("'ijlIJ .,/:;\\|f", 0.35),
    **dict.fromkeys('-()[]t!r"*', 0.44),
    **dict.fromkeys("sz?cLFkvxyPTYaoe", 0.62),
    **dict.fromkeys("KAVBRXZC", 0.7),
    **dict.fromkeys("UHNDG&OQw", 0.8),
    **dict.fromkeys("#+<=>^~M%mW@–", 1.0),
    "—": 1.0,
    "…": 1.0,
}
OTHER, WIDE = 0.66, 1.05
BOLD = 1.1
# A line breaks at these; a no-break space is none of them.
WORDS = re.compile(r"[^ \n]*[^ \n-]-+(?=\S)|[^ \n]+ *|\n| +")


def ems(text: str, *, bold: bool = False) -> float:
    """How wide a text is, in ems."""
    width = sum(map(_width, unicodedata.normalize("NFD", text)))
    return width * BOLD if bold else width


def _width(letter: str) -> float:
    if letter == "\N{NO-BREAK SPACE}":
        return WIDTHS[" "]
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return WIDE
    return WIDTHS.get(letter, OTHER if ord(letter) < 0x2000 else WIDE)


def lines(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """The lines of a text in a box so many inches wide inside."""
    room = width * 72 / size
    found: list[str] = []
    line = ""
    for word in _words(text, room, bold):
        if word == "\n":
            found, line = [*found, f"{line}\n"], ""
        elif line and ems((line + word).rstrip(), bold=bold) > room:
            found, line = [*found, line], word
        else:
            line += word
    return [*found, line]


def _words(text: str, room: float, bold: bool) -> Iterator[str]:
    """Words with the spaces after them; those that are wider than a line, in parts."""
    for word in WORDS.findall(text.expandtabs(1)):
        left = word
        while ems(left.rstrip(), bold=bold) > room and len(left) > 1:
            end = _fitting(left, room, bold)
            yield left[:end]
            left = left[end:]
        yield left


def _fitting(word: str, room: float, bold: bool) -> int:
    """How many letters of a word fit on a line: one at least, and its accents with it."""
    end, width = 0, 0.0
    for letter in word:
        width += ems(letter, bold=bold)
        if width > room and end:
            return end
        end += 1
    return end


def longest_word(text: str, *, bold: bool = False) -> float:
    """How wide the longest word of a text is, in ems."""
    return max((ems(word, bold=bold) for word in re.split("[ \n]", text)), default=0)


def height(number: int, size: float) -> float:
    """The height of so many lines of type."""
    return number * size * LINE / 72


def box(number: int, size: float) -> float:
    """The height of a box with so many lines."""
    return height(number, size) + 2 * ABOVE
