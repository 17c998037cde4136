"""Due days of actions for people's own calendars."""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import override, pgettext_lazy
from icalendar import Calendar, Event

from assessments import rules
from assessments.accounts.middleware import without_session
from assessments.improvement.board import ordered
from assessments.improvement.reads import assigned_to
from assessments.models import AccessToken, Action
from assessments.people.tokens import count_call, token_of
from assessments.web.access import get_initiative
from maturity.bilingual import current_language, in_both
from maturity.file_names import attached, file_name
from maturity.methods import READ, only

PLAN = pgettext_lazy("file name", "plan")
TYPE = "text/calendar; charset=utf-8"


def plan_file(request: HttpRequest, code: str) -> HttpResponse:
    """The open actions of an initiative as a calendar file."""
    initiative = get_initiative(request, code, may=rules.may_see_plan)
    content = calendar_of(ordered(initiative), initiative.name)
    name = file_name(initiative.code, PLAN, language=current_language(), ending="ics")
    return HttpResponse(content, content_type=TYPE, headers=attached(name))


@only(*READ)
@login_not_required
@without_session
def own(request: HttpRequest, secret: str) -> HttpResponse:
    """The actions that a person leads, for a calendar program that has their secret address."""
    token = token_of(secret, AccessToken.Purpose.CALENDAR)
    if token is None:
        words = in_both(_lazy("This calendar address is not valid, or no longer. Create another."))
        text = "\n".join(words.values())
        return HttpResponse(text, status=404, content_type="text/plain; charset=utf-8")
    if not count_call(token):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    with override(token.person.language):
        content = calendar_of(assigned_to(token.person), _("My actions"))
    response = HttpResponse(content, content_type=TYPE)
    patch_cache_control(response, private=True, no_store=True)
    return response


def calendar_of(actions: Iterable[Action], name: str) -> bytes:
    """A calendar (RFC 5545) with an event on the due day of each open action that has one.

    The actions' initiatives should be read with them. An event keeps its id when its day moves.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Client-centric services maturity portal//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for action in actions:
        if action.is_open and action.due:
            calendar.add_component(_event(action))
    return calendar.to_ical()


def _event(action: Action) -> Event:
    event, initiative = Event(), action.initiative
    assert action.due  # nosec B101
    address = reverse("improvement:action", args=[initiative.code, action.key])
    event.add("uid", f"{action.key}@{settings.PORTAL_URL.partition('://')[2].partition('/')[0]}")
    event.add("dtstamp", action.created_at.astimezone(datetime.UTC))
    event.add("dtstart", action.due)
    event.add("dtend", action.due + datetime.timedelta(days=1))
    event.add("summary", _("Due: %(title)s") % {"title": action.title})
    event.add("description", f"{initiative.name} – {action.get_status_display()}")
    event.add("url", f"{settings.PORTAL_URL}{address}")
    event.add("transp", "TRANSPARENT")
    return event
