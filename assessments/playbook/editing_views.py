"""The secretariat's pages: writing a play in both languages, its versions, publishing it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from assessments import rules
from assessments.models import Person, Play, PlayVersion
from assessments.playbook.actions import create_play, discard_draft, publish, save_draft, withdraw
from assessments.playbook.content import CodeTexts, content_of
from assessments.playbook.forms import NewPlayForm, PlayForm
from assessments.playbook.reads import draft_of, newest_version
from assessments.playbook.versions import compare
from assessments.web.access import person_of
from assessments.web.faults import faults_in
from assessments.web.pages import form_page, is_submitted, posted
from assessments.web.printing import warn_unprintable


def new(request: HttpRequest) -> HttpResponse:
    """Add a play under its permanent code."""
    by = _editor(request)
    form = NewPlayForm(posted(request))
    if is_submitted(request) and form.is_valid():
        with faults_in(form, at=""):
            play = create_play(form.cleaned_data["code"], by=by)
            return redirect("playbook:edit", play.code)
    return form_page(request, "playbook/new.html", form, {})


def edit(request: HttpRequest, play: str) -> HttpResponse:
    """Write a play, side by side in both languages; keep it as a draft, publish it, withdraw it."""
    by = _editor(request)
    found = get_object_or_404(Play.objects.select_related("published"), code=play)
    if is_submitted(request) and (done := _without_texts(request, found, by)):
        return done
    row = draft_of(found) or newest_version(found)
    form = PlayForm(posted(request), instance=row)
    if is_submitted(request) and form.is_valid():
        with faults_in(form, at=""):
            return _saved(request, found, form.values, by)
    context = {
        "play": found,
        "draft": draft_of(found),
        "newest": newest_version(found),
    }
    return form_page(request, "playbook/edit.html", form, context)


def _without_texts(request: HttpRequest, play: Play, by: Person) -> HttpResponse | None:
    """What is done without what the form says: the draft discarded, or the play withdrawn."""
    if "discard" in request.POST:
        discard_draft(play, by=by)
        messages.success(request, _("The draft is discarded."))
    elif "withdraw" in request.POST:
        withdraw(play, by=by)
        messages.success(request, _("The play is withdrawn. Publish it to show it again."))
    else:
        return None
    return redirect("playbook:edit", play.code)


def _saved(request: HttpRequest, play: Play, values: dict[str, Any], by: Person) -> HttpResponse:
    texts = (value for value in values.values() if isinstance(value, str))
    if "publish" in request.POST:
        publish(play, values, by=by)
        messages.success(request, _("The play is published in both languages."))
        page = "playbook:play"
    else:
        save_draft(play, values, by=by)
        messages.success(request, _("The draft is saved. Readers do not see it yet."))
        page = "playbook:preview" if "preview" in request.POST else "playbook:edit"
    warn_unprintable(request, *texts)
    return redirect(page, play.code)


def preview(request: HttpRequest, play: str) -> HttpResponse:
    """A draft as readers would have it."""
    _editor(request)
    found = get_object_or_404(Play, code=play)
    draft = draft_of(found)
    if draft is None:
        return redirect("playbook:edit", found.code)
    shown = content_of(found.code, draft, CodeTexts.read())
    return render(request, "playbook/preview.html", {"play": found, "content": shown})


def history(request: HttpRequest, play: str) -> HttpResponse:
    """The versions of a play, and what differs between two of them (`?before=1&after=2`)."""
    _editor(request)
    found = get_object_or_404(Play, code=play)
    versions = list(found.versions.select_related("changed_by", "published_by"))
    before, after = _two(request, versions)
    return render(
        request,
        "playbook/history.html",
        {
            "play": found,
            "versions": versions,
            "before": before,
            "after": after,
            "changes": compare(before, after) if before and after else (),
        },
    )


def _two(
    request: HttpRequest, versions: list[PlayVersion]
) -> tuple[PlayVersion | None, PlayVersion | None]:
    """The two versions that are asked for, else the last two. Raises Http404 for any other."""
    numbers = {str(each.number): each for each in versions}
    newest, before = (*versions, None, None)[:2]
    if "before" not in request.GET and "after" not in request.GET:
        return (before, newest) if before else (None, None)
    try:
        return numbers[request.GET["before"]], numbers[request.GET["after"]]
    except KeyError:
        raise Http404 from None


def _editor(request: HttpRequest) -> Person:
    """The person signed in, who may write plays. Raises PermissionDenied for anyone else."""
    person = person_of(request)
    if not rules.may_manage_playbook(person):
        raise PermissionDenied
    return person
