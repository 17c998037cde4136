"""The way through the statements of an assessment, whole attributes or one statement at a time."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from maturity.models import Attribute


@dataclass(frozen=True, slots=True)
class Way:
    """The pages of an assessment's attributes: their route's name, their order, and what is after
    the last of them.
    """

    assessment: uuid.UUID
    page: str
    attributes: Sequence[Attribute]
    end: str

    def to(self, attribute: Attribute) -> str:
        return reverse(self.page, args=[self.assessment, attribute.code])


def steps_of(
    request: HttpRequest, way: Way, attribute: Attribute, codes: list[str]
) -> dict[str, Any]:
    """Where a page is on the way through the statements, and what comes before and after it.

    `codes` are the statements of its attribute; `?one=CODE` shows one of them.
    """
    one = request.GET.get("one", "")
    one = {"first": codes[0], "last": codes[-1]}.get(one, one if one in codes else "")
    here, n = way.to(attribute), way.attributes.index(attribute)

    def neighbour(step: int, first: str) -> str:
        if not 0 <= n + step < len(way.attributes):
            return way.end if step > 0 else ""
        address = way.to(way.attributes[n + step])
        return f"{address}?one={first}" if one else address

    place = codes.index(one) if one else 0
    following = one and place + 1 < len(codes)
    return {
        "one": one,
        "codes": codes,
        "one_position": place + 1,
        "here": f"{here}?one={one}" if one else here,
        "before": one and (f"{here}?one={codes[place - 1]}" if place else neighbour(-1, "last")),
        "after": f"{here}?one={codes[place + 1]}" if following else neighbour(1, "first"),
    }
