"""Search: what finds a lesson or a play, in which language, and what a search cannot choke on."""

import importlib
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from assessments.lessons.actions import remove_lesson, save_lesson, translate
from assessments.models import Lesson, Play, PlayVersion
from assessments.search.reads import LONGEST, asked, find
from assessments.search.words import keep_play_words
from maturity.folding import letters
from tests.cast import Cast
from tests.lessons.told import said, tell

pytestmark = pytest.mark.either_database("searching: stems on PostgreSQL, parts of words on SQLite")


def found(query: str, language: str = "en") -> list[str]:
    rows = find(Lesson.objects.all(), asked(query).words, language)
    return [each.title for each in rows]


@pytest.mark.parametrize(
    "query", ["proche", "PROCHES", "décès", "deces", "Décès proches", "l’hôpital", "ACC-01"]
)
def test_accents_and_capitals_do_not_matter(cast: Cast, query: str) -> None:
    tell(cast, "À l’hôpital, les PROCHES déclarent le décès.", text_language="fr", title="Deuil",
         criteria=["ACC-01"])  # fmt: skip
    assert found(query, "fr") == ["Deuil"]
    assert found(f"{query} introuvable", "fr") == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite compares parts of words")
@pytest.mark.parametrize(
    ("query", "language"),
    [("testing", "en"), ("tests", "en"), ("famille", "fr"), ("consultations", "fr")],
)
def test_postgresql_compares_stems(cast: Cast, query: str, language: str) -> None:
    tell(cast, "We tested it.", title="Stems")
    tell(cast, "Les familles demandent une consultation.", text_language="fr", title="Stems")
    assert found(query, language) == ["Stems"]


def test_a_word_of_the_title_counts_more(cast: Cast) -> None:
    tell(cast, "1", title="Consent first")
    tell(cast, "2 consent, consent and consent", title="Other")
    assert found("consent") == ["Consent first", "Other"]


def test_every_word_has_to_be_there(cast: Cast) -> None:
    tell(cast, "Ask widows.", title="One")
    tell(cast, "Ask newcomers.", title="Two")
    assert (found("ask widows"), sorted(found("ask"))) == (["One"], ["One", "Two"])


def test_the_interface_of_one_language_finds_a_lesson_of_the_other(cast: Cast) -> None:
    lesson = tell(cast, "Plain words.", title="Words", attributes=["SEC"], audience="all")
    assert found("sécurisé", "fr") == ["Words"]
    assert (found("plain words", "fr"), found("veuvage", "fr")) == (["Words"], [])
    texts = {"title": "Veuvage", "situation": "", "done": "", "happened": "", "text": "Simples."}
    translate(lesson, texts, by=cast.secretariat)
    assert (found("veuvage", "fr"), found("plain words", "fr")) == (["Words"], [])
    assert (found("plain words"), found("veuvage")) == (["Words"], [])


def test_what_is_written_is_found_and_what_was_is_not(cast: Cast) -> None:
    lesson = tell(cast, "Ask widows.")
    save_lesson(cast.initiative, said("Ask newcomers."), by=cast.lead, row=lesson)
    assert (found("widows"), found("newcomers")) == ([], ["Ask first"])
    remove_lesson(lesson, by=cast.lead)
    assert found("newcomers") == []


def play(cast: Cast, code: str, **said: Any) -> Play:
    made = Play.objects.create(code=code)
    made.published = PlayVersion.objects.create(play=made, number=1, **said)
    made.save()
    keep_play_words(made)
    return made


def test_a_play_is_found_by_its_published_version(cast: Cast) -> None:
    Play.objects.update(published=None, words_en="", words_fr="")  # of those that come along
    made = play(cast, "TST-a", title_en="Bundle a life event", title_fr="Regrouper",
                steps_fr="1. Choisissez un événement.", criteria=["ACC-04"])  # fmt: skip
    play(cast, "TST-b", title_en="Draw one blueprint", title_fr="Tracer", steps_en="An event.")

    def plays(query: str, language: str) -> list[str]:
        return [each.code for each in find(Play.objects.published(), query, language)]

    assert plays("event", "en") == ["TST-a", "TST-b"]
    assert (plays("evenement", "fr"), plays("acc-04", "fr")) == (["TST-a"], ["TST-a"])
    made.published = None
    made.save()
    keep_play_words(made)
    made.refresh_from_db()
    assert (plays("event", "en"), made.words_en) == (["TST-b"], "")


def test_a_long_search_is_cut_and_an_empty_one_is_none() -> None:
    assert asked(" \n ").words == asked("").words == ""
    punctuation = asked("«»“”:;&|!()*'\\%_-")
    assert (punctuation.words, bool(punctuation.note)) == ("", True)
    long = asked("mot " * 2500)
    assert (len(long.text), bool(long.note)) == (LONGEST, True)
    assert asked("consent").note == ""


@given(st.text(max_size=300))
def test_no_search_fails(kept: DjangoDbBlocker, query: str) -> None:
    words = asked(query).words
    assert bool(words) == bool(letters(words))
    with kept.unblock():
        for language in ("en", "fr"):
            assert list(find(Lesson.objects.all(), words or '"', language)) == []


def test_lessons_of_before_are_found(cast: Cast) -> None:
    """As those that are written now: the migration has its own idea of what their words are."""
    lessons = [
        tell(cast, "À l’hôpital.", text_language="fr", title="Décès", criteria=["ACC-01"]),
        tell(cast, "Ask.", stage="DEL", channels=["PHONE"], attributes=["SEC"], kind="co_creation"),
    ]
    now = [(each.words_en, each.words_fr) for each in Lesson.objects.order_by("pk")]
    assert all(english and french for english, french in now)
    Lesson.objects.update(words_en="", words_fr="")
    migration = importlib.import_module("assessments.migrations.0024_words_of_lessons")
    migration.keep_words(apps, None)
    found = [(each.words_en, each.words_fr) for each in Lesson.objects.order_by("pk")]
    assert (found, len(lessons)) == (now, 2)
