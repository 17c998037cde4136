"""What a team would tell the next one, below its plan."""

import uuid
from copy import copy

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments import rules
from assessments.improvement.forms import LessonForm
from assessments.improvement.lessons import LessonText, remove_lesson, save_lesson
from assessments.web.access import get_assessment, person_of
from assessments.web.pages import form_page, is_submitted, posted
from maturity.faults import Faults


def lesson(request: HttpRequest, pk: uuid.UUID, key: uuid.UUID | None = None) -> HttpResponse:
    """Add a lesson learned or a success, change it or take it out."""
    assessment = get_assessment(request, pk, may=rules.may_rate)
    row = None if key is None else get_object_or_404(assessment.lessons, key=key)
    # A copy: the form writes into its instance even when it is not valid.
    form = LessonForm(posted(request), instance=copy(row), assessment=assessment)
    removing = row is not None and "remove" in request.POST
    if is_submitted(request) and (removing or form.is_valid()):
        try:
            if row and removing:
                remove_lesson(assessment, row, by=person_of(request))
                messages.success(request, _("The lesson is taken out."))
            else:
                told = LessonText(**form.cleaned_data)
                save_lesson(assessment, told, by=person_of(request), lesson=row)
                messages.success(request, _("The lesson is saved."))
            return redirect(f"{reverse('improvement:plan', args=[assessment.pk])}#lessons")
        except Faults as faults:
            for fault in faults.faults:
                form.add_error(fault.place or None, fault.message)
    return form_page(
        request,
        "improvement/lesson.html",
        form,
        {"assessment": assessment, "lesson": row},
    )
