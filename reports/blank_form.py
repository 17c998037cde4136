"""The form on paper: every statement of an edition in both languages, with boxes to tick."""

from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from maturity.models import Attribute, Criterion, Edition, Level, Result, ScalePoint, Stage
from reports.documents import Report
from reports.pdf import write_pdf

STYLE = Path(__file__).parent / "style" / "blank-form.css"


def blank_form(edition: Edition, first: str) -> Report:
    """The blank form of an edition in both languages, `first` ("en" or "fr") before the other.

    Raises `pdf.PdfUnavailable` where PDFs cannot be made.
    """
    return Report(f"form-{edition.code}.pdf", _pdf(blank_form_html(edition, first)))


def blank_form_html(edition: Edition, first: str) -> str:
    """The HTML of the form; its head says what the PDF's metadata says."""
    levels = list(Level.objects.filter(edition=edition, order__gt=0))
    attributes = [
        (attribute, _by_level(attribute, levels))
        for attribute in Attribute.objects.filter(edition=edition).prefetch_related("criteria")
    ]
    shared: dict[str, Any] = {
        "edition": edition,
        "attributes": attributes,
        "results": list(Result.objects.filter(edition=edition)),
        "scale": [each for each in ScalePoint.objects.filter(edition=edition) if each.code != "NR"],
        "stages": list(Stage.objects.all()),
    }
    order = (first, "fr" if first == "en" else "en")
    titles = []
    for language in order:
        with override(language):
            titles.append((language, _("Assessment form")))
    shared["titles"] = titles
    parts = []
    for language in order:
        context = {"l": language, "opening": language == first}
        with override(language):
            parts.append(render_to_string("reports/blank_form.html", shared | context))
    with override(first):
        context = {"l": first, "parts": parts}
        return render_to_string("reports/blank_form_document.html", shared | context)


def _by_level(attribute: Attribute, levels: list[Level]) -> list[tuple[Level, list[Criterion]]]:
    criteria = list(attribute.criteria.all())
    return [(level, [each for each in criteria if each.level == level.order]) for level in levels]


@lru_cache(maxsize=4)
def _pdf(html: str) -> bytes:
    """Made once a process for the same content: everyone may ask for it."""
    return write_pdf(html, css=_style(), fonts=settings.FONTS_DIR)


@cache
def _style() -> str:
    return STYLE.read_text(encoding="utf-8")
