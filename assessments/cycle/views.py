"""The dates of an assessment."""

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assessments import rules
from assessments.cycle.actions import change_date, set_due
from assessments.cycle.forms import DatesForm
from assessments.cycle.reads import last_baseline_day
from assessments.web.access import get_assessment, person_of
from assessments.web.faults import faults_in
from assessments.web.pages import form_page, is_submitted, posted


def dates(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say what day's situation an assessment describes, and by when it is to be submitted."""
    assessment = get_assessment(request, pk, may=rules.may_set_dates)
    stored = {"as_of": assessment.as_of, "due": assessment.due}
    last = last_baseline_day(assessment.initiative, assessment.stage)
    form = DatesForm(posted(request), stored=stored, last=last)
    if is_submitted(request) and form.is_valid():
        by, given = person_of(request), form.cleaned_data
        with faults_in(form):
            with transaction.atomic():
                change_date(assessment, by=by, as_of=given["as_of"])
                set_due(assessment, by=by, due=given["due"])
            messages.success(request, _("The dates are saved."))
            return redirect("overview:assessment", assessment.pk)
    return form_page(request, "cycle/dates.html", form, {"assessment": assessment})
