"""Where in an assessment someone finds their work: pages that mail and lists of work lead to."""

from dataclasses import dataclass

from django.urls import reverse

from assessments import rules
from assessments.models import Assessment, Person
from maturity.models import Attribute, Criterion


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    """A page of an assessment: a route's name, the code that it is of, and an anchor in it."""

    page: str
    code: str = ""
    anchor: str = ""

    def path(self, assessment: Assessment) -> str:
        """The address, in the language of the moment."""
        address = reverse(self.page, args=[assessment.pk, *([self.code] if self.code else [])])
        return f"{address}#{self.anchor}" if self.anchor else address


def place_of(
    person: Person, assessment: Assessment, subject: Attribute | Criterion
) -> AssessmentPage:
    """Where a person sees to an attribute or a criterion: where they rate it, or read of it."""
    criterion = subject if isinstance(subject, Criterion) else None
    attribute = criterion.attribute if criterion else subject
    anchor = criterion.code if criterion else ""
    if rules.may_rate(person, assessment):
        return AssessmentPage("rating:attribute", attribute.code, anchor)
    if rules.is_blind(person, assessment):
        return AssessmentPage("partners:own_attribute", attribute.code, anchor)
    if criterion:
        return AssessmentPage("criterion:detail", criterion.code)
    return AssessmentPage("overview:profile", anchor=attribute.code)
