"""A council's dashboard."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from assessments import rules
from assessments.councils.board import board, reader_of
from assessments.councils.choice import views_of
from assessments.councils.forms import BoardForm, lists
from assessments.councils.listing import late_for, visible_slots
from assessments.councils.reads import JOINT, councils_covered
from assessments.councils.selection import choose
from assessments.councils.waiting import to_review
from assessments.web.access import get_council, person_of
from assessments.web.pages import page_errors
from maturity.models import Attribute, Level

SHOWN_REVIEWS = 10


def dashboard(request: HttpRequest, code: str) -> HttpResponse:
    """Where a council's initiatives stand, what moved, what holds them back, what waits."""
    council = get_council(request, code)
    person = person_of(request)
    councils = councils_covered(council) if council.code == JOINT else [council]
    joint = len(councils) > 1
    # Of the joint view, those of which this person may see every initiative.
    open_ones = [each for each in councils if rules.may_see_names(person, [each])]
    if only := [each for each in open_ones if joint and each.code == request.GET.get("council")]:
        councils = only
    named = rules.may_see_names(person, councils)
    offered = lists()
    # Whoever may not see every initiative by name could find single ones by filtering.
    form = BoardForm(
        request.GET if named else {},
        offered,
        councils=[(each.code, each.text) for each in open_ones] if joint else [],
    )
    context = {
        "council": council,
        "form": form,
        "named": named,
        "joint": joint,
        "open_ones": open_ones,
        "may_export": rules.may_export_council(person, council),
        "may_look_ahead": rules.may_look_ahead_for_council(person, council),
        "views": views_of(person),
    }
    if not form.is_valid():
        return render(request, "councils/dashboard.html", context | {"errors": page_errors(form)})
    given = form.given
    edition = offered.edition(given.get("edition"))
    attributes = list(Attribute.objects.filter(edition=edition))
    stages = offered.options["stage"]
    chosen = choose(form, [each.code for each in attributes])
    chosen = replace(
        chosen,
        slots=chosen.slots & chosen.index.any_of(f"council.{each.code}" for each in councils),
    )
    known = 0 if named else visible_slots(chosen.index, person, chosen.at)
    filters = given if joint else {**given, "council": council.code}
    found = board(
        chosen,
        reader_of(filters, named=named, known=known),
        attributes=attributes,
        stages={
            order: each
            for order, each in enumerate(stages, 1)
            if given.get("stage") in (None, each[0])
        },
        councils=councils if len(councils) > 1 else (),
        # What the plans said on another day is not known.
        late=late_for(person) if chosen.at == timezone.localdate() else None,
    )
    waiting = to_review(person, SHOWN_REVIEWS + 1, councils)
    return render(
        request,
        "councils/dashboard.html",
        context
        | {
            "board": found,
            "levels": [each.text for each in Level.objects.filter(edition=edition)],
            "reviews": rules.reviews(person),
            "waiting": waiting[:SHOWN_REVIEWS],
            "more_waiting": len(waiting) > SHOWN_REVIEWS,
            "given": given,
            "chips": form.chips(),
        },
    )
