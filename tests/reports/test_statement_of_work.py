"""The statement of work as files: a PDF in both languages, and slides without a fault."""

import io

import pytest
from django.test import Client
from pptx import Presentation

from assessments.playbook.markdown import as_points
from assessments.priority.actions import (
    begin_statement_of_work,
    save_milestone,
    save_statement_of_work,
)
from assessments.priority.reads import COLUMNS, Work, kept_work
from reports.issuing import issue
from reports.models import IssuedReport
from reports.slides.statement_of_work import work_deck
from reports.slides.writer import write
from reports.statement_of_work import work_slides_source, work_source
from tests.cast import Cast
from tests.reports.deck_check import findings


@pytest.fixture
def work(cast: Cast) -> Work:
    begin_statement_of_work(by=cast.secretariat)
    save_milestone(
        None, by=cast.secretariat, text_en="A pilot", text_fr="Un projet pilote", day=None
    )
    return kept()


def kept() -> Work:
    found = kept_work()
    assert found
    return found


def titles(data: bytes) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in Presentation(io.BytesIO(data)).slides]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_slides_have_no_fault(work: Work, language: str) -> None:
    assert findings(write(work_deck(work, language, fingerprint="0" * 64))) == []


def test_a_slide_for_each_part_in_its_order(work: Work) -> None:
    data = write(work_deck(work, "en", fingerprint="0" * 64))
    assert titles(data) == [
        "Statement of work", "Background", "In scope", "Out of scope", "Who does what",
        "Deliverables", "Governance", "How it is measured",
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fr"])
def test_long_texts_go_on_the_next_slide(work: Work, cast: Cast, language: str) -> None:
    long = {column: f"- {'word ' * 900}\n- Another" for column in COLUMNS if "title" not in column}
    save_statement_of_work(by=cast.secretariat, **long)
    data = write(work_deck(kept(), language, fingerprint="0" * 64))
    assert findings(data) == []
    assert len(titles(data)) > 20


def test_a_text_is_told_in_points() -> None:
    text = "Some *words*\nin two lines.\n\n- [A link](https://example.org)\n- Another"
    assert as_points(text) == ("Some words in two lines.", "A link", "Another")


def test_its_files_change_with_the_road_map(work: Work, cast: Cast) -> None:
    before = work_source(work).key("en")
    assert work_source(kept()).key("en") == before
    save_milestone(None, by=cast.secretariat, text_en="A ballot", text_fr="Un scrutin", day=None)
    assert work_source(kept()).key("en") != before


def test_all_languages_are_issued_together(work: Work) -> None:
    issue(work_source(work), "both")
    issue(work_slides_source(work), "fr")
    made = IssuedReport.objects.order_by("name").values_list("kind", "language", "name")
    assert list(made) == [
        ("statement_of_work_slides", "fr", "enonce-des-travaux-diapositives-fr.pptx"),
        ("statement_of_work", "fr", "enonce-des-travaux-fr.pdf"),
        ("statement_of_work", "en", "statement-of-work-en.pdf"),
        ("statement_of_work", "both", "statement-of-work-enonce-des-travaux-en-fr.pdf"),
        ("statement_of_work_slides", "en", "statement-of-work-slides-en.pptx"),
    ]


@pytest.mark.parametrize(
    "path", ["statement-of-work/", "statement-of-work-en.pdf", "statement-of-work-fr.pptx"]
)
def test_there_is_none_before_it_is_written(cast: Cast, path: str) -> None:
    assert Client().get(f"/en/priority/{path}").status_code == 404


@pytest.mark.parametrize("path", ["statement-of-work-de.pdf", "statement-of-work-both.pptx"])
def test_there_is_none_in_other_languages(work: Work, path: str) -> None:
    assert Client().get(f"/en/priority/{path}").status_code == 404
