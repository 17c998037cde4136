"""The secretariat's pages of lessons: which wait to be curated, and one beside its translation."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assessments import rules
from assessments.lessons import actions
from assessments.lessons.forms import SendBackForm, TranslationForm
from assessments.lessons.lines import lines
from assessments.lessons.reads import to_curate, translation_of
from assessments.models import Lesson, Person
from assessments.web.access import person_of
from assessments.web.faults import faults_in, faults_told
from assessments.web.pages import is_submitted, page_errors, posted
from assessments.web.printing import warn_unprintable
from maturity.bilingual import other_language

A_PAGE = 20


def _curator(request: HttpRequest) -> Person:
    """The person signed in, who curates. Raises PermissionDenied for anyone else."""
    person = person_of(request)
    if not rules.may_curate_lessons(person):
        raise PermissionDenied
    return person


def queue(request: HttpRequest) -> HttpResponse:
    """The shared lessons that nobody has curated, those that wait longest first."""
    person = _curator(request)
    waiting = to_curate().filter(rules.lessons_seen_by(person)).values_list("pk", flat=True)
    page = Paginator(waiting, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "lessons/queue.html", {"page": page, "lines": lines(list(page), person)})


def curate(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """A lesson beside its translation: curate it, translate it, or send it back to its team."""
    person = _curator(request)
    known = Lesson.objects.filter(rules.lessons_seen_by(person)).with_words()
    lesson = get_object_or_404(known, key=key)
    translation = translation_of(lesson)
    doing = request.POST.get("do", "") if request.method == "POST" else ""
    translating = TranslationForm(
        posted(request) if doing != "send_back" else None, instance=translation, lesson=lesson
    )
    sending = SendBackForm(posted(request) if doing == "send_back" else None)
    form = sending if doing == "send_back" else translating
    if is_submitted(request) and doing == "curate" and not _is_begun(request):
        with faults_told(request):
            actions.curate(lesson, by=person)
            messages.success(request, _("The lesson is curated. Its author is told."))
        return redirect("lessons:queue")
    if is_submitted(request) and form.is_valid():
        with faults_in(form):
            messages.success(request, _do(doing, lesson, form, by=person))
            if doing != "send_back":
                warn_unprintable(request, *translating.texts.values())
            if doing == "translate":
                return redirect("lessons:curate", lesson.key)
            return redirect("lessons:queue")
    errors = page_errors(form) if is_submitted(request) else []
    for each in (translating, sending):
        each.show_errors = bool(errors)
    return render(
        request,
        "lessons/curate.html",
        {
            "lesson": lesson,
            "into": other_language(lesson.text_language),
            "translation": translation,
            "translating": translating,
            "sending": sending,
            "parts": [(_label(name), getattr(lesson, name)) for name in actions.TEXTS],
            "errors": errors,
            "page_form": "page",
        },
    )


def _is_begun(request: HttpRequest) -> bool:
    """Whether a translation was begun: curating saves it. A lesson may be curated without one."""
    return any(request.POST.get(name) for name in actions.TEXTS)


def _do(doing: str, lesson: Lesson, form: TranslationForm | SendBackForm, *, by: Person) -> str:
    """Does what a button says, and gives the message that it is done. Raises Faults or Http404."""
    if isinstance(form, SendBackForm):
        note = form.cleaned_data
        actions.send_back(lesson, note["note"], note["note_language"], by=by)
        return _("The lesson is back with its team. Its author is told.")
    if doing not in ("translate", "curate"):
        raise Http404
    actions.translate(lesson, form.texts, by=by)
    if doing == "translate":
        return _("The translation is saved.")
    actions.curate(lesson, by=by)
    return _("The lesson is curated. Its author is told.")


def _label(name: str) -> str:
    return capfirst(str(Lesson._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
