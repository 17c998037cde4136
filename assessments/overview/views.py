"""An assessment: its task list, its profile, and its file in the exchange format."""

import json
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessments import rules
from assessments.baselines.reader import content
from assessments.baselines.reads import assessment_content, current_snapshot
from assessments.baselines.selection import selection_of
from assessments.exchange.writing import with_lessons
from assessments.improvement.since import plan_since
from assessments.models import Concern
from assessments.overview.tasks import gathered, next_task, team_tasks
from assessments.partners.sheets import progress_of_all, sheet_parts
from assessments.playbook.reads import fitting
from assessments.rating.reads import bookmarked
from assessments.review import actions as workflow
from assessments.review.reads import unanswered_concerns
from assessments.web.access import get_assessment, own_first, person_of
from assessments.web.permissions import permissions_of
from maturity.bilingual import current_language
from maturity.file_names import attached


def overview(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The task list: what there is to do, and how far each part has come."""
    assessment = get_assessment(request, pk)
    person = person_of(request)
    permissions = permissions_of(request, assessment)
    context: dict[str, Any] = {
        "assessment": assessment,
        "concerns": list(Concern.objects.asked_of(assessment)),
        "may_see_consensus": rules.may_see_consensus(person, assessment),
        "may_ask": assessment.is_open and rules.may_ask_to_rate(person, assessment),
        **permissions,
    }
    if sheet := rules.own_sheet(person, assessment):
        context["own"] = {"sheet": sheet, "progress": progress_of_all(sheet_parts(sheet))}
    if not rules.is_blind(person, assessment):
        opinions = rules.may_see_opinions(person, assessment)
        taken = current_snapshot(assessment, opinions=opinions)
        shown = context["content"] = content(taken, current_language())
        if permissions["may_rate"]:
            found = gathered(assessment, shown)
            findings = workflow.check(assessment, taken)
            unanswered = unanswered_concerns(assessment)
            context["bookmarked"] = bookmarked(assessment, person)
            context["tasks"] = team_tasks(assessment, shown, findings, found, unanswered)
            context["next"] = next_task(assessment, shown, found, person, unanswered)
    return render(request, "overview/overview.html", context)


def profile(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Where each attribute stands on the continuum, what blocks the next level, and why."""
    assessment = get_assessment(request, pk)
    person = person_of(request)
    if rules.is_blind(person, assessment):
        return own_first(request, assessment)
    opinions = rules.may_see_opinions(person, assessment)
    shown = assessment_content(assessment, opinions=opinions)
    blocking = {each.code for attribute in shown.attributes for each in attribute.blocking}
    may_see_plan = rules.may_see_plan(person, assessment.initiative)
    living = may_see_plan and shown.approval
    return render(
        request,
        "overview/profile.html",
        {
            "assessment": assessment,
            "content": shown,
            "selection": selection_of(shown, request.GET),
            "fitting": fitting(blocking, assessment.stage.code),
            "may_see_plan": may_see_plan,
            "since": plan_since(shown, assessment.initiative) if living else None,
            "may_look_ahead": rules.may_look_ahead(person, assessment),
            **permissions_of(request, assessment),
        },
    )


def export(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The assessment as a file in the exchange format."""
    assessment = get_assessment(request, pk, may=rules.may_export)
    opinions = rules.may_see_opinions(person_of(request), assessment)
    taken = current_snapshot(assessment, opinions=opinions)
    name = f"{assessment.initiative.code}-{assessment.stage.code}-{assessment.cycle}.json"
    return HttpResponse(
        json.dumps(with_lessons(taken), ensure_ascii=False, indent=1),
        content_type="application/json",
        headers=attached(name),
    )
