"""Pages that say what failed, in the portal's look and in the language of the address.

They are made without the database and without a session: either may be what failed.
"""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request, override

from maturity.context import portal


def error_page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """A page that knows the request's address and nothing of who asks.

    The language is found anew: what failed may have come before the address was looked at.
    """
    with override(get_language_from_request(request, check_path=True)):
        return HttpResponse(render_to_string(template, portal(request)), status=status)
