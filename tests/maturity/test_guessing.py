"""The language of a text is guessed by its small words, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.guessing import guess, is_doubtful


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The form is in plain language, and staff can help with it.", "en"),
        ("We tested this with clients; they could not find the page.", "en"),
        ("Le formulaire est en langage clair et les agents peuvent aider.", "fr"),
        ("L’aide n’est pas offerte le soir, et l'accueil est fermé.", "fr"),
        ("LES CLIENTS SONT SATISFAITS DU SERVICE ET DE L’ACCUEIL", "fr"),
        ("On ne sait pas : voir le rapport de Service Canada, « The Plan ».", "fr"),
        ("Don't worry, it's done.", ""),
        ("", ""),
        ("n/a", ""),
        ("Canada 2026", ""),
        ("Service Canada, Ottawa", ""),
        ("The plan is in place. Le plan est en place et les gens sont là.", ""),
    ],
)
def test_small_words_tell_the_language(text: str, language: str) -> None:
    assert guess(text) == language


@pytest.mark.parametrize(
    ("text", "language", "doubtful"),
    [
        ("Guichet de la mairie", "en", True),
        ("The office of the mayor", "fr", False),  # plainly English: nothing is in doubt
        ("Office of the mayor", "fr", True),
        ("Ville de Laval", "en", False),  # one word may be part of a name
        ("Guichet de la mairie", "fr", False),
        ("The plan of Rivière-du-Loup et de la MRC", "en", True),
        ("", "en", False),
    ],
)
def test_what_speaks_for_the_other_language_is_in_doubt(
    text: str, language: str, doubtful: bool
) -> None:
    assert is_doubtful(text, language) == doubtful


@given(st.text(max_size=300))
def test_any_text_is_english_french_or_unsure(text: str) -> None:
    assert guess(text) in ("en", "fr", "")
