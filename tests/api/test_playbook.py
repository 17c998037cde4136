"""Lessons and plays as programs read them: what their owner may read, in both languages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.api.document import document
from assessments.lessons.actions import curate, save_lesson, set_audience, set_useful, translate
from assessments.models import Lesson, Play
from assessments.playbook.texts import TEXTS
from maturity.bilingual import both
from maturity.models import Jurisdiction
from tests.api.test_api import call, items, secret_of, walk
from tests.cast import Cast
from tests.lessons.told import other_initiative, said, tell
from tests.test_access import ROLES

pytestmark = [pytest.mark.slow, pytest.mark.either_database("searching and sorting")]
FRENCH = {"title": "Demandez", "situation": "", "done": "", "happened": "", "text": "D’abord."}
TAGS = {"criteria": ["ACC-01"], "attributes": ["ACC"], "channels": ["PHONE"], "stage": "DEL"}


def test_a_lesson_is_told_in_both_languages_with_its_tags(cast: Cast) -> None:
    lesson = tell(cast, audience="all", situation="Before.", clients="Families", **TAGS)
    translate(lesson, FRENCH | {"situation": "Avant."}, by=cast.secretariat)
    curate(lesson, by=cast.secretariat)
    set_useful(lesson, by=cast.cochair, on=True)
    (row,) = items(call(secret_of(cast, "lead"), "lessons"))
    assert (bool(row.pop("shared_at")), bool(row.pop("curated_at"))) == (True, True)
    assert row == {
        "id": str(lesson.key),
        "council": "JC",
        "initiative": "TEST",
        "initiative_name": {"en": "A made-up service", "fr": "Un service inventé"},
        "kind": "success",
        "audience": "all",
        "language": "en",
        "en": {
            "title": "Ask first", "situation": "Before.", "done": None, "happened": None,
            "advice": "Ask clients first.",
        },
        "fr": {
            "title": "Demandez", "situation": "Avant.", "done": None, "happened": None,
            "advice": "D’abord.",
        },
        "translation_outdated": False,
        "clients": "Families",
        "attributes": ["ACC"],
        "statements": ["ACC-01"],
        "stage": "DEL",
        "channels": ["PHONE"],
        "useful_to": 1,
    }  # fmt: skip


def test_a_translation_of_words_that_changed_is_told_as_such(cast: Cast) -> None:
    lesson = tell(cast, audience="all")
    secret = secret_of(cast, "lead")
    assert items(call(secret, "lessons"))[0]["fr"] is None
    translate(lesson, FRENCH, by=cast.secretariat)
    save_lesson(cast.initiative, said("Other.", audience="all"), by=cast.lead, row=lesson)
    assert items(call(secret, "lessons"))[0]["translation_outdated"]


def test_lessons_are_told_to_whoever_may_read_them(cast: Cast) -> None:
    tell(cast, "1")
    tell(cast, "2", audience="council")
    tell(cast, "3", audience="all")
    told = {role: len(items(call(secret_of(cast, role), "lessons"))) for role in ROLES[1:]}
    assert told == {
        "stranger": 0, "viewer": 3, "council_viewer": 2, "contributor": 3, "lead": 3, "cochair": 2,
        "other_cochair": 1, "secretariat": 3,
    }  # fmt: skip


def test_whoever_is_blind_to_the_team_reads_nothing_of_it(cast: Cast) -> None:
    tell(cast, audience="all")
    cast.assessment.participants.create(jurisdiction=Jurisdiction.objects.get(code="CA"))
    assert items(call(secret_of(cast, "contributor"), "lessons")) == []


def test_an_initiative_is_named_to_who_may_know_it(cast: Cast) -> None:
    lesson, secret = tell(cast, audience="council"), secret_of(cast, "cochair")

    def known() -> tuple[object, bool]:
        (row,) = items(call(secret, "lessons"))
        return row["initiative"], row["initiative_name"] is not None

    before = known()
    set_audience(lesson, "all", by=cast.lead)
    named = known()
    cast.submit()
    assert [before, named, known()] == [(None, False), (None, True), ("TEST", True)]


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("council=JC", 2),
        ("council=JC-alone", 1),
        ("council=PSSDC", 1),
        ("kind=success", 2),
        ("kind=lesson", 0),
    ],
)
def test_lessons_are_filtered(cast: Cast, query: str, number: int) -> None:
    tell(cast)
    tell(cast, initiative=other_initiative(cast), audience="all")
    assert len(items(call(secret_of(cast, "secretariat"), f"lessons?{query}"))) == number


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("lessons?kind=rumour", "kind"), ("lessons?after=1", "after"),
        ("lessons?initiative=TEST", "initiative"), ("plays?after=acc", "after"),
        ("plays?kind=lesson", "kind"),
    ],
)  # fmt: skip
def test_a_parameter_that_cannot_be_is_named(cast: Cast, path: str, place: str) -> None:
    response = call(secret_of(cast, "viewer"), path)
    assert response.status_code == 400
    assert [each["place"] for each in response.json()["errors"]] == [place]


def test_a_play_is_told_as_it_is_published(cast: Cast) -> None:
    secret = secret_of(cast, "stranger")
    rows = items(call(secret, "plays"))
    plays = list(Play.objects.published().order_by("code"))
    assert [row["code"] for row in rows] == [each.code for each in plays] != []
    row, version = rows[0], plays[0].published
    assert version
    assert {name: row[name] for name in TEXTS} == {name: both(version, name) for name in TEXTS}
    assert (row["statements"], row["version"]) == (version.criteria, version.number)
    Play.objects.filter(code=row["code"]).update(published=None)
    assert items(call(secret, "plays")) == rows[1:]


@pytest.mark.parametrize("name", ["lessons", "plays"])
def test_pages_hold_everything_once(cast: Cast, name: str) -> None:
    for each in range(5):
        tell(cast, str(each))
    secret = secret_of(cast, "secretariat")
    whole = items(call(secret, name))
    paged = [row for page in walk(secret, f"{name}?limit=2") for row in page["items"]]
    assert (paged, len(whole) >= 5) == (whole, True)


@pytest.mark.parametrize(("name", "queries"), [("lessons", 9), ("plays", 3)])
def test_reading_takes_as_many_queries_for_three_as_for_one(
    cast: Cast, name: str, queries: int
) -> None:
    for each in range(3):
        translate(tell(cast, str(each), audience="all", **TAGS), FRENCH, by=cast.secretariat)
    secret = secret_of(cast, "secretariat")
    call(secret, name)
    taken = []
    for limit in (1, 3):
        with CaptureQueriesContext(connection) as captured:
            call(secret, f"{name}?limit={limit}")
        taken.append(len(captured))
    assert taken == [queries] * 2


def test_the_document_lists_the_kinds_that_there_are() -> None:
    listed = document()["components"]["parameters"]["kind"]["schema"]["enum"]
    assert listed == Lesson.Kind.values
