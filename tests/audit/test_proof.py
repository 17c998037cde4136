"""verify_audit: what it says of a whole record, and of one that was tampered with."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from assessments.audit import chain, proof
from assessments.models import AuditHead, Baseline, Event
from tests.cast import Cast

pytestmark = pytest.mark.either_database("triggers")
Manage = Callable[..., tuple[int, str, str]]
Tamper = Callable[[], object]


@pytest.fixture
def unguarded(cast: Cast) -> int:
    """Takes the database's own guard away, and gives the number of events that there are."""
    with connection.cursor() as cursor:
        for model, action in itertools.product((Event, Baseline), ("update", "delete")):
            table = model._meta.db_table
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {table}_no_{action}{on_table}")
    return Event.objects.count()


def insert(number: int) -> None:
    """Puts a copy of the first event at a place, and moves those from there on one further."""
    for event in Event.objects.filter(id__gte=number).order_by("-id"):
        Event.objects.filter(pk=event.pk).update(id=event.pk + 1)
    forged = Event.objects.get(pk=1)
    forged.pk = number
    forged.save(force_insert=True)


def swap(one: int, other: int) -> None:
    for old, new in ((one, 0), (other, one), (0, other)):
        Event.objects.filter(pk=old).update(id=new)


def rewrite() -> None:
    """A chain that is whole, but not the one that there was."""
    head = chain.START
    for event in Event.objects.order_by("id"):
        event.actor_name = "Somebody else"
        event.hash = head = chain.link(vars(event), head)
        event.save()
    AuditHead.objects.update(hash=head)


def content(number: int) -> str:
    return f"events[{number}]: its hash does not follow from its content"


def change(number: int, **values: Any) -> Tamper:
    return lambda: Event.objects.filter(pk=number).update(**values)


def infinite() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE assessments_event SET new = '1e999' WHERE id = 2")


TAMPERED: dict[str, tuple[Tamper, list[str]]] = {
    "a value": (change(2, new={"rating": "F"}), [content(2)]),
    "no JSON number": (infinite, [content(2)]),
    "a hash": (change(2, hash="0" * 64), [content(2), content(3)]),
    "one deleted in the middle": (
        lambda: Event.objects.filter(pk=3).delete(),
        ["events[4]: does not follow event 2"],
    ),
    "the first deleted": (
        lambda: Event.objects.filter(pk=1).delete(),
        ["events[2]: does not follow event 0"],
    ),
    "the last deleted": (
        lambda: Event.objects.latest("id").delete(),
        ["head: events are missing at the end: there were 5, the last is 4"],
    ),
    "one inserted": (
        lambda: insert(3),
        [content(3), content(4), content(5), content(6), "head: is not the hash of event 6"],
    ),
    "one inserted at the end": (
        lambda: insert(6), [content(6), "head: is not the hash of event 6"],
    ),
    "two swapped": (lambda: swap(2, 3), [content(2), content(3), content(4)]),
    "the head": (
        lambda: AuditHead.objects.update(hash="0" * 64), ["head: is not the hash of event 5"],
    ),
    "the head's count": (
        lambda: AuditHead.objects.update(count=4), ["head: is not the hash of event 5"],
    ),
}  # fmt: skip


def test_a_whole_record_is_said_to_be_whole(cast: Cast, manage: Manage) -> None:
    head = Event.objects.latest("id").hash
    said = f"5 events, the chain is whole; head {head}\n"
    assert manage("verify_audit") == (0, said, "")


@pytest.mark.parametrize("how", TAMPERED)
def test_what_was_tampered_with_is_named(unguarded: int, manage: Manage, how: str) -> None:
    tamper, faults = TAMPERED[how]
    assert unguarded == 5
    tamper()
    status, out, err = manage("verify_audit")
    assert (status, out, err.splitlines()) == (1, "", faults)


def test_an_event_before_the_first_is_no_part(unguarded: int, manage: Manage) -> None:
    forged = Event.objects.get(pk=1)
    forged.pk = -1
    forged.save(force_insert=True)
    assert manage("verify_audit") == (1, "", "events[-1]: is not part of the chain\n")


def test_a_lost_head_is_told(unguarded: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AuditHead.objects, "first", lambda: None)
    with pytest.raises(proof.Faults, match="head: is missing"):
        proof.check()


def test_a_chain_written_anew_is_whole_but_not_the_expected_one(
    unguarded: int, manage: Manage
) -> None:
    noted = Event.objects.latest("id").hash
    rewrite()
    assert manage("verify_audit")[0] == 0
    said = "--expect: this hash is not in the chain: the chain was rewritten\n"
    assert manage("verify_audit", "--expect", noted) == (1, "", said)


@pytest.mark.parametrize("number", [1, 3, 5])
def test_an_earlier_head_is_met_again(cast: Cast, manage: Manage, number: int) -> None:
    noted = Event.objects.get(pk=number).hash
    assert manage("verify_audit", "--expect", noted.upper())[0] == 0


def test_the_head_of_an_empty_record_is_met_again(cast: Cast, manage: Manage) -> None:
    assert manage("verify_audit", "--expect", chain.START)[0] == 0


def test_events_that_come_during_the_walk_are_walked_too(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = AuditHead.objects.first
    writes = iter([lambda: cast.import_(as_of="2027-01-31"), lambda: None])

    def first_after_a_write() -> AuditHead | None:
        next(writes)()
        return first()

    monkeypatch.setattr(AuditHead.objects, "first", first_after_a_write)
    assert proof.check().count == 6


def test_a_rollback_leaves_no_gap(cast: Cast) -> None:
    with transaction.atomic():
        cast.import_(as_of="2027-01-31")
        transaction.set_rollback(True)
    cast.import_(as_of="2027-02-28")
    assert proof.check().count == 6


def test_many_events_of_one_transaction_follow_one_another(cast: Cast) -> None:
    with transaction.atomic():
        cast.rate_all()
    assert proof.check().count == 51


def test_a_walk_takes_the_same_queries_however_long(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    for _time in range(2):
        with django_assert_num_queries(7):
            proof.check()
        cast.rate_all()


BASELINE_FAULTS: dict[str, tuple[dict[str, str], list[str]]] = {
    "snapshot": (
        {"snapshot": "{}"}, ["its digest does not follow from its content"],
    ),
    "both": (
        {"snapshot": "{}", "sha256": chain.sha256("{}")},
        ["no event says that it was made with this digest"],
    ),
    "digest": (
        {"sha256": "0" * 64},
        ["its digest does not follow from its content",
         "no event says that it was made with this digest"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", BASELINE_FAULTS)
def test_a_changed_baseline_is_named(cast: Cast, unguarded: int, manage: Manage, what: str) -> None:
    values, faults = BASELINE_FAULTS[what]
    cast.rate_all()
    baseline = cast.approve()
    assert manage("verify_audit")[0] == 0
    Baseline.objects.update(**values)
    expected = [f"baselines[{baseline.pk}]: {fault}" for fault in faults]
    assert manage("verify_audit")[2].splitlines() == expected


def test_a_lost_baseline_is_named(cast: Cast, unguarded: int, manage: Manage) -> None:
    cast.rate_all()
    baseline = cast.approve()
    Baseline.objects.all().delete()
    assert manage("verify_audit") == (1, "", f"baselines[{baseline.pk}]: is missing\n")


@pytest.mark.parametrize("model", [Event, Baseline])
@pytest.mark.parametrize("action", ["UPDATE", "DELETE", "TRUNCATE"])
def test_the_database_refuses_to_change_them(cast: Cast, model: type[Model], action: str) -> None:
    if action == "TRUNCATE" and connection.vendor == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    cast.rate_all()
    cast.approve()
    connection.check_constraints()  # PostgreSQL truncates nothing that waits for a check.
    table = model._meta.db_table
    statement = {
        "UPDATE": f"UPDATE {table} SET id = id",  # noqa: S608 - a table's own name
        "DELETE": f"DELETE FROM {table}",  # noqa: S608
        "TRUNCATE": f"TRUNCATE {table} CASCADE",
    }[action]
    with (
        pytest.raises(IntegrityError, match="a published record cannot change"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
