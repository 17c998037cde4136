"""What happened to an assessment, and what a person did: as pages and as spreadsheets."""

import uuid
from collections.abc import Iterator
from itertools import batched

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from assessments import rules
from assessments.audit.history import WITHHELD, entries, of_assessment, of_person
from assessments.audit.words import Change, EventWords
from assessments.models import Event
from assessments.web.access import get_assessment, get_person, person_of
from assessments.web.spreadsheet import Cell, table_response
from maturity.bilingual import current_language
from maturity.file_names import plain
from maturity.models import Criterion
from maturity.text import code as code_in

A_PAGE = 50
A_BATCH = 500


def history(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The history of an assessment, or of the answers to one statement."""
    assessment = get_assessment(request, pk, may=rules.may_see_history)
    criteria = list(
        Criterion.objects.filter(edition=assessment.edition).select_related("attribute")
    )
    code = code_in(request.GET.get("criterion", "")).upper()[:40]
    known = not code or any(each.code == code for each in criteria)
    events = (
        of_assessment(assessment, code, reader=person_of(request))
        if known
        else Event.objects.none()
    )
    page = Paginator(events, A_PAGE).get_page(request.GET.get("page"))
    words = EventWords(assessment.edition_id)
    return render(
        request,
        "audit/assessment.html",
        {
            "assessment": assessment,
            "criteria": criteria,
            "criterion": code,
            "known": known,
            "page": page,
            "entries": entries(list(page), words, criterion=code),
        },
    )


def history_file(request: HttpRequest, pk: uuid.UUID, ending: str) -> HttpResponseBase:
    """The whole history of an assessment as a spreadsheet."""
    assessment = get_assessment(request, pk, may=rules.may_see_history)
    name = f"{assessment.initiative.code}-{assessment.stage.code}-{assessment.cycle}-{_named()}"
    events = of_assessment(assessment, reader=person_of(request))
    words = EventWords(assessment.edition_id)
    return spreadsheet(name, ending, events, words)


def person_history(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What a person did, and what was done about them."""
    person = get_person(request, pk, may=rules.may_see_person)
    reader = person_of(request)
    own = person == reader
    page = Paginator(of_person(person, reader), A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "audit/person.html",
        {
            "person": person,
            "own": own,
            "page": page,
            "entries": entries(list(page), EventWords(), own=own),
        },
    )


def person_history_file(request: HttpRequest, pk: uuid.UUID, ending: str) -> HttpResponseBase:
    """The same as a spreadsheet."""
    person = get_person(request, pk, may=rules.may_see_person)
    reader = person_of(request)
    events = of_person(person, reader)
    own = person == reader
    return spreadsheet(f"{_named()}-{person.pk}", ending, events, EventWords(), own=own)


def _named() -> str:
    return plain(pgettext("file name", "history"))


def spreadsheet(
    name: str, ending: str, events: QuerySet[Event], words: EventWords, *, own: bool = False
) -> HttpResponseBase:
    """Events as a file, an entry a row."""
    rows = _rows(events, words, current_language(), own=own)
    return table_response(rows, name, ending, title=_("History"))


def _rows(
    events: QuerySet[Event], words: EventWords, language: str, *, own: bool
) -> Iterator[list[Cell]]:
    """The heading and a row an event. The request's language is gone by the time they are sent."""
    with override(language):
        heading: list[Cell] = [
            _("Number"), _("Date and time (Eastern Time)"), _("Who"), _("Role"), _("What"),
            _("About"), _("Where"), _("Before"), _("After"),
        ]  # fmt: skip
    yield heading
    for batch in batched(events.iterator(A_BATCH), A_BATCH):
        with override(language):
            found: list[list[Cell]] = [
                [
                    entry.number,
                    timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M"),
                    entry.who,
                    entry.role,
                    entry.what,
                    entry.about,
                    entry.where,
                    _side(entry.changes, "old"),
                    str(WITHHELD) if entry.withheld else _side(entry.changes, "new"),
                ]
                for entry in entries(batch, words, own=own)
            ]
        yield from found


def _side(changes: tuple[Change, ...], side: str) -> str:
    """One side of all changes: the bare value of a single one, else a line each with its label."""
    if len(changes) == 1:
        return getattr(changes[0], side).text
    told = ((change.label, getattr(change, side).text) for change in changes)
    return "\n".join(f"{label} – {text}" for label, text in told if text)
