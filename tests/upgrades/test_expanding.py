"""The release before goes on working with the tables of this one; see `expanding`."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.state import ModelState, ProjectState

from tests.upgrades.expanding import RELEASES, Judge, faults_since, number_of


def test_every_migration_since_the_rule_holds_leaves_the_release_before_working() -> None:
    assert faults_since(RELEASES) == []


def test_migrations_on_disk_are_judged_by_the_release_before_them() -> None:
    before = {"0.1": {"assessments": "0033_editions_of_other_shapes"}}
    last = {"0.2": {"assessments": "0036_courses_in_the_index"}}
    why = "runs SQL or Python, and does not say why that is `harmless`"
    index = f"assessments.0036_courses_in_the_index: {why}"
    assert index in faults_since(before)
    assert index in faults_since(before | last)
    assert index not in faults_since(last)


def test_the_last_migrations_of_every_release_are_known() -> None:
    changes = (settings.BASE_DIR / "CHANGELOG.md").read_text()
    known = re.findall(r"^## ([0-9.]+) ", changes, flags=re.MULTILINE)
    held = {each for each in known if number_of(each) >= number_of("0.6.0")}
    assert held <= set(RELEASES)


# Bad migrations, and good ones, of a portal that has lessons.


def lessons(**more: models.Field) -> ProjectState:
    """A state in which a lesson has an id, a title, a note that may be null, and what is asked."""
    fields: dict[str, models.Field] = {
        "id": models.BigAutoField(primary_key=True),
        "title": models.CharField(max_length=200),
        "note": models.CharField(max_length=200, null=True),
        "order": models.PositiveSmallIntegerField(),
    }
    return ProjectState(
        {("portal", "lesson"): ModelState("portal", "Lesson", (fields | more).items())}
    )


def faults(*operations: Any, now: ProjectState | None = None, **attributes: Any) -> list[str]:
    """What is wrong with a migration of these operations, after release 0.6.0."""
    kind = type("Migration", (migrations.Migration,), {"operations": operations, **attributes})
    judge = Judge("0.6.0", lessons(), ["0.6.0"])
    found = judge.faults(kind("0002_more", "portal"), now or lessons())
    return [each.removeprefix("portal.0002_more: ") for each in found]


def add(field: models.Field) -> migrations.AddField:
    return migrations.AddField("Lesson", "advice", field)


def alter(name: str, field: models.Field) -> migrations.AlterField:
    return migrations.AlterField("Lesson", name, field)


def forget(name: str) -> migrations.SeparateDatabaseAndState:
    return migrations.SeparateDatabaseAndState(
        state_operations=[migrations.RemoveField("Lesson", name)]
    )


GIVEN = "lesson.advice has to be given, which 0.6.0 does not: let it be null or have a db_default"
ONCE = models.UniqueConstraint(fields=["title"], name="lesson_title_once")
NARROW = "`contracts` has to name a release that keeps to it already"
DROP = "ALTER TABLE portal_lesson DROP COLUMN note"


@pytest.mark.parametrize(
    ("operation", "fault"),
    [
        (migrations.RemoveField("Lesson", "note"), "Remove field note from Lesson: 0.6.0 uses it"),
        (
            migrations.RenameField("Lesson", "note", "remark"),
            "Rename field note on Lesson to remark: 0.6.0 uses it",
        ),
        (
            migrations.RenameModel("Lesson", "Story"),
            "Rename model Lesson to Story: 0.6.0 uses it",
        ),
        (migrations.DeleteModel("Lesson"), "Delete model Lesson: 0.6.0 uses it"),
        (
            migrations.AlterModelTable("Lesson", "lessons"),
            "Rename table for Lesson to lessons: 0.6.0 uses it",
        ),
        (add(models.CharField(max_length=9)), GIVEN),
        (add(models.CharField(max_length=9, default="")), GIVEN),
        (add(models.CharField(max_length=9, db_default="", unique=True)), GIVEN),
        (
            alter("note", models.CharField(max_length=200)),
            f"lesson.note becomes narrower (not null): {NARROW}",
        ),
        (
            alter("title", models.CharField(max_length=100, unique=True)),
            f"lesson.title becomes narrower (unique, 100 characters): {NARROW}",
        ),
        (
            alter("title", models.CharField(max_length=200, db_column="name")),
            f"lesson.title becomes narrower (another column): {NARROW}",
        ),
        (
            alter("order", models.CharField(max_length=200)),
            "lesson.order becomes narrower (PositiveSmallIntegerField to CharField): " + NARROW,
        ),
        (
            migrations.AddConstraint("Lesson", ONCE),
            f"lesson_title_once is a new constraint: {NARROW}",
        ),
        (
            migrations.AlterUniqueTogether("Lesson", {("title", "order")}),
            f"lesson together is a new constraint: {NARROW}",
        ),
        (
            forget("title"),
            "lesson.title is forgotten, but its column has to be given: let it be null or have a "
            "db_default",
        ),
        (
            migrations.RunSQL(DROP),
            "drops portal_lesson.note, which 0.6.0 uses: have the code forget it first, and drop "
            "it a release later",
        ),
        (
            migrations.RunSQL('DROP TABLE "portal_lesson"'),
            "drops portal_lesson, which 0.6.0 uses: have the code forget it first, and drop it a "
            "release later",
        ),
        (
            migrations.RunSQL("UPDATE portal_lesson SET note = ''"),
            "runs SQL or Python, and does not say why that is `harmless`",
        ),
        (
            migrations.RunPython(migrations.RunPython.noop),
            "runs SQL or Python, and does not say why that is `harmless`",
        ),
    ],
)
def test_what_the_release_before_would_stumble_over_is_refused(operation: Any, fault: str) -> None:
    assert faults(operation) == [fault]


@pytest.mark.parametrize(
    "operation",
    [
        migrations.CreateModel("Story", [("id", models.BigAutoField(primary_key=True))]),
        add(models.CharField(max_length=9, null=True)),
        add(models.CharField(max_length=9, db_default="")),
        add(models.CharField(max_length=9, null=True, unique=True)),
        alter("note", models.CharField(max_length=300, null=True)),
        alter("note", models.TextField(null=True)),
        alter("title", models.CharField(max_length=200, null=True)),
        alter("order", models.PositiveIntegerField()),
        migrations.AddIndex("Lesson", models.Index(fields=["title"], name="lesson_title")),
        migrations.AlterModelOptions("Lesson", {"ordering": ["title"]}),
        forget("note"),
        migrations.RunSQL("ALTER TABLE portal_lesson DROP COLUMN remark"),
        migrations.RunSQL("DROP TABLE portal_story"),
    ],
)
def test_what_it_does_not_notice_is_fine(operation: Any) -> None:
    assert faults(operation) == []


def test_what_it_does_not_know_may_change() -> None:
    story = migrations.CreateModel(
        "Story",
        [("id", models.BigAutoField(primary_key=True)), ("title", models.CharField(max_length=9))],
    )
    once = models.UniqueConstraint(fields=["title"], name="story_title_once")
    assert faults(
        story,
        migrations.AddConstraint("Story", once),
        migrations.AddField("Story", "text", models.TextField(default="")),
        migrations.RenameField("Story", "text", "words"),
        migrations.RenameModel("Story", "Tale"),
        migrations.DeleteModel("Tale"),
    ) == []  # fmt: skip


def test_a_new_field_stays_one_that_may_be_left_out() -> None:
    assert faults(
        add(models.CharField(max_length=9, null=True)),
        alter("advice", models.CharField(max_length=9)),
    ) == [GIVEN]


def test_a_column_may_be_forgotten_once_it_may_be_left_out() -> None:
    assert (
        faults(alter("title", models.CharField(max_length=200, null=True)), forget("title")) == []
    )


@pytest.mark.parametrize(
    ("operation", "what"),
    [
        (alter("note", models.CharField(max_length=200)), "lesson.note"),
        (migrations.AddConstraint("Lesson", ONCE), "lesson_title_once"),
    ],
)
def test_what_a_release_before_keeps_to_already_may_be_asked_for(operation: Any, what: str) -> None:
    assert faults(operation, contracts={what: "0.6.0"}) == []


def test_a_release_that_is_not_out_yet_keeps_to_nothing() -> None:
    assert faults(
        migrations.AddConstraint("Lesson", ONCE), contracts={"lesson_title_once": "0.7.0"}
    ) == [
        "lesson_title_once is a new constraint: 0.7.0, which `contracts` names, is not released "
        "before it"
    ]


def test_what_runs_says_why_it_is_harmless() -> None:
    told = migrations.RunPython(migrations.RunPython.noop)
    assert faults(told, harmless="One row a council; nobody reads the column yet.") == []


def test_all_faults_are_told_at_once() -> None:
    assert len(faults(migrations.RemoveField("Lesson", "note"), forget("title"))) == 2
