"""Saying that a statement is unclear, and what the secretariat reads of it."""

import uuid
from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments import rules
from assessments.feedback.actions import say_unclear, take_back_unclear
from assessments.feedback.forms import NotesForm, UnclearForm
from assessments.feedback.reads import Note, asks_unclear, marks_of, note_of
from assessments.web.access import get_assessment, person_of
from assessments.web.closed import close_finished
from assessments.web.faults import faults_in, faults_told
from assessments.web.pages import form_page, is_submitted, posted
from assessments.web.spreadsheet import Cell, table_response
from maturity.bilingual import current_language
from maturity.file_names import plain
from maturity.models import Criterion, Edition

A_PAGE = 25


def unclear(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """Say that a statement is unclear in the language of the page, change the note or take it back.

    With `?one`, the way back leads to the statement alone.
    """
    if not asks_unclear():
        raise Http404
    assessment, by = get_assessment(request, pk, may=rules.may_say_unclear), person_of(request)
    sheet = rules.own_sheet(by, assessment)
    if sheet:
        close_finished(request, sheet)
    statements = Criterion.objects.select_related("attribute")
    criterion = get_object_or_404(statements, edition=assessment.edition_id, code=code)
    language = current_language()
    page = "partners:own_attribute" if sheet else "rating:attribute"
    back = reverse(page, args=[pk, criterion.attribute.code])
    back += f"?one={code}#{code}-unclear" if "one" in request.GET else f"#{code}-unclear"
    if is_submitted(request) and "remove" in request.POST:
        with faults_told(request):
            take_back_unclear(assessment, criterion, language=language, by=by)
            messages.success(
                request, _("%(code)s is no longer marked as unclear.") % {"code": code}
            )
        return redirect(back)
    mark = by.unclear_marks.filter(
        assessment=assessment, criterion=criterion, language=language
    ).first()
    form = UnclearForm(posted(request), stored={"note": mark.note if mark else ""})
    if is_submitted(request) and form.is_valid():
        with faults_in(form):
            say_unclear(
                assessment, criterion, note=form.cleaned_data["note"], language=language, by=by
            )
            told = _("You told the secretariat that %(code)s is unclear.")
            messages.success(request, told % {"code": code})
            return redirect(back)
    context = {"assessment": assessment, "criterion": criterion, "mark": mark, "back": back}
    return form_page(request, "feedback/unclear.html", form, context)


def notes(request: HttpRequest, edition: str) -> HttpResponse:
    """What is unclear in an edition, statement by statement: `?language=…&statement=…` for some."""
    found, form = _asked(request, edition)
    page = Paginator(marks_of(found.code, **form.given), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "edition": found,
        "form": form,
        "given": form.given,
        "query": urlencode(form.given),
        "page": page,
        "notes": [note_of(each) for each in page],
        "asks": asks_unclear(),
    }
    return render(request, "feedback/notes.html", context)


def notes_csv(request: HttpRequest, edition: str) -> HttpResponseBase:
    """The same as a spreadsheet, whole."""
    found, form = _asked(request, edition)
    kind = plain(pgettext("file name", "unclear"))
    name = f"{kind}-{plain(found.code)}-{current_language()}"
    marks = marks_of(found.code, **form.given).iterator(chunk_size=500)
    return table_response(_rows(map(note_of, marks)), name, "csv", title=_("Unclear statements"))


def _asked(request: HttpRequest, code: str) -> tuple[Edition, NotesForm]:
    """The edition and the filters that are asked for. Raises PermissionDenied, then Http404."""
    if not rules.may_read_feedback(person_of(request)):
        raise PermissionDenied
    edition = get_object_or_404(Edition, code=code)
    return edition, NotesForm(request.GET, edition)


def _rows(notes: Iterable[Note]) -> Iterator[list[Cell]]:
    """The headings and a row for each note, in the language of the page; nobody is named."""
    yield [
        _("Code"), _("Statement (English)"), _("Statement (French)"), _("Language"), _("Note"),
        _("Date"), _("Council"),
    ]  # fmt: skip
    for each in notes:
        said_on = timezone.localdate(each.said_at).isoformat()
        texts = each.criterion.text_en, each.criterion.text_fr
        yield [each.code, *texts, each.language_name, each.text, said_on, each.council]
