"""What became of each statement from one edition to another."""

import copy
import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from assessments.editions.comparison import Fate, WordPart, compare, word_parts
from assessments.editions.drafting import (
    Reason,
    begun,
    mark,
    place_statement,
    remove_statement,
    statements,
)
from maturity import model_file
from maturity.model_document import canonical
from tests.cast import Cast
from tests.shapes import shaped

WHY = Reason("It was not clear.", "en")
TEXT = st.text(alphabet="ab c’.,é \n", max_size=30)


def edition(code: str = "one") -> dict[str, Any]:
    return canonical(model_file.parse(json.dumps(shaped([[1, 2, 3], [1, 1]], code=code)).encode()))


def drafted() -> dict[str, Any]:
    """Of the five statements one is untouched, the others changed, moved, removed; one is new."""
    draft = begun(edition(), "two")
    for code, kind, told, attribute in (
        ("A01-01", "editorial", {"en": "The statement, better."}, "A01"),
        ("A01-02", "", {"level": 3}, "A01"),
        ("A02-01", "editorial", {}, "A01"),
    ):
        criterion = copy.deepcopy(statements(draft)[code].criterion) | told
        place_statement(draft, code, criterion, attribute, 1)
        mark(draft, code, origin=code, kind=kind or "substantive", reason=WHY)
    remove_statement(draft, "A02-02", WHY)
    new = copy.deepcopy(statements(draft)["A01-01"].criterion)
    place_statement(draft, "A01-09", new, "A01", 9)
    mark(draft, "A01-09", origin="", kind="substantive", reason=WHY)
    return draft


def fates(documents: dict[str, Any], before: str, after: str) -> dict[str, Fate]:
    return {each.code: each.fate for each in compare(documents, before, after).pairs}


def test_each_statement_has_one_fate() -> None:
    assert fates({"one": edition(), "two": drafted()}, "one", "two") == {
        "A01-01": Fate.EDITORIAL,
        "A01-02": Fate.SUBSTANTIVE,
        "A01-03": Fate.UNCHANGED,
        "A01-09": Fate.NEW,
        "A02-01": Fate.MOVED,
        "A02-02": Fate.REMOVED,
    }


def test_a_statement_under_another_code_is_followed() -> None:
    draft = begun(edition(), "two")
    kept = copy.deepcopy(statements(draft)["A02-02"].criterion)
    remove_statement(draft, "A02-02", WHY)
    place_statement(draft, "A02-07", {**kept, "code": "A02-07"}, "A02", 2)
    mark(draft, "A02-07", origin="A02-02", kind="editorial", reason=None)
    [pair] = [
        each
        for each in compare({"one": edition(), "two": draft}, "one", "two").pairs
        if each.code == "A02-07"
    ]
    assert (pair.fate, pair.old_code) == (Fate.UNCHANGED, "A02-02")


def test_the_crosswalk_is_followed_over_several_editions() -> None:
    second = drafted()
    third = begun(second, "three")
    found = fates({"one": edition(), "two": second, "three": third}, "one", "three")
    assert (found["A01-01"], found["A01-02"], found["A02-02"]) == (
        Fate.EDITORIAL, Fate.SUBSTANTIVE, Fate.REMOVED,
    )  # fmt: skip


def test_editions_of_no_common_origin_are_compared_by_codes() -> None:
    other = edition("other")
    assert set(fates({"one": edition(), "other": other}, "one", "other").values()) == {
        Fate.UNCHANGED
    }
    other["attributes"][0]["criteria"][0]["en"] = "Else."
    assert fates({"one": edition(), "other": other}, "one", "other")["A01-01"] == Fate.SUBSTANTIVE


def test_words_that_differ_are_told_apart() -> None:
    assert word_parts("I can choose a channel.", "I may choose the channel.") == [
        WordPart("same", "I "), WordPart("removed", "can"), WordPart("added", "may"),
        WordPart("same", " choose "), WordPart("removed", "a"), WordPart("added", "the"),
        WordPart("same", " channel."),
    ]  # fmt: skip


@given(TEXT, TEXT)
def test_no_word_is_lost(before: str, after: str) -> None:
    parts = word_parts(before, after)
    assert "".join(each.text for each in parts if each.kind != "added") == before
    assert "".join(each.text for each in parts if each.kind != "removed") == after


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_marks_words_in_words(cast: Cast, language: str) -> None:
    first, second = edition(), drafted()
    for each in (first, second):
        model_file.load(model_file.parse(json.dumps(each).encode()))
    client: Client = cast.client("nobody")
    page = client.get(f"/{language}/model/editions/compared/?before=one&after=two").text
    assert "<ins>[added: , better]</ins>" in page
    assert "From level 2 to level 3" in page or "Du niveau 2 au niveau 3" in page


def test_an_edition_that_there_is_not_is_not_found(cast: Cast) -> None:
    client = cast.client("lead")
    assert client.get("/en/model/editions/compared/?before=one&after=2017-draft").status_code == 404
