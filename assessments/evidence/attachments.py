"""Documents of actions, lessons and plays: links, and files that are kept here."""

import hashlib
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

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
from maturity.faults import Fault, Faults
from maturity.file_kinds import clean_name, judge
from maturity.operations.outages import kind_of
from maturity.operations.stores import is_full

logger = logging.getLogger(__name__)


@contextmanager
def kept(
    initiative: Initiative, upload: UploadedFile, *, by: Person, at: str = ""
) -> Iterator[File]:
    """Write a file for what is done within, and remove it where that fails; its row is for the
    caller to save. Raises Faults as `file_kinds.judge` does, and `at` its place where it cannot be
    kept.

    It is written before anything is locked: nobody waits while it travels.
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
    try:
        file.content.save(name, upload, save=False)
    except OSError as error:
        logger.error("file not kept", extra={"error": kind_of(error)})
        raise Faults([Fault(at, _full() if is_full(error) else _away())]) from error
    try:
        yield file
    except BaseException:
        with suppress(OSError):  # What stays is a stray, which `retention` removes.
            file.content.delete(save=False)
        raise


def _full() -> str:
    return _(
        "The file was not saved: the portal has no room for files left. Everything else that you "
        "entered is still here. Tell the secretariat, and add the file once there is room again."
    )


def _away() -> str:
    return _(
        "The file was not saved: the place where the portal keeps files does not answer at the "
        "moment. Everything else that you entered is still here. Choose the file again in a few "
        "minutes, or go on without it."
    )


def _sha256(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    for piece in upload.chunks():
        digest.update(piece)
    return digest.hexdigest()


@contextmanager
def given(
    initiative: Initiative, cleaned: Mapping[str, Any], *, by: Person
) -> Iterator[dict[str, Any]]:
    """The columns of the document that a `DocumentForm` says; empty where it says none.

    What is done within is one transaction, which begins once the file is written.
    """
    title, url = cleaned.get("document_title", ""), cleaned.get("document_url", "")
    upload = cleaned.get("document_file")
    if upload:
        with (
            kept(initiative, upload, by=by, at="document_file") as file,
            transaction.atomic(),
        ):
            file.save()
            yield {"title": title or file.name.rpartition(".")[0], "url": "", "file": file}
    else:
        with transaction.atomic():
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
