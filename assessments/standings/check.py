"""Whether the figures and the bitmap indexes say what the snapshots and the initiatives say.

What is kept is compared with what is made anew, a few baselines at a time. Reads only: `check`
tells the differences, and `assessments.standings.rebuilding` mends them.
"""

import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import F, Window
from django.db.models.functions import Lead, RowNumber
from django.utils import timezone

from assessments.models import (
    Baseline,
    BitmapBlock,
    Figures,
    Initiative,
    Listing,
)
from assessments.models.figures import ProfileEntry
from assessments.standings import bits
from assessments.standings.bits import SLOTS
from assessments.standings.blocks import INITIATIVES, Block, BlockChange, built
from assessments.standings.columns import Course, baseline_columns, initiative_columns, slot_of
from assessments.standings.courses import courses
from assessments.standings.names import listing_values
from assessments.standings.rows import figures_of
from maturity.faults import Fault, Faults
from maturity.models import Stage
from maturity.operations.databases import at_one_moment

BASELINES = 20  # at a time: a snapshot is large
LISTED = 200  # initiatives at a time
NAMED = 3  # initiatives that a line names

# What a column of Figures is called, and what it repeats.
SAID = {
    "initiative_id": ("initiative", "the assessment"),
    "stage_id": ("stage", "the assessment"),
    "edition_id": ("edition", "the assessment"),
    "as_of": ("as_of", "the snapshot"),
    "approved_at": ("approved_at", "the baseline"),
    "superseded_at": ("superseded_at", "the next approval"),
    "overall_level": ("overall level", "the snapshot"),
    "rated": ("rated", "the snapshot"),
    "total": ("total", "the snapshot"),
}
OF_ATTRIBUTE: tuple[Literal["level", "progress", "target", "gap"], ...] = (
    "level", "progress", "target", "gap",
)  # fmt: skip


@dataclass(frozen=True)
class WholeIndex:
    """How much was compared."""

    baselines: int
    initiatives: int

    def __str__(self) -> str:
        return (
            f"{self.baselines} baselines of {self.initiatives} initiatives: "
            "figures and indexes agree with the snapshots"
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """An initiative: what its Listing should say, what is wrong of it, and its columns.

    `number` is None where it has no Listing.
    """

    initiative: Initiative
    number: int | None
    values: dict[str, str]
    columns: frozenset[str]
    faults: list[Fault]


@dataclass(frozen=True, slots=True)
class Compared:
    """A baseline: the figures that follow from its snapshot, what is wrong of those that are kept.

    `change` is what it is in the bitmaps, None where its initiative has no Listing.
    """

    figures: Figures
    change: BlockChange | None
    faults: list[Fault]


@dataclass(frozen=True, slots=True)
class ComparedBlock:
    """A block of the bitmaps as it should be, and what is wrong of the row that is kept."""

    layer: int
    number: int
    block: Block
    faults: list[Fault]


def check() -> WholeIndex:
    """Compares everything, as it is at one moment. Raises Faults: one for each difference."""
    with at_one_moment():
        whole, faults = compare(Mender())
    if faults:
        raise Faults(faults)
    return whole


class Mender:
    """What is done about what differs: nothing here (`assessments.standings.rebuilding` mends)."""

    def listing(self, listed: Listed) -> int | None:
        """Returns the number of an initiative, None where it has no Listing."""
        return listed.number

    def figures(self, compared: Compared) -> None:
        """A baseline's figures are wrong."""

    def block(self, compared: ComparedBlock) -> None:
        """A block is wrong."""


def compare(mender: Mender) -> tuple[WholeIndex, list[Fault]]:
    """Compares everything, has what differs mended, and tells all that was wrong."""
    faults: list[Fault] = []
    counts = {"initiatives": 0, "baselines": 0}

    def changes() -> Iterator[BlockChange]:
        for listed in initiatives():
            counts["initiatives"] += 1
            faults.extend(listed.faults)
            number = mender.listing(listed)
            if number is not None:
                yield BlockChange(number, 0, range(SLOTS), listed.columns)
        for compared in baselines():
            counts["baselines"] += 1
            faults.extend(compared.faults)
            if compared.faults:
                mender.figures(compared)
            if compared.change:
                yield compared.change

    for block in blocks(built(changes())):
        faults.extend(block.faults)
        if block.faults:
            mender.block(block)
    return WholeIndex(**counts), faults


# Initiatives


def initiatives() -> Iterator[Listed]:
    """All initiatives, the oldest first, each compared with its Listing."""
    found = Initiative.objects.with_context().select_related("council", "lead", "listing")
    ordered = found.order_by("created_at", "code").iterator(chunk_size=LISTED)
    for some in itertools.batched(ordered, LISTED):
        said = courses(some)
        for each in some:
            yield _listed(each, said[each.pk])


def _listed(initiative: Initiative, course: Course) -> Listed:
    entry = {
        "council": initiative.council.code,
        "lead": initiative.lead.code,
        **{
            name: [each.code for each in getattr(initiative, name).all()]
            for name in ("partners", "channels", "priorities")
        },
    }
    values = listing_values(initiative.code, initiative.name_en, initiative.name_fr)
    place = f"initiative {initiative.code}"
    listing = getattr(initiative, "listing", None)
    if listing is None:
        faults = [Fault(place, "is missing in the lists")]
    else:
        faults = [
            Fault(place, f'{name} is "{kept}" in the lists, its code and names give "{value}"')
            for name, value in values.items()
            if (kept := getattr(listing, name)) != value
        ]
    columns = initiative_columns(entry, course)
    return Listed(initiative, listing and listing.number, values, columns, faults)


# Baselines


def baselines() -> Iterator[Compared]:
    """All baselines, each slot's in the order of cycles, compared with their figures."""
    slot = [F("assessment__initiative"), F("assessment__stage")]
    cycle = F("assessment__cycle").asc()
    found = (
        Baseline.objects.defer("snapshot")
        .select_related("assessment__stage")
        .annotate(
            number=F("assessment__initiative__listing__number"),
            layer=Window(RowNumber(), partition_by=slot, order_by=cycle),
            following=Window(Lead("approved_at"), partition_by=slot, order_by=cycle),
        )
        .order_by(*slot, cycle)
    )
    for some in itertools.batched(found.iterator(chunk_size=LISTED), BASELINES):
        keys = [each.pk for each in some]
        texts = dict(Baseline.objects.filter(pk__in=keys).values_list("pk", "snapshot"))
        kept = Figures.objects.in_bulk(keys)
        for each in some:
            yield _compared(each, json.loads(texts[each.pk]), kept.get(each.pk))


def _compared(baseline: Any, snapshot: Mapping[str, Any], kept: Figures | None) -> Compared:
    assessment = baseline.assessment
    figures = figures_of(baseline, assessment, snapshot)
    figures.superseded_at = baseline.following
    found = _differences(figures, kept) if kept else ["its figures are missing"]
    faults = [Fault(f"baseline {baseline.pk}", message) for message in found]
    change = None
    if baseline.number is not None:
        columns = baseline_columns(snapshot, timezone.localdate(baseline.approved_at))
        slots = [slot_of(assessment.stage.order)]
        change = BlockChange(baseline.number, baseline.layer, slots, columns)
    return Compared(figures, change, faults)


def _differences(figures: Figures, kept: Figures) -> Iterator[str]:
    for column, (name, source) in SAID.items():
        is_, says = getattr(kept, column), getattr(figures, column)
        if is_ != says:
            yield f"{name} is {_written(is_)}, {source} says {_written(says)}"
    for code in sorted({*figures.profile, *kept.profile}):
        if code not in kept.profile:
            yield f"the figures of {code} are missing"
        elif code not in figures.profile:
            yield f"has figures of {code}, which the snapshot does not have"
        else:
            yield from _of_attribute(code, figures.profile[code], kept.profile[code])
    for code in sorted({*figures.ratings, *kept.ratings}):
        is_, says = (each.ratings.get(code) for each in (kept, figures))
        if is_ != says:
            yield f"rating of {code} is {_written(is_)}, the snapshot says {_written(says)}"


def _of_attribute(code: str, said: ProfileEntry, kept: ProfileEntry) -> Iterator[str]:
    for name in OF_ATTRIBUTE:
        if kept[name] != said[name]:
            yield (
                f"{name} of {code} is {_written(kept[name])}, the snapshot says "
                f"{_written(said[name])}"
            )
    blocking, present = set(said["blocking"]), set(kept["blocking"])
    for criterion in sorted(blocking ^ present):
        if criterion in blocking:
            yield f"{criterion} is missing among the blocking criteria"
        else:
            yield f"{criterion} is a blocking criterion, but not in the snapshot"


def _written(value: Any) -> str:
    return "none" if value is None else str(value)


# Blocks


def blocks(expected: Mapping[tuple[int, int], Block]) -> Iterator[ComparedBlock]:
    """All blocks of the bitmaps, those that should be and those that are."""
    rows = BitmapBlock.objects.values_list("layer", "block", "columns", "bits")
    kept = {(layer, block): (columns, bytes(packed)) for layer, block, columns, packed in rows}
    for layer, number in sorted({*expected, *kept}):
        block = expected.get((layer, number), Block())
        row = kept.get((layer, number))
        if block.packed() != (row or ("", b"")):
            place = f"bitmap block {number} of layer {layer}"
            messages = _wrong(layer, number, block, row) if row else ["is missing"]
            faults = [Fault(place, message) for message in messages]
        else:
            faults = []
        yield ComparedBlock(layer, number, block, faults)


def _wrong(layer: int, number: int, block: Block, row: tuple[str, bytes]) -> Iterator[str]:
    kept = Block.unpacked(*row)
    told = False
    for name in sorted({*block.columns, *kept.columns}):
        should, is_ = block.columns.get(name, 0), kept.columns.get(name, 0)
        if lacking := should & ~is_:
            yield f"{name} lacks {_whom(layer, number, lacking)}"
        if surplus := is_ & ~should:
            yield f"{name} should not have {_whom(layer, number, surplus)}"
        told = told or should != is_
    if not told:
        yield "is not packed as it should be"


def _whom(layer: int, block: int, found: int) -> str:
    """Whom some bits of a block are about: the first few by code and stage."""
    first = list(bits.numbers(found))
    numbers = [block * INITIATIVES + each for each in first[:NAMED]]
    codes = dict(Listing.objects.filter(number__in=numbers).values_list("number", "code"))
    stages = {slot_of(stage.order): stage.code for stage in Stage.objects.all()}
    names = []
    for number in numbers:
        name = codes.get(number, f"number {number}")
        slots = bits.Digits(found)[number - block * INITIATIVES]
        if layer:
            of = [stages.get(slot, str(slot)) for slot in range(SLOTS) if slots >> slot & 1]
            name += f" ({', '.join(of)})"
        names.append(name)
    if more := len(first) - len(names):
        names.append(f"{more} more")
    return ", ".join(names)
