"""The statement of work of the priority as a report and as slides, with the road map."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext_lazy

from assessments.playbook.markdown import as_html
from assessments.priority.reads import DELIVERABLES, PARTIES, Work
from maturity.canonical import canonical, sha256
from maturity.file_names import file_name
from reports.documents import Part, ReportDocument, Section, contents, parts_in_order
from reports.issuing import DeckSource, DocumentSource
from reports.slides.statement_of_work import work_deck

KIND = "statement_of_work"
NAME = pgettext_lazy("file name", "statement-of-work")


def work_source(work: Work) -> DocumentSource:
    """What the statement of work as a report is made of."""
    return DocumentSource(
        kind=KIND,
        of=(),
        digest=_digest(work),
        compose=lambda language: work_document(work, language),
    )


def work_slides_source(work: Work) -> DeckSource:
    """What the slides of the statement of work are made of."""
    digest = _digest(work)
    return DeckSource(
        kind=f"{KIND}_slides",
        of=(),
        digest=digest,
        compose=lambda language: work_deck(work, language, fingerprint=digest),
    )


def work_document(work: Work, language: str) -> ReportDocument:
    """The statement of work as a document; `language` is "en", "fr" or "both"."""
    return ReportDocument(
        name=file_name(NAME, language=language),
        parts=tuple(work_part(work, each) for each in parts_in_order(language)),
        made_at=work.changed_at,
    )


def work_part(work: Work, language: str) -> Part:
    """The statement of work in one language."""
    with override(language):
        return Part(
            language=language,
            kind=_("Statement of work"),
            subject=work.title,
            owner=_("Client-centric services maturity portal"),
            description=_("What the work of the priority is, who does what, and by when."),
            sections=contents(*_sections(work)),
            folder="reports/statement_of_work",
            context=_context(work),
            draft=work.row.is_draft,
        )


def _context(work: Work) -> dict[str, Any]:
    return {
        "work": work,
        "before": [(each, as_html(each.text)) for each in work.before()],
        "after": [(each, as_html(each.text)) for each in work.after()],
    }


def _sections(work: Work) -> Iterator[Section]:
    """What the body consists of, in its order."""
    for each in work.before():
        yield Section(each.id, each.title)
    if work.parties:
        yield Section("parties", str(PARTIES))
    if work.milestones:
        yield Section("deliverables", str(DELIVERABLES))
    for each in work.after():
        yield Section(each.id, each.title)


def _digest(work: Work) -> str:
    """Of all that it says, and of the moment that its files name."""
    return sha256(canonical(work.data | {"changed_at": work.changed_at.isoformat()}))
