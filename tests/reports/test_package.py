"""The return to the councils: one archive with all that they asked for, in both languages."""

import csv
import hashlib
import io
import zipfile

import pytest
from django.utils import timezone

from assessments.models import ValidationRun
from assessments.priority.actions import begin_statement_of_work
from assessments.priority.reads import shown_work
from reports.issuing import issue
from reports.models import IssuedReport
from reports.package import package_source
from reports.playbook import playbook_slides_source
from tests.cast import Cast
from tests.reports.deck_check import findings
from tests.reports.every_pdf import simulated_run

PAGE, FILE = "/en/priority/return/", "/en/priority/return.zip"


@pytest.fixture
def run(cast: Cast) -> ValidationRun:
    """A finished validation, and a statement of work."""
    begin_statement_of_work(by=cast.secretariat)
    made = simulated_run(12)
    made.asked_by = cast.secretariat
    made.save()
    return made


def test_what_is_missing_is_said_and_there_is_no_package(cast: Cast) -> None:
    client = cast.client("secretariat")
    html = client.get(PAGE).text
    assert html.count("<strong>missing</strong>") == 2
    assert ("The package can be made once nothing is missing." in html, FILE in html) == (
        True, False,
    )  # fmt: skip
    assert client.get(FILE).status_code == 404


@pytest.mark.slow
def test_it_has_every_part_in_both_languages_with_an_index(run: ValidationRun) -> None:
    work = shown_work()
    assert work
    report = issue(package_source(run, work), "both")
    archive = zipfile.ZipFile(io.BytesIO(report.data))
    assert archive.testzip() is None
    names = [each.partition("/") for each in archive.namelist()]
    assert [len([name for name in names if name[0] == folder]) for folder in ("en", "fr")] == [8, 8]
    for folder in ("en", "fr"):
        text = archive.read(f"{folder}/index.csv").decode("utf-8-sig")
        _head, *rows = csv.reader(io.StringIO(text), delimiter=";" if folder == "fr" else ",")
        assert [row[1].rpartition(".")[2] for row in rows] == [
            "pdf", "pdf", "pptx", "pdf", "pptx", "pdf", "pptx",
        ]  # fmt: skip
        for _what, name, digest in rows:
            assert hashlib.sha256(archive.read(f"{folder}/{name}")).hexdigest() == digest
            assert IssuedReport.objects.filter(sha256=digest, language=folder).count() == 1
    assert IssuedReport.objects.get(kind="package").name == report.name


@pytest.mark.slow
def test_it_is_the_same_again_and_another_one_after_a_change(run: ValidationRun) -> None:
    work = shown_work()
    assert work
    first = package_source(run, work)
    assert first.make("both").data == first.make("both").data
    again = simulated_run(13)
    again.finished_at = timezone.now()
    again.save()
    assert package_source(again, work).key("both") != first.key("both")


@pytest.mark.slow
def test_who_may_read_the_validation_gets_it(cast: Cast, run: ValidationRun) -> None:
    answer = cast.client("cochair").get(FILE)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert cast.client("other_cochair").get(FILE).status_code == 403
    assert "ZIP" in cast.client("secretariat").get(PAGE).text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_slides_of_the_playbook_have_no_fault(cast: Cast, language: str) -> None:
    assert findings(playbook_slides_source().make(language).data) == []
