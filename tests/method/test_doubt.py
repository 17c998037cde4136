"""Levels that hang on a statement in doubt."""

from functools import partial

import pytest

from assessments.method.doubt import Doubt, doubts
from assessments.method.scoring import RatedCriterion, score_attribute

RULES = ("cumulative", "iso33020")


def found(rule: str, *criteria: tuple[str, int, str | None, int | None]) -> list[Doubt]:
    rated = [(RatedCriterion(*each[:3]), each[3]) for each in criteria]
    return doubts(rated, partial(score_attribute, rule=rule, top=3))


@pytest.mark.parametrize("rule", RULES)
def test_a_level_falls_where_an_unmet_statement_belongs_to_it(rule: str) -> None:
    met = [("A-1", 1, "F", None), ("A-2", 2, "F", None)]
    assert found(rule, *met, ("A-3", 3, "N", 2)) == [Doubt("A-3", 2, 1)]


@pytest.mark.parametrize("rule", RULES)
def test_a_level_rises_where_an_unmet_statement_belongs_to_the_next(rule: str) -> None:
    met = [("A-1", 1, "F", None), ("A-2", 2, "F", None)]
    assert found(rule, *met, ("A-3", 2, "P", 3)) == [Doubt("A-3", 3, 2)]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("rating", ["F", "NA"])
def test_a_statement_that_is_met_or_does_not_apply_moves_nothing(rule: str, rating: str) -> None:
    assert found(rule, ("A-1", 1, "F", None), ("A-3", 3, rating, 2)) == []


@pytest.mark.parametrize("rule", RULES)
def test_statements_are_taken_one_at_a_time(rule: str) -> None:
    criteria = ("A-1", 1, "F", None), ("A-2", 2, "N", 3), ("A-3", 2, "N", 3)
    # Whichever of them belongs elsewhere, the other one still holds level 2 back.
    assert found(rule, *criteria) == []
    assert found(rule, *criteria[:2]) == [Doubt("A-2", 3, 2)]


@pytest.mark.parametrize("rule", RULES)
def test_an_attribute_that_does_not_apply_has_no_doubt(rule: str) -> None:
    assert found(rule, ("A-1", 1, "NA", 2)) == []
    assert found(rule) == []
