"""All reports of a council or a list as one file: asking for it, how far it has come, taking it
away."""

import logging
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments import rules
from assessments.accounts.middleware import unattended
from assessments.councils.selection import list_form
from assessments.models import Figures
from assessments.web.access import get_council, person_of
from assessments.web.pages import form_page, is_submitted, posted
from maturity.faults import Faults
from maturity.methods import READ, only
from maturity.operations.stores import StoreAway
from reports.batches import archive, asking
from reports.batches.filters import filters_of
from reports.batches.forms import BatchForm, ListBatchForm
from reports.batches.standing import standing
from reports.models import Batch, BatchQuerySet

A_PAGE = 20

logger = logging.getLogger(__name__)


def batches(request: HttpRequest, code: str) -> HttpResponse:
    """The batches of a council, and the form that asks for one."""
    council = get_council(request, code, may=rules.may_export_council)
    form = BatchForm(posted(request))
    if is_submitted(request) and form.is_valid():
        try:
            batch = asking.ask(council, by=person_of(request), **form.cleaned_data)
            return redirect("batches:detail", batch.pk)
        except Faults as faults:
            form.add_error(None, [fault.message for fault in faults.faults])
    context = {"council": council, "page": _page(request, Batch.objects.filter(council=council))}
    return form_page(request, "reports/batches/list.html", form, context)


def batches_of_lists(request: HttpRequest) -> HttpResponse:
    """The list of initiatives that the address asks for, a form to have the reports of all its
    baselines, and my batches of lists."""
    person = person_of(request)
    if not rules.may_export_anything(person):
        raise PermissionDenied
    asked = list_form(person, request.GET)
    if not asked.form.is_valid():
        # The list says what is wrong.
        return redirect(f"{reverse('initiatives:index')}?{request.GET.urlencode()}")
    form = ListBatchForm(posted(request))
    if is_submitted(request) and form.is_valid():
        try:
            return redirect("batches:detail", asking.ask_for_list(asked, by=person).pk)
        except Faults as faults:
            form.add_error(None, [fault.message for fault in faults.faults])
    mine = Batch.objects.filter(council=None, asked_by=person)
    context = {
        "filters": asked.form.chips(),
        "baselines": len(asking.baselines_of(asked, person)),
        "page": _page(request, mine),
    }
    return form_page(request, "reports/batches/list.html", form, context)


def _page(request: HttpRequest, found: BatchQuerySet) -> Page[Batch]:
    rows = found.with_standing().order_by("-asked_at")
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))


def batch(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One batch: how far it has come, and the file; to be cancelled, or tried again."""
    found = get_batch(request, pk)
    if is_submitted(request):
        by = person_of(request)
        if "cancel" in request.POST:
            if asking.cancel(found, by=by):
                messages.success(request, _("The request is cancelled. You can make it again."))
        elif "again" in request.POST:
            asking.try_again(found, by=by)
        return redirect("batches:detail", pk)
    return render(request, "reports/batches/batch.html", _shown(found))


@only(*READ)
@unattended
def batch_progress(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The part of a batch's page that changes, for its script."""
    return render(request, "reports/batches/progress.html", _shown(get_batch(request, pk)))


@only(*READ)
def batch_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The file of a batch. Raises Http404 while there is none, and `stores.StoreAway`."""
    found = get_batch(request, pk)
    if found.state == Batch.State.DONE:
        try:
            file = archive.opened(found)
        except StoreAway:
            raise
        except OSError as error:
            logger.error("file missing", extra={"error": type(error).__name__})
        else:
            return FileResponse(
                file,
                as_attachment=True,
                filename=archive.name(found),
                content_type="application/zip",
                headers={"Content-Length": str(found.size)},
            )
    elif found.state != Batch.State.EXPIRED:
        raise Http404
    return render(request, "reports/batches/gone.html", {"batch": found}, status=410)


def _shown(found: Batch) -> dict[str, Any]:
    return {
        "batch": found,
        "standing": standing(found),
        "file_name": archive.name(found),
        "filters": filters_of(found),
    }


def get_batch(request: HttpRequest, pk: uuid.UUID) -> Batch:
    """Return a batch to people who may export its council, one of a list to whoever asked for it;
    and nobody what they may not export. Raises Http404 or PermissionDenied."""
    found, person = get_object_or_404(Batch.objects.with_standing(), pk=pk), person_of(request)
    if found.council:
        get_council(request, found.council.code, may=rules.may_export_council)
    elif found.asked_by != person:
        raise Http404
    theirs = Figures.objects.exportable_by(person)
    items = found.items.exclude(baseline=None)
    others = items.exclude(baseline__in=theirs.values("pk"))
    # Its data tell of plans that were read for somebody else.
    if found.council and found.asked_by != person:
        blind = rules.blind_initiatives(person)
        others |= items.filter(baseline__assessment__initiative__in=blind)
    if others.exists():
        raise PermissionDenied
    return found
