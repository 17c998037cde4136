"""An assessment of an initiative at a stage, with its targets and actions."""

import uuid
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.models.initiatives import Initiative
from assessments.models.people import Language, Person, within_roles
from maturity.models import Edition, Stage

if TYPE_CHECKING:
    from assessments.models.plans import Action, Target


class State(models.TextChoices):
    IN_PROGRESS = "in_progress", _("In progress")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# A team works on it.
OPEN_STATES = (State.IN_PROGRESS, State.RETURNED)
# It is under way: the next cycle has to wait for it.
UNDER_WAY_STATES = (*OPEN_STATES, State.SUBMITTED)
# In the hands of its team, which can take a withdrawal back and work on.
TEAM_STATES = (*OPEN_STATES, State.WITHDRAWN)


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, person: Person) -> Self:
        """A team sees its own; a council's people see what was submitted at least once, and those
        of the Joint Councils what the other councils approved."""
        approved = Q(state=State.APPROVED)
        return self.filter(within_roles(person, at_table=approved, submitted_at__isnull=False))

    def with_context(self) -> Self:
        """With all that an assessment's heading shows, in a fixed number of queries."""
        return self.select_related(
            "initiative__council",
            "initiative__lead",
            "stage",
            "edition",
            "baseline__approved_by",
            "submitted_by",
            "reviewer",
        ).prefetch_related("initiative__channels")

    def with_levels(self) -> Self:
        """With what a baseline attained, but not its snapshot, which is long."""
        return self.select_related("baseline").defer("baseline__snapshot")

    def before(self, assessment: "Assessment") -> Self:
        """The approved assessments of the same initiative and stage, of earlier cycles."""
        return self.filter(
            initiative=assessment.initiative_id,
            stage=assessment.stage_id,
            cycle__lt=assessment.cycle,
            state=State.APPROVED,
        ).order_by("-cycle")

    def held(self) -> Self:
        """Locked until the transaction ends, with what a write reads; see `Held`."""
        return self.select_for_update(of=("self",)).select_related("initiative", "edition", "stage")

    def held_to_answer(self) -> Self:
        """Locked as by `held`, with no more than saving one answer reads: nothing is done more."""
        locked = self.select_for_update(of=("self",)).select_related("initiative")
        return locked.only("state", "submitted_at", "edition", "stage", "initiative__council")


class Assessment(models.Model):
    """One initiative at one stage, at one time. A later one of the same stage is a new cycle."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="assessments")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, verbose_name=_("life-cycle stage"))
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT)
    cycle = models.PositiveSmallIntegerField(default=1)
    as_of = models.DateField(_("situation as of"))
    due = models.DateField(_("to be submitted by"), null=True, blank=True)
    # The day, so many before `due`, whose reminder its leads were last sent.
    reminded_of = models.DateField(null=True)
    state = models.CharField(max_length=12, choices=State, default=State.IN_PROGRESS)
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        related_name="submitted_assessments",
    )
    # Who of its council is asked to review it; others of the council may still do so.
    reviewer = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="assessments_to_review"
    )
    return_reason = models.TextField(blank=True)
    return_reason_language = models.CharField(max_length=2, choices=Language, blank=True)
    # What the council told the team when it approved.
    approval_note = models.TextField(blank=True)
    approval_note_language = models.CharField(max_length=2, choices=Language, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["initiative__code", "stage__order", "-cycle"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "stage", "cycle"], name="assessment_cycle"
            ),
            models.UniqueConstraint(
                fields=["initiative", "stage"],
                condition=Q(state__in=UNDER_WAY_STATES),
                name="assessment_one_under_way",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="assessment_state"),
        ]

    def __str__(self) -> str:
        return f"{self.initiative.code} {self.stage.code} {self.cycle}"

    @property
    def name(self) -> str:
        """The initiative, the stage and, from the second on, which one: no two are alike."""
        named = f"{self.initiative.name} – {self.stage.text}"
        if self.cycle == 1:
            return named
        which = gettext("Assessment %(number)s") % {"number": self.cycle}
        return f"{named} – {which}"

    @property
    def is_open(self) -> bool:
        """Whether its team may work on it."""
        return self.state in OPEN_STATES

    @property
    def superseded(self) -> bool:
        """Whether a later one of the same initiative and stage has been started."""
        later = Assessment.objects.filter(
            initiative=self.initiative_id, stage=self.stage_id, cycle__gt=self.cycle
        )
        return later.exists()

    @property
    def unconfirmed(self) -> list[str]:
        """The codes of criteria and results of which an answer is carried forward from the last
        assessment, and not confirmed.
        """
        carried = {"carried_forward": True}
        return [
            *self.ratings.filter(**carried).values_list("criterion__code", flat=True),
            *self.results.filter(**carried).values_list("result__code", flat=True),
        ]

    @property
    def targets(self) -> "models.QuerySet[Target]":
        """Those of its initiative, which go on from one assessment to the next."""
        return self.initiative.targets.all()

    @property
    def actions(self) -> "models.QuerySet[Action]":
        """Those of its initiative."""
        return self.initiative.actions.all()

    @property
    def has_ended(self) -> bool:
        """Whether nobody can ever work on it again: a withdrawal can be taken back."""
        return self.state == State.APPROVED
