"""Initiatives: the list, one initiative with its stages, its team, and the start of assessments."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments import rules
from assessments.councils.choice import views_of
from assessments.councils.listing import Stands, lines
from assessments.councils.selection import asked_list, list_form
from assessments.councils.spreadsheet import initiative_rows
from assessments.cycle.actions import start_assessment
from assessments.cycle.moving import moves_of
from assessments.initiatives.actions import create_initiative, update_initiative
from assessments.initiatives.forms import InitiativeForm, StartForm
from assessments.initiatives.reads import life_cycle_of, stages_of
from assessments.models import Initiative, Membership
from assessments.models.people import Role
from assessments.people.actions import take_role
from assessments.people.forms import TeamForm
from assessments.people.views import act_on_invitation, give_or_invite
from assessments.web.access import get_initiative, person_of
from assessments.web.faults import faults_in, faults_told
from assessments.web.pages import chosen, form_page, is_submitted, page_errors, posted
from assessments.web.printing import warn_unprintable
from assessments.web.spreadsheet import table_response
from maturity.bilingual import current_language
from maturity.editions import newest_edition
from maturity.folding import by_name

LINES = 25


def index(request: HttpRequest) -> HttpResponse:
    """The initiatives that I may see, as far as I ask for them."""
    person = person_of(request)
    asked = list_form(person, request.GET)
    context = {
        "form": asked.form,
        "errors": page_errors(asked.form),
        "may_manage": rules.may_manage_initiatives(person),
        "may_export": rules.may_export_anything(person),
        "views": views_of(person),
    }
    if not asked.form.is_valid():
        return render(request, "initiatives/index.html", context)
    found = asked_list(person, asked)
    page = Paginator(found.numbers, LINES).get_page(request.GET.get("page"))
    stages = [each.text for each in asked.words.stages]
    return render(
        request,
        "initiatives/index.html",
        context
        | {
            "page": page,
            "lines": lines(Stands(found.chosen), list(page), person),
            "chosen": found.chosen,
            "stages": stages,
            "attributes": asked.attributes,
            "chips": asked.form.chips(),
            "given": asked.form.given,
        },
    )


def index_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same list as a spreadsheet, whole."""
    person = person_of(request)
    asked = list_form(person, request.GET)
    if not asked.form.is_valid():
        # The page says what is wrong.
        return redirect(f"{reverse('initiatives:index')}?{request.GET.urlencode()}")
    found = asked_list(person, asked)
    rows = initiative_rows(found.chosen, found.numbers, asked.attributes, asked.words.stages)
    name = f"initiatives-{found.chosen.at}-{current_language()}"
    return table_response(rows, name, ending, title=_("Initiatives"))


def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One initiative: what it is, where each stage stands, who works on it."""
    initiative = get_initiative(request, code)
    person = person_of(request)
    stages = stages_of(initiative, person)
    members = _members(initiative)
    return render(
        request,
        "initiatives/detail.html",
        {
            "initiative": initiative,
            "stages": stages,
            "stage_names": [row.stage.text for row in stages],
            "life_cycle": life_cycle_of(stages),
            "members": members,
            "has_baseline": any(row.baseline for row in stages),
            "begun": any(row.assessment for row in stages),
            "has_lead": any(each.role == Role.LEAD for each in members),
            "may_prepare": rules.may_prepare(person, initiative),
            "may_export": rules.may_export_initiative(person, initiative),
            "may_edit": rules.may_edit_initiative(person, initiative),
            "sees_council": rules.may_see_council(person, initiative.council),
            "may_start": rules.may_start_assessment(person, initiative),
            "may_manage_team": rules.may_manage_team(person, initiative),
        },
    )


def _members(initiative: Initiative) -> list[Membership]:
    """The team, by name."""
    members = initiative.membership_set.select_related("person", "jurisdiction")
    return by_name(members, lambda each: each.person.name)


def new(request: HttpRequest) -> HttpResponse:
    """Create an initiative."""
    person = person_of(request)
    if not rules.may_manage_initiatives(person):
        raise PermissionDenied
    form = InitiativeForm(posted(request))
    if is_submitted(request) and form.is_valid():
        initiative = create_initiative(by=person, **form.cleaned_data)
        warn_unprintable(request, initiative.name_en, initiative.name_fr)
        messages.success(request, _("The initiative is created. Next, add its lead to the team."))
        return redirect("initiatives:detail", initiative.code)
    return form_page(request, "initiatives/form.html", form, {"initiative": None})


def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change what an initiative is."""
    initiative = get_initiative(request, code, may=rules.may_edit_initiative)
    # A copy: the form writes into its instance even when it is not valid.
    form = InitiativeForm(posted(request), instance=copy(initiative))
    if is_submitted(request) and form.is_valid():
        with faults_in(form, ""):
            changed = update_initiative(initiative, by=person_of(request), **form.cleaned_data)
            warn_unprintable(request, changed.name_en, changed.name_fr)
            messages.success(request, _("Your changes are saved."))
            return redirect("initiatives:detail", changed.code)
    return form_page(request, "initiatives/form.html", form, {"initiative": initiative})


def team(request: HttpRequest, code: str) -> HttpResponse:
    """An initiative's team: who is on it, who is invited, and a form to add someone."""
    initiative = get_initiative(request, code, may=rules.may_manage_team)
    by = person_of(request)
    members = initiative.membership_set.all()
    waiting = initiative.invitation_set.pending().select_related("jurisdiction")
    adding = not request.POST.keys() & {"take", "again", "revoke"}
    form = TeamForm(posted(request) if adding else None, is_own=lambda _password: False)
    if is_submitted(request) and (not adding or form.is_valid()):
        with faults_in(form, "") if adding else faults_told(request):
            if "take" in request.POST:
                take_role(chosen(request, "take", members), by=by)
                messages.success(request, _("The role is removed."))
            elif not adding:
                act_on_invitation(request, waiting)
            else:
                given = form.cleaned_data | {"initiative": initiative, "council": None}
                messages.success(request, give_or_invite(given, by=by))
            return redirect("initiatives:team", code)
    context = {"initiative": initiative, "members": _members(initiative), "invitations": waiting}
    return form_page(request, "initiatives/team.html", form, context)


def before(request: HttpRequest, code: str) -> HttpResponse:
    """What an assessment is and takes, for those who are about to make their first one."""
    initiative = get_initiative(request, code, may=rules.may_prepare)
    person = person_of(request)
    edition = newest_edition()
    return render(
        request,
        "initiatives/before.html",
        {
            "initiative": initiative,
            "statements": edition.criterion_set.count(),
            "results": edition.result_set.count(),
            "attributes": edition.attribute_set.count(),
            "may_start": rules.may_start_assessment(person, initiative),
            "may_manage_team": rules.may_manage_team(person, initiative),
            "has_lead": initiative.membership_set.filter(role=Role.LEAD).exists(),
        },
    )


def start(request: HttpRequest, code: str) -> HttpResponse:
    """Start an assessment of one stage."""
    initiative = get_initiative(request, code, may=rules.may_start_assessment)
    initial = {"stage": request.GET.get("stage")}
    form = StartForm(posted(request), initial=initial, initiative=initiative)
    if is_submitted(request) and form.is_valid():
        with faults_in(form, "stage"):
            assessment = start_assessment(initiative, by=person_of(request), **form.cleaned_data)
            return redirect("overview:assessment", assessment.pk)
    context = {"initiative": initiative, "may_move": "edition" in form.fields}
    return form_page(request, "initiatives/start.html", form, context)


def moving(request: HttpRequest, code: str) -> HttpResponse:
    """What would become of the ratings of each stage on the newest edition. Nothing is saved."""
    initiative = get_initiative(request, code, may=rules.may_start_assessment)
    newest = newest_edition()
    context = {
        "initiative": initiative,
        "edition": newest,
        "moves": moves_of(initiative, newest),
    }
    return render(request, "initiatives/moving.html", context)
