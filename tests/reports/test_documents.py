"""The report of an assessment: what it says, in which language, and that the file is sound."""

import hashlib
import io
import json
import re
import resource
from pathlib import Path

import pikepdf
import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.test import Client

from assessments.baselines.reader import content
from assessments.baselines.reads import current_snapshot
from assessments.models import Assessment, Evidence, Initiative
from maturity.models import Criterion
from reports import documents
from reports.baseline import assessment_document, assessment_report
from reports.documents import document_html, make_pdf
from reports.pdf import write_pdf
from tests.reports.every_pdf import FIXTURES, approved, imported
from tests.reports.pdf_structure import faults

pytestmark = [pytest.mark.database("pilot"), pytest.mark.slow]


def html_of(assessment: Assessment, language: str) -> str:
    return document_html(assessment_document(assessment, language))


def fresh(assessment: Assessment, language: str) -> bytes:
    """The report made now, whatever is kept."""
    return make_pdf(assessment_document(assessment, language)).data


@pytest.mark.database("approved")
def test_a_report_marks_what_is_in_the_other_language(db: None) -> None:
    # The pilot has comments in both languages.
    report = assessment_report(approved(), "en")
    assert faults(report.data, languages=("en-CA", "fr-CA")) == []


def test_a_draft_says_that_it_is_one(db: None) -> None:
    assert assessment_report(imported(), "fr").name == "DEATH-DEL-1-ebauche-fr.pdf"


def test_a_document_is_told_with_its_language(db: None) -> None:
    evidence = [{"title": "A map", "url": "https://example.org/map"}]
    assessment = imported(ratings=[{"criterion": "ACC-01", "rating": "L", "evidence": evidence}])
    Evidence.objects.update(language="fr")
    text = re.sub(r"<[^>]+>", " ", html_of(assessment, "en"))
    assert "A map (in French)" in " ".join(text.split())


@pytest.mark.database("approved")
def test_the_baseline_is_attached_and_proves_itself(db: None) -> None:
    assessment = approved()
    with pikepdf.open(io.BytesIO(assessment_report(assessment, "en").data)) as pdf:
        attached = pdf.attachments["baseline.json"].get_file().read_bytes()
    assert hashlib.sha256(attached).hexdigest() == assessment.baseline.sha256


@pytest.mark.database("approved")
def test_the_same_baseline_always_gives_the_same_bytes(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assessment = approved()
    one = fresh(assessment, "en")
    monkeypatch.setattr(documents, "write_pdf", write_pdf)  # It may be that of another test.
    assert fresh(assessment, "en") == one


@pytest.mark.database("approved")
def test_a_report_is_made_from_the_baseline_alone(db: None) -> None:
    assessment = approved()
    before = fresh(assessment, "en")
    Initiative.objects.update(name_en="Another name")
    assessment.ratings.update(rating="N")
    again = Assessment.objects.with_context().get(pk=assessment.pk)
    assert fresh(again, "en") == before


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.database("approved")
def test_every_statement_stands_in_the_report_in_its_language(db: None, language: str) -> None:
    html = html_of(approved(), language)
    texts = Criterion.objects.values_list(f"text_{language}", flat=True)
    assert [text for text in texts if text not in html] == []


@pytest.mark.database("approved")
def test_both_languages_have_the_same_figures_in_the_same_order(db: None) -> None:
    taken = current_snapshot(approved())
    english, french = (content(taken, language) for language in ("en", "fr"))
    assert [
        (a.code, a.attained, a.progress, a.gap, [c.rating.code for c in a.criteria])
        for a in english.attributes
    ] == [
        (a.code, a.attained, a.progress, a.gap, [c.rating.code for c in a.criteria])
        for a in french.attributes
    ]


def test_french_comes_first_for_an_initiative_that_quebec_leads(db: None) -> None:
    pilot = json.loads((FIXTURES / "death-notification.json").read_text())
    assessment = imported(initiative=pilot["initiative"] | {"lead": "CA-QC"})
    document = assessment_document(assessment, "both")
    assert [part.language for part in document.parts] == ["fr", "en"]


@pytest.mark.database("approved")
def test_the_command_writes_the_file(db: None, tmp_path: Path) -> None:
    assessment = approved()
    path = tmp_path / "report.pdf"
    call_command("render_report", str(assessment.pk), "--language", "fr", "--output", str(path))
    by_baseline = tmp_path / "same.pdf"
    call_command(
        "render_report", str(assessment.baseline.pk), "--language=fr", "--output", str(by_baseline)
    )
    assert path.read_bytes() == by_baseline.read_bytes()


@pytest.mark.parametrize("given", ["not-an-id", "00000000-0000-4000-8000-000000000000"])
def test_the_command_names_an_unknown_assessment(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], given: str
) -> None:
    path = tmp_path / "report.pdf"
    with pytest.raises(SystemExit) as ended:
        call_command("render_report", given, "--language=en", "--output", str(path))
    assert (ended.value.code, path.exists()) == (1, False)
    assert capsys.readouterr().err == f"ID: no assessment or baseline has the id “{given}”\n"


def test_a_place_that_cannot_be_written_is_named(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "missing" / "report.pdf"
    with pytest.raises(SystemExit):
        call_command("render_report", str(imported().pk), "--language=en", "--output", str(path))
    assert capsys.readouterr().err == (
        f"--output: {path} cannot be written: No such file or directory\n"
    )


def test_a_disk_that_fills_up_leaves_nothing_behind(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assessment, path = imported(), tmp_path / "report.pdf"
    assessment_report(assessment, "en")  # The fonts are in their temporary folder now.
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, limits[1]))
    try:
        with pytest.raises(SystemExit):
            call_command("render_report", str(assessment.pk), "--language=en", f"--output={path}")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert capsys.readouterr().err == f"--output: {path} cannot be written: File too large\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_without_fonts_a_page_says_so(
    db: None, settings: LazySettings, tmp_path: Path, language: str
) -> None:
    assert imported()
    settings.FONTS_DIR = tmp_path
    settings.REPORTS_DIR = tmp_path
    response = Client().get(f"/{language}/model/blank-form.pdf")
    reason = "The fonts of PDF files cannot be read. `make install` puts them in their place."
    assert (response.status_code, str(response.context["reason"])) == (503, reason)
