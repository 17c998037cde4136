"""Devices on which somebody has signed in before.

Guesses at an address are limited, so that anybody could keep its owner out by guessing on and on.
On a device of theirs, attempts are counted apart: a signed cookie says whose it is. It opens
nothing, and each successful sign-in gives it another number to be counted under.
"""

import json
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from assessments.models import Person

DEVICE = "device"
AGE = 180 * 24 * 60 * 60


def device_of(request: HttpRequest, email: str) -> str:
    """The number of this device, where the owner of an address has signed in on it; else empty."""
    said = request.get_signed_cookie(DEVICE, default="", salt=DEVICE, max_age=AGE)
    if not said:
        return ""
    owner, number = json.loads(said)
    theirs = Person.objects.filter(pk=owner, email__iexact=email).exists()
    return str(number) if theirs else ""


def has_signed_in(request: HttpRequest, person: Person) -> None:
    """Has the answer to a request say that this is a device of a person."""
    request.device_owner = str(person.pk)  # type: ignore[attr-defined]


def remember_device(request: HttpRequest, response: HttpResponse) -> None:
    """Gives the device a new number, where somebody has just signed in on it."""
    if owner := getattr(request, "device_owner", ""):
        response.set_signed_cookie(
            DEVICE,
            json.dumps([owner, secrets.token_urlsafe(16)]),
            salt=DEVICE,
            max_age=AGE,
            httponly=True,
            secure=settings.PUBLIC,
            samesite="Lax",
        )
