"""Inviting many people at once from a list, with a preview."""

from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.people.forms import InviteesForm
from assessments.people.invitations import invite_all
from assessments.people.invitees import InviteeList, LineOutcome, understand
from assessments.people.lines import MOST_LINES
from assessments.web.access import manager_of_people
from assessments.web.pages import PageError, fault_errors, form_page, is_submitted, posted
from maturity.faults import Faults
from maturity.wording import grouped

MOST_FAULTS = 200  # that are shown at once


def invite_list(request: HttpRequest) -> HttpResponse:
    """Paste or upload a list, see what it would do, and then invite everyone in it."""
    by = manager_of_people(request)
    form = InviteesForm(posted(request), request.FILES or None)
    if not is_submitted(request) or not form.is_valid():
        most = {"most": grouped(MOST_LINES)}
        return form_page(request, "people/invite_list.html", form, most)
    text, errors = form.cleaned_data["text"], []
    if "invite" in request.POST:
        try:
            done = invite_all(text, mark=request.POST.get("mark", ""), by=by)
        except Faults as raised:
            errors = fault_errors(raised.faults)
        else:
            messages.success(request, _done(done))
            return redirect("people:index")
    return _preview(request, text, understand(text), errors)


def _preview(
    request: HttpRequest, text: str, found: InviteeList, errors: list[PageError]
) -> HttpResponse:
    """What a list would do, with its text to correct."""
    if found.faults:
        lines = len({fault.line for fault in found.faults})
        errors = [PageError("faults-title", _wrong(lines)), *errors]
    return render(
        request,
        "people/invite_list_preview.html",
        {
            "found": found,
            "faults": found.faults[:MOST_FAULTS],
            "more_faults": len(found.faults[MOST_FAULTS:]),
            "text": text,
            "errors": errors,
            "counts": _told(Counter(each.outcome for each in found.invitees)),
            "page_form": "page",
        },
    )


def _wrong(lines: int) -> str:
    message = ngettext(
        "%(number)s line needs to be corrected. Nobody was invited.",
        "%(number)s lines need to be corrected. Nobody was invited.",
        lines,
    )
    return message % {"number": grouped(lines)}


def _told(counted: Counter[LineOutcome]) -> list[str]:
    """How many would be invited, and so on, a sentence each."""
    told = {
        LineOutcome.INVITED: ngettext(
            "%(number)s person will be invited.",
            "%(number)s people will be invited.",
            counted[LineOutcome.INVITED],
        ),
        LineOutcome.GIVEN: ngettext(
            "%(number)s person has an account and gets the role.",
            "%(number)s people have accounts and get the role.",
            counted[LineOutcome.GIVEN],
        ),
        LineOutcome.CHANGED: ngettext(
            "%(number)s person has an account and gets this role instead of another.",
            "%(number)s people have accounts and get this role instead of another.",
            counted[LineOutcome.CHANGED],
        ),
        LineOutcome.HELD: ngettext(
            "%(number)s person already has the role.",
            "%(number)s people already have the role.",
            counted[LineOutcome.HELD],
        ),
    }
    return [
        sentence % {"number": grouped(counted[outcome])}
        for outcome, sentence in told.items()
        if counted[outcome]
    ]


def _done(counted: Counter[LineOutcome]) -> str:
    """What was done with a list, as a message."""
    invited = counted[LineOutcome.INVITED]
    given = counted[LineOutcome.GIVEN] + counted[LineOutcome.CHANGED]
    sentences = []
    if invited:
        sentence = ngettext(
            "%(number)s invitation is on its way.",
            "%(number)s invitations are on their way.",
            invited,
        )
        sentences.append(sentence % {"number": grouped(invited)})
    if given:
        sentence = ngettext(
            "%(number)s person with an account was given a role.",
            "%(number)s people with accounts were given a role.",
            given,
        )
        sentences.append(sentence % {"number": grouped(given)})
    return " ".join(sentences) or _("Nothing was changed: everyone already has their role.")
