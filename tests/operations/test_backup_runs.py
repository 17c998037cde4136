"""Workers back up every day: encrypted, told by rows, and kept by rule."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pyrage import x25519

from maturity.models import BackupRun
from maturity.operations import archive, backup_runs
from maturity.operations.jobs import Again
from tests.operations.portals import Portal, python

ENGINES = ["sqlite", "postgresql"]
KEY, OTHER = x25519.Identity.generate(), x25519.Identity.generate()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


@pytest.fixture
def portal(migrated: Callable[[str], Portal], folder: Path) -> Portal:
    """A portal that backs up for the holder of KEY."""
    portal = migrated("sqlite")
    portal.more = {
        "BACKUPS_DIR": str(folder),
        "BACKUP_RECIPIENTS": str(KEY.to_public()),
        "BACKUP_KEEP": "2 days, 1 month",
    }
    return portal


@pytest.fixture
def identity(tmp_path: Path) -> Path:
    file = tmp_path / "key"
    file.write_text(str(KEY))
    return file


def done_by_worker(portal: Portal) -> timedelta:
    """Does the day's job, and gives how long it puts itself off."""
    with portal.at_home(), pytest.raises(Again) as again:
        backup_runs.back_up.call()
    return again.value.after


def runs(portal: Portal) -> list[dict[str, Any]]:
    with portal.at_home():
        return list(BackupRun.objects.order_by("pk").values())


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_worker_makes_an_encrypted_backup_and_tells_it(portal: Portal, folder: Path) -> None:
    done_by_worker(portal)
    [file] = folder.iterdir()
    [run] = runs(portal)
    assert backup_runs.NAMED.fullmatch(file.name)
    assert file.suffix == ".age"
    assert oct(file.stat().st_mode)[-3:] == "600"
    with portal.at_home():
        manifest = archive.verify(file, [KEY])
    assert (run["kind"], run["outcome"], run["name"], run["bytes"], run["rows"]) == (
        "backup", "done", file.name, file.stat().st_size, sum(manifest["rows"].values()),
    )  # fmt: skip
    assert (run["recipients"], run["faults"]) == ([str(KEY.to_public())], "")
    assert run["begun_at"] <= run["ended_at"]


def test_nothing_of_the_portal_can_be_read_in_an_encrypted_backup(
    portal: Portal, folder: Path
) -> None:
    done_by_worker(portal)
    [file] = folder.iterdir()
    data = file.read_bytes()
    assert [word in data for word in (b"manifest", b"SQLite format", b"assessments")] == [False] * 3


def test_the_next_backup_is_made_at_its_hour(portal: Portal) -> None:
    portal.more |= {"BACKUP_HOUR": "4"}
    then = timezone.localtime() + done_by_worker(portal)
    assert (timezone.localtime(then) + timedelta(minutes=1)).hour == 4


def test_without_a_folder_workers_make_none(portal: Portal) -> None:
    portal.more = {}
    assert done_by_worker(portal) <= timedelta(hours=25)
    assert runs(portal) == []


def test_backups_go_by_the_rule_once_a_new_one_is_there(portal: Portal, folder: Path) -> None:
    mine = ["portal-2020-01-01-030000.tar", "portal-2020-02-30-030000.tar", "notes.txt"]
    for name in [*mine, "portal-2020-01-02-030000.tar.age", "portal-2019-12-02-030000.tar"]:
        (folder / name).touch()
    done_by_worker(portal)
    [new] = [name for name in names(folder) if name > "portal-2021"]
    # The 30th of February is no name that the portal gives.
    assert names(folder) == [
        "notes.txt", "portal-2020-01-02-030000.tar.age", "portal-2020-02-30-030000.tar", new,
    ]  # fmt: skip


def test_a_backup_that_fails_removes_none_says_why_and_is_tried_again_in_an_hour(
    portal: Portal, folder: Path
) -> None:
    for day in range(1, 9):
        (folder / f"portal-2020-01-0{day}-030000.tar").touch()
    before = names(folder)

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive, "write", full)
        assert done_by_worker(portal) == timedelta(hours=1)
    [run] = runs(portal)
    assert (run["outcome"], run["bytes"], names(folder)) == ("failed", None, before)
    assert run["faults"].endswith("cannot be written: No space left on device")


WHILE_READ_BACK = """
import sys, time, django; django.setup()
from maturity.operations import archive, backup_runs
def verify(*given):
    print("written", flush=True)
    time.sleep(600)
archive.verify = verify
backup_runs.make_in_place(backup_runs.backups())
"""


@pytest.mark.parametrize("engine", ENGINES)
def test_a_backup_whose_process_is_killed_leaves_nothing_that_looks_like_one(
    engine: str, portal: Portal, migrated: Callable[[str], Portal], folder: Path
) -> None:
    killed = migrated(engine)
    killed.more = portal.more
    process = python(killed, WHILE_READ_BACK)
    assert process.stdout
    assert process.stdout.readline() == "written\n"
    process.kill()
    process.communicate()
    left = names(folder)
    assert [Path(name).suffix for name in left] == [".part"]
    assert b"manifest" not in (folder / left[0]).read_bytes()
    done_by_worker(killed)
    assert [run["outcome"] for run in runs(killed)] == ["failed", "done"]
    assert runs(killed)[0]["faults"] == "It was cut short: the process was ended."
    assert [Path(name).suffix for name in names(folder)] == [".age"]


def test_archives_that_no_key_of_today_opens_are_named(portal: Portal, folder: Path) -> None:
    done_by_worker(portal)
    [old] = names(folder)
    both = f"{OTHER.to_public()},{KEY.to_public()}"
    said = []
    for keys in (both, str(OTHER.to_public()), ""):
        portal.more |= {"BACKUP_RECIPIENTS": keys}
        with portal.at_home():
            said.append(backup_runs.lost_to_all())
    assert said == [[], [old], [old]]


def test_before_a_key_is_retired_it_is_told_what_the_other_opens(
    portal: Portal, folder: Path, identity: Path, tmp_path: Path
) -> None:
    done_by_worker(portal)
    [name] = names(folder)
    other = tmp_path / "other"
    other.write_text(str(OTHER))
    assert portal.manage("backup_keys", f"--identity={identity}") == (0, f"opens: {name}\n", "")
    assert portal.manage("backup_keys", f"--identity={other}") == (
        1, "", f"{name}: none of the keys at hand opens it\n",
    )  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
def test_an_encrypted_backup_is_restored_with_its_key_alone(
    engine: str,
    portal: Portal,
    folder: Path,
    migrated: Callable[[str], Portal],
    new_portal: Callable[..., Portal],
    identity: Path,
    tmp_path: Path,
) -> None:
    source, target = migrated(engine), new_portal(engine)
    source.more = portal.more
    (source.files / "report.pdf").write_bytes(b"made up")
    source.done("backup")
    [file] = folder.iterdir()
    other = tmp_path / "other"
    other.write_text(str(OTHER))
    assert target.manage("restore", str(file)) == (
        1, "", f"{file}: is encrypted: name the file with its private key (--identity)\n",
    )  # fmt: skip
    assert target.manage("restore", str(file), f"--identity={other}") == (
        1, "", f"{file}: none of these keys opens it: it was encrypted to others\n",
    )  # fmt: skip
    assert target.contents() == {}
    target.done("restore", str(file), f"--identity={identity}")
    assert target.contents() == {"report.pdf": b"made up"}
    assert runs(target) == []
