"""How long it takes to prove that a backup can be restored."""

import re
import tempfile
import time
from pathlib import Path

from tests import postgres
from tests.bench.portals import manage
from tests.bench.table import row

SIZE = 100


def bench_drill(server: postgres.Server) -> None:
    """A backup, and the drill that restores and verifies it, by the clock."""
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "portal.tar")
        started = time.monotonic()
        rows = int(re.findall(r"(\d+) rows", manage(server, SIZE, "backup", file))[0])
        row(f"backup of {rows:,} rows", f"{time.monotonic() - started:.1f} s")
        [seconds] = re.findall(r"verified in ([\d.]+) seconds", manage(server, SIZE, "drill", file))
        most = "at most 60 s for 100,000"
        row(f"restore drill of {rows:,} rows", f"{seconds} s", most)
