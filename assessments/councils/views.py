"""A council's dashboard."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import rules
from assessments.baselines.selection import folded
from assessments.councils.board import Links, board
from assessments.councils.choice import views_of
from assessments.councils.content import CouncilReader
from assessments.councils.forms import BoardForm
from assessments.councils.lateness import Lateness
from assessments.councils.listing import late_for, visible_slots
from assessments.councils.portfolio import MOST, portfolio
from assessments.councils.reads import Member, members_of
from assessments.councils.selection import choose
from assessments.councils.snapshot import initiative_values, named_slots, opening
from assessments.councils.waiting import to_review
from assessments.councils.words import Words, read_words
from assessments.meetings.reads import Agenda, agenda
from assessments.models import Person
from assessments.standings import bits
from assessments.standings.conditions import council_slots
from assessments.standings.counts import Counts, newest_wording
from assessments.standings.late import BASELINES
from assessments.web.access import get_council, person_of
from assessments.web.pages import page_errors
from maturity.bilingual import current_language
from maturity.models import Council
from maturity.wording import long_date

SHOWN_REVIEWS = 10
SHOWN_LATE = 3  # initiatives of which most is late
DATES = {"at", "since"}  # filters that leave no initiative out
FISCAL_YEAR_ENDS = (3, 31)  # of all governments of the councils


def dashboard(request: HttpRequest, code: str) -> HttpResponse:
    """Where a council's initiatives stand, what is late, what lifts them, what moved."""
    council = get_council(request, code)
    person = person_of(request)
    words = read_words()
    form = BoardForm(
        request.GET, words, councils=words.council_options() if council.is_joint else []
    )
    context: dict[str, Any] = {
        "council": council,
        "form": form,
        "joint": council.is_joint,
        "may_export": rules.may_export_council(person, council),
        "may_look_ahead": rules.may_look_ahead_for_council(person, council),
        "may_follow_up": rules.may_follow_up_council(person, council),
        "may_decide": rules.may_decide_for_council(person, council),
        "all_named": not council.is_joint or rules.is_secretariat(person),
        "views": views_of(person),
    }
    if not form.is_valid():
        return render(request, "councils/dashboard.html", context | {"errors": page_errors(form)})
    meetings = agenda(council, timezone.localdate())
    waiting = to_review(person, SHOWN_REVIEWS + 1, Council.objects.meant_by(code))
    context |= {
        "reviews": rules.reviews(person),
        "waiting": waiting[:SHOWN_REVIEWS],
        "more_waiting": len(waiting) > SHOWN_REVIEWS,
        "given": form.given,
        "narrowed": form.given.keys() - DATES,
        "chips": form.chips(),
        "presets": _presets(meetings, form.given),
        "meetings": meetings,
        "selection": folded(request.GET),
    }
    shown = _shown(council, person, words, form, request.GET.get("order", ""))
    return render(request, "councils/dashboard.html", context | shown)


def _shown(
    council: Council, person: Person, words: Words, form: BoardForm, order: str
) -> dict[str, Any]:
    """What a valid form asks for: the opening, and the details below it."""
    given = form.given
    edition = words.edition(given.get("edition"))
    chosen = choose(form, [each.code for each in edition.attributes], words.tops)
    chosen = replace(chosen, slots=chosen.slots & council_slots(chosen.index, council.code))
    counts = Counts(chosen)
    criteria = newest_wording()
    # What the plans said on another day is not known.
    late = late_for(person) if chosen.at == timezone.localdate() else None
    found = opening(council, words, edition, counts, criteria)
    lateness = Lateness(chosen, late) if late else None
    named = named_slots(council, counts)
    members = _members(named, lateness)
    reader = CouncilReader(found, current_language())
    lines = None
    if bits.count(named) <= MOST:
        own = [members[number] for number in bits.numbers(named) if number in members]
        lines = reader.lines(initiative_values(words, chosen, own))
    filters = given if council.is_joint else {**given, "council": council.code}
    said = reader.opening()
    visible = chosen.slots & visible_slots(chosen.index, person, chosen.at)
    return {
        "opening": said,
        "stage": next((each.text for each in words.stages if each.code == given.get("stage")), ""),
        "unnamed": max(0, said.coverage.registered - bits.count(visible)),
        "portfolio": lines and portfolio(lines, edition.attributes, given, order),
        "late": lateness and reader.late(lateness.values(lateness.most(SHOWN_LATE), members)),
        "list_address": Links(filters).link(),
        "stale_address": Links(filters).link(late=BASELINES),
        "chosen": chosen,
        "board": board(
            counts,
            Links(filters),
            attributes=edition.attributes,
            stages={
                order: (each.code, each.text)
                for order, each in enumerate(words.stages, 1)
                if given.get("stage") in (None, each.code)
            },
            criteria=criteria,
            councils=words.covered(council.code) if council.is_joint else (),
            late=lateness,
        ),
    }


def _members(named: int, lateness: Lateness | None) -> dict[int, Member]:
    """The initiatives that a dashboard names, by their numbers. One query."""
    few = list(bits.numbers(named)) if bits.count(named) <= MOST else []
    most_late = lateness.most(SHOWN_LATE) if lateness else []
    return members_of({*few, *most_late})


@dataclass(frozen=True, slots=True)
class Preset:
    """A pair of days under a name, the address of the page on them, and whether that is shown."""

    name: str
    address: str
    chosen: bool


def _presets(meetings: Agenda, given: Mapping[str, str]) -> list[Preset]:
    """The days that councils ask for: since the last meeting, and the last fiscal year."""
    today = timezone.localdate()
    found = []
    if meetings.last:
        met = meetings.last.held_on
        name = _("Since the last meeting (%(date)s)") % {"date": long_date(met)}
        found.append(_preset(name, {"since": met.isoformat()}, given))
    ended = datetime.date(today.year, *FISCAL_YEAR_ENDS)
    if ended >= today:
        ended = ended.replace(year=today.year - 1)
    before = ended.replace(year=ended.year - 1)
    name = _("Last fiscal year (%(first)s–%(second)s)")
    name %= {"first": before.year, "second": ended.year}
    days = {"at": ended.isoformat(), "since": before.isoformat()}
    found.append(_preset(name, days, given))
    return found


def _preset(name: str, days: Mapping[str, str], given: Mapping[str, str]) -> Preset:
    rest = {key: value for key, value in given.items() if key not in DATES}
    chosen = {key: given[key] for key in DATES if key in given} == days
    return Preset(name, f"?{urlencode({**rest, **days})}", chosen)
