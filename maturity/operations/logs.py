"""What the portal tells those who run it: one line an event, with nothing personal in it.

Addresses of pages, host names, form fields and the messages of exceptions can hold names, e-mail
addresses and tokens. So a line holds what code says of itself, the fields named here, and, of a
person, no more than the id.
"""

import logging
import re
import sys
import time
import traceback
import uuid
from collections.abc import Callable, Mapping, MutableMapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.log import CallbackFilter
from structlog.typing import EventDict

from maturity.operations.outages import guard_stream, outage_in

logger = logging.getLogger(__name__)

# What may be passed as `extra`; anything else that a record carries is left out.
FIELDS = (
    "method", "route", "status", "ms", "person", "task", "attempt", "worker", "error", "count",
)  # fmt: skip
REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
HEALTH_CHECKS = ("/healthz", "/readyz")
METRICS = "/metrics"
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
# What is wrong with code or machines: their messages hold no data of people.
IMPERSONAL = (
    OperationalError, ImproperlyConfigured, ConnectionError, ImportError, AttributeError, NameError,
)  # fmt: skip
OURS = ("maturity", "assessments", "reports", "gunicorn.error")


def configuration(*, public: bool, level: str) -> dict[str, Any]:
    """The logging of every process: JSON for machines on a public portal, else for people.

    `level` is the least that the portal itself and gunicorn tell. Libraries tell warnings at most.
    """
    others = level if level in ("ERROR", "CRITICAL") else "WARNING"
    renderers: list[Any]
    if public:
        renderers = [_exception, structlog.processors.JSONRenderer(ensure_ascii=False)]
    else:
        renderers = [
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback,
                timestamp_key="at",
            )
        ]  # fmt: skip
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [
                    structlog.contextvars.merge_contextvars,
                    structlog.processors.TimeStamper(fmt="iso", key="at"),
                    structlog.stdlib.add_log_level,
                    structlog.stdlib.add_logger_name,
                    structlog.stdlib.ExtraAdder(FIELDS),
                    _impersonal,
                ],
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *renderers,
                ],
            }
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "lines",
                "stream": f"ext://sys.{'stdout' if public and not _is_command() else 'stderr'}",
            }
        },
        "root": {"handlers": ["console"], "level": others},
        "loggers": {
            **{name: {"handlers": [], "level": level, "propagate": True} for name in OURS},
            # Without the handlers of Django's own default, which mails tracebacks.
            "django": {"handlers": [], "level": others},
            # The request's own line says that it was refused, or that the database was away; other
            # exceptions are told here.
            "django.request": {"filters": ["exceptions"], "level": "ERROR"},
        },
        "filters": {"exceptions": {"()": CallbackFilter, "callback": _tells_exception}},
    }


def log_requests(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, the first: gives each request an id, and logs one line when it is answered.

    The id is the proxy's, from X-Request-ID, if it looks like one. It stands in every line of the
    request, and in the answer's X-Request-ID. Static files and good health are not logged.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        started = time.monotonic()
        given = request.headers.get("X-Request-ID", "")
        request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = get_response(request)
            response["X-Request-ID"] = request_id
            quiet = is_quiet(request)
            if not (quiet and response.status_code < 400):
                milliseconds = round(1000 * (time.monotonic() - started))
                _log_request(request, response, milliseconds)
            guard_stream(response)
        return response

    return middleware


def method_of(request: HttpRequest) -> str:
    """The method of a request, of those that there are."""
    return request.method if request.method in METHODS else "other"


def route_of(request: HttpRequest) -> str | None:
    """The pattern of an address, which holds nothing of the address itself."""
    match = request.resolver_match
    return match.route if match else None


def is_quiet(request: HttpRequest) -> bool:
    """Whether a request is none of people: what monitors ask, and the static files of pages."""
    return request.path_info.startswith((settings.STATIC_URL, *HEALTH_CHECKS, METRICS))


def traceback_of(error: BaseException) -> str:
    """Where an exception and its causes came from, without what their messages say of people."""
    parts = []
    each: BaseException | None = error
    while each is not None:
        kind = type(each)
        message = f": {each}" if isinstance(each, IMPERSONAL) else ""
        frames = "".join(traceback.format_tb(each.__traceback__))
        parts.append(f"{frames}{kind.__module__}.{kind.__qualname__}{message}")
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
    return "\n\n".join(reversed(parts))


def _log_request(request: HttpRequest, response: HttpResponse, milliseconds: int) -> None:
    extra: dict[str, Any] = {
        "method": method_of(request),
        "route": route_of(request),
        "status": response.status_code,
        "ms": milliseconds,
    }
    # Where nobody has asked who it is, no query is made for it.
    person = getattr(request, "_cached_user", None)
    if person is not None and person.is_authenticated:
        extra["person"] = str(person.pk)
    outage = getattr(response, "outage", None)
    if outage:
        extra["error"] = outage
    logger.log(logging.WARNING if outage else logging.INFO, "request", extra=extra)


def _is_command() -> bool:
    # What a management command prints on stdout is its answer; a worker has none.
    return Path(sys.argv[0]).name == "manage.py" and sys.argv[1:2] != ["run_worker"]


def _tells_exception(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    return error is not None and outage_in(error) is None


def _impersonal(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> EventDict:
    """Replaces what Django and gunicorn say of a request: it holds addresses, hosts and IPs."""
    record: logging.LogRecord = event["_record"]
    if hasattr(record, "request"):
        event["event"] = HTTPStatus(getattr(record, "status_code", 500)).phrase
        if record.name.startswith("django.security."):
            # Anyone can bring it about, so that it must not call someone as an error does.
            event["level"] = "warning"
            event.pop("exc_info", None)
    elif record.name == "gunicorn.error":
        for beginning in ("Invalid request", "Error handling request"):
            if event["event"].startswith(beginning):
                event["event"] = beginning
    return event


def _exception(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["exception"] = traceback_of(error)
    return event
