"""A person's own views: opening, keeping and removing them."""

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from assessments.councils.actions import keep_view, remove_view
from assessments.councils.choice import views_of
from assessments.councils.forms import InitiativesForm, ViewForm
from assessments.web.access import get_council, person_of
from assessments.web.pages import chosen, form_page, is_submitted, posted
from maturity.faults import Faults


def index(request: HttpRequest) -> HttpResponse:
    """My views, each with a button to remove it."""
    person = person_of(request)
    if request.method == "POST":
        view = chosen(request, "remove", person.saved_views.all())
        remove_view(view, by=person)
        messages.success(request, _("The view “%(name)s” is removed.") % {"name": view.name})
        return redirect("councils:saved_views")
    return render(request, "councils/saved_views/index.html", {"views": views_of(person)})


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
    """Leads to one of my views. Raises Http404 for anybody else's."""
    views = person_of(request).saved_views.select_related("council")
    return redirect(get_object_or_404(views, pk=pk).page)
