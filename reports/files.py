"""Files that are there whole, or not at all."""

import datetime
import uuid
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.utils import timezone

from maturity.faults import Fault, Faults
from reports.documents import Report
from reports.pdf import PdfUnavailable


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write, which takes its name once it is complete; until then nobody meets it.

    Where writing fails, what was there before stays. Raises OSError.
    """
    part = path.with_name(f".{uuid.uuid4().hex}.part")
    try:
        with part.open("xb") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def archived(name: str, at: datetime.datetime) -> zipfile.ZipInfo:
    """The entry of a file in an archive, as of a moment: the same whenever it is written."""
    entry = zipfile.ZipInfo(name, timezone.localtime(at).timetuple()[:6])
    entry.external_attr = 0o644 << 16  # what may be done with it, once unpacked
    return entry


def write_report(path: Path, make: Callable[[], Report]) -> None:
    """Write the file of the report that `make` gives. Raises Faults where that cannot be done."""
    try:
        data = make().data
    except PdfUnavailable as unavailable:
        raise Faults([Fault("", str(unavailable))]) from unavailable
    try:
        with whole_file(path) as file:
            file.write(data)
    except OSError as error:
        fault = Fault("--output", f"{path} cannot be written: {error.strerror}")
        raise Faults([fault]) from error
