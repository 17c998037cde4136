"""The way through the statements of an assessment, whole attributes or one statement at a time."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from assessments.rating.reads import Stretch
from maturity.models import Attribute


@dataclass(frozen=True, slots=True)
class Way:
    """The pages of an assessment's attributes: their route's name, their order, and what is after
    the last of them.
    """

    assessment: uuid.UUID
    page: str
    stretches: Sequence[Stretch]
    end: str

    def to(self, attribute: Attribute) -> str:
        return reverse(self.page, args=[self.assessment, attribute.code])

    def to_statement(self, code: str, *, alone: bool) -> str:
        """The address of a statement, alone or among those of its attribute; empty for none."""
        for stretch in self.stretches:
            if code in stretch.codes:
                return f"{self.to(stretch.attribute)}{'?one=' if alone else '#'}{code}"
        return ""

    def to_unclear(self, code: str, *, alone: bool) -> str:
        """Where a person says that a statement is unclear; empty for none. From there, the way back
        leads to the statement, alone or among those of its attribute.
        """
        if any(code in stretch.codes for stretch in self.stretches):
            address = reverse("feedback:unclear", args=[self.assessment, code])
            return f"{address}?one" if alone else address
        return ""

    def stretch(self, attribute: Attribute) -> Stretch:
        return next(each for each in self.stretches if each.attribute == attribute)


def elsewhere(request: HttpRequest, way: Way, attribute: Attribute) -> str:
    """Where a page that is asked for with a statement of another attribute, or with one to jump
    to, leads; empty where it is the page itself.
    """
    if request.method != "GET":
        return ""
    one = request.GET.get("one", "")
    if "to" in request.GET:
        return way.to_statement(request.GET["to"], alone=bool(one))
    codes = way.stretch(attribute).codes
    return "" if one in codes else way.to_statement(one, alone=True)


def steps_of(request: HttpRequest, way: Way, attribute: Attribute) -> dict[str, Any]:
    """Where a page is on the way through the statements, and what comes before and after it.

    `?one=CODE` shows one of them.
    """
    one, codes = request.GET.get("one", ""), way.stretch(attribute).codes
    one = {"first": codes[0], "last": codes[-1]}.get(one, one if one in codes else "")
    attributes = [stretch.attribute for stretch in way.stretches]
    here, n = way.to(attribute), attributes.index(attribute)

    def neighbour(step: int, first: str) -> str:
        if not 0 <= n + step < len(attributes):
            return way.end if step > 0 else ""
        address = way.to(attributes[n + step])
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


def leads_to(request: HttpRequest, way: Way, steps: Mapping[str, Any], marked: str) -> str:
    """Where a page leads once it is saved: by the button that was pressed.

    `marked` is the statement whose mark was set with it. To the end of its address belongs the
    button itself, which takes the focus.
    """
    if marked:
        return f"{steps['here']}#{marked}-mark"
    alone = bool(steps["one"])
    if "unclear" in request.POST:
        return way.to_unclear(request.POST["unclear"], alone=alone) or steps["here"]
    if "jump" in request.POST:
        return way.to_statement(request.POST.get("to", ""), alone=alone) or steps["here"]
    return steps["after"] if "onwards" in request.POST else steps["here"]
