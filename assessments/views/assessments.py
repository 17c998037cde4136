"""An assessment: its task list and profile, its plan, and its way to a baseline."""

import json
import uuid
from copy import copy
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from assessments import rules
from assessments.access import get_assessment, person_of
from assessments.actions import workflow
from assessments.actions.assessments import Plan, remove_action, save_action, set_target
from assessments.forms.plain import ActionForm, ReturnForm, TargetForm
from assessments.models import Assessment
from assessments.queries import assessment_content, current_snapshot, questions_of
from assessments.tasks import next_unrated, team_tasks
from assessments.views.pages import (
    fault_errors,
    form_page,
    is_submitted,
    page_errors,
    posted,
)
from maturity.faults import Faults
from maturity.models import Attribute, Level


def overview(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The task list: what there is to do, and how far each part has come."""
    assessment = get_assessment(request, pk)
    content = assessment_content(assessment, opinions=_sees_opinions(request, assessment))
    permissions = _permissions(request, assessment)
    context: dict[str, Any] = {"assessment": assessment, "content": content, **permissions}
    if permissions["may_rate"]:
        context["tasks"] = team_tasks(assessment, content, workflow.check(assessment))
        context["next"] = next_unrated(assessment, content, person_of(request))
    return render(request, "assessments/overview.html", context)


def profile(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Where each attribute stands on the continuum, what blocks the next level, and why."""
    assessment = get_assessment(request, pk)
    if rules.is_blind(person_of(request), assessment):
        return render(request, "assessments/own_first.html", {"assessment": assessment})
    return render(
        request,
        "assessments/profile.html",
        {
            "assessment": assessment,
            "content": assessment_content(assessment, opinions=_sees_opinions(request, assessment)),
            **_permissions(request, assessment),
        },
    )


def export(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The assessment as a file in the exchange format."""
    assessment = get_assessment(request, pk, may=rules.may_export)
    taken = current_snapshot(assessment, opinions=_sees_opinions(request, assessment))
    name = f"{assessment.initiative.code}-{assessment.stage.code}-{assessment.cycle}.json"
    return HttpResponse(
        json.dumps(taken["assessment"], ensure_ascii=False, indent=1),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def plan(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Targets, and the actions that lead to them."""
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
                return redirect("plan", assessment.pk)
    return render(
        request,
        "assessments/plan.html",
        {
            "assessment": assessment,
            "content": assessment_content(assessment),
            "rows": rows,
            "actions": assessment.actions.prefetch_related("criteria"),
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
            return redirect("plan", assessment.pk)
        except Faults as faults:
            form.add_error(None, [fault.message for fault in faults.faults])
    return form_page(
        request,
        "assessments/action.html",
        form,
        {"assessment": assessment, "action": row},
    )


def check(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What a reviewer would ask, and the button that submits."""
    assessment = get_assessment(request, pk, may=rules.may_submit)
    errors = []
    if is_submitted(request):
        try:
            workflow.submit(assessment, by=person_of(request))
        except Faults as faults:
            errors = fault_errors(faults.faults)
        else:
            messages.success(request, _("The assessment is submitted to the council."))
            return redirect("assessment", assessment.pk)
    return render(
        request,
        "assessments/check.html",
        {
            "assessment": assessment,
            "questions": questions_of(assessment, opinions=_sees_opinions(request, assessment)),
            "errors": errors,
            **_permissions(request, assessment),
        },
    )


def review(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Approve a submitted assessment, or return it with a reason."""
    assessment = get_assessment(request, pk, may=rules.may_review)
    form = ReturnForm(posted(request) if "approve" not in request.POST else None)
    if is_submitted(request) and ("approve" in request.POST or form.is_valid()):
        try:
            if "approve" in request.POST:
                workflow.approve(assessment, by=person_of(request))
                messages.success(request, _("The assessment is approved: its baseline is kept."))
            else:
                workflow.return_to_team(assessment, by=person_of(request), **form.cleaned_data)
                messages.success(request, _("The assessment is back with its team."))
            return redirect("assessment", assessment.pk)
        except Faults as faults:
            for fault in faults.faults:
                messages.error(request, fault.message)
            return redirect("assessment", assessment.pk)
    opinions = _sees_opinions(request, assessment)
    context = {
        "assessment": assessment,
        "content": assessment_content(assessment, opinions=opinions),
        "questions": questions_of(assessment, opinions=opinions),
    }
    return form_page(request, "assessments/review.html", form, context)


def withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """End an assessment without a baseline."""
    assessment = get_assessment(request, pk, may=rules.may_withdraw)
    if not is_submitted(request):
        return redirect("assessment", assessment.pk)
    try:
        workflow.withdraw(assessment, by=person_of(request))
    except Faults as faults:
        for fault in faults.faults:
            messages.error(request, fault.message)
    else:
        messages.success(request, _("The assessment is withdrawn. What was written stays here."))
    return redirect("assessment", assessment.pk)


def _sees_opinions(request: HttpRequest, assessment: Assessment) -> bool:
    return rules.may_see_opinions(person_of(request), assessment)


def _permissions(request: HttpRequest, assessment: Assessment) -> dict[str, bool]:
    """What the page may offer to whoever reads it, by role and by state."""
    person = person_of(request)
    return {
        "may_rate": assessment.is_open and rules.may_rate(person, assessment),
        "may_submit": assessment.is_open and rules.may_submit(person, assessment),
        "may_review": assessment.state == "submitted" and rules.may_review(person, assessment),
        "may_withdraw": assessment.state in ("in_progress", "returned", "submitted")
        and rules.may_withdraw(person, assessment),
        "may_export": rules.may_export(person, assessment),
        "may_see_history": rules.may_see_history(person, assessment),
    }
