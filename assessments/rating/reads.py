"""The statements of an attribute, with what an assessment has of each."""

from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from assessments.models import Assessment, Evidence, Participant
from maturity.models import Attribute, Criterion


def marked_criteria(
    assessment: Assessment, attribute: Attribute, sheet: Participant | None = None
) -> QuerySet[Criterion]:
    """The criteria of an attribute with their guidance, and what each has in an assessment.

    `documents` and `discussions` are how many there are, of evidence for the team's answers (or
    those of the government whose `sheet` it is) and open; `carer` is who looks after it or its
    attribute, None for nobody.
    """

    def number(rows: QuerySet[Any], criterion: str) -> Any:
        counted = rows.filter(**{criterion: OuterRef("pk")}).order_by().values(criterion)
        return Coalesce(Subquery(counted.annotate(number=Count("pk")).values("number")), 0)

    here = Q(criterion=OuterRef("pk")) | Q(attribute=OuterRef("attribute"))
    team = Evidence.objects.filter(rating__assessment=assessment)
    documents = number(team, "rating__criterion")
    if sheet:
        own = Evidence.objects.filter(opinion__participant=sheet)
        documents = number(own, "opinion__criterion")
    closest_first = F("criterion").asc(nulls_last=True)
    carers = assessment.assignments.filter(here).order_by(closest_first).values("person__name")
    return attribute.criteria.prefetch_related("guidance").annotate(
        documents=documents,
        discussions=number(assessment.threads.filter(resolved_at=None), "criterion"),
        carer=Subquery(carers[:1]),
    )
