"""About the priority: a page that anyone reads, and the road map that the secretariat keeps."""

from typing import Any

import pytest
from django.test import Client

from assessments.models import Event, Milestone
from tests.cast import Cast
from tests.forms import fields

PATH = "/en/priority/road-map/"
ONE = {"new-text_en": "A pilot", "new-text_fr": "Un projet pilote", "new-day": "2027-01-31"}


def post(client: Client, said: dict[str, Any], path: str = PATH) -> Any:
    return client.post(path, fields(client.get(path).text) | said)


def told() -> list[tuple[str, str, str]]:
    return list(Milestone.objects.values_list("text_en", "text_fr", "state"))


@pytest.mark.parametrize(
    ("language", "title", "words"),
    [
        ("en", "About the priority", ["The citizen is at the centre of everything", "Design"]),
        ("fr", "À propos de la priorité", ["Le citoyen est au centre de tout", "Conception"]),
    ],
)
def test_anyone_reads_it_in_both_languages(
    cast: Cast, language: str, title: str, words: list[str]
) -> None:
    html = Client().get(f"/{language}/priority/").text
    assert f"<h1>{title}</h1>" in html
    assert [each for each in words if each not in html] == []
    assert "road-map/" not in html  # Only the secretariat is led there.
    assert f'<a href="/{language}/priority/">' in html.partition("<footer")[2]


def test_it_places_no_priority_in_the_logic_model(cast: Cast) -> None:
    assert "it remains to be determined" in Client().get("/en/priority/").text


def test_the_secretariat_adds_changes_orders_and_removes(cast: Cast) -> None:
    client = cast.client("secretariat")
    assert post(client, ONE).status_code == 302
    assert post(client, {**ONE, "new-text_en": "A ballot", "new-order": "0"}).status_code == 302
    ballot, pilot = Milestone.objects.all()
    assert [ballot.text_en, pilot.text_en] == ["A ballot", "A pilot"]
    post(client, {f"m{pilot.pk}-state": "done", f"m{ballot.pk}-remove": "on"})
    assert told() == [("A pilot", "Un projet pilote", "done")]
    page = Client().get("/fr/priority/").text
    assert "Un projet pilote" in page
    assert "31\N{NO-BREAK SPACE}janvier 2027" in page
    verbs = Event.objects.filter(verb__contains="milestone").order_by("id")
    assert list(verbs.values_list("verb", "old__name", "new__name")) == [
        ("save_milestone", None, ["A pilot", "Un projet pilote"]),
        ("save_milestone", None, ["A ballot", "Un projet pilote"]),
        ("remove_milestone", ["A ballot", "Un projet pilote"], None),
        ("save_milestone", ["A pilot", "Un projet pilote"], ["A pilot", "Un projet pilote"]),
    ]


def test_what_is_left_as_it_is_leaves_no_event(cast: Cast) -> None:
    client = cast.client("secretariat")
    post(client, ONE)
    before = Event.objects.count()
    assert post(client, {}).status_code == 302
    assert (Event.objects.count(), len(told())) == (before, 1)


@pytest.mark.parametrize("missing", ["en", "fr"])
def test_one_language_alone_is_refused(cast: Cast, missing: str) -> None:
    page = post(cast.client("secretariat"), {**ONE, f"new-text_{missing}": " "})
    assert "nothing is shown without" in page.text
    assert "<title>Error:" in page.text
    assert told() == []


def test_nothing_is_saved_where_one_milestone_is_wrong(cast: Cast) -> None:
    client = cast.client("secretariat")
    post(client, ONE)
    row = Milestone.objects.get()
    page = post(client, {**ONE, f"m{row.pk}-text_fr": "", "new-text_en": "Another"})
    assert page.status_code == 200
    assert told() == [("A pilot", "Un projet pilote", "to_come")]
    # Whoever removes it need not mend it first.
    assert post(client, {f"m{row.pk}-text_fr": "", f"m{row.pk}-remove": "on"}).status_code == 302
    assert told() == []


def test_one_that_another_has_removed_stays_removed(cast: Cast) -> None:
    client = cast.client("secretariat")
    post(client, ONE)
    said = fields(client.get(PATH).text)
    Milestone.objects.all().delete()
    assert client.post(PATH, said).status_code == 302
    assert told() == []


def test_what_is_typed_goes_along_to_the_other_language(cast: Cast) -> None:
    client = cast.client("secretariat")
    page = client.post("/fr/priority/road-map/", {**ONE, "redisplay": "1"})
    assert "A pilot" in page.text
    assert told() == []


def test_there_is_room_for_twenty_and_the_page_stays_small(cast: Cast) -> None:
    Milestone.objects.bulk_create(
        Milestone(order=n, text_en="e" * 500, text_fr="f" * 500) for n in range(20)
    )
    page = cast.client("secretariat").get("/fr/priority/road-map/")
    assert 'name="new-text_en"' not in page.text
    assert len(page.content) < 100_000


def test_one_door_away_from_the_page(cast: Cast) -> None:
    assert 'href="/en/priority/road-map/"' in cast.client("secretariat").get("/en/priority/").text
