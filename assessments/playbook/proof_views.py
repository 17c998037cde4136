"""What an initiative does with plays: its client-first record."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from assessments import rules
from assessments.models import Play
from assessments.playbook.content import CodeTexts, content_of
from assessments.playbook.forms import UseForm
from assessments.playbook.reads import newest_version, published, uses_of
from assessments.playbook.using import Use, stop_using, use_play
from assessments.web.access import get_initiative, person_of
from assessments.web.faults import faults_in
from assessments.web.pages import form_page, is_submitted, posted
from assessments.web.printing import warn_unprintable


def uses(request: HttpRequest, code: str) -> HttpResponse:
    """The plays that an initiative uses, with what shows it, and for its lead all others."""
    initiative = get_initiative(request, code, may=rules.may_see_plan)
    may_use = rules.may_use_plays(person_of(request), initiative)
    used = uses_of(initiative)
    taken = {each.play_id for each in used}
    return render(
        request,
        "playbook/uses.html",
        {
            "initiative": initiative,
            "uses": used,
            "may_use": may_use,
            "others": [each for each in published() if each.pk not in taken] if may_use else (),
        },
    )


def use(request: HttpRequest, code: str, play: str) -> HttpResponse:
    """Say how far the initiative is with a play, with the document that the play asks for."""
    initiative = get_initiative(request, code, may=rules.may_use_plays)
    found = get_object_or_404(Play.objects.select_related("published"), code=play)
    row = initiative.play_uses.select_related("file", "play").filter(play=found).first()
    version = newest_version(found)
    if version is None or (row is None and found.published is None):
        raise Http404
    form = UseForm(posted(request), request.FILES or None, use=row)
    if row and is_submitted(request) and "remove" in request.POST:
        stop_using(row, by=person_of(request))
        messages.success(request, _("The play is removed from your record."))
        return redirect("playbook:uses", initiative.code)
    if is_submitted(request) and form.is_valid():
        given = form.cleaned_data
        said = Use(given["state"], given["note"], given["note_language"] if given["note"] else "")
        with faults_in(form, at=""):
            use_play(initiative, found, said, given, by=person_of(request))
            warn_unprintable(request, given["note"], given["document_title"])
            messages.success(request, _("Your record is saved."))
            return redirect("playbook:uses", initiative.code)
    context = {
        "initiative": initiative,
        "play": found,
        "use": row,
        "content": content_of(found.code, version, CodeTexts.read()),
    }
    return form_page(request, "playbook/use.html", form, context)
