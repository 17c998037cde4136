"""Which characters no report can print, and how their author is told."""

import pytest
from django.utils.translation import override

from maturity.printing import (
    read_coverage,
    undrawn,
    unprintable,
    unprintable_sentence,
    write_coverage,
)
from tests.written import WRITTEN


@pytest.mark.parametrize("text", ["", "Plain English.", "Délai d’œuvre « à 20\u202f% »", *WRITTEN])
def test_what_people_write_can_be_printed(text: str) -> None:
    assert unprintable(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "e\u0301",
        "a\u200bb\u00adc\ufeff",
        "❤️ 1️⃣ 👩🏽‍💻",
        "tab\tline\nnext\rlast",
        "line\u2028paragraph\u2029",
    ],
    ids=["composed", "invisible", "emoji", "spaces", "separators"],
)
def test_what_a_reader_would_not_miss_is_not_told(text: str) -> None:
    assert unprintable(text) == ""


def test_each_lost_character_is_named_once() -> None:
    assert unprintable("a \U00012000 b \ue000 \U00012000 é") == "\U00012000\ue000"


def test_a_lost_character_is_told_with_its_number() -> None:
    told = (
        "The PDF report cannot print this character: \U00012000 (U+12000). Write it in another way."
    )
    assert unprintable_sentence("\U00012000") == told


def test_several_are_told_in_the_language_of_the_page() -> None:
    with override("fr"):
        assert unprintable_sentence("\ue000\U00012000") == (
            "Le rapport PDF ne peut pas imprimer ces caractères\u00a0: \ue000 (U+E000), "
            "\U00012000 (U+12000). Écrivez-les autrement."
        )


def test_of_very_many_the_first_ten_are_named() -> None:
    told = unprintable_sentence("".join(map(chr, range(0xE000, 0xE020))))
    assert told.count("U+") == 10
    assert "…" in told


def test_nothing_lost_is_nothing_told() -> None:
    assert unprintable_sentence("") == ""


def test_a_coverage_is_read_as_it_was_written(tmp_path) -> None:
    write_coverage(tmp_path, {"all": {*range(0x61, 0x7B), 0x5D, 0x5E, 0x1F600}, "none": ()})
    assert read_coverage(tmp_path) == {"all": "\\]-\\^a-z\U0001f600-\U0001f600", "none": ""}
    assert undrawn(tmp_path, "all").findall("]a-z^\U0001f600\n") == ["-"]


def test_without_fonts_nothing_is_said_to_be_lost(settings, tmp_path) -> None:
    settings.FONTS_DIR = tmp_path
    assert unprintable("\U00012000") == ""
