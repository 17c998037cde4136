"""What is exported: one assessment, or the baselines of an initiative or a council; and the plans.

Which baselines belong to a council is asked of the initiative as it is now; what their rows say
comes from the snapshots, as everything was at the time. Plans and lessons go on between baselines:
what the rows of targets, actions, plays in use and lessons say is so on the day of the file.
"""

import datetime
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import batched
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from assessments import rules
from assessments.baselines.reads import current_snapshot
from assessments.councils.snapshot import take
from assessments.format.types import Snapshot
from assessments.models import (
    Action,
    Assessment,
    Baseline,
    CouncilBaseline,
    Initiative,
    Lesson,
    Person,
    PlayUse,
    Target,
)
from maturity.days import a_year_before
from maturity.file_names import file_name
from maturity.models import Council
from reports.exports.columns import Table
from reports.exports.councils import CouncilPart
from reports.exports.plans import Plans
from reports.exports.subject import Subject

# Snapshots have some 100 KB each: so many are read at a time, by their keys, so that no cursor
# stays open while somebody slow downloads.
A_BATCH = 20
# Plans are small, and read many at a time, for a query costs more than their rows.
PLANS_AT_ONCE = 100
BASELINE, DRAFT = pgettext_lazy("file name", "baseline"), pgettext_lazy("file name", "draft")
ALL = pgettext_lazy("file name", "all")


@dataclass(frozen=True)
class Scope:
    """What one export is of.

    `name` begins the names of files of no language, `named` those of the others; `title` and
    `choice` say in words what it is of and which assessments of that. It has the baselines of
    `keys`, or one `draft` as a snapshot, and the plans of `initiatives`, whose files begin with
    `code`; of the `lessons` that its reader may read, it has those of these initiatives. Of a
    `council` it has the figures of the day `at`, if not today, or as its `council_baseline` has
    them, as far as the `reader` may read of them.
    """

    name: str
    title: str
    choice: str
    keys: tuple[uuid.UUID, ...]
    draft: Snapshot | None = None
    opinions: bool = True
    named: tuple[object, ...] = ()
    code: str = ""
    initiatives: QuerySet[Initiative] = field(default_factory=Initiative.objects.none)
    lessons: QuerySet[Lesson] = field(default_factory=Lesson.objects.none)
    council: Council | None = None
    reader: Person | None = None
    at: datetime.date | None = None
    council_baseline: CouncilBaseline | None = None

    def file_name(self, *more: object, language: str, ending: str) -> str:
        """What a file of it in a language is called; for `more` see `file_names.file_name`."""
        return file_name(*(self.named or (self.name,)), *more, language=language, ending=ending)

    def workbook_name(self, language: str) -> str:
        """What its workbook is called: a council's has figures of the day, which its name says."""
        day = (timezone.localdate(),) if self.council else ()
        return self.file_name(*day, language=language, ending="xlsx")

    def table_name(self, table: Table[Any], *, language: str, ending: str) -> str:
        """What a file of one table is called: one of plans is of a day, and of no baseline."""
        if not (table.of_plans or table.of_council):
            return self.file_name(table.name, language=language, ending=ending)
        day = timezone.localdate()
        return file_name(self.code, table.name, day, language=language, ending=ending)

    @property
    def count(self) -> int:
        """How many assessments it has."""
        return 1 if self.draft else len(self.keys)

    def subjects(self, language: str) -> Iterator[Subject]:
        """Its assessments, a few of them in memory at a time."""
        if self.draft:
            yield Subject(self.draft, "", language)
        for some in batched(self.keys, A_BATCH):
            found = Baseline.objects.only("snapshot", "sha256").in_bulk(some)
            for key in some:
                # Taken out, so that what was read from it goes with it.
                baseline = found.pop(key)
                yield Subject(baseline.content, baseline.sha256, language)

    @cached_property
    def planned(self) -> tuple[uuid.UUID, ...]:
        """The keys of its initiatives that have anything in a table of plans, by code."""
        own = {"initiative": OuterRef("pk")}
        has_plan = Exists(Target.objects.filter(**own)) | Exists(Action.objects.filter(**own))
        has_plan |= Exists(PlayUse.objects.filter(**own)) | Exists(self.lessons.filter(**own))
        found = self.initiatives.filter(has_plan).order_by("code")
        return tuple(found.values_list("pk", flat=True))

    def plans(self) -> Iterator[Plans]:
        """Their plans as they are now, some of them in memory at a time."""
        day = timezone.localdate()
        for some in batched(self.planned, PLANS_AT_ONCE):
            yield Plans(some, day, self.lessons)

    def has(self, table: Table[Any]) -> bool:
        """Whether there is such a table of this scope: those of a council are of no other."""
        return self.council is not None or not table.of_council

    @cached_property
    def figures(self) -> tuple[Mapping[str, Any], tuple[Mapping[str, Any], ...]]:
        """The snapshot of its council, and the baselines that the council had by that day."""
        assert self.council  # nosec B101
        day = self.at or timezone.localdate()
        if self.council_baseline:
            taken = self.council_baseline.content
        else:
            taken = take(self.council, day, a_year_before(day), reader=self.reader, most_late=None)
        baselines = tuple(
            {**each.content, "sha256": each.sha256, "approved_at": each.approved_at}
            for each in self.council.baselines.filter(at__lte=day).order_by("at")
        )
        return taken, baselines

    def councils(self, language: str) -> Iterator[CouncilPart]:
        """The council's own figures, where it is of one."""
        if self.council:
            yield CouncilPart(*self.figures, language)

    def parts(self, table: Table[Any], language: str) -> Iterator[object]:
        """What the rows of a table are read of."""
        if table.of_council:
            return self.councils(language)
        return self.plans() if table.of_plans else self.subjects(language)


def of_assessment(assessment: Assessment, person: Person, *, opinions: bool) -> Scope:
    """The baseline, or the draft where there is none; for `opinions` see `current_snapshot`."""
    baseline: Baseline | None = getattr(assessment, "baseline", None)
    kind = "baseline" if baseline else "draft"
    of = (assessment.initiative.code, assessment.stage.code, assessment.cycle)
    return Scope(
        "-".join(map(str, (*of, kind))),
        f"{assessment.initiative.name} – {assessment.stage.text}",
        _("Baseline") if baseline else _("Draft: not approved, and it may still change"),
        (baseline.pk,) if baseline else (),
        None if baseline else current_snapshot(assessment, opinions=opinions),
        opinions,
        (*of, BASELINE if baseline else DRAFT),
        assessment.initiative.code,
        rules.plans_exported_by(person).filter(pk=assessment.initiative_id),
        _lessons(person),
    )


def of_initiative(initiative: Initiative, person: Person) -> Scope:
    """Every baseline of an initiative that a person may see."""
    found = Baseline.objects.filter(assessment__initiative=initiative).visible_to(person)
    keys = found.in_order().values_list("pk", flat=True)
    return Scope(
        initiative.code,
        initiative.name,
        _("All baselines"),
        tuple(keys),
        code=initiative.code,
        initiatives=rules.plans_exported_by(person).filter(pk=initiative.pk),
        lessons=_lessons(person),
    )


def of_council(council: Council, person: Person, *, every_cycle: bool) -> Scope:
    """The baselines of a council that a person may see: all, or the newest of each stage."""
    councils = Council.objects.meant_by(council.code)
    found = Baseline.objects.filter(assessment__initiative__council__in=councils).visible_to(person)
    if every_cycle:
        name, choice = f"{council.code}-all", _("All baselines")
        named: tuple[object, ...] = (council.code, ALL)
    else:
        found = found.newest()
        name, choice = council.code, _("The newest baseline of each initiative and stage")
        named = ()
    keys = found.in_order().values_list("pk", flat=True)
    return Scope(
        name,
        council.text,
        choice,
        tuple(keys),
        named=named,
        code=council.code,
        initiatives=rules.plans_exported_by(person).filter(council__in=councils),
        lessons=_lessons(person),
        council=council,
        reader=person,
    )


def _lessons(person: Person) -> QuerySet[Lesson]:
    return Lesson.objects.filter(rules.lessons_seen_by(person))
