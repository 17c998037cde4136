"""The language of a text is guessed by its small words, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.guessing import guess


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


@given(st.text(max_size=300))
def test_any_text_is_english_french_or_unsure(text: str) -> None:
    assert guess(text) in ("en", "fr", "")
