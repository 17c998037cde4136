"""Writes of evidence: documents that support the team's ratings, or a participant's own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit.record import record
from assessments.cycle.actions import locked
from assessments.evidence.attachments import kept
from assessments.models import Assessment, Evidence, File, ParticipantRating, Person, Rating
from assessments.models.ratings import answer_place
from maturity.faults import Fault, Faults
from maturity.models import Channel, Criterion, Jurisdiction

# How many documents support one answer at most: what the exchange format has room for.
MAX_DOCUMENTS = 200


@dataclass(frozen=True)
class EvidenceDocument:
    """A document as evidence: a link (`url`), or a `file` kept here."""

    title: str
    url: str = ""
    language: str = ""  # of Evidence.DocumentLanguage; empty where it is not known
    file: File | None = None

    @property
    def address(self) -> str:
        """Where it can be read: its own address, or that of the portal's file."""
        return self.file.address if self.file else self.url

    @property
    def described(self) -> list[str]:
        """Title and address, as the audit record keeps them."""
        return [self.title, self.address]


@dataclass(frozen=True)
class SupportedAnswer:
    """The answer that a document supports: to a criterion, for all channels or for one.

    It is the team's answer, or where a `jurisdiction` is given, that of a participant.
    """

    criterion: Criterion
    channel: Channel | None = None
    jurisdiction: Jurisdiction | None = None

    def __str__(self) -> str:
        return answer_place(self.criterion, self.channel)


def document_of(evidence: Evidence) -> EvidenceDocument:
    """The document that a piece of evidence names."""
    return EvidenceDocument(evidence.title, evidence.url, evidence.language, evidence.file)


@transaction.atomic
def add_evidence(
    assessment: Assessment, place: SupportedAnswer, document: EvidenceDocument, *, by: Person
) -> Evidence:
    """Adds a document to the evidence for an answer; also to put back one that was removed.

    Raises Faults where it is there already, where the answer has as many as it may have, or where
    the participant has not been asked or has finished.
    """
    assessment = locked(assessment).row
    row = _row(assessment, place, by=by)
    answer = {"opinion" if place.jurisdiction else "rating": row}
    held = Evidence.objects.filter(**answer)
    if held.count() >= MAX_DOCUMENTS:
        message = _("An answer can have at most %(limit)s documents. Remove one first.")
        raise Faults([Fault("", message % {"limit": MAX_DOCUMENTS})])
    # Two files are the same if their content is: a form that is sent twice adds one.
    same = {"file__sha256": document.file.sha256} if document.file else {"url": document.url}
    if held.filter(**same).exists():
        raise Faults(
            [Fault("", _("This document is already part of the evidence for this answer."))]
        )
    evidence = Evidence.objects.create(**answer, **vars(document))
    record(
        "support_alone" if place.jurisdiction else "add_evidence",
        evidence,
        by=by,
        assessment=assessment,
        **_told(place, new=[document]),
    )
    return evidence


@transaction.atomic
def remove_evidence(assessment: Assessment, evidence: Evidence, *, by: Person) -> None:
    """Takes a document away from the evidence for an answer; a file stays here for a while."""
    assessment = locked(assessment).row
    row = evidence.rating or evidence.opinion
    assert row is not None  # nosec B101
    jurisdiction = evidence.opinion.participant.jurisdiction if evidence.opinion else None
    place = SupportedAnswer(row.criterion, row.channel, jurisdiction)
    if jurisdiction:
        _refuse_unless_rating(assessment, jurisdiction)
    if not Evidence.objects.filter(pk=evidence.pk).exists():
        return
    record(
        "support_alone" if jurisdiction else "remove_evidence",
        evidence,
        by=by,
        assessment=assessment,
        **_told(place, old=[document_of(evidence)]),
    )
    evidence.delete()


def add_file(
    assessment: Assessment,
    place: SupportedAnswer,
    upload: UploadedFile,
    *,
    by: Person,
    title: str = "",
    language: str = "",
) -> Evidence:
    """Keeps a file and adds it to the evidence for an answer, titled like the file unless told.

    Raises Faults as `file_kinds.judge` and `add_evidence` do. The file is written before the rows
    that name it, and removed where they are not; a file that a crash left is `retention`'s.
    """
    with kept(assessment.initiative, upload, by=by) as file, transaction.atomic():
        # The assessment is held before the row of the file holds the initiative, as elsewhere.
        held = locked(assessment).row
        file.save()
        document = EvidenceDocument(
            title or file.name.rpartition(".")[0], language=language, file=file
        )
        return add_evidence(held, place, document, by=by)


@transaction.atomic
def replace_evidence(
    assessment: Assessment,
    criterion: Criterion,
    channel: Channel | None,
    documents: Sequence[EvidenceDocument],
    *,
    by: Person,
) -> None:
    """Makes `documents` all the evidence of the answer for all channels (None) or for one.

    One that says no language keeps that which it had: the exchange format has no room for it.
    """
    assessment = locked(assessment).row
    row = assessment.ratings.filter(criterion=criterion, channel=channel).first()
    old = [document_of(each) for each in row.evidence.select_related("file")] if row else []
    languages = {each.address: each.language for each in old}
    documents = [
        replace(each, language=each.language or languages.get(each.address, ""))
        for each in documents
    ]
    if old == documents:
        return
    row = row or Rating.objects.create(
        assessment=assessment, criterion=criterion, channel=channel, updated_by=by
    )
    row.evidence.all().delete()
    Evidence.objects.bulk_create([Evidence(rating=row, **vars(each)) for each in documents])
    record(
        "change_evidence",
        assessment,
        by=by,
        assessment=assessment,
        place=str(SupportedAnswer(criterion, channel)),
        old=_values(old),
        new=_values(documents),
    )


def _row(
    assessment: Assessment, place: SupportedAnswer, *, by: Person
) -> Rating | ParticipantRating:
    """The row of an answer, made where there is none yet.

    Raises Faults where the criterion is rated the other way: for all channels, or for each.
    """
    answers: Any = assessment.ratings
    more: dict[str, Any] = {"updated_by": by}
    if place.jurisdiction:
        answers, more = _refuse_unless_rating(assessment, place.jurisdiction).ratings, {}
    rows = list(answers.filter(criterion=place.criterion))
    channel_id = place.channel.pk if place.channel else None
    for row in rows:
        if row.channel_id == channel_id:
            return row
    if any((row.channel_id is None) != (channel_id is None) for row in rows):
        message = _(
            "This statement is now rated differently (for all channels, or by channel). Choose "
            "the answer again."
        )
        raise Faults([Fault("", message)])
    return answers.create(criterion=place.criterion, channel=place.channel, **more)


def _refuse_unless_rating(assessment: Assessment, jurisdiction: Jurisdiction) -> Any:
    """The participant of a jurisdiction. Raises Faults unless it rates alone at the time."""
    participant = assessment.participants.filter(jurisdiction=jurisdiction).first()
    if participant is None:
        message = _("Your government has not been asked to rate independently.")
        raise Faults([Fault("", message)])
    if participant.finished:
        message = _("Your government has finished: its ratings and their evidence are closed.")
        raise Faults([Fault("", message)])
    return participant


def _told(
    place: SupportedAnswer,
    *,
    old: Sequence[EvidenceDocument] = (),
    new: Sequence[EvidenceDocument] = (),
) -> dict[str, Any]:
    """What the audit record says of a change to the evidence of an answer.

    A participant's is an event of its own, which the history withholds as its ratings.
    """
    where, statement = str(place), {}
    if place.jurisdiction:
        where, statement = place.jurisdiction.code, {"statement": where}
    return {
        "place": where,
        "old": statement | _values(old) if old else None,
        "new": statement | _values(new) if new else None,
    }


def _values(documents: Sequence[EvidenceDocument]) -> dict[str, Any]:
    return {"evidence": [each.described for each in documents]} if documents else {}
