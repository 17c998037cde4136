"""A drill restores a backup beside the portal, judges it, and takes it away again."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from pyrage import x25519

from assessments.models import File, Initiative, Person
from maturity.models import BackupRun
from tests.operations.portals import Portal

ENGINES = ["sqlite", "postgresql"]
# On SQLite, a scratch database is a temporary file, and nobody needs leave to make one.
on_postgresql = pytest.mark.parametrize("engine", ["postgresql"], scope="module", indirect=True)
KEY = x25519.Identity.generate()
DATABASES = "SELECT count(*) FROM pg_database"


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def source(
    engine: str,
    migrated: Callable[[str], Portal],
    tmp_path_factory: pytest.TempPathFactory,
) -> Portal:
    """A portal with the pilot's baseline, a file, and an encrypted backup."""
    portal = migrated(engine)
    folder = tmp_path_factory.mktemp("drilled")
    portal.more = {"BACKUPS_DIR": str(folder), "BACKUP_RECIPIENTS": str(KEY.to_public())}
    (folder / "key").write_text(str(KEY))
    portal.done("load_model")
    portal.done("import_assessment", "fixtures/death-notification.json", "--approve")
    (portal.files / "report.pdf").write_bytes(b"made up")
    portal.done("backup")
    return portal


@pytest.fixture
def portal(engine: str, source: Portal, new_portal: Callable[..., Portal]) -> Portal:
    """A copy of it, which may change, with its folder of backups."""
    copy = new_portal(engine, source.url)
    copy.more = dict(source.more)
    return copy


@pytest.fixture
def key(source: Portal) -> str:
    return f"--identity={source.more['BACKUPS_DIR']}/key"


def outcomes(portal: Portal) -> list[tuple[str, str]]:
    with portal.at_home():
        found = BackupRun.objects.filter(kind="drill").order_by("pk")
        return list(found.values_list("outcome", "faults"))


def test_a_drill_says_what_it_verified_and_leaves_the_portal_alone(
    portal: Portal, key: str
) -> None:
    rows = "SELECT count(*) FROM assessments_event"
    before = portal.ask(rows)
    lines = portal.done("drill", key).splitlines()
    assert [line.split(" ")[0] for line in (lines[0], lines[-1])] == ["drill", "restored"]
    assert lines[2].split(", ")[1].startswith("the chain is whole")
    assert lines[3] == (
        "1 baselines of 1 initiatives: figures and indexes agree with the snapshots"
    )
    assert (portal.ask(rows), portal.contents(), outcomes(portal)) == (before, {}, [("done", "")])


@on_postgresql
def test_a_drill_leaves_no_database_behind_not_even_of_one_that_was_killed(
    portal: Portal, key: str
) -> None:
    name = portal.url.rpartition("/")[2]
    [before] = portal.ask(f"{DATABASES} WHERE datname LIKE '{name}_drill%'")
    portal.ask(f"CREATE DATABASE {name}_drill_0123abcd")
    portal.done("drill", key)
    assert [before] == portal.ask(f"{DATABASES} WHERE datname LIKE '{name}_drill%'") == [(0,)]


def test_a_drill_finds_figures_that_do_not_agree(portal: Portal, tmp_path: Path) -> None:
    portal.ask("UPDATE assessments_figures SET rated = rated - 1")
    portal.more = {}
    file = tmp_path / "wrong.tar"
    portal.done("backup", str(file))
    status, out, error = portal.manage("drill", str(file))
    assert (status, out, error.startswith("check_figures: ")) == (1, "", True)
    assert outcomes(portal) == [("failed", error.rstrip("\n"))]


def test_a_drill_finds_a_file_that_is_missing_or_another(portal: Portal, tmp_path: Path) -> None:
    portal.more = {}
    with portal.at_home():
        files = [
            File(
                initiative=Initiative.objects.get(), name=f"{word}.pdf", size=4,
                media_type="application/pdf", sha256=sha256(b"%PDF").hexdigest(),
                added_by=Person.objects.first(),
            )
            for word in ("whole", "changed", "missing")
        ]  # fmt: skip
        for file in files:
            file.content.save(file.name, ContentFile(b"%PDF"))
        files[1].content.storage.delete(files[1].content.name)
        files[1].content.storage.save(files[1].content.name, ContentFile(b"%DOC"))
        files[2].content.storage.delete(files[2].content.name)
    portal.done("backup", str(tmp_path / "amiss.tar"))
    status, _out, error = portal.manage("drill", str(tmp_path / "amiss.tar"))
    assert (status, sorted(error.splitlines())) == (
        1,
        sorted([
            f"files/evidence/{files[1].content.name}: is not the file that the database names",
            f"files/evidence/{files[2].content.name}: the database names this file, and the "
            "archive lacks it",
        ]),
    )  # fmt: skip


def test_a_drill_without_the_key_fails_and_says_so(portal: Portal) -> None:
    status, _out, error = portal.manage("drill")
    assert (status, error.endswith("name the file with its private key (--identity)\n")) == (
        1,
        True,
    )
    assert [outcome for outcome, _faults in outcomes(portal)] == ["failed"]


@pytest.mark.parametrize(
    ("folder", "told"),
    [("", "BACKUPS_DIR: is not set: name the archive"), ("EMPTY", "EMPTY: holds no backup")],
)
def test_a_drill_without_a_backup_says_so(
    portal: Portal, tmp_path: Path, folder: str, told: str
) -> None:
    empty = str(tmp_path)
    portal.more = {"BACKUPS_DIR": folder.replace("EMPTY", empty)}
    assert portal.manage("drill") == (1, "", f"{told.replace('EMPTY', empty)}\n")


@pytest.fixture
def humble(portal: Portal) -> Portal:
    """The portal as a user of PostgreSQL who may not create a database."""
    name = portal.url.rpartition("/")[2]
    portal.ask(f"CREATE ROLE humble_{name} LOGIN")
    for kind in ("TABLES", "SEQUENCES"):
        portal.ask(f"GRANT ALL ON ALL {kind} IN SCHEMA public TO humble_{name}")
    portal.url = portal.url.replace("portal@", f"humble_{name}@")
    return portal


@on_postgresql
def test_a_user_who_may_create_no_database_names_one(humble: Portal, key: str) -> None:
    assert humble.manage("drill", key) == (
        1, "",
        "the portal’s user may not create a database: grant it CREATEDB, or name an empty "
        "database of its own (--database)\n",
    )  # fmt: skip
    user, name = humble.url.removeprefix("postgres://").split("@")[0], f"{humble.url[-8:]}_spare"
    owner = Portal(humble.url.replace(user, "portal", 1), humble.files, humble.blocker)
    owner.ask(f"CREATE DATABASE spare_{name} OWNER {user}")
    for _twice in range(2):  # It is as empty afterwards as it was.
        humble.done("drill", key, f"--database=spare_{name}")


@on_postgresql
def test_a_database_that_is_in_use_is_not_drilled_in(humble: Portal, key: str) -> None:
    name = humble.url.rpartition("/")[2]
    said = [humble.manage("drill", key, f"--database={each}")[2] for each in (name, "nowhere")]
    assert said == [
        f"{name}: is the database of this portal: name an empty one\n",
        "nowhere: this database does not answer\n",
    ]
