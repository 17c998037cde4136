"""A PostgreSQL server of one's own for as long as something runs; it listens on a socket file only.

`python -m tests.postgres COMMAND...` runs a command with DATABASE_URL pointing at such a server.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


def binary(name: str) -> str:
    """The path of a server program; Debian keeps them off the PATH, a folder per version."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4])
    )
    found = shutil.which(name) or (debian and str(debian[-1]))
    if not found:
        raise FileNotFoundError(f"{name} is missing: apt-get install postgresql")
    return found


@contextmanager
def server() -> Iterator[str]:
    """Yields the URL of an empty database on a new server, which ends and leaves nothing behind."""
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-", dir="/tmp"))  # Socket paths must be short.
    # The server goes when this process goes, however that may be.
    run_as = ["setpriv", "--pdeathsig=INT"]
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root.
        shutil.chown(folder, "postgres", "postgres")
        run_as += ["--reuid=postgres", "--regid=postgres", "--init-groups"]
    process = None
    try:
        options = "--username=portal --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync"
        subprocess.run(
            [*run_as, binary("initdb"), f"--pgdata={folder}/data", *options.split()],
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        # Nothing on the network, nothing kept safe, and no errors told but through the client.
        options = (
            f"--unix_socket_directories={folder} --listen_addresses= --fsync=off "
            "--synchronous_commit=off --full_page_writes=off --log_min_messages=fatal"
        )
        process = subprocess.Popen(
            [*run_as, binary("postgres"), "-D", f"{folder}/data", *options.split()],
            cwd=folder,
            start_new_session=True,  # Ctrl+C is for the tests, which clean up on the server.
        )
        create_database(process, folder)
        yield f"postgres://portal@/{folder}/portal"
    finally:
        if process:
            process.terminate()
            try:
                process.wait(5)  # SIGTERM waits for connections that are still open.
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(folder)


def create_database(process: subprocess.Popen[bytes], folder: Path) -> None:
    """Creates the database `portal` as soon as the server answers, within half a minute."""
    deadline = time.monotonic() + 30
    while True:
        try:
            with psycopg.connect(
                host=str(folder), user="portal", dbname="postgres", autocommit=True
            ) as connection:
                connection.execute("CREATE DATABASE portal")
                return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


if __name__ == "__main__":
    with server() as url:
        sys.exit(subprocess.call(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}))
