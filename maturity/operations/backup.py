"""Backing up all that the portal keeps, and putting it back.

A backup is taken while the portal is used. The database is dumped first, as it is at one moment,
and the files are read after it. A file never changes, and is written before the row that names it,
so that every file which the dump names is in the backup; a few that came later may be too.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, BinaryIO

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
from maturity.operations.stores import (
    BATCHES,
    FILES,
    BeingWritten,
    Openable,
    Store,
    store,
)

CHECK = "verify_audit"


def make(file: BinaryIO, keys: Sequence[str] = ()) -> Manifest:
    """Writes a backup to a file that is empty and open, and reads it back. Raises Faults.

    With public keys, it is encrypted to them while it is written. Neither the secret key nor who is
    signed in is in it.
    """
    recipients = [sealing.recipient(key) for key in keys]
    # A key of this moment, which nobody keeps: without one, nothing could be read back.
    own = [x25519.Identity.generate()] if keys else []
    with tempfile.TemporaryFile() as dumped:
        moment = databases.dump(dumped)
        members: dict[str, Opened] = {DATABASE: BeingWritten(dumped).open, **dict(_files())}
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
        archive.write(file, manifest, members.items(), recipients)
    archive.verify(BeingWritten(file), own)
    return manifest


def restore(file: Openable, identities: Sequence[sealing.Identity] = ()) -> Manifest:
    """Puts a backup back into a portal without people. Raises Faults, and then changed nothing."""
    databases.reach()
    manifest = archive.verify(file, identities)
    placed: list[tuple[Store, str]] = []
    try:
        if faults := [*misfits(manifest), *_files_in_the_way(manifest)]:
            raise Faults(faults)
        with tempfile.TemporaryFile() as dumped:
            for name, stream in archive.extract(file, manifest, identities):
                expected = manifest["members"][name]
                if name == DATABASE:
                    archive.save(stream, dumped, name, expected)
                    compare(databases.held(dumped), manifest)
                    continue
                place, path = _place_of(name)
                if not place.exists(path):
                    placed.append((place, path))
                    with place.writing(path) as target:
                        archive.save(stream, target, path, expected)
            # Last: from here on nothing can fail half-way.
            databases.restore(dumped)
    except BaseException as error:
        for place, path in placed:
            with suppress(OSError):
                place.delete(path)
        if isinstance(error, OSError):
            raise unwritten(str(file), error) from error
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


def unwritten(name: str, error: OSError) -> Faults:
    """That something could not be written: what, where the error names it, and why."""
    message = _("cannot be written: %(reason)s") % {"reason": error.strerror or error}
    named = error.filename if isinstance(error.filename, str) else name
    return Faults([Fault(named, message)])


def _described(opened: Opened) -> dict[str, Any]:
    with opened() as stream:
        return archive.describe(stream)


def _files() -> Iterator[tuple[str, Opened]]:
    """The files of the portal, each with its name in an archive. Batches can be made again."""
    for of in FILES:
        for file in sorted(store(of).kept(), key=str):
            if not (of == "reports" and file.path.startswith(BATCHES)):
                yield f"files/{of}/{file.path}", file.open


def _place_of(name: str) -> tuple[Store, str]:
    _files_folder, of, path = name.split("/", 2)
    return store(of), path


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
        place, path = _place_of(name)
        # A file that was put back already, by a restore that was cut short, is welcome.
        try:
            found = _described(partial(place.open, path))
        except FileNotFoundError:
            continue
        if found != expected:
            message = _("is another file with the same name")
            yield Fault(f"{place.address}/{path}", message)


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
