"""Documents of actions, lessons and plays: links, and files that are kept here."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from assessments.audit.record import record
from assessments.cycle.actions import held
from assessments.models import (
    Action,
    ActionDocument,
    File,
    Initiative,
    Lesson,
    LessonDocument,
    Person,
)
from assessments.models.documents import Document
from maturity.file_kinds import clean_name, judge


@contextmanager
def kept(initiative: Initiative, upload: UploadedFile, *, by: Person) -> Iterator[File]:
    """Write a file for what is done within, and remove it where that fails; its row is for the
    caller to save. Raises Faults as `file_kinds.judge` does.
    """
    kind = judge(upload, upload.size or 0)
    name = clean_name(upload.name or "", kind)
    file = File(
        initiative=initiative,
        name=name,
        media_type=kind.media_type,
        size=upload.size or 0,
        sha256=_sha256(upload),
        added_by=by,
    )
    file.content.save(name, upload, save=False)
    try:
        yield file
    except BaseException:
        file.content.delete(save=False)
        raise


def _sha256(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    for piece in upload.chunks():
        digest.update(piece)
    return digest.hexdigest()


@contextmanager
def given(
    initiative: Initiative, cleaned: Mapping[str, Any], *, by: Person
) -> Iterator[dict[str, Any]]:
    """The columns of the document that a `DocumentForm` says; empty where it says none."""
    title, url = cleaned.get("document_title", ""), cleaned.get("document_url", "")
    upload = cleaned.get("document_file")
    if upload:
        with kept(initiative, upload, by=by) as file:
            file.save()
            yield {"title": title or file.name.rpartition(".")[0], "url": "", "file": file}
    else:
        yield {"title": title, "url": url, "file": None} if url else {}


def told(*documents: Document) -> dict[str, list[list[str]]]:
    """Documents as the audit record keeps them."""
    return {"evidence": [[each.title, each.address] for each in documents]}


@transaction.atomic
def remove_document(document: ActionDocument | LessonDocument, *, by: Person) -> None:
    """Takes a document away from its action or lesson; a file stays here for a while."""
    of: Action | Lesson
    if isinstance(document, ActionDocument):
        verb, of = "update_action", document.action
    else:
        verb, of = "save_lesson", document.lesson
    initiative = held(of.initiative)
    record(verb, of, by=by, initiative=initiative, old=told(document), new=told())
    document.delete()
