"""Backing up all that the portal keeps, and putting it back.

A backup is taken while the portal is used. The database is dumped first, as it is at one moment,
and the files are read after it. A file never changes, and is written before the row that names it,
so that every file which the dump names is in the backup; a few that came later may be too.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.context import VERSION
from maturity.faults import Fault, Faults
from maturity.operations import archive, databases
from maturity.operations.archive import DATABASE, FORMAT, Manifest

CHECK = "verify_audit"


def make(file: Path) -> Manifest:
    """Writes a backup to `file`, which must not exist yet. Raises Faults.

    It is read back before it gets its name. Neither the secret key nor who is signed in is in it.
    """
    if file.exists():
        raise Faults([Fault(str(file), _("already exists"))])
    part = file.with_name(f"{file.name}.part")
    try:
        with tempfile.TemporaryDirectory(prefix=".portal-backup-", dir=file.parent) as folder:
            dumped = Path(folder) / DATABASE
            moment = databases.dump(dumped)
            members = {DATABASE: dumped, **dict(_files())}
            manifest = {
                "format": FORMAT,
                "version": VERSION,
                "made_at": timezone.now().isoformat(timespec="seconds"),
                "engine": connection.vendor,
                "migrations": moment.migrations,
                "rows": moment.rows,
                "members": {name: archive.describe(path) for name, path in members.items()},
            }
            archive.write(part, manifest, members)
        archive.verify(part)
        part.replace(file)
    except OSError as error:
        message = _("cannot be written: %(reason)s") % {"reason": error.strerror or error}
        raise Faults([Fault(str(error.filename or file), message)]) from error
    finally:
        part.unlink(missing_ok=True)
    return manifest


def restore(file: Path) -> Manifest:
    """Puts a backup back into a portal without people. Raises Faults, and then changed nothing."""
    manifest = archive.verify(file)
    databases.reach()
    if faults := [*_misfits(manifest), *_files_in_the_way(manifest)]:
        raise Faults(faults)
    placed: list[Path] = []
    try:
        with tempfile.TemporaryDirectory(prefix="portal-restore-") as folder:
            dumped = Path(folder) / DATABASE
            for name, stream in archive.extract(file, manifest):
                expected = manifest["members"][name]
                if name == DATABASE:
                    archive.save(stream, dumped, expected)
                    _compare(databases.held(dumped), manifest)
                elif not (path := _place_of(name)).exists():
                    path.parent.mkdir(parents=True, exist_ok=True)
                    placed.append(path)
                    archive.save(stream, path, expected)
            # Last: from here on nothing can fail half-way.
            databases.restore(dumped)
    except BaseException as error:
        for path in placed:
            path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            message = _("cannot be written: %(reason)s") % {"reason": error.strerror or error}
            raise Faults([Fault(str(error.filename or file), message)]) from error
        raise
    _compare(databases.rows(), manifest)
    return manifest


def summary(manifest: Manifest) -> str:
    """What a backup holds, in a line."""
    tables, members = manifest["rows"], manifest["members"]
    size = sum(member["size"] for member in members.values())
    return (
        f"{sum(tables.values())} rows of {len(tables)} tables, {len(members) - 1} files, "
        f"{size} bytes, portal {manifest['version']} on {manifest['engine']}"
    )


def check(**options: Any) -> None:
    """Verifies the audit record, where the portal has a command for it."""
    if CHECK in get_commands():
        call_command(CHECK, **options)


def pending() -> bool:
    """Whether the database is of an older version of the portal, and has to be migrated."""
    known = MigrationLoader(connection).disk_migrations
    return bool({f"{app}.{name}" for app, name in known} - set(databases.applied_migrations()))


def _files() -> Iterator[tuple[str, Path]]:
    """The files of the portal, each with its name in an archive. Batches can be made again."""
    for key, folder in settings.FILE_FOLDERS.items():
        for path in sorted(folder.rglob("*")):
            if settings.BATCHES_DIR in path.parents:
                continue
            if path.is_file() and not path.is_symlink() and path.suffix != ".part":
                yield f"files/{key}/{path.relative_to(folder).as_posix()}", path


def _place_of(name: str) -> Path:
    _files_folder, key, *parts = name.split("/")
    folder: Path = settings.FILE_FOLDERS[key]
    return folder.joinpath(*parts)


def _misfits(manifest: Manifest) -> Iterator[Fault]:
    """Why this backup cannot go into this database."""
    if manifest["engine"] != connection.vendor:
        message = _("the backup is from %(engine)s, and this portal runs on %(vendor)s")
        yield Fault("", message % {"engine": manifest["engine"], "vendor": connection.vendor})
        return
    known = {f"{app}.{name}" for app, name in MigrationLoader(connection).disk_migrations}
    for migration in manifest["migrations"]:
        if migration not in known:
            message = _(
                "migration %(name)s belongs to a newer version of the portal: install that version"
            )
            yield Fault("", message % {"name": migration})
    if databases.people():
        message = _("this portal already has people: restore into a new, empty database")
        yield Fault("", message)
    elif connection.introspection.table_names() and (
        databases.applied_migrations() != manifest["migrations"]
    ):
        message = _("this database is of another version: restore into a new, empty database")
        yield Fault("", message)


def _files_in_the_way(manifest: Manifest) -> Iterator[Fault]:
    for name, expected in manifest["members"].items():
        if name == DATABASE:
            continue
        path = _place_of(name)
        # A file that was put back already, by a restore that was cut short, is welcome.
        if os.path.lexists(path) and (not path.is_file() or archive.describe(path) != expected):
            yield Fault(str(path), _("is another file with the same name"))


def _compare(found: dict[str, int], manifest: Manifest) -> None:
    faults = []
    for table in sorted(found.keys() | manifest["rows"].keys()):
        expected, counted = manifest["rows"].get(table, 0), found.get(table, 0)
        if expected != counted:
            message = _("rows: %(found)s; the manifest says %(expected)s")
            values = {"found": counted, "expected": expected}
            faults.append(Fault(table, message % values))
    if faults:
        raise Faults(faults)
