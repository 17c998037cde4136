"""Where files are kept: in a folder that all hosts share, or in a bucket (`buckets`).

settings.STORAGES says which, by what is kept there: "evidence", "reports", "backups". A file is
there whole or not at all, and never changes. Whatever a store is made of, it raises OSError:
FileNotFoundError for a file that it has not, `StoreAway` while it does not answer.
"""

import errno
import hashlib
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, BinaryIO, Literal, Protocol, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, storages

# The stores of files that people would miss: those that backups hold.
FILES = ("reports", "evidence")
# Among the reports, what can be asked for again: it is in no backup.
BATCHES = "batches/"
NEVER = datetime.min.replace(tzinfo=UTC)
PART = ".part"  # what ends the name of a file that is not whole yet
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class StoreAway(OSError):
    """Object storage does not answer, or not as it should."""


class Openable(Protocol):
    """What can be opened to be read from its beginning: a path, or a file that a store has."""

    def open(self, mode: Literal["rb"]) -> IO[bytes]:
        """Its bytes. Raises OSError."""


class Store(Protocol):
    """What the portal asks of a store; names are relative, with slashes."""

    @property
    def address(self) -> str:
        """What tells it from others: a path, or "s3://bucket/prefix"."""

    def open(self, name: str, mode: str = "rb") -> File:
        """A file to read. Raises OSError."""

    def writing(self, name: str) -> AbstractContextManager[BinaryIO]:
        """A file to write, and to read again, which takes its name once it is left: as one that
        replaces what had it, and only where nothing was raised within. Raises OSError."""

    def save(self, name: str, content: Any) -> str:
        """Keeps what a file of Django's holds, and gives its name. Raises OSError."""

    def delete(self, name: str) -> None:
        """Takes a file away, if it is there. Raises OSError."""

    def exists(self, name: str) -> bool:
        """Whether a file is there. Raises OSError."""

    def size(self, name: str) -> int:
        """The bytes of a file. Raises OSError."""

    def size_at_hand(self, name: str) -> int | None:
        """The bytes of a file, if it is there and no other machine has to be asked."""

    def kept(self, under: str = "") -> "Iterator[KeptFile]":
        """The files whose names begin like this, in no order. Raises OSError."""

    def remove_unfinished(self, before: datetime) -> None:
        """Takes away what was begun before a moment and never came to its end. Raises OSError."""

    def room(self) -> int | None:
        """The bytes that are free; None where nobody can tell. Raises OSError."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that a store has."""

    store: Store
    path: str
    size: int = 0  # bytes
    changed_at: datetime = NEVER

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path.rpartition("/")[2]

    def open(self, mode: Literal["rb"] = "rb") -> IO[bytes]:
        """Its bytes, to be read once from their beginning. Raises OSError."""
        return cast("IO[bytes]", self.store.open(self.path, mode))

    def delete(self) -> None:
        """Takes it away. Raises OSError."""
        self.store.delete(self.path)

    def __str__(self) -> str:
        return self.path


@dataclass(frozen=True, slots=True)
class BeingWritten:
    """A file that is open to be written, and can be read meanwhile."""

    file: BinaryIO

    def open(self, _mode: Literal["rb"] = "rb") -> IO[bytes]:
        """What was written. Raises OSError."""
        self.file.flush()
        stream = os.fdopen(os.dup(self.file.fileno()), "rb")
        stream.seek(0)
        return stream


def digest_of(file: Openable) -> str:
    """The SHA-256 of a file, in hexadecimal. Raises OSError."""
    with file.open("rb") as stream:
        return hashlib.file_digest(cast("Any", stream), "sha256").hexdigest()


def store(of: str) -> Store:
    """The store of "evidence", "reports" or "backups"."""
    return cast("Store", storages[of])


def is_full(error: OSError) -> bool:
    """Whether something could not be written for want of room."""
    return error.errno in FULL


@contextmanager
def whole_file(path: Path, mode: int = 0o666) -> Iterator[BinaryIO]:
    """A file to write, which takes its name once it is complete; until then nobody meets it.

    Where writing fails, what was there before stays. Raises OSError.
    """
    part = path.with_name(f".{uuid.uuid4().hex}{PART}")
    try:
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


class Folder(FileSystemStorage):
    """A folder: this one, or that which a setting names at the time, not when this was made."""

    def __init__(self, setting: str | Path, mode: int = 0o666):
        """`mode` is what may be done with a file, as far as the process's umask lets it."""
        super().__init__(allow_overwrite=True)
        self._setting, self._mode = setting, mode

    @property
    def folder(self) -> Path:
        """The folder itself."""
        named = self._setting
        return named if isinstance(named, Path) else Path(getattr(settings, named))

    @property
    def base_location(self) -> str:
        return str(self.folder)

    @property
    def location(self) -> str:
        return str(self.folder.absolute())

    @property
    def address(self) -> str:
        return self.location

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path, self._mode) as file:
            yield file

    def _save(self, name: str, content: File) -> str:
        with self.writing(name) as file:
            for piece in content.chunks():
                file.write(piece)
        return name

    def size_at_hand(self, name: str) -> int | None:
        found = _found(Path(self.path(name)))
        return found and found.st_size

    def kept(self, under: str = "") -> Iterator[KeptFile]:
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            if name.startswith(under) and path.suffix != PART and not path.is_symlink():
                found = _found(path)
                if found and path.is_file():
                    yield KeptFile(self, name, found.st_size, _moment(found))

    def remove_unfinished(self, before: datetime) -> None:
        for path in self.folder.rglob(f".*{PART}"):
            found = _found(path)
            if found and _moment(found) < before:
                path.unlink(missing_ok=True)

    def room(self) -> int | None:
        return free_in(self.folder)


def free_in(folder: Path) -> int:
    """Bytes that are free where a folder is, or will be. Raises OSError."""
    existing = next(each for each in (folder, *folder.parents) if each.exists())
    return shutil.disk_usage(existing).free


def _found(path: Path) -> os.stat_result | None:
    """What is known of a file; None of one that has since gone."""
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _moment(found: os.stat_result) -> datetime:
    return datetime.fromtimestamp(found.st_mtime, UTC)
