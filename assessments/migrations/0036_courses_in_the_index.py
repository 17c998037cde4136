"""The index knows when initiatives were registered and begun, and what their plans aim for.

What the targets of a baseline asked for then is in its snapshot alone: nothing counted it.
"""

from collections.abc import Iterator
from typing import Any

from django.db import migrations, models
from django.utils import timezone

from assessments.migrations._frozen_0009 import (
    BYTES,
    DAY_BITS,
    FIRST_DAY,
    SLOTS,
    Change,
    built,
    packed,
)

LEVEL_BITS = 3


def extend_the_index(apps: Any, _schema_editor: Any) -> None:
    """Writes into the blocks of initiatives what is new, and takes days of targets out of those of
    baselines."""
    rows = apps.get_model("assessments", "BitmapBlock").objects
    added = built(_changes(apps))
    for row in rows.order_by("pk").iterator(chunk_size=20):
        bits = bytes(row.bits)
        block = {
            name: int.from_bytes(bits[place * BYTES : (place + 1) * BYTES], "little")
            for place, name in enumerate(row.columns.split())
            if not name.startswith("by.")
        }
        row.columns, row.bits = packed(block | dict(added.get((row.layer, row.block), {})))
        row.save()


def _changes(apps: Any) -> Iterator[Change]:
    listing, assessment, target = (
        apps.get_model("assessments", name).objects.order_by()
        for name in ("Listing", "Assessment", "Target")
    )
    numbers = {}
    for key, number, at in listing.values_list("initiative", "number", "initiative__created_at"):
        numbers[key] = number
        yield Change(number, 0, range(SLOTS), {*_day("registered", timezone.localdate(at))})
    begun = assessment.values_list("initiative").annotate(models.Min("created_at"))
    for key, at in begun:
        if key in numbers:
            yield Change(numbers[key], 0, range(SLOTS), {*_day("begun", timezone.localdate(at))})
    for key, code, level, by in target.values_list("initiative", "attribute__code", "level", "by"):
        if key in numbers:
            name = f"target.{code}"
            columns = {name, *_number(name, level, LEVEL_BITS), *_day(f"by.{code}", by)}
            yield Change(numbers[key], 0, range(SLOTS), columns)


def _day(name: str, day: Any) -> Iterator[str]:
    if day:
        yield name
        number = min(max((day - FIRST_DAY).days, 0), (1 << DAY_BITS) - 1)
        yield from _number(name, number, DAY_BITS)


def _number(name: str, value: int, bits: int) -> Iterator[str]:
    return (f"{name}.{place}" for place in range(bits) if value >> place & 1)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0035_validation_runs")]

    operations = [migrations.RunPython(extend_the_index, migrations.RunPython.noop)]
