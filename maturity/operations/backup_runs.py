"""The backups that workers make every day: each is told by a row, and old ones go by rule."""

import os
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.faults import Fault, Faults
from maturity.models import BackupRun
from maturity.operations import backup
from maturity.operations.archive import Manifest
from maturity.operations.backup_rule import KeepRule
from maturity.operations.jobs import next_day
from maturity.operations.runs import do_nightly, recorded
from maturity.operations.stores import BeingWritten, KeptFile, Store, digest_of, store, whole_file

NAMED = re.compile(r"portal-(\d{4}-\d\d-\d\d-\d{6})\.tar(?:\.age)?")
MOMENT = "%Y-%m-%d-%H%M%S"


@task
def back_up() -> None:
    """Makes the day's backup, then raises Again."""
    if place := backups():
        do_nightly("backup", lambda: make_in_place(place), hour=settings.BACKUP_HOUR)
    raise next_day(settings.BACKUP_HOUR)


def backups() -> Store | None:
    """Where workers put backups, if the settings say so."""
    return store("backups") if settings.BACKUPS_DIR or settings.BACKUPS_BUCKET else None


def make_in_place(place: Store) -> tuple[str, Manifest]:
    """Makes a backup where backups go, and then removes those that the rule lets go.

    Nothing is removed unless the new one is there, and was read back. Raises Faults.
    """
    ending = ".tar.age" if settings.BACKUP_RECIPIENTS else ".tar"
    name = f"portal-{timezone.localtime().strftime(MOMENT)}{ending}"

    @contextmanager
    def opened() -> Iterator[BinaryIO]:
        place.remove_unfinished(timezone.now())  # Whoever was at it was killed: it is our turn.
        with place.writing(name) as file:
            yield file
            written = digest_of(BeingWritten(file))
        if digest_of(KeptFile(place, name)) != written:
            place.delete(name)
            raise Faults([Fault(name, _("is not as it was written: it was removed again"))])

    manifest = _make_recorded(name, opened())
    for old in archives(place, but_for=settings.BACKUP_KEEP):
        if old.name != name:
            old.delete()
    return name, manifest


def make_here(file: Path) -> Manifest:
    """Makes a backup as a file of this machine, which must not exist yet. Raises Faults."""
    if file.exists():
        raise Faults([Fault(str(file), _("already exists"))])
    return _make_recorded(str(file), whole_file(file, 0o600))


def _make_recorded(name: str, opened: AbstractContextManager[BinaryIO]) -> Manifest:
    """Makes a backup, for today's recipients, and tells it by a row. Raises Faults."""
    keys = list(settings.BACKUP_RECIPIENTS)
    run = BackupRun(kind=BackupRun.Kind.BACKUP, name=Path(name).name, recipients=keys)
    with recorded(run):
        try:
            with opened as file:
                manifest = backup.make(file, keys)
                run.bytes = file.seek(0, os.SEEK_END)
        except OSError as error:
            raise backup.unwritten(name, error) from error
        run.rows = sum(manifest["rows"].values())
    return manifest


def archives(place: Store | None, *, but_for: KeepRule | None = None) -> list[KeptFile]:
    """The backups where backups go, the oldest first; or those alone that a rule does not keep.

    Raises OSError.
    """
    if place is None:
        return []
    found = {}
    for file in place.kept("portal-"):
        if match := NAMED.fullmatch(file.path):
            with suppress(ValueError):
                found[datetime.strptime(match[1], MOMENT), file.path] = file  # noqa: DTZ007
    kept = but_for.kept({at for at, _name in found}) if but_for else set()
    return [found[key] for key in sorted(found) if key[0] not in kept]


def newest(place: Store | None) -> KeptFile:
    """The newest backup where backups go. Raises Faults where there is none."""
    if place is None:
        raise Faults([Fault("BACKUPS_DIR", _("is not set: name the archive"))])
    if not (found := archives(place)):
        raise Faults([Fault(place.address, _("holds no backup"))])
    return found[-1]


def named(file: Path) -> Path | KeptFile:
    """The archive that is meant by a path, or by the name alone of one where backups go.

    Raises OSError.
    """
    if file.name == str(file) and not file.exists():
        for kept in archives(backups()):
            if kept.path == file.name:
                return kept
    return file


def lost_to_all() -> list[str]:
    """The backups that none of today's recipients can open, the oldest first. Raises OSError.

    Their old keys have to be kept until these are gone.
    """
    names = [file.name for file in archives(backups())]
    made = BackupRun.objects.filter(kind=BackupRun.Kind.BACKUP, outcome=BackupRun.Outcome.DONE)
    keys = dict(made.filter(name__in=names).values_list("name", "recipients"))
    today = set(settings.BACKUP_RECIPIENTS)
    return [name for name in names if keys.get(name) and not today & set(keys[name])]
