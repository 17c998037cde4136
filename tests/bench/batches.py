"""How fast workers make a batch, one and two of them, and how much memory one takes: PostgreSQL.

It is the same batch, whose reports are taken away in between, in a portal of its own.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

from tests import postgres
from tests.bench.table import ROOT, row

BASELINES = 100
TICKS = os.sysconf("SC_CLK_TCK")
COUNCIL, WARM_UP = "PSSDC", "PSCIOC"  # not JC, which means all of them


def bench_batches(baselines: int = BASELINES) -> None:
    """The rows on batches. Each worker warms up before, as one that has run for a while has."""
    with postgres.running(durable=True) as server, tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "DATABASE_URL": server.url,
            "DJANGO_SETTINGS_MODULE": "maturity.settings",
            "SECRET_KEY": "bench",
            "PORTAL_URL": "http://127.0.0.1",
            "REPORTS_DIR": folder,
        }
        _run(environment, "manage.py", "migrate", "--verbosity=0")
        _run(environment, "manage.py", "load_model")
        _run(environment, "-m", "tests.bench.batches", "fill", str(baselines))
        # Councils were changed behind the back of the index.
        _run(environment, "manage.py", "check_figures", "--rebuild")
        rates, peaks = [], []
        for number in (1, 2):
            for report in Path(folder).glob("??/*.pdf"):
                report.unlink()
            with workers(environment, number) as started:
                _run(environment, "-m", "tests.bench.batches", "make", WARM_UP)
                cpu = sum(_cpu(each.pid) for each in started)
                printed = _run(environment, "-m", "tests.bench.batches", "make", COUNCIL)
                cpu = sum(_cpu(each.pid) for each in started) - cpu
                peaks += [_peak(each.pid) for each in started]
            minutes, size = json.loads(printed)
            rates.append(baselines / minutes)
            row(
                f"batch of {baselines} baselines, {number} worker{'s'[: number - 1]}",
                f"{rates[-1]:.1f}",
                f"a minute; {cpu / baselines:.2f} s of CPU each; ZIP of {size / 1e6:.1f} MB",
            )
    row("  ratio, 2 workers to 1", f"{rates[1] / rates[0]:.2f}", "at least 1.7")
    row("  peak memory of a worker", f"{max(peaks):.0f} MB", "at most 250 MB")


@contextmanager
def workers(environment: dict[str, str], number: int) -> Iterator[list["subprocess.Popen[bytes]"]]:
    started = [
        subprocess.Popen(
            [sys.executable, "manage.py", "run_worker", "--heartbeat=1"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _number in range(number)
    ]
    try:
        yield started
    finally:
        for each in started:
            each.terminate()
            each.wait(60)


def _cpu(pid: int) -> float:
    """Seconds of CPU that a process has taken."""
    stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, stat[11:13])) / TICKS


def _peak(pid: int) -> float:
    """The most memory that a process ever held, in MB."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found.group(1)) / 1024


def _run(environment: dict[str, str], *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


def fill(baselines: int) -> None:
    """A council with so many baselines, a multiple of 4, and one with a few to warm up with."""
    from assessments.models import Figures, Initiative
    from assessments.seeding import scale
    from maturity.models import Council

    for _number in scale.add(range(baselines // 4 + 1), seed=1):
        pass
    Initiative.objects.update(council=Council.objects.get(code=COUNCIL))
    first = Initiative.objects.order_by("code")[:1]
    Initiative.objects.filter(pk__in=first).update(council=Council.objects.get(code=WARM_UP))
    found = Figures.objects.filter(superseded_at=None, initiative__council__code=COUNCIL)
    assert found.count() == baselines


def make(code: str) -> tuple[float, int]:
    """The minutes until a batch is there, and its size in bytes."""
    from assessments.people.actions import command_line_person
    from maturity.models import Council
    from reports.batches.asking import ask
    from reports.models import Batch

    start = time.monotonic()
    batch = ask(Council.objects.get(code=code), by=command_line_person())
    while not batch.size:
        time.sleep(0.1)
        batch = Batch.objects.with_standing().get(pk=batch.pk)
        assert batch.state != Batch.State.FAILED
    return (time.monotonic() - start) / 60, batch.size


if __name__ == "__main__":
    match sys.argv[1:]:
        case "fill", number:
            django.setup()
            fill(int(number))
        case "make", code:
            django.setup()
            print(json.dumps(make(code)))  # noqa: T201
        case []:
            bench_batches()
        case [number]:
            bench_batches(int(number))
