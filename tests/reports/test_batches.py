"""A batch is made whole or not at all, by whatever workers there are, and once."""

import csv
import datetime
import hashlib
import io
import os
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from assessments.models import Figures, Person
from assessments.people.actions import command_line_person
from assessments.seeding import scale
from maturity.faults import Faults
from maturity.models import Council, Worker
from maturity.operations import jobs
from reports import issuing
from reports.batches import archive, asking
from reports.batches.keeping import remove_old_files
from reports.batches.making import make_item
from reports.batches.standing import OTHERWISE, REASONS, BatchStanding, standing
from reports.documents import Report, ReportDocument
from reports.models import Batch, BatchItem
from reports.pdf import PdfUnavailable
from tests.operations import tasks
from tests.reports.kept import batch_path, old_paths, report_path

pytestmark = [
    pytest.mark.database("model"), pytest.mark.either_database("locks"), pytest.mark.slow,
    pytest.mark.usefixtures("database_tasks"),
]  # fmt: skip
State = Batch.State
# Of eight baselines in each language and in both, and of the council in each language.
MADE = 3 * 8 + 2


class Made(list[str]):
    """The names of the reports that were made, and one that cannot be made."""

    broken: str = ""
    error: Exception = ValueError("broken")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    """Reports are small here: what is in them is tested elsewhere."""
    names = Made()

    def make(document: ReportDocument) -> Report:
        if names.broken and document.name.startswith(names.broken):
            raise names.error
        names.append(document.name)
        return Report(f"{document.name}.pdf", f"%PDF-1.7 {document.name}".encode())

    monkeypatch.setattr(issuing, "make_pdf", make)
    return names


@pytest.fixture
def council(db: None, made: Made) -> Council:
    """A council with eight baselines that are the newest of their stage; with its own report and
    data a batch of it has nine items."""
    council = Council.objects.get(code="JC")
    list(scale.add(range(1, 3), seed=1))
    for figures in Figures.objects.select_related("initiative"):
        figures.initiative.council = council
        figures.initiative.save()
    return council


@pytest.fixture
def by(council: Council) -> Person:
    return command_line_person()


@pytest.fixture
def batch(council: Council, by: Person) -> Batch:
    return asking.ask(council, by=by)


def worker() -> Worker:
    return Worker.objects.get_or_create(host="here", pid=1)[0]


def work(most: int = 100) -> int:
    """Does as many jobs, or all; gives how many they were."""
    done = 0
    while done < most and (job := jobs.claim(worker())):
        jobs.perform(job, worker(), pause=0)
        done += 1
    return done


def now(batch: Batch) -> BatchStanding:
    return standing(Batch.objects.with_standing().get(pk=batch.pk))


def baselines(council: Council) -> Iterator[Figures]:
    found = Figures.objects.filter(superseded_at=None, initiative__council=council)
    return found.order_by("initiative__code", "stage__order").iterator()


def names(council: Council, language: str) -> list[str]:
    word = {"en": "baseline", "fr": "base-de-reference"}[language]
    return [
        f"{each.initiative.code}-{each.stage.code}-{each.baseline.assessment.cycle}"
        f"-{word}-{language}.pdf"
        for each in baselines(council)
    ]


def own(language: str) -> list[str]:
    """The council’s report and its data."""
    day = timezone.localdate()
    report, data = {"en": ("council", "data"), "fr": ("conseil", "donnees")}[language]
    return [f"JC-{day}-{report}-{language}.pdf", f"JC-{day}-{data}-{language}.xlsx"]


def test_the_file_holds_each_report_in_both_languages_and_says_so(
    batch: Batch, council: Council
) -> None:
    assert work() == 9
    standing = now(batch)
    assert (standing.state, standing.batch.done, standing.batch.total) == (State.DONE, 9, 9)
    content = batch_path(batch).read_bytes()
    assert standing.batch.size == len(content)
    assert standing.batch.sha256 == hashlib.sha256(content).hexdigest()
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.namelist() == [
            f"{language}/{name}"
            for language in ("en", "fr")
            for name in ("index.csv", *names(council, language), *own(language))
        ]
        for name in names(council, "fr"):
            assert file.read(f"fr/{name}") == f"%PDF-1.7 {name.removesuffix('.pdf')}".encode()
        text = file.read("fr/index.csv").decode("utf-8-sig")
    index = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [row[7] for row in index[1:]] == [*names(council, "fr"), *own("fr")]
    assert [row[8] for row in index[1:9]] == [
        hashlib.sha256(f"%PDF-1.7 {name.removesuffix('.pdf')}".encode()).hexdigest()
        for name in names(council, "fr")
    ]


def test_what_is_done_twice_is_made_once(batch: Batch, made: Made) -> None:
    work()
    content, known = batch_path(batch).read_bytes(), len(made)
    for item in batch.items.all():
        make_item.call(item=item.pk)
    assert (batch_path(batch).read_bytes(), len(made)) == (content, known)


def test_two_that_finish_it_at_once_write_the_same(
    batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    work(8)
    original = archive.write
    written: list[tuple[int, str]] = []

    def write(batch: Batch) -> tuple[int, str]:
        written.append(original(batch))
        if len(written) == 1:  # Another worker finds the same at the same moment.
            make_item.call(item=batch.items.earliest("pk").pk)
        return written[0]

    monkeypatch.setattr(archive, "write", write)
    work()
    assert (len(written), len(set(written)), now(batch).state) == (2, 1, State.DONE)
    assert batch_path(batch).stat().st_size == now(batch).batch.size


def test_a_batch_that_is_cancelled_stops_at_the_next_report(
    batch: Batch, made: Made, by: Person
) -> None:
    work(3)
    assert asking.cancel(batch, by=by)
    work()
    assert (now(batch).state, now(batch).batch.done, len(made)) == (State.CANCELLED, 3, 9)
    assert not batch_path(batch).exists()


def test_a_batch_that_is_cancelled_while_its_file_is_written_has_none(
    batch: Batch, by: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = archive.write

    def write(batch: Batch) -> tuple[int, str]:
        asking.cancel(batch, by=by)
        return original(batch)

    monkeypatch.setattr(archive, "write", write)
    work()
    assert (now(batch).state, batch_path(batch).exists()) == (State.CANCELLED, False)


def test_what_is_over_is_not_cancelled(batch: Batch, by: Person) -> None:
    work()
    assert not asking.cancel(batch, by=by)
    assert now(batch).state == State.DONE


@pytest.mark.parametrize(
    ("error", "reason"),
    [(ValueError("broken"), OTHERWISE), (PdfUnavailable(), REASONS["reports.pdf.PdfUnavailable"])],
)
def test_a_batch_fails_as_a_whole_and_goes_on_from_what_is_made(
    batch: Batch, council: Council, made: Made, by: Person, error: Exception, reason: str
) -> None:
    failing = list(baselines(council))[2]
    made.broken, made.error = f"{failing.initiative.code}-{failing.stage.code}", error
    work()
    standing = now(batch)
    assert (standing.state, standing.reason) == (State.FAILED, reason)
    assert standing.failed == (f"{failing.initiative.name} – {failing.stage.text}",)
    assert (standing.batch.done, batch_path(batch).exists()) == (2, False)
    made.broken = ""
    asking.try_again(batch, by=by)
    assert now(batch).state == State.RUNNING
    work()
    assert (now(batch).state, len(made)) == (State.DONE, MADE)


def test_a_file_that_cannot_be_written_fails_and_is_tried_again_alone(
    batch: Batch, made: Made, by: Person, settings: LazySettings
) -> None:
    in_the_way = settings.REPORTS_DIR / "batches"
    in_the_way.parent.mkdir(exist_ok=True)
    in_the_way.touch()
    work()
    standing = now(batch)
    assert (standing.state, standing.batch.done) == (State.FAILED, 8)
    assert standing.failed == ("Report and data of the council",)
    assert standing.reason == REASONS["reports.issuing.NotKept"]
    in_the_way.unlink()
    asking.try_again(batch, by=by)
    assert (work(), now(batch).state, len(made)) == (1, State.DONE, MADE)


def test_reports_that_cannot_be_kept_make_no_batch(batch: Batch, settings: LazySettings) -> None:
    settings.REPORTS_DIR = Path("/dev/full/reports")
    work()
    standing = now(batch)
    assert (standing.state, standing.batch.done) == (State.FAILED, 0)
    assert standing.reason == REASONS["reports.issuing.NotKept"]


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(b"%PDF-1.7 half")])
def test_a_report_that_was_lost_is_made_again(
    batch: Batch, made: Made, by: Person, harm: Any
) -> None:
    work(8)
    report = batch.items.earliest("pk").french
    assert report
    harm(report_path(report.sha256))
    work()
    assert (now(batch).state, now(batch).batch.done) == (State.FAILED, 8)
    assert not batch_path(batch).exists()
    asking.try_again(batch, by=by)
    work()
    assert (now(batch).state, len(made)) == (State.DONE, MADE + 3)


def test_a_report_that_kills_its_workers_fails_its_batch(batch: Batch, council: Council) -> None:
    for _claim in range(3):
        assert jobs.claim(worker())
        Worker.objects.all().delete()
        jobs.reap(dead_after=datetime.timedelta(minutes=1))
    work()
    standing = now(batch)
    first = next(iter(baselines(council)))
    assert (standing.state, standing.reason) == (
        State.FAILED, REASONS["maturity.operations.jobs.GivenUp"],
    )  # fmt: skip
    assert standing.failed == (f"{first.initiative.name} – {first.stage.text}",)


def test_a_batch_whose_jobs_are_gone_has_failed_and_can_be_tried_again(
    batch: Batch, by: Person
) -> None:
    work(2)
    DBTaskResult.objects.all().delete()
    assert (now(batch).state, now(batch).reason) == (State.FAILED, OTHERWISE)
    asking.try_again(batch, by=by)
    assert (work(), now(batch).state) == (7, State.DONE)


def test_only_what_failed_is_tried_again(batch: Batch, by: Person) -> None:
    asking.try_again(batch, by=by)
    assert DBTaskResult.objects.count() == 9


def test_whoever_asks_for_what_is_being_made_gets_that(
    batch: Batch, council: Council, by: Person
) -> None:
    assert asking.ask(council, by=by) == batch
    work()
    assert asking.ask(council, by=by) != batch


def test_a_batch_can_be_of_the_baselines_of_an_earlier_day(council: Council, by: Person) -> None:
    moments = sorted(Figures.objects.values_list("approved_at", flat=True))
    day = timezone.localdate(moments[2])
    batch = asking.ask(council, by=by, as_at=day)
    end = timezone.make_aware(datetime.datetime.combine(day, datetime.time.max))
    items = batch.items.exclude(baseline=None)
    assert set(items.values_list("baseline", flat=True)) == set(
        Figures.objects.at(end).values_list("pk", flat=True)
    )
    assert 0 < batch.items.exclude(baseline=None).count() < 8
    before = timezone.localdate(moments[0]) - datetime.timedelta(days=1)
    with pytest.raises(Faults, match="no baseline yet"):
        asking.ask(council, by=by, as_at=before)


def test_there_is_a_limit(council: Council, by: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MOST", 7)
    with pytest.raises(Faults, match="at most 7 baselines; there are 8"):
        asking.ask(council, by=by)
    assert Batch.objects.count() == 0


def test_other_jobs_do_not_wait_for_a_batch(batch: Batch, tmp_path: Path) -> None:
    tasks.note.enqueue(path=str(tmp_path / "notes"), line="mail")
    work(1)
    assert ((tmp_path / "notes").read_text(), now(batch).state) == ("mail\n", State.QUEUED)


def test_the_time_left_is_told_once_there_is_a_pace(batch: Batch) -> None:
    work(2)
    assert now(batch).minutes is None
    work(2)
    moment = timezone.now()
    items = BatchItem.objects.filter(done_at__isnull=False).order_by("pk")
    Batch.objects.update(begun_at=moment - datetime.timedelta(hours=1))
    for item, seconds in zip(items, (170, 100, 50, 1), strict=True):
        item.done_at = moment - datetime.timedelta(seconds=seconds)
        item.save()
    # Three reports in 170 seconds, five to come.
    assert now(batch).minutes == 5
    # What was made before it was tried again says nothing of the pace now.
    Batch.objects.update(begun_at=moment - datetime.timedelta(seconds=60))
    assert now(batch).minutes is None


def test_it_is_known_whether_a_worker_is_there(batch: Batch) -> None:
    work(1)
    assert now(batch).working
    Worker.objects.all().delete()
    assert not now(batch).working


def test_a_file_is_kept_for_seven_days(batch: Batch) -> None:
    work()
    path = batch_path(batch)
    _age(path, days=8)
    assert old_paths() == []
    Batch.objects.update(finished_at=timezone.now() - Batch.KEPT)
    assert now(batch).state == State.EXPIRED
    with pytest.raises(jobs.Again):
        remove_old_files.call()
    assert not path.exists()


def test_reports_of_long_ago_and_what_was_never_completed_are_removed(
    batch: Batch, settings: LazySettings
) -> None:
    work()
    reports = sorted(settings.REPORTS_DIR.glob("??/*.pdf"))
    _age(reports[0], days=91)
    _age(reports[1], days=89)
    parts = [settings.REPORTS_DIR / "batches" / f".{hours}.part" for hours in (23, 25)]
    for part, hours in zip(parts, (23, 25), strict=True):
        part.touch()
        _age(part, days=hours / 24)
    assert old_paths() == [reports[0]]
    with pytest.raises(jobs.Again):
        remove_old_files.call()
    there = [path.exists() for path in (*reports[:2], *parts)]
    assert there == [False, True, True, False]


def _age(path: Path, *, days: float) -> None:
    then = time.time() - days * 24 * 60 * 60
    os.utime(path, (then, then))
