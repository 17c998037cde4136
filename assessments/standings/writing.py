"""Keeping the bitmap indexes up to date, in the transaction that changes what they repeat."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils import timezone

from assessments.models import (
    Assessment,
    Baseline,
    BitmapBlock,
    Figures,
    Initiative,
    Listing,
)
from assessments.standings.bits import SLOTS
from assessments.standings.blocks import Block, BlockChange, place
from assessments.standings.columns import (
    AIMS,
    BEGUN,
    SEEN,
    aim_columns,
    baseline_columns,
    day_columns,
    initiative_columns,
    slot_of,
)
from assessments.standings.courses import courses
from assessments.standings.names import listing_values

INITIATIVES = 0  # the layer of what initiatives are


def hold(initiative: Initiative) -> None:
    """Holds what the index has of an initiative until the transaction ends.

    It is always held before the audit record, so that no two wait for each other.
    """
    block, _bit = place(_number(initiative))
    _held([block], INITIATIVES)


def list_initiative(initiative: Initiative, entry: Mapping[str, Any]) -> None:
    """Writes an initiative into the index, new or changed; `entry` has its codes."""
    values = listing_values(initiative.code, initiative.name_en, initiative.name_fr)
    listing, _new = Listing.objects.update_or_create(initiative=initiative, defaults=values)
    _held([place(listing.number)[0]], INITIATIVES)  # so that nobody submits it after we have looked
    columns = initiative_columns(entry, courses([initiative])[initiative.pk])
    change([BlockChange(listing.number, INITIATIVES, range(SLOTS), columns)])


def list_as_begun(assessment: Assessment) -> None:
    """Notes that an assessment of an initiative is started, if it is the first one."""
    _happened(assessment.initiative, BEGUN, _day(assessment.created_at))


def list_as_seen(assessment: Assessment) -> None:
    """Notes that something of an initiative is submitted, so that its council sees it."""
    _happened(assessment.initiative, SEEN, _day(assessment.submitted_at))


def list_aims(initiative: Initiative) -> None:
    """Notes what the plan of an initiative aims for now."""
    number, known = _known(initiative)
    rest = {name for name in known if not name.startswith(AIMS)}
    aims = courses([initiative])[initiative.pk].aims
    change([BlockChange(number, INITIATIVES, range(SLOTS), rest.union(*map(aim_columns, aims)))])


def list_baseline(baseline: Baseline, taken: Mapping[str, Any]) -> None:
    """Writes a new baseline, whose snapshot is `taken` and whose figures are written, into it."""
    assessment = baseline.assessment
    cycles = Figures.objects.filter(
        initiative=assessment.initiative_id, stage=assessment.stage_id
    ).count()
    columns = baseline_columns(taken, _day(baseline.approved_at))
    slot = slot_of(assessment.stage.order)
    change([BlockChange(_number(assessment.initiative), cycles, [slot], columns)])


def change(changes: Iterable[BlockChange]) -> None:
    """Writes some changes: two rows for one, however many initiatives there are.

    Call it in a transaction.
    """
    by_layer: dict[int, dict[int, list[BlockChange]]] = defaultdict(lambda: defaultdict(list))
    for each in changes:
        by_layer[each.layer][place(each.number)[0]].append(each)
    held = _held(sorted({block for blocks in by_layer.values() for block in blocks}), INITIATIVES)
    for layer, blocks in sorted(by_layer.items()):
        for row in held if layer == INITIATIVES else _held(blocks, layer):
            if row.block not in blocks:
                continue
            packed = Block.unpacked(row.columns, bytes(row.bits))
            for each in blocks[row.block]:
                packed.put(place(each.number)[1], each.slots, each.columns)
            row.columns, row.bits = packed.packed()
            row.save(update_fields=["columns", "bits"])


def _held(blocks: Collection[int], layer: int) -> list[BitmapBlock]:
    """The rows of some blocks, locked; those that are not there yet are made."""
    rows = BitmapBlock.objects.filter(layer=layer, block__in=blocks).order_by("block")
    found = list(rows.select_for_update())
    if len(found) < len(blocks):
        missing = sorted(set(blocks) - {row.block for row in found})
        BitmapBlock.objects.bulk_create(
            [BitmapBlock(layer=layer, block=block, columns="", bits=b"") for block in missing],
            ignore_conflicts=True,
        )
        found = list(rows.select_for_update())
    return found


def _happened(initiative: Initiative, name: str, day: datetime.date) -> None:
    number, known = _known(initiative)
    if name not in known:
        columns = known | day_columns(name, day)
        change([BlockChange(number, INITIATIVES, range(SLOTS), columns)])


def _known(initiative: Initiative) -> tuple[int, frozenset[str]]:
    """The number of an initiative, whose block is held, and the columns that hold for it."""
    number = _number(initiative)
    block, bit = place(number)
    (row,) = _held([block], INITIATIVES)
    return number, Block.unpacked(row.columns, bytes(row.bits)).at(bit)


def _day(moment: datetime.datetime | None) -> datetime.date:
    assert moment  # nosec B101
    return timezone.localdate(moment)


def _number(initiative: Initiative) -> int:
    return Listing.objects.values_list("number", flat=True).get(initiative=initiative)
