"""Scoring, against examples and against a naive restatement of its rules."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.method.scoring import (
    VALUES,
    AttributeScore,
    RatedCriterion,
    effective_rating,
    gap,
    level_share,
    needed_rating,
    overall_level,
    score_attribute,
)

RULES = ["cumulative", "iso33020"]
RATINGS = st.sampled_from(["N", "P", "L", "F", "NA", None])
CRITERIA = st.lists(st.tuples(st.integers(1, 3), RATINGS), max_size=10).map(
    lambda items: [RatedCriterion(f"C-{n}", *item) for n, item in enumerate(items)]
)


def criteria(*levels: str) -> list[RatedCriterion]:
    """Criteria from ratings such as "LF", "P", "" for levels 1, 2 and 3; "-" is NA, "?" unrated."""
    words = {"-": "NA", "?": None}
    return [
        RatedCriterion(f"C{level}{n}", level, words.get(letter, letter))
        for level, letters in enumerate(levels, start=1)
        for n, letter in enumerate(letters)
    ]


def naive_level(items: list[RatedCriterion], rule: str, top: int = 3) -> int | None:
    """The rules as they are written, level by level."""
    items = [item for item in items if item.rating != "NA"]
    if not items:
        return None

    def all_in(level: int, allowed: str) -> bool:
        return all((i.rating or "?") in allowed for i in items if i.level == level)

    attained = 0
    for n in range(1, top + 1):
        if rule == "cumulative":
            holds = all(all_in(level, "LF") for level in range(1, n + 1))
        else:
            holds = all_in(n, "LF") and all(all_in(level, "F") for level in range(1, n))
        if holds:
            attained = n
    return attained


@pytest.mark.parametrize(
    ("levels", "attained", "blocking"),
    [
        (("LF", "LL", "FF"), 3, ()),
        (("LF", "LP", "FF"), 1, ("C21",)),
        (("PN", "FF", "FF"), 0, ("C10", "C11")),
        (("L", "", "L"), 3, ()),  # a level without criteria does not block
        (("L", "--", "P"), 2, ("C30",)),  # nor does one where none applies
        (("?", "F", "F"), 0, ("C10",)),  # unrated counts as not achieved
        (("-", "-", "-"), None, ()),
        (("", "", ""), None, ()),
    ],
)
def test_the_cumulative_rule(levels: tuple, attained: int | None, blocking: tuple) -> None:
    score = score_attribute(criteria(*levels), "cumulative", 3)
    assert (score.attained_level, score.blocking) == (attained, blocking)


@pytest.mark.parametrize(
    ("levels", "attained", "blocking"),
    [
        (("FF", "FF", "LL"), 3, ()),
        (("FF", "LF", "FF"), 2, ("C20",)),  # largely is enough for a level, not for those above it
        (("LF", "FF", "FF"), 1, ("C10",)),
        (("P", "F", "F"), 0, ("C10",)),
    ],
)
def test_the_rule_of_iso_33020(levels: tuple, attained: int | None, blocking: tuple) -> None:
    score = score_attribute(criteria(*levels), "iso33020", 3)
    assert (score.attained_level, score.blocking) == (attained, blocking)


def test_progress_is_the_mean_of_the_levels_means() -> None:
    # Level 1: (2 + 3) / 2; level 2: 1; level 3: 0. Their mean is 7/6.
    assert score_attribute(criteria("LF", "P", "NN"), "cumulative", 3).progress == 1.17


def test_progress_leaves_out_levels_without_applicable_criteria() -> None:
    assert score_attribute(criteria("F", "-", "N"), "cumulative", 3).progress == 1.5


def test_the_share_of_a_level_leaves_out_what_does_not_apply() -> None:
    assert level_share(criteria("", "L-N", ""), 2) == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("given_ratings", "effective"),
    [
        (["F", "P", "L"], "P"),
        (["F", "NA"], "F"),
        (["NA", "NA"], "NA"),
        (["F", None], None),
        (["NA", None], None),
        ([], None),
    ],
)
def test_the_lowest_channel_counts(given_ratings: list, effective: str | None) -> None:
    assert effective_rating(given_ratings) == effective


@pytest.mark.parametrize(
    ("target", "attained", "expected"), [(3, 1, 2), (1, 2, 0), (None, 1, None), (2, None, None)]
)
def test_a_gap_is_never_negative(target, attained, expected) -> None:
    assert gap(target, attained) == expected


@given(st.lists(st.one_of(st.none(), st.integers(0, 3))))
def test_the_overall_level_is_the_lowest(levels: list[int | None]) -> None:
    known = [level for level in levels if level is not None]
    assert overall_level(levels) == (min(known) if known else None)


@pytest.mark.parametrize("rule", RULES)
@given(items=CRITERIA)
def test_the_level_is_what_the_rule_says(rule: str, items: list[RatedCriterion]) -> None:
    assert score_attribute(items, rule, 3).attained_level == naive_level(items, rule)


@pytest.mark.parametrize("rule", RULES)
@given(items=CRITERIA, seed=st.integers())
def test_order_never_matters(rule: str, items: list[RatedCriterion], seed: int) -> None:
    shuffled = random.Random(seed).sample(items, len(items))  # noqa: S311
    one, other = score_attribute(items, rule, 3), score_attribute(shuffled, rule, 3)
    assert (one.attained_level, one.progress, sorted(one.blocking)) == (
        other.attained_level, other.progress, sorted(other.blocking),
    )  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
@given(items=CRITERIA.filter(bool), data=st.data())
def test_raising_a_rating_never_lowers_anything(rule: str, items, data) -> None:
    n = data.draw(st.integers(0, len(items) - 1))
    item = items[n]
    if item.rating == "NA":
        return
    higher = [r for r in VALUES if VALUES[r] >= VALUES[item.rating or "N"]]
    raised = RatedCriterion(item.code, item.level, data.draw(st.sampled_from(higher)))
    before = score_attribute(items, rule, 3)
    after = score_attribute([*items[:n], raised, *items[n + 1 :]], rule, 3)
    assert after.attained_level >= before.attained_level
    assert after.progress >= before.progress


@pytest.mark.parametrize("rule", RULES)
@given(items=CRITERIA)
def test_progress_stays_between_0_and_3(rule: str, items: list[RatedCriterion]) -> None:
    progress = score_attribute(items, rule, 3).progress
    assert progress is None or 0 <= progress <= 3


@pytest.mark.parametrize("rule", RULES)
@given(items=CRITERIA)
def test_lifting_what_blocks_lifts_the_level(rule: str, items: list[RatedCriterion]) -> None:
    score = score_attribute(items, rule, 3)
    lifted = [
        RatedCriterion(i.code, i.level, "F" if i.code in score.blocking else i.rating)
        for i in items
    ]
    after = score_attribute(lifted, rule, 3)
    if score.attained_level in (None, 3):
        assert score.blocking == ()
    else:
        assert after.attained_level > score.attained_level


@given(items=CRITERIA)
def test_iso_33020_never_gives_more_than_the_cumulative_rule(items) -> None:
    strict, mild = (score_attribute(items, rule, 3).attained_level for rule in RULES[::-1])
    assert (strict is None and mild is None) or strict <= mild


@pytest.mark.parametrize("rule", RULES)
@given(st.data(), st.integers(2, 5))
def test_an_edition_has_as_many_levels_as_it_likes(
    rule: str, data: st.DataObject, top: int
) -> None:
    drawn = data.draw(st.lists(st.tuples(st.integers(1, top), RATINGS), max_size=12))
    items = [RatedCriterion(f"C-{n}", *item) for n, item in enumerate(drawn)]
    score = score_attribute(items, rule, top)
    assert score.attained_level == naive_level(items, rule, top)
    assert score.progress is None or 0 <= score.progress <= top
    if items and all(each.rating == "F" for each in items):
        assert (score.attained_level, score.progress) == (top, float(top))


def test_a_score_of_nothing_is_empty() -> None:
    assert score_attribute([], "cumulative", 3) == AttributeScore(None, None, ())


@pytest.mark.parametrize(
    ("level", "target", "rule", "needed"),
    [
        (1, 2, "cumulative", "L"), (2, 2, "cumulative", "L"), (3, 2, "cumulative", None),
        (1, 2, "iso33020", "F"), (2, 2, "iso33020", "L"), (3, 2, "iso33020", None),
        (1, None, "cumulative", None),
    ],
)  # fmt: skip
def test_the_rating_that_is_enough_for_a_target(
    level: int, target: int | None, rule: str, needed: str | None
) -> None:
    assert needed_rating(level, target, rule) == needed
