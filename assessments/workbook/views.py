"""Working offline: the workbook to download, and what becomes of one that comes back.

openpyxl, which takes time and memory to import, is so only where a file is made or read.
"""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments import rules
from assessments.models import Assessment, Participant, Person
from assessments.models.uploads import WorkbookUpload
from assessments.web.access import get_assessment, get_sheet, person_of
from assessments.web.pages import PageError, fault_errors, form_page, is_submitted, posted
from assessments.web.spreadsheet import EXCEL
from assessments.workbook import changes, layout, preview
from assessments.workbook.actions import Outdated, apply_upload, drop_upload, keep_upload
from assessments.workbook.files import MAX_MEGABYTES
from assessments.workbook.forms import WorkbookForm
from assessments.workbook.plan import PlanContent, plan_of
from assessments.workbook.whose import Whose, assessment_of, government_of
from maturity.bilingual import current_language
from maturity.faults import Faults
from maturity.file_names import attached
from maturity.text import told
from maturity.wording import long_date


def workbook_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The assessment as a workbook to fill in, in the language of the page."""
    assessment = get_assessment(request, pk, may=rules.may_rate)
    person = person_of(request)
    may_read = rules.may_see_plan(person, assessment.initiative)
    return _file(assessment, plan_of(assessment, person) if may_read else None)


def workbook(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Download the workbook, and upload it once it is filled in."""
    return _upload(request, get_assessment(request, pk, may=rules.may_rate))


def workbook_preview(request: HttpRequest, pk: uuid.UUID, key: uuid.UUID) -> HttpResponse:
    """What an uploaded workbook would change: apply it, or cancel."""
    return _preview(request, get_assessment(request, pk, may=rules.may_rate), key)


def own_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What one's own government gives, and nothing of others, as a workbook to fill in."""
    return _file(get_sheet(request, pk))


def own_workbook(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Download the workbook of one's own government, and upload it once it is filled in."""
    return _upload(request, get_sheet(request, pk))


def own_preview(request: HttpRequest, pk: uuid.UUID, key: uuid.UUID) -> HttpResponse:
    """What an uploaded workbook would change of one's own government's ratings."""
    return _preview(request, get_sheet(request, pk), key)


def _file(whose: Whose, plan: PlanContent | None = None) -> HttpResponse:
    from assessments.workbook import writing  # noqa: PLC0415 – slow import

    assessment = assessment_of(whose)
    content = writing.workbook(
        layout.of(whose),
        changes.standing(whose),
        as_of=long_date(assessment.as_of),
        made_at=timezone.localtime().isoformat(timespec="seconds"),
        plan=plan,
    )
    parts = (assessment.initiative.code, assessment.stage.code, assessment.cycle)
    named = (*parts, government_of(whose), current_language())
    name = "-".join(str(part) for part in named if part)
    return HttpResponse(
        content,
        content_type=EXCEL,
        headers=attached(f"{name}.xlsx"),
    )


def _upload(request: HttpRequest, whose: Whose) -> HttpResponse:
    from assessments.workbook import reading  # noqa: PLC0415 – slow import

    form = WorkbookForm(posted(request), request.FILES or None)
    faults: list[reading.CellFault] = []
    left: dict[str, Any] = {}
    if is_submitted(request) and form.is_valid():
        # One byte more than is read, so that a larger file is known to be one.
        data = form.cleaned_data["file"].read(MAX_MEGABYTES * 1_000_000 + 1)
        try:
            read = reading.read(data, layout.of(whose))
            faults, content = read.faults, changes.content(read)
            left = preview.leftovers(content["leftovers"])
            if not faults and _is_new(whose, content):
                kept = keep_upload(whose, content, by=person_of(request))
                return redirect(_address(whose, "preview", kept.pk))
            if faults:
                form.add_error("file", _found(len(faults)))
            else:
                messages.info(request, _("The workbook contains no changes."))
                return redirect(_address(whose, "upload"))
        except reading.OtherAssessment as other:
            form.add_error("file", _other(other.pk, person_of(request)))
        except Faults as error:
            form.add_error("file", [fault.message for fault in error.faults])
    context = {
        **_context(whose),
        "file": _address(whose, "file"),
        "faults": faults,
        "page_form": "",
        **left,
    }
    return form_page(request, "workbook/upload.html", form, context)


def _preview(request: HttpRequest, whose: Whose, key: uuid.UUID) -> HttpResponse:
    by = person_of(request)
    upload = get_object_or_404(WorkbookUpload, pk=key, assessment=assessment_of(whose), by=by)
    # Somebody's role may have become another one since. An earlier version kept the team's only.
    if upload.content.get("government", "") != government_of(whose):
        raise Http404
    chosen = request.POST.getlist("use")
    errors: list[PageError] = []
    if is_submitted(request) and "cancel" in request.POST:
        drop_upload(upload, by=by)
        messages.info(request, _("Nothing was changed: the upload was cancelled."))
        return redirect(_address(whose, "upload"))
    if is_submitted(request):
        shown = {
            name.removeprefix("shown-"): request.POST[name]
            for name in request.POST
            if name.startswith("shown-")
        }
        try:
            count = apply_upload(upload, whose, by=by, shown=shown, chosen=chosen)
        except Outdated:
            message = _("Someone has since changed an answer. Review the changes again.")
            errors = fault_errors([message])
        except Faults as faults:
            errors = fault_errors(faults.faults)
        else:
            _tell(request, count)
            return redirect(_back(whose))
    planned = _planned(whose, upload.content)
    rows = preview.rows(planned, layout.of(whose))
    return render(
        request,
        "workbook/preview.html",
        {
            **_context(whose),
            "changes": [row for row in rows if not row.change.conflict],
            "conflicts": [row for row in rows if row.change.conflict],
            "chosen": chosen,
            # What was kept by an earlier version does not say it.
            "cleaned": told(upload.content.get("changes", ())),
            "errors": errors,
            "page_form": "page",
            **preview.leftovers(upload.content.get("leftovers", [])),
        },
    )


def _context(whose: Whose) -> dict[str, Any]:
    sheet = whose if isinstance(whose, Participant) else None
    return {"assessment": assessment_of(whose), "sheet": sheet, "back": _back(whose)}


def _address(whose: Whose, page: str, *more: uuid.UUID) -> str:
    """Where a page of the workbook is, the team's or that of a government."""
    own = "own_" if isinstance(whose, Participant) else ""
    return reverse(f"workbook:{own}{page}", args=[assessment_of(whose).pk, *more])


def _back(whose: Whose) -> str:
    """Where the list is of what the answers are about."""
    page = "partners:own" if isinstance(whose, Participant) else "overview:assessment"
    return reverse(page, args=[assessment_of(whose).pk])


def _is_new(whose: Whose, content: dict) -> bool:
    """Whether a workbook changes anything, or holds what was not taken and has to be told."""
    return bool(_planned(whose, content) or content["leftovers"])


def _planned(whose: Whose, content: dict) -> list[changes.AnswerChange]:
    return changes.plan(content, changes.standing(whose))


def _tell(request: HttpRequest, count: int) -> None:
    if not count:
        messages.info(request, _("Nothing was changed."))
        return
    message = ngettext(
        "The workbook was applied: %(count)d answer was changed.",
        "The workbook was applied: %(count)d answers were changed.",
        count,
    )
    messages.success(request, message % {"count": count})


def _found(count: int) -> str:
    message = ngettext(
        "The workbook has %(count)d fault, listed on this page. Correct it, save the file, and "
        "upload it again.",
        "The workbook has %(count)d faults, listed on this page. Correct them, save the file, and "
        "upload it again.",
        count,
    )
    return message % {"count": count}


def _other(pk: uuid.UUID | None, person: Person) -> str:
    """What is said of a workbook of another assessment: of which one, if the person may see it."""
    found = Assessment.objects.with_context().filter(pk=pk).first() if pk else None
    if found and rules.may_see_assessment(person, found):
        message = _(
            "This is the workbook of another assessment: %(initiative)s, %(stage)s, assessment "
            "number %(number)s. Upload it there."
        )
        return message % {
            "initiative": found.initiative.name,
            "stage": found.stage.text,
            "number": found.cycle,
        }
    return _("This is the workbook of another assessment, not of this one.")
