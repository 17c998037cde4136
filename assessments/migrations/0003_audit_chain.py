import datetime
import hashlib
import json
from typing import Any

from django.db import migrations, models

from maturity.immutable import allow, refuse

# The chain as it was begun: what later versions say of it does not change what stands here.
START = "0" * 64
FIELDS = (
    "id", "at", "actor_id", "actor_name", "role", "verb", "subject", "subject_id",
    "assessment_id", "initiative_id", "place", "old", "new", "request_id",
)  # fmt: skip


def link(event: Any, previous: str) -> str:
    """Returns the hash of an event that follows the event with the hash `previous`."""
    content = {name: plain(getattr(event, name)) for name in FIELDS} | {"previous": previous}
    text = json.dumps(
        content, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: Any) -> Any:
    """Returns a column's value as JSON: moments in UTC to the microsecond, identities as text."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    if value is None or isinstance(value, str | int | list | dict | float):
        return value
    return str(value)


def chain_what_is_there(apps: Any, _editor: Any) -> None:
    """Numbers the events that there are without gaps, and gives each its hash."""
    events = apps.get_model("assessments", "Event").objects
    assessments = apps.get_model("assessments", "Assessment").objects
    initiatives = dict(assessments.values_list("pk", "initiative_id"))
    last, number, head = 0, 0, START
    while batch := list(events.filter(pk__gt=last).order_by("pk")[:500]):
        for event in batch:
            last, number = event.pk, number + 1
            event.id = number
            event.initiative_id = initiatives.get(event.assessment_id)
            if event.subject == "initiative":
                event.initiative_id = event.subject_id
            head = link(event, head)
            events.filter(pk=last).update(id=number, initiative_id=event.initiative_id, hash=head)
    apps.get_model("assessments", "AuditHead").objects.create(count=number, hash=head)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_baselines_and_events_never_change")]

    operations = [
        allow("assessments_event", "UPDATE", "DELETE"),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("count", models.BigIntegerField(default=0)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="audit_head_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="event",
            name="hash",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="event",
            name="initiative_id",
            field=models.UUIDField(db_index=True, null=True),
        ),
        migrations.AddField(
            model_name="event",
            name="request_id",
            field=models.CharField(blank=True, default="", max_length=100),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="event",
            name="role",
            field=models.CharField(blank=True, default="", max_length=12),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="event",
            name="actor_id",
            field=models.UUIDField(db_index=True),
        ),
        migrations.AlterField(
            model_name="event",
            name="at",
            field=models.DateTimeField(),
        ),
        migrations.AlterField(
            model_name="event",
            name="id",
            field=models.BigIntegerField(primary_key=True, serialize=False),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["subject", "subject_id"], name="event_subject"),
        ),
        migrations.RunPython(chain_what_is_there, migrations.RunPython.noop),
        # Every table that never loses a row, so that PostgreSQL refuses to empty them too.
        refuse("assessments_event", "UPDATE", "DELETE"),
        refuse("assessments_baseline", "UPDATE", "DELETE"),
        refuse("assessments_audithead", "DELETE"),
    ]
