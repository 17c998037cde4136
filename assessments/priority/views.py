"""The public page about the priority, and the secretariat's page of its road map."""

from copy import copy

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assessments import rules
from assessments.models import Milestone, Person
from assessments.priority.actions import remove_milestone, save_milestone
from assessments.priority.forms import MilestoneForm
from assessments.web.access import person_of
from assessments.web.pages import is_submitted, page_errors, posted
from maturity.editions import newest_edition, parts_of
from maturity.models import Council, Priority

MOST = 20  # milestones: a page with more forms would be too heavy to send


@login_not_required
def page(request: HttpRequest) -> HttpResponse:
    """Vision and results, the councils' priorities, the life cycle, the road map."""
    lists = {
        "priorities": Priority.objects.all(),
        "councils": Council.objects.all(),
        "milestones": Milestone.objects.all(),
        "may_manage": isinstance(request.user, Person) and rules.may_manage_road_map(request.user),
    }
    return render(request, "priority/page.html", parts_of(newest_edition()) | lists)


def road_map(request: HttpRequest) -> HttpResponse:
    """Add, change, remove and order the milestones, all on one page."""
    person = person_of(request)
    if not rules.may_manage_road_map(person):
        raise PermissionDenied
    rows = list(Milestone.objects.all())
    forms = [_form(request, row) for row in rows]
    added = [_form(request, None, order=1 + max((each.order for each in rows), default=0))]
    if len(rows) >= MOST:
        added = []
    submitted = is_submitted(request)
    for form in (*forms, *added):
        form.show_errors = submitted
    errors = page_errors(*forms, *added) if submitted else []
    if submitted and not errors:
        with transaction.atomic():
            for form, row in zip(forms, rows, strict=True):
                if form.removing:
                    remove_milestone(row, by=person)
                else:
                    save_milestone(row, by=person, **form.values)
            for form in added:
                if form.has_changed():
                    save_milestone(None, by=person, **form.values)
        messages.success(request, _("The road map is saved."))
        return redirect("priority:road_map")
    context = {
        "forms": list(zip(rows, forms, strict=True)),
        "added": added,
        "errors": errors,
        "page_form": "page",
        "most": MOST,
    }
    return render(request, "priority/road_map.html", context)


def _form(request: HttpRequest, row: Milestone | None, *, order: int = 0) -> MilestoneForm:
    if row is None:
        return MilestoneForm(posted(request), prefix="new", initial={"order": order})
    return MilestoneForm(posted(request), instance=copy(row), prefix=f"m{row.pk}")
