"""Backups are whole, and a restore puts back all of one or changes nothing."""

import io
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
import pytest

from maturity.faults import Faults
from maturity.operations import archive
from tests.operations.conftest import ROOT, manage

ENGINES = ["sqlite", "postgresql"]
Made = dict[str, bytes]


@dataclass
class Portal:
    """An installation: a database, and a folder with files."""

    url: str
    files: Path
    printed: list[str] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        return {"REPORTS_DIR": str(self.files)}

    def manage(self, *arguments: str) -> tuple[int, str, str]:
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


@pytest.fixture(scope="module")
def new_portal(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Portal]:
    """Makes portals with an empty database, or with a copy of another's."""

    def new_portal(engine: str, copy_of: str = "") -> Portal:
        name = f"portal_{uuid.uuid4().hex[:8]}"
        folder = tmp_path_factory.mktemp(name)
        files = folder / "reports"
        files.mkdir()
        if engine == "sqlite":
            path = folder / "portal.sqlite3"
            if copy_of:
                path.write_bytes(Path(copy_of.removeprefix("sqlite:///")).read_bytes())
            return Portal(f"sqlite:///{path}", files)
        url = request.getfixturevalue("postgres_url")
        base = url.rpartition("/")[0]
        template = f"TEMPLATE {copy_of.rpartition('/')[2]}" if copy_of else ""
        with connected(f"{base}/postgres") as connection:
            connection.execute(f"CREATE DATABASE {name} {template}")  # type: ignore[call-overload]
        return Portal(f"{base}/{name}", files)

    return new_portal


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def migrated(engine: str, new_portal: Callable[..., Portal]) -> Portal:
    portal = new_portal(engine)
    portal.done("migrate", "--verbosity=0")
    return portal


@pytest.fixture(scope="module")
def source(engine: str, migrated: Portal, new_portal: Callable[..., Portal]) -> Portal:
    """A portal with the pilot's baseline, two files, and someone signed in."""
    portal = new_portal(engine, migrated.url)
    portal.done("load_model")
    printed = portal.done("import_assessment", "fixtures/death-notification.json", "--approve")
    portal.printed = printed.split()
    (portal.files / "2026").mkdir()
    (portal.files / "2026" / "rapport d’étape.pdf").write_bytes(b"%PDF-made-up")
    (portal.files / "empty.pdf").touch()
    portal.ask(
        "INSERT INTO django_session (session_key, session_data, expire_date) "
        "VALUES ('private-session', 'private-data', '2099-01-01 00:00:00')"
    )
    return portal


@pytest.fixture(scope="module")
def backup(source: Portal, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("backup") / "portal.tar"
    source.done("backup", str(file))
    return file


def members(file: Path) -> Made:
    with tarfile.open(file) as tar:
        return {info.name: tar.extractfile(info).read() for info in tar}  # type: ignore[union-attr]


def test_a_backup_says_first_what_it_holds(backup: Path, source: Portal, engine: str) -> None:
    found = members(backup)
    manifest = json.loads(found["manifest.json"])
    assert list(found) == [
        "manifest.json", "database",
        "files/reports/2026/rapport d’étape.pdf", "files/reports/empty.pdf",
    ]  # fmt: skip
    assert (manifest["format"], manifest["engine"]) == ("portal-backup/1", engine)
    assert manifest["rows"]["assessments_baseline"] == 1
    assert manifest["members"] == {
        name: {"size": len(data), "sha256": sha256(data).hexdigest()}
        for name, data in found.items()
        if name != "manifest.json"
    }


def test_a_backup_is_for_its_owner_alone_and_leaves_nothing_beside_it(backup: Path) -> None:
    assert oct(backup.stat().st_mode)[-3:] == "600"
    assert list(backup.parent.iterdir()) == [backup]


def test_a_backup_holds_nothing_of_who_is_signed_in(backup: Path) -> None:
    assert b"private-" not in members(backup)["database"]
    assert json.loads(members(backup)["manifest.json"])["rows"]["django_session"] == 0


def test_a_restored_portal_is_as_it_was(
    backup: Path, source: Portal, engine: str, new_portal: Callable[..., Portal], tmp_path: Path
) -> None:
    target = new_portal(engine)
    target.done("restore", str(backup))
    assert target.contents() == source.contents()
    assessment = source.printed[1]
    exported = [each.done("export_assessment", assessment) for each in (source, target)]
    assert exported[0] == exported[1]
    target.done("backup", str(tmp_path / "again.tar"))
    manifests = [
        json.loads(members(file)["manifest.json"]) for file in (backup, tmp_path / "again.tar")
    ]
    assert manifests[0]["rows"] == manifests[1]["rows"]
    # What must not change still does not.
    status, _out, error = target.manage(
        "shell", "-v0", "-c", "from assessments.models import Event; Event.objects.update(verb='x')"
    )
    assert (status, "cannot change" in error) == (1, True)


def test_a_new_portal_without_people_may_be_restored_into(
    backup: Path, migrated: Portal, engine: str, new_portal: Callable[..., Portal]
) -> None:
    target = new_portal(engine, migrated.url)
    target.done("load_model")
    target.done("restore", str(backup))
    assert target.ask("SELECT count(*) FROM assessments_baseline") == [(1,)]


def test_a_portal_with_people_is_left_alone(
    backup: Path, source: Portal, engine: str, new_portal: Callable[..., Portal]
) -> None:
    target = new_portal(engine, source.url)
    assert target.manage("restore", str(backup)) == (
        1, "", "this portal has people in it: restore into a new, empty database\n",
    )  # fmt: skip
    assert (target.ask("SELECT count(*) FROM django_session"), target.contents()) == ([(1,)], {})


def test_a_restore_that_fails_in_the_database_changes_nothing(
    backup: Path, migrated: Portal, engine: str, new_portal: Callable[..., Portal]
) -> None:
    target = new_portal(engine, migrated.url)
    if engine == "postgresql":
        target.ask("CREATE VIEW in_the_way AS SELECT * FROM assessments_person")
        status, _out, error = target.manage("restore", str(backup))
    else:
        holder = python(target, HOLD)
        try:
            assert holder.stdout
            holder.stdout.readline()
            status, _out, error = target.manage("restore", str(backup))
        finally:
            holder.kill()
            holder.communicate()
    assert (status, len(error.splitlines())) == (1, 1)
    assert target.ask("SELECT count(*) FROM assessments_event") == [(0,)]
    assert target.contents() == {}


HOLD = """
import django, time; django.setup()
from django.db import connection
connection.ensure_connection()
connection.cursor().execute("SELECT count(*) FROM django_migrations")
print("held", flush=True)
time.sleep(600)
"""
# Each transaction makes one person and one event: a moment in between has as many of both.
WRITE = """
import django; django.setup()
from django.db import transaction
from assessments.models import Event, Person
n = 0
while True:
    with transaction.atomic():
        person = Person.objects.create(email=f"written-{n}@example.org", name="Written")
        Event.objects.create(actor_id=person.pk, actor_name="Written", verb="write")
    n += 1
    print(n, flush=True)
"""


def test_a_backup_while_others_write_is_of_one_moment(
    source: Portal, engine: str, new_portal: Callable[..., Portal], tmp_path: Path
) -> None:
    portal, target = new_portal(engine, source.url), new_portal(engine)
    writer = python(portal, WRITE)
    assert writer.stdout
    try:
        writer.stdout.readline()
        portal.done("backup", str(tmp_path / "portal.tar"))
    finally:
        writer.kill()
        rest = writer.communicate()[0]
    target.done("restore", str(tmp_path / "portal.tar"))
    [(people,)] = target.ask("SELECT count(*) FROM assessments_person WHERE name = 'Written'")
    [(events,)] = target.ask("SELECT count(*) FROM assessments_event WHERE verb = 'write'")
    assert people == events
    assert 0 < people < int(rest.split()[-1])


# What is wrong with an archive is the same on both engines.


@pytest.fixture(scope="module")
def good(new_portal: Callable[..., Portal], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small backup of a portal with one file."""
    portal = new_portal("sqlite")
    portal.done("migrate", "--verbosity=0")
    (portal.files / "report.pdf").write_bytes(b"made up")
    file = tmp_path_factory.mktemp("good") / "portal.tar"
    portal.done("backup", str(file))
    return file


@pytest.fixture
def empty(new_portal: Callable[..., Portal]) -> Iterator[Portal]:
    """A portal that has to stay as empty as it was."""
    portal = new_portal("sqlite")
    yield portal
    assert (portal.tables(), portal.contents()) == (0, {})


def rebuilt(good: Path, target: Path, change: Callable[[Made, dict], None]) -> str:
    """A backup with changed members or a changed manifest; gives its path."""
    found = members(good)
    manifest = json.loads(found.pop("manifest.json"))
    change(found, manifest)
    with tarfile.open(target, "w") as tar:
        for name, data in {"manifest.json": json.dumps(manifest).encode(), **found}.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return str(target)


def listed(manifest: dict, name: str, data: bytes) -> None:
    manifest["members"][name] = {"size": len(data), "sha256": sha256(data).hexdigest()}


def put(name: str, data: bytes = b"x") -> Callable[[Made, dict], None]:
    """Adds a member, and owns up to it in the manifest."""

    def change(found: Made, manifest: dict) -> None:
        found[name] = data
        listed(manifest, name, data)

    return change


def faults_of(file: Path) -> list[str]:
    with pytest.raises(Faults) as raised:
        archive.verify(file)
    return [str(fault) for fault in raised.value.faults]


REPORT = "files/reports/report.pdf"
CHANGED = "is not as it was when the backup was made"
ODD = "is no name of a file of the portal"
FAULTS: dict[str, tuple[Callable[[Made, dict], Any], str]] = {
    "altered member": (lambda f, m: f.update({REPORT: b"made uP"}), f"{REPORT}: {CHANGED}"),
    "altered hash": (
        lambda f, m: m["members"][REPORT].update(sha256="0" * 64), f"{REPORT}: {CHANGED}",
    ),
    "altered size": (lambda f, m: m["members"][REPORT].update(size=6), f"{REPORT}: {CHANGED}"),
    "missing member": (lambda f, m: f.pop(REPORT), f"{REPORT}: is missing from the archive"),
    "no database": (lambda f, m: f.pop("database"), "database: is missing from the archive"),
    "unlisted member": (
        lambda f, m: f.update({"files/reports/x": b""}),
        "files/reports/x: is not in the manifest",
    ),
    "traversal": (put("files/reports/../../x"), f"files/reports/../../x: {ODD}"),
    "absolute": (put("/etc/x"), f"/etc/x: {ODD}"),
    "unknown folder": (put("files/secrets/x"), f"files/secrets/x: {ODD}"),
    "unknown format": (
        lambda f, m: m.update(format="portal-backup/2"),
        "manifest.json.format: unknown format; this portal reads portal-backup/1",
    ),
    "no manifest of ours": (
        lambda f, m: m.pop("rows"), "manifest.json: rows: is missing",
    ),
}  # fmt: skip
# What is found only beside the database that it is for, or in the database that it holds.
MISFITS: dict[str, tuple[Callable[[Made, dict], Any], str]] = {
    "altered member": FAULTS["altered member"],
    "other engine": (
        lambda f, m: m.update(engine="postgresql"),
        "the backup is of postgresql, and this portal runs on sqlite",
    ),
    "newer": (
        lambda f, m: m["migrations"].append("maturity.9999_later"),
        "migration maturity.9999_later is of a newer version of the portal: install that",
    ),
    "altered count": (
        lambda f, m: m["rows"].update(assessments_person=1),
        "assessments_person: has 0 rows; the manifest says 1",
    ),
    "unreadable database": (put("database", b"not a database"), "database: cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_archive_is_refused(good: Path, tmp_path: Path, fault: str) -> None:
    change, message = FAULTS[fault]
    file = rebuilt(good, tmp_path / "faulty.tar", change)
    assert faults_of(Path(file)) == [message]


@pytest.mark.parametrize("fault", MISFITS)
def test_a_backup_that_does_not_fit_changes_nothing(
    good: Path, empty: Portal, tmp_path: Path, fault: str
) -> None:
    change, message = MISFITS[fault]
    file = rebuilt(good, tmp_path / "faulty.tar", change)
    assert empty.manage("restore", file) == (1, "", f"{message}\n")


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE]
)
def test_links_devices_and_folders_are_refused(good: Path, tmp_path: Path, kind: bytes) -> None:
    file = tmp_path / "faulty.tar"
    rebuilt(good, file, lambda found, manifest: found.pop(REPORT))
    with tarfile.open(file, "a") as tar:
        info = tarfile.TarInfo(REPORT)
        info.type, info.linkname = kind, "/etc/passwd"
        tar.addfile(info)
    assert faults_of(file)[0] == f"{REPORT}: is not a plain file"


@pytest.mark.parametrize("share", [0.0, 0.001, 0.5, 0.97])
def test_a_truncated_archive_is_refused(good: Path, tmp_path: Path, share: float) -> None:
    file = tmp_path / "faulty.tar"
    whole = good.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])
    assert len(faults_of(file)) == 1


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    file = tmp_path / "nowhere.tar"
    assert faults_of(file) == [f"{file}: cannot be read: No such file or directory"]


def test_a_file_in_the_way_is_left_alone(good: Path, new_portal: Callable[..., Portal]) -> None:
    portal = new_portal("sqlite")
    (portal.files / "report.pdf").write_bytes(b"another")
    assert portal.manage("restore", str(good)) == (
        1, "", f"{portal.files}/report.pdf: is another file with the same name\n",
    )  # fmt: skip
    assert portal.contents() == {"report.pdf": b"another"}


def test_a_backup_overwrites_nothing(good: Path, empty: Portal) -> None:
    before = good.read_bytes()
    assert empty.manage("backup", str(good)) == (1, "", f"{good}: exists already\n")
    assert good.read_bytes() == before


def test_a_folder_that_is_not_there_is_named(empty: Portal, tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / "portal.tar"
    status, out, error = empty.manage("backup", str(file))
    assert (status, out, len(error.splitlines())) == (1, "", 1)
    assert error.endswith(": cannot be written: No such file or directory\n")


def test_a_missing_program_is_named(
    new_portal: Callable[..., Portal], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal = new_portal("postgresql")
    portal.ask("CREATE TABLE something (id int)")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert portal.manage("backup", str(tmp_path / "portal.tar")) == (
        1, "",
        "pg_dump: is missing: install PostgreSQL’s client programs (Debian: postgresql-client)\n",
    )  # fmt: skip


def test_a_password_is_in_no_command_line(
    new_portal: Callable[..., Portal], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal = new_portal("postgresql")
    portal.ask("CREATE TABLE something (id int)")
    portal.url = portal.url.replace("portal@", "portal:private@")
    spy = tmp_path / "pg_dump"
    spy.write_text('#!/bin/sh\necho "error: $* / $PGPASSWORD" >&2\nexit 1\n')
    spy.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    status, _out, error = portal.manage("backup", str(tmp_path / "portal.tar"))
    arguments, _slash, password = error.strip().rpartition(" / ")
    assert (status, "private" in arguments, password) == (1, False, "private")
    assert [path.name for path in tmp_path.iterdir()] == ["pg_dump"]


def test_an_empty_database_is_not_backed_up(empty: Portal, tmp_path: Path) -> None:
    assert empty.manage("backup", str(tmp_path / "portal.tar")) == (
        1, "", "the database has no tables: there is nothing to back up\n",
    )  # fmt: skip
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_database_that_does_not_answer_is_told(good: Path, tmp_path: Path, command: str) -> None:
    portal = Portal(f"postgres://portal@/{tmp_path}/portal", tmp_path)
    file = good if command == "restore" else tmp_path / "portal.tar"
    assert portal.manage(command, str(file)) == (1, "", "the database does not answer\n")


def test_a_portal_of_the_version_before_can_be_backed_up(
    new_portal: Callable[..., Portal], tmp_path: Path
) -> None:
    portal = new_portal("sqlite")
    portal.done("migrate", "--verbosity=0")
    portal.done("migrate", "maturity", "0002", "--verbosity=0")
    portal.done("backup", str(tmp_path / "portal.tar"))
    target = new_portal("sqlite")
    printed = target.done("restore", str(tmp_path / "portal.tar"))
    assert printed.splitlines()[-1] == "It is of an older version: run migrate next."
