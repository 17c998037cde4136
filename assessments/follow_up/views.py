"""What is late or due soon, as a page and a spreadsheet, and reminding people of some of it."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assessments import rules
from assessments.councils.choice import council_choices
from assessments.councils.words import read_words
from assessments.follow_up.actions import remind_people
from assessments.follow_up.due import DAYS_AHEAD, Due, Kind
from assessments.follow_up.forms import FollowUpForm
from assessments.follow_up.letters import Letters, letters_about
from assessments.follow_up.reads import DueRow, due_rows
from assessments.follow_up.spreadsheet import due_file
from assessments.models import Person
from assessments.web.access import person_of
from assessments.web.pages import is_submitted, page_errors
from assessments.web.spreadsheet import table_response
from maturity.bilingual import current_language
from maturity.file_names import plain
from maturity.wording import grouped

A_PAGE = 50
TICKED = "thing"
# What a key or the codes of a target are made of.
NAME = re.compile(r"[0-9A-Za-z_/-]{1,90}")


def index(request: HttpRequest) -> HttpResponse:
    """All that is late or due soon, the most overdue first."""
    person = _follower(request)
    form = _form(request.GET, person)
    context: dict[str, Any] = {"form": form, "errors": page_errors(form), "days": DAYS_AHEAD}
    if not form.is_valid():
        return render(request, "follow_up/index.html", context)
    due = Due(person, form.given)
    tallies = due.tallies()
    paginator = _Counted(due.in_order(), A_PAGE)
    paginator.count = sum(each.number for each in tallies)
    page = paginator.get_page(request.GET.get("page"))
    context |= {
        "given": form.given,
        "page": page,
        "rows": due_rows(page, due.today),
        "late": sum(each.late for each in tallies),
        "tallies": [each for each in tallies if each.number],
        "query": urlencode(form.given),
        "on_page": page.number,
        "all_selected": request.GET.get("select") == "all",
    }
    return render(request, "follow_up/index.html", context)


def index_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same list as a spreadsheet, whole."""
    person = _follower(request)
    form = _form(request.GET, person)
    if not form.is_valid():
        # The page says what is wrong.
        return redirect(f"{reverse('follow_up:index')}?{request.GET.urlencode()}")
    rows = due_file(Due(person, form.given), current_language())
    kind = plain(pgettext("file name", "follow-up"))
    name = f"{kind}-{timezone.localdate()}"
    return table_response(rows, name, ending, title=_("Follow-up"))


def remind(request: HttpRequest) -> HttpResponse:
    """Who gets which reminder of the things that are ticked; nothing is sent before one says so."""
    person = _follower(request)
    asked = request.POST if request.method == "POST" else request.GET
    back = f"{reverse('follow_up:index')}?{asked.get('back', '')[:500]}"
    ticked = list(dict.fromkeys(asked.getlist(TICKED)))[:A_PAGE]
    if not ticked:
        messages.error(request, _("Select at least one row to send reminders."))
        return redirect(back)
    rows = _chosen(person, ticked)
    if is_submitted(request):
        _tell(request, remind_people(rows, by=person))
        return redirect(back)
    return render(
        request,
        "follow_up/remind.html",
        {
            "found": letters_about(rows, timezone.localdate(), by=person),
            "rows": rows,
            "gone": len(ticked) - len(rows),
            "back": asked.get("back", "")[:500],
            "back_address": back,
        },
    )


class _Counted(Paginator):
    """A paginator that is told how many there are, and does not count them again."""

    count = 0


def _follower(request: HttpRequest) -> Person:
    """The person signed in, who may follow up. Raises PermissionDenied for anyone else."""
    person = person_of(request)
    if not rules.may_follow_up(person):
        raise PermissionDenied
    return person


def _form(data: QueryDict, person: Person) -> FollowUpForm:
    words = read_words()
    return FollowUpForm(
        data,
        councils=council_choices(person, words),
        jurisdictions=words.options("jurisdiction"),
    )


def _chosen(person: Person, ticked: Iterable[str]) -> list[DueRow]:
    """What is ticked, as far as it is still due and the person oversees it."""
    names: Mapping[Kind, set[str]] = {kind: set() for kind in Kind}
    for each in ticked:
        kind, _colon, name = each.partition(":")
        if kind in Kind.values and NAME.fullmatch(name):
            names[Kind(kind)].add(name)
    due = Due(person)
    return due_rows(due.named(names), due.today)


def _tell(request: HttpRequest, done: Letters) -> None:
    """Says what was sent and what not."""
    number = len(done.letters)
    if number:
        text = ngettext(
            "%(number)s person has been sent a reminder.",
            "%(number)s people have been sent a reminder.",
            number,
        )
        messages.success(request, text % {"number": grouped(number)})
    else:
        messages.error(request, _("No reminder was sent."))
    if done.unsent:
        people = "; ".join(f"{each.person.name} ({each.why.words})" for each in done.unsent)
        messages.warning(request, _("No reminder sent to: %(people)s.") % {"people": people})
