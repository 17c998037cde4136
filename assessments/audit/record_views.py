"""The record of the whole portal, for the secretariat: as a page and as a spreadsheet."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext

from assessments import rules
from assessments.audit.everything import everything, page_of, told
from assessments.audit.forms import RecordForm
from assessments.audit.views import spreadsheet
from assessments.audit.words import EventWords
from assessments.models import Person
from assessments.web.access import person_of
from assessments.web.forms import LONGEST_KEY
from assessments.web.pages import page_errors
from maturity.file_names import plain


def record(request: HttpRequest) -> HttpResponse:
    """What everyone did, newest first."""
    reader = _reader(request)
    form = RecordForm(request.GET)
    if not form.is_valid():
        context = {"form": form, "errors": page_errors(form)}
        return render(request, "audit/record.html", context)
    page = page_of(
        everything(form.filter, reader=reader),
        older_than=_number(request, "before"),
        newer_than=_number(request, "after"),
    )
    return render(
        request,
        "audit/record.html",
        {
            "form": form,
            "given": any(form.cleaned_data.values()),
            "page": page,
            "entries": told(page.events, EventWords()),
        },
    )


def record_file(request: HttpRequest) -> HttpResponseBase:
    """The same as a spreadsheet, all that is looked for."""
    reader = _reader(request)
    form = RecordForm(request.GET)
    if not form.is_valid():
        # The page says what is wrong.
        return redirect(f"{reverse('audit:record')}?{request.GET.urlencode()}")
    named = plain(pgettext("file name", "record"))
    name = f"{named}-{timezone.localdate()}"
    return spreadsheet(name, "csv", everything(form.filter, reader=reader), EventWords())


def _reader(request: HttpRequest) -> Person:
    """The person signed in, who may read the record. Raises PermissionDenied for anyone else."""
    person = person_of(request)
    if not rules.may_see_record(person):
        raise PermissionDenied
    return person


def _number(request: HttpRequest, name: str) -> int | None:
    """The number of an event in the address; None for none, and for what is no number."""
    given = request.GET.get(name, "")
    sound = given.isascii() and given.isdigit() and len(given) <= LONGEST_KEY
    return int(given) if sound else None
