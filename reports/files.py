"""Reports as files of whoever asks for them by a command."""

import datetime
import zipfile
from collections.abc import Callable
from pathlib import Path

from django.utils import timezone

from maturity.faults import Fault, Faults
from maturity.operations.stores import whole_file
from reports.documents import Report
from reports.pdf import PdfUnavailable


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
