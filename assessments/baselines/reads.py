"""Reading what stands of an assessment: its baseline's snapshot, or one taken on the spot."""

import uuid
from collections import defaultdict

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from assessments.baselines import snapshot
from assessments.baselines.reader import content
from assessments.baselines.values import Content
from assessments.format.types import Snapshot
from assessments.method.computing import effective_of
from assessments.method.scoring import AttributeScore, RatedCriterion, score_attribute
from assessments.models import Assessment
from maturity.bilingual import current_language
from maturity.faults import Fault, Faults
from maturity.models import Criterion, Level


def assessment_by_id(text: str) -> Assessment:
    """The assessment with an id, or that of the baseline with that id. Raises Faults if neither."""
    try:
        key = uuid.UUID(text)
    except ValueError:
        key = None
    if key:
        known = Assessment.objects.with_context()
        found = known.filter(pk=key).first() or known.filter(baseline=key).first()
        if found:
            return found
    message = _("no assessment or baseline has the id “%(id)s”")
    raise Faults([Fault("ID", message % {"id": text[:80]})])


def scores_of(assessment: Assessment) -> dict[str, AttributeScore]:
    """Where each attribute of an assessment stands by its ratings so far, by code: no more is read
    than that takes, in four queries."""
    given = defaultdict[str, dict[str | None, str | None]](dict)
    rated = assessment.ratings.values_list("criterion__code", "channel__code", "rating")
    for code, channel, rating in rated:
        given[code][channel] = rating or None
    channels = [each.code for each in assessment.initiative.channels.all()]
    criteria: dict[str, list[RatedCriterion]] = defaultdict(list)
    of_edition = Level.objects.filter(edition=OuterRef("edition")).order_by("-order")
    rows = Criterion.objects.filter(edition=assessment.edition_id)
    rows = rows.annotate(top=Subquery(of_edition.values("order")[:1]))
    top = 0  # the same in all rows
    for attribute, code, level, highest in rows.values_list(
        "attribute__code", "code", "level", "top"
    ):
        top = highest
        effective = effective_of(given[code], channels)
        criteria[attribute].append(RatedCriterion(code, level, effective))
    rule = assessment.edition.rule
    return {code: score_attribute(rated, rule, top) for code, rated in criteria.items()}


def current_snapshot(assessment: Assessment, *, opinions: bool = True) -> Snapshot:
    """A baseline's snapshot where there is one, else one taken on the spot.

    Without `opinions` it is for a reader who may not see yet what governments gave on their own.
    """
    baseline = getattr(assessment, "baseline", None)
    return baseline.content if baseline else snapshot.take(assessment, opinions=opinions)


def assessment_content(assessment: Assessment, *, opinions: bool = False) -> Content:
    """What pages show of an assessment, in the language of the page; see `current_snapshot`."""
    return content(current_snapshot(assessment, opinions=opinions), current_language())
