"""Assembling reports: from a snapshot to HTML, and from HTML to PDF."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.content import Content, content
from assessments.models import Assessment, Baseline
from assessments.queries import current_snapshot
from reports.pdf import Attachment, write_pdf

LANGUAGES = ("en", "fr", "both")
STYLE = Path(__file__).parent / "style" / "report.css"
QUEBEC = "CA-QC"


@dataclass(frozen=True)
class Report:
    """A finished report: a file name without folder, and the PDF's bytes."""

    name: str
    pdf: bytes


def assessment_report(assessment: Assessment, language: str, *, opinions: bool = True) -> Report:
    """The report of an assessment's baseline, or of the draft (so marked) where there is none.

    `language` is "en", "fr" or "both"; for `opinions` see `queries.current_snapshot`. Raises
    `pdf.PdfUnavailable` where PDFs cannot be made.
    """
    baseline: Baseline | None = getattr(assessment, "baseline", None)
    taken = current_snapshot(assessment, opinions=opinions)
    parts = [content(taken, each) for each in part_languages(taken, language)]
    html = assessment_html(parts, baseline)
    attachment = None
    if baseline:
        title = "Baseline – Base de référence"
        attachment = Attachment("baseline.json", baseline.snapshot.encode(), title)
    initiative, stage = assessment.initiative.code, assessment.stage.code
    kind = "baseline" if baseline else "draft"
    return Report(
        f"{initiative}-{stage}-{assessment.cycle}-{kind}-{language}.pdf",
        write_pdf(html, css=_style(), fonts=settings.FONTS_DIR, attachment=attachment),
    )


def part_languages(taken: dict[str, Any], language: str) -> tuple[str, ...]:
    """The languages of a report's parts, in order: French first in Quebec, else English first."""
    if language != "both":
        return (language,)
    lead = taken["assessment"]["initiative"]["lead"]
    return ("fr", "en") if lead == QUEBEC else ("en", "fr")


def assessment_html(parts: list[Content], baseline: Baseline | None) -> str:
    """The HTML of a report with one part a language; its head says what the PDF's metadata says."""
    made_at = baseline.approved_at if baseline else timezone.now()
    # A part's headings go one level deeper where the parts themselves are headings.
    levels = range(2, 6) if len(parts) == 1 else range(3, 7)
    rendered = []
    for part in parts:
        with override(part.language):
            context = {
                "content": part,
                "baseline": baseline,
                "levels": list(levels),
                "alone": len(parts) == 1,
                "sections": _sections(part),
            }
            rendered.append((part, render_to_string("reports/assessment.html", context)))
    with override(parts[0].language):
        return render_to_string(
            "reports/document.html",
            {
                "parts": rendered,
                "first": parts[0],
                "alone": len(parts) == 1,
                "made_at": made_at,
                "baseline": baseline,
            },
        )


def _sections(part: Content) -> list[tuple[str, str, bool]]:
    """The table of contents: an id, what it is called, and whether it lies one level deeper."""
    sections = [
        ("summary", _("Summary"), False),
        ("attributes", _("Attribute by attribute"), False),
        *((attribute.code, attribute.name.text, True) for attribute in part.attributes),
        ("results", _("Results"), False),
        ("gaps", _("Gaps and targets"), False),
        ("actions", _("Actions"), False),
    ]
    if part.participants:
        sections.append(("partners", _("Agreement among governments"), False))
    return [
        *sections,
        ("method", _("Method and wording"), False),
        ("approval", _("Approval"), False),
    ]


@cache
def _style() -> str:
    return STYLE.read_text(encoding="utf-8")
