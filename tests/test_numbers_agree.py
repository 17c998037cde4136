"""A number agrees with the word beside it: wherever it may be one, the catalogue has both forms."""

import re
from pathlib import Path

import polib
from django.conf import settings

CATALOGUE = settings.BASE_DIR / "maturity" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
TEMPLATES = settings.BASE_DIR / "templates"
# What placeholders of counts are called: that which may be one. What follows “of” is a whole.
COUNT = r"(?<!of )%\((?:number|count|total|done|rated|found|finished|asked)\)s(?:</\w+>)?"
GLUED = re.compile(COUNT + r" (?:other |more |new |open )?[a-z]+s\b")
# A number never below two: fewer are withheld, said otherwise, or the most that there may be.
NEVER_ONE = {
    "%(total)s other initiatives of %(council)s have a baseline at the stage %(stage)s.",
    "%(total)s other initiatives of all councils have a baseline at the stage %(stage)s.",
    "All %(total)s governments say “%(words)s”.",
    "The %(total)s governments do not agree.",
    "You have %(number)s tokens, which is the most. Revoke one first.",
}
TRANSLATED = re.compile(r"\{% blocktranslate.*?\{% endblocktranslate %\}|<[^>]*>", re.DOTALL)
BESIDE = re.compile(r"\{\{[^}]*\}\}(?:\s|&nbsp;)*(?:\{% translate \"([^\"]*)\"|([a-z]{3,}))")
# Words that are the same beside one and beside many, in both languages; or follow “1 of 7”.
SAME_FOR_ALL = {
    "attributes below target",
    "below a target",
    "fell",
    "rose",
    "submitted, awaiting a first baseline",
    "waiting for your review",
    "with a baseline",
}


def test_a_count_beside_a_plural_has_a_singular_too() -> None:
    glued = {
        entry.msgid
        for entry in polib.pofile(CATALOGUE)
        if not entry.msgid_plural and GLUED.search(entry.msgid)
    }
    assert glued == NEVER_ONE


def beside_numbers(text: str) -> set[str]:
    """The words of a template right behind a value, outside of what is translated whole."""
    found = BESIDE.findall(TRANSLATED.sub(" ", text))
    return {word for pair in found for word in pair if word and word[0].islower()}


def test_no_template_puts_a_word_behind_a_number_by_itself() -> None:
    words = {
        word
        for pattern in ("*.html", "*.txt")
        for path in Path(TEMPLATES).rglob(pattern)
        for word in beside_numbers(path.read_text())
    }
    assert words - SAME_FOR_ALL == set()


def test_words_behind_a_number_are_found() -> None:
    assert beside_numbers('<b>{{ n }}</b> {% translate "actions" %}, {{ n }} files') == {
        "actions", "files",
    }  # fmt: skip
    counted = (
        "{% blocktranslate count n=n %}{{ n }} file{% plural %}{{ n }} files{% endblocktranslate %}"
    )
    assert beside_numbers(counted) == set()
    assert GLUED.search("%(number)s files")
    assert not GLUED.search("%(done)s of %(total)s files")
