"""The home page: what the portal is for, and what waits for the person who is signed in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from assessments import rules
from assessments.councils.choice import home_view_of, views_of
from assessments.initiatives.reads import own_initiatives
from assessments.web.access import person_of
from assessments.work.cards import cards
from assessments.work.jobs import jobs
from assessments.work.reads import open_work

# More of them are in a list of their own.
INITIATIVES = 10


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """Show the home page: public, with work only for people who are signed in, or lead to the view
    that they chose to open first.
    """
    if not request.user.is_authenticated:
        return render(request, "work/welcome.html")
    if view := home_view_of(person_of(request)):
        return redirect(view.page)
    return _my_work(request)


def mine(request: HttpRequest) -> HttpResponse:
    """Show My work to people for whom a view opens first."""
    if person_of(request).home_view_id is None:
        return redirect("work:home")
    return _my_work(request)


def _my_work(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    initiatives = own_initiatives(person, INITIATIVES + 1)
    return render(
        request,
        "work/home.html",
        {
            "work": open_work(person),
            "councils": cards(person),
            "jobs": jobs(person),
            "initiatives": initiatives[:INITIATIVES],
            "not_begun": [each.initiative for each in initiatives[:INITIATIVES] if not each.begun],
            "more_initiatives": len(initiatives) > INITIATIVES,
            "is_secretariat": rules.is_secretariat(person),
            "views": views_of(person),
        },
    )
