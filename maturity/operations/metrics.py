"""What Prometheus asks of the portal at /metrics.

What is of a process, such as its requests, is counted in it; the processes of a host share a
folder (PROMETHEUS_MULTIPROC_DIR, which gunicorn.conf.py makes), so that any of them tells the sum.
What is of the whole portal, such as jobs, is read from the database: every host tells the same.
No label holds a name, an address or a token.
"""

import math
import os
import platform
import time
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from secrets import compare_digest

import django
from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from maturity.context import VERSION
from maturity.methods import READ, refused
from maturity.models import Run
from maturity.operations.backup_runs import backups
from maturity.operations.logs import METRICS, is_quiet, method_of, route_of
from maturity.operations.state import Runs, State, state

SECONDS = (0.1, 0.25, 0.5, 1, 2.5, 10)
FOLDER = "PROMETHEUS_MULTIPROC_DIR"

disable_created_metrics()  # type: ignore[no-untyped-call]
_own = CollectorRegistry()
REQUESTS = Counter(
    "portal_requests", "Requests answered, by method, route and status.",
    ["method", "route", "status"], registry=_own,
)  # fmt: skip
LATENCY = Histogram(
    "portal_request_seconds", "How long requests took, by method and route.",
    ["method", "route"], buckets=SECONDS, registry=_own,
)  # fmt: skip


def watch(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that counts requests, and answers /metrics before anything else looks at it.

    So that needs neither the portal's host name, https nor a session.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info == METRICS and _may_come_from(request):
            response = _answer(request)
            response["Cache-Control"] = "no-store"
            return response
        started = time.perf_counter()
        response = get_response(request)
        if not is_quiet(request):
            _count(request, response, time.perf_counter() - started)
        return response

    return middleware


def _count(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    method, route = method_of(request), route_of(request) or "none"
    REQUESTS.labels(method, route, str(response.status_code)).inc()
    LATENCY.labels(method, route).observe(seconds)


def _may_come_from(request: HttpRequest) -> bool:
    """Whether there is such a page for whoever asks from this address."""
    if not settings.METRICS_ADDRESSES:
        return bool(settings.METRICS_TOKEN)
    try:
        address = ip_address(_address(request))
    except ValueError:
        return False
    return any(address in network for network in settings.METRICS_ADDRESSES)


def _address(request: HttpRequest) -> str:
    """Where a request comes from: what the outermost of our proxies saw, if it came through one."""
    seen = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",")]
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if proxies and seen != [""]:
        return seen[-proxies] if len(seen) >= proxies else seen[0]
    return str(request.META.get("REMOTE_ADDR", ""))


def _answer(request: HttpRequest) -> HttpResponse:
    if request.method not in READ:
        return refused(READ)
    expected = f"Bearer {settings.METRICS_TOKEN}".encode()
    given = request.headers.get("Authorization", "").encode(errors="replace")
    if settings.METRICS_TOKEN and not compare_digest(given, expected):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(written(), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def written() -> bytes:
    """All that is told, in the text format of Prometheus."""
    registry = _own
    if FOLDER in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    whole = CollectorRegistry()
    whole.register(_Portal())
    return generate_latest(registry) + generate_latest(whole)


class _Portal(Collector):
    """What is of the whole portal. Where the database is away, that alone is told."""

    def collect(self) -> Iterator[Metric]:
        yield InfoMetricFamily(
            "portal", "The versions that run.",
            {
                "version": VERSION, "python": platform.python_version(),
                "django": django.get_version(), "database": connection.vendor,
            },
        )  # fmt: skip
        try:
            found = [*_of(state())]
            for source in settings.METRICS_SOURCES:
                found += import_string(source)()
        except Error:
            found = []
        yield _gauge("portal_database_up", "Whether the database answers.", float(bool(found)))
        yield from found


def _of(found: State) -> Iterator[Metric]:
    jobs = found.jobs
    oldest = (found.at - jobs.oldest).total_seconds() if jobs.oldest else 0
    yield _gauge("portal_workers", "Workers that were seen in the last minute.", jobs.workers)
    yield _gauge("portal_jobs_waiting", "Jobs that are ready and wait for a worker.", jobs.waiting)
    yield _gauge("portal_jobs_running", "Jobs that a worker is at.", jobs.running)
    yield _gauge(
        "portal_jobs_oldest_seconds", "How long the oldest job has waited.", max(oldest, 0)
    )
    yield _gauge(
        "portal_jobs_failed", "Jobs but for mail that failed in the last 7 days.", jobs.failed
    )
    yield _gauge(
        "portal_mail_delayed", "Mail that was not taken yet, to be tried again.", jobs.mail_delayed
    )
    yield _gauge(
        "portal_mail_given_up", "Mail that was given up in the last 7 days.", jobs.mail_given_up
    )
    scheduled = float(backups() is not None)
    yield _gauge("portal_backup_scheduled", "Whether workers back up every day.", scheduled)
    yield from _of_runs("backup", found.backup, found)
    yield from _of_runs("drill", found.drill, found)
    nightly = float(settings.NIGHTLY_HOUR is not None)
    yield _gauge("portal_nightly_scheduled", "Whether workers verify and remove nightly.", nightly)
    yield from _of_runs("verification", found.verification, found)
    yield from _of_runs("retention", found.retention, found)
    yield _gauge("portal_backups_lost", "Backups that none of today's keys opens.", len(found.lost))
    up = GaugeMetricFamily("portal_files_up", "Whether files can be reached.", labels=["what"])
    disk = GaugeMetricFamily("portal_disk_free_bytes", "Free space for files.", labels=["folder"])
    for what, place in found.places.items():
        up.add_metric([what], float(place.answers))
        if place.is_folder:
            disk.add_metric([what], math.nan if place.free is None else place.free)
    yield from (up, disk)


def _of_runs[Of: Run](kind: str, runs: Runs[Of], found: State) -> Iterator[Metric]:
    """Nothing of a kind that there has not been one of yet."""
    if runs.done and runs.done.ended_at:
        age = (found.at - runs.done.ended_at).total_seconds()
        yield _gauge(f"portal_{kind}_age_seconds", f"Since the last {kind} that succeeded.", age)
    if runs.done or runs.failed:
        ok = float(runs.last_failed is None)
        yield _gauge(f"portal_{kind}_ok", f"Whether the last {kind} succeeded.", ok)


def _gauge(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(name, about, value)
