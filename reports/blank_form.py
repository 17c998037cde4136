"""The form on paper: every statement of an edition in both languages, with boxes to tick."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext

from maturity.bilingual import current_language, in_both, other_language
from maturity.editions import matrix, parts_of
from maturity.file_names import plain
from maturity.models import Edition
from reports.documents import Report
from reports.issuing import Source, sizes
from reports.pdf import write_pdf

STYLE = Path(__file__).parent / "style" / "blank-form.css"


@dataclass(frozen=True, kw_only=True)
class FormSource(Source):
    """Of the blank form, first in the language that is asked for."""

    edition: Edition

    def make(self, language: str) -> Report:
        return blank_form(self.edition, language)


def form_source(edition: Edition) -> FormSource:
    """What the blank form of an edition is made of."""
    return FormSource(
        kind="form",
        of=(edition.code,),
        digest=edition.content_sha256,
        together=False,
        name_of=lambda language: _name(edition, language),
        edition=edition,
    )


def form_size(edition: Edition | None) -> int | None:
    """The bytes of an edition's form in the language of the page, once it is made."""
    return sizes(form_source(edition)).get(current_language()) if edition else None


def blank_form(edition: Edition, first: str) -> Report:
    """The blank form of an edition in both languages, `first` ("en" or "fr") before the other.

    Raises `pdf.PdfUnavailable` where PDFs cannot be made.
    """
    return Report(_name(edition, first), _pdf(blank_form_html(edition, first)))


def blank_form_html(edition: Edition, first: str) -> str:
    """The HTML of the form; its head says what the PDF's metadata says."""
    shared = parts_of(edition) | {
        "attributes": matrix(edition),
        "scale": edition.scalepoint_set.exclude(code="NR"),
    }
    order = (first, other_language(first))
    titles = in_both(_("Assessment form"))
    shared["titles"] = [(language, titles[language]) for language in order]
    parts = []
    for language in order:
        context = {"l": language, "opening": language == first, "paper": True}
        with override(language):
            parts.append(render_to_string("reports/blank_form.html", shared | context))
    with override(first):
        context = {"l": first, "parts": parts}
        return render_to_string("reports/blank_form_document.html", shared | context)


def _name(edition: Edition, first: str) -> str:
    with override(first):
        kind = plain(pgettext("file name", "form"))
    return f"{kind}-{edition.code}.pdf"


def _pdf(html: str) -> bytes:
    return write_pdf(html, css=_style(), fonts=settings.FONTS_DIR)


@cache
def _style() -> str:
    return STYLE.read_text(encoding="utf-8")
