"""What has to rise, and which goals a budget meets: held against trying everything out."""

import itertools
import random
from collections.abc import Sequence

import pytest

from assessments.method.choice import EFFORTS, Choice, Goal, Rise, Statement, choose, rises
from assessments.method.scoring import RatedCriterion, score_attribute

RULES = ("cumulative", "iso33020")
RATINGS = ("N", "P", "L", "F", "NA", None)


def attained(statements: Sequence[Statement], raised: dict[str, str], rule: str) -> int | None:
    rated = [RatedCriterion(s.code, s.level, raised.get(s.code, s.rating)) for s in statements]
    return score_attribute(rated, rule, 3).attained_level


def least_effort(statements: Sequence[Statement], level: int, rule: str) -> int:
    """What it takes at least, tried out over every set of statements that could rise."""
    applicable = [s for s in statements if s.rating != "NA"]
    return min(
        sum(EFFORTS[s.effort or "M"] for s in some)
        for size in range(len(applicable) + 1)
        for some in itertools.combinations(applicable, size)
        if (attained(statements, {s.code: "F" for s in some}, rule) or 0) >= level
    )


def best(goals: Sequence[Goal], budget: int) -> tuple[str, ...]:
    """The best of every set of goals: the most, the least effort, the first in order."""
    places = range(len(goals))
    affordable = [
        some
        for size in range(len(goals) + 1)
        for some in itertools.combinations(places, size)
        if sum(goals[each].effort for each in some) <= budget
    ]
    some = min(affordable, key=lambda s: (-len(s), sum(goals[each].effort for each in s), s))
    return tuple(goals[each].key for each in some)


def drawn(draw: random.Random) -> list[Statement]:
    return [
        Statement(
            f"S-{number}",
            draw.choice((1, 2, 3)),
            draw.choice(RATINGS),
            effort=draw.choice(("S", "M", "L", "")),
        )
        for number in range(draw.randint(1, 6))
    ]


@pytest.mark.parametrize("rule", RULES)
def test_the_choice_is_the_best_of_all_in_a_thousand_random_cases(rule: str) -> None:
    draw = random.Random(rule)  # noqa: S311
    met = 0
    for _case in range(1000):
        goals = []
        for attribute in range(draw.randint(1, 5)):
            statements, level = drawn(draw), draw.choice((1, 2, 3))
            if all(each.rating == "NA" for each in statements):
                continue
            needed = rises(statements, level, rule)
            goal = Goal(str(attribute), needed)
            assert goal.effort == least_effort(statements, level, rule)
            raised = {each.statement.code: each.to for each in needed}
            assert (attained(statements, raised, rule) or 0) >= level
            goals.append(goal)
        budget = draw.randint(0, 20)
        choice = choose(goals, budget)
        left = [each for each in goals if each.rises]
        assert tuple(each.key for each in choice.chosen) == best(left, budget)
        assert choice.effort <= budget
        met += len(choice.chosen)
    assert met > 500  # The cases are of a kind in which there is something to choose.


@pytest.mark.parametrize(
    ("rule", "needed"),
    [
        ("cumulative", {"A": "L", "B": "L"}),
        ("iso33020", {"A": "F", "B": "L", "D": "F"}),
    ],
)
def test_what_has_to_rise_follows_from_the_rule(rule: str, needed: dict[str, str]) -> None:
    statements = [
        Statement("A", 1, "P"),
        Statement("B", 2, None),
        Statement("C", 2, "L"),
        Statement("D", 1, "L"),
        Statement("E", 1, "NA"),
        Statement("G", 3, "N"),
    ]
    assert {each.statement.code: each.to for each in rises(statements, 2, rule)} == needed


def test_the_channels_named_are_those_that_lie_below() -> None:
    channels = (("Online", "F"), ("Phone", "P"), ("In person", None), ("Mail", "NA"))
    rise = Rise(Statement("A", 1, None, channels=channels), "L")
    assert rise.channels == ("Phone", "In person")
    assert Rise(Statement("A", 1, "P"), "L").channels == ()


@pytest.mark.parametrize(
    ("level", "own", "who"),
    [
        (1, (), ("Lead",)),
        (2, (("East", "L"), ("West", None)), ("Lead",)),
        (3, (), ("Lead", "East", "West")),
        (3, (("East", "F"), ("West", "P"), ("West", "N")), ("West",)),
        (1, (("Lead", "P"), ("East", "NA"), ("West", "N")), ("Lead", "West")),
    ],
)
def test_who_has_to_act(level: int, own: tuple[tuple[str, str], ...], who: tuple[str, ...]) -> None:
    rise = Rise(Statement("A", level, "P", own=own, is_of_top=level == 3), "L")
    assert rise.who("Lead", ["East", "West"]) == who


def test_without_a_budget_all_are_chosen_and_what_is_met_stands_apart() -> None:
    far = Goal("far", (Rise(Statement("A", 1, "N", effort="L"), "L"),))
    assert choose([Goal("met", ()), far], None) == Choice((far,), (), (Goal("met", ()),))
    assert choose([far], 3) == Choice((), (far,), ())
