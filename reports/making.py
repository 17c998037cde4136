"""Having a worker make reports: when a baseline is approved, and when somebody asks for one that
is not made yet. No reader waits at a page that hangs, and no web process is held by it.
"""

import datetime
import uuid
from collections.abc import Callable, Mapping, Sequence

from django.tasks import TaskResultStatus, task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from assessments.models import Assessment, Baseline, CouncilBaseline, Person, Play, ValidationRun
from assessments.priority.reads import Work, shown_work
from maturity.models import Council, Edition
from reports.baseline import baseline_source, draft_source
from reports.blank_form import form_source
from reports.comparison import comparison_source
from reports.council import Sources, council_baseline_sources, council_sources
from reports.issuing import Source, issue_kept
from reports.model import model_source
from reports.package import package_source
from reports.playbook import play_source, playbook_slides_source, playbook_source
from reports.statement_of_work import work_slides_source, work_source
from reports.validation import validation_sources

# Somebody waits for the one; the other comes after mail, and before whole batches.
ASKED, APPROVED = 10, -10
UNDER_WAY = {TaskResultStatus.READY, TaskResultStatus.RUNNING}


def _of_baseline(key: str) -> Source:
    return baseline_source(Baseline.objects.get(pk=key))


def _of_draft(key: str, opinions: str) -> Source:
    assessment = Assessment.objects.with_context().get(pk=key)
    return draft_source(assessment, opinions=bool(opinions))


def _of_form(code: str) -> Source:
    return form_source(Edition.objects.get(code=code))


def _of_two(first: str, second: str) -> Source:
    return comparison_source(*(Baseline.objects.get(pk=key) for key in (first, second)))


def _of_model(code: str) -> Source:
    return model_source(Edition.objects.get(code=code))


def _of_package(key: str) -> Source:
    """Of a finished validation, with the statement of work as it is now."""
    return package_source(_run(key), _work())


def _council(code: str, at: str = "", since: str = "", reader: str = "") -> Sources:
    """Of a council on a day, by its code, or of a council's baseline, by its key alone."""
    if not at:
        return council_baseline_sources(CouncilBaseline.objects.get(pk=code))
    return council_sources(
        Council.objects.get(code=code),
        datetime.date.fromisoformat(at),
        datetime.date.fromisoformat(since),
        reader=Person.objects.get(pk=reader) if reader else None,
    )


def _playbook(code: str = "") -> Sources:
    """Of one play, or of all where there is no code."""
    if code:
        return _by_kind(play_source(Play.objects.published().get(code=code)))
    return _by_kind(playbook_source(), playbook_slides_source())


def _statement_of_work() -> Sources:
    """Of the statement of work as it is now."""
    work = _work()
    return _by_kind(work_source(work), work_slides_source(work))


def _validation(key: str) -> Sources:
    return validation_sources(_run(key))


def _by_kind(*sources: Source) -> Sources:
    return {each.kind: each for each in sources}


def _run(key: str) -> ValidationRun:
    return ValidationRun.objects.select_related("edition").get(pk=key)


def _work() -> Work:
    work = shown_work()
    assert work  # nosec B101: nobody could ask for it before, and nothing removes it
    return work


# By the kind of a report, what it is made of, from what `Source.of` names; and what is read
# together, of which each kind is one.
ALONE: Mapping[str, Callable[..., Source]] = {
    "baseline": _of_baseline,
    "comparison": _of_two,
    "draft": _of_draft,
    "form": _of_form,
    "model": _of_model,
    "package": _of_package,
}
TOGETHER: Mapping[str, Callable[..., Sources]] = {
    "council": _council,
    "summary": _council,
    "slides": _council,
    "playbook": _playbook,
    "playbook_slides": _playbook,
    "statement_of_work": _statement_of_work,
    "statement_of_work_slides": _statement_of_work,
    "validation": _validation,
    "validation_slides": _validation,
}


def source_of(kind: str, of: Sequence[str]) -> Source:
    """What a report of a kind is made of; `of` names it (`Source.of`)."""
    return ALONE[kind](*of) if kind in ALONE else TOGETHER[kind](*of)[kind]


@task
def make_report(*, kind: str, of: list[str], language: str) -> None:
    """Makes the report of a `Source`, in all languages where they are made together.

    Raises `issuing.NotKept`: whoever asked for it could not be given it.
    """
    issue_kept(source_of(kind, of), language)


def ask(source: Source, language: str, *, priority: int = ASKED) -> None:
    """Asks a worker for a report that is not kept: in one job, however many ask for it.

    One that is over, since its file is gone again or because it failed, is begun anew.
    """
    key, jobs = job_of(source, language), DBTaskResult.objects
    known = jobs.filter(pk=key).values_list("status", "priority").first()
    if known and known[0] in UNDER_WAY:
        if known[1] < priority:
            jobs.filter(pk=key).update(priority=priority)
        return
    jobs.finished().filter(pk=key).delete()
    row: DBTaskResult = DBTaskResult(
        pk=key,
        task_path=make_report.module_path,
        args_kwargs={
            "args": [],
            "kwargs": {"kind": source.kind, "of": list(source.of), "language": language},
        },
        backend_name="default",
        priority=priority,
        run_after=timezone.now(),
    )
    jobs.bulk_create([row], ignore_conflicts=True)


def asked(job: uuid.UUID) -> str | None:
    """How far a job of `job_of` is (a TaskResultStatus); None where nobody has asked."""
    return DBTaskResult.objects.filter(pk=job).values_list("status", flat=True).first()


def ask_at_approval(*, baseline: Baseline, **_signal: object) -> None:
    """Has the reports of a new baseline made before anybody asks for them."""
    ask(baseline_source(baseline), "both", priority=APPROVED)


def job_of(source: Source, language: str) -> uuid.UUID:
    """The job that makes a report: one for all languages that are made together."""
    return uuid.uuid5(uuid.NAMESPACE_OID, source.key("" if source.together else language))
