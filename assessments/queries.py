"""Reading for screens, commands and reports: what each needs, in a fixed number of queries."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from assessments import rules, snapshot
from assessments.actions import workflow
from assessments.content import Content, content
from assessments.life_cycle import LifeCycleRow, life_cycle, stage_levels
from assessments.models import Assessment, Baseline, Evidence, Initiative, Person, SavedView
from assessments.models.assessments import State
from assessments.models.people import Role
from assessments.quality import Finding, Question
from maturity.bilingual import current_language, in_language
from maturity.faults import Fault, Faults
from maturity.models import Attribute, Council, Criterion, Result, Stage


@dataclass(frozen=True, slots=True)
class StageRow:
    """One life-cycle stage of an initiative: its newest assessment and its earlier ones."""

    stage: Stage
    assessment: Assessment | None
    earlier: tuple[Assessment, ...]

    @property
    def cycles(self) -> tuple[Assessment, ...]:
        """All of them, the newest first."""
        return (self.assessment, *self.earlier) if self.assessment else ()

    @property
    def cycles_and_before(self) -> tuple[tuple[Assessment, Assessment | None], ...]:
        """The cycles, a baseline's with the baseline before it, if there is one."""
        approved = [each for each in self.cycles if each.state == State.APPROVED]
        before = dict(pairwise(approved))
        return tuple((each, before.get(each)) for each in self.cycles)

    @property
    def baseline(self) -> Baseline | None:
        """The newest baseline of the stage, without its snapshot."""
        for each in self.cycles:
            if each.state == State.APPROVED:
                return each.baseline
        return None

    @property
    def can_start(self) -> bool:
        """Whether nothing is under way that a new assessment would have to wait for."""
        return self.assessment is None or self.assessment.state in (
            State.APPROVED,
            State.WITHDRAWN,
        )


@dataclass(frozen=True, slots=True)
class InitiativeRow:
    """An initiative in a list, with its four stages."""

    initiative: Initiative
    stages: tuple[StageRow, ...]


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question of the quality check, about a criterion or a result."""

    finding: Finding
    statement: str
    attribute: str  # the code of the attribute whose page answers it, empty for a result


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """The questions of one kind."""

    kind: str
    blocking: bool
    rows: tuple[QuestionRow, ...]


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


def current_snapshot(assessment: Assessment, *, opinions: bool = True) -> dict[str, Any]:
    """A baseline's snapshot where there is one, else one taken on the spot.

    Without `opinions` it is for a reader who may not see yet what governments gave on their own.
    """
    baseline = getattr(assessment, "baseline", None)
    return baseline.content if baseline else snapshot.take(assessment, opinions=opinions)


def assessment_content(assessment: Assessment, *, opinions: bool = False) -> Content:
    """What pages show of an assessment, in the language of the page; see `current_snapshot`."""
    return content(current_snapshot(assessment, opinions=opinions), current_language())


def own_initiatives(person: Person, limit: int) -> list[InitiativeRow]:
    """The first so many initiatives on whose team a person is, with their stages."""
    own = [role.initiative_id for role in person.roles if role.initiative_id]
    if not own:
        return []
    stages = list(Stage.objects.all())
    seen = Assessment.objects.visible_to(person).with_levels()
    initiatives = (
        Initiative.objects.filter(pk__in=own)
        .with_context()
        .prefetch_related(Prefetch("assessments", queryset=seen))
    )
    return [
        InitiativeRow(initiative, _stage_rows(stages, initiative.assessments.all()))
        for initiative in initiatives[:limit]
    ]


def councils_of(person: Person) -> list[Council]:
    """The councils that a person may see (`rules.may_see_council`)."""
    if rules.is_secretariat(person):
        return list(Council.objects.all())
    return list(Council.objects.filter(pk__in=[r.council_id for r in person.roles if r.council_id]))


def to_review(
    person: Person, limit: int, councils: Sequence[Council] | None = None
) -> list[Assessment]:
    """The submitted assessments that a person may review, those for which they are named first.

    At most `limit` of them, of some councils or of all.
    """
    roles = {role.role for role in person.roles}
    if not roles & {Role.SECRETARIAT, Role.COCHAIR}:
        return []
    waiting = Assessment.objects.filter(state=State.SUBMITTED)
    if councils is not None:
        waiting = waiting.filter(initiative__council__in=[each.pk for each in councils])
    if Role.SECRETARIAT not in roles:
        chairs = [role.council_id for role in person.roles if role.role == Role.COCHAIR]
        waiting = waiting.filter(initiative__council__in=chairs)
    named = Case(When(reviewer=person, then=Value(0)), default=Value(1))
    return list(
        waiting.select_related("initiative", "stage", "submitted_by").order_by(
            named, "submitted_at"
        )[:limit]
    )


def stages_of(initiative: Initiative, person: Person) -> tuple[StageRow, ...]:
    """The four stages of one initiative, with the assessments that a person may see."""
    seen = initiative.assessments.visible_to(person).with_levels()
    return _stage_rows(list(Stage.objects.all()), seen)


def life_cycle_of(stages: Sequence[StageRow]) -> tuple[LifeCycleRow, ...]:
    """Where each attribute stands at each stage, from the newest baselines."""
    baselines = [row.baseline for row in stages]
    if not any(baselines):
        return ()
    snapshots = {
        each.pk: each.content
        for each in Baseline.objects.filter(pk__in=[each.pk for each in baselines if each])
    }
    newest = [snapshots[each.pk] if each else None for each in baselines]
    names: dict[str, str] = {}
    for taken in newest:
        for attribute in taken["model"]["attributes"] if taken else ():
            names.setdefault(attribute["code"], attribute[current_language()])
    return life_cycle([stage_levels(taken) if taken else None for taken in newest], names)


def marked_criteria(assessment: Assessment, attribute: Attribute) -> QuerySet[Criterion]:
    """The criteria of an attribute with their guidance, and what each has in an assessment.

    `documents` and `discussions` are how many there are, of evidence for the team's answers and
    open; `carer` is who looks after it or its attribute, None for nobody.
    """

    def number(rows: QuerySet[Any], criterion: str) -> Any:
        counted = rows.filter(**{criterion: OuterRef("pk")}).order_by().values(criterion)
        return Coalesce(Subquery(counted.annotate(number=Count("pk")).values("number")), 0)

    here = Q(criterion=OuterRef("pk")) | Q(attribute=OuterRef("attribute"))
    closest_first = F("criterion").asc(nulls_last=True)
    carers = assessment.assignments.filter(here).order_by(closest_first).values("person__name")
    return attribute.criteria.prefetch_related("guidance").annotate(
        documents=number(
            Evidence.objects.filter(rating__assessment=assessment), "rating__criterion"
        ),
        discussions=number(assessment.threads.filter(resolved_at=None), "criterion"),
        carer=Subquery(carers[:1]),
    )


def questions_of(
    assessment: Assessment, taken: dict[str, Any] | None = None, *, opinions: bool = False
) -> list[QuestionGroup]:
    """What the quality check (`workflow.check`) asks, by kind, the blocking ones first.

    Where governments disagree is asked only of a reader who may see their `opinions`.
    """
    findings = [
        each
        for each in workflow.check(assessment, taken)
        if opinions or each.question != Question.UNSETTLED
    ]
    criteria = {
        each.code: each
        for each in Criterion.objects.filter(edition=assessment.edition).select_related("attribute")
    }
    results = {each.code: each for each in Result.objects.filter(edition=assessment.edition)}
    groups = []
    for kind in Question:
        rows = tuple(
            QuestionRow(
                finding,
                in_language(criteria.get(finding.code) or results[finding.code], "text"),
                criteria[finding.code].attribute.code if finding.code in criteria else "",
            )
            for finding in findings
            if finding.question == kind
        )
        if rows:
            groups.append(QuestionGroup(kind, rows[0].finding.blocking, rows))
    return groups


def views_of(person: Person) -> list[SavedView]:
    """The views that a person keeps, by name."""
    return list(person.saved_views.select_related("council"))


def councils_to_export(person: Person) -> list[Council]:
    """The councils whose data a person may take away."""
    return [each for each in councils_of(person) if rules.may_export_council(person, each)]


def last_reviewer(assessment: Assessment) -> Person | None:
    """Who was asked the last time to review this assessment, or the initiative's one before."""
    asked = assessment.initiative.assessments.exclude(reviewer=None).select_related("reviewer")
    last = asked.order_by("-submitted_at").first()
    return assessment.reviewer or (last.reviewer if last else None)


def _stage_rows(stages: Sequence[Stage], assessments: Any) -> tuple[StageRow, ...]:
    rows = []
    for stage in stages:
        cycles = sorted(
            (each for each in assessments if each.stage_id == stage.pk),
            key=lambda a: -a.cycle,
        )
        rows.append(StageRow(stage, cycles[0] if cycles else None, tuple(cycles[1:])))
    return tuple(rows)
