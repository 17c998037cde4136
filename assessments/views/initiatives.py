"""Initiatives: the list, one initiative with its stages, its team, and the start of assessments."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assessments import rules
from assessments.access import get_initiative, person_of
from assessments.actions.assessments import start_assessment
from assessments.actions.initiatives import create_initiative, update_initiative
from assessments.actions.people import take_role
from assessments.forms.people import TeamForm
from assessments.forms.plain import InitiativeForm, StartForm
from assessments.queries import initiatives_for, life_cycle_of, stages_of
from assessments.views.pages import chosen, form_page, is_submitted, posted
from assessments.views.people import act_on_invitation, give_or_invite
from maturity.faults import Faults


def index(request: HttpRequest) -> HttpResponse:
    """The initiatives that I may see."""
    person = person_of(request)
    return render(
        request,
        "initiatives/index.html",
        {
            "initiatives": initiatives_for(person),
            "may_manage": rules.may_manage_initiatives(person),
        },
    )


def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One initiative: what it is, where each stage stands, who works on it."""
    initiative = get_initiative(request, code)
    person = person_of(request)
    stages = stages_of(initiative, person)
    return render(
        request,
        "initiatives/detail.html",
        {
            "initiative": initiative,
            "stages": stages,
            "stage_names": [row.stage.text for row in stages],
            "life_cycle": life_cycle_of(stages),
            "members": initiative.membership_set.select_related("person", "jurisdiction"),
            "may_export": rules.may_export_initiative(person, initiative),
            "may_edit": rules.may_edit_initiative(person, initiative),
            "may_start": rules.may_start_assessment(person, initiative),
            "may_manage_team": rules.may_manage_team(person, initiative),
        },
    )


def new(request: HttpRequest) -> HttpResponse:
    """Create an initiative."""
    person = person_of(request)
    if not rules.may_manage_initiatives(person):
        raise PermissionDenied
    form = InitiativeForm(posted(request))
    if is_submitted(request) and form.is_valid():
        initiative = create_initiative(by=person, **form.cleaned_data)
        messages.success(request, _("The initiative is created. Next, add its lead to the team."))
        return redirect("initiative", initiative.code)
    return form_page(request, "initiatives/form.html", form, {"initiative": None})


def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change what an initiative is."""
    initiative = get_initiative(request, code, may=rules.may_edit_initiative)
    # A copy: the form writes into its instance even when it is not valid.
    form = InitiativeForm(posted(request), instance=copy(initiative))
    if is_submitted(request) and form.is_valid():
        try:
            changed = update_initiative(initiative, by=person_of(request), **form.cleaned_data)
        except Faults as raised:
            for fault in raised.faults:
                form.add_error("channels", fault.message)
        else:
            messages.success(request, _("Your changes are saved."))
            return redirect("initiative", changed.code)
    return form_page(request, "initiatives/form.html", form, {"initiative": initiative})


def team(request: HttpRequest, code: str) -> HttpResponse:
    """An initiative's team: who is on it, who is invited, and a form to add someone."""
    initiative = get_initiative(request, code, may=rules.may_manage_team)
    by = person_of(request)
    members = initiative.membership_set.select_related("person", "jurisdiction")
    waiting = initiative.invitation_set.pending().select_related("jurisdiction")
    adding = not request.POST.keys() & {"take", "again", "revoke"}
    form = TeamForm(posted(request) if adding else None)
    if is_submitted(request):
        try:
            if "take" in request.POST:
                take_role(chosen(request, "take", members), by=by)
                messages.success(request, _("The role is taken away."))
                return redirect("team", code)
            if not adding:
                act_on_invitation(request, waiting)
                return redirect("team", code)
            if form.is_valid():
                given = form.cleaned_data | {"initiative": initiative, "council": None}
                messages.success(request, give_or_invite(given, by=by))
                return redirect("team", code)
        except Faults as faults:
            for fault in faults.faults:
                messages.error(request, fault.message)
            return redirect("team", code)
    context = {"initiative": initiative, "members": members, "invitations": waiting}
    return form_page(request, "initiatives/team.html", form, context)


def start(request: HttpRequest, code: str) -> HttpResponse:
    """Start an assessment of one stage."""
    initiative = get_initiative(request, code, may=rules.may_start_assessment)
    form = StartForm(posted(request), initial={"stage": request.GET.get("stage")})
    if is_submitted(request) and form.is_valid():
        try:
            assessment = start_assessment(
                initiative,
                form.cleaned_data["stage"],
                by=person_of(request),
                as_of=form.cleaned_data["as_of"],
                due=form.cleaned_data["due"],
            )
        except Faults as raised:
            for fault in raised.faults:
                form.add_error("stage", fault.message)
        else:
            return redirect("assessment", assessment.pk)
    return form_page(request, "initiatives/start.html", form, {"initiative": initiative})
