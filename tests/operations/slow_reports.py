"""A worker whose reports are small, and wait to be made: `slow_reports NOTES GO`.

It notes each in the file NOTES as it begins, and makes it as soon as the file GO exists.
"""

import sys
import time
from pathlib import Path

import django


def work(notes: Path, go_on: Path) -> None:
    from maturity.operations import jobs
    from reports import issuing
    from reports.documents import Report, ReportDocument

    def make(document: ReportDocument) -> Report:
        with notes.open("a", encoding="utf-8") as file:
            file.write(f"{document.name}\n")
        while not go_on.exists():
            time.sleep(0.02)
        return Report(f"{document.name}.pdf", b"%PDF-1.7 " + document.name.encode())

    issuing.make_pdf = make
    jobs.work(heartbeat=0.4)


if __name__ == "__main__":
    django.setup()
    work(Path(sys.argv[1]), Path(sys.argv[2]))
