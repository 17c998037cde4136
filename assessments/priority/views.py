"""The public page about the priority, and the secretariat's pages of its road map and its work."""

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
from assessments.priority import actions
from assessments.priority.forms import MilestoneForm, PartyForm, StatementOfWorkForm
from assessments.priority.reads import Work, kept_work, shown_work
from assessments.priority.rows import RowForms
from assessments.web.access import person_of
from assessments.web.pages import is_submitted, page_errors, posted
from maturity.editions import newest_edition, parts_of
from maturity.models import Council, Priority

MOST = 20  # milestones: a page with more forms would be too heavy to send
MOST_PARTIES = 12  # for the same reason


@login_not_required
def page(request: HttpRequest) -> HttpResponse:
    """Vision and results, the councils' priorities, the life cycle, the road map."""
    lists = {
        "priorities": Priority.objects.all(),
        "councils": Council.objects.all(),
        "milestones": Milestone.objects.all(),
        "work": shown_work(),
        "may_manage": isinstance(request.user, Person) and rules.may_manage_road_map(request.user),
        "may_return": isinstance(request.user, Person) and rules.may_see_validation(request.user),
    }
    return render(request, "priority/page.html", parts_of(newest_edition()) | lists)


def road_map(request: HttpRequest) -> HttpResponse:
    """Add, change, remove and order the milestones, all on one page."""
    person = _secretariat(request)
    rows = RowForms.of(request, list(Milestone.objects.all()), MilestoneForm, most=MOST)
    errors = rows.errors() if is_submitted(request) else []
    if is_submitted(request) and not errors:
        with transaction.atomic():
            rows.save(actions.save_milestone, actions.remove_milestone, by=person)
        messages.success(request, _("The road map is saved."))
        return redirect("priority:road_map")
    context = {
        "forms": rows.pairs,
        "added": rows.added,
        "errors": errors,
        "page_form": "page",
        "most": MOST,
    }
    return render(request, "priority/road_map.html", context)


def statement_of_work(request: HttpRequest) -> HttpResponse:
    """Write the statement of work in both languages, and say who does what.

    Until it is begun, the page offers a first text of what is known since 2017.
    """
    person = _secretariat(request)
    work = kept_work()
    if work is None:
        if is_submitted(request):
            actions.begin_statement_of_work(by=person)
            messages.success(
                request, _("The statement of work has been started. Complete it below.")
            )
            return redirect("priority:statement_of_work")
        return render(request, "priority/begin_work.html", {"page_form": "page"})
    return _edited(request, work, person)


@transaction.atomic
def _edited(request: HttpRequest, work: Work, person: Person) -> HttpResponse:
    # A form writes into its row what was posted, valid or not, and the page shows what is kept.
    form = StatementOfWorkForm(posted(request), instance=copy(work.row))
    rows = RowForms.of(request, work.parties, PartyForm, most=MOST_PARTIES)
    form.show_errors = is_submitted(request)
    errors = [*page_errors(form), *rows.errors()] if is_submitted(request) else []
    if is_submitted(request) and not errors:
        actions.save_statement_of_work(by=person, **form.values)
        rows.save(actions.save_party, actions.remove_party, by=person)
        messages.success(request, _("The statement of work is saved."))
        return redirect("priority:statement_of_work")
    context = {
        "work": work,
        "form": form,
        "forms": rows.pairs,
        "added": rows.added,
        "most": MOST_PARTIES,
        "errors": errors,
        "page_form": "page",
    }
    return render(request, "priority/statement_of_work.html", context)


def _secretariat(request: HttpRequest) -> Person:
    """The person signed in, who may keep road map and statement of work. Raises PermissionDenied
    for anyone else."""
    person = person_of(request)
    if not rules.may_manage_road_map(person):
        raise PermissionDenied
    return person
