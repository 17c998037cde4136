"""Handing out the files of teams."""

import logging
import unicodedata
import uuid
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import override

from assessments.evidence.reads import may_see_file
from assessments.models import File
from assessments.web.access import person_of
from maturity.methods import READ, only
from maturity.operations.stores import StoreAway

logger = logging.getLogger(__name__)


@only(*READ)
def file(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Hand out a file to people who may see it: no browser is to show or run it in the portal.

    Raises Http404 for anyone else, and `stores.StoreAway`. One that is missing is told to them and
    to the log.
    """
    found = get_file(request, pk)
    try:
        content = found.content.open("rb")
    except StoreAway:
        raise
    except OSError as error:
        logger.error("file missing", extra={"error": type(error).__name__})
        with override(person_of(request).language):
            return render(request, "evidence/file_missing.html", {"file": found}, status=503)
    response = FileResponse(content, content_type=found.media_type)
    response["Content-Length"] = str(found.size)
    response["Content-Disposition"] = attachment(found.name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def get_file(request: HttpRequest, pk: uuid.UUID) -> File:
    """A file, for a person who may see what uses it. Raises Http404 for anyone else."""
    file = get_object_or_404(File.objects.select_related("initiative", "added_by"), pk=pk)
    if not may_see_file(person_of(request), file):
        raise Http404
    return file


def attachment(name: str) -> str:
    """The header of a file to be kept under `name`, for old and new programs (RFC 6266)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = "".join("_" if each in '"\\%' else each for each in plain)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
