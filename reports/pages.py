"""Reports as pages: what the files say, at a stable address, in the language of the page."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.tasks import TaskResultStatus
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.baselines.selection import Selection
from assessments.models import Assessment, Baseline, Play, ValidationRun
from maturity.bilingual import current_language
from maturity.file_names import attached
from maturity.operations.health import has_worker
from reports.baseline import baseline_source
from reports.documents import LANGUAGES, Part, Report
from reports.issuing import Source, issue, kept, sizes
from reports.making import UNDER_WAY, ask, asked, job_of
from reports.pdf import PdfUnavailable
from reports.playbook import play_source, playbook_source
from reports.validation import validation_sources

SIGNER = Signer(salt="report being made")


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A link to a report as a file; `size` in bytes, None where it has not been made yet.

    `ending` says what kind of file it is: "pdf", or "pptx" for slides.
    """

    url: str
    language: str
    size: int | None
    ending: str


def files_of(url_of: Callable[[str], str], source: Source | None = None) -> list[ReportFile]:
    """The files of a report, the reader's language first; of a draft, which has no source, without
    sizes.
    """
    known = sizes(source) if source else {}
    languages = source.languages if source else LANGUAGES
    readers_first = sorted(languages, key=lambda each: each != current_language())
    ending = source.ending if source else "pdf"
    return [
        ReportFile(url_of(each), each, known.get(each) or None, ending) for each in readers_first
    ]


def assessment_files(assessment: Assessment) -> list[ReportFile]:
    """The files of an assessment's report; of a draft's, nobody knows the size before."""
    baseline: Baseline | None = getattr(assessment, "baseline", None)
    return files_of(
        lambda language: reverse("reports:assessment", args=[assessment.pk, language]),
        baseline_source(baseline) if baseline else None,
    )


def playbook_files() -> list[ReportFile]:
    """The files of all published plays."""
    return files_of(
        lambda language: reverse("reports:playbook", args=[language]), playbook_source()
    )


def play_files(play: Play) -> list[ReportFile]:
    """The files of one published play."""
    return files_of(
        lambda language: reverse("reports:play", args=[play.code, language]), play_source(play)
    )


def validation_files(run: ValidationRun) -> list[tuple[str, list[ReportFile]]]:
    """The files of a finished validation report, and those of its slides, under their titles."""
    sources = validation_sources(run)

    def address(name: str, ending: str, language: str) -> str:
        return reverse("reports:validation", args=[run.edition.code, name, language, ending])

    return [
        (title, files_of(partial(address, name, sources[kind].ending), sources[kind]))
        for title, name, kind in (
            (_("Report"), "report", "validation"),
            (_("Slides"), "slides", "validation_slides"),
        )
    ]


def report_page(
    request: HttpRequest,
    part: Part,
    files: Sequence[ReportFile],
    breadcrumbs: Sequence[tuple[str, str]],
    assessment: Assessment | None = None,
    selection: Selection | None = None,
) -> HttpResponse:
    """A report as a page, with links to the same as files; of an `assessment`, with its places.

    With a `selection` it folds, and shows the statements that the address asks for.
    """
    context = {
        "part": part,
        "html": part.html(request=request, selection=selection),
        "files": files,
        "breadcrumbs": breadcrumbs,
        "assessment": assessment,
    }
    return render(request, "reports/page.html", context)


def report_file(
    request: HttpRequest,
    language: str,
    source_of: Callable[[], Source],
    assessment: Assessment | None = None,
) -> HttpResponse:
    """A report that is kept, as a file; while a worker makes it, a page that says how far it is.

    The page's address names the job (`?wait=`, signed), so that each look asks for that alone and
    not for what the report is made of; it leads to the file once it is made. Where no worker runs,
    as in a trial on one machine, it is made at once. The page of an `assessment` has its places.
    Raises Http404 where there is none in this language.
    """
    if language not in LANGUAGES:
        raise Http404
    job = _job_in(request)
    state = asked(job) if job else None
    if state in UNDER_WAY:
        return _waiting(request, assessment, running=state == TaskResultStatus.RUNNING)
    source = source_of()
    if language not in source.languages:
        raise Http404
    made = kept(source, language)
    if not job:
        return _as_file(made, language) if made else _not_made(request, language, source)
    if made:
        return _waiting(request, assessment, made=made)
    if state == TaskResultStatus.FAILED:
        return _waiting(request, assessment, failed=True)
    return _not_made(request, language, source)


def _not_made(request: HttpRequest, language: str, source: Source) -> HttpResponse:
    """Has it made: by a worker, to a page that waits for it, or at once where none runs."""
    if not has_worker():
        return _made_at_once(request, language, source)
    ask(source, language)
    return redirect(_with(request, wait=SIGNER.sign(str(job_of(source, language)))))


def _job_in(request: HttpRequest) -> uuid.UUID | None:
    """The job that an address waits for."""
    try:
        return uuid.UUID(SIGNER.unsign(request.GET.get("wait", "")))
    except BadSignature:
        return None


def _waiting(
    request: HttpRequest,
    assessment: Assessment | None,
    *,
    made: Report | None = None,
    failed: bool = False,
    running: bool = False,
) -> HttpResponse:
    context = {
        "assessment": assessment,
        "made": made,
        "failed": failed,
        "running": running,
        "file": _with(request),
    }
    page = render(request, "reports/making.html", context, status=503 if failed else 200)
    if made:
        page["Refresh"] = f"0; url={_with(request)}"  # The page stays, and the file is fetched.
    return page


def _with(request: HttpRequest, **more: str) -> str:
    """The address of a request, with or without `wait`."""
    query = request.GET.copy()
    query.pop("wait", None)
    query.update(more)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _made_at_once(request: HttpRequest, language: str, source: Source) -> HttpResponse:
    try:
        return _as_file(issue(source, language), language)
    except PdfUnavailable as unavailable:
        return render(request, "reports/unavailable.html", {"reason": unavailable}, status=503)


def _as_file(report: Report, language: str) -> HttpResponse:
    return HttpResponse(
        report.data,
        content_type=report.kind.media_type,
        headers={
            **attached(report.name),
            "Content-Language": "en, fr" if language == "both" else language,
        },
    )
