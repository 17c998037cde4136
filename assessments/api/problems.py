"""Refusals, as RFC 9457 has them, in both languages at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maturity.bilingual import in_both

# The names that HTTP has for them: RFC 9457 wants those of “about:blank”.
TITLES = {
    400: _("Bad Request"),
    401: _("Unauthorized"),
    403: _("Forbidden"),
    404: _("Not Found"),
    405: _("Method Not Allowed"),
    429: _("Too Many Requests"),
    503: _("Service Unavailable"),
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a parameter, and what it may be in both languages."""

    place: str
    message: Promise
    allowed: Mapping[str, str] | None = None

    def said(self) -> dict[str, str]:
        words = in_both(self.message)
        if self.allowed:
            words = {each: f"{words[each]} {self.allowed[each]}" for each in words}
        return {"place": self.place} | _both("detail", words)


class BadRequest(Exception):
    """Raised with all that is wrong with the parameters of a request."""

    def __init__(self, wrong: Iterable[Wrong]):
        self.wrong = list(wrong)
        super().__init__()


def problem(
    status: int,
    detail: Promise,
    *,
    wrong: Iterable[Wrong] = (),
    headers: Mapping[str, str] | None = None,
) -> JsonResponse:
    """An answer that says what happened and what to do, and which parameters are `wrong`."""
    content: dict[str, Any] = {
        "type": "about:blank",
        **_both("title", in_both(TITLES[status])),
        "status": status,
        **_both("detail", in_both(detail)),
    }
    if errors := [each.said() for each in wrong]:
        content["errors"] = errors
    return JsonResponse(
        content,
        status=status,
        headers={"Cache-Control": "no-store"} | dict(headers or {}),
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )


def _both(name: str, words: Mapping[str, str]) -> dict[str, str]:
    return {name: words["en"], f"{name}_fr": words["fr"]}
