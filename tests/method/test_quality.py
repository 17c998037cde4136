"""The quality check: each question, and which of them keep an assessment from its council."""

from typing import Any

import pytest

from assessments.method.quality import Finding, Question, findings, lost_in_print

MODEL = {
    "attributes": [
        {
            "code": "A",
            "criteria": [
                {"code": "C1", "level": 1},
                {"code": "C2", "level": 2},
                {"code": "C3", "level": 3},
            ],
        }
    ],
    "results": [{"code": "R1"}],
    "rule": "cumulative",
    "levels": [{"level": level} for level in range(4)],
}
WORDS = {"lang": "en", "text": "x"}
EVIDENCE = [{"title": "x", "url": "https://example.org/"}]
# Nothing to ask about.
SOUND = {
    "C1": {"rating": "L"},
    "C2": {"rating": "NA", "reason": WORDS},
    "C3": {"rating": "P"},
}


def ask(
    changes: dict[str, dict] | None = None,
    *,
    opinions: list[str] | None = None,
    result: dict | None = None,
    carried: frozenset[str] = frozenset(),
    target: dict | None = None,
) -> list[tuple[str, str]]:
    """The questions on a sound document with `changes`; `opinions` are what participants gave."""
    ratings = SOUND | (changes or {})
    document: dict[str, Any] = {
        "ratings": [{"criterion": code, **said} for code, said in ratings.items() if said],
        "results": [{"result": "R1", **({"rating": "L"} if result is None else result)}],
        "participants": [
            {"finished": True, "ratings": [{"criterion": "C1", "rating": rating}]}
            for rating in opinions or []
        ],
        "targets": [{"attribute": "A", **target}] if target else [],
    }
    effective = {code: said.get("rating") for code, said in ratings.items()}
    found = findings(document, MODEL, effective, carried)
    return [(finding.question, finding.code) for finding in found]


def test_a_sound_document_raises_no_question() -> None:
    assert ask() == []


def test_an_unrated_statement_is_asked_about() -> None:
    assert ask({"C1": {}}) == [("unrated", "C1")]


def test_not_applicable_without_a_reason_is_asked_about() -> None:
    assert ask({"C2": {"rating": "NA"}}) == [("na_without_reason", "C2")]


@pytest.mark.parametrize("rating", ["L", "F"])
def test_a_claim_of_level_3_without_evidence_is_asked_about(rating: str) -> None:
    assert ask({"C3": {"rating": rating}}) == [("no_evidence", "C3")]


@pytest.mark.parametrize(
    "said", [{"rating": "F", "evidence": EVIDENCE}, {"rating": "P"}, {"rating": "N"}]
)
def test_level_3_with_evidence_or_without_a_claim_is_not(said: dict) -> None:
    assert ask({"C3": said}) == []


def test_a_disagreement_is_asked_about_until_the_team_says_why() -> None:
    assert ask(opinions=["N", "F"]) == [("unsettled", "C1")]
    assert ask({"C1": {"rating": "L", "comment": WORDS}}, opinions=["N", "F"]) == []


def test_what_participants_agree_on_is_settled() -> None:
    assert ask(opinions=["L", "L", "L", "P"]) == []


def test_one_participant_alone_does_not_disagree() -> None:
    assert ask(opinions=["N"]) == []


def test_a_result_without_a_rating_is_asked_about() -> None:
    assert ask(result={"comment": WORDS}) == [("empty_result", "R1")]


def test_what_is_carried_forward_is_asked_about() -> None:
    assert ask(carried=frozenset({"R1", "C1"})) == [
        ("carried_forward", "C1"), ("carried_forward", "R1"),
    ]  # fmt: skip


def test_blocking_questions_come_first() -> None:
    asked = ask({"C1": {}, "C2": {"rating": "NA"}, "C3": {"rating": "F"}}, result={})
    assert asked == [
        ("unrated", "C1"), ("na_without_reason", "C2"), ("no_evidence", "C3"),
        ("empty_result", "R1"),
    ]  # fmt: skip


@pytest.mark.parametrize("question", Question)
def test_only_unrated_and_unexplained_statements_block(question: Question) -> None:
    assert Finding(question, "C1").blocking == (question in ("unrated", "na_without_reason"))


@pytest.mark.parametrize(
    ("target", "asked"),
    [
        ({"level": 3, "by": "2027-10-31"}, []),
        ({"level": 2, "by": "2027-10-31"}, []),
        ({"level": 1, "by": "2027-10-31"}, [("target_below", "A")]),
        ({"level": 3}, [("target_without_date", "A")]),
    ],
)
def test_a_target_is_dated_and_not_below_what_is_attained(target: dict, asked: list) -> None:
    assert ask(target=target) == asked


def test_each_text_that_cannot_be_printed_is_named_with_its_field() -> None:
    lost = {"lang": "en", "text": "x?"}
    link = {"title": "?", "url": "https://example.org/"}
    indicator = {"name": "wait", "value": 2, "unit": "?"}
    document: Any = {
        "initiative": {"name": {"en": "A name", "fr": "Un nom ?"}},
        "ratings": [
            {"criterion": "C1", "comment": lost, "reason": WORDS, "evidence": [*EVIDENCE, link]}
        ],
        "results": [{"result": "R1", "reason": lost, "indicator": indicator}],
        "actions": [{"title": WORDS, "owner": "?"}, {"title": lost}],
    }
    found = lost_in_print(document, lambda text: "?" if "?" in text else "")
    assert [(each.code or each.words, each.field) for each in found] == [
        ("C1", "comment"), ("C1", "evidence"), ("R1", "reason"), ("R1", "indicator_unit"),
        ("x", "owner"), ("x?", "title"), ("Un nom ?", "initiative"),
    ]  # fmt: skip


def test_what_cannot_be_printed_keeps_nobody_from_submitting() -> None:
    assert not Finding(Question.UNPRINTABLE, "C1", "comment", "?").blocking


def test_nor_are_reasons_of_targets_effects_updates_notes_and_lessons_left_out() -> None:
    lost, title = {"lang": "en", "text": "x?"}, {"lang": "en", "text": "Do it"}
    document: Any = {
        "initiative": {"name": {"en": "A name", "fr": "Un nom"}},
        "ratings": [],
        "results": [],
        "targets": [{"attribute": "A", "level": 2, "why": lost}],
        "actions": [{"title": title, "effect": "?"}],
        "plays": [{"play": "A-a", "state": "planned", "note": lost}],
    }
    plan: Any = {
        "moves": [{"attribute": "B", "why": lost}, {"attribute": "A"}],
        "updates": [{"action": title, "text": lost}, {"action": title}],
        "closed": [],
    }
    lesson: Any = {"title": "Ours?", "situation": "?", "done": "?", "happened": "?", "text": lost}
    lessons: Any = [lesson, {"text": lost, "clients": "? is not printed"}]
    found = lost_in_print(document, lambda text: "?" if "?" in text else "", plan, lessons)
    assert [(each.code or each.words, each.field) for each in found] == [
        ("A", "why"), ("Do it", "effect"), ("A-a", "use_note"), ("B", "why"), ("Do it", "updates"),
        ("Ours?", "lesson_title"), ("Ours?", "situation"), ("Ours?", "what_was_done"),
        ("Ours?", "happened"), ("Ours?", "advice"), ("x?", "advice"),
    ]  # fmt: skip
