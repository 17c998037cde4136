"""The hash of an event: what it covers, and that a database gives back what was hashed."""

import datetime
import math
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from assessments.audit import chain
from assessments.models import Event
from maturity.json_file import unkeepable

pytestmark = [pytest.mark.database("empty"), pytest.mark.either_database("JSON")]
EVENT: dict[str, Any] = {
    "id": 1,
    "at": datetime.datetime(2026, 10, 31, 12, 0, 0, 5, tzinfo=datetime.UTC),
    "actor_id": uuid.UUID(int=1),
    "actor_name": "Fictitious lead",
    "role": "lead",
    "verb": "rate",
    "subject": "assessment",
    "subject_id": "1",
    "assessment_id": uuid.UUID(int=2),
    "initiative_id": None,
    "place": "ACC-01",
    "old": None,
    "new": {"rating": "L"},
    "request_id": "",
}
TEXT = st.text(max_size=30).filter(lambda text: not unkeepable(text))
NUMBERS = st.integers(-(10**100), 10**100) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def test_the_hash_is_known() -> None:
    known = "9ab1fe979ad502cfcd2a6ae691f22e15956ddf1ecf1937b7091c10b590a04f30"
    assert chain.link(EVENT, chain.START) == known


@pytest.mark.parametrize("name", chain.FIELDS)
def test_every_field_counts(name: str) -> None:
    assert chain.link({**EVENT, name: "other"}, chain.START) != chain.link(EVENT, chain.START)


def test_the_hash_before_counts() -> None:
    assert chain.link(EVENT, "1" * 64) != chain.link(EVENT, chain.START)


def test_every_column_but_the_hash_is_covered() -> None:
    columns = {field.attname for field in Event._meta.concrete_fields}
    assert columns - {"hash"} == set(chain.FIELDS)


def test_the_same_moment_elsewhere_is_the_same() -> None:
    at = EVENT["at"].astimezone(datetime.timezone(datetime.timedelta(hours=-4)))
    assert chain.link({**EVENT, "at": at}, chain.START) == chain.link(EVENT, chain.START)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="is no JSON number"):
        chain.keepable({"value": [number]})


@pytest.mark.django_db
@given(value=VALUES)
def test_what_the_database_gives_back_has_the_same_hash(value: Any) -> None:
    kept = EVENT | {"new": chain.keepable(value)}
    with transaction.atomic():
        Event.objects.create(**kept, hash="")
        stored = Event.objects.get()
        transaction.set_rollback(True)
    assert chain.link(vars(stored), chain.START) == chain.link(kept, chain.START)


def test_an_empty_record_is_whole(db: None, manage: Callable[..., tuple[int, str, str]]) -> None:
    said = f"0 events, the chain is whole; head {chain.START}\n"
    assert manage("verify_audit") == (0, said, "")
