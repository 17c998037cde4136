"""What lists read of a baseline is one column, and the index knows targets' days and actions."""

import datetime
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import migrations, models

from assessments.migrations._frozen_0009 import BYTES, DAY_BITS, FIRST_DAY, Change, built, slot_of

AT_A_TIME = 500
COUNT_BITS = 16


def fill_profiles(apps: Any, _schema_editor: Any) -> None:
    """Gives the figures of every baseline its profile, from the tables that go."""
    figures, attributes, blocking = (
        apps.get_model("assessments", name)
        for name in ("Figures", "AttributeFigures", "BlockingCriterion")
    )
    keys = figures.objects.order_by("pk").values_list("pk", flat=True)
    for some in itertools.batched(list(keys), AT_A_TIME):
        held: dict[Any, list[str]] = defaultdict(list)
        rows = blocking.objects.filter(figures__in=some).order_by("criterion__order")
        for key, attribute, code in rows.values_list(
            "figures", "criterion__attribute", "criterion__code"
        ):
            held[key, attribute].append(code)
        profiles: dict[Any, dict[str, Any]] = {key: {} for key in some}
        stood = attributes.objects.filter(figures__in=some).order_by("attribute__order")
        values = ("level", "progress", "target", "gap")
        for key, attribute, code, *said in stood.values_list(
            "figures", "attribute", "attribute__code", *values
        ):
            entry = dict(zip(values, said, strict=True))
            profiles[key][code] = entry | {"blocking": held[key, attribute]}
        for key, profile in profiles.items():
            figures.objects.filter(pk=key).update(profile=profile)


def extend_the_index(apps: Any, _schema_editor: Any) -> None:
    """Adds to the blocks when targets of baselines were due, and how many actions they have."""
    rows = apps.get_model("assessments", "BitmapBlock").objects
    for (layer, number), block in built(_changes(apps)).items():
        row = rows.get(layer=layer, block=number)
        bits = bytes(row.bits)
        parts = {
            name: bits[place * BYTES : (place + 1) * BYTES]
            for place, name in enumerate(row.columns.split())
        }
        parts |= {name: column.to_bytes(BYTES, "little") for name, column in block.items()}
        row.columns = " ".join(sorted(parts))
        row.bits = b"".join(parts[name] for name in sorted(parts))
        row.save()


def _changes(apps: Any) -> Iterator[Change]:
    columns = _columns(apps)
    numbers = dict(
        apps.get_model("assessments", "Listing").objects.values_list("initiative", "number")
    )
    cycles: Counter[Any] = Counter()
    baselines = apps.get_model("assessments", "Baseline").objects.order_by("assessment__cycle")
    for key, initiative, stage in baselines.values_list(
        "assessment", "assessment__initiative", "assessment__stage__order"
    ):
        cycles[initiative, stage] += 1
        if key in columns:
            layer = cycles[initiative, stage]
            yield Change(numbers[initiative], layer, [slot_of(stage)], columns[key])


def _columns(apps: Any) -> dict[Any, set[str]]:
    """By the assessment of a baseline, the columns to add; nothing of these changes any more."""
    found: dict[Any, set[str]] = defaultdict(set)
    target, action = (apps.get_model("assessments", name).objects for name in ("Target", "Action"))
    approved = {"assessment__baseline__isnull": False}
    targets = target.filter(by__isnull=False, **approved).order_by()
    for key, code, by in targets.values_list("assessment", "attribute__code", "by"):
        found[key] |= {f"by.{code}", *_number(f"by.{code}", _day(by), DAY_BITS)}
    actions = action.filter(**approved).order_by().values_list("assessment", "status")
    for key, status, number in actions.annotate(models.Count("pk")):
        found[key].update(_number(f"actions.{status}", number, COUNT_BITS))
    return found


def _day(day: datetime.date) -> int:
    return min(max((day - FIRST_DAY).days, 0), (1 << DAY_BITS) - 1)


def _number(name: str, value: int, bits: int) -> Iterator[str]:
    return (f"{name}.{place}" for place in range(bits) if value >> place & 1)


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0010_saved_views"),
    ]

    operations = [
        migrations.AddField(
            model_name="figures",
            name="profile",
            field=models.JSONField(default=dict),
            preserve_default=False,
        ),
        migrations.RunPython(fill_profiles, migrations.RunPython.noop),
        migrations.RunPython(extend_the_index, migrations.RunPython.noop),
        migrations.DeleteModel(name="AttributeFigures"),
        migrations.DeleteModel(name="BlockingCriterion"),
    ]
