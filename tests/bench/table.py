"""How a figure is taken and printed."""

import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
RUNS = 5


def cpu(work: Callable[[], object]) -> float:
    """The least CPU time, in seconds, of some runs of `work`, after one that warms up."""
    work()
    times = []
    for _run in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def row(what: str, figure: str, remark: str = "") -> None:
    print(f"{what:<58} {figure:>10}  {remark}".rstrip(), flush=True)  # noqa: T201
