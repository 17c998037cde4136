"""A council's report: what it says, with names and without, and that the file is sound."""

import datetime
import hashlib
import io
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.management import call_command

from assessments.councils.content import council_content
from assessments.councils.snapshot import take
from assessments.models import Initiative
from maturity.canonical import canonical, sha256
from maturity.models import Council
from reports import verification
from reports.council import council_document, council_sources
from reports.documents import document_html, make_pdf
from reports.issuing import issue
from reports.models import IssuedReport
from tests.reports.pdf_structure import faults

pytestmark = [pytest.mark.database("model"), pytest.mark.slow]
AT, SINCE = datetime.date(2026, 11, 26), datetime.date(2024, 6, 30)


def taken(code: str = "JC", *, named: bool = True) -> dict[str, Any]:
    return take(Council.objects.get(code=code), AT, SINCE, named=named)


def pdf(code: str, language: str, *, named: bool = True) -> bytes:
    return make_pdf(council_document(taken(code, named=named), language)).data


@pytest.mark.parametrize(("language", "marked"), [("en", "fr-CA"), ("fr", "en-CA")])
def test_the_report_is_sound(nine: None, language: str, marked: str) -> None:
    # Actions stay in the language in which they were written.
    languages = (f"{language}-CA", marked)
    assert faults(pdf("JC", language), languages=languages) == []


def test_the_report_without_names_in_both_languages_is_sound(nine: None) -> None:
    assert faults(pdf("JC", "both", named=False), languages=("en-CA", "fr-CA")) == []


def test_an_empty_council_has_a_report_too(nine: None) -> None:
    Initiative.objects.update(council=Council.objects.get(code="PSSDC"))
    assert faults(pdf("PSCIOC", "en")) == []


def test_one_initiative_with_long_names_can_be_printed(nine: None) -> None:
    Initiative.objects.update(council=Council.objects.get(code="PSSDC"))
    one = Initiative.objects.filter(code="SCALE-00001")
    one.update(council=Council.objects.get(code="JC"), name_en="x" * 300, name_fr="é " * 150)
    Initiative.objects.exclude(code="SCALE-00001").update(name_en="</li><script>" * 20)
    for language in ("en", "fr"):
        assert faults(pdf("JC", language), languages=("en-CA", "fr-CA")) == []


def test_the_figures_are_attached_and_prove_themselves(nine: None) -> None:
    with pikepdf.open(io.BytesIO(pdf("JC", "en"))) as file:
        attached = file.attachments["council.json"].get_file().read_bytes()
    digest = hashlib.sha256(attached).hexdigest()
    html = document_html(council_document(taken(), "en"))
    assert (digest, digest[:32] in html, digest[32:] in html) == (
        sha256(canonical(taken())), True, True,
    )  # fmt: skip


def test_the_report_is_made_from_the_snapshot_alone(nine: None) -> None:
    kept = taken()
    before = make_pdf(council_document(kept, "en")).data
    Initiative.objects.update(name_en="Another name")
    assert make_pdf(council_document(kept, "en")).data == before


def test_both_languages_have_the_same_figures_in_the_same_order(nine: None) -> None:
    """Names and statements differ; no number does."""

    def numbers(value: object) -> list[object]:
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, list | tuple):
            return [number for each in value for number in numbers(each)]
        return [] if isinstance(value, str) else [value]

    english, french = (asdict(council_content(taken(), each)) for each in ("en", "fr"))
    assert numbers(english) == numbers(french)


def test_with_and_without_names_are_reports_of_their_own(nine: None) -> None:
    joint = Council.objects.get(code="JC")
    named, unnamed = (
        council_sources(joint, AT, SINCE, named=each).report for each in (True, False)
    )
    assert named.digest != unnamed.digest
    html = document_html(unnamed.compose("both"))
    names = Initiative.objects.values_list("code", "name_en", "name_fr")
    assert [text for row in names for text in row if text in html] == []


def test_it_is_kept_and_remembered(nine: None) -> None:
    source = council_sources(Council.objects.get(code="PSSDC"), AT, SINCE, named=True).report
    report = issue(source, "fr")
    assert report.name == "PSSDC-2026-11-26-conseil-fr.pdf"
    assert [each.language for each in IssuedReport.objects.filter(kind="council")] == ["fr"]
    assert issue(source, "fr") == report
    assert verification.of_file(report.data).finding is verification.Verification.REPORT


def test_the_command_writes_the_file(nine: None, tmp_path: Path) -> None:
    path = tmp_path / "council.pdf"
    call_command(
        "render_council_report", "PSSDC", "--language=en", f"--output={path}",
        "--at=2026-11-26", "--since=2024-06-30",
    )  # fmt: skip
    source = council_sources(Council.objects.get(code="PSSDC"), AT, SINCE, named=True).report
    assert path.read_bytes() == issue(source, "en").data


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["NOWHERE"], "CODE: no council has the code “NOWHERE”\n"),
        (["JC", "--at=soon"], "--at: Enter a valid date.\n"),
        (
            ["JC", "--at=2026-01-31", "--since=2026-01-31"],
            "--since: Choose a date before the date of the situation.\n",
        ),
        (
            ["NOWHERE", "--at=2999-01-01", "--since=1999-12-31"],
            "CODE: no council has the code “NOWHERE”\n"
            "--at: This date is in the future. Choose today or an earlier date.\n"
            "--since: The model did not exist on this date. Choose a later one.\n",
        ),
    ],
)
def test_the_command_tells_each_fault_in_a_line(
    nine: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], given: list[str], told: str
) -> None:
    path = tmp_path / "council.pdf"
    with pytest.raises(SystemExit) as ended:
        call_command("render_council_report", *given, "--language=en", f"--output={path}")
    assert (ended.value.code, path.exists()) == (1, False)
    assert capsys.readouterr().err == told
