"""The one door for text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.links import in_punycode, is_network_path
from maturity.text import Alteration, Cleaned, address, clean, code, one_line, told

# All of Unicode, with what is rare in it and matters here often enough.
ODD = "क़ाب\u200c\u200d\u0301\u093c\u0338\u2add\u200b\u202e\xad\ufeff\r\n\x0b\x85\x92\uf0b7😀\ufe0f"
TEXT = st.text(st.characters(exclude_categories=()) | st.sampled_from(ODD))
REMOVED, REPLACED = {Alteration.REMOVED}, {Alteration.REPLACED}


@given(TEXT, st.booleans())
def test_cleaning_twice_changes_nothing_more(text: str, lines: bool) -> None:
    once = clean(text, lines=lines).text
    assert clean(once, lines=lines) == Cleaned(once)


@given(TEXT, st.booleans())
def test_nothing_is_left_that_cannot_be_kept(text: str, lines: bool) -> None:
    kept = clean(text, lines=lines).text
    unkept = {"Cc", "Co", "Cs"}
    breaks = "\n\t" if lines else ""
    assert [x for x in kept if unicodedata.category(x) in unkept and x not in breaks] == []
    assert unicodedata.is_normalized("NFC", kept)
    assert len(kept.splitlines()) <= 1 or lines


@given(st.text(st.characters(categories=["L", "N", "P", "Sm", "Sc", "Zs"])))
def test_what_can_be_seen_is_kept(text: str) -> None:
    hidden = "\u115f\u1160\u3164\uffa0"
    seen = unicodedata.normalize("NFC", "".join(each for each in text if each not in hidden))
    assert clean(text).text == (seen if seen.strip() else "")


@pytest.mark.parametrize(
    ("typed", "kept", "changes"),
    [
        ("First line of a slide\x0bsecond line", "First line of a slide\nsecond line", set()),
        ("a\r\nb\rc\x0cd\x85e\u2028f\u2029g", "a\nb\nc\nd\ne\nf\ng", set()),
        ("a\x00b\x1fc\x81", "abc", REMOVED),
        ("It\x92s \x93good\x94 \x96 really \x95", "It’s “good” – really •", REPLACED),
        ("c\x9cur", "cœur", REPLACED),
        ("\uf0b7\tfirst point (Symbol bullet)", "•\tfirst point (Symbol bullet)", REPLACED),
        ("\uf0a7\tsecond", "•\tsecond", REPLACED),
        ("Good \uf04a \uf0e8 go", "Good ☺ ➔ go", REPLACED),
        ("\uf0fc done", "✓ done", REPLACED),
        ("a\ue123b", "ab", REMOVED),
        ("Demo \u202edaeL", "Demo daeL", REMOVED),
        ("a\u200bb\u2060c\ufeffd\xade\u200ff", "abcdef", REMOVED),
        ("a\U000e0041b\ud800c\ufffed", "abcd", REMOVED),
        ("e\u0301te\u0301", "été", set()),
        ("\u200b", "", REMOVED),
        ("\u2800", "", REMOVED),
        (" \n", "", set()),
        ("wait \u2264 5 days → done ✓, \u22122 ☐ ☒", "wait ≤ 5 days → done ✓, −2 ☐ ☒", set()),
        ("Kitchenuhmaykoosib\u2011Inninuwug", "Kitchenuhmaykoosib\u2011Inninuwug", set()),
        ("Українська, ਪੰਜਾਬੀ, 中文, 한국어, தமிழ், हिन्दी",) * 2 + (set(),),
        ("م\u200cخ क\u094d\u200dष 👩\u200d💻",) * 2 + (set(),),
        ("a\u200db\u200cc", "abc", REMOVED),
        ("12\u00a0500\u202f%", "12\u00a0500\u202f%", set()),
    ],
)
def test_what_becomes_of_a_text(typed: str, kept: str, changes: set[Alteration]) -> None:
    assert clean(typed, lines=True) == Cleaned(kept, frozenset(changes))


def test_a_name_has_one_line_and_no_space_around_it() -> None:
    assert one_line(" Ann\x0bRoy\tof\nOttawa\u200b ") == "Ann Roy of Ottawa"


@pytest.mark.parametrize("unseen", ["\u200b", "\xad", "\ufeff", "\u2060", "\u200d", "\u2800", " "])
def test_nothing_invisible_is_in_an_address(unseen: str) -> None:
    assert address(f"pat@demo.invalid{unseen}") == "pat@demo.invalid"


@pytest.mark.parametrize("hyphen", "\u2010\u2011\u2012\u2013\u2212\uff0d-")
def test_every_hyphen_of_a_code_is_the_plain_one(hyphen: str) -> None:
    assert code(f"ACC{hyphen}01\u200b") == "ACC-01"


def test_each_kind_of_change_is_told_once() -> None:
    assert told(clean("\u200b\u200b\uf0b7\uf0b7").changes) == [
        "Some invisible characters were removed.",
        "Some special symbols were replaced with standard characters.",
    ]
    assert told(clean("e\u0301\r\n").changes) == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://example.org/é", "https://example.org/é"),
        ("https://ex\u0430mple.org:8080/a?b", "https://xn--exmple-4nf.org:8080/a?b"),
        ("https://☃..x/", "https://☃..x/"),
    ],
)
def test_a_host_that_looks_like_another_shows_what_it_is(typed: str, kept: str) -> None:
    assert in_punycode(typed) == kept


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (r"\\server\share\x.docx", True),
        ("//server/share/x.docx", True),
        ("file:///H:/x.docx", True),
        (r"H:\x.docx", True),
        ("example.org/x", False),
        ("https://example.org/", False),
    ],
)
def test_the_path_of_a_drive_is_known(text: str, path: bool) -> None:
    assert is_network_path(text) == path
