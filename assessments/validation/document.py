"""A validation report as a document: what the command prints, and what is kept of a run."""

import dataclasses
import datetime
import json
from typing import Any

from assessments.method.validation import Interval, Verdict, Why
from assessments.validation.figures import (
    Figure,
    Group,
    Judgement,
    Pending,
    ReportPart,
    Threshold,
    ValidationReport,
)

type Document = dict[str, Any]

VERDICTS = {each.value: each for each in (*Judgement, *Verdict)}


def as_document(report: ValidationReport) -> Document:
    """Returns a report as JSON values with all its names, days as in ISO 8601."""
    document: Document = json.loads(json.dumps(dataclasses.asdict(report), default=str))
    return document


def as_report(document: Document) -> ValidationReport:
    """Returns the report that a document was made of."""
    parts = [
        ReportPart(part["name"], tuple(_group(group) for group in part["groups"]))
        for part in document["parts"]
    ]
    pending = [
        Pending(**each | {"ready": each["ready"] and datetime.date.fromisoformat(each["ready"])})
        for each in document["pending"]
    ]
    # Reports kept by earlier versions have none: they were judged by the defaults.
    return ValidationReport(**document | {"parts": tuple(parts), "pending": tuple(pending)})


def _group(group: Document) -> Group:
    return Group(tuple(group["subject"]), tuple(_figure(each) for each in group["figures"]))


def _figure(figure: Document) -> Figure:
    reason, interval, threshold = (figure[name] for name in ("reason", "interval", "threshold"))
    return Figure(
        name=figure["name"],
        value=figure["value"],
        n=figure["n"],
        reason=Why(reason) if reason else None,
        interval=Interval(**interval) if interval else None,
        threshold=Threshold(**threshold) if threshold else None,
        verdict=VERDICTS[figure["verdict"]] if figure["verdict"] else None,
    )
