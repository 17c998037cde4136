"""Backups are whole, and a restore puts back all of one or changes nothing."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from tests.operations.portals import Portal, members, python

ENGINES = ["sqlite", "postgresql"]


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def source(engine: str, migrated: Callable[[str], Portal]) -> Portal:
    """A portal with the pilot's baseline, two files, and someone signed in."""
    portal = migrated(engine)
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
    batch = source.files / "batches" / "can be made again.zip"
    batch.parent.mkdir()
    batch.touch()
    source.done("backup", str(file))
    batch.unlink()
    batch.parent.rmdir()
    return file


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
    assert target.process("restore", str(backup))[::2] == (0, "")
    assert target.contents() == source.contents()
    assessment = source.printed[1]
    exported = [each.done("export_assessment", assessment) for each in (source, target)]
    assert exported[0] == exported[1]
    assert target.process("backup", str(tmp_path / "again.tar"))[::2] == (0, "")
    manifests = [
        json.loads(members(file)["manifest.json"]) for file in (backup, tmp_path / "again.tar")
    ]
    assert manifests[0]["rows"] == manifests[1]["rows"]
    # What must not change still does not.
    status, _out, error = target.process(
        "shell", "-v0", "-c", "from assessments.models import Event; Event.objects.update(verb='x')"
    )
    assert (status, "cannot change" in error) == (1, True)


def test_a_new_portal_without_people_may_be_restored_into(
    backup: Path, migrated: Callable[[str], Portal], engine: str
) -> None:
    target = migrated(engine)
    target.done("load_model")
    target.done("restore", str(backup))
    assert target.ask("SELECT count(*) FROM assessments_baseline") == [(1,)]


def test_a_portal_with_people_is_left_alone(
    backup: Path, source: Portal, engine: str, new_portal: Callable[..., Portal]
) -> None:
    target = new_portal(engine, source.url)
    assert target.manage("restore", str(backup)) == (
        1, "", "this portal already has people: restore into a new, empty database\n",
    )  # fmt: skip
    assert (target.ask("SELECT count(*) FROM django_session"), target.contents()) == ([(1,)], {})


def test_a_restore_that_fails_in_the_database_changes_nothing(
    backup: Path, migrated: Callable[[str], Portal], engine: str
) -> None:
    target = migrated(engine)
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
from assessments.people.actions import create_person
n = 0
while True:
    create_person(email=f"written-{n}@example.org", name="Written")
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
    [(events,)] = target.ask("SELECT count(*) FROM assessments_event WHERE actor_name = 'Written'")
    assert people == events
    assert 0 < people < int(rest.split()[-1])
