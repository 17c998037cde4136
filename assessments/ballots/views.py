"""The list of ballots, and what the secretariat does with one: opens it, reminds, closes it."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments import rules
from assessments.ballots.actions import close_ballot, open_ballot, remind_voters
from assessments.ballots.forms import OpenForm
from assessments.ballots.members import councils_of
from assessments.ballots.reads import ballots_of, voters_of
from assessments.models import Ballot, Person
from assessments.web.access import get_ballot, person_of
from assessments.web.faults import faults_told
from assessments.web.pages import form_page, is_submitted, posted
from maturity.models import Criterion, Edition
from maturity.wording import grouped

A_PAGE = 50


def index(request: HttpRequest) -> HttpResponse:
    """The ballots that one may see, newest first."""
    person = person_of(request)
    if not rules.may_see_ballots(person):
        raise PermissionDenied
    page = Paginator(ballots_of(person), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_manage": rules.may_manage_ballots(person)}
    return render(request, "ballots/index.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """Opens a ballot over an edition: the newest, or the one that the address names."""
    person = person_of(request)
    if not rules.may_manage_ballots(person):
        raise PermissionDenied
    editions = list(Edition.objects.exclude(published_at=None).order_by("-published_at"))
    edition = _edition(editions, request.GET.get("edition"))
    criteria = Criterion.objects.filter(edition=edition).select_related("attribute")
    form = OpenForm(posted(request), criteria=list(criteria))
    if is_submitted(request) and form.is_valid():
        ballot = open_ballot(edition, by=person, **form.values)
        messages.success(request, _asked(ballot))
        return redirect("ballots:detail", ballot.pk)
    members = [(each, councils_of(each)) for each in form.members.values()]
    context = {"edition": edition, "editions": editions, "members": members}
    return form_page(request, "ballots/new.html", form, context)


def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One ballot: who was asked and who has answered, and not what."""
    ballot = get_ballot(request, pk, may=rules.may_manage_ballot)
    if is_submitted(request):
        with faults_told(request):
            _act(request, ballot, person_of(request))
        return redirect("ballots:detail", pk)
    voters = voters_of(ballot)
    return render(
        request,
        "ballots/detail.html",
        {
            "ballot": ballot,
            "voters": voters,
            "finished": sum(each.voter.finished_at is not None for each in voters),
            "statements": ballot.statements.count(),
        },
    )


def _act(request: HttpRequest, ballot: Ballot, by: Person) -> None:
    if "close" in request.POST:
        close_ballot(ballot, by=by)
        messages.success(request, _("The ballot is closed. Its results can be read."))
    elif "remind" in request.POST:
        number = len(remind_voters(ballot, by=by))
        if not number:
            message = _(
                "No reminder was sent: everyone has finished, was already reminded today, or "
                "cannot be reached by email."
            )
            messages.warning(request, message)
            return
        text = ngettext(
            "%(number)s person has been sent a reminder.",
            "%(number)s people have been sent a reminder.",
            number,
        )
        messages.success(request, text % {"number": grouped(number)})


def _edition(editions: list[Edition], code: str | None) -> Edition:
    """The edition with a code; without one, the newest. Raises Http404 where there is none."""
    found = next((each for each in editions if code in (None, each.code)), None)
    if found is None:
        raise Http404
    return found


def _asked(ballot: Ballot) -> str:
    number = ballot.voters.count()
    text = ngettext(
        "The ballot is open. %(number)s person is asked to answer it.",
        "The ballot is open. %(number)s people are asked to answer it.",
        number,
    )
    return text % {"number": grouped(number)}
