"""Drafting an edition: texts in both languages, reasons, the crosswalk, two people at once."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from assessments.editions import actions
from assessments.editions.drafting import Reason, change_of, origins, statements
from assessments.models import EditionDraft, Event
from maturity.faults import Faults
from maturity.models import Criterion, Edition, Guidance
from tests.cast import Cast
from tests.forms import fields
from tests.test_access import ROLES

SEEN = re.compile(r'name="(seen)" value="([^"]*)"')
WHY = Reason("Teams could not tell.", "en")
Fields = dict[str, Any]


@pytest.fixture
def client(cast: Cast) -> Client:
    return cast.client("secretariat")


def page(name: str, *args: str) -> str:
    return reverse(f"editions:{name}", args=["2027-1", *args])


def opened(client: Client, path: str) -> Fields:
    return fields(client.get(path).text)


def texts(code: str) -> dict[str, Any]:
    """What a draft says of a statement."""
    return statements(EditionDraft.objects.get().document)[code].criterion


def change(code: str) -> dict[str, Any]:
    return change_of(EditionDraft.objects.get().document, code)


def test_a_draft_says_what_its_edition_does(draft: EditionDraft) -> None:
    codes = list(Criterion.objects.values_list("code", flat=True))
    assert list(statements(draft.document)) == codes
    assert origins(draft.document) == {code: code for code in codes}
    assert draft.document["meta"]["status"] == "drafted from 2017-draft; edition code 2027-1"


def test_guidance_comes_along(cast: Cast) -> None:
    call_command("load_model")
    draft = actions.create_draft(Edition.objects.get(), "2027-1", by=cast.secretariat)
    assert len(draft.guidance) == 46
    assert draft.guidance["ACC-01"]["N"]["fr"] == (
        Guidance.objects.get(criterion__code="ACC-01", about="N").text_fr
    )


def test_the_secretariat_begins_one(cast: Cast, client: Client) -> None:
    edition = Edition.objects.get()
    answer = client.post(reverse("editions:new"), {"based_on": edition.pk, "code": "2027-1"})
    assert answer.url == page("draft")
    assert Event.objects.latest("id").verb == "create_edition_draft"


@pytest.mark.parametrize("code", ["2017-draft", "2027 1", ""])
def test_its_code_is_new_and_a_code(cast: Cast, client: Client, code: str) -> None:
    edition = Edition.objects.get()
    answer = client.post(reverse("editions:new"), {"based_on": edition.pk, "code": code})
    assert "<title>Error: " in answer.text
    assert not EditionDraft.objects.exists()


PAGES = [
    page("draft"), page("preview"), page("publish"), page("rules"), page("levels"),
    page("new_statement"),
    page("statement", "ACC-01"), page("remove_statement", "ACC-01"),
    page("own_text", "title"),
    page("text", "levels", "L1"), page("text", "attributes", "ACC"), page("new_text", "results"),
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_only_the_secretariat_sees_it(cast: Cast, draft: EditionDraft, path: str) -> None:
    answers = [cast.client(role).get(path).status_code for role in ROLES]
    assert answers == [302] + [403] * 7 + [200]
    assert cast.client("secretariat").get(path.replace("/en/", "/fr/")).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        page("statement", "ACC-99"), page("text", "title", "X"), page("text", "glossary", "X"),
        page("new_text", "levels"), page("own_text", "results"), page("remove_statement", "X"),
    ],
)  # fmt: skip
def test_what_is_not_in_it_is_not_found(client: Client, draft: EditionDraft, path: str) -> None:
    assert client.get(path).status_code == 404


def test_its_queries_do_not_grow(
    client: Client, draft: EditionDraft, django_assert_max_num_queries: Any
) -> None:
    for path in (page("draft"), page("statement", "ACC-01"), page("preview")):
        with django_assert_max_num_queries(32):
            client.get(path)


def test_nobody_else_knows_of_it(cast: Cast, draft: EditionDraft) -> None:
    draft.document["attributes"][0]["criteria"][0]["en"] = "A secret wording"
    draft.save()
    for role in ("nobody", "lead", "cochair"):
        client = cast.client(role)
        assert "2027-1" not in client.get("/en/model/editions/").text
        path = reverse("editions:compare")
        assert "2027-1" not in client.get(path).text
        assert client.get(f"{path}?before=2017-draft&after=2027-1").status_code == 404


def test_a_statement_is_written_in_both_languages(client: Client, draft: EditionDraft) -> None:
    path = page("statement", "ACC-01")
    said = opened(client, path) | {
        "en": "One place for all.", "fr": "Un seul endroit.", "kind": "editorial",
        "reason": "It was too long.", "guide_N_en": "No place", "guide_N_fr": "Aucun endroit",
    }  # fmt: skip
    assert client.post(path, said).status_code == 302
    assert (texts("ACC-01")["en"], texts("ACC-01")["fr"]) == (
        "One place for all.", "Un seul endroit.",
    )  # fmt: skip
    assert change("ACC-01") == {
        "code": "ACC-01", "from": "ACC-01", "kind": "editorial",
        "reason": {"lang": "en", "text": "It was too long."},
    }  # fmt: skip
    assert EditionDraft.objects.get().guidance["ACC-01"]["N"]["en"] == "No place"
    event = Event.objects.latest("id")
    assert (event.verb, event.place, event.new["text_en"]) == (
        "draft_statement", "2027-1 ACC-01", "One place for all.",
    )  # fmt: skip


def test_saving_what_is_there_changes_nothing(client: Client, draft: EditionDraft) -> None:
    path, before = page("statement", "ACC-01"), Event.objects.count()
    client.post(path, opened(client, path))
    assert EditionDraft.objects.get().document == draft.document
    assert Event.objects.count() == before


def test_every_change_has_a_reason(client: Client, draft: EditionDraft) -> None:
    path = page("statement", "ACC-01")
    answer = client.post(path, opened(client, path) | {"en": "One place.", "kind": "editorial"})
    assert "Say why: what is asked differs from the edition before." in answer.text
    assert fields(answer.text)["en"].strip() == "One place."
    assert texts("ACC-01")["en"] != "One place."


def test_another_level_is_always_substantive(client: Client, draft: EditionDraft) -> None:
    path = page("statement", "ACC-01")
    client.post(
        path, opened(client, path) | {"level": "2", "kind": "editorial", "reason": "It is harder."}
    )
    assert (texts("ACC-01")["level"], change("ACC-01")["kind"]) == (2, "substantive")


def test_a_change_that_is_taken_back_needs_no_reason(client: Client, draft: EditionDraft) -> None:
    path = page("statement", "ACC-01")
    first = opened(client, path)
    client.post(path, first | {"en": "One place.", "kind": "editorial", "reason": "Shorter."})
    client.post(path, opened(client, path) | {"en": first["en"]})
    assert change("ACC-01") == {"code": "ACC-01", "from": "ACC-01"}


def test_a_statement_moves_to_another_place(client: Client, draft: EditionDraft) -> None:
    path = page("statement", "ACC-03")
    client.post(path, opened(client, path) | {"place": "1"})
    document = EditionDraft.objects.get().document
    acc = document["attributes"][0]["criteria"]
    assert [(each["code"], each["order"]) for each in acc][:3] == [
        ("ACC-03", 1), ("ACC-01", 2), ("ACC-02", 3),
    ]  # fmt: skip
    said = opened(client, path) | {"attribute": "CON", "reason": "It is about consistency."}
    client.post(path, said | {"kind": "editorial"})
    assert statements(EditionDraft.objects.get().document)["ACC-03"].attribute["code"] == "CON"


def test_a_new_statement_is_substantive(client: Client, draft: EditionDraft) -> None:
    path = page("new_statement") + "?attribute=ACC"
    said = opened(client, path) | {
        "code": "ACC-11", "en": "New.", "fr": "Nouveau.", "level": "3", "kind": "editorial",
        "reason": "It was missing.",
    }  # fmt: skip
    assert client.post(path, said).status_code == 302
    assert (texts("ACC-11")["order"], change("ACC-11")["kind"]) == (11, "substantive")
    again = client.post(path, said | {"once": opened(client, path)["once"]})
    assert "This code is in use. Choose another." in again.text


def test_a_removed_statement_says_why(client: Client, draft: EditionDraft) -> None:
    path = page("remove_statement", "ACC-01")
    assert "<title>Error: " in client.post(path, {"reason": ""}).text
    client.post(path, {"reason": "Nobody could rate it.", "reason_language": "en"})
    document = EditionDraft.objects.get().document
    assert "ACC-01" not in statements(document)
    assert document["changes"]["removed"] == [
        {"code": "ACC-01", "reason": {"lang": "en", "text": "Nobody could rate it."}}
    ]


def test_each_statement_of_before_is_continued_once(cast: Cast, draft: EditionDraft) -> None:
    said: dict[str, Any] = {
        "texts": {
            "en": "A", "fr": "B", "provenance": {"en": "project", "fr": "project"}, "level": 1,
        },
        "attribute": "ACC", "place": 1, "kind": "", "reason": WHY, "guidance": {},
        "by": cast.secretariat,
    }  # fmt: skip
    with pytest.raises(Faults, match="Another statement of the draft already comes from this one"):
        actions.save_statement(draft, "ACC-11", origin="ACC-01", **said)
    actions.take_out_statement(draft, "ACC-01", WHY, by=cast.secretariat)
    actions.save_statement(draft, "ACC-11", origin="ACC-01", **said)
    document = EditionDraft.objects.get().document
    assert (origins(document)["ACC-11"], document["changes"]["removed"]) == ("ACC-01", [])


def two_forms(client: Client, path: str) -> Iterator[Fields]:
    yield opened(client, path)
    yield opened(client, path)


def test_what_another_wrote_meanwhile_is_told_and_nothing_is_lost(
    client: Client, draft: EditionDraft
) -> None:
    path = page("statement", "ACC-01")
    mine, theirs = two_forms(client, path)
    why = {"kind": "editorial", "reason": "Shorter."}
    client.post(path, theirs | {"en": "Their words."} | why)
    answer = client.post(path, mine | {"en": "My words.", "fr": "Mes mots."} | why)
    assert "This was changed to “Their words.” after you opened the page." in answer.text
    assert fields(answer.text)["en"].strip() == "My words."
    assert texts("ACC-01")["en"] == "Their words."
    client.post(path, fields(answer.text))
    assert (texts("ACC-01")["en"], texts("ACC-01")["fr"]) == ("My words.", "Mes mots.")


def test_both_languages_can_be_changed_by_two_people(client: Client, draft: EditionDraft) -> None:
    path = page("own_text", "title")
    mine, theirs = two_forms(client, path)
    client.post(path, theirs | {"en": "Their title"})
    client.post(path, mine | {"fr": "Mon titre"})
    title = EditionDraft.objects.get().document["title"]
    assert (title["en"], title["fr"]) == ("Their title", "Mon titre")


def test_other_texts_are_changed_added_and_removed(client: Client, draft: EditionDraft) -> None:
    path = page("text", "attributes", "ACC")
    client.post(path, opened(client, path) | {"en": "Easy access"})
    path = page("new_text", "attributes")
    client.post(path, opened(client, path) | {"code": "NEW", "en": "New", "fr": "Nouveau"})
    document = EditionDraft.objects.get().document
    names = [(each["code"], each["name"]["en"], each["order"]) for each in document["attributes"]]
    assert (names[0], names[-1]) == (("ACC", "Easy access", 1), ("NEW", "New", 8))
    assert len(document["attributes"][0]["criteria"]) == 10
    client.post(page("text", "attributes", "ACC"), {"remove": "1"})
    client.post(page("text", "attributes", "NEW"), {"remove": "1"})
    codes = [each["code"] for each in EditionDraft.objects.get().document["attributes"]]
    assert codes == ["ACC", "CON", "EFF", "RES", "INT", "SEC", "SMP"]


def test_thresholds_belong_to_the_edition(client: Client, draft: EditionDraft) -> None:
    path = page("rules")
    said = opened(client, path)
    assert (said["rule"], said["reproducibility"], said["language_ratings"]) == (
        "cumulative", "0.9", "240",
    )  # fmt: skip
    client.post(path, said | {"rule": "iso33020", "homogeneity": "0.4"})
    document = EditionDraft.objects.get().document
    assert (document["meta"]["rule"], document["thresholds"]["homogeneity"]) == ("iso33020", 0.4)
    assert "<title>Error: " in client.post(path, said | {"homogeneity": "40"}).text


def test_a_draft_can_be_discarded(client: Client, draft: EditionDraft) -> None:
    client.post(page("draft"), {"discard": "1"})
    assert not EditionDraft.objects.exists()
    assert Event.objects.latest("id").verb == "discard_edition_draft"


def test_the_form_of_a_draft_can_be_looked_at(client: Client, draft: EditionDraft) -> None:
    codes = [each["code"] for each in draft.document["attributes"]]
    pages = [client.get(page("preview") + f"?attribute={code}").text for code in codes]
    assert sum(each.count("<fieldset disabled>") for each in pages) == 46
    assert client.get(page("preview") + "?attribute=X").status_code == 404
    shown = client.get(page("preview")).text
    assert shown.count("<fieldset disabled>") == 10
    assert "<form" not in shown.partition("<main")[2].partition("</main")[0]


def test_a_doubtful_level_is_set_and_cleared(client: Client, draft: EditionDraft) -> None:
    path = page("statement", "ACC-01")
    client.post(path, opened(client, path) | {"alt_level": "2"})
    assert texts("ACC-01")["alt_level"] == 2
    assert Event.objects.latest("id").new["doubtful_level"] == 2
    client.post(path, opened(client, path) | {"alt_level": ""})
    assert "alt_level" not in texts("ACC-01")


def test_what_is_in_doubt_stays_so_when_all_else_is_saved(
    client: Client, draft: EditionDraft
) -> None:
    path = page("statement", "ACC-07")
    client.post(path, opened(client, path) | {"note": "Seen."})
    assert (texts("ACC-07")["alt_level"], texts("ACC-07")["note"]) == (2, "Seen.")


def test_the_other_level_is_another(client: Client, draft: EditionDraft) -> None:
    path = page("statement", "ACC-01")
    answer = client.post(path, opened(client, path) | {"alt_level": "1"})
    assert "The statement is at this level. Choose another one, or none." in answer.text


def test_a_draft_gets_more_levels(client: Client, draft: EditionDraft) -> None:
    assert client.post(page("levels"), {"number": "5"}).url == page("draft")
    levels = EditionDraft.objects.get().document["levels"]
    assert [(each["code"], each["order"], each["en"]) for each in levels[3:]] == [
        ("L4", 4, ""), ("L5", 5, ""),
    ]  # fmt: skip
    event = Event.objects.latest("id")
    assert (event.verb, event.old, event.new) == ("draft_levels", {"levels": 3}, {"levels": 5})
    assert client.get(page("text", "levels", "L5")).status_code == 200
    assert '<option value="5"' in client.get(page("statement", "ACC-01")).text


def test_a_level_does_not_go_while_statements_stand_at_it(
    client: Client, draft: EditionDraft
) -> None:
    shown = client.post(page("levels"), {"number": "2"}).text
    assert "<title>Error: " in shown
    assert "are at a level that would be removed, or may belong there. Move them first." in shown
    assert len(EditionDraft.objects.get().document["levels"]) == 3


def test_a_level_goes_that_no_statement_needs(client: Client, draft: EditionDraft) -> None:
    for attribute in draft.document["attributes"]:
        for criterion in attribute["criteria"]:
            criterion["level"] = min(criterion["level"], 2)
            criterion.pop("alt_level", None)
    draft.save()
    assert client.post(page("levels"), {"number": "2"}).url == page("draft")
    assert [each["order"] for each in EditionDraft.objects.get().document["levels"]] == [1, 2]


@pytest.mark.parametrize("number", ["1", "6", "x", ""])
def test_there_are_two_to_five_levels(client: Client, draft: EditionDraft, number: str) -> None:
    assert "<title>Error: " in client.post(page("levels"), {"number": number}).text


def test_words_that_were_not_confirmed_are_not_called_so(
    client: Client, draft: EditionDraft
) -> None:
    path = page("statement", "ACC-01")
    said = opened(client, path) | {
        "provenance_fr": "confirmed",
        "reason": "Plainer.",
        "kind": "editorial",
    }
    assert client.post(path, said).status_code == 302
    answer = client.post(path, opened(client, path) | {"fr": "Un seul endroit."})
    assert "Members have not confirmed this wording. Choose another source." in answer.text
    assert texts("ACC-01")["provenance"]["fr"] == "confirmed"
