"""The validation report as files: who may have them, and what they say."""

import io
from html import unescape

import pikepdf
import pytest
from django.utils import timezone
from pptx import Presentation

from assessments.method.validation.simulation import Truth
from assessments.models import ValidationRun
from assessments.validation.document import as_document
from assessments.validation.report import validation_report
from reports.documents import document_html
from reports.making import source_of
from reports.validation import digest_of, validation_document, validation_sources
from tests.cast import Cast
from tests.reports.deck_check import findings
from tests.reports.every_pdf import simulated_run
from tests.validation.test_page import edition
from tests.validation.test_report import LEVELS, TODAY, raw

FILE = "/en/model/validation/2017-draft/report-en.pdf"
SLIDES = "/fr/model/validation/2017-draft/slides-fr.pptx"


@pytest.fixture
def run(cast: Cast) -> ValidationRun:
    report = validation_report(raw(Truth(LEVELS, 40)), TODAY, rounds=10)
    return ValidationRun.objects.create(
        edition=edition(),
        asked_by=cast.secretariat,
        finished_at=timezone.now(),
        result=as_document(report),
    )


@pytest.mark.parametrize(
    ("role", "status"), [("secretariat", 200), ("cochair", 200), ("lead", 403)]
)
def test_who_may_read_the_page_may_have_its_files(
    cast: Cast, run: ValidationRun, role: str, status: int
) -> None:
    client = cast.client(role)
    assert [client.get(each).status_code for each in (FILE, SLIDES)] == [status, status]


@pytest.mark.parametrize(
    "address", ["report-en.pptx", "slides-en.pdf", "slides-both.pptx", "other-en.pdf"]
)
def test_there_is_no_other_file(cast: Cast, run: ValidationRun, address: str) -> None:
    page = cast.client("secretariat").get(f"/en/model/validation/2017-draft/{address}")
    assert page.status_code == 404


def test_without_a_finished_report_there_is_no_file(cast: Cast) -> None:
    assert cast.client("secretariat").get(FILE).status_code == 404


def test_the_page_leads_to_the_files(cast: Cast, run: ValidationRun) -> None:
    page = cast.client("secretariat").get("/en/model/validation/2017-draft/").content.decode()
    for name in ("report-en.pdf", "report-fr.pdf", "report-both.pdf", "slides-en.pptx"):
        assert f'href="/en/model/validation/2017-draft/{name}"' in page


def test_a_worker_finds_again_what_they_are_made_of(run: ValidationRun) -> None:
    for kind, source in validation_sources(run).items():
        assert source_of(kind, source.of).digest == source.digest == digest_of(run)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_report_says_each_figure_with_its_meaning(run: ValidationRun, language: str) -> None:
    (part,) = validation_document(run, language).parts
    html = unescape(document_html(validation_document(run, language)))
    for each in part.context["content"].parts:
        assert each.title in html
        for name, meaning in each.meanings:
            assert name in html
            assert meaning in html


def test_the_report_has_its_figures_as_data(cast: Cast, run: ValidationRun) -> None:
    client = cast.client("secretariat")
    with pikepdf.open(io.BytesIO(client.get(FILE).content)) as pdf:
        assert list(pdf.attachments) == ["validation.json"]


@pytest.mark.database("model")
@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("assessments", [0, 1, 12, 160])
def test_the_slides_have_no_fault(assessments: int, language: str) -> None:
    source = validation_sources(simulated_run(assessments))["validation_slides"]
    assert findings(source.make(language).data) == []


def test_the_slides_have_the_pictures_as_charts(run: ValidationRun) -> None:
    data = validation_sources(run)["validation_slides"].make("en").data
    charts = {
        slide.shapes.title.text_frame.text: shape.chart
        for slide in Presentation(io.BytesIO(data)).slides
        for shape in slide.shapes
        if shape.has_chart
    }
    assert list(charts) == [
        "The order of the statements: Easy access and accessible",
        "The order of the statements: Consistent",
        "Agreement by attribute",
        "French compared with English",
        "How the scale is used",
    ]
    order = charts["The order of the statements: Consistent"].plots[0]
    assert [series.name for series in order.series] == ["Level 1", "Level 2", "Level 3"]
    assert list(order.categories) == [f"CON-{n:02}" for n in range(1, 7)]
