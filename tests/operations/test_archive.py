"""What is wrong with an archive is found, and told, before anything is changed."""

import io
import json
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from maturity.faults import Faults
from maturity.operations import archive
from tests.operations.portals import Portal, members

Made = dict[str, bytes]


@pytest.fixture(scope="module")
def good(migrated: Callable[[str], Portal], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small backup of a portal with one file."""
    portal = migrated("sqlite")
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
ODD = "is not the name of a file of the portal"
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
        "the backup is from postgresql, and this portal runs on sqlite",
    ),
    "newer": (
        lambda f, m: m["migrations"].append("maturity.9999_later"),
        "migration maturity.9999_later belongs to a newer version of the portal: "
        "install that version",
    ),
    "altered count": (
        lambda f, m: m["rows"].update(assessments_person=1),
        "assessments_person: rows: 0; the manifest says 1",
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
    assert empty.manage("backup", str(good)) == (1, "", f"{good}: already exists\n")
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
def test_a_database_that_does_not_answer_is_told(
    good: Path, empty: Portal, tmp_path: Path, command: str
) -> None:
    portal = replace(empty, url=f"postgres://portal@/{tmp_path}/portal", files=tmp_path)
    file = good if command == "restore" else tmp_path / "portal.tar"
    assert portal.manage(command, str(file)) == (1, "", "the database does not answer\n")


def test_a_portal_of_the_version_before_can_be_backed_up(
    new_portal: Callable[..., Portal], migrated: Callable[[str], Portal], tmp_path: Path
) -> None:
    portal = migrated("sqlite")
    portal.done("migrate", "assessments", "0009", "--verbosity=0")
    portal.done("backup", str(tmp_path / "portal.tar"))
    target = new_portal("sqlite")
    printed = target.done("restore", str(tmp_path / "portal.tar"))
    assert printed.splitlines()[-1] == "It is of an older version: run migrate next."
