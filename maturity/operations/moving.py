"""Carrying files from one store to another, while the portal is used.

A file never changes, so that whatever is there already is compared and left alone: it can be
interrupted at any time, and goes on where it was when it is started again.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from maturity.environment import bucket_place
from maturity.faults import Fault, Faults
from maturity.operations.backup_runs import backups
from maturity.operations.stores import (
    Folder,
    KeptFile,
    Store,
    digest_of,
    store,
)

BUCKET = "s3://"


@dataclass
class Carrying:
    """How far it is with the files of one store: "evidence", "reports" or "backups"."""

    of: str
    total: int = 0
    carried: int = 0
    there: int = 0
    bytes: int = 0  # that were carried
    faults: list[Fault] = field(default_factory=list)
    # The SHA-256 of each file that is in its new place.
    digests: dict[str, str] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """How many files were looked at."""
        return self.carried + self.there + len(self.faults)

    def __str__(self) -> str:
        return (
            f"{self.of}: {self.carried:,} carried over and read back ({self.bytes:,} bytes), "
            f"{self.there:,} were there, of {self.total:,}"
        )


def place(of: str, named: str) -> Store:
    """The place that an operator names: a folder, or "s3://bucket/prefix". Raises Faults."""
    if of == "backups" and backups() is None:
        raise Faults([Fault(f"--{of}", "neither BACKUPS_DIR nor BACKUPS_BUCKET is set")])
    if named.startswith(BUCKET):
        bucket = bucket_place(named.removeprefix(BUCKET))
        if bucket is None:
            raise Faults([Fault(f"--{of}", f"{named} does not name a bucket")])
        from maturity.operations.buckets import Bucket  # noqa: PLC0415 – slow import

        found: Store = Bucket(**bucket.options())
    elif Path(named).is_dir():
        found = Folder(Path(named))
    else:
        raise Faults([Fault(f"--{of}", f"{named} is not a folder")])
    if found.address == store(of).address:
        raise Faults([Fault(f"--{of}", f"{named} is where the settings say that they go")])
    return found


def carry(at: Carrying, source: Store, *, change: bool = True) -> Iterator[None]:
    """Carries what a store had into the one that the settings name, or only compares the two;
    yields after each file, when `at` says how far it is. Nothing is removed. Raises OSError.
    """
    target = store(at.of)
    files = sorted(source.kept(), key=str)
    at.total = len(files)
    for file in files:
        _see_to(file, target, at, change=change)
        yield
    at.faults += _amiss(at, target)


def _see_to(file: KeptFile, target: Store, at: Carrying, *, change: bool) -> None:
    written, found = digest_of(file), _digest(target, file.path)
    if found is None and change:
        with file.open() as stream, target.writing(file.path) as copy:
            shutil.copyfileobj(stream, copy)
        found = _digest(target, file.path)
        if found == written:
            at.carried += 1
            at.bytes += file.size
        else:
            target.delete(file.path)
            at.faults.append(Fault(str(file), "did not arrive as it was sent"))
    elif found == written:
        at.there += 1
    elif found is None:
        at.faults.append(Fault(str(file), "is not there yet"))
    else:
        at.faults.append(Fault(str(file), "is another file with the same name"))
    if found == written:
        at.digests[file.path] = written


def _amiss(at: Carrying, target: Store) -> Iterator[Fault]:
    """The files that the database names, and that are not there as it names them."""
    told = {fault.place for fault in at.faults}
    for source in settings.NAMED_FILES:
        for name, digest in import_string(source)():
            _files, of, path = name.split("/", 2)
            if of != at.of or path in told:
                continue
            found = at.digests.get(path) or _digest(target, path)
            if found is None:
                yield Fault(path, "the database names this file, and neither place has it")
            elif found != digest:
                yield Fault(path, "is not the file that the database names")


def _digest(of: Store, path: str) -> str | None:
    """The SHA-256 of a file of a store, if it has one."""
    try:
        return digest_of(KeptFile(of, path))
    except FileNotFoundError:
        return None
