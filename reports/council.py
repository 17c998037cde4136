"""The report of a council at a date: where its initiatives stand, and what changed."""

import datetime
from functools import partial
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext_lazy

from assessments.councils.content import CouncilContent, council_content
from assessments.councils.snapshot import take
from assessments.models import Person
from maturity.canonical import canonical, sha256
from maturity.file_names import file_name
from maturity.models import Council
from maturity.wording import long_date
from reports.documents import Part, ReportDocument, Section, contents, parts_in_order
from reports.issuing import DeckSource, DocumentSource
from reports.pdf import Attachment
from reports.slides.council import council_deck

NAMED = pgettext_lazy("file name", "council")
UNNAMED = pgettext_lazy("file name", "council-unnamed")


class CouncilSources(NamedTuple):
    """What the files of a council are made of, from one reading."""

    report: DocumentSource
    slides: DeckSource


def council_sources(
    council: Council,
    at: datetime.date,
    since: datetime.date,
    *,
    named: bool,
    reader: Person | None = None,
) -> CouncilSources:
    """What a council’s report and slides are made of, read now; `named` is part of it.

    `at` and `since` are days, each taken at its end; `since` is the earlier. `reader` is who they
    are for, where they are without names.
    """
    taken = take(council, at, since, named=named, reader=reader)
    of = (
        council.code,
        str(at),
        str(since),
        "named" if named else "",
        str(reader.pk) if reader else "",
    )
    digest = sha256(canonical(taken))
    shared: dict[str, Any] = {"of": of, "digest": digest, "together": False}
    return CouncilSources(
        DocumentSource(kind="council", compose=partial(council_document, taken), **shared),
        DeckSource(kind="slides", compose=partial(council_deck, taken), **shared),
    )


def council_document(taken: dict[str, Any], language: str) -> ReportDocument:
    """The report made from a council snapshot; `language` is "en", "fr" or "both"."""
    at = datetime.date.fromisoformat(taken["at"])
    edition = NAMED if taken["named"] else UNNAMED
    return ReportDocument(
        name=file_name(taken["council"]["code"], at, edition, language=language),
        parts=tuple(council_part(taken, each) for each in parts_in_order(language)),
        made_at=timezone.make_aware(datetime.datetime.combine(at, datetime.time.min)),
        attachment=Attachment(
            "council.json", canonical(taken).encode(), "Council figures – Chiffres du conseil"
        ),
    )


def council_part(taken: dict[str, Any], language: str) -> Part:
    """The report of a council snapshot in one language."""
    said = council_content(taken, language)
    with override(language):
        return Part(
            language=language,
            kind=_("Council report"),
            subject=said.council,
            owner=_("Client-centric services maturity portal"),
            description=said.model,
            sections=_sections(said),
            folder="reports/council",
            context={"council": said, "digest": sha256(canonical(taken))},
        )


def _sections(said: CouncilContent) -> tuple[Section, ...]:
    """What the body consists of, in its order."""
    counted = (
        Section("stages", _("At each stage of the life cycle")),
        Section("movement", _("What changed since %(date)s") % {"date": long_date(said.since)}),
        Section("gaps", _("Gaps to targets")),
        Section("blocking", _("What holds the next level back most often")),
        Section("actions", _("Actions")),
    )
    return contents(
        Section("summary", _("Where the initiatives stand")),
        *(counted if said.with_baseline else ()),
        said.lessons and Section("lessons", _("Lessons learned")),
        said.initiatives and Section("initiatives", _("The initiatives")),
        Section("method", _("Method")),
        Section("proof", _("Provenance")),
    )
