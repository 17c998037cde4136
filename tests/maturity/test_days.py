"""Which days can be, and when they end in Canada."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import override

from maturity import days
from maturity.wording import moment

FUTURE = "This date is in the future. Choose today or an earlier date."
EARLY = "This date is before the year 2000. Check the year."
DAY = datetime.date(2026, 11, 30)


def at(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Has it be a moment of Ottawa."""
    now = datetime.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("America/Toronto"))
    monkeypatch.setattr(timezone, "now", lambda: now)


def test_a_due_day_ends_when_it_has_ended_in_victoria(monkeypatch) -> None:
    at(monkeypatch, "2026-12-01 00:30")
    assert (days.due_today(), days.has_passed(DAY)) == (DAY, False)
    at(monkeypatch, "2026-12-01 03:30")
    assert (days.due_today(), days.has_passed(DAY)) == (datetime.date(2026, 12, 1), True)


def test_what_has_begun_in_st_john_s_is_not_in_the_future(monkeypatch) -> None:
    at(monkeypatch, "2026-11-29 23:00")
    assert days.past_fault(DAY) is None
    at(monkeypatch, "2026-11-29 22:00")
    assert days.past_fault(DAY) == FUTURE


@pytest.mark.parametrize(
    ("day", "fault"),
    [
        ("0026-11-01", EARLY),
        ("1900-01-01", EARLY),
        ("1999-12-31", EARLY),
        ("2000-01-01", None),
        ("2206-12-01", FUTURE),
        ("9999-12-31", FUTURE),
    ],
)
def test_what_has_been_measured_lies_behind(day: str, fault: str | None) -> None:
    assert days.past_fault(datetime.date.fromisoformat(day)) == fault
    assert days.situation_fault(datetime.date.fromisoformat(day), None) == fault


@pytest.mark.parametrize(
    ("day", "fault"),
    [
        ("0026-11-01", EARLY),
        ("2019-11-01", None),
        ("2099-12-31", None),
        ("2206-12-01", "This date is too far in the future. Check the year."),
    ],
)
def test_what_is_planned_lies_in_this_century(day: str, fault: str | None) -> None:
    assert days.planned_fault(datetime.date.fromisoformat(day)) == fault


def test_a_situation_is_not_before_the_last_one() -> None:
    before = datetime.date(2020, 5, 1)
    assert days.situation_fault(before, before) is None
    assert days.situation_fault(datetime.date(2020, 4, 30), before) == (
        "The last baseline is as of May 1, 2020. Choose that date or a later one."
    )


def test_nothing_is_due_before_the_situation() -> None:
    assert days.planned_fault(DAY, after=datetime.date(2026, 12, 1)) == (
        "This date is before the situation that the assessment describes (December 1, 2026)."
    )


def test_times_say_their_zone() -> None:
    now = datetime.datetime(2026, 11, 30, 21, 30, tzinfo=datetime.UTC)
    local = timezone.localtime(now)
    told = []
    for language in ("en", "fr"):
        with override(language):
            told += [time_format(local, "TIME_FORMAT"), moment(now)]
    assert [each.replace("\u00a0", " ") for each in told] == [
        "4:30 p.m. Eastern Time", "2026-11-30 16:30 ET",
        "16 h 30, heure de l’Est", "2026-11-30 16:30 HE",
    ]  # fmt: skip
