"""Handing out reports: the portal remembers each report of a baseline, so that it can be proven."""

import hashlib

from assessments.models import Assessment, Baseline
from reports.documents import Report, assessment_report
from reports.models import IssuedReport


def issue_report(assessment: Assessment, language: str, *, opinions: bool = True) -> Report:
    """The report of an assessment as `documents.assessment_report` makes it, to be handed out.

    That of a baseline is remembered by its digest, once however often it is handed out.
    """
    made = assessment_report(assessment, language, opinions=opinions)
    baseline: Baseline | None = getattr(assessment, "baseline", None)
    if baseline:
        digest = hashlib.sha256(made.pdf).hexdigest()
        issued = IssuedReport(sha256=digest, baseline=baseline, language=language)
        IssuedReport.objects.bulk_create([issued], ignore_conflicts=True)
    return made
