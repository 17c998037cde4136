"""The report of a council at a date: where its initiatives stand, and what changed."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext_lazy

from assessments import rules
from assessments.councils.content import council_content
from assessments.councils.snapshot import take
from assessments.councils.values import Breakdown, CouncilContent, Line, TrendRow
from assessments.models import CouncilBaseline, Person
from maturity.canonical import canonical, sha256
from maturity.file_names import file_name
from maturity.models import Council
from maturity.wording import long_date
from reports.documents import Part, ReportDocument, Section, contents, parts_in_order
from reports.issuing import DeckSource, DocumentSource, Source
from reports.pdf import Attachment
from reports.slides.council import council_deck

SHOWN = 40  # initiatives that the body names; of more, an annex has all
ON_A_PAGE = 4  # initiatives that a summary names
COUNCIL = pgettext_lazy("file name", "council")
BASELINE = pgettext_lazy("file name", "council-baseline")
SUMMARY = pgettext_lazy("file name", "council-summary")


@dataclass(frozen=True, slots=True)
class CouncilApproval:
    """Who approved a council's baseline, and when."""

    name: str
    at: datetime.datetime


type Sources = Mapping[str, Source]  # by their kinds (`IssuedReport.Kind`)


def council_sources(
    council: Council, at: datetime.date, since: datetime.date, *, reader: Person | None = None
) -> Sources:
    """What the documents of a council are made of, read now, once for all of them.

    `at` and `since` are days, each taken at its end; `since` is the earlier. It leaves out the
    plans that a `reader` is blind to.
    """
    taken = take(council, at, since, reader=reader)
    blind = str(reader.pk) if reader and rules.blind_initiatives(reader) else ""
    of = (council.code, str(at), str(since), blind)
    return _sources(taken, of, sha256(canonical(taken)))


def council_baseline_sources(baseline: CouncilBaseline) -> Sources:
    """What the documents of a council's baseline are made of: its snapshot alone."""
    approval = CouncilApproval(baseline.approved_by.name, baseline.approved_at)
    return _sources(baseline.content, (str(baseline.pk),), baseline.sha256, approval)


def _sources(
    taken: dict[str, Any], of: tuple[str, ...], digest: str, approval: CouncilApproval | None = None
) -> Sources:
    # What is approved is published, and nothing is published in one language alone.
    shared: dict[str, Any] = {"of": of, "digest": digest, "together": approval is not None}
    documents: dict[str, Source] = {
        kind: DocumentSource(
            kind=kind, compose=partial(document, taken, approval=approval), **shared
        )
        for kind, document in DOCUMENTS.items()
    }
    slides = DeckSource(kind="slides", compose=partial(council_deck, taken), **shared)
    return documents | {"slides": slides}


def council_document(
    taken: dict[str, Any], language: str, approval: CouncilApproval | None = None
) -> ReportDocument:
    """The report made from a council snapshot; `language` is "en", "fr" or "both"."""
    name = BASELINE if approval else COUNCIL
    parts = tuple(council_part(taken, each, approval) for each in parts_in_order(language))
    return _document(taken, name, parts, language)


def summary_document(
    taken: dict[str, Any], language: str, approval: CouncilApproval | None = None
) -> ReportDocument:
    """The same on one page in each language, for a meeting."""
    parts = tuple(summary_part(taken, each, approval) for each in parts_in_order(language))
    return _document(taken, SUMMARY, parts, language)


def _document(
    taken: dict[str, Any], name: object, parts: tuple[Part, ...], language: str
) -> ReportDocument:
    at = datetime.date.fromisoformat(taken["at"])
    return ReportDocument(
        name=file_name(taken["council"]["code"], at, name, language=language),
        parts=parts,
        made_at=timezone.make_aware(datetime.datetime.combine(at, datetime.time.min)),
        attachment=Attachment(
            "council.json", canonical(taken).encode(), "Council figures – Chiffres du conseil"
        ),
    )


# By their kinds (`IssuedReport.Kind`), the documents that are made of a council snapshot.
DOCUMENTS: Mapping[str, Callable[..., ReportDocument]] = {
    "council": council_document,
    "summary": summary_document,
}


def council_part(
    taken: dict[str, Any], language: str, approval: CouncilApproval | None = None
) -> Part:
    """The report of a council snapshot in one language."""
    said = council_content(taken, language)
    with override(language):
        return Part(
            language=language,
            kind=_("Council baseline report") if approval else _("Council report"),
            subject=said.council,
            owner=_("Client-centric services maturity portal"),
            description=said.model,
            sections=_sections(said),
            folder="reports/council",
            context={
                "council": said,
                "digest": sha256(canonical(taken)),
                "approval": approval,
                "notable": notable(said.initiatives),
            },
        )


def summary_part(taken: dict[str, Any], language: str, approval: CouncilApproval | None) -> Part:
    """The one page of a council snapshot in one language."""
    said = council_content(taken, language)
    with override(language):
        return Part(
            language=language,
            kind=_("Summary for the council"),
            subject=said.council,
            owner=_("Client-centric services maturity portal"),
            description=said.model,
            sections=(),
            folder="reports/summary",
            context={
                "council": said,
                "digest": sha256(canonical(taken)),
                "approval": approval,
                "notable": to_watch(said.initiatives)[:ON_A_PAGE],
                "rows": _rows(said),
            },
        )


def _rows(said: CouncilContent) -> list[tuple[TrendRow, Breakdown]]:
    """How the initiatives stand now, overall and in each attribute, beside how they did."""
    overall = Breakdown(_("Overall"), said.overall, said.with_baseline)
    return list(zip(said.trend.rows, (overall, *said.distribution), strict=True))


def notable(lines: Sequence[Line]) -> list[Line]:
    """The initiatives that a report names before its annex: of few, all; of many, SHOWN at most."""
    return list(lines) if len(lines) <= SHOWN else to_watch(lines)[:SHOWN]


def to_watch(lines: Sequence[Line]) -> list[Line]:
    """The initiatives that changed, stand before level 1 or are away from their targets: where
    levels fell first, then before level 1, then those furthest away."""
    worth = [each for each in lines if each.changed or each.overall == 0 or each.gap]
    return sorted(worth, key=lambda each: (-each.fell, each.overall != 0, -each.gap, -each.rose))


def _sections(said: CouncilContent) -> tuple[Section, ...]:
    """What the body consists of, in its order."""
    counted = (
        Section("lifts", _("What would raise the overall level")),
        Section("trend", _("Over five years")),
        Section("stages", _("At each stage of the life cycle")),
        Section("movement", _("What changed since %(date)s") % {"date": long_date(said.since)}),
        Section("gaps", _("Gaps to targets")),
        Section("blocking", _("What holds the next level back most often")),
        Section("actions", _("Actions")),
    )
    many = len(said.initiatives) > SHOWN
    return contents(
        Section("summary", _("Where the initiatives stand")),
        said.aims and Section("aims", _("What the council aims for")),
        said.decisions and Section("decisions", _("Decisions and recommendations")),
        said.late and said.late.total and Section("late", _("What is late")),
        *(counted if said.with_baseline else ()),
        said.lessons and Section("lessons", _("Lessons learned")),
        said.initiatives
        and Section("initiatives", _("Initiatives to watch") if many else _("The initiatives")),
        Section("method", _("Method")),
        Section("proof", _("Provenance")),
        many and Section("annex", _("Annex: all initiatives")),
    )
