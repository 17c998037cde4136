"""The validation report of an edition as files: what a run has found, in a PDF and as slides."""

from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext_lazy

from assessments.models import ValidationRun
from assessments.validation.content import FEEDBACK, ReportContent, report_content
from assessments.validation.runs import report_of
from maturity.canonical import canonical, sha256
from maturity.file_names import file_name
from reports.documents import Part, ReportDocument, Section, contents, parts_in_order
from reports.issuing import DeckSource, DocumentSource, Source
from reports.pdf import Attachment
from reports.slides.deck import Deck
from reports.slides.validation import validation_deck

REPORT = pgettext_lazy("file name", "validation")


def validation_sources(run: ValidationRun) -> dict[str, Source]:
    """What the report and the slides of a finished run are made of, by their kinds."""
    shared: dict[str, Any] = {"of": (str(run.pk),), "digest": digest_of(run), "together": False}
    return {
        "validation": DocumentSource(
            kind="validation", compose=partial(validation_document, run), **shared
        ),
        "validation_slides": DeckSource(
            kind="validation_slides", compose=partial(_deck, run), **shared
        ),
    }


def digest_of(run: ValidationRun) -> str:
    """The SHA-256 of what a run has found, when, and of the edition whose texts it is told with."""
    made = {"edition": run.edition.content_sha256, "result": run.result, "at": str(run.finished_at)}
    return sha256(canonical(made))


def validation_document(run: ValidationRun, language: str) -> ReportDocument:
    """The report of a finished run; `language` is "en", "fr" or "both"."""
    assert run.finished_at  # nosec B101: before, there is nothing to report
    return ReportDocument(
        name=file_name(REPORT, run.edition.code, run.finished_at.date(), language=language),
        parts=tuple(_part(run, each) for each in parts_in_order(language)),
        made_at=run.finished_at,
        attachment=Attachment(
            "validation.json", canonical(_handed_out(run)).encode(), "Figures – Chiffres"
        ),
    )


def _handed_out(run: ValidationRun) -> dict[str, Any]:
    """What a run has found, without what those who rate told the secretariat alone."""
    found = run.result or {}
    return found | {"parts": [each for each in found.get("parts", ()) if each["name"] != FEEDBACK]}


def _deck(run: ValidationRun, language: str) -> Deck:
    with override(language):
        content = report_content(report_of(run), run.edition)
    return validation_deck(content, run, digest_of(run), language)


def _part(run: ValidationRun, language: str) -> Part:
    """The report in one language."""
    with override(language):
        content = report_content(report_of(run), run.edition)
        return Part(
            language=language,
            kind=_("Validation report"),
            subject=run.edition.title,
            owner=_("Client-centric services maturity portal"),
            description=_("Does the model work?"),
            sections=_sections(content),
            folder="reports/validation",
            context={"edition": run.edition, "run": run, "content": content},
        )


def _sections(content: ReportContent) -> tuple[Section, ...]:
    """What the body consists of, in its order."""
    return contents(
        Section("pictures", _("In pictures")),
        *(Section(each.code, each.title, deep=True) for each in content.pictures),
        Section("figures", _("All figures")),
        *(Section(each.code, each.title, deep=True) for each in content.parts),
    )
