"""Installations of the portal for tests of backups: each a database and a folder with files."""

import io
import os
import runpy
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import (
    AbstractContextManager,
    closing,
    contextmanager,
    redirect_stderr,
    redirect_stdout,
)
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections
from django.db.utils import load_backend
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.operations.processes import ROOT, manage


@dataclass
class Portal:
    """An installation: a database, and a folder with files."""

    url: str
    files: Path | None  # None where they are in a bucket
    blocker: DjangoDbBlocker
    printed: list[str] = field(default_factory=list)
    # More settings of its environment.
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        if self.files is None:
            return self.more
        folders = {"REPORTS_DIR": str(self.files), "EVIDENCE_DIR": str(self.files / "evidence")}
        return folders | self.more

    def manage(self, *arguments: str) -> tuple[int, str, str]:
        """Runs a management command in this process: its exit status, its stdout and stderr."""
        out, err = io.StringIO(), io.StringIO()
        with self.at_home(), redirect_stdout(out), redirect_stderr(err):
            try:
                call_command(*arguments)
                status = 0
            except SystemExit as ended:
                status = int(ended.code or 0)
        return status, out.getvalue(), err.getvalue()

    def at_home(self) -> AbstractContextManager[None]:
        """This process works on the portal's database and files, as one of its own would."""
        return at_home({"DATABASE_URL": self.url} | self.environment, self.blocker)

    def process(self, *arguments: str) -> tuple[int, str, str]:
        """As `manage`, in a process of its own."""
        ended = manage(*arguments, url=self.url, **self.environment)
        return ended.returncode, ended.stdout, ended.stderr

    def done(self, *arguments: str) -> str:
        status, out, err = self.manage(*arguments)
        assert (status, err) == (0, "")
        return out

    def ask(self, statement: str) -> list[Any]:
        """What a statement in SQL gives."""
        if self.url.startswith("sqlite"):
            with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"))) as file:
                found = file.execute(statement).fetchall()
                file.commit()
                return found
        with connected(self.url) as connection:
            cursor = connection.execute(statement)  # type: ignore[call-overload]
            return cursor.fetchall() if cursor.description else []

    def contents(self) -> dict[str, bytes]:
        return {
            str(path.relative_to(self.files)): path.read_bytes()
            for path in self.files.rglob("*")
            if path.is_file()
        }

    def tables(self) -> int:
        return self.ask("SELECT count(*) FROM sqlite_master WHERE type = 'table'")[0][0]


# The settings of a portal that what is done here depends on.
SETTINGS = (
    "REPORTS_DIR", "EVIDENCE_DIR", "STORAGES", "SECRET_KEY", "TASKS", "BACKUPS_DIR",
    "BACKUPS_BUCKET", "BACKUP_HOUR", "NIGHTLY_HOUR", "BACKUP_KEEP", "BACKUP_RECIPIENTS",
)  # fmt: skip


@contextmanager
def at_home(environment: dict[str, str], blocker: DjangoDbBlocker) -> Iterator[None]:
    """This process works on the database, and with the settings, that an environment names."""
    with pytest.MonkeyPatch.context() as patch, blocker.unblock():
        for name, value in environment.items():
            patch.setenv(name, value)
        chosen = runpy.run_path(str(ROOT / "maturity" / "settings.py"))
        [given] = connections.configure_settings(chosen["DATABASES"]).values()
        outer = connections["default"]
        connections["default"] = load_backend(given["ENGINE"]).DatabaseWrapper(given)
        try:
            with override_settings(**{name: chosen[name] for name in SETTINGS}):
                yield
        finally:
            connections["default"].close()
            connections["default"] = outer


def connected(url: str) -> psycopg.Connection:
    """A connection to a database of the tests' own server, whose URL names a folder as its host."""
    folder, _slash, name = url.removeprefix("postgres://portal@/").rpartition("/")
    return psycopg.connect(host=folder, user="portal", dbname=name, autocommit=True)


def python(portal: Portal, code: str, *arguments: str) -> "subprocess.Popen[str]":
    environment = {"DATABASE_URL": portal.url, "DJANGO_SETTINGS_MODULE": "maturity.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env=os.environ | environment | portal.environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def members(file: Path) -> dict[str, bytes]:
    """What an archive holds, in order."""
    with tarfile.open(file) as tar:
        return {info.name: tar.extractfile(info).read() for info in tar}  # type: ignore[union-attr]
