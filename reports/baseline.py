"""The report of one assessment: its baseline, or the draft where there is none."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext_lazy

from assessments.baselines.reader import content
from assessments.baselines.reads import current_snapshot
from assessments.baselines.values import Content
from assessments.format.types import Snapshot
from assessments.models import Assessment, Baseline
from maturity.canonical import canonical, sha256
from maturity.file_names import file_name
from reports.documents import (
    QUEBEC,
    Part,
    Report,
    ReportDocument,
    Section,
    contents,
    parts_in_order,
)
from reports.issuing import DocumentSource, issue
from reports.pdf import Attachment

BASELINE, DRAFT = pgettext_lazy("file name", "baseline"), pgettext_lazy("file name", "draft")


def assessment_report(assessment: Assessment, language: str, *, opinions: bool = True) -> Report:
    """The report of an assessment's baseline, kept and remembered, or of the draft as it is now.

    `language` is "en", "fr" or "both"; for `opinions` see `current_snapshot`. Raises
    `pdf.PdfUnavailable` where PDFs cannot be made.
    """
    source = assessment_source(assessment, opinions=opinions)
    return issue(source, language) if source.baseline else source.make(language)


def baseline_source(baseline: Baseline) -> DocumentSource:
    """What the reports of a baseline are made of; its snapshot is read only to make them."""
    return DocumentSource(
        kind="baseline",
        of=(str(baseline.pk),),
        digest=baseline.sha256,
        compose=lambda language: assessment_document(baseline.assessment, language),
        baseline=baseline,
    )


def assessment_source(assessment: Assessment, *, opinions: bool) -> DocumentSource:
    """What an assessment's reports are made of: its baseline where there is one, else the draft."""
    baseline: Baseline | None = getattr(assessment, "baseline", None)
    return baseline_source(baseline) if baseline else draft_source(assessment, opinions=opinions)


def draft_source(assessment: Assessment, *, opinions: bool) -> DocumentSource:
    """What a draft's report is made of, as it is now; for `opinions` see `current_snapshot`."""
    taken = current_snapshot(assessment, opinions=opinions)
    return DocumentSource(
        kind="draft",
        of=(str(assessment.pk), "opinions" if opinions else ""),
        digest=sha256(canonical(taken)),
        compose=lambda language: assessment_document(assessment, language, opinions=opinions),
        together=False,
        name_of=lambda language: f"{_name(assessment, language)}.pdf",
    )


def assessment_document(
    assessment: Assessment, language: str, *, opinions: bool = True
) -> ReportDocument:
    """The report of an assessment's baseline, or of the draft (so marked) where there is none.

    `language` is "en", "fr" or "both"; for `opinions` see `queries.current_snapshot`.
    """
    baseline: Baseline | None = getattr(assessment, "baseline", None)
    taken = current_snapshot(assessment, opinions=opinions)
    lead = taken["assessment"]["initiative"]["lead"]
    languages = parts_in_order(language, first="fr" if lead == QUEBEC else "en")
    attachment = None
    if baseline:
        title = "Baseline – Base de référence"
        attachment = Attachment("baseline.json", baseline.snapshot.encode(), title)
    return ReportDocument(
        name=_name(assessment, language),
        parts=tuple(assessment_part(taken, baseline, each) for each in languages),
        made_at=baseline.approved_at if baseline else timezone.now(),
        attachment=attachment,
    )


def _name(assessment: Assessment, language: str) -> str:
    kind = BASELINE if hasattr(assessment, "baseline") else DRAFT
    of = assessment.initiative.code, assessment.stage.code, assessment.cycle
    return file_name(*of, kind, language=language)


def assessment_part(taken: Snapshot, baseline: Baseline | None, language: str) -> Part:
    """The report of a snapshot in one language."""
    said = content(taken, language)
    with override(language):
        return Part(
            language=language,
            kind=_("Maturity baseline report") if baseline else _("Draft maturity report"),
            subject=f"{said.initiative} – {said.stage}",
            owner=said.council,
            description=said.title.text,
            sections=_sections(said),
            folder="reports/baseline",
            context={"content": said, "baseline": baseline},
            draft=baseline is None,
        )


def _sections(said: Content) -> tuple[Section, ...]:
    """What the body consists of, in its order."""
    return contents(
        Section("summary", _("Summary")),
        Section("attributes", _("Attribute by attribute")),
        *(Section(each.code, each.name.text, deep=True) for each in said.attributes),
        Section("results", _("Results")),
        said.life_cycle and Section("life-cycle", _("Over the life cycle")),
        said.previous_as_of and Section("changes", _("Since the last baseline")),
        Section("gaps", _("Gaps and targets")),
        Section("actions", _("Actions")),
        said.plays and Section("plays", _("Client-first record")),
        said.lessons and Section("lessons", _("Lessons learned")),
        said.participants and Section("partners", _("Agreement among governments")),
        Section("method", _("Method and wording")),
        Section("approval", _("Approval")),
    )
