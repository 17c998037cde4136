"""Telling people once what was changed in a text that they posted."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from maturity.text import Alteration, changes_in, told


def changes_of(posted: Mapping[str, Any]) -> frozenset[Alteration]:
    """What was changed in the texts of a posted form; passwords are taken as they are."""
    return changes_in(
        text for name, text in posted.items() if "password" not in name and isinstance(text, str)
    )


def tell_changes(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a post that was acted on, and so leads to another page, is told of there."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "POST" and response.status_code == 302:
            for sentence in told(changes_of(request.POST)):
                messages.info(request, sentence)
        return response

    return respond
