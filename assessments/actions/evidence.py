"""Writes of evidence: documents that support the team's ratings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from assessments.actions.assessments import locked
from assessments.actions.audit import record
from assessments.models import Assessment, Evidence, File, Person, Rating
from maturity.models import Channel, Criterion


@dataclass(frozen=True)
class Document:
    """A document as evidence: a link (`url`), or a `file` kept here."""

    title: str
    url: str = ""
    language: str = ""  # of Evidence.DocumentLanguage; empty where it is not known
    file: File | None = None

    @property
    def described(self) -> list[str]:
        """Title and address, as the audit record keeps them."""
        return [self.title, self.file.address if self.file else self.url]


def document_of(evidence: Evidence) -> Document:
    """The document that a piece of evidence names."""
    return Document(evidence.title, evidence.url, evidence.language, evidence.file)


@transaction.atomic
def replace_evidence(
    assessment: Assessment,
    criterion: Criterion,
    channel: Channel | None,
    documents: Sequence[Document],
    *,
    by: Person,
) -> None:
    """Makes `documents` all the evidence of the answer for all channels (None) or for one."""
    assessment = locked(assessment)
    row = assessment.ratings.filter(criterion=criterion, channel=channel).first()
    old = [document_of(each) for each in row.evidence.select_related("file")] if row else []
    if old == list(documents):
        return
    row = row or Rating.objects.create(
        assessment=assessment, criterion=criterion, channel=channel, updated_by=by
    )
    row.evidence.all().delete()
    Evidence.objects.bulk_create([Evidence(rating=row, **vars(each)) for each in documents])
    place = f"{criterion.code}/{channel.code}" if channel else criterion.code
    record(
        "change_evidence",
        assessment,
        by=by,
        assessment=assessment,
        place=place,
        old=_values(old),
        new=_values(documents),
    )


def _values(documents: Sequence[Document]) -> dict[str, Any]:
    return {"evidence": [each.described for each in documents]} if documents else {}
