"""Pages of the plan: targets, the actions that lead to them, and what would be told others."""

import uuid
from collections.abc import Callable, Mapping
from copy import copy
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments import rules
from assessments.baselines.reads import assessment_content
from assessments.improvement.actions import LessonText, Plan, remove_item, save_item, set_target
from assessments.improvement.forms import ActionForm, LessonForm, TargetForm
from assessments.web.access import get_assessment, person_of
from assessments.web.faults import faults_in
from assessments.web.pages import fault_errors, form_page, is_submitted, page_errors, posted
from assessments.web.printing import warn_unprintable
from maturity.faults import Faults
from maturity.models import Attribute, Level


def plan(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Targets, the actions that lead to them, and the lessons learned."""
    assessment = get_assessment(request, pk, may=rules.may_rate)
    levels = list(Level.objects.filter(edition=assessment.edition))
    targets = {target.attribute_id: target for target in assessment.targets.all()}
    content = assessment_content(assessment)
    attained = {each.code: each.attained for each in content.attributes}
    rows = []
    for attribute in Attribute.objects.filter(edition=assessment.edition):
        target = targets.get(attribute.pk)
        stored = {"level": target and target.level, "by": target and target.by}
        form = TargetForm(
            posted(request),
            prefix=attribute.code,
            stored=stored,
            levels=levels,
            attained=attained[attribute.code],
        )
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
            "content": content,
            "rows": rows,
            "actions": assessment.actions.prefetch_related("criteria"),
            "lessons": assessment.lessons.prefetch_related("criteria"),
            "errors": errors,
            "page_form": "page",
        },
    )


def action(request: HttpRequest, pk: uuid.UUID, key: uuid.UUID | None = None) -> HttpResponse:
    """Add an action to the plan, change it or take it out."""
    words = {
        "heading": _("Change an action") if key else _("Add an action"),
        "saved": _("The action is saved."),
        "remove": _("Remove from the plan"),
        "removed": _("The action is removed from the plan."),
    }
    return _item(request, pk, key, Plan, ActionForm, words)


def lesson(request: HttpRequest, pk: uuid.UUID, key: uuid.UUID | None = None) -> HttpResponse:
    """Add a lesson learned or a success, change it or take it out."""
    words = {
        "heading": _("Change a lesson or a success") if key else _("Add a lesson or a success"),
        "saved": _("The lesson is saved."),
        "remove": _("Remove from the lessons"),
        "removed": _("The lesson is removed."),
    }
    return _item(request, pk, key, LessonText, LessonForm, words, anchor="#lessons")


def _item(
    request: HttpRequest,
    pk: uuid.UUID,
    key: uuid.UUID | None,
    kind: Any,
    make_form: Callable[..., Any],
    words: Mapping[str, str],
    *,
    anchor: str = "",
) -> HttpResponse:
    """The page of an action or a lesson, with its `words`: its heading, the button that takes it
    out, and what says that it is saved or removed.
    """
    assessment = get_assessment(request, pk, may=rules.may_rate)
    name = kind.model._meta.model_name
    row = _found(request, getattr(assessment, f"{name}s"), key)
    plan_page = f"{reverse('improvement:plan', args=[assessment.pk])}{anchor}"
    form = make_form(posted(request), instance=copy(row), assessment=assessment)
    removing = row is not None and "remove" in request.POST
    if is_submitted(request) and (removing or form.is_valid()):
        by = person_of(request)
        with faults_in(form, at=""):
            if removing:
                remove_item(assessment, row, by=by)
            else:
                save_item(assessment, kind(**form.cleaned_data), by=by, row=row)
                warn_unprintable(request, *map(str, form.cleaned_data.values()))
            messages.success(request, words["removed" if removing else "saved"])
            return redirect(plan_page)
    context = {"assessment": assessment, "item": row, "words": words, "plan_page": plan_page}
    # Of several open in tabs, each says which one it is.
    context["about"] = getattr(row, "title", "") or getattr(row, "text", "")
    return form_page(request, "improvement/item.html", form, context)


def _found(request: HttpRequest, rows: Any, key: uuid.UUID | None) -> Any:
    """The row with a key, None for a new one. Raises Http404 where there is none to show.

    What a page posts for a row that others took out meanwhile is not lost: it becomes a new one.
    """
    row = None if key is None else rows.filter(key=key).first()
    if key and row is None:
        if "once" not in request.POST or "remove" in request.POST:
            raise Http404
        if is_submitted(request):
            messages.warning(request, _("Someone else has since removed this."))
    return row
