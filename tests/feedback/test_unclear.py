"""Saying that a statement is unclear: from the rating form, with a note, by those who rate."""

import pytest
from django.conf import LazySettings

from assessments.models import Event, Participant, UnclearMark
from assessments.partners.actions import ask_to_rate, finish
from maturity.models import Jurisdiction
from tests.cast import Cast
from tests.forms import fields

ACC, OWN, PAGE = "attributes/ACC/", "own/ACC/", "unclear/ACC-02/"
TOO_LONG = "The note has 1,001 characters; the limit is 1,000. Shorten it."


def asked(cast: Cast) -> Participant:
    [sheet] = ask_to_rate(cast.assessment, [Jurisdiction.objects.get(code="CA")], by=cast.lead)
    return sheet


def said() -> list[tuple[str, str, str, str]]:
    marks = UnclearMark.objects.order_by("pk").select_related("person", "criterion")
    return [
        (each.person.email.partition("@")[0], each.criterion.code, each.language, each.note)
        for each in marks
    ]


def note_on(page: str) -> str:
    """The note in a page's field, whose first line break a browser leaves out."""
    return fields(page)["note"].removeprefix("\n")


def shown(cast: Cast, path: str, role: str = "lead", language: str = "en") -> str:
    return cast.client(role).get(cast.url(path, language)).content.decode()


# The way to it and back.


@pytest.mark.parametrize(("role", "path"), [("lead", ACC), ("contributor", OWN)])
@pytest.mark.parametrize("alone", [True, False])
def test_the_way_to_it_saves_what_was_typed(
    cast: Cast, post, role: str, path: str, alone: bool
) -> None:
    sheet = asked(cast)
    here = f"{path}?one=ACC-02" if alone else path
    typed = {"ACC-02-rating": "L", "ACC-02-comment": "Typed", "unclear": "ACC-02"}
    response = post(here, typed, role=role)
    assert response.url == cast.url(f"{PAGE}?one" if alone else PAGE)
    rows = cast.assessment.ratings if role == "lead" else sheet.ratings
    assert rows.values_list("rating", "comment").get() == ("L", "Typed")


@pytest.mark.parametrize(("role", "path"), [("lead", ACC), ("contributor", OWN)])
@pytest.mark.parametrize("alone", [True, False])
def test_the_way_back_leads_to_the_statement(
    cast: Cast, post, role: str, path: str, alone: bool
) -> None:
    asked(cast)
    page, back = (
        (f"{PAGE}?one", f"{path}?one=ACC-02#ACC-02-unclear")
        if alone
        else (PAGE, f"{path}#ACC-02-unclear")
    )
    assert f'<a href="{cast.url(back)}">Back to the statement</a>' in shown(cast, page, role)
    assert post(page, {"note": "Which channels?"}, role=role).url == cast.url(back)
    assert said() == [(role, "ACC-02", "en", "Which channels?")]


def test_an_answer_with_a_fault_is_told_first(cast: Cast, post) -> None:
    page = post(ACC, {"ACC-01-rating": "NA", "unclear": "ACC-01"}).content.decode()
    assert ('<a href="#ACC-01-reason">' in page, fields(page)["ACC-01-rating"]) == (True, "NA")


@pytest.mark.parametrize("code", ["ACC-99", "", "\0", "R1"])
def test_what_is_no_statement_leads_nowhere_else(cast: Cast, post, code: str) -> None:
    assert post(ACC, {"unclear": code}).url == cast.url(ACC)


def test_nothing_is_said_to_be_saved_where_nothing_was(cast: Cast) -> None:
    client = cast.client("lead")
    client.post(cast.url(ACC), {"unclear": "ACC-02"})
    assert "Your answers are saved." not in client.get(cast.url(ACC)).content.decode()


# What is kept.


def test_it_is_of_the_language_of_the_page(cast: Cast, post) -> None:
    post(PAGE, {"note": ""})
    assert "You said that this is unclear" in shown(cast, ACC)
    assert "Vous avez signalé un manque de clarté" not in shown(cast, ACC, language="fr")
    cast.client("lead").post(cast.url(PAGE, "fr"), {"note": "Quelles voies?"})
    assert said() == [("lead", "ACC-02", "en", ""), ("lead", "ACC-02", "fr", "Quelles voies?")]


def test_it_is_of_the_ratings_that_the_person_gives(cast: Cast, post) -> None:
    sheet = asked(cast)
    post(PAGE, {"note": ""})
    post(PAGE, {"note": ""}, role="contributor")
    kept = UnclearMark.objects.order_by("pk").values_list("participant", flat=True)
    assert list(kept) == [None, sheet.pk]


def test_a_note_is_changed_and_taken_back(cast: Cast, post) -> None:
    post(PAGE, {"note": "First"})
    page = shown(cast, PAGE)
    assert (note_on(page), "It is clear after all" in page) == ("First", True)
    post(PAGE, {"note": "Second"})
    assert said() == [("lead", "ACC-02", "en", "Second")]
    post(PAGE, {"remove": "1"})
    assert said() == []


def test_two_tabs_keep_one_and_lose_no_note(cast: Cast) -> None:
    client = cast.client("lead")
    tabs = [fields(client.get(cast.url(PAGE)).content.decode()) for _tab in range(2)]
    client.post(cast.url(PAGE), tabs[0] | {"note": "In the first"})
    page = client.post(cast.url(PAGE), tabs[1] | {"note": "In the second"}).content.decode()
    assert "This was changed to “In the first” after you opened the page." in page
    assert note_on(page) == "In the second"
    client.post(cast.url(PAGE), fields(page))
    assert said() == [("lead", "ACC-02", "en", "In the second")]


def test_two_tabs_take_it_back(cast: Cast, post) -> None:
    post(PAGE, {"note": "Typed"})
    assert [post(PAGE, {"remove": "1"}).status_code for _tab in range(2)] == [302, 302]


def test_a_note_that_is_too_long_is_told_at_its_place(cast: Cast, post) -> None:
    page = post(PAGE, {"note": "x" * 1001}).content.decode()
    assert (page.count(TOO_LONG), '<a href="#id_note">' in page) == (2, True)
    assert (note_on(page), said()) == ("x" * 1001, [])
    post(PAGE, {"note": "x" * 1000})
    assert len(said()) == 1


def test_a_note_is_plain_text(cast: Cast, post) -> None:
    post(PAGE, {"note": "\u202eturned\u0000  \r\nIt is <b>"})
    assert said() == [("lead", "ACC-02", "en", "turned  \nIt is <b>")]


def test_the_language_toggle_keeps_the_note(cast: Cast) -> None:
    given = {"note": "Typed", "redisplay": "1"}
    page = cast.client("lead").post(cast.url(PAGE, "fr"), given).content.decode()
    assert (note_on(page), said()) == ("Typed", [])


def test_the_record_says_nothing_of_it(cast: Cast, post) -> None:
    before = Event.objects.count()
    post(PAGE, {"note": "Typed"})
    post(PAGE, {"remove": "1"})
    assert Event.objects.count() == before


# Where it cannot be said.


@pytest.mark.parametrize("code", ["ACC-99", "ACC-50"])
def test_a_statement_of_no_or_another_edition_is_not_found(cast: Cast, post, code: str) -> None:
    assert post(f"unclear/{code}/", {"note": ""}).status_code == 404


@pytest.mark.parametrize("role", ["lead", "contributor"])
def test_what_is_closed_takes_none_and_offers_none(cast: Cast, post, role: str) -> None:
    sheet = asked(cast)
    if role == "contributor":
        finish(sheet, by=cast.contributor, incomplete=True)
    else:
        cast.submit()
    page = post(PAGE, {"note": "Typed"}, role=role)
    assert (page.status_code, note_on(page.content.decode())) == (409, "Typed")
    assert post(PAGE, {"remove": "1"}, role=role).status_code == 409
    path = ACC if role == "lead" else OWN
    assert ('name="unclear"' in shown(cast, path, role), said()) == (False, [])


def test_a_portal_that_does_not_ask_has_no_such_page(
    cast: Cast, post, settings: LazySettings
) -> None:
    settings.FEEDBACK = frozenset({"time"})
    assert post(PAGE, {"note": ""}).status_code == 404
    assert 'name="unclear"' not in shown(cast, ACC)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_is_about_the_wording_of_its_language(cast: Cast, language: str) -> None:
    told = {"en": "the English wording", "fr": "le libellé français"}
    assert told[language] in shown(cast, PAGE, language=language)
