"""The statement of work: kept by the secretariat in both languages, read by anyone."""

from typing import Any

import pytest
from django.test import Client

from assessments.models import Event, Milestone, Party, StatementOfWork
from assessments.playbook.markdown import faults_of
from assessments.priority.actions import begin_statement_of_work
from assessments.priority.first_text import PARTIES, TEXTS
from tests.cast import Cast
from tests.forms import fields

EDIT, READ = "/en/priority/statement-of-work/edit/", "/en/priority/statement-of-work/"


@pytest.fixture
def client(cast: Cast) -> Client:
    return cast.client("secretariat")


@pytest.fixture
def begun(cast: Cast) -> StatementOfWork:
    return begin_statement_of_work(by=cast.secretariat)


def post(client: Client, said: dict[str, Any]) -> Any:
    shown = fields(client.get(EDIT).text)
    return client.post(EDIT, {name: each for name, each in (shown | said).items() if each != ""})


def test_the_first_text_is_there_in_both_languages_and_marked_as_a_draft(
    begun: StatementOfWork,
) -> None:
    assert [name for name, text in TEXTS.items() if not text] == []
    assert [fault for text in TEXTS.values() for fault in faults_of(text)] == []
    assert begun.is_draft
    assert Party.objects.count() == len(PARTIES)


def test_the_secretariat_begins_it_once(cast: Cast, client: Client) -> None:
    assert "Start the statement of work" in client.get(EDIT).text
    assert Client().get(READ).status_code == 404
    assert client.post(EDIT).status_code == 302
    begin_statement_of_work(by=cast.secretariat)
    assert Event.objects.filter(verb="save_statement_of_work").count() == 1
    assert Client().get(READ).status_code == 200


@pytest.mark.parametrize("language", ["en", "fr"])
def test_anyone_reads_it_with_the_road_map(begun: StatementOfWork, language: str) -> None:
    Milestone.objects.create(text_en="A pilot", text_fr="Un projet pilote", day="2027-01-31")
    shown = Client().get(READ.replace("/en/", f"/{language}/")).text
    told = {
        "en": ("Draft, to be completed by the secretariat", "A pilot", "Pilots the model."),
        "fr": ("Ébauche, à compléter par le secrétariat", "Un projet pilote",
               "Met le modèle à l’essai."),
    }  # fmt: skip
    assert [each for each in told[language] if each not in shown] == []
    assert "2027-01-31" in shown
    assert len(shown) < 100_000


def test_a_change_is_in_the_record_with_what_was_there_before(
    begun: StatementOfWork, client: Client
) -> None:
    answer = post(client, {"governance_en": "Co-chairs decide.", "is_draft": ""})
    assert answer.status_code == 302
    event = Event.objects.filter(verb="save_statement_of_work").latest("id")
    assert event.old["governance_en"] == TEXTS["governance_en"]
    assert (event.new["governance_en"], event.new["is_draft"]) == ("Co-chairs decide.", False)
    assert "Co-chairs decide." in Client().get(READ).text


def test_saving_what_is_there_changes_nothing(begun: StatementOfWork, client: Client) -> None:
    before = Event.objects.count()
    assert post(client, {}).status_code == 302
    assert Event.objects.count() == before


def test_parties_are_added_changed_and_removed(begun: StatementOfWork, client: Client) -> None:
    first, second, *_rest = Party.objects.all()
    said = {
        f"m{first.pk}-does_en": "Sets it.", f"m{second.pk}-remove": "on", "new-name_en": "A panel",
        "new-name_fr": "Un comité", "new-does_en": "Tests it.", "new-does_fr": "Le met à l’essai.",
    }  # fmt: skip
    assert post(client, said).status_code == 302
    assert [each.name_en for each in Party.objects.all()][-1] == "A panel"
    assert Party.objects.get(pk=first.pk).does_en == "Sets it."
    assert not Party.objects.filter(pk=second.pk).exists()
    verbs = Event.objects.filter(verb__contains="party").order_by("id").values_list("verb")
    assert [verb for (verb,) in verbs][-3:] == ["save_party", "remove_party", "save_party"]


def test_a_text_in_one_language_is_kept_and_not_shown_to_others(
    begun: StatementOfWork, client: Client
) -> None:
    assert post(client, {"scope_out_fr": ""}).status_code == 302
    assert "the French is missing" in client.get(EDIT).text
    assert Client().get(READ).status_code == 404
    assert "statement-of-work" not in Client().get("/en/priority/").text


def test_a_text_may_be_left_out_in_both(begun: StatementOfWork, client: Client) -> None:
    post(client, {"scope_out_fr": "", "scope_out_en": ""})
    shown = Client().get(READ).text
    assert "Out of scope" not in shown


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"background_en": "# Why"}, "Remove the heading: each part has its own."),
        ({"measures_fr": "![x](https://example.org/x.png)"}, "only text and links are kept."),
        ({"new-name_en": "A panel"}, "Enter the text in French too: nothing is shown without."),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_saved(
    begun: StatementOfWork, client: Client, said: dict[str, str], error: str
) -> None:
    answer = post(client, {**said, "title_en": "Another title"})
    assert "<title>Error: " in answer.text
    assert error in answer.text
    assert "Another title" in answer.text
    assert StatementOfWork.objects.get().title_en == TEXTS["title_en"]


def test_what_another_saved_since_is_told(begun: StatementOfWork, client: Client) -> None:
    shown = fields(client.get(EDIT).text)
    StatementOfWork.objects.update(governance_en="Someone else wrote this.")
    answer = client.post(EDIT, shown | {"governance_en": "I wrote that."})
    assert answer.status_code == 200
    assert "Someone else wrote this." in answer.text
    assert StatementOfWork.objects.get().governance_en == "Someone else wrote this."


def test_its_queries_do_not_grow_with_parties(
    begun: StatementOfWork, client: Client, django_assert_num_queries: Any
) -> None:
    Party.objects.exclude(pk=Party.objects.first().pk).delete()  # type: ignore[union-attr]
    Client().get(READ)
    with django_assert_num_queries(5):
        Client().get(READ)
    for order in range(2):
        Party.objects.create(order=order, name_en="A", name_fr="B", does_en="C", does_fr="D")
    with django_assert_num_queries(5):
        Client().get(READ)
