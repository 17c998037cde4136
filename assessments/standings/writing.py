"""Keeping the bitmap indexes up to date, in the transaction that changes what they repeat."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
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
from assessments.standings.courses import aims_of, courses
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
    held = _held_columns(initiative)
    rest = {name for name in held.known if not name.startswith(AIMS)}
    held.put(rest.union(*map(aim_columns, aims_of([initiative])[initiative.pk])))


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
            block = _unpacked(row)
            for each in blocks[row.block]:
                block.put(place(each.number)[1], each.slots, each.columns)
            _save(row, block)


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


@dataclass(frozen=True, slots=True)
class _HeldColumns:
    """The columns that hold for an initiative, in a block whose row is held; `bit` is its first."""

    row: BitmapBlock
    block: Block
    bit: int

    @property
    def known(self) -> frozenset[str]:
        return self.block.at(self.bit)

    def put(self, columns: Collection[str]) -> None:
        """Has just these columns hold."""
        self.block.put(self.bit, range(SLOTS), columns)
        _save(self.row, self.block)


def _held_columns(initiative: Initiative) -> _HeldColumns:
    """What the index says of an initiative itself, held until the transaction ends."""
    number, bit = place(_number(initiative))
    (row,) = _held([number], INITIATIVES)
    return _HeldColumns(row, _unpacked(row), bit)


def _happened(initiative: Initiative, name: str, day: datetime.date) -> None:
    held = _held_columns(initiative)
    if name not in held.known:
        held.put(held.known | day_columns(name, day))


def _unpacked(row: BitmapBlock) -> Block:
    return Block.unpacked(row.columns, bytes(row.bits))


def _save(row: BitmapBlock, block: Block) -> None:
    row.columns, row.bits = block.packed()
    row.save(update_fields=["columns", "bits"])


def _day(moment: datetime.datetime | None) -> datetime.date:
    assert moment  # nosec B101
    return timezone.localdate(moment)


def _number(initiative: Initiative) -> int:
    return Listing.objects.values_list("number", flat=True).get(initiative=initiative)
