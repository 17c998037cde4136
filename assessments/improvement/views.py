"""Pages of an initiative's plan: its targets, and the actions that lead to them."""

import uuid
from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from assessments import rules
from assessments.evidence.attachments import remove_document
from assessments.improvement.actions import ActionText, remove_item, save_item, set_target
from assessments.improvement.board import A_PAGE, columns, ordered, orphans, tally
from assessments.improvement.forms import ActionForm, TargetForm, UpdateForm
from assessments.improvement.reads import (
    edition_of,
    has_left,
    people_of,
    plan_sentence,
    stands_at,
    target_rows,
)
from assessments.improvement.suggestions import suggestions
from assessments.improvement.timeline import MOST, timeline
from assessments.improvement.updates import UpdateText, update_action
from assessments.models import (
    Action,
    ActionDocument,
    Assessment,
    Initiative,
    Person,
    Play,
)
from assessments.models.assessments import State
from assessments.web.access import get_assessment, get_initiative, person_of
from assessments.web.faults import faults_in
from assessments.web.pages import (
    PageError,
    chosen,
    fault_errors,
    form_page,
    is_submitted,
    page_errors,
    posted,
    to_edit,
)
from assessments.web.printing import warn_unprintable
from maturity.faults import Faults
from maturity.models import Criterion, Level
from maturity.text import code as code_in

WAYS = ("list", "board", "timeline")
LEFT = 5  # owners who have left are told so many times at most


class CountedPaginator(Paginator):
    """Pages of rows of which it is known how many there are."""

    def __init__(self, rows: QuerySet[Action], each: int, number: int):
        super().__init__(rows, each)
        self.count = number


def of_assessment(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """To the plan of an assessment's initiative."""
    assessment = get_assessment(request, pk)
    return redirect("improvement:plan", assessment.initiative.code)


def plan(request: HttpRequest, code: str) -> HttpResponse:
    """The targets with where the initiative stands, and its actions: a list, a board, a timeline
    (`?as=`); the list of one status with `?status=`.
    """
    initiative = get_initiative(request, code, may=rules.may_see_plan)
    standing = stands_at(initiative, person_of(request))
    rows = target_rows(initiative, edition_of(initiative), standing)
    counted = tally(initiative)
    way, status = request.GET.get("as", ""), request.GET.get("status", "")
    status = status if status in Action.Status else ""
    context: dict[str, Any] = {
        "initiative": initiative,
        "standing": standing,
        "rows": rows,
        "tally": counted,
        "sentence": plan_sentence(rows, counted.all, counted.open, counted.overdue),
        "left": orphans(initiative)[:LEFT],
        "way": way if way in WAYS else WAYS[0],
        "status": Action.Status(status).label if status else "",
        "may_change": rules.may_change_plan(person_of(request), initiative),
    }
    context["ahead"] = _ahead(person_of(request), initiative)
    if context["may_change"] and standing:
        context["suggestions"] = suggestions(initiative, rows, standing.blocking)
    match context["way"]:
        case "board":
            context["columns"] = columns(initiative, counted)
        case "timeline":
            dated = ordered(initiative).exclude(status=Action.Status.CANCELLED)
            first = dated.filter(due__isnull=False).prefetch_related(None)[:MOST]
            undated = counted.all - counted.by_status[Action.Status.CANCELLED] - counted.dated
            context["timeline"] = timeline(first, counted.dated, undated)
        case _:
            number = counted.by_status[status] if status else counted.all
            pages = CountedPaginator(ordered(initiative, status), A_PAGE, number)
            context["page"] = pages.get_page(request.GET.get("page"))
    return render(request, "improvement/plan.html", context)


def _ahead(person: Person, initiative: Initiative) -> Assessment | None:
    """The newest assessment of which a person may see what to do next."""
    newest = initiative.assessments.exclude(state=State.WITHDRAWN).select_related("initiative")
    found = newest.order_by("-as_of", "-stage__order", "-cycle").first()
    return found if found and rules.may_look_ahead(person, found) else None


def targets(request: HttpRequest, code: str) -> HttpResponse:
    """Set, move or remove the targets."""
    initiative = get_initiative(request, code, may=rules.may_change_plan)
    edition = edition_of(initiative)
    levels = list(Level.objects.filter(edition=edition))
    rows = []
    for row in target_rows(initiative, edition, stands_at(initiative, person_of(request))):
        names = ("level", "by", "why", "why_language")
        stored = {name: getattr(row.target, name, None) for name in names}
        form = TargetForm(
            posted(request),
            prefix=row.attribute.code,
            stored=stored,
            levels=levels,
            attained=row.attained,
        )
        form.show_errors = is_submitted(request)
        rows.append((row, form))
    errors = []
    if is_submitted(request):
        errors = [
            PageError(each.field_id, f"{row.attribute.text} – {each.message}")
            for row, form in rows
            for each in page_errors(form)
        ]
        if not errors:
            try:
                with transaction.atomic():
                    for row, form in rows:
                        set_target(initiative, row.attribute, form.aim, by=person_of(request))
            except Faults as faults:
                errors = fault_errors(fault.message for fault in faults.faults)
            else:
                messages.success(request, _("Your targets are saved."))
                return redirect("improvement:plan", initiative.code)
    context = {"initiative": initiative, "rows": rows, "errors": errors, "page_form": "page"}
    return render(request, "improvement/targets.html", context)


def action(request: HttpRequest, code: str, key: uuid.UUID) -> HttpResponse:
    """An action with what was reported of it; whoever leads it reports here."""
    person = person_of(request)
    found = _action(request, code, key)
    may_update = rules.may_update_action(person, found)
    form = UpdateForm(
        posted(request) if may_update else None,
        request.FILES or None,
        stored={"status": found.status},
        is_shown=found.documents.exists(),
    )
    if may_update and is_submitted(request) and "remove" in request.POST:
        document = chosen(request, "remove", ActionDocument.objects.filter(action=found))
        remove_document(document, by=person)
        messages.success(request, _("The document is removed from the action."))
        return redirect("improvement:action", found.initiative.code, found.key)
    if may_update and is_submitted(request) and form.is_valid():
        said = form.cleaned_data
        report = UpdateText(
            said["status"], said["text"], said["text_language"] if said["text"] else ""
        )
        with faults_in(form, at="document_file"):
            update_action(found, report, said, by=person)
            warn_unprintable(request, said["text"], said["document_title"])
            messages.success(request, _("The update is saved."))
            return redirect("improvement:action", found.initiative.code, found.key)
    if request.method == "POST" and not may_update:
        raise PermissionDenied
    context = {
        "initiative": found.initiative,
        "action": found,
        "left": has_left(found, people_of(found.initiative)),
        "updates": found.updates.select_related("person"),
        "documents": found.documents.select_related("file"),
        "may_update": may_update,
        "may_change": rules.may_change_plan(person, found.initiative),
        "may_see_plan": rules.may_see_plan(person, found.initiative),
    }
    return form_page(request, "improvement/action.html", form, context)


def _action(request: HttpRequest, code: str, key: uuid.UUID) -> Action:
    """An action, for whoever may see it. Raises Http404 for anyone else."""
    rows = Action.objects.select_related("initiative__council", "assignee", "play__published")
    found = get_object_or_404(
        rows.prefetch_related("criteria", "partners"), initiative__code=code, key=key
    )
    if not rules.may_see_action(person_of(request), found):
        # One who may see the initiative but is blind to its team is told why.
        get_initiative(request, code, may=rules.may_see_plan)
        raise Http404
    return found


def edit_action(request: HttpRequest, code: str, key: uuid.UUID | None = None) -> HttpResponse:
    """Add an action to the plan, change it or take it out.

    A new one may begin with a play and its statements (`?play=ACC-a`, `?criterion=ACC-01`).
    """
    initiative = get_initiative(request, code, may=rules.may_change_plan)
    row = to_edit(request, initiative.actions.all(), key)
    play = row.play if row else Play.objects.published().filter(code=_asked_play(request)).first()
    edition, standing = edition_of(initiative), stands_at(initiative, person_of(request))
    form = ActionForm(
        posted(request),
        instance=copy(row),
        initial=None if row else _suggested(request, play),
        edition=edition,
        people=_offered(initiative, row),
        governments=[initiative.lead, *initiative.partners.all()],
        blocking=standing.blocking if standing else (),
    )
    removing = row is not None and "remove" in request.POST
    if is_submitted(request) and (removing or form.is_valid()):
        by = person_of(request)
        with faults_in(form, at=""):
            if row is not None and removing:
                remove_item(row, ActionText.of(row), by=by)
                messages.success(request, _("The action is removed from the plan."))
                return redirect("improvement:plan", initiative.code)
            closed_on = row.closed_on if row else None
            said = ActionText(**form.cleaned_data, play=play, closed_on=closed_on)
            saved = save_item(initiative, said, by=by, row=row)
            warn_unprintable(request, said.title, said.effect, said.owner)
            messages.success(request, _("The action is saved."))
            return redirect("improvement:action", initiative.code, saved.key)
    return form_page(
        request,
        "improvement/edit.html",
        form,
        {"initiative": initiative, "action": row, "play": play},
    )


def _offered(initiative: Initiative, row: Action | None) -> list[Person]:
    """Who can lead an action; whoever leads it stays in sight, also after they have left."""
    people = [each.person for each in people_of(initiative)]
    if row and row.assignee and row.assignee not in people:
        people.append(row.assignee)
    return people


def _asked_play(request: HttpRequest) -> str:
    return code_in(request.POST.get("play") or request.GET.get("play") or "")[:21]


def _suggested(request: HttpRequest, play: Play | None) -> dict[str, Any]:
    """What a new action begins with: a play's title, and the statements that it is asked for."""
    codes = [code_in(each)[:40] for each in request.GET.getlist("criterion")[:50]]
    if not codes and play and play.published:
        codes = play.published.criteria
    initial: dict[str, Any] = {"criteria": list(Criterion.objects.filter(code__in=codes))}
    if play and play.published:
        initial["title"] = play.published.title
    return initial
