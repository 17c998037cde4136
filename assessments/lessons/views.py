"""Pages of lessons: all that a reader may see, each of them, and those of one team."""

import uuid
from copy import copy

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from assessments import rules
from assessments.evidence.attachments import remove_document
from assessments.improvement.reads import edition_of
from assessments.lessons.actions import (
    AUDIENCES,
    LessonText,
    remove_lesson,
    save_lesson,
    set_audience,
    set_useful,
)
from assessments.lessons.forms import LessonForm, LessonsForm
from assessments.lessons.lines import lines
from assessments.lessons.reads import chosen, seen_by, similar, telling, to_curate
from assessments.models import Lesson
from assessments.web.access import get_initiative, person_of
from assessments.web.faults import faults_in
from assessments.web.pages import form_page, is_submitted, posted, to_edit
from assessments.web.printing import warn_unprintable
from maturity.editions import newest_edition

A_PAGE = 20
# What a report prints of a lesson.
PRINTED = ("title", "situation", "done", "happened", "text")


def index(request: HttpRequest) -> HttpResponse:
    """The lessons that I may read, as far as I search and filter."""
    person = person_of(request)
    form = LessonsForm(request.GET, newest_edition())
    search = form.search
    found = chosen(seen_by(person), form.given, search.words)
    keys = found.values_list("pk", flat=True)
    # What a search finds is ranked once, and not counted by a second search.
    page = Paginator(list(keys) if search.words else keys, A_PAGE).get_page(request.GET.get("page"))
    may_curate = rules.may_curate_lessons(person)
    return render(
        request,
        "lessons/index.html",
        {
            "form": form,
            "search": search,
            "given": form.given,
            "page": page,
            "lines": lines(list(page), person),
            "waiting": to_curate(person).count() if may_curate else None,
        },
    )


def detail(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One lesson, in my language where it is translated; its team shares or withdraws it here."""
    person = person_of(request)
    lesson = _lesson(key)
    if not rules.may_see_lesson(person, lesson):
        if rules.could_see_lesson(person, lesson):
            return render(request, "lessons/withdrawn.html", status=410)
        raise Http404
    may_change = rules.may_change_lesson(person, lesson)
    may_mark = rules.may_mark_lesson(person, lesson)
    if is_submitted(request):
        _act(request, lesson, may_change=may_change, may_mark=may_mark)
        return redirect("lessons:detail", lesson.key)
    return render(
        request,
        "lessons/detail.html",
        {
            "telling": telling(lesson, person, original="original" in request.GET),
            "documents": lesson.documents.select_related("file"),
            "fits": similar(lesson, person),
            "marked": may_mark and lesson.useful_marks.filter(person=person).exists(),
            "may_mark": may_mark,
            "may_change": may_change,
            "may_curate": rules.may_curate_lessons(person) and lesson.shared_at,
            "of_team": rules.is_of_team(person, lesson.initiative),
        },
    )


def _lesson(key: uuid.UUID) -> Lesson:
    return get_object_or_404(Lesson.objects.with_words(), key=key)


def _act(request: HttpRequest, lesson: Lesson, *, may_change: bool, may_mark: bool) -> None:
    """Does what a button of a lesson's page says. Raises PermissionDenied or Http404."""
    given, by = request.POST, person_of(request)
    if "useful" in given:
        if not may_mark:
            raise PermissionDenied
        set_useful(lesson, by=by, on=given["useful"] == "on")
    elif not may_change:
        raise PermissionDenied
    elif given.get("audience") in AUDIENCES:
        set_audience(lesson, given["audience"], by=by)
        messages.success(request, _told(given["audience"]))
    elif "take" in given:
        document = lesson.documents.filter(key=_key(given["take"])).first()
        if document:
            remove_document(document, by=by)
            messages.success(request, _("The document was removed from the lesson."))
    else:
        raise Http404


def _told(audience: str) -> str:
    return {
        "initiative": _("The lesson is withdrawn. Only your team and the secretariat read it now."),
        "council": _("Your council can read the lesson now."),
        "all": _("All councils can read the lesson now."),
    }[audience]


def _key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None


def team(request: HttpRequest, code: str) -> HttpResponse:
    """An initiative's own lessons, as far as I may read them.

    Those that fit its gaps are found by the component that shows them (`lessons_that_fit`), as on
    the page of its plan, which lies below this room.
    """
    initiative = get_initiative(request, code, may=rules.may_see_plan)
    person = person_of(request)
    own = chosen(seen_by(person).filter(initiative=initiative), {}, "")
    page = Paginator(own.values_list("pk", flat=True), A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "lessons/team.html",
        {
            "initiative": initiative,
            "page": page,
            "lines": lines(list(page), person),
            "may_write": rules.may_write_lessons(person, initiative),
        },
    )


def edit(request: HttpRequest, code: str, key: uuid.UUID | None = None) -> HttpResponse:
    """Tell others what the team has learned; change what was told, or remove it."""
    initiative = get_initiative(request, code, may=rules.may_write_lessons)
    by = person_of(request)
    row = to_edit(request, initiative.lessons.all(), key)
    if row and not rules.may_change_lesson(by, row):
        raise PermissionDenied
    form = LessonForm(
        posted(request),
        request.FILES or None,
        instance=copy(row),
        edition=edition_of(initiative),
    )
    if is_submitted(request) and row and "remove" in request.POST:
        remove_lesson(row, by=by)
        messages.success(request, _("The lesson is removed."))
        return redirect("lessons:team", initiative.code)
    if is_submitted(request) and form.is_valid():
        with faults_in(form, at=""):
            said = LessonText(**form.said)
            saved = save_lesson(initiative, said, by=by, row=row, document=form.cleaned_data)
            warn_unprintable(request, *(getattr(said, name) for name in PRINTED))
            messages.success(request, _("The lesson is saved."))
            return _after_saving(request, saved)
    return form_page(request, "lessons/edit.html", form, {"initiative": initiative, "lesson": row})


def _after_saving(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """The lesson's page; the list, for an author who cannot read it as long as they are blind."""
    if rules.may_see_lesson(person_of(request), lesson):
        return redirect("lessons:detail", lesson.key)
    messages.info(request, _("You can read it again once your government has finished rating."))
    return redirect("lessons:index")
