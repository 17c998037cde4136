"""Everything that changes: people and roles, initiatives, assessments, baselines, audit events."""

from assessments.models.assessments import Action, Assessment, Target
from assessments.models.audit import AuditHead, Event
from assessments.models.baselines import Baseline
from assessments.models.initiatives import Initiative
from assessments.models.invitations import Invitation
from assessments.models.people import Membership, Person
from assessments.models.ratings import (
    Evidence,
    Participant,
    ParticipantRating,
    Rating,
    ResultRating,
)

__all__ = [
    "Action",
    "Assessment",
    "AuditHead",
    "Baseline",
    "Event",
    "Evidence",
    "Initiative",
    "Invitation",
    "Membership",
    "Participant",
    "ParticipantRating",
    "Person",
    "Rating",
    "ResultRating",
    "Target",
]
