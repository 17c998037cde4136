"""The home page: what the portal is for, and what waits for the person who is signed in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessments import rules
from assessments.councils.choice import views_of
from assessments.initiatives.reads import own_initiatives
from assessments.web.access import person_of
from assessments.work.cards import cards
from assessments.work.jobs import jobs
from assessments.work.reads import open_work

# More of them are in a list of their own.
INITIATIVES = 10


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """Show the home page: public, with work only for people who are signed in."""
    if not request.user.is_authenticated:
        return render(request, "work/welcome.html")
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
