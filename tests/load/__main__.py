"""Plays a council's day against a portal of its own: `python -m tests.load PEOPLE SECONDS`."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psycopg

from tests import postgres
from tests.bench.batches import workers
from tests.bench.portals import ENVIRONMENT, TICKS, cpu_of, cpu_of_children, web
from tests.bench.table import ROOT
from tests.load.cast import ARRIVE_WITHIN, INITIATIVES, share

WEB_PROCESSES = 4  # as docs/operations.md has it


def tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201


def run(*arguments: str, **environment: str) -> str:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | ENVIRONMENT | environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


def filled(server: postgres.Server, people: int) -> str:
    """Fills the portal, and gives its people as JSON. The server is a safe one afterwards."""
    run("manage.py", "migrate", "--verbosity=0", DATABASE_URL=server.url)
    run("manage.py", "load_model", DATABASE_URL=server.url)
    made = run("-m", "tests.load.cast", "make", str(people), DATABASE_URL=server.url)
    with psycopg.connect(
        host=str(server.folder), user="portal", dbname="portal", autocommit=True
    ) as connection:
        connection.execute("VACUUM ANALYZE")
    server.stop()
    server.durable = True
    server.start()
    while not (server.ready and server.answers()):
        time.sleep(0.05)
    return made


def busy() -> float:
    """Seconds of CPU that all of the machine's cores have taken: without idling and waiting."""
    _name, *ticks = Path("/proc/stat").read_text().partition("\n")[0].split()
    user, nice, system, _idle, _wait, interrupts, soft, *_more = map(int, ticks)
    return (user + nice + system + interrupts + soft) / TICKS


def play(server: postgres.Server, folder: Path, people: int, seconds: int) -> dict[str, Any]:
    """Plays the day, and gives its result, with the seconds of CPU that each part took."""
    files = {"LOAD_PEOPLE": f"{folder}/people.json", "LOAD_RESULT": f"{folder}/result.json"}
    os.environ["REPORTS_DIR"] = f"{folder}/reports"
    environment = os.environ | ENVIRONMENT | {"DATABASE_URL": server.url}
    assert server.process
    with (
        web(server.url, processes=WEB_PROCESSES) as (port, gunicorn),
        workers(environment, 1) as (worker,),
    ):

        def spent() -> dict[str, float]:
            assert server.process
            return {
                "web processes": cpu_of_children(gunicorn),
                "worker": cpu_of(worker.pid),
                "PostgreSQL": cpu_of_children(server.process.pid),
                "all else": busy(),
            }

        before, start = spent(), time.monotonic()
        options = (
            f"--headless --users={people} --spawn-rate={people} "
            f"--run-time={seconds}s --host=http://127.0.0.1:{port} --loglevel=ERROR"
        )
        ended = subprocess.run(
            [sys.executable, "-m", "locust", "-f", "tests/load/day.py", *options.split()],
            cwd=ROOT,
            env=environment | files | {"PYTHONPATH": str(ROOT)},
            check=False,  # It says so when a request failed: that is told below.
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        took = time.monotonic() - start
        if not Path(files["LOAD_RESULT"]).exists():
            sys.exit(ended.stdout)
        result = json.loads(Path(files["LOAD_RESULT"]).read_text())
        shares = {part: seconds - before[part] for part, seconds in spent().items()}
        shares["the load tool"] = result["cpu"]
        shares["all else"] -= sum(shares.values()) - shares["all else"]
        result["cpu"] = {part: seconds / took for part, seconds in shares.items()}
    return result


def lost(server: postgres.Server, saves: Iterable[list[Any]]) -> list[str]:
    """The saves that the portal said are saved, and that its record or its answers lack."""
    found = json.loads(run("-m", "tests.load.cast", "kept", DATABASE_URL=server.url))
    recorded, standing = ({tuple(each) for each in found[name]} for name in sorted(found))
    missing, may_stand = [], dict[tuple[str, str], list[str]]()
    for assessment, code, comment, saved in saves:
        if saved:
            may_stand[assessment, code] = [comment]
            if (assessment, comment) not in recorded:
                missing.append(f"not recorded: {assessment} {code}: {comment}")
        elif (assessment, code) in may_stand:  # Whether it was saved, nobody was told.
            may_stand[assessment, code].append(comment)
    missing += [
        f"does not stand: {assessment} {code}: {comments[0]}"
        for (assessment, code), comments in may_stand.items()
        if not any((assessment, code, comment) in standing for comment in comments)
    ]
    return missing


def tell_day(result: dict[str, Any]) -> None:
    tell(f"\n{'':<26}{'asked':>7}{'a second':>10}{'p50':>8}{'p95':>8}{'p99':>8}{'errors':>8}")
    for name, each in result["kinds"].items():
        times = "".join(f"{each[p] or 0:>5.0f} ms" for p in ("p50", "p95", "p99"))
        tell(f"{name:<26}{each['asked']:>7}{each['rate']:>10.1f}{times}{each['failed']:>8}")
    tell("")
    tell(f"CPU of this machine’s {os.cpu_count()} cores:")
    for part, cores in result["cpu"].items():
        tell(f"  {part:<24}{cores:>7.2f}")


def main(people: int, seconds: int) -> int:
    kinds = share(people)
    with postgres.running() as server, tempfile.TemporaryDirectory() as folder:
        tell(
            f"{people} people at once for {seconds} seconds, who arrive within {ARRIVE_WITHIN}: "
            f"{kinds['lead']} leads, "
            f"{kinds['partner']} contributors of partners, {kinds['cochair']} co-chairs, and the "
            f"secretariat with a batch, in a portal of {max(INITIATIVES, people)} initiatives. "
            "They, the portal, its worker and its database share one machine."
        )
        Path(folder, "people.json").write_text(filled(server, people))
        result = play(server, Path(folder), people, seconds)
        missing = lost(server, result["saves"])
    tell_day(result)
    saved = sum(each[-1] for each in result["saves"])
    tell(f"\n{saved} saves were acknowledged, {len(missing)} of them are lost.")
    for line in [*result["errors"], *missing]:
        tell(f"  {line}")
    return bool(result["errors"] or missing or not saved)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
