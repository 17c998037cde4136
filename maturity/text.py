"""The one door for text: all that people type, paste or send in a file passes here before it is
kept.

What nobody can see is not text, and nothing turns the direction of a page; what Word, slides and
spreadsheets leave behind becomes what it stands for. The rest stays as it was written.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Letters of Windows-1252 that came through as controls, such as the curly quotes of Word.
WINDOWS = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x85, 0x8D, 0x8F, 0x90, 0x9D)
}
# What Symbol and Wingdings show for a list or a check mark, in Unicode's private area.
SYMBOLS = {
    **dict.fromkeys(map(ord, "\uf06c\uf06e\uf075\uf076\uf09f\uf0a7\uf0b7\uf0d8"), "•"),
    **dict.fromkeys(map(ord, "\uf06f\uf071\uf0a8"), "☐"),
    0xF04A: "☺",
    0xF04B: "😐",
    0xF04C: "☹",
    0xF0DF: "←",
    0xF0E0: "→",
    0xF0E1: "↑",
    0xF0E2: "↓",
    0xF0E8: "➔",
    0xF0FB: "✗",
    0xF0FC: "✓",
    0xF0FD: "☒",
    0xF0FE: "☑",
}
STANDS_FOR = WINDOWS | SYMBOLS
# Controls, private characters, surrogates and noncharacters; then what is there and not seen, or
# turns the direction of what follows it.
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\U000f0000-\U0010ffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 15))
    + "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff0-\ufffc\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
# Joiners shape words of Arabic and Indic scripts, and pictures of several people: there they stay.
JOINED = (
    "\u0600-\u109f\u1780-\u18af\u1a20-\u1aad\ua840-\uabff\ufb50-\ufdff\ufe70-\ufefc"
    "\U00010a00-\U00011fff\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
)
LOOSE_JOINER = re.compile(f"(?<![{JOINED}])[\u200c\u200d]|[\u200c\u200d](?![{JOINED}])")
NOT_IN_AN_ADDRESS = re.compile("[\u200c\u200d\u2800\ufe00-\ufe0f]")
HYPHENS = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
# A sign that shows nothing, and what only chooses how a sign before it looks.
BLANKS = "\u2800" + "".join(map(chr, range(0xFE00, 0xFE10)))
GAPS = {"Zs", "Zl", "Zp", "Cc", "Cf"}  # the categories of what is nothing to see


class Alteration(StrEnum):
    """What was done to a text that its writer should know of."""

    REMOVED = "removed"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text as it is kept, and what was changed that its writer should know of."""

    text: str
    changes: frozenset[Alteration] = frozenset()


def clean(text: str, *, lines: bool = False) -> Cleaned:
    """Return `text` as it is kept, with its line breaks as LF where `lines`, else on one line.

    What has nothing to see is empty. Cleaning twice changes nothing more.
    """
    changes: set[Alteration] = set()
    while (cleaner := _cleaned_once(text, changes)) != text:
        text = cleaner
    if not lines:
        text = re.sub("[\n\t]", " ", text)
    if not _is_visible(text):
        return Cleaned("", frozenset(changes | {Alteration.REMOVED} if text.strip() else changes))
    return Cleaned(text, frozenset(changes))


def one_line(text: str) -> str:
    """Return a name, title, label or search word as it is kept."""
    return clean(text).text.strip()


def lines(text: str) -> str:
    """Return what may have several lines, such as a comment, as it is kept."""
    return clean(text, lines=True).text.strip()


def address(text: str) -> str:
    """Return an e-mail address as it is kept: nothing in it is unseen, not even a joiner."""
    return NOT_IN_AN_ADDRESS.sub("", one_line(text)).strip()


def code(text: str) -> str:
    """Return a code as it is kept: every kind of hyphen is the plain one."""
    return HYPHENS.sub("-", address(text))


def changes_in(texts: Iterable[str]) -> frozenset[Alteration]:
    """Return what is changed in any of `texts` that their writer should know of."""
    return frozenset(change for text in texts for change in clean(text, lines=True).changes)


def told(changes: Iterable[Alteration | str]) -> list[str]:
    """Return the sentences that tell a writer what was changed."""
    sentences = {
        Alteration.REMOVED: _("Some invisible characters were removed."),
        Alteration.REPLACED: _("Some special symbols were replaced with standard characters."),
    }
    return [sentence for change, sentence in sentences.items() if change in changes]


def _cleaned_once(text: str, changes: set[Alteration]) -> str:
    text = unicodedata.normalize("NFC", LINE_BREAK.sub("\n", text))
    if (replaced := text.translate(STANDS_FOR)) != text:
        changes.add(Alteration.REPLACED)
    if (seen := LOOSE_JOINER.sub("", UNSEEN.sub("", replaced))) != replaced:
        changes.add(Alteration.REMOVED)
    return unicodedata.normalize("NFC", seen)


def _is_visible(text: str) -> bool:
    """Whether there is anything to see: letters, digits, marks or signs."""
    return any(each not in BLANKS and unicodedata.category(each) not in GAPS for each in text)
