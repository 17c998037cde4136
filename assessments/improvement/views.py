"""Pages of the plan: targets, and the actions that lead to them."""

import uuid
from copy import copy

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from assessments import rules
from assessments.baselines.reads import assessment_content
from assessments.improvement.actions import Plan, remove_action, save_action, set_target
from assessments.improvement.forms import ActionForm, TargetForm
from assessments.web.access import get_assessment, person_of
from assessments.web.pages import fault_errors, form_page, is_submitted, page_errors, posted
from maturity.faults import Faults
from maturity.models import Attribute, Level


def plan(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Targets, the actions that lead to them, and the lessons learned."""
    assessment = get_assessment(request, pk, may=rules.may_rate)
    levels = list(Level.objects.filter(edition=assessment.edition))
    targets = {target.attribute_id: target for target in assessment.targets.all()}
    rows = []
    for attribute in Attribute.objects.filter(edition=assessment.edition):
        target = targets.get(attribute.pk)
        initial = {"level": target.level, "by": target.by} if target else {}
        form = TargetForm(posted(request), prefix=attribute.code, initial=initial, levels=levels)
        form.show_errors = is_submitted(request)
        rows.append((attribute, form))
    errors = []
    if is_submitted(request):
        errors = page_errors(*(form for _attribute, form in rows))
        if not errors:
            try:
                with transaction.atomic():
                    for attribute, form in rows:
                        set_target(
                            assessment,
                            attribute,
                            by=person_of(request),
                            level=form.cleaned_data["level"],
                            date=form.cleaned_data["by"],
                        )
            except Faults as faults:
                errors = fault_errors(fault.message for fault in faults.faults)
            else:
                messages.success(request, _("Your targets are saved."))
                return redirect("improvement:plan", assessment.pk)
    return render(
        request,
        "improvement/plan.html",
        {
            "assessment": assessment,
            "content": assessment_content(assessment),
            "rows": rows,
            "actions": assessment.actions.prefetch_related("criteria"),
            "lessons": assessment.lessons.prefetch_related("criteria"),
            "errors": errors,
            "page_form": "page",
        },
    )


def action(request: HttpRequest, pk: uuid.UUID, key: uuid.UUID | None = None) -> HttpResponse:
    """Add an action to the plan, change it or take it out."""
    assessment = get_assessment(request, pk, may=rules.may_rate)
    row = None if key is None else get_object_or_404(assessment.actions, key=key)
    # A copy: the form writes into its instance even when it is not valid.
    form = ActionForm(posted(request), instance=copy(row), assessment=assessment)
    removing = row is not None and "remove" in request.POST
    if is_submitted(request) and (removing or form.is_valid()):
        try:
            if row and removing:
                remove_action(assessment, row, by=person_of(request))
                messages.success(request, _("The action is taken out of the plan."))
            else:
                save_action(
                    assessment,
                    Plan(**form.cleaned_data),
                    by=person_of(request),
                    action=row,
                )
                messages.success(request, _("The action is saved."))
            return redirect("improvement:plan", assessment.pk)
        except Faults as faults:
            form.add_error(None, [fault.message for fault in faults.faults])
    return form_page(
        request,
        "improvement/action.html",
        form,
        {"assessment": assessment, "action": row},
    )
