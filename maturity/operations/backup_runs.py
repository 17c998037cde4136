"""The backups that workers make every day: each is told by a row, and old ones go by rule."""

import re
from contextlib import suppress
from datetime import datetime
from pathlib import Path

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

NAMED = re.compile(r"portal-(\d{4}-\d\d-\d\d-\d{6})\.tar(?:\.age)?")
MOMENT = "%Y-%m-%d-%H%M%S"


@task
def back_up() -> None:
    """Makes the day's backup, then raises Again."""
    folder = settings.BACKUPS_DIR
    if folder is not None:
        do_nightly("backup", lambda: make_in_folder(folder), hour=settings.BACKUP_HOUR)
    raise next_day(settings.BACKUP_HOUR)


def make_in_folder(folder: Path) -> tuple[Path, Manifest]:
    """Makes a backup in the folder of backups, and then removes those that the rule lets go.

    Nothing is removed unless the new one is there, and was read back. Raises Faults.
    """
    ending = ".tar.age" if settings.BACKUP_RECIPIENTS else ".tar"
    file = folder / f"portal-{timezone.localtime().strftime(MOMENT)}{ending}"
    manifest = make_recorded(file)
    for old in archives(folder, but_for=settings.BACKUP_KEEP):
        if old != file:
            old.unlink(missing_ok=True)
    return file, manifest


def make_recorded(file: Path) -> Manifest:
    """Makes a backup, for today's recipients, and tells it by a row. Raises Faults."""
    keys = list(settings.BACKUP_RECIPIENTS)
    run = BackupRun(kind=BackupRun.Kind.BACKUP, name=file.name, recipients=keys)
    with recorded(run):
        for part in file.parent.glob(f"portal-*{backup.PART}"):
            if NAMED.fullmatch(part.name.removesuffix(backup.PART)):
                part.unlink(missing_ok=True)  # Whoever was at it was killed: it is our turn.
        manifest = backup.make(file, keys)
        run.bytes, run.rows = file.stat().st_size, sum(manifest["rows"].values())
    return manifest


def archives(folder: Path | None, *, but_for: KeepRule | None = None) -> list[Path]:
    """The backups in a folder, the oldest first; or those alone that a rule does not keep."""
    if folder is None:
        return []
    found = {}
    for path in folder.glob("portal-*.tar*"):
        if match := NAMED.fullmatch(path.name):
            with suppress(ValueError):
                found[datetime.strptime(match[1], MOMENT), path.name] = path  # noqa: DTZ007
    kept = but_for.kept({at for at, _name in found}) if but_for else set()
    return [found[key] for key in sorted(found) if key[0] not in kept]


def newest(folder: Path | None) -> Path:
    """The newest backup in the folder of backups. Raises Faults where there is none."""
    if folder is None:
        raise Faults([Fault("BACKUPS_DIR", _("is not set: name the archive"))])
    if not (found := archives(folder)):
        raise Faults([Fault(str(folder), _("holds no backup"))])
    return found[-1]


def lost_to_all() -> list[str]:
    """The backups in the folder that none of today's recipients can open, the oldest first.

    Their old keys have to be kept until these are gone.
    """
    names = [path.name for path in archives(settings.BACKUPS_DIR)]
    made = BackupRun.objects.filter(kind=BackupRun.Kind.BACKUP, outcome=BackupRun.Outcome.DONE)
    keys = dict(made.filter(name__in=names).values_list("name", "recipients"))
    today = set(settings.BACKUP_RECIPIENTS)
    return [name for name in names if keys.get(name) and not today & set(keys[name])]
