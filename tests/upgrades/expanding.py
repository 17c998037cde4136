"""Judges migrations: the release before has to go on working with the tables that they leave.

While a portal of several hosts is upgraded, both releases serve one database. So a release may add
what the one before does not notice, and take away only what the one before no longer uses:

- a new column may be left out by those who insert: it may be null or has a `db_default`;
- a field goes in two releases. In the first its column may be left out, and
  `SeparateDatabaseAndState(state_operations=[RemoveField(...)])` has the code forget it. In the
  next, `RunSQL("ALTER TABLE ... DROP COLUMN ...")` drops it. So does a model, with `DROP TABLE`;
- nothing is renamed: what is new is added, filled and used, and the old goes as above;
- what makes a column or table stricter names, in the attribute `contracts` of its migration, the
  release whose code keeps to it already, such as `{"lesson.title": "0.6.0"}` or, by the name of a
  constraint, `{"lesson_title_once": "0.6.0"}`;
- Python or SQL that a migration runs says in its attribute `harmless` why the release before goes
  on working with what it leaves, and why it takes no longer than moments. What takes longer is a
  step of `migrate_data`.

What the release before does not know at all, a migration may change as it likes.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.migrations import Migration
from django.db.migrations import operations as kinds
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Field

# The last migrations of each release from which on the rule holds.
RELEASES: dict[str, dict[str, str]] = {
    "0.6.0": {
        "assessments": "0038_ballots_drafted_and_statement_of_work",
        "maturity": "0009_nightly_runs",
        "reports": "0008_validation_and_package",
    },
}

# What code that does not know of it cannot run into.
HARMLESS = (
    kinds.CreateModel,
    kinds.AddIndex,
    kinds.RemoveIndex,
    kinds.RenameIndex,
    kinds.RemoveConstraint,
    kinds.AlterConstraint,
    kinds.AlterModelOptions,
    kinds.AlterModelManagers,
    kinds.AlterModelTableComment,
)
# By the class of a column: those that hold all that it holds.
WIDER = {
    "CharField": {"TextField"},
    "SlugField": {"CharField", "TextField"},
    "EmailField": {"CharField", "TextField"},
    "URLField": {"CharField", "TextField"},
    "PositiveSmallIntegerField": {"PositiveIntegerField", "PositiveBigIntegerField"},
    "PositiveIntegerField": {"PositiveBigIntegerField"},
    "SmallIntegerField": {"IntegerField", "BigIntegerField"},
    "IntegerField": {"BigIntegerField"},
}
DROPPED = re.compile(
    r'ALTER TABLE (?:IF EXISTS )?"?(\w+)"?\s+DROP (?:COLUMN )?(?:IF EXISTS )?"?(\w+)"?'
    r'|DROP TABLE (?:IF EXISTS )?"?(\w+)"?',
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Judge:
    """Judges the migrations that come after a release, whose state it knows."""

    version: str
    released: ProjectState
    versions: Collection[str]

    def faults(self, migration: Migration, before: ProjectState) -> list[str]:
        """What of a migration the release before would stumble over; `before` is the state that it
        finds."""
        found, state = [], before.clone()
        for operation in migration.operations:
            said = self._of(operation, migration, state)
            found += [f"{migration.app_label}.{migration.name}: {each}" for each in said]
            operation.state_forwards(migration.app_label, state)
        return found

    def _of(self, operation: Operation, migration: Migration, state: ProjectState) -> Iterator[str]:
        if isinstance(operation, kinds.SeparateDatabaseAndState):
            for each in operation.database_operations:
                yield from self._of(each, migration, state)
            for each in operation.state_operations:
                yield from self._forgotten(each, migration.app_label, state)
        elif isinstance(operation, kinds.RunSQL | kinds.RunPython):
            yield from self._run(operation, migration)
        elif not isinstance(operation, HARMLESS):
            yield from self._changed(operation, migration, state)

    def _fields(self, app: str, model: str) -> Mapping[str, Field] | None:
        """The fields that the release has of a model, if it knows the model."""
        known = self.released.models.get((app, model.lower()))
        return known and known.fields

    def _forgotten(self, operation: Operation, app: str, state: ProjectState) -> Iterator[str]:
        """Code may forget a column that who inserts may leave out."""
        if isinstance(operation, kinds.RemoveField):
            field = state.models[app, operation.model_name_lower].fields[operation.name]
            if not may_be_left_out(field):
                yield (
                    f"{operation.model_name_lower}.{operation.name} is forgotten, but its column "
                    "has to be given: let it be null or have a db_default"
                )

    def _run(self, operation: Any, migration: Migration) -> Iterator[str]:
        text = str(getattr(operation, "sql", ""))
        for table, column, whole in DROPPED.findall(text):
            if self._uses(table or whole, column):
                what = f"{table}.{column}" if column else whole
                yield (
                    f"drops {what}, which {self.version} uses: have the code forget it first, and "
                    "drop it a release later"
                )
        if not DROPPED.search(text) and not getattr(migration, "harmless", ""):
            yield "runs SQL or Python, and does not say why that is `harmless`"

    def _uses(self, table: str, column: str) -> bool:
        for (app, name), model in self.released.models.items():
            if model.options.get("db_table", f"{app}_{name}") == table:
                columns = {column_of(name, each) for name, each in model.fields.items()}
                return not column or column in columns
        return False

    def _changed(self, operation: Any, migration: Migration, state: ProjectState) -> Iterator[str]:
        app = migration.app_label
        model = getattr(operation, "model_name", None) or getattr(operation, "name", None)
        model = (model or operation.old_name).lower()
        known = self._fields(app, model)
        if known is None:
            return
        fresh = getattr(operation, "name", "") not in known
        if isinstance(operation, kinds.AddField | kinds.AlterField) and fresh:
            if not may_be_left_out(operation.field):
                yield (
                    f"{model}.{operation.name} has to be given, which {self.version} does not: "
                    "let it be null or have a db_default"
                )
        elif isinstance(operation, kinds.AlterField):
            old = state.models[app, model].fields[operation.name]
            what = f"{model}.{operation.name}"
            if ways := list(narrower(old, operation.field)):
                yield from self._stricter(what, f"becomes narrower ({', '.join(ways)})", migration)
        elif isinstance(operation, kinds.AddConstraint):
            yield from self._stricter(operation.constraint.name, "is a new constraint", migration)
        elif isinstance(operation, kinds.AlterUniqueTogether):
            yield from self._stricter(f"{model} together", "is a new constraint", migration)
        elif not (isinstance(operation, kinds.RemoveField) and fresh):
            yield f"{operation.describe()}: {self.version} uses it"

    def _stricter(self, what: str, how: str, migration: Migration) -> Iterator[str]:
        keeps = getattr(migration, "contracts", {}).get(what)
        if keeps is None:
            yield f"{what} {how}: `contracts` has to name a release that keeps to it already"
        elif keeps not in self.versions:
            yield f"{what} {how}: {keeps}, which `contracts` names, is not released before it"


def faults_since(releases: Mapping[str, Mapping[str, str]]) -> list[str]:
    """What is wrong with the migrations on disk, each judged by the release before it."""
    loader = MigrationLoader(None)
    versions, found = list(releases), []
    for place, version in enumerate(versions):
        last = releases[version]
        judge = Judge(version, loader.project_state(list(last.items())), versions[: place + 1])
        until = releases[versions[place + 1]] if versions[place + 1 :] else {}
        for app, name in sorted(loader.disk_migrations):
            # Names begin with their number.
            if app in last and last[app] < name <= until.get(app, "9999"):
                before = loader.project_state((app, name), at_end=False)
                found += judge.faults(loader.disk_migrations[app, name], before)
    return found


def number_of(version: str) -> tuple[int, ...]:
    """A version as numbers, to compare it by."""
    return tuple(int(each) for each in re.findall(r"\d+", version))


def may_be_left_out(field: Field) -> bool:
    """Whether who inserts may leave a field's column out."""
    return bool(field.many_to_many or field.null or (field.has_db_default() and not field.unique))


def narrower(old: Field, new: Field) -> Iterator[str]:
    """In which ways a column holds less than it did."""
    was, is_now = (type(each).__name__ for each in (old, new))
    if was != is_now and is_now not in WIDER.get(was, ()):
        yield f"{was} to {is_now}"
    if old.null and not new.null:
        yield "not null"
    if new.unique and not old.unique:
        yield "unique"
    length = getattr(new, "max_length", None)
    if is_now != "TextField" and length and old.max_length and length < old.max_length:
        yield f"{length} characters"
    if old.db_column != new.db_column:
        yield "another column"
    if getattr(new, "db_constraint", False) and not getattr(old, "db_constraint", True):
        yield "a foreign key"


def column_of(name: str, field: Field) -> str:
    """What a field's column is called."""
    return field.db_column or f"{name}_id" if field.many_to_one or field.one_to_one else name
