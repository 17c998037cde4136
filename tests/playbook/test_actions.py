"""What the secretariat writes: drafts, versions, publishing, withdrawing; and its events."""

import pytest

from assessments.models import Event, Play
from assessments.playbook.actions import (
    create_play,
    discard_draft,
    publish,
    save_draft,
    withdraw,
)
from assessments.playbook.reads import draft_of
from assessments.playbook.texts import TEXTS, values_of
from assessments.playbook.versions import compare
from maturity.faults import Faults
from tests.cast import Cast

EMPTY = {
    "criteria": [],
    "results": [],
    "stages": [],
    "from_level": 0,
    "to_level": 1,
    **{f"{name}_{language}": "" for name in TEXTS for language in ("en", "fr")},
}


def play_of(code: str) -> Play:
    return Play.objects.select_related("published").get(code=code)


def said_by(code: str) -> dict:
    published = play_of(code).published
    assert published
    return values_of(published)


def events() -> list[tuple[str, str]]:
    rows = Event.objects.filter(subject="play").order_by("id")
    return list(rows.values_list("verb", "place"))


def test_nothing_is_published_in_one_language_alone(cast: Cast) -> None:
    play = create_play("X7", by=cast.secretariat)
    said = said_by("X1") | {"title_fr": " ", "steps_fr": "", "example_en": ""}
    with pytest.raises(Faults) as raised:
        publish(play, said, by=cast.secretariat)
    assert [str(each) for each in raised.value.faults] == [
        "title_fr: Write this in French: a play is published in both languages at once.",
        "steps_fr: Write this in French: a play is published in both languages at once.",
        "example_en: Write this in English: a play is published in both languages at once.",
    ]
    assert (play_of("X7").published, play.versions.count()) == (None, 0)


def test_all_that_is_missing_is_told_at_once(cast: Cast) -> None:
    play = create_play("X7", by=cast.secretariat)
    with pytest.raises(Faults) as raised:
        publish(play, EMPTY, by=cast.secretariat)
    places = [each.place for each in raised.value.faults]
    assert places[:2] == ["criteria", "stages"]
    assert len(places) == 2 + 2 * len(TEXTS)


def test_a_draft_may_lack_a_language(cast: Cast) -> None:
    play = create_play("X7", by=cast.secretariat)
    save_draft(play, EMPTY | {"title_en": "Only English"}, by=cast.secretariat)
    draft = draft_of(play)
    assert draft
    assert (draft.number, draft.title_en, draft.published_at) == (1, "Only English", None)
    assert events() == [("create_play", "X7"), ("draft_play", "X7")]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"criteria": ["ACC-99"]}, "criteria"),
        ({"from_level": 2, "to_level": 2}, "to_level"),
        ({"steps_en": "<script>alert(1)</script>"}, "steps_en"),
        ({"steps_fr": "[x](javascript:alert(1))"}, "steps_fr"),
        ({"problem_en": "x" * 401}, "problem_en"),
    ],
)
def test_not_even_a_draft_says_what_cannot_be(cast: Cast, change: dict, place: str) -> None:
    with pytest.raises(Faults) as raised:
        save_draft(play_of("X1"), said_by("X1") | change, by=cast.secretariat)
    assert [each.place for each in raised.value.faults] == [place]
    assert draft_of(play_of("X1")) is None


def test_publishing_makes_the_next_version_and_keeps_the_last(cast: Cast) -> None:
    play, before = play_of("X1"), said_by("X1")
    save_draft(play, before | {"title_en": "A draft"}, by=cast.secretariat)
    publish(play, before | {"title_en": "Draw it together"}, by=cast.secretariat)
    versions = list(play.versions.values_list("number", "title_en"))
    assert versions == [(2, "Draw it together"), (1, before["title_en"])]
    assert play_of("X1").published_id == play.versions.get(number=2).pk
    assert draft_of(play) is None
    assert "draw it together" in play_of("X1").words_en


def test_saving_the_same_twice_leaves_one_event(cast: Cast) -> None:
    said = said_by("X1") | {"title_en": "A draft"}
    for _time in range(2):
        save_draft(play_of("X1"), said, by=cast.secretariat)
    for _time in range(2):
        publish(play_of("X1"), said, by=cast.secretariat)
    assert events() == [("draft_play", "X1"), ("publish_play", "X1")]


def test_what_was_withdrawn_is_shown_again_as_the_same_version(cast: Cast) -> None:
    play, said = play_of("X1"), said_by("X1")
    withdraw(play, by=cast.secretariat)
    withdraw(play, by=cast.secretariat)
    assert (play_of("X1").published, play_of("X1").words_en) == (None, "")
    publish(play, said, by=cast.secretariat)
    assert play.versions.count() == 1
    assert play_of("X1").published_id == play.versions.get().pk
    assert events() == [("withdraw_play", "X1"), ("publish_play", "X1")]


def test_a_draft_is_discarded_and_what_is_published_stays(cast: Cast) -> None:
    play, said = play_of("X1"), said_by("X1")
    save_draft(play, said | {"title_en": "A draft"}, by=cast.secretariat)
    discard_draft(play, by=cast.secretariat)
    discard_draft(play, by=cast.secretariat)
    assert (draft_of(play), said_by("X1")) == (None, said)
    assert events() == [("draft_play", "X1"), ("discard_play_draft", "X1")]


def test_a_code_is_taken_once(cast: Cast) -> None:
    with pytest.raises(Faults) as raised:
        create_play("ACC-a", by=cast.secretariat)
    assert [each.place for each in raised.value.faults] == ["code"]


def test_two_versions_differ_field_by_field(cast: Cast) -> None:
    play, before = play_of("X1"), said_by("X1")
    change = {"title_fr": "Autre titre", "stages": ["DES", "IMP"]}
    after = publish(play, before | change, by=cast.secretariat)
    said = [
        (each.label, each.language, each.after) for each in compare(play.versions.last(), after)
    ]
    assert said == [("Life-cycle stages", "", "DES, IMP"), ("Title", "fr", "Autre titre")]


def test_publishing_what_is_published_says_that_the_draft_is_discarded(cast: Cast) -> None:
    play, said = play_of("X1"), said_by("X1")
    save_draft(play, said | {"title_en": "A draft"}, by=cast.secretariat)
    publish(play, said, by=cast.secretariat)
    assert (draft_of(play), play.versions.count()) == (None, 1)
    assert events() == [("draft_play", "X1"), ("discard_play_draft", "X1")]
