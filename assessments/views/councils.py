"""A council's dashboard."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessments import rules
from assessments.access import get_council, person_of
from assessments.bitmaps.index import read
from assessments.council.reading import JOINT, councils_covered
from assessments.dashboard.board import board, reader_of
from assessments.dashboard.conditions import Chosen, chosen_slots
from assessments.forms.selection import SelectionForm, lists
from assessments.queries import to_review, views_of
from assessments.views.pages import page_errors
from maturity.models import Attribute, Level

SHOWN_REVIEWS = 10


def dashboard(request: HttpRequest, code: str) -> HttpResponse:
    """Where a council's initiatives stand, what moved, what holds them back, what waits."""
    council = get_council(request, code)
    person = person_of(request)
    joint = council.code == JOINT
    councils = councils_covered(council) if joint else [council]
    named = rules.may_see_names(person, councils)
    offered = lists()
    # Whoever may not see every initiative by name could find single ones by filtering.
    form = SelectionForm(request.GET if named else {}, offered)
    context = {
        "council": council,
        "form": form,
        "named": named,
        "joint": joint,
        "may_export": rules.may_export_council(person, council),
        "views": views_of(person),
    }
    if not form.is_valid():
        return render(request, "councils/dashboard.html", context | {"errors": page_errors(form)})
    given = form.given
    at, since = form.dates
    edition = next(
        (each for each in offered.editions if each.code == given.get("edition")),
        offered.editions[0],
    )
    attributes = list(Attribute.objects.filter(edition=edition))
    index = read()
    stages = offered.options["stage"]
    chosen = Chosen(
        index=index,
        slots=chosen_slots(index, given, [stage for stage, _name in stages])
        & index.any_of(f"council.{each.code}" for each in councils),
        at=at,
        since=since,
        edition=given.get("edition", ""),
        attributes=tuple(each.code for each in attributes),
    )
    link_filters = given if joint else {**given, "council": council.code}
    found = board(
        chosen,
        reader_of(link_filters, named=named),
        attributes=attributes,
        stages=[each for each in stages if given.get("stage") in (None, each[0])],
        councils=councils if joint else (),
    )
    waiting = to_review(person, SHOWN_REVIEWS + 1, councils)
    return render(
        request,
        "councils/dashboard.html",
        context
        | {
            "board": found,
            "levels": [each.text for each in Level.objects.filter(edition=edition)],
            "waiting": waiting[:SHOWN_REVIEWS],
            "more_waiting": len(waiting) > SHOWN_REVIEWS,
            "given": given,
        },
    )
