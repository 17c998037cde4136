"""The task list of an assessment: its parts, how far each has come, and where to go on."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.baselines.values import Content
from assessments.method.completeness import Progress, first_left
from assessments.method.quality import Finding
from assessments.models import Assessment, Person
from assessments.partners.reads import Gathering, gather


@dataclass(frozen=True, slots=True)
class Task:
    """One part of the work. `progress` is None where nothing is counted; `note` says what is left.

    `optional` work is never in the way of submitting.
    """

    title: str
    address: str
    progress: Progress | None = None
    note: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Tasks:
    """The tasks under one heading."""

    title: str
    tasks: tuple[Task, ...]


def team_tasks(
    assessment: Assessment, content: Content, findings: Sequence[Finding]
) -> tuple[Tasks, ...]:
    """What the team has to do, in its order; `findings` are those of the quality check."""
    found = gather(assessment) if any(done for _who, done in content.participants) else None

    def to(name: str, *arguments: str) -> str:
        return reverse(name, args=[assessment.pk, *arguments])

    attributes = tuple(
        Task(each.name.text, to("rating:attribute", each.code), each.completed)
        for each in content.attributes
    )
    rated_results = sum(each.rating.code != "NR" for each in content.results)
    results = Task(
        _("Results"), to("rating:results"), Progress(rated_results, len(content.results))
    )
    targets = sum(each.target is not None for each in content.attributes)
    plan = Task(
        _("Targets and actions"),
        to("improvement:plan"),
        Progress(targets, len(content.attributes)),
        note=ngettext("%(number)s action", "%(number)s actions", len(content.actions))
        % {"number": len(content.actions)},
        optional=True,
    )
    sections = [Tasks(_("Rate"), (*attributes, results))]
    together = _together(content, found, to("partners:index"), to("partners:consensus"))
    if together:
        sections.insert(0 if len(together) == 1 else 1, Tasks(_("Rate together"), together))
    sections += [
        Tasks(_("Plan"), (plan,)),
        Tasks(_("Submit"), (_check(findings, to("review:check")),)),
    ]
    return tuple(sections)


def _together(
    content: Content, found: Gathering | None, partners: str, consensus: str
) -> tuple[Task, ...]:
    """What only several governments have to do; nothing for a government on its own."""
    asked = content.participants
    if not asked and not content.partners:
        return ()
    finished = sum(done for _who, done in asked)
    asking = Task(
        _("Governments rate on their own"),
        partners,
        Progress(finished, len(asked)) if asked else None,
        optional=True,
    )
    if found is None:
        return (asking,)
    open_still = found.progress.left
    agreeing = Task(
        _("Agree on the ratings"),
        consensus,
        found.progress,
        note=ngettext(
            "%(number)s statement to discuss", "%(number)s statements to discuss", open_still
        )
        % {"number": open_still},
        optional=True,
    )
    return (asking, agreeing)


def _check(findings: Sequence[Finding], address: str) -> Task:
    first = sum(each.blocking for each in findings)
    if not findings:
        return Task(_("Check and submit"), address, note=_("Ready to submit"))
    note = ngettext(
        "%(number)s question that a reviewer would ask",
        "%(number)s questions that a reviewer would ask",
        len(findings) - first,
    ) % {"number": len(findings) - first}
    if first:
        note = ngettext("%(number)s thing to do first", "%(number)s things to do first", first) % {
            "number": first
        }
    return Task(_("Check and submit"), address, note=note)


def next_unrated(assessment: Assessment, content: Content, person: Person) -> tuple[str, str]:
    """The attribute and criterion to go on with: the first unrated one from where a person stopped.

    Both are empty where everything is rated.
    """
    places = {one.code: each.code for each in content.attributes for one in each.criteria}
    rated = {each.code for each in content.criteria if each.rating.code != "NR"}
    own = assessment.ratings.filter(updated_by=person).order_by("-updated_at")
    code = first_left(list(places), rated, own.values_list("criterion__code", flat=True).first())
    return (places[code], code) if code else ("", "")
