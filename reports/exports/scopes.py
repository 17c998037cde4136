"""What is exported: one assessment, or the baselines of an initiative or a council.

Which baselines belong to a council is asked of the initiative as it is now; what their rows say
comes from the snapshots, as everything was at the time.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import batched

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from assessments.baselines.reads import current_snapshot
from assessments.format.types import Snapshot
from assessments.models import Assessment, Baseline, Initiative, Person
from maturity.file_names import file_name
from maturity.models import Council
from reports.exports.subject import Subject

# Snapshots have some 100 KB each: so many are read at a time, by their keys, so that no cursor
# stays open while somebody slow downloads.
A_BATCH = 20
BASELINE, DRAFT = pgettext_lazy("file name", "baseline"), pgettext_lazy("file name", "draft")
ALL = pgettext_lazy("file name", "all")


@dataclass(frozen=True)
class Scope:
    """What one export is of.

    `name` begins the names of files of no language, `named` those of the others; `title` and
    `choice` say in words what it is of and which assessments of that. It has the baselines of
    `keys`, or one `draft` as a snapshot.
    """

    name: str
    title: str
    choice: str
    keys: tuple[uuid.UUID, ...]
    draft: Snapshot | None = None
    opinions: bool = True
    named: tuple[object, ...] = ()

    def file_name(self, *more: object, language: str, ending: str) -> str:
        """What a file of it in a language is called; for `more` see `file_names.file_name`."""
        return file_name(*(self.named or (self.name,)), *more, language=language, ending=ending)

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


def of_assessment(assessment: Assessment, *, opinions: bool) -> Scope:
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
    )


def of_initiative(initiative: Initiative, person: Person) -> Scope:
    """Every baseline of an initiative that a person may see."""
    found = Baseline.objects.filter(assessment__initiative=initiative).visible_to(person)
    keys = found.in_order().values_list("pk", flat=True)
    return Scope(initiative.code, initiative.name, _("All baselines"), tuple(keys))


def of_council(council: Council, person: Person, *, every_cycle: bool) -> Scope:
    """The baselines of a council that a person may see: all, or the newest of each stage."""
    found = Baseline.objects.filter(assessment__initiative__council=council).visible_to(person)
    if every_cycle:
        name, choice = f"{council.code}-all", _("All baselines")
        named: tuple[object, ...] = (council.code, ALL)
    else:
        found = found.newest()
        name, choice = council.code, _("The newest baseline of each initiative and stage")
        named = ()
    keys = found.in_order().values_list("pk", flat=True)
    return Scope(name, council.text, choice, tuple(keys), named=named)
