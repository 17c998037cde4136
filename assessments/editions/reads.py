"""What there is of editions: those published, those drafted, and what each says."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from assessments.editions.drafting import Document, missing, origins, statements, unexplained
from assessments.models import (
    Assessment,
    Ballot,
    BallotDraft,
    EditionDraft,
    Proposed,
    UnclearMark,
    Vote,
)
from maturity import model_file
from maturity.faults import Fault, Faults
from maturity.model_document import document_of, written
from maturity.models import Criterion, Edition, Guidance

# What is taken from the portal itself when a draft is published: lists that editions share.
LISTS = ("stages", "channels", "jurisdictions", "municipal_bodies")

COMMENTS = 10  # that are shown beside a statement of a draft, each shortened


@dataclass(frozen=True, slots=True)
class ListedEdition:
    """A published edition, and how many assessments stand on it."""

    edition: Edition
    is_retired: bool
    starts: bool  # whether new assessments start on it
    statements: int
    assessments: int


def listed_editions() -> list[ListedEdition]:
    """The published editions, the newest first. One query."""
    published = Edition.objects.exclude(published_at=None).select_related("retirement")
    rows = published.annotate(
        statement_count=_count_of(Criterion), assessment_count=_count_of(Assessment)
    ).order_by("-published_at", "-pk")
    found: list[ListedEdition] = []
    for edition in rows:
        retired = hasattr(edition, "retirement")
        starts = not retired and not any(each.starts for each in found)
        counts = edition.statement_count, edition.assessment_count
        found.append(ListedEdition(edition, retired, starts, *counts))
    return found


def documents() -> dict[str, Document]:
    """Every edition and draft as a model file, by its code."""
    published = Edition.objects.exclude(published_at=None).order_by("published_at", "pk")
    found = {each.code: document_of(each) for each in published}
    return found | {each.code: each.document for each in EditionDraft.objects.all()}


def guidance_of(edition: Edition) -> dict[str, Any]:
    """The guidance on an edition's statements, as a draft keeps it: by code and rating."""
    found: dict[str, Any] = {}
    rows = Guidance.objects.filter(criterion__edition=edition).select_related("criterion")
    for row in rows:
        found.setdefault(row.criterion.code, {})[row.about] = {
            "en": row.text_en,
            "fr": row.text_fr,
            "provenance": {"en": row.provenance_en, "fr": row.provenance_fr},
        }
    return found


def unclear_counts(draft: EditionDraft) -> dict[str, int]:
    """How often the statement was found unclear from which each one of a draft comes, by its code;
    without those that never were.
    """
    marks = UnclearMark.objects.filter(criterion__edition=draft.based_on_id).order_by()
    counts = dict(marks.values_list("criterion__code").annotate(Count("pk")))
    known = origins(draft.document).items()
    return {code: counts[origin] for code, origin in known if origin in counts}


COMMENTS = 10  # that are shown beside a statement of a draft, each shortened


@dataclass(frozen=True, slots=True)
class BallotFinding:
    """What a ballot says of a statement that people have to look at: `yes` of `of` see it so."""

    code: str
    label: str
    yes: int
    of: int


@dataclass(frozen=True, slots=True)
class BallotOrigin:
    """The ballot that a draft was made from, and by statement what is to be looked at."""

    ballot: Ballot
    findings: dict[str, list[BallotFinding]]

    def comments(self, code: str) -> list[Vote]:
        """What members wrote about a statement, as far as it has room beside it. One query."""
        votes = Vote.objects.filter(voter__ballot=self.ballot, criterion__code=code)
        return list(votes.exclude(comment="").order_by("pk")[:COMMENTS])


def ballot_of(draft: EditionDraft) -> BallotOrigin | None:
    """The ballot that a draft was made from; None where it was begun without. One query."""
    made = BallotDraft.objects.filter(code=draft.code).select_related("ballot__edition").first()
    if made is None:
        return None
    findings: dict[str, list[BallotFinding]] = {}
    for each in made.to_look_at:
        label = str(Proposed(each["what"]).label)
        found = BallotFinding(each["code"], label, each["yes"], each["of"])
        findings.setdefault(found.code, []).append(found)
    return BallotOrigin(made.ballot, findings)


def faults_of(draft: EditionDraft) -> list[Fault]:
    """All that keeps a draft from being published, each at a statement and a language."""
    before = document_of(draft.based_on)
    found = [*_incomplete(draft), *_unexplained(draft, before)]
    if Edition.objects.filter(code=draft.code).exists():
        found.append(Fault("", _("An edition with this code is published already.")))
    # What is empty is told above, in words; what else a file may not be, as for any file.
    return found or _file_faults(publishable(draft, before))


def publishable(draft: EditionDraft, before: Document) -> Document:
    """A draft as the model file that is published: with the lists as they stand now, of which
    `before`, the edition that it was drafted from, is written too."""
    return draft.document | {name: before[name] for name in LISTS if name in before}


def _file_faults(document: Document) -> list[Fault]:
    try:
        model_file.parse(written(document).encode())
    except Faults as faults:
        return faults.faults
    return []


def _incomplete(draft: EditionDraft) -> Iterator[Fault]:
    messages = {
        "en": _("The English text is missing."),
        "fr": _("The French text is missing."),
    }
    guidance = {
        "en": _("The English guidance is missing (%(about)s)."),
        "fr": _("The French guidance is missing (%(about)s)."),
    }
    for code, language in missing(draft.document):
        yield Fault(code, messages[language])
    for code in statements(draft.document):
        for about, texts in draft.guidance.get(code, {}).items():
            for language in messages:
                if bool(texts["en"]) != bool(texts["fr"]) and not texts[language]:
                    label = Guidance.About(about).label
                    yield Fault(code, guidance[language] % {"about": label})


def _unexplained(draft: EditionDraft, before: Document) -> Iterator[Fault]:
    message = _("Say whether the change is editorial or substantive, and why.")
    for code in unexplained(draft.document, before):
        yield Fault(code, message)


def _count_of(model: type[Any]) -> Coalesce:
    """How many rows of a model stand on an edition, counted by themselves, which is quick."""
    rows = model.objects.filter(edition=OuterRef("pk")).order_by().values("edition")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)
