"""What to do next, what if, and which initiatives of a council can be brought to their targets."""

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assessments import rules
from assessments.baselines.reads import assessment_content
from assessments.baselines.values import Content
from assessments.gaps.actions import set_efforts
from assessments.gaps.council import weigh
from assessments.gaps.forms import BudgetForm, EffortForm, NextForm, effort_form
from assessments.gaps.reads import plan_of
from assessments.gaps.steps import NextSteps, default_goal, next_steps
from assessments.gaps.trial import trial, tried_of
from assessments.models import Assessment
from assessments.playbook.reads import fitting
from assessments.web.access import get_assessment, get_council, person_of
from assessments.web.pages import is_submitted, page_errors, posted
from maturity.models import Council, Criterion


def next_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Which statements must rise, who has to act, and what an effort comes to.

    The lead says here how much work each is.
    """
    assessment, content = _seen(request, pk)
    initiative = assessment.initiative
    may_change = rules.may_change_plan(person_of(request), initiative)
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    plan = plan_of(initiative)
    asking = NextForm(
        request.GET.dict(), content.attributes, default=default_goal(plan), top=content.top
    )
    context = {
        "assessment": assessment,
        "initiative_code": initiative.code,
        "asking": asking,
        "may_change": may_change,
    }
    if not asking.is_valid():
        errors = page_errors(asking)
        return render(request, "gaps/next.html", context | {"errors": errors})
    steps = next_steps(content, plan, asking.asked)
    codes = [each.criterion.code for each in steps.steps]
    stored = {code: plan.efforts.get(code, "") for code in codes}
    form = effort_form(codes)(posted(request), stored=stored)
    form.show_errors = is_submitted(request)
    if is_submitted(request) and form.is_valid():
        said = {name: form.cleaned_data[name] for name in codes}
        statements = Criterion.objects.filter(edition=assessment.edition_id, code__in=codes)
        set_efforts(
            initiative, {each: said[each.code] for each in statements}, by=person_of(request)
        )
        messages.success(request, _("The efforts are saved."))
        return redirect(request.get_full_path())
    context |= {
        "next": steps,
        "goals": _with_fields(steps, form),
        "errors": page_errors(form) if is_submitted(request) else [],
        "form": form,
        "fitting": fitting(codes, assessment.stage.code),
    }
    if may_change and codes:
        context["page_form"] = "page"
    return render(request, "gaps/next.html", context)


def _with_fields(steps: NextSteps, form: EffortForm) -> list[tuple[object, list[object]]]:
    """The goals, and with each of their steps the field of its effort."""
    return [
        (goal, [(step, form[step.criterion.code]) for step in goal.steps]) for goal in steps.goals
    ]


def what_if(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The levels that would follow from other ratings. What is tried is in the address, and no
    more than that: one that says what is so already is led to a shorter one."""
    assessment, content = _seen(request, pk)
    tried = tried_of(content, request.GET)
    if request.GET and len(tried) < len(request.GET):
        return redirect(f"{request.path}?{urlencode(tried)}" if tried else request.path)
    found = trial(content, tried, plan_of(assessment.initiative).targets)
    return render(
        request,
        "gaps/what_if.html",
        {
            "assessment": assessment,
            "content": content,
            "tried": tried,
            "trial": found,
            "moved": {each.attribute.code for each in found.rows if each.moved},
        },
    )


def council_page(request: HttpRequest, code: str) -> HttpResponse:
    """Which initiatives of a council can be brought to all of their targets within an effort."""
    person = person_of(request)
    council = get_council(request, code, may=rules.may_look_ahead_for_council)
    form = BudgetForm(request.GET.dict())
    context = {"council": council, "form": form}
    if not form.is_valid():
        return render(request, "gaps/council.html", context | {"errors": page_errors(form)})
    councils = Council.objects.meant_by(council.code)
    found = weigh(councils, form.cleaned_data["budget"], reader=person)
    return render(request, "gaps/council.html", context | {"weighed": found})


def _seen(request: HttpRequest, pk: uuid.UUID) -> tuple[Assessment, Content]:
    """The assessment and what is shown of it, for whoever may look ahead."""
    assessment = get_assessment(request, pk, may=rules.may_look_ahead)
    opinions = rules.may_see_opinions(person_of(request), assessment)
    return assessment, assessment_content(assessment, opinions=opinions)
