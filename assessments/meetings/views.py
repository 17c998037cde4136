"""A council's meetings, decisions and targets: read by its people, kept by its co-chairs."""

import uuid
from copy import copy
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import rules
from assessments.meetings.actions import (
    add_meeting,
    remove_meeting,
    save_decisions,
    set_council_targets,
)
from assessments.meetings.forms import CouncilTargetForm, DecisionForm, MeetingForm, stored
from assessments.meetings.reads import attained, meetings_of, targets_of
from assessments.models import CouncilTarget, Decision, Meeting
from assessments.standings.conditions import chosen_of_council
from assessments.standings.editions import tops
from assessments.standings.index import read
from assessments.web.access import get_council, person_of
from assessments.web.pages import form_page, is_submitted, page_errors, posted
from maturity.days import a_year_before
from maturity.editions import newest_edition
from maturity.models import Attribute, Level
from maturity.wording import long_date

MOST = 30  # decisions of one meeting: a page with more forms would be too heavy to send


def index(request: HttpRequest, code: str) -> HttpResponse:
    """The meetings of a council, and the form that adds one."""
    council = get_council(request, code)
    person = person_of(request)
    may_decide = rules.may_decide_for_council(person, council)
    if request.method == "POST" and not may_decide:
        raise PermissionDenied
    form = MeetingForm(posted(request))
    if is_submitted(request) and form.is_valid():
        day = form.cleaned_data["held_on"]
        known = council.meetings.filter(held_on=day).exists()
        added = add_meeting(council, day, by=person)
        said = (
            _("The meeting of %(date)s is here already.")
            if known
            else _("The meeting of %(date)s was added.")
        )
        messages.success(request, said % {"date": long_date(day)})
        return redirect("meetings:meeting", code, added.pk)
    context = {"council": council, "meetings": meetings_of(council), "may_decide": may_decide}
    return form_page(request, "meetings/index.html", form, context)


def meeting(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    """What was decided at a meeting; its co-chairs write it here, in both languages."""
    council = get_council(request, code)
    person = person_of(request)
    found = get_object_or_404(council.meetings, pk=pk)
    may_decide = rules.may_decide_for_council(person, council)
    decisions = list(found.decisions.all() if may_decide else found.decisions.published())
    context = {"council": council, "meeting": found, "decisions": decisions}
    if not may_decide:
        if request.method == "POST":
            raise PermissionDenied
        return render(request, "meetings/meeting.html", context)
    if is_submitted(request) and "remove_meeting" in request.POST:
        remove_meeting(found, by=person)
        message = _("The meeting of %(date)s was removed.")
        messages.success(request, message % {"date": long_date(found.held_on)})
        return redirect("meetings:index", code)
    forms = [_decision_form(request, each) for each in decisions]
    added = _decision_form(request, None) if len(decisions) < MOST else None
    shown = [*forms, added] if added else forms
    submitted = is_submitted(request)
    for form in shown:
        form.show_errors = submitted
    errors = page_errors(*shown) if submitted else []
    if submitted and not errors:
        _save(found, decisions, forms, added, request)
        return redirect("meetings:meeting", code, pk)
    context |= {
        "forms": list(zip(decisions, forms, strict=True)),
        "added": added,
        "errors": errors,
        "page_form": "page",
        "most": MOST,
    }
    return render(request, "meetings/meeting.html", context)


def targets(request: HttpRequest, code: str) -> HttpResponse:
    """What a council aims for, an attribute at a time; its co-chairs set it here."""
    council = get_council(request, code)
    person = person_of(request)
    may_decide = rules.may_decide_for_council(person, council)
    if request.method == "POST" and not may_decide:
        raise PermissionDenied
    edition = newest_edition()
    attributes = list(Attribute.objects.filter(edition=edition))
    levels = list(Level.objects.filter(edition=edition))
    kept = {each.attribute: each for each in targets_of(council)}
    known = {each.code for each in attributes}
    # What was set under another edition stays in sight until somebody clears it.
    rows = [(each.code, each.text) for each in attributes]
    rows += [(each, each) for each in kept if each not in known]
    forms = {
        attribute: CouncilTargetForm(
            posted(request),
            prefix=attribute,
            stored=stored(kept.get(attribute)),
            levels=levels,
            name=name,
        )
        for attribute, name in rows
    }
    submitted = is_submitted(request)
    for form in forms.values():
        form.show_errors = submitted
    errors = page_errors(*forms.values()) if submitted else []
    if submitted and not errors:
        wanted = {attribute: form.values for attribute, form in forms.items()}
        set_council_targets(council, wanted, by=person)
        messages.success(request, _("The council’s targets are saved."))
        return redirect("councils:dashboard", code)
    today = timezone.localdate()
    stand = chosen_of_council(
        read(), code, today, a_year_before(today), attributes=list(known), tops=tops()
    )
    context = {
        "council": council,
        "rows": [
            TargetLine(
                name,
                each in known,
                forms[each],
                kept.get(each),
                attained(kept[each], stand) if each in kept else (0, 0),
            )
            for each, name in rows
        ],
        "levels": levels,
        "may_decide": may_decide,
        "errors": errors,
        "page_form": "page",
    }
    return render(request, "meetings/targets.html", context)


@dataclass(frozen=True, slots=True)
class TargetLine:
    """What a council aims for in an attribute: its name, whether the edition has it, its form, what
    is set, and by how many initiatives it is attained today, of how many."""

    name: str
    known: bool
    form: CouncilTargetForm
    target: CouncilTarget | None
    attained: tuple[int, int]


def _decision_form(request: HttpRequest, row: Decision | None) -> DecisionForm:
    if row is None:
        return DecisionForm(posted(request), prefix="new")
    return DecisionForm(posted(request), instance=copy(row), prefix=f"d{row.pk}")


def _save(
    meeting: Meeting,
    decisions: list[Decision],
    forms: list[DecisionForm],
    added: DecisionForm | None,
    request: HttpRequest,
) -> None:
    """Saves what valid forms say of a meeting, and tells what is not published yet."""
    given = [(row, form.values) for row, form in zip(decisions, forms, strict=True)]
    if added and added.has_changed():
        given.append((None, added.values))  # type: ignore[arg-type]
    save_decisions(meeting, given, by=person_of(request))
    messages.success(request, _("The decisions are saved."))
    if meeting.decisions.count() > meeting.decisions.published().count():
        messages.warning(
            request,
            _("A decision written in only one language is not published. Add the other language."),
        )
