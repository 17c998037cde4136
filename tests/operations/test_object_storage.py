"""Files in object storage: a real server of it, killed, frozen and full."""

import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pyrage import x25519

from assessments.models import Evidence, File, Initiative, Person, Play
from assessments.models.files import place
from maturity.environment import BucketPlace, stores
from maturity.models import BackupRun, Worker
from maturity.operations import buckets, jobs
from maturity.operations.stores import Folder, Store, StoreAway, is_full, store
from reports.batches import asking, keeping
from reports.models import Batch, IssuedReport
from tests.cast import Cast
from tests.criterion.test_evidence import PDF
from tests.evidence.test_files import add, get, statuses
from tests.forms import fields
from tests.improvement.test_actions import act
from tests.improvement.test_actions import path as address
from tests.lessons.test_pages import GIVEN, NEW
from tests.operations.object_storage import ObjectStorage
from tests.operations.portals import Portal
from tests.operations.processes import ROOT, eventually

KEY = x25519.Identity.generate()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStorage]:
    server = ObjectStorage(tmp_path_factory.mktemp("s3"))
    try:
        server.start()
        yield server
    finally:
        server.kill()


@pytest.fixture
def reached(server: ObjectStorage, monkeypatch: pytest.MonkeyPatch) -> ObjectStorage:
    """The server, running, which the environment names; whoever waits for it soon has enough."""
    server.start()
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(buckets, "READING", 1)
    return server


@pytest.fixture
def bucket(
    reached: ObjectStorage, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A bucket that the portal of these tests keeps its files in."""
    name = reached.bucket()
    settings.STORAGES = settings.STORAGES | stores(files=BucketPlace(name, "here"), backups=None)
    monkeypatch.setattr(File._meta.get_field("content"), "storage", storages["evidence"])
    yield name
    reached.start()


def text_of(response: Any) -> str:
    return str(response.content.decode())


# Any store


@pytest.fixture(params=["folder", "bucket"])
def any_store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return Folder(tmp_path / "files")
    reached = request.getfixturevalue("reached")
    return buckets.Bucket(**BucketPlace(reached.bucket(), "under").options())


def paths(of: Store, under: str = "") -> list[str]:
    return sorted(each.path for each in of.kept(under))


def test_a_store_keeps_reads_lists_and_lets_go(any_store: Store) -> None:
    assert paths(any_store) == []
    assert any_store.save("ab/one", ContentFile(b"first")) == "ab/one"
    any_store.save("ab/one", ContentFile(b"second"))
    any_store.save("ab-more", ContentFile(b""))
    [one] = any_store.kept("ab/")
    assert (one.path, one.name, one.size) == ("ab/one", "one", 6)
    assert abs(timezone.now() - one.changed_at) < timedelta(minutes=1)
    with one.open() as stream:
        assert (stream.read(3), stream.read(), stream.read()) == (b"sec", b"ond", b"")
    assert (any_store.exists("ab/one"), any_store.exists("ab/two")) == (True, False)
    assert (any_store.size("ab/one"), paths(any_store)) == (6, ["ab-more", "ab/one"])
    one.delete()
    one.delete()
    assert paths(any_store) == ["ab-more"]
    with pytest.raises(FileNotFoundError):
        any_store.open("ab/one")


def test_what_fails_while_it_is_written_leaves_what_was_there(any_store: Store) -> None:
    with any_store.writing("name") as file:
        file.write(b"whole")

    def fail() -> None:
        with any_store.writing("name") as file:
            file.write(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with any_store.open("name") as stream:
        assert stream.read() == b"whole"
    assert paths(any_store) == ["name"]


@pytest.mark.parametrize("name", ["../out", "/etc/passwd", "a/../../out"])
def test_no_name_leads_out_of_a_store(any_store: Store, name: str) -> None:
    with pytest.raises(Exception, match=r"denied|traversal|outside|located"):
        any_store.save(name, ContentFile(b"x"))


def test_a_prefix_that_begins_like_another_is_not_it(reached: ObjectStorage) -> None:
    name, client = reached.bucket(), reached.client()
    client.put_object(Bucket=name, Key="prod-old/x", Body=b"")
    client.create_multipart_upload(Bucket=name, Key="prod-old/y")
    of = buckets.Bucket(**BucketPlace(name, "prod").options())
    of.save("x", ContentFile(b""))
    assert paths(of) == ["x"]
    of.remove_unfinished(timezone.now() + timedelta(minutes=1))
    assert len(client.list_multipart_uploads(Bucket=name)["Uploads"]) == 1


def test_a_bucket_lists_more_than_a_page_of_names(
    reached: ObjectStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buckets, "PAGE", 10)
    name, client = reached.bucket(), reached.client()
    for number in range(25):
        client.put_object(Bucket=name, Key=f"{number:02}", Body=b"")
    found = [f"{number:02}" for number in range(25)]
    assert paths(buckets.Bucket(**BucketPlace(name).options())) == found


# The portal


def test_evidence_is_kept_in_the_bucket_and_handed_out_by_the_same_rules(
    cast: Cast, bucket: str, reached: ObjectStorage
) -> None:
    file = add(cast)
    assert reached.contents(bucket) == {f"here/evidence/{file.content.name}": PDF}
    response = get(cast, file)
    assert b"".join(response.streaming_content) == PDF  # type: ignore[arg-type]
    assert response.headers["Content-Length"] == str(len(PDF))
    assert statuses(cast, file) == [302, 404, 200, 404, 200, 200, 404, 404, 200]
    with pytest.raises(HTTPError, match="403"):
        urlopen(f"{reached.endpoint}/{bucket}/here/evidence/{file.content.name}")


def test_a_file_that_is_not_in_the_bucket_is_told_as_missing(
    cast: Cast, bucket: str, caplog: pytest.LogCaptureFixture
) -> None:
    file = add(cast)
    file.content.delete(save=False)
    response = get(cast, file)
    assert (response.status_code, "file missing" in caplog.messages) == (503, True)


def upload(cast: Cast, **more: object) -> Any:
    """The lead adds a file on the page of a statement, and with it a title."""
    given = {
        "do": "add_file",
        "file-file": SimpleUploadedFile("Record.pdf", PDF),
        "file-title": "Minutes of the test",
        "file-language": "en",
    }
    return cast.client("lead").post(cast.url("criteria/ACC-01/"), given | more)


def saved(cast: Cast) -> Any:
    """The lead saves an answer."""
    client, path = cast.client("lead"), cast.url("attributes/ACC/")
    answer = {"ACC-02-rating": "L", "ACC-02-comment": "Typed meanwhile"}
    return client.post(path, fields(client.get(path).content.decode()) | answer)


def asked(cast: Cast, path: str, role: str = "lead") -> Any:
    """What people get, whatever is raised."""
    client = cast.client(role)
    client.raise_request_exception = False
    return client.get(path)


@pytest.fixture
def queued(settings: LazySettings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def work(most: int = 100) -> list[str]:
    """Does the jobs that are ready, and gives what has become of each."""
    ids = []
    worker = Worker.objects.get_or_create(host="here", pid=1)[0]
    while len(ids) < most and (job := jobs.claim(worker)):
        jobs.perform(job, worker, pause=0)
        ids.append(job.pk)
    found = {each.pk: each.status for each in DBTaskResult.objects.filter(pk__in=ids)}
    return [found[each] for each in ids]


AWAY = {
    "en": "The file was not saved: the place where the portal keeps files does not answer",
    "fr": "Le fichier n’a pas été enregistré",
}


def test_while_storage_is_away_answers_are_saved_and_an_upload_says_so(
    cast: Cast, bucket: str, reached: ObjectStorage, caplog: pytest.LogCaptureFixture
) -> None:
    file = add(cast)
    reached.kill("rgw")
    begun = time.monotonic()
    response = upload(cast)
    page = response.content.decode()
    assert (response.status_code, AWAY["en"] in page) == (200, True)
    assert fields(page)["file-title"] == "Minutes of the test"
    assert (File.objects.count(), Evidence.objects.count()) == (1, 1)
    [line] = [record for record in caplog.records if record.message == "file not kept"]
    assert line.error == "EndpointConnectionError: object storage does not answer"  # type: ignore[attr-defined]
    assert saved(cast).status_code == 302
    assert cast.assessment.ratings.get(criterion__code="ACC-02").comment == "Typed meanwhile"
    for path in (cast.url(""), cast.url("criteria/ACC-01/"), "/en/"):
        assert cast.client("lead").get(path, follow=True).status_code == 200
    refused = asked(cast, f"/files/{file.pk}/")
    assert (refused.status_code, "The files cannot be reached" in text_of(refused)) == (503, True)
    assert refused.headers["Retry-After"]
    assert time.monotonic() - begun < 30
    reached.start()
    assert b"".join(get(cast, file).streaming_content) == PDF  # type: ignore[arg-type]
    assert (
        upload(cast, **{"file-file": SimpleUploadedFile("2.pdf", PDF + b"\n")}).status_code == 302
    )
    assert File.objects.count() == 2


def test_while_storage_takes_requests_and_answers_none_an_upload_says_so(
    cast: Cast, bucket: str, reached: ObjectStorage
) -> None:
    reached.freeze(on=True)
    try:
        assert AWAY["en"] in text_of(upload(cast))
        assert saved(cast).status_code == 302
        assert cast.client("secretariat").get("/en/state/").status_code == 200
    finally:
        reached.freeze(on=False)
    assert File.objects.count() == 0
    assert upload(cast).status_code == 302


def test_the_french_page_says_so_in_french(cast: Cast, bucket: str, reached: ObjectStorage) -> None:
    file = add(cast)
    lead = cast.people["lead"]
    lead.language = "fr"
    lead.save()
    reached.kill("rgw")
    given = {"do": "add_file", "file-file": SimpleUploadedFile("x.pdf", PDF)}
    path = cast.url("criteria/ACC-01/").replace("/en/", "/fr/")
    assert AWAY["fr"] in text_of(cast.client("lead").post(path, given | {"file-language": "fr"}))
    refused = asked(cast, f"/files/{file.pk}/")
    assert (refused.status_code, "The files cannot be reached" in text_of(refused)) == (503, True)
    refused = asked(cast, cast.url("report-fr.pdf").replace("/en/", "/fr/"))


@pytest.mark.parametrize("where", ["action", "lesson", "play"])
def test_whoever_writes_of_something_else_too_loses_nothing_of_it(
    cast: Cast, bucket: str, reached: ObjectStorage, where: str
) -> None:
    """The same door for every document: its fault stands at its field."""
    client, code = cast.client("lead"), cast.initiative.code
    document = {"document_file": SimpleUploadedFile("x.pdf", PDF), "document_title": "A title"}
    if where == "action":
        path = address(act(cast, assignee=cast.lead))
        given = {"status": "in_progress", "text": "What I typed", "text_language": "en"}
        given["status_is_right"] = "on"
    elif where == "lesson":
        path, given = NEW, GIVEN | {"text": "What I typed"}
    else:
        play = Play.objects.exclude(published=None).first()
        assert play
        path = f"/en/initiatives/{code}/plays/{play.code}/"
        given = {"state": "done", "note": "What I typed", "note_language": "en"}
    reached.kill("rgw")
    page = text_of(client.post(path, given | document))
    assert AWAY["en"] in page
    assert "What I typed" in page
    assert File.objects.count() == 0
    assert 'href="#id_document_file"' in page


def test_a_full_bucket_is_told_and_nothing_is_half_there(
    cast: Cast, bucket: str, reached: ObjectStorage
) -> None:
    reached.limit(bucket, 10)
    page = text_of(upload(cast))
    assert "the portal has no room for files left" in page
    assert (File.objects.count(), reached.contents(bucket)) == (0, {})
    with pytest.raises(OSError, match="full") as full:
        store("reports").save("x", ContentFile(b"x" * 100))
    assert is_full(full.value)
    reached.limit(bucket, None)
    eventually(lambda: upload(cast).status_code == 302)


# Reports and batches


def test_a_report_waits_for_the_storage_and_is_then_made(
    cast: Cast, bucket: str, reached: ObjectStorage, queued: None
) -> None:
    cast.rate_all()
    cast.approve()
    reached.kill("rgw")
    making = DBTaskResult.objects.filter(task_path__endswith="make_report")
    assert work()
    assert set(making.values_list("status", flat=True)) == {"READY"}
    assert making.get().run_after > timezone.now()
    address_of = cast.url("report-en.pdf")
    assert asked(cast, address_of).status_code == 503
    reached.start()
    making.update(run_after=timezone.now())
    assert work() == ["SUCCESSFUL"]
    kept = [key for key in reached.contents(bucket) if key.startswith("here/reports/")]
    assert len(kept) == IssuedReport.objects.count() == 3
    response = cast.client("lead").get(address_of)
    assert (response.status_code, response.content[:5]) == (200, b"%PDF-")


def test_a_report_for_which_there_is_no_room_fails_and_says_so(
    cast: Cast, bucket: str, reached: ObjectStorage, queued: None
) -> None:
    cast.rate_all()
    cast.approve()
    reached.limit(bucket, 10)
    work()
    job = DBTaskResult.objects.get(task_path__endswith="make_report")
    assert (job.status, job.exception_class_path) == ("FAILED", "reports.issuing.NotKept")
    reached.limit(bucket, None)


def test_a_batch_is_made_of_what_the_bucket_has_and_is_let_go(
    cast: Cast,
    bucket: str,
    reached: ObjectStorage,
    queued: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast.rate_all()
    cast.approve()
    council = cast.initiative.council
    batch = asking.ask(council, by=cast.people["cochair"])
    work()
    done = Batch.objects.with_standing().get(pk=batch.pk)
    assert done.state == Batch.State.DONE
    response = cast.client("cochair").get(f"/en/batches/{batch.pk}/reports.zip")
    whole = b"".join(response.streaming_content)  # type: ignore[arg-type]
    assert response.headers["Content-Length"] == str(len(whole)) == str(done.size)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.testzip() is None
        assert {name.partition("/")[0] for name in archive.namelist()} == {"en", "fr"}
    reached.kill("rgw")
    assert asked(cast, f"/en/batches/{batch.pk}/reports.zip", "cochair").status_code == 503
    reached.start()
    Batch.objects.update(finished_at=timezone.now() - Batch.KEPT)
    monkeypatch.setattr(keeping, "DAY", timedelta(0))
    assert [str(each) for each in keeping.old_files() if each.path.endswith(".zip")] == [
        f"batches/{batch.pk}.zip"
    ]
    with pytest.raises(jobs.Again):
        keeping.remove_old_files.call()
    assert f"here/reports/batches/{batch.pk}.zip" not in reached.contents(bucket)


# Killed in the middle

UPLOADING = """
import io, sys, django; django.setup()
from django.core.files.base import File
from maturity.operations.stores import store
class Slow(io.RawIOBase):
    left = 64
    def readable(self): return True
    def readinto(self, buffer):
        if self.left == 40:
            print("half", flush=True)
            sys.stdin.readline()
        self.left -= 1
        piece = b"x" * min(len(buffer), 1 << 20) if self.left >= 0 else b""
        buffer[: len(piece)] = piece
        return len(piece)
store("evidence").save("ab/" + "0" * 32, io.BufferedReader(Slow(), 1 << 20))
"""


def test_a_process_that_is_killed_while_it_uploads_leaves_no_file(
    reached: ObjectStorage, tmp_path: Path
) -> None:
    name = reached.bucket()
    process = subprocess.Popen(
        [sys.executable, "-c", UPLOADING],
        cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env=os.environ | {
            "DATABASE_URL": f"sqlite:///{tmp_path}/x", "FILES_BUCKET": name,
            "DJANGO_SETTINGS_MODULE": "maturity.settings",
        },
    )  # fmt: skip
    assert process.stdout
    assert process.stdout.readline() == "half\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    of = buckets.Bucket(**BucketPlace(name).options("evidence"))
    assert (list(of.kept()), reached.contents(name)) == ([], {})
    begun = reached.client().list_multipart_uploads(Bucket=name)["Uploads"]
    assert len(begun) == 1
    of.remove_unfinished(timezone.now() - timedelta(days=1))
    assert "Uploads" in reached.client().list_multipart_uploads(Bucket=name)
    of.remove_unfinished(timezone.now() + timedelta(minutes=1))
    assert "Uploads" not in reached.client().list_multipart_uploads(Bucket=name)


def test_a_gateway_that_is_killed_while_it_takes_a_file_keeps_nothing_half(
    reached: ObjectStorage,
) -> None:
    of = buckets.Bucket(**BucketPlace(name := reached.bucket()).options())

    class Killing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 20 << 20:
                reached.kill("rgw")
            return super().read(size)

    with pytest.raises(StoreAway):
        of.save("big", Killing(b"x" * (30 << 20)))
    reached.start()
    assert reached.contents(name) == {}


def test_a_reader_whose_file_breaks_off_gets_an_error_and_no_end(reached: ObjectStorage) -> None:
    of = buckets.Bucket(**BucketPlace(reached.bucket()).options())
    of.save("big", ContentFile(b"x" * (30 << 20)))
    with of.open("big") as stream:
        assert len(stream.read(1 << 20)) == 1 << 20
        reached.kill("rgw")
        with pytest.raises(StoreAway):
            list(iter(lambda: stream.read(1 << 20), b""))


# Backups and moving


@pytest.fixture(scope="module")
def pilot(migrated: Callable[[str], Portal]) -> Portal:
    """A portal with the pilot's baseline, and no file."""
    portal = migrated("sqlite")
    portal.done("load_model")
    portal.done("import_assessment", "fixtures/death-notification.json", "--approve")
    return portal


@pytest.fixture
def portal(pilot: Portal, new_portal: Callable[..., Portal], reached: ObjectStorage) -> Portal:
    """A copy of it with its files, and its backups, in buckets."""
    portal = new_portal("sqlite", pilot.url)
    portal.files = None
    portal.more = {"FILES_BUCKET": reached.bucket(), "BACKUPS_BUCKET": reached.bucket()}
    portal.more["BACKUP_RECIPIENTS"] = str(KEY.to_public())
    return portal


def with_a_file(portal: Portal, content: bytes = b"the content") -> str:
    """Adds a file of evidence, and gives its name in its store."""
    with portal.at_home():
        file = File(
            initiative=Initiative.objects.get(), name="x.pdf", media_type="application/pdf",
            size=len(content), sha256=sha256(content).hexdigest(),
            added_by=Person.objects.earliest("pk"),
        )  # fmt: skip
        name = place(file, "")
        file.content.name = store("evidence").save(name, ContentFile(content))
        file.save()
    return name


def test_backups_go_into_a_bucket_of_their_own_and_are_drilled_from_there(
    portal: Portal, reached: ObjectStorage, tmp_path: Path, migrated: Callable[[str], Portal]
) -> None:
    name = with_a_file(portal)
    (tmp_path / "key").write_text(str(KEY))
    key = f"--identity={tmp_path / 'key'}"
    portal.done("backup")
    [(archive, content)] = reached.contents(portal.more["BACKUPS_BUCKET"]).items()
    assert content.startswith(b"age-encryption.org/v1")
    assert portal.done("backup_keys", key) == f"opens: {archive}\n"
    for named in ([], [archive]):
        said = portal.done("drill", *named, key).splitlines()
        assert said[-1].startswith("restored and verified in")
    with portal.at_home():
        assert set(BackupRun.objects.values_list("kind", "outcome", "name", "bytes")) == {
            ("backup", "done", archive, len(content)), ("drill", "done", archive, len(content)),
        }  # fmt: skip
    other = migrated("sqlite")
    other.files = None
    other.more = portal.more | {"FILES_BUCKET": reached.bucket()}
    assert other.done("restore", archive, key).startswith(f"restored {archive}, made ")
    assert reached.contents(other.more["FILES_BUCKET"]) == {f"evidence/{name}": b"the content"}


def test_a_backup_that_cannot_be_placed_is_told_and_removes_none(
    portal: Portal, reached: ObjectStorage
) -> None:
    portal.done("backup")
    before = reached.contents(portal.more["BACKUPS_BUCKET"])
    reached.limit(portal.more["BACKUPS_BUCKET"], 10)
    status, _out, err = portal.manage("backup")
    assert (status, "cannot be written: object storage is full" in err) == (1, True)
    assert reached.contents(portal.more["BACKUPS_BUCKET"]) == before
    reached.limit(portal.more["BACKUPS_BUCKET"], None)
    reached.kill("rgw")
    status, _out, err = portal.manage("backup")
    assert (status, "object storage does not answer" in err) == (1, True)
    for command in (["drill"], ["backup_keys"], ["restore", next(iter(before))]):
        assert portal.manage(*command) == (1, "", "object storage does not answer\n")


@pytest.fixture
def moved(pilot: Portal, new_portal: Callable[..., Portal]) -> Portal:
    """A copy of it with files in folders."""
    portal = new_portal("sqlite", pilot.url)
    (portal.files / "ab").mkdir()
    (portal.files / "ab" / f"ab{'0' * 62}.pdf").write_bytes(b"%PDF made up")
    return portal


def test_files_are_carried_into_a_bucket_and_back_and_verified(
    moved: Portal, reached: ObjectStorage, tmp_path: Path
) -> None:
    name = with_a_file(moved)
    folders = (f"--evidence={moved.files / 'evidence'}", f"--reports={moved.files}")
    before = moved.contents()
    bucket = reached.bucket()
    here, moved.more = moved.files, {"FILES_BUCKET": f"{bucket}/prod"}
    moved.files = None
    status, _out, err = moved.manage("move_files", "--check", folders[0])
    assert (status, err) == (1, f"{name}: is not there yet\n")
    out = moved.done("move_files", *folders)
    assert "evidence: 1 carried over and read back (11 bytes), 0 were there, of 1" in out
    assert "Nothing was removed." in out
    assert reached.contents(bucket)[f"prod/evidence/{name}"] == b"the content"
    assert "evidence: 0 carried over and read back (0 bytes), 1 were there" in (
        moved.done("move_files", *folders)
    )
    moved.done("move_files", "--check", *folders)
    reached.client().put_object(Bucket=bucket, Key=f"prod/evidence/{name}", Body=b"another")
    status, _out, err = moved.manage("move_files", folders[0])
    assert (status, err) == (1, f"{name}: is another file with the same name\n")
    reached.client().put_object(Bucket=bucket, Key=f"prod/evidence/{name}", Body=b"the content")
    # And back, into empty folders.
    moved.files, moved.more = tmp_path / "reports", {}
    moved.done(
        "move_files", f"--evidence=s3://{bucket}/prod/evidence",
        f"--reports=s3://{bucket}/prod/reports",
    )  # fmt: skip
    carried = {each: value for each, value in before.items() if not each.startswith("evidence")}
    found = {each: value for each, value in moved.contents().items() if "evidence/" in each}
    assert found == {f"evidence/{name}": b"the content"}
    assert carried.items() <= moved.contents().items()
    assert here.exists()


def test_what_the_database_names_and_no_place_has_is_told(
    moved: Portal, reached: ObjectStorage
) -> None:
    name = with_a_file(moved)
    folder = moved.files / "evidence"
    (folder / name).unlink()
    other = with_a_file(moved, b"another")
    (folder / other).write_bytes(b"changed")
    moved.more, moved.files = {"FILES_BUCKET": reached.bucket()}, None
    status, _out, err = moved.manage("move_files", f"--evidence={folder}")
    assert (status, sorted(err.splitlines())) == (1, sorted([
        f"{name}: the database names this file, and neither place has it",
        f"{other}: is not the file that the database names",
    ]))  # fmt: skip


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([], "name where files were: --evidence, --reports or --backups"),
        (["--evidence=/nowhere"], "--evidence: /nowhere is not a folder"),
        (["--reports=s3://A"], "--reports: s3://A does not name a bucket"),
        (["--backups=HERE"], "--backups: neither BACKUPS_DIR nor BACKUPS_BUCKET is set"),
        (["--evidence=HERE"], "is where the settings say that they go"),
    ],
)
def test_a_place_that_cannot_be_is_told(moved: Portal, given: list[str], told: str) -> None:
    (moved.files / "evidence").mkdir(exist_ok=True)
    here = str(moved.files / "evidence")
    status, _out, err = moved.manage("move_files", *(each.replace("HERE", here) for each in given))
    assert (status, told in err) == (1, True)


def test_moving_is_interrupted_by_an_outage_and_goes_on(
    moved: Portal, reached: ObjectStorage
) -> None:
    for number in range(5):
        with_a_file(moved, bytes([number]) * 100)
    folder = moved.files / "evidence"
    bucket = reached.bucket()
    moved.more, moved.files = {"FILES_BUCKET": bucket}, None
    reached.limit(bucket, 10_000)  # of what takes 4,096 each
    status, out, err = moved.manage("move_files", f"--evidence={folder}")
    assert (status, err) == (1, "evidence: there is no room left: start again to go on\n")
    assert "of 5" in out
    assert len(reached.contents(bucket)) < 5
    reached.limit(bucket, None)
    eventually(lambda: moved.manage("move_files", f"--evidence={folder}")[0] == 0)
    assert len(reached.contents(bucket)) == 5
