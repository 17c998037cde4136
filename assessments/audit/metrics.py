"""What monitors are told of the audit record: how long it is, and its newest hash."""

from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, InfoMetricFamily
from prometheus_client.metrics_core import Metric

from assessments.models import AuditHead

SHORT = 16  # of the hash: enough to compare with one that was noted


def head() -> Iterator[Metric]:
    """Each change that was saved is one event of the record."""
    end = AuditHead.objects.first()
    if end is not None:
        yield CounterMetricFamily(
            "portal_audit_events", "Changes saved, each an event of the audit record.", end.count
        )
        yield InfoMetricFamily(
            "portal_audit_head", "The newest hash of the audit record.",
            {"hash": end.hash[:SHORT]},
        )  # fmt: skip
