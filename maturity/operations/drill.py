"""The drill: a backup is restored into a database of its own, and judged there.

The database that people use is asked for nothing but to note the drill; the files of the archive
are read and compared with its manifest, and written nowhere.
"""

import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command, get_commands
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from maturity.faults import Fault, Faults
from maturity.models import BackupRun
from maturity.operations import archive, backup, databases, sealing
from maturity.operations.archive import DATABASE, Manifest
from maturity.operations.runs import recorded
from maturity.operations.scratch import scratch_database
from maturity.operations.stores import KeptFile

# The commands of the portal that judge what was restored.
CHECKS = ("verify_audit", "check_figures")


@dataclass(frozen=True)
class Drilled:
    """What a drill found in order."""

    manifest: Manifest
    seconds: float
    # What each check said of the restored portal.
    said: list[str]


def drill(
    file: Path | KeptFile, identities: Sequence[sealing.Identity] = (), *, database: str = ""
) -> Drilled:
    """Restores a backup into a scratch database, and verifies all of it there.

    `database` names an empty one to use, where the portal may not create any. Raises Faults: all
    that was found.
    """
    run = BackupRun(kind=BackupRun.Kind.DRILL, name=file.name)
    with recorded(run):
        begun = time.monotonic()
        manifest = archive.verify(file, identities)
        run.bytes, run.rows = _size(file), sum(manifest["rows"].values())
        with tempfile.TemporaryFile() as dumped, scratch_database(database):
            if faults := [*backup.misfits(manifest)]:
                raise Faults(faults)
            for name, stream in archive.extract(file, manifest, identities):
                if name == DATABASE:
                    archive.save(stream, dumped, name, manifest["members"][name])
            backup.compare(databases.held(dumped), manifest)
            databases.restore(dumped)
            said = _judged(manifest)
        return Drilled(manifest, time.monotonic() - begun, said)


def _size(file: Path | KeptFile) -> int:
    return file.size if isinstance(file, KeptFile) else file.stat().st_size


def _files_amiss(manifest: Manifest) -> Iterator[Fault]:
    """Files that the database names, and that the archive has not, or not as they were."""
    for source in settings.NAMED_FILES:
        for name, digest in import_string(source)():
            member = manifest["members"].get(name)
            if member is None:
                yield Fault(name, _("the database names this file, and the archive lacks it"))
            elif member["sha256"] != digest:
                yield Fault(name, _("is not the file that the database names"))


def _judged(manifest: Manifest) -> list[str]:
    """What each check says of the database that was restored. Raises Faults: those of all."""
    said, faults = [], []
    try:
        backup.compare(databases.rows(), manifest)
    except Faults as found:
        faults += found.faults
    if backup.pending():
        call_command("migrate", verbosity=0)
    for check in CHECKS:
        if check in get_commands():
            out, err = StringIO(), StringIO()
            try:
                call_command(check, stdout=out, stderr=err)
            except SystemExit:
                faults += [Fault(check, line) for line in err.getvalue().splitlines()]
            else:
                said += out.getvalue().splitlines()
    if faults := [*faults, *_files_amiss(manifest)]:
        raise Faults(faults)
    return said
