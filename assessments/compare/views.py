"""Initiatives side by side, and one initiative against its peers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from assessments.compare import peers as peers_of
from assessments.compare.side_by_side import LISTED, MOST, AskedComparison, choose, offers
from assessments.web.access import get_initiative, person_of
from assessments.web.pages import PageError
from maturity.text import one_line

LONGEST_SEARCH = 100


def compare(request: HttpRequest) -> HttpResponse:
    """Up to four initiatives side by side; the address keeps the choice, to be shared."""
    person = person_of(request)
    choice = choose(person, request.GET.getlist("i"), request.GET.get("stage", "").strip())
    text = _search(request)
    alone = len(choice.chosen) < 2
    offered = []
    if (text or alone) and not choice.is_full:
        codes = [each.code for each in choice.chosen]
        offered = offers(person, text, choice.stage, without=codes)
    sides = choice.compared.sides
    return render(
        request,
        "compare/compare.html",
        {
            "choice": choice,
            "compared": choice.compared,
            "errors": [PageError("choice", each) for each in choice.faults],
            "q": text,
            "offered": offered[:LISTED],
            "more": len(offered) > LISTED,
            "searched": (text or alone) and not choice.is_full,
            "is_open": bool(text or alone or choice.faults),
            "without": [(side, _without(choice, side.code)) for side in sides],
            "in_depth": sides if len(sides) == 2 and all(s.may_export for s in sides) else (),
            "most": MOST,
        },
    )


def peers(request: HttpRequest, code: str) -> HttpResponse:
    """Where an initiative stands against the others with a baseline at the same stage."""
    initiative = get_initiative(request, code)
    asked = request.GET.get("stage", "").strip(), request.GET.get("among", "")
    spread = peers_of.read(initiative, person_of(request), *asked)
    context = {"initiative": initiative, "peers": spread}
    return render(request, "compare/peers.html", context)


def _search(request: HttpRequest) -> str:
    """What is looked for, without what a database would choke on."""
    text = one_line(request.GET.get("q", ""))[:LONGEST_SEARCH]
    return "".join(each for each in text if each.isprintable()).strip()


def _without(choice: AskedComparison, code: str) -> str:
    """The query of the same choice without one of them."""
    codes = [each.code for each in choice.chosen if each.code != code]
    stage = {"stage": [choice.stage]} if choice.stage else {}
    return urlencode({"i": codes} | stage, doseq=True)
