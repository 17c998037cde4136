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
from dataclasses import dataclass
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


@dataclass
class Server:
    """A server with the database `portal`, which may be killed and started again."""

    folder: Path  # Socket paths must be short.
    durable: bool
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgres://portal@/{self.folder}/portal"

    def as_its_user(self) -> list[str]:
        """How its programs are run: PostgreSQL refuses to run as root."""
        # The server goes when this process goes, however that may be.
        run_as = ["setpriv", "--pdeathsig=INT"]
        if os.geteuid() == 0:
            run_as += ["--reuid=postgres", "--regid=postgres", "--init-groups"]
        return run_as

    def initialise(self) -> None:
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        options = "--username=portal --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync"
        subprocess.run(
            [
                *self.as_its_user(),
                binary("initdb"),
                f"--pgdata={self.folder}/data",
                *options.split(),
            ],
            cwd=self.folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def start(self) -> None:
        # Nothing on the network, and no errors told but through the client.
        options = (
            f"--unix_socket_directories={self.folder} --listen_addresses= --log_min_messages=fatal"
        )
        if not self.durable:  # Nothing kept safe.
            options += " --fsync=off --synchronous_commit=off --full_page_writes=off"
        self.process = subprocess.Popen(
            [
                *self.as_its_user(),
                binary("postgres"),
                f"-D{self.folder}/data",
                *options.split(),
            ],
            cwd=self.folder,
            start_new_session=True,  # Ctrl+C is for the tests, which clean up on the server.
        )

    @property
    def ready(self) -> bool:
        """Whether it says that it is ready. It complains of whoever asks it for more too early."""
        told = self.folder / "data" / "postmaster.pid"
        return told.exists() and "ready" in told.read_text()

    def answers(self) -> bool:
        """Whether the database can be used right now."""
        try:
            psycopg.connect(host=str(self.folder), user="portal", dbname="portal").close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(5)  # SIGTERM waits for connections that are still open.
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


@contextmanager
def running(*, durable: bool = False) -> Iterator[Server]:
    """A new server with an empty database, which ends and leaves nothing behind.

    A `durable` one keeps what it has said is committed, even when it is killed.
    """
    server = Server(Path(tempfile.mkdtemp(prefix="portal-pg-", dir="/tmp")), durable)
    try:
        server.initialise()
        server.start()
        create_database(server)
        yield server
    finally:
        server.stop()
        shutil.rmtree(server.folder)


@contextmanager
def server() -> Iterator[str]:
    """Yields the URL of an empty database on a new server."""
    with running() as started:
        yield started.url


def copy(source: str, target: str) -> None:
    """Copies all of a database into an empty one, perhaps on another server; both are URLs."""
    options = ["--no-owner", f"--dbname={_conninfo(source)}"]
    dumped = subprocess.run([binary("pg_dump"), *options], check=True, stdout=subprocess.PIPE)
    load = [binary("psql"), "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1"]
    subprocess.run(
        [*load, f"--dbname={_conninfo(target)}"],
        input=dumped.stdout,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _conninfo(url: str) -> str:
    folder, _slash, name = url.removeprefix("postgres://portal@/").rpartition("/")
    return f"host={folder} user=portal dbname={name}"


def new_database(folder: Path, name: str, *, copy_of: str = "") -> str:
    """Creates a database on the server that listens in a folder, and returns its URL."""
    template = f"TEMPLATE {copy_of}" if copy_of else ""
    with psycopg.connect(
        host=str(folder), user="portal", dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(f"CREATE DATABASE {name} {template}")  # type: ignore[call-overload]
    return f"postgres://portal@/{folder}/{name}"


def create_database(server: Server) -> None:
    """Creates the database `portal` as soon as the server answers, within half a minute."""
    assert server.process
    deadline = time.monotonic() + 30
    while not server.ready and server.process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    new_database(server.folder, "portal")


if __name__ == "__main__":
    with server() as url:
        sys.exit(subprocess.call(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}))
