"""The task list of an assessment: its parts, how far each has come, and where to go on."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.baselines.values import Content
from assessments.method.completeness import Progress, first_left, progress_of
from assessments.method.next_step import NextStep, next_step
from assessments.method.quality import Finding
from assessments.models import Assessment, Concern, Person
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


def gathered(assessment: Assessment, content: Content) -> Gathering | None:
    """What the governments that have finished gave, None where none has."""
    return gather(assessment) if any(done for _who, done in content.participants) else None


def team_tasks(
    assessment: Assessment,
    content: Content,
    findings: Sequence[Finding],
    found: Gathering | None,
    unanswered: Sequence[Concern],
) -> tuple[Tasks, ...]:
    """What the team has to do, in its order; `findings` are those of the quality check, and
    `unanswered` is what the council asked.
    """

    def to(name: str, *arguments: str) -> str:
        return reverse(name, args=[assessment.pk, *arguments])

    attributes = tuple(
        Task(each.name.text, to("rating:attribute", each.code), each.completed)
        for each in content.attributes
    )
    results = Task(_("Results"), to("rating:results"), _results(content))
    targets = sum(each.target is not None for each in content.attributes)
    plan = Task(
        _("Targets and actions"),
        reverse("improvement:plan", args=[assessment.initiative.code]),
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
        Tasks(_("Submit"), (_check(findings, len(unanswered), to("review:check")),)),
    ]
    return tuple(sections)


def _results(content: Content) -> Progress:
    return progress_of(
        [each.code for each in content.results],
        {each.code for each in content.results if each.rating.code != "NR"},
        {each.code for each in content.results if each.unconfirmed},
    )


def _together(
    content: Content, found: Gathering | None, partners: str, consensus: str
) -> tuple[Task, ...]:
    """What only several governments have to do; nothing for a government on its own."""
    asked = content.participants
    if not asked and not content.partners:
        return ()
    finished = sum(done for _who, done in asked)
    asking = Task(
        _("Governments rate independently"),
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


def _check(findings: Sequence[Finding], unanswered: int, address: str) -> Task:
    first = sum(each.blocking for each in findings)
    if unanswered and not first:
        note = ngettext(
            "%(number)s question from the council to answer",
            "%(number)s questions from the council to answer",
            unanswered,
        )
        return Task(_("Check and submit"), address, note=note % {"number": unanswered})
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


def next_task(
    assessment: Assessment,
    content: Content,
    found: Gathering | None,
    person: Person,
    unanswered: Sequence[Concern],
) -> Task:
    """What the lead does next, and where; `unanswered` is what the council asked."""
    step = next_step(
        asked_by_council=len(unanswered),
        left=content.progress.left,
        governments=len(content.participants),
        finished=sum(done for _who, done in content.participants),
        to_discuss=found.progress.left if found else 0,
    )
    match step:
        case NextStep.ANSWER:
            asked = unanswered[0].criterion
            address = reverse("rating:attribute", args=[assessment.pk, asked.attribute.code])
            return Task(_("Answer the council’s questions"), f"{address}#{asked.code}")
        case NextStep.RATE:
            return _next_statement(assessment, content, person)
        case NextStep.AGREE:
            title, page = _("Agree on the ratings"), "partners:consensus"
        case NextStep.WAIT:
            title, page = _("See which governments have not finished"), "partners:index"
        case _:
            title, page = _("Check and submit"), "review:check"
    return Task(title, reverse(page, args=[assessment.pk]))


def _next_statement(assessment: Assessment, content: Content, person: Person) -> Task:
    """The first statement that is not done, from where a person stopped."""
    criteria = {one.code: each.code for each in content.attributes for one in each.criteria}
    done = {one.code for one in content.criteria if one.rating.code != "NR" and not one.unconfirmed}
    own = assessment.ratings.filter(updated_by=person, carried_forward=False)
    last = own.order_by("-updated_at").values_list("criterion__code", flat=True).first()
    code = first_left(list(criteria), done, last) or ""
    address = reverse("rating:attribute", args=[assessment.pk, criteria[code]])
    title = _("Continue with %(code)s") % {"code": code} if content.progress.done else _("Begin")
    return Task(title, f"{address}#{code}")
