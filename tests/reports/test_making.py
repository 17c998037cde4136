"""A worker makes the reports that are kept: nobody waits for one at a page that hangs."""

import os
import time
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from assessments.partners.actions import Opinion, save_opinions
from assessments.review import actions as workflow
from maturity.models import Criterion, Jurisdiction, Worker
from maturity.operations import jobs
from reports import issuing
from reports.baseline import draft_source
from reports.documents import Report, ReportDocument
from reports.models import IssuedReport
from reports.pdf import PdfUnavailable
from tests.cast import Cast
from tests.reports.kept import old_paths, report_path

pytestmark = pytest.mark.slow

MADE: list[str] = []


@pytest.fixture(autouse=True)
def small_reports(settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.REPORTS_DIR = tmp_path
    monkeypatch.setattr(issuing, "make_pdf", small)
    MADE.clear()


def small(document: ReportDocument) -> Report:
    MADE.append(document.name)
    return Report(f"{document.name}.pdf", b"%PDF-1.7 " + document.name.encode())


@pytest.fixture
def approved(cast: Cast) -> Cast:
    """The cast, with a baseline and a worker that has done nothing yet."""
    cast.submit()
    workflow.approve(cast.assessment, by=cast.people["cochair"])
    Worker.objects.create(host="here", pid=1)
    return cast


def work() -> None:
    worker = Worker.objects.get()
    Worker.objects.update(seen_at=timezone.now())
    while job := jobs.claim(worker):
        jobs.perform(job, worker, pause=0)


def address(cast: Cast, language: str = "en", page: str = "en") -> str:
    return cast.url(f"report-{language}.pdf", page)


def test_an_approval_has_the_reports_made_in_all_languages_before_anybody_asks(
    approved: Cast,
) -> None:
    work()
    assert sorted(IssuedReport.objects.values_list("language", flat=True)) == ["both", "en", "fr"]
    for language, said in (("en", "en"), ("fr", "fr"), ("both", "en, fr")):
        file = approved.client("lead").get(address(approved, language))
        assert (file.status_code, file["Content-Language"]) == (200, said)
        assert file.content.startswith(b"%PDF-")
    assert len(MADE) == 3


@pytest.mark.parametrize(
    ("language", "waits", "making", "ready"),
    [
        ("en", "It is waiting its turn", "It is being made now", "The report is ready"),
        ("fr", "Il attend son tour", "Sa production a commencé", "Le rapport est prêt"),
    ],
)
def test_whoever_asks_before_sees_how_far_it_is(
    approved: Cast, language: str, waits: str, making: str, ready: str
) -> None:
    client, path = approved.client("lead"), address(approved, "both", language)
    led = client.get(path)
    assert (led.status_code, led.url.partition("?wait=")[0], MADE) == (302, path, [])
    assert waits in client.get(led.url).content.decode()
    DBTaskResult.objects.filter(task_path__endswith="make_report").update(status="RUNNING")
    assert making in client.get(led.url).content.decode()
    DBTaskResult.objects.filter(task_path__endswith="make_report").update(status="READY")
    work()
    page = client.get(led.url)
    assert ready in page.content.decode()
    assert (page["Refresh"], f'href="{path}"' in page.content.decode()) == (f"0; url={path}", True)
    assert client.get(path).content.startswith(b"%PDF-")


def test_many_who_ask_are_one_job_that_comes_before_those_nobody_waits_for(approved: Cast) -> None:
    found = DBTaskResult.objects.filter(task_path__endswith="make_report")
    assert [each.priority for each in found] == [-10]
    for role in ("lead", "cochair"):
        approved.client(role).get(address(approved))
    assert [each.priority for each in found.all()] == [10]


def test_one_that_failed_is_told_and_can_be_tried_again(
    approved: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_document: ReportDocument) -> Report:
        raise PdfUnavailable("no fonts")

    client, path = approved.client("lead"), address(approved)
    monkeypatch.setattr(issuing, "make_pdf", broken)
    waiting = client.get(path).url
    work()
    failed = client.get(waiting)
    assert (failed.status_code, "could not be made" in failed.content.decode()) == (503, True)
    monkeypatch.setattr(issuing, "make_pdf", small)
    client.get(path)
    work()
    assert client.get(path).content.startswith(b"%PDF-")


def test_a_file_that_is_gone_again_is_made_again(approved: Cast) -> None:
    client, path = approved.client("lead"), address(approved)
    work()
    issued = IssuedReport.objects.get(language="en")
    report_path(issued.sha256).unlink()
    assert "is waiting its turn" in client.get(path, follow=True).content.decode()
    work()
    assert client.get(path).content.startswith(b"%PDF-")


def test_without_a_worker_it_is_made_at_once(approved: Cast) -> None:
    Worker.objects.all().delete()
    assert approved.client("lead").get(address(approved)).content.startswith(b"%PDF-")


def test_a_draft_is_made_in_the_language_asked_for_and_anew_once_it_has_changed(
    cast: Cast,
) -> None:
    Worker.objects.create(host="here", pid=1)
    client, path = cast.client("lead"), address(cast, "fr")
    for number in (1, 2):
        assert client.get(path).status_code == 302
        work()
        file = client.get(path)
        assert (file.content[:5], len(MADE)) == (b"%PDF-", number)
        assert "ebauche-fr.pdf" in file["Content-Disposition"]
        cast.rate_all("P")
    assert not IssuedReport.objects.exists()


def test_a_draft_without_what_others_gave_is_another(cast: Cast) -> None:
    """Whoever may not see it yet is not handed the file of whoever may."""
    opinions = [Opinion(Criterion.objects.get(code="ACC-01"), None, "N")]
    canada = Jurisdiction.objects.get(code="CA")
    save_opinions(cast.assessment, canada, opinions, by=cast.lead, finished=True)
    keys = [draft_source(cast.assessment, opinions=each).key("en") for each in (True, True, False)]
    assert (keys[0] == keys[1], keys[0] == keys[2]) == (True, False)


def test_the_blank_form_too(cast: Cast) -> None:
    Worker.objects.create(host="here", pid=1)
    assert Client().get("/fr/model/blank-form.pdf").status_code == 302
    work()
    file = Client().get("/fr/model/blank-form.pdf")
    assert (file.content[:5], IssuedReport.objects.exists()) == (b"%PDF-", False)


def test_what_is_kept_for_a_day_goes_after_it(cast: Cast, settings: LazySettings) -> None:
    Worker.objects.create(host="here", pid=1)
    cast.client("lead").get(address(cast))
    work()
    [path] = settings.REPORTS_DIR.glob("batches/drafts/*.pdf")
    assert old_paths() == []
    two_days_ago = time.time() - 2 * 86_400
    os.utime(path, (two_days_ago, two_days_ago))
    assert old_paths() == [path]


@pytest.mark.parametrize("named", ["secretariat", "cochair"])
def test_a_council_s_report_is_made_for_its_reader(approved: Cast, named: str) -> None:
    client = approved.client(named)
    assert client.get("/en/councils/JC/report-en.pdf").status_code == 302
    work()
    MADE.clear()
    assert client.get("/en/councils/JC/report-en.pdf").content.startswith(b"%PDF-")
    assert MADE == []


def test_the_model_s_and_a_comparison_s_too(approved: Cast) -> None:
    work()
    MADE.clear()
    client = Client()
    assert client.get("/fr/model/report-fr.pdf").status_code == 302
    work()
    assert client.get("/fr/model/report-fr.pdf").content.startswith(b"%PDF-")
    assert len(MADE) == 3


def test_a_kept_report_asks_nothing_of_the_workers(approved: Cast) -> None:
    work()
    client = approved.client("lead")
    with CaptureQueriesContext(connection) as captured:
        client.get(address(approved))
    assert not any("tasks" in each["sql"] or "worker" in each["sql"] for each in captured)


def test_each_look_asks_for_the_job_alone(cast: Cast) -> None:
    """And not for what the report is made of, which may be a whole council."""
    Worker.objects.create(host="here", pid=1)
    client = cast.client("secretariat")
    waiting = client.get("/en/councils/JC/report-en.pdf").url
    with CaptureQueriesContext(connection) as captured:
        client.get(waiting)
    assert sum("django_tasks" in each["sql"] for each in captured) == 1
    assert not any("bitmapblock" in each["sql"] for each in captured)


@pytest.mark.parametrize("wait", ["1", "", "%00", "1:x", "x" * 500])
def test_an_address_that_names_no_job_leads_to_the_file(approved: Cast, wait: str) -> None:
    work()
    file = approved.client("lead").get(f"{address(approved)}?wait={wait}")
    assert file.content.startswith(b"%PDF-")


def test_who_may_not_have_it_learns_nothing_of_it(approved: Cast) -> None:
    waiting = approved.client("lead").get(address(approved)).url
    assert approved.client("stranger").get(waiting).status_code == 404
    assert approved.client("lead").get(address(approved, "xx")).status_code == 404
