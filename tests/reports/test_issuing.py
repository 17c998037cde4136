"""Reports are made once, in all languages or none, and then read from the file that is kept."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from assessments.models import Assessment
from reports import issuing
from reports.baseline import assessment_report, baseline_source
from reports.documents import ReportDocument
from reports.models import IssuedReport
from tests.reports.every_pdf import approved

pytestmark = [pytest.mark.database("approved"), pytest.mark.slow]


@pytest.fixture
def pilot(db: None) -> Assessment:
    return approved()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the reports that are made from now on."""
    names: list[str] = []
    original = issuing.make_pdf

    def make(document: ReportDocument) -> object:
        names.append(document.name)
        return original(document)

    monkeypatch.setattr(issuing, "make_pdf", make)
    return names


def file_of(report: IssuedReport, folder: Path) -> Path:
    return folder / report.sha256[:2] / f"{report.sha256}.pdf"


def test_all_languages_are_made_at_once_and_then_only_read(
    pilot: Assessment, made: list[str], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    english = assessment_report(pilot, "en")
    assert [name.partition("-1-")[2] for name in made] == [
        "baseline-en",
        "base-de-reference-fr",
        "baseline-base-de-reference-en-fr",
    ]
    with django_assert_num_queries(1):
        assert assessment_report(pilot, "en") == english
    assert len(made) == 3


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(b"%PDF-1.7 half")])
def test_a_lost_or_damaged_file_is_made_again(
    pilot: Assessment, made: list[str], reports_folder: Path, harm: Callable[[Path], object]
) -> None:
    english = assessment_report(pilot, "en")
    path = file_of(IssuedReport.objects.get(language="en"), reports_folder)
    harm(path)
    assert assessment_report(pilot, "en") == english
    assert (path.read_bytes(), len(made)) == (english.data, 6)


def test_if_one_language_fails_there_is_none(
    pilot: Assessment, monkeypatch: pytest.MonkeyPatch, reports_folder: Path
) -> None:
    source = baseline_source(pilot.baseline)

    def compose(language: str) -> ReportDocument:
        if language == "fr":
            raise ValueError("no French")
        return source.compose(language)

    before = sorted(reports_folder.rglob("*.pdf"))
    with pytest.raises(ValueError, match="no French"):
        issuing.issue(replace(source, digest="other", compose=compose), "en")
    assert (IssuedReport.objects.count(), sorted(reports_folder.rglob("*.pdf"))) == (0, before)


def test_what_reports_are_made_with_is_part_of_what_they_are_known_by(
    pilot: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = baseline_source(pilot.baseline)
    before = source.key("en")
    monkeypatch.setattr(issuing, "made_with", lambda: "another style")
    assert source.key("en") != before


def test_a_report_that_cannot_be_kept_is_handed_out_all_the_same(
    pilot: Assessment, settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    settings.REPORTS_DIR = Path("/dev/full/reports")  # type: ignore[attr-defined]
    assert assessment_report(pilot, "en").data.startswith(b"%PDF-1.7")
    assert [record.message for record in caplog.records] == ["report not kept"] * 3
