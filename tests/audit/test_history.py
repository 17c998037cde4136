"""The words of the history: every verb has a sentence, and odd values are shown as they are."""

import ast

import pytest
from django.conf import settings

from assessments.audit import words as event_words
from assessments.improvement.actions import ActionText
from assessments.lessons.actions import LessonText
from assessments.review.actions import TRANSITIONS


def recorded_verbs() -> set[str]:
    """The first argument of every call of `record` in the portal, and the verbs of tables."""
    verbs = {
        *TRANSITIONS,
        *(verb for each in (ActionText, LessonText) for verb in (each.saved, each.removed)),
    }
    for app in ("maturity", "assessments", "reports"):
        for file in (settings.BASE_DIR / app).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
                    first = ast.walk(node.args[0])
                    verbs |= {each.value for each in first if isinstance(each, ast.Constant)}
    return verbs


def test_every_verb_has_a_sentence() -> None:
    assert recorded_verbs() == set(event_words.DONE)


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("rating", "L", "Largely achieved"), ("rating", "X", "X"), ("rating", "", ""),
        ("rating", None, ""), ("state", "submitted", "Submitted"), ("state", "lost", "lost"),
        ("status", "done", "Done"), ("indicator_value", "62.50", "62.50"),
        ("indicator_value", "many", "many"), ("level", 2, "2"), ("finished", True, "Yes"),
        ("criteria", ["ACC-01", "ACC-02"], "ACC-01, ACC-02"), ("criteria", [], ""),
        ("partners", ["CA", "XX"], "Government of Canada, XX"),
        ("comment_language", "fr", "French"),
        ("replaces", [["PHONE", "P"], [None, "N"]], "By phone – Partially achieved\nNot achieved"),
        ("person", "nobody", "nobody"), ("other", {"a": ["é"]}, '{"a": ["é"]}'),
    ],
)  # fmt: skip
def test_values_are_told_in_words(db: None, key: str, value: object, told: str) -> None:
    assert event_words.EventWords().value(key, value, {}) == told
