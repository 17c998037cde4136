"""What the secretariat does with lessons: curate, translate, send back, and whom mail tells."""

import re

import pytest
from django.core import mail
from pytest_django import DjangoAssertNumQueries

from assessments.lessons.actions import curate, save_lesson, set_audience, translate
from assessments.models import Event, Lesson
from maturity.faults import Faults
from tests.cast import Cast
from tests.lessons.told import said, tell

QUEUE = "/en/lessons/to-curate/"
FRENCH = {"title": "Demandez", "text": "Demandez d’abord à la clientèle."}


def address(lesson: Lesson) -> str:
    return f"/en/lessons/{lesson.key}/curate/"


def waiting(cast: Cast) -> list[str]:
    shown = cast.client("secretariat").get(QUEUE).content.decode()
    return re.findall(r'<a href="/en/lessons/[^"]*/curate/"[^>]*>([^<]*)</a>', shown)


def test_the_queue_has_what_is_shared_the_oldest_first(cast: Cast) -> None:
    tell(cast, "1", title="For the team")
    tell(cast, "2", title="First", audience="council")
    curated = tell(cast, "3", title="Second", audience="all")
    assert waiting(cast) == ["First", "Second"]
    curate(curated, by=cast.secretariat)
    assert waiting(cast) == ["First"]
    assert "1 lesson to curate" in cast.client("secretariat").get("/en/lessons/").content.decode()


def test_its_author_alone_is_told_when_a_lesson_is_curated(cast: Cast) -> None:
    lesson = tell(cast, audience="all", by=cast.contributor)
    mail.outbox.clear()
    cast.client("secretariat").post(address(lesson), {"do": "curate"})
    lesson.refresh_from_db()
    [sent] = mail.outbox
    assert (bool(lesson.curated_at), sent.to) == (True, ["contributor@example.org"])
    assert "Your lesson has been curated: A made-up service" in sent.subject
    assert f"/en/lessons/{lesson.key}/" in sent.body
    assert "Ask" not in sent.body


def test_it_is_told_in_the_author_s_language(cast: Cast) -> None:
    cast.contributor.language = "fr"
    cast.contributor.save()
    lesson = tell(cast, audience="all", by=cast.contributor)
    mail.outbox.clear()
    curate(lesson, by=cast.secretariat)
    assert f"/fr/lessons/{lesson.key}/" in mail.outbox[0].body


def test_who_has_left_the_team_is_told_nothing(cast: Cast) -> None:
    lesson = tell(cast, audience="all", by=cast.contributor)
    cast.contributor.memberships.all().delete()
    mail.outbox.clear()
    curate(lesson, by=cast.secretariat)
    assert mail.outbox == []


def test_a_translation_is_written_beside_the_lesson(cast: Cast) -> None:
    lesson, client = tell(cast, audience="all", situation="Before."), cast.client("secretariat")
    response = client.post(address(lesson), FRENCH | {"do": "translate"})
    assert list(response.context["translating"].errors) == ["situation"]
    response = client.post(address(lesson), FRENCH | {"situation": "Avant.", "do": "translate"})
    assert response["Location"] == address(lesson)
    lesson.refresh_from_db()
    assert (lesson.translation.text, lesson.translation.situation) == (FRENCH["text"], "Avant.")
    assert (lesson.translation.done, lesson.curated_at) == ("", None)
    client.post(address(lesson), FRENCH | {"situation": "Autrefois.", "do": "translate"})
    event = Event.objects.filter(verb="translate_lesson").latest("id")
    assert (event.old["situation"], event.new["situation"]) == ("Avant.", "Autrefois.")


def test_curating_saves_a_translation_that_was_begun(cast: Cast) -> None:
    lesson, client = tell(cast, audience="all"), cast.client("secretariat")
    client.post(address(lesson), {"title": "Demandez", "do": "curate"})
    lesson.refresh_from_db()
    assert lesson.curated_at is None
    client.post(address(lesson), FRENCH | {"do": "curate"})
    lesson = Lesson.objects.get()
    assert (bool(lesson.curated_at), lesson.translation.title) == (True, "Demandez")


def test_words_that_change_are_read_again(cast: Cast) -> None:
    lesson = tell(cast, audience="all")
    curate(lesson, by=cast.secretariat)
    save_lesson(cast.initiative, said(audience="all"), by=cast.lead, row=lesson)
    lesson.refresh_from_db()
    assert lesson.curated_at
    save_lesson(cast.initiative, said("Other.", audience="all"), by=cast.lead, row=lesson)
    lesson.refresh_from_db()
    assert (lesson.curated_at, waiting(cast)) == (None, ["Ask first"])


def test_a_lesson_is_sent_back_with_a_word(cast: Cast) -> None:
    lesson, client = tell(cast, audience="all"), cast.client("secretariat")
    mail.outbox.clear()
    page = client.post(address(lesson), {"do": "send_back", "note": "", "note_language": "en"})
    assert list(page.context["sending"].errors) == ["note"]
    given = {"do": "send_back", "note": "Name no clinic.", "note_language": "en"}
    assert client.post(address(lesson), given)["Location"] == QUEUE
    lesson.refresh_from_db()
    assert (lesson.audience, lesson.withdrawn_from) == ("initiative", "all")
    assert [(each.to, "Name no clinic." in each.body) for each in mail.outbox] == [
        (["lead@example.org"], False)
    ]
    own = f"/en/lessons/{lesson.key}/"
    assert "Name no clinic." in cast.client("lead").get(own).content.decode()
    assert cast.client("other_cochair").get(own).status_code == 410
    set_audience(lesson, "council", by=cast.lead)
    assert "Name no clinic." not in cast.client("lead").get(own).content.decode()


def test_what_its_team_has_withdrawn_meanwhile_is_not_curated(cast: Cast) -> None:
    lesson = tell(cast, audience="all")
    set_audience(Lesson.objects.get(), "initiative", by=cast.lead)
    for do in (
        lambda: curate(lesson, by=cast.secretariat),
        lambda: translate(lesson, FRENCH | dict.fromkeys(("situation", "done", "happened"), ""),
                          by=cast.secretariat),
    ):  # fmt: skip
        with pytest.raises(Faults):
            do()
    client = cast.client("secretariat")
    shown = client.post(address(lesson), {"do": "curate"}, follow=True)
    assert "Its team has since withdrawn this lesson." in shown.content.decode()


@pytest.mark.parametrize("role", ["lead", "cochair", "viewer", "stranger"])
def test_nobody_else_curates(cast: Cast, role: str) -> None:
    lesson = tell(cast, audience="all")
    client = cast.client(role)
    answers = client.get(QUEUE), client.post(address(lesson), {"do": "curate"})
    lesson.refresh_from_db()
    assert ({each.status_code for each in answers}, lesson.curated_at) == ({403}, None)


@pytest.mark.parametrize("number", [1, 3])
def test_the_queue_takes_the_same_queries_however_many_wait(
    cast: Cast, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for each in range(number):
        tell(cast, f"Number {each}", audience="all")
    client = cast.client("secretariat")
    with django_assert_num_queries(12):
        client.get(QUEUE)
