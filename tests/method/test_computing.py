"""The computed part of the exchange format, against a naive restatement of the rules."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.method.computing import agreement, compute, effective_ratings

CHANNELS = ["ONLINE", "PHONE"]
VALUE = {"N": 0, "P": 1, "L": 2, "F": 3}
RATING = st.sampled_from(["N", "P", "L", "F", "NA"])
# One rating for all channels, one for some of the channels, or none at all.
GIVEN = st.one_of(
    st.fixed_dictionaries({"all": RATING}),
    st.dictionaries(st.sampled_from(CHANNELS), RATING, max_size=2),
)
ATTRIBUTES = st.lists(
    st.lists(st.tuples(st.integers(1, 3), GIVEN), min_size=1, max_size=6), min_size=1, max_size=4
)


def model_of(attributes: list, rule: str = "cumulative") -> dict[str, Any]:
    return {
        "rule": rule,
        "levels": [{"level": level} for level in range(4)],
        "attributes": [
            {
                "code": f"A{a}",
                "criteria": [
                    {"code": f"A{a}-{c}", "level": level}
                    for c, (level, _given) in enumerate(criteria)
                ],
            }
            for a, criteria in enumerate(attributes)
        ],
    }


def document_of(attributes: list, **parts: Any) -> dict[str, Any]:
    return {
        "initiative": {"channels": CHANNELS},
        "ratings": [
            {"criterion": f"A{a}-{c}", "rating": rating}
            | ({} if channel == "all" else {"channel": channel})
            for a, criteria in enumerate(attributes)
            for c, (_level, given) in enumerate(criteria)
            for channel, rating in given.items()
        ],
        "participants": [],
        "targets": [],
        **parts,
    }


def naive_effective(given: dict[str, str]) -> str:
    """N, P, L, F, NA or "unrated", as the design words it."""
    if "all" in given:
        return given["all"]
    if set(given) != set(CHANNELS):
        return "unrated"
    for rating in ("N", "P", "L", "F"):
        if rating in given.values():
            return rating
    return "NA"


def naive_attribute(criteria: list, rule: str) -> tuple[int | None, float | None]:
    """The attained level and the unrounded progress, level by level."""
    rated = [(level, naive_effective(given)) for level, given in criteria]
    applicable = {n: [r for level, r in rated if level == n and r != "NA"] for n in (1, 2, 3)}
    if not any(applicable.values()):
        return None, None
    good = {"cumulative": ("L", "F"), "iso33020": ("F",)}[rule]
    attained = 0
    for n in (1, 2, 3):
        below = all(r in good for level in range(1, n) for r in applicable[level])
        if below and all(r in ("L", "F") for r in applicable[n]):
            attained = n
    means = [
        sum(VALUE.get(r, 0) / 3 for r in ratings) / len(ratings)
        for ratings in applicable.values()
        if ratings
    ]
    return attained, 3 * sum(means) / len(means)


@pytest.mark.parametrize("rule", ["cumulative", "iso33020"])
@given(attributes=ATTRIBUTES)
def test_what_is_computed_is_what_the_rules_say(rule: str, attributes: list) -> None:
    computed = compute(document_of(attributes), model_of(attributes, rule))
    naive = [naive_attribute(criteria, rule) for criteria in attributes]
    assert [each["attained_level"] for each in computed["attributes"]] == [n[0] for n in naive]
    assert [each["progress"] for each in computed["attributes"]] == [
        n[1] if n[1] is None else pytest.approx(n[1], abs=0.005001) for n in naive
    ]
    levels = [level for level, _progress in naive if level is not None]
    assert computed["overall_level"] == (min(levels) if levels else None)
    every = [naive_effective(given) for criteria in attributes for _level, given in criteria]
    assert computed["completion"] == sum(r != "unrated" for r in every) / len(every)


@given(attributes=ATTRIBUTES)
def test_the_effective_rating_is_the_lowest_of_the_channels(attributes: list) -> None:
    effective = effective_ratings(document_of(attributes), model_of(attributes))
    assert [rating or "unrated" for rating in effective.values()] == [
        naive_effective(given) for criteria in attributes for _level, given in criteria
    ]


@given(attributes=ATTRIBUTES, target=st.integers(1, 3))
def test_a_gap_is_what_lacks_to_the_target(attributes: list, target: int) -> None:
    targets = [{"attribute": "A0", "level": target}]
    first = compute(document_of(attributes, targets=targets), model_of(attributes))["attributes"][0]
    level = first["attained_level"]
    assert first["gap"] == (None if level is None else max(target - level, 0))


def test_an_attribute_where_nothing_applies_leaves_the_overall_level_alone() -> None:
    attributes = [[(1, {"all": "NA"})], [(1, {"all": "F"}), (2, {"all": "P"})]]
    computed = compute(document_of(attributes), model_of(attributes))
    assert computed["overall_level"] == 1
    assert computed["attributes"][0] == {
        "attribute": "A0", "attained_level": None, "progress": None, "blocking": [],
        "target": None, "gap": None,
    }  # fmt: skip


def sheets(*ratings: str, finished: bool = True) -> list[dict[str, Any]]:
    """Participants who gave criterion A0-0, A0-1 and so on the letters of each text."""
    return [
        {
            "finished": finished,
            "ratings": [
                {"criterion": f"A0-{n}", "rating": letter} for n, letter in enumerate(letters)
            ],
        }
        for letters in ratings
    ]


def test_agreement_is_that_of_the_participants_who_have_finished() -> None:
    participants = [*sheets("NF", "NF"), *sheets("FN", finished=False)]
    assert agreement({"participants": participants}) == {"alpha": 1, "pairwise": 1}


def test_agreement_says_why_it_is_undefined_where_nobody_rated_the_same() -> None:
    assert agreement({"participants": sheets("NF")}) == {
        "alpha": None, "pairwise": None, "undefined": "nothing_rated_by_two",
    }  # fmt: skip


def test_agreement_says_why_it_is_undefined_where_nothing_varies() -> None:
    assert agreement({"participants": sheets("LL", "LL")}) == {
        "alpha": None, "pairwise": 1, "undefined": "no_variation",
    }  # fmt: skip


def test_a_channel_is_a_unit_of_its_own() -> None:
    participants = [
        {"finished": True, "ratings": [{"criterion": "A0-0", "channel": c, "rating": "F"}]}
        for c in CHANNELS
    ]
    assert agreement({"participants": participants})["pairwise"] is None
