"""Backing up all that the portal keeps, and putting it back.

A backup is taken while the portal is used. The database is dumped first, as it is at one moment,
and the files are read after it. A file never changes, and is written before the row that names it,
so that every file which the dump names is in the backup; a few that came later may be too.
"""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.translation import gettext as _
from pyrage import x25519

from maturity.context import VERSION
from maturity.faults import Fault, Faults
from maturity.operations import archive, databases, sealing
from maturity.operations.archive import DATABASE, FORMAT, Manifest, Opened

CHECK = "verify_audit"
PART = ".part"  # what ends the name of an archive that is not whole yet


def make(file: Path, keys: Sequence[str] = ()) -> Manifest:
    """Writes a backup to `file`, which must not exist yet. Raises Faults.

    With public keys, it is encrypted to them while it is written. It is read back before it gets
    its name. Neither the secret key nor who is signed in is in it.
    """
    if file.exists():
        raise Faults([Fault(str(file), _("already exists"))])
    part = file.with_name(f"{file.name}{PART}")
    recipients = [sealing.recipient(key) for key in keys]
    # A key of this moment, which nobody keeps: without one, nothing could be read back.
    own = [x25519.Identity.generate()] if keys else []
    try:
        with tempfile.TemporaryFile(dir=file.parent) as dumped:
            moment = databases.dump(dumped)
            members: dict[str, Opened] = {DATABASE: partial(_again, dumped), **dict(_files())}
            manifest = {
                "format": FORMAT,
                "version": VERSION,
                "made_at": timezone.now().isoformat(timespec="seconds"),
                "engine": connection.vendor,
                "migrations": moment.migrations,
                "rows": moment.rows,
                "members": {name: _described(opened) for name, opened in members.items()},
            }
            recipients += [each.to_public() for each in own]
            archive.write(part, manifest, members.items(), recipients)
        archive.verify(part, own)
        part.replace(file)
    except OSError as error:
        raise _unwritten(file, error) from error
    finally:
        part.unlink(missing_ok=True)
    return manifest


def restore(file: Path, identities: Sequence[sealing.Identity] = ()) -> Manifest:
    """Puts a backup back into a portal without people. Raises Faults, and then changed nothing."""
    databases.reach()
    manifest = archive.verify(file, identities)
    if faults := [*misfits(manifest), *_files_in_the_way(manifest)]:
        raise Faults(faults)
    placed: list[Path] = []
    try:
        with tempfile.TemporaryFile() as dumped:
            for name, stream in archive.extract(file, manifest, identities):
                expected = manifest["members"][name]
                if name == DATABASE:
                    archive.save(stream, dumped, name, expected)
                    compare(databases.held(dumped), manifest)
                elif not (path := _place_of(name)).exists():
                    path.parent.mkdir(parents=True, exist_ok=True)
                    placed.append(path)
                    with path.open("xb") as target:
                        archive.save(stream, target, path.name, expected)
            # Last: from here on nothing can fail half-way.
            databases.restore(dumped)
    except BaseException as error:
        for path in placed:
            path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _unwritten(file, error) from error
        raise
    compare(databases.rows(), manifest)
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


def _unwritten(file: Path, error: OSError) -> Faults:
    message = _("cannot be written: %(reason)s") % {"reason": error.strerror or error}
    named = error.filename if isinstance(error.filename, str) else file
    return Faults([Fault(str(named), message)])


@contextmanager
def _again(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    """Opens a file that is open, and stays so."""
    yield stream


def _reading(path: Path) -> IO[bytes]:
    return path.open("rb")


def _described(opened: Opened) -> dict[str, Any]:
    with opened() as stream:
        return archive.describe(stream)


def _files() -> Iterator[tuple[str, Opened]]:
    """The files of the portal, each with its name in an archive. Batches can be made again."""
    for key, folder in settings.FILE_FOLDERS.items():
        for path in sorted(folder.rglob("*")):
            if settings.BATCHES_DIR in path.parents:
                continue
            if path.is_file() and not path.is_symlink() and path.suffix != ".part":
                name = path.relative_to(folder).as_posix()
                yield f"files/{key}/{name}", partial(_reading, path)


def _place_of(name: str) -> Path:
    _files_folder, key, *parts = name.split("/")
    folder: Path = settings.FILE_FOLDERS[key]
    return folder.joinpath(*parts)


def misfits(manifest: Manifest) -> Iterator[Fault]:
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
        if os.path.lexists(path) and (
            not path.is_file() or _described(partial(_reading, path)) != expected
        ):
            yield Fault(str(path), _("is another file with the same name"))


def compare(found: dict[str, int], manifest: Manifest) -> None:
    """Raises Faults unless these numbers of rows of each table are those of the manifest."""
    faults = []
    for table in sorted(found.keys() | manifest["rows"].keys()):
        expected, counted = manifest["rows"].get(table, 0), found.get(table, 0)
        if expected != counted:
            message = _("rows: %(found)s; the manifest says %(expected)s")
            values = {"found": counted, "expected": expected}
            faults.append(Fault(table, message % values))
    if faults:
        raise Faults(faults)
