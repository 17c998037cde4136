"""Which backups are kept."""

import re
from datetime import datetime, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.operations.backup_rule import PERIODS, KeepRule, keep_rule

# As names of archives say it: by the portal's own clock, without a zone.
at = partial(datetime, tzinfo=None)
moments = st.sets(st.datetimes(at(2020, 1, 1), at(2030, 12, 31)), min_size=1)
rules = st.dictionaries(st.sampled_from([*PERIODS]), st.integers(1, 20), min_size=1).map(KeepRule)


def daily(days: int) -> set[datetime]:
    """A backup at 3 o'clock on each of so many days, up to Sunday 31 May 2026."""
    return {at(2026, 5, 31, 3) - timedelta(days=day) for day in range(days)}


def test_the_newest_of_each_of_the_last_days_weeks_and_months_are_kept() -> None:
    kept = keep_rule("3 days, 2 weeks, 3 months").kept(daily(100))
    assert sorted(f"{each:%m-%d}" for each in kept) == [
        "03-31",
        "04-30",
        "05-24",
        "05-29",
        "05-30",
        "05-31",
    ]


def test_of_two_backups_of_a_day_the_later_is_kept() -> None:
    early, late = at(2026, 5, 1, 3), at(2026, 5, 1, 15)
    assert keep_rule("2 days").kept({early, late}) == {late}


@given(moments, rules)
def test_the_newest_is_always_kept_and_nothing_that_is_not_there(
    found: set[datetime], rule: KeepRule
) -> None:
    assert max(found) in rule.kept(found) <= found


@given(moments, rules)
def test_so_many_periods_are_kept_as_the_rule_says_or_as_there_are(
    found: set[datetime], rule: KeepRule
) -> None:
    kept = rule.kept(found)
    for period, number in rule.numbers.items():
        last = sorted({PERIODS[period](at) for at in found})[-number:]
        assert {PERIODS[period](at) for at in kept} >= set(last)
    assert len(kept) <= sum(rule.numbers.values())


@given(moments, rules)
def test_what_the_rule_lets_go_it_never_misses_later(found: set[datetime], rule: KeepRule) -> None:
    """Removing after each backup leaves what removing once, at the end, would leave."""
    step_by_step: set[datetime] = set()
    for each in sorted(found):
        step_by_step = rule.kept({*step_by_step, each})
    assert step_by_step == rule.kept(found)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "'' is not a number of days, weeks or months"),
        ("14", "'14' is not a number of days, weeks or months"),
        ("14 days, 2 years", "'2 years' is not a number of days, weeks or months"),
        ("-1 days", "'-1 days' is not a number of days, weeks or months"),
        ("1 day, 2 days", "it has days twice"),
        ("0 weeks, 2 days", "leave weeks out to keep none for their sake"),
    ],
)
def test_a_rule_that_cannot_be_read_says_why(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
        keep_rule(text)
