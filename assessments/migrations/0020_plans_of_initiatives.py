"""Each assessment's plan becomes its initiative's: nothing that is still to be done is lost.

Of a target, that of the last assessment counts, in which the team last said what it wants. An
action was copied from cycle to cycle: the last copy counts. One that was open and is not in the
next cycle was taken out by its team, where that cycle began with the plan of the one before.
"""

from collections.abc import Callable
from typing import Any

from django.db import migrations
from django.db.models import Case, Exists, F, OuterRef, Subquery, When
from django.db.models.functions import Coalesce, TruncDate

CLOSED = ("done", "cancelled")
# What was withdrawn comes after all others.
LAST_FIRST = (
    Case(When(assessment__state="withdrawn", then=1), default=0),
    "-assessment__as_of",
    "-assessment__created_at",
    "-assessment__cycle",
    "pk",
)
CHUNK = 1000


def move(apps: Any, editor: Any) -> None:
    def table(name: str) -> Any:
        return apps.get_model("assessments", name).objects.using(editor.connection.alias)

    assessment = table("Assessment").filter(pk=OuterRef("assessment"))
    begun = Subquery(assessment.values("created_at"))
    ended = Subquery(assessment.values(at=Coalesce("submitted_at", "created_at")))
    initiative = Subquery(assessment.values("initiative"))

    columns = ("assessment__initiative", "attribute__code")
    _keep_first(table("Target"), columns)
    table("Target").update(initiative=initiative)

    _without_taken_out(table)
    _keep_first(table("Action"), ("assessment__initiative", "title_language", "title"))
    table("Action").update(initiative=initiative, created_at=begun)
    table("Action").filter(status__in=CLOSED).update(
        closed_on=Subquery(assessment.values(day=TruncDate(Coalesce("submitted_at", "created_at"))))
    )

    stage = Subquery(assessment.values("stage"))
    table("Lesson").update(initiative=initiative, stage=stage, created_at=ended)
    # Councils' reports have those of baselines, and go on having them.
    approved = table("Lesson").filter(assessment__state="approved").values("pk")
    table("Lesson").filter(pk__in=approved).update(audience="council", shared_at=F("created_at"))
    for lesson in table("Lesson").iterator(chunk_size=CHUNK):
        lesson.title = _beginning(lesson.text)
        lesson.save(update_fields=["title"])


def _keep_first(rows: Any, columns: tuple[str, ...]) -> None:
    """Deletes what has the same in these columns as a row of a later assessment."""
    taken: set[tuple[Any, ...]] = set()
    twice: list[Any] = []
    for key, *values in rows.order_by(*LAST_FIRST).values_list("pk", *columns):
        if tuple(values) in taken:
            twice.append(key)
        taken.add(tuple(values))
    for start in range(0, len(twice), CHUNK):
        rows.filter(pk__in=twice[start : start + CHUNK]).delete()


def _without_taken_out(table: Callable[[str], Any]) -> None:
    """Deletes open actions of baselines that went on to a next cycle, or were taken out of it."""
    next_one = (
        table("Assessment")
        .filter(
            initiative=OuterRef("assessment__initiative"),
            stage=OuterRef("assessment__stage"),
            edition=OuterRef("assessment__edition"),
            cycle__gt=OuterRef("assessment__cycle"),
        )
        .exclude(state="withdrawn")
    )
    went_on = table("Action").filter(Exists(next_one), assessment__state="approved")
    keys = list(went_on.exclude(status__in=CLOSED).values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        table("Action").filter(pk__in=keys[start : start + CHUNK]).delete()


def _beginning(text: str) -> str:
    """The first words of a text, as a title."""
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:80].rsplit(' ', 1)[0]}…"


class Migration(migrations.Migration):
    dependencies = [("assessments", "0019_plans_that_live")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
