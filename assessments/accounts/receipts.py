"""One effect and one answer for a form, however often it is posted.

Two clicks on a button, or a page that is sent anew after a lost connection, post the same form
twice. Each form that a page shows carries a mark of its own (`{% form_token %}`); what is posted
with it for the second time waits for the first and leads to where that led. The next page also
learns that the text has arrived, so that a draft which the browser keeps of it may go.
"""

import datetime
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from assessments.models import Receipt
from maturity.canonical import canonical, sha256

FIELD = "once"
# The cookie by which a page learns which forms have arrived, by their marks; it lasts 5 minutes.
ARRIVED, ARRIVED_AGE, ARRIVED_MOST = "arrived", 300, 8
KEPT = datetime.timedelta(days=1)
# In seconds: how often the second looks for the first, and after how long the first counts as lost,
# as when its process was killed. The second then takes its place.
LOOK, LOST = 0.1, 30


class Receipts(MiddlewareMixin):
    """Middleware, the last: acts on each form once."""

    def process_view(
        self, request: HttpRequest, view: Callable, arguments: Any, named: Any
    ) -> HttpResponse | None:
        """Calls the view itself: whoever is turned away before it has posted nothing."""
        mark = request.POST.get(FIELD, "") if request.method == "POST" else ""
        if not mark or "redisplay" in request.POST or not request.user.is_authenticated:
            return None
        key = _key(request)
        while not _claimed(key):
            if location := _first_led_to(request, key):
                return redirect(location)
        try:
            response: HttpResponse = view(request, *arguments, **named)
        except BaseException:
            Receipt.objects.filter(pk=key).delete()
            raise
        if not isinstance(response, HttpResponseRedirect):
            # It shows what is wrong with it, and has had no effect.
            Receipt.objects.filter(pk=key).delete()
            return response
        Receipt.objects.filter(pk=key).update(location=response.url)
        arrived = [*request.COOKIES.get(ARRIVED, "").split("."), mark][-ARRIVED_MOST:]
        response.set_cookie(
            ARRIVED, ".".join(filter(None, arrived)), max_age=ARRIVED_AGE, samesite="Lax"
        )
        return response


def _key(request: HttpRequest) -> str:
    """A digest of who posts what where, the form's mark and the files' names and sizes included."""
    fields = sorted(
        (name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"
    )
    files = [
        (name, each.name, each.size)
        for name, some in sorted(request.FILES.lists())
        for each in some
    ]
    return sha256(canonical([str(request.user.pk), request.path, fields, files]))


def _claimed(key: str) -> bool:
    """Whether this is the first time; a claim of one whose process was killed is taken over."""
    with suppress(IntegrityError), transaction.atomic():
        Receipt.objects.create(pk=key)
        return True
    now = timezone.now()
    lost = now - datetime.timedelta(seconds=LOST)
    return bool(Receipt.objects.filter(pk=key, location="", at__lt=lost).update(at=now))


def _first_led_to(request: HttpRequest, key: str) -> str:
    """Where the first one led, once it is done; empty where it was refused, or was lost."""
    for _look in range(int(LOST / LOOK)):
        first = Receipt.objects.filter(pk=key).first()
        if first is None:
            break
        if first.location:
            messages.info(request, _("You sent this form twice. It was processed once."))
            return first.location
        time.sleep(LOOK)
    return ""
