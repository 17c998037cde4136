"""Whose answers a workbook holds: the team's, or those that a government gives independently."""

from assessments.models import Assessment, Participant

# The team's are those of the assessment itself.
type Whose = Assessment | Participant


def assessment_of(whose: Whose) -> Assessment:
    """The assessment that the answers are about."""
    return whose.assessment if isinstance(whose, Participant) else whose


def government_of(whose: Whose) -> str:
    """The code of the government whose answers they are; empty for the team's."""
    return whose.jurisdiction.code if isinstance(whose, Participant) else ""
