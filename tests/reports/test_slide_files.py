"""A council's slides are made by workers, handed out, kept, known again and removed as reports."""

import datetime
import os
import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from assessments.review import actions as workflow
from maturity.models import Worker
from maturity.operations import jobs
from reports import issuing, verification
from reports.council import council_sources
from reports.models import IssuedReport
from tests.cast import Cast
from tests.reports.kept import old_paths

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PAGE = "/en/councils/JC/report/"


@pytest.fixture
def approved(cast: Cast, settings: LazySettings, tmp_path: Path) -> Cast:
    """The cast, whose assessment is a baseline of the Joint Councils; nothing is made yet."""
    settings.REPORTS_DIR = tmp_path
    cast.submit()
    workflow.approve(cast.assessment, by=cast.people["cochair"])
    return cast


@pytest.mark.parametrize(
    ("language", "name"), [("en", "council-slides-en"), ("fr", "conseil-diapositives-fr")]
)
def test_they_are_handed_out_kept_and_known_again(approved: Cast, language: str, name: str) -> None:
    client = approved.client("secretariat")
    days = "at=2026-01-31&since=2025-01-31"
    file = client.get(f"/en/councils/JC/slides-{language}.pptx?{days}")
    issued = IssuedReport.objects.get()
    assert (file["Content-Type"], file["Content-Language"], file["Content-Disposition"]) == (
        PPTX, language, f'attachment; filename="JC-2026-01-31-{name}.pptx"',
    )  # fmt: skip
    assert (issued.kind, issued.language, issued.size) == ("slides", language, len(file.content))
    verdict = verification.of_file(file.content)
    assert (verdict.finding, verdict.report) == (verification.Verification.REPORT, issued)
    again = client.get(f"/fr/councils/JC/slides-{language}.pptx?{days}")
    assert (again.content, IssuedReport.objects.count()) == (file.content, 1)


def test_there_are_none_in_both_languages_at_once(approved: Cast) -> None:
    client = approved.client("secretariat")
    answer = [client.get(f"/en/councils/JC/slides-{each}.pptx") for each in ("both", "de")]
    assert [each.status_code for each in answer] == [404, 404]


def links(client: Client, page: str) -> list[tuple[str, str]]:
    said = client.get(page).content.decode()
    found = re.findall(
        r'href="(/\w\w/councils/JC/slides-\w+\.pptx)[^>]*>(.*?)</a>', said, re.DOTALL
    )
    return [(address, " ".join(text.split())) for address, text in found]


def test_the_page_offers_them_the_language_of_the_reader_first(approved: Cast) -> None:
    client = approved.client("secretariat")
    assert links(client, "/fr/councils/JC/report/") == [
        ("/fr/councils/JC/slides-fr.pptx", "Diapositives en français (PPTX)"),
        ("/fr/councils/JC/slides-en.pptx", "Diapositives en anglais (PPTX)"),
    ]
    client.get("/en/councils/JC/slides-en.pptx")
    (english, french) = links(client, PAGE)
    assert re.fullmatch(r"Slides in English \(PPTX, \d+.KB\)", english[1])
    assert french[1] == "Slides in French (PPTX)"


def test_who_may_not_take_the_report_is_not_offered_them(approved: Cast) -> None:
    assert links(approved.client("council_viewer"), PAGE) == []


def test_wrong_dates_lead_to_the_page_that_says_so(approved: Cast) -> None:
    answer = approved.client("secretariat").get("/en/councils/JC/slides-en.pptx?at=soon")
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}?at=soon")


def test_a_worker_makes_them_and_the_page_that_waits_says_what_kind_of_file_it_is(
    approved: Cast, settings: LazySettings
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    worker = Worker.objects.create(host="here", pid=1)
    client, path = approved.client("secretariat"), "/en/councils/JC/slides-en.pptx"
    waiting = client.get(path).url
    Worker.objects.update(seen_at=timezone.now())
    while job := jobs.claim(worker):
        jobs.perform(job, worker, pause=0)
    page = client.get(waiting)
    assert re.search(r"council-slides-en\.pptx\s+\(PPTX, \d+.KB\)", page.content.decode())
    assert (page["Refresh"], client.get(path)["Content-Type"]) == (f"0; url={path}", PPTX)


def test_a_damaged_file_is_made_again(approved: Cast, tmp_path: Path) -> None:
    today = timezone.localdate()
    source = council_sources(
        approved.initiative.council, today, today - datetime.timedelta(days=365)
    )["slides"]
    made = issuing.issue(source, "fr")
    (path,) = tmp_path.glob("*/*.pptx")
    path.write_bytes(b"PK half")
    assert issuing.kept(source, "fr") is None
    assert (issuing.issue(source, "fr"), path.read_bytes()) == (made, made.data)


def test_old_ones_are_removed(approved: Cast, tmp_path: Path) -> None:
    approved.client("secretariat").get("/en/councils/JC/slides-en.pptx")
    (path,) = tmp_path.glob("*/*.pptx")
    assert path not in old_paths()
    os.utime(path, (0, 0))
    assert path in old_paths()
