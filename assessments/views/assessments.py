"""An assessment: its task list and profile, its plan, and its way to a baseline."""

import json
import uuid
from collections.abc import Sequence
from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments import rules
from assessments.access import get_assessment, person_of
from assessments.actions import workflow
from assessments.actions.assessments import Plan, remove_action, save_action, set_target
from assessments.actions.ratings import confirm_carried_forward
from assessments.content import content
from assessments.forms.plain import ActionForm, TargetForm
from assessments.forms.review import ConcernForm, ReturnForm, SubmitForm
from assessments.models import Assessment
from assessments.queries import (
    assessment_content,
    current_snapshot,
    last_reviewer,
    questions_of,
)
from assessments.resubmission import concerns_of, resubmission_of
from assessments.sheets import progress_of, sheet_parts
from assessments.tasks import next_unrated, team_tasks
from assessments.views.pages import (
    PageError,
    fault_errors,
    form_page,
    is_submitted,
    page_errors,
    posted,
)
from maturity.bilingual import current_language
from maturity.faults import Faults
from maturity.models import Attribute, Criterion, Level


def overview(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The task list: what there is to do, and how far each part has come."""
    assessment = get_assessment(request, pk)
    person = person_of(request)
    permissions = _permissions(request, assessment)
    context: dict[str, Any] = {
        "assessment": assessment,
        "concerns": concerns_of(assessment),
        "may_see_consensus": rules.may_see_consensus(person, assessment),
        "may_ask": assessment.is_open and rules.may_ask_to_rate(person, assessment),
        **permissions,
    }
    if sheet := rules.own_sheet(person, assessment):
        context["own"] = {"sheet": sheet, "progress": progress_of(sheet_parts(sheet))}
    if not rules.is_blind(person, assessment):
        taken = current_snapshot(assessment, opinions=_sees_opinions(request, assessment))
        shown = context["content"] = content(taken, current_language())
        if permissions["may_rate"]:
            context["tasks"] = team_tasks(assessment, shown, workflow.check(assessment, taken))
            context["next"] = next_unrated(assessment, shown, person)
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
                return redirect("plan", assessment.pk)
    return render(
        request,
        "assessments/plan.html",
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
    """What a reviewer would ask, and the form that submits."""
    assessment = get_assessment(request, pk, may=rules.may_submit)
    by = person_of(request)
    confirming = "confirm" in request.POST
    if confirming and not rules.may_rate(by, assessment):
        raise PermissionDenied
    form = SubmitForm(
        None if confirming else posted(request),
        reviewers=workflow.possible_reviewers(assessment, by),
        initial={"reviewer": last_reviewer(assessment)},
    )
    errors = []
    if is_submitted(request):
        try:
            if confirming:
                number = confirm_carried_forward(assessment, by=by)
                message = ngettext(
                    "%(number)s answer is confirmed.", "%(number)s answers are confirmed.", number
                )
                messages.success(request, message % {"number": number})
                return redirect("check", assessment.pk)
            if form.is_valid():
                workflow.submit(assessment, by=by, reviewer=form.cleaned_data["reviewer"])
                messages.success(request, _("The assessment is submitted to the council."))
                return redirect("assessment", assessment.pk)
            errors = page_errors(form)
        except Faults as faults:
            errors = fault_errors(faults.faults)
    form.show_errors = bool(errors)
    permissions = _permissions(request, assessment)
    questions = questions_of(assessment, opinions=_sees_opinions(request, assessment))
    blocking = [group for group in questions if group.blocking]
    may_submit = permissions["may_submit"] and not blocking
    return render(
        request,
        "assessments/check.html",
        {
            "assessment": assessment,
            "concerns": concerns_of(assessment),
            "blocking": blocking,
            "warnings": [group for group in questions if not group.blocking],
            "form": form,
            "errors": errors,
            **permissions,
            "may_submit": may_submit,
            "page_form": "page" if may_submit else "",
        },
    )


def review(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Read a submitted assessment; approve it, or return it with reasons."""
    assessment = get_assessment(request, pk, may=rules.may_review)
    form = ReturnForm(posted(request))
    criteria = Criterion.objects.filter(edition=assessment.edition)
    concerns = {each.code: ConcernForm(posted(request), each) for each in criteria}
    errors: list[PageError] = []
    if is_submitted(request):
        errors = _decide(request, assessment, form, list(concerns.values()))
        if not errors:
            return redirect("assessment", assessment.pk)
        # Someone else may have decided meanwhile, or the team submitted again.
        assessment = get_assessment(request, pk, may=rules.may_review)
    for each in (form, *concerns.values()):
        each.show_errors = bool(errors) and "approve" not in request.POST
    opinions = _sees_opinions(request, assessment)
    taken = current_snapshot(assessment, opinions=opinions)
    shown = content(taken, current_language())
    return render(
        request,
        "assessments/review.html",
        {
            "assessment": assessment,
            "content": shown,
            "questions": questions_of(assessment, taken, opinions=opinions),
            "resubmission": resubmission_of(assessment),
            "submission": assessment.submissions.defer("document").first(),
            "statements": [
                (
                    attribute,
                    [
                        (level, [(each, concerns[each.code]) for each in level.criteria])
                        for level in attribute.levels
                    ],
                )
                for attribute in shown.attributes
            ],
            # What was typed is shown even where there is nothing left to decide.
            "deciding": assessment.state == "submitted" or bool(errors),
            "may_approve": rules.may_approve(person_of(request), assessment),
            "form": form,
            "errors": errors,
            "page_form": "page",
        },
    )


def _decide(
    request: HttpRequest,
    assessment: Assessment,
    form: ReturnForm,
    concerns: Sequence[ConcernForm],
) -> list[PageError]:
    """Approves or returns, or gives the errors that kept it from being done."""
    by, read = person_of(request), request.POST.get("submission", "")
    written = [each for each in concerns if each.written]
    try:
        if "approve" in request.POST:
            if not rules.may_approve(by, assessment):
                raise PermissionDenied
            if form.written or written:
                message = _("You wrote why to return it: return it, or take that out to approve it")
                field = written[0]["text"].id_for_label if written else "id_reason"
                return [PageError(field, message)]
            workflow.approve(assessment, by=by, read=read)
            messages.success(request, _("The assessment is approved: its baseline is kept."))
            return []
        if errors := page_errors(*concerns, form):
            return errors
        workflow.return_to_team(
            assessment,
            by=by,
            **form.cleaned_data,
            concerns=[each.reason for each in written],
            read=read,
        )
        messages.success(request, _("The assessment is back with its team."))
        return []
    except Faults as faults:
        return fault_errors(fault.message for fault in faults.faults)


def changes(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What has changed since the council returned the assessment, for its team and the council."""
    assessment = get_assessment(request, pk)
    if rules.is_blind(person_of(request), assessment):
        return render(request, "assessments/own_first.html", {"assessment": assessment})
    return render(
        request,
        "assessments/changes.html",
        {
            "assessment": assessment,
            "resubmission": resubmission_of(assessment),
            **_permissions(request, assessment),
        },
    )


def withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """End an assessment without a baseline, or take that back."""
    assessment = get_assessment(request, pk, may=rules.may_withdraw)
    if not is_submitted(request):
        return redirect("assessment", assessment.pk)
    try:
        if "undo" in request.POST:
            workflow.resume(assessment, by=person_of(request))
            messages.success(request, _("The withdrawal is taken back: you can go on."))
        else:
            workflow.withdraw(assessment, by=person_of(request))
            message = _("The assessment is withdrawn. What was written stays here.")
            messages.success(request, message)
    except Faults as faults:
        for fault in faults.faults:
            messages.error(request, fault.message)
    return redirect("assessment", assessment.pk)


def _sees_opinions(request: HttpRequest, assessment: Assessment) -> bool:
    return rules.may_see_opinions(person_of(request), assessment)


def _permissions(request: HttpRequest, assessment: Assessment) -> dict[str, bool]:
    """What the page may offer to whoever reads it, by role and by state."""
    person = person_of(request)
    closed = assessment.state in ("approved", "withdrawn")
    newest = closed and not assessment.superseded
    return {
        "may_rate": assessment.is_open and rules.may_rate(person, assessment),
        "may_submit": assessment.is_open and rules.may_submit(person, assessment),
        "may_review": assessment.state == "submitted" and rules.may_review(person, assessment),
        "may_withdraw": assessment.state in ("in_progress", "returned", "submitted")
        and rules.may_withdraw(person, assessment),
        "may_resume": newest
        and assessment.state == "withdrawn"
        and rules.may_withdraw(person, assessment),
        "may_start": newest and rules.may_start_assessment(person, assessment.initiative),
        "may_set_dates": assessment.is_open and rules.may_set_dates(person, assessment),
        "may_export": rules.may_export(person, assessment),
        "may_see_history": rules.may_see_history(person, assessment),
    }
