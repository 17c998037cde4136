"""The views that people keep: opening, sharing and removing them, and which one opens first."""

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from assessments import rules
from assessments.councils.actions import (
    choose_home,
    keep_view,
    remove_view,
    share_view,
    stop_sharing,
)
from assessments.councils.choice import view_lines
from assessments.councils.forms import InitiativesForm, ViewForm
from assessments.models import Person, SavedView
from assessments.web.access import get_council, person_of
from assessments.web.faults import faults_told
from assessments.web.pages import chosen, form_page, is_submitted, posted
from maturity.faults import Faults


def index(request: HttpRequest) -> HttpResponse:
    """My views and those that are shared with me, with what can be done with each."""
    if is_submitted(request):
        with faults_told(request):
            _act(request)
        return redirect("councils:saved_views")
    return render(
        request, "councils/saved_views/index.html", {"lines": view_lines(person_of(request))}
    )


def _act(request: HttpRequest) -> None:
    """Does with a view what a button says."""
    person = person_of(request)
    own = person.saved_views.all()
    if "share" in request.POST:
        view = chosen(request, "share", own)
        code = request.POST.get("council", "")
        council = get_council(request, code, may=rules.may_share_views)
        share_view(view, council, by=person)
        message = _("“%(name)s” is shared with: %(council)s.")
        messages.success(request, message % {"name": view.name, "council": council.text})
    elif "stop" in request.POST:
        view = chosen(request, "stop", own)
        stop_sharing(view, by=person)
        messages.success(request, _("“%(name)s” is no longer shared.") % {"name": view.name})
    elif "home" in request.POST:
        _choose_home(request, person)
    else:
        view = chosen(request, "remove", own)
        remove_view(view, by=person)
        messages.success(request, _("The view “%(name)s” was removed.") % {"name": view.name})


def _choose_home(request: HttpRequest, person: Person) -> None:
    if not request.POST["home"]:
        choose_home(None, by=person)
        messages.success(request, _("My work opens first again."))
        return
    view = chosen(request, "home", SavedView.objects.filter(rules.views_read_by(person)))
    choose_home(view, by=person)
    message = _("“%(name)s” now opens first. “My work” stays in the menu.")
    messages.success(request, message % {"name": view.name})


def keep(request: HttpRequest) -> HttpResponse:
    """Gives the page that one comes from, with its filters, a name."""
    code = request.GET.get("council", "")
    council = get_council(request, code) if code else None
    asked = QueryDict(request.GET.get("query", "")[: 2 * ViewForm.LONGEST])
    query = urlencode(
        {name: asked[name] for name in InitiativesForm.base_fields if asked.get(name)}
    )
    if len(query) > ViewForm.LONGEST:
        raise Http404
    form = ViewForm(posted(request))
    if is_submitted(request) and form.is_valid():
        try:
            view = keep_view(
                by=person_of(request),
                name=form.cleaned_data["name"],
                council=council,
                query=query,
            )
        except Faults as raised:
            form.add_error("name", [fault.message for fault in raised.faults])
        else:
            messages.success(request, _("The view is saved as “%(name)s”.") % {"name": view.name})
            return redirect(view.page)
    return form_page(request, "councils/saved_views/keep.html", form, {"council": council})


def open_view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Leads to a view of mine, or one that is shared with me. Raises Http404 for any other."""
    views = SavedView.objects.filter(rules.views_read_by(person_of(request)))
    return redirect(get_object_or_404(views.select_related("council"), pk=pk).page)
