"""What files are called: in ASCII, short, in the language of what they hold."""

import pytest
from django.utils.translation import pgettext_lazy

from maturity.file_names import LONGEST, attached, file_name, plain

DRAFT = pgettext_lazy("file name", "draft")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "DEATH-DEL-1-draft-en.pdf"),
        ("fr", "DEATH-DEL-1-ebauche-fr.pdf"),
        ("both", "DEATH-DEL-1-draft-ebauche-en-fr.pdf"),
    ],
)
def test_a_file_is_called_in_its_language(language: str, expected: str) -> None:
    assert file_name("DEATH", "DEL", 1, DRAFT, language=language, ending="pdf") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Avis de décès (no 1)", "Avis-de-deces-no-1"),
        ("L'été", "L-ete"),
        ('a"\r\nb/../c', "a-b-..-c"),
        ("ᐃᓄᒃᑎᑐᑦ", ""),
    ],
)
def test_a_name_is_plain(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_a_name_without_a_letter_of_ours_is_not_empty() -> None:
    assert file_name("ᐃᓄᒃᑎᑐᑦ", language="fr", ending="csv") == "fr.csv"
    assert file_name("ᐃᓄᒃᑎᑐᑦ", DRAFT, language="fr", ending="csv") == "ebauche-fr.csv"


def test_a_long_name_keeps_its_language_and_ending() -> None:
    name = file_name("X" * 200, DRAFT, language="both", ending="pdf")
    assert name == "X" * (LONGEST - 10) + "-en-fr.pdf"
    without = file_name("X" * 200, DRAFT, language="both")
    assert f"{without}.pdf" == name


def test_a_response_is_kept_under_the_name() -> None:
    assert attached("a-fr.csv") == {"Content-Disposition": 'attachment; filename="a-fr.csv"'}
