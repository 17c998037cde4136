"""What a load balancer and a monitor ask: does this process answer, and can it do its work?"""

import math
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse, JsonResponse

from maturity.methods import READ, refused
from maturity.models import Worker
from maturity.operations.logs import HEALTH_CHECKS
from maturity.operations.stores import FILES, Folder, free_in, store

WORKER_SEEN_WITHIN = timedelta(seconds=60)
_migrated = False


def answer_health_checks(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that answers /healthz and /readyz before anything else looks at the request.

    So neither needs the portal's host name, https, a session, or (for /healthz) a database.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info in HEALTH_CHECKS and request.method not in READ:
            response: HttpResponse = refused(READ)
        elif request.path_info == "/healthz":
            response = HttpResponse("ok", content_type="text/plain")
        elif request.path_info == "/readyz":
            words = readiness()
            response = JsonResponse(words, status=200 if is_ready(words) else 503)
        else:
            return get_response(request)
        response["Cache-Control"] = "no-store"
        return response

    return middleware


def readiness() -> dict[str, str]:
    """Each check with a word: "ok", or what is the matter."""
    words = {"database": "ok", "migrations": "unknown", "worker": "unknown"}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        words["migrations"] = "ok" if _is_migrated() else "pending"
        if words["migrations"] == "ok":
            words["worker"] = "ok" if has_worker() else "missing"
    except Error:
        words["database"] = "unavailable"
    try:
        enough = _free_space() >= settings.MIN_FREE_DISK_MB * 1_000_000
        words["disk"] = "ok" if enough else "low"
    except OSError:
        words["disk"] = "unavailable"
    return words


def has_worker() -> bool:
    """Whether any worker, on whichever host, was seen of late."""
    return Worker.objects.filter(seen_at__gt=Now() - WORKER_SEEN_WITHIN).exists()


def is_ready(words: dict[str, str]) -> bool:
    """Whether people can be sent here. A portal of this machine alone does without a worker."""
    wanted = words if settings.PUBLIC else {key: words[key] for key in words if key != "worker"}
    return set(wanted.values()) == {"ok"}


def _is_migrated() -> bool:
    global _migrated  # noqa: PLW0603 - what has been migrated once stays so for this process
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def _free_space() -> float:
    """Bytes that are free in the fullest of the folders where files go.

    Object storage is not asked: while it is away, people can still be sent here.
    """
    folders = [each.folder for each in map(store, FILES) if isinstance(each, Folder)]
    return min(map(free_in, folders), default=math.inf)
