"""What is told while the database restarts, is away or busy, or object storage is away: a page,
and a line in the log.
"""

import errno
import logging
import sqlite3
from collections.abc import Iterable, Iterator
from typing import cast

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import InterfaceError, OperationalError, connections, router
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)

from maturity.error_pages import error_page
from maturity.operations.stores import StoreAway

RETRY_AFTER = 10  # seconds
# Of SQLite's errors, the one that is a fault of the code, such as a table that is not there.
FAULT_OF_CODE = sqlite3.SQLITE_ERROR

logger = logging.getLogger(__name__)


def outage_in(error: BaseException | None) -> BaseException | None:
    """The error, of `error` and all that led to it, that says the database is away or busy, or
    that object storage is.
    """
    while error is not None:
        code = getattr(error.__cause__, "sqlite_errorcode", None)
        if isinstance(error, OperationalError | InterfaceError) and code != FAULT_OF_CODE:
            return error
        if isinstance(error, StoreAway):
            return error
        error = error.__cause__ or error.__context__
    return None


def outage_page(request: HttpRequest, outage: BaseException) -> HttpResponse:
    """The page that says so, made without the database."""
    template = "503_files.html" if isinstance(outage, StoreAway) else "503.html"
    return told(error_page(request, template, 503), outage)


def told[Response: HttpResponse](response: Response, outage: BaseException) -> Response:
    """Makes an answer one of an outage: when to come again, and what the request's line says."""
    response.status_code = 503
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    response.outage = kind_of(outage)  # type: ignore[attr-defined]
    return response


def kind_of(outage: BaseException) -> str:
    """What the driver calls an outage, such as DeadlockDetected: it says more than Django does.

    Of object storage, also what it answers, such as SignatureDoesNotMatch where a key is wrong.
    """
    kind = type(outage.__cause__ or outage).__name__
    return f"{kind}: {outage.strerror}" if isinstance(outage, StoreAway) else kind


def guard_stream(response: HttpResponseBase) -> None:
    """Has an outage in the middle of an answer end it on one line.

    Its reader's program must see that it is not whole: the connection is broken off. A file is
    read without the database.
    """
    if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
        parts = cast("Iterable[bytes]", response.streaming_content)
        response.streaming_content = _guarded(parts)


def _guarded(parts: Iterable[bytes]) -> Iterator[bytes]:
    try:
        yield from parts
    except Exception as error:
        outage = outage_in(error)
        if outage is None:
            raise
        logger.warning("answer was broken off", extra={"error": kind_of(outage)})
        raise ConnectionResetError(errno.ECONNRESET, "the database does not answer") from None


class Cache(DatabaseCache):
    """As Django's, which takes a database that is away or busy for a key that is taken.

    Limits on attempts would then turn people away who have attempted nothing.
    """

    def _base_set(
        self, mode: str, key: str, value: object, timeout: float | None = DEFAULT_TIMEOUT
    ) -> bool:
        outages: list[OperationalError] = []

        def noting(execute, *given):  # type: ignore[no-untyped-def]
            try:
                return execute(*given)
            except OperationalError as error:
                outages.append(error)
                raise

        with connections[router.db_for_write(self.cache_model_class)].execute_wrapper(noting):
            kept: bool = super()._base_set(mode, key, value, timeout)  # type: ignore[misc]
        if outages:
            raise outages[0]
        return kept
