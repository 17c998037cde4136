"""The playbook as its readers have it: finding plays, and one play. Anybody may read them."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from assessments import rules
from assessments.models import Person, Play
from assessments.playbook.content import CodeTexts, content_of
from assessments.playbook.forms import FindForm
from assessments.playbook.reads import find, unpublished, users_of
from assessments.search.reads import asked
from assessments.web.pages import page_errors
from maturity.editions import newest_edition
from maturity.models import Stage


@login_not_required
def index(request: HttpRequest) -> HttpResponse:
    """The plays, as far as a reader asks for them by words, attribute, statement, level, stage."""
    edition, stages = newest_edition(), list(Stage.objects.all())
    form = FindForm(
        request.GET,
        attributes=list(edition.attribute_set.all()),
        criteria=list(edition.criterion_set.values_list("code", flat=True)),
        stages=stages,
        top=edition.top,
    )
    filters = form.given if form.is_valid() else {}
    query = asked(filters.pop("q", ""))
    plays = [] if form.errors or (query.note and not query.words) else find(query.words, **filters)
    may_manage = _may_manage(request)
    return render(
        request,
        "playbook/index.html",
        {
            "form": form,
            "errors": page_errors(form),
            "given": form.is_valid() and form.given,
            "plays": plays,
            "note": query.note,
            "stage_names": {each.code: each.text for each in stages},
            "top": edition.top,
            "may_manage": may_manage,
            "unpublished": unpublished() if may_manage else (),
        },
    )


@login_not_required
def play(request: HttpRequest, play: str) -> HttpResponse:
    """One play. One that is withdrawn, or not published yet, only those find who write plays."""
    found = get_object_or_404(Play.objects.select_related("published"), code=play)
    may_manage = _may_manage(request)
    if found.published is None and not may_manage:
        raise Http404
    reader = request.user if isinstance(request.user, Person) else None
    shown = found.published and content_of(found.code, found.published, CodeTexts.read())
    return render(
        request,
        "playbook/play.html",
        {
            "play": found,
            "content": shown,
            "users": users_of(found, reader),
            "may_manage": may_manage,
        },
    )


def _may_manage(request: HttpRequest) -> bool:
    return isinstance(request.user, Person) and rules.may_manage_playbook(request.user)
