"""One criterion: the team's answer, its evidence, its discussions, who looks after it.

The page is one form with a button for each thing that can be done, so that what was typed elsewhere
on it is still there afterwards.
"""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments import rules
from assessments.criterion.desk import Desk, keep_typed, key_in, lay_out
from assessments.criterion.forms import CareForm, FileForm, LinkForm, RemarkForm, ReuseForm
from assessments.discussion import actions as discussion
from assessments.discussion import reads as team
from assessments.discussion.assignments import assign
from assessments.evidence import reads as evidence
from assessments.evidence.actions import (
    MAX_DOCUMENTS,
    EvidenceDocument,
    add_evidence,
    add_file,
    document_of,
    remove_evidence,
)
from assessments.models import Assessment, Evidence, File, Person, Thread
from assessments.playbook.reads import proof_of
from assessments.web.access import get_assessment, person_of, writes
from assessments.web.closed import close_finished, closed
from assessments.web.pages import PageError, page_errors
from assessments.web.printing import warn_unprintable
from maturity.faults import Faults
from maturity.models import Channel, Criterion, ScalePoint

A_PAGE = 100
# In the session: the document that was removed last.
REMOVED = "removed_document"


def criterion(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """Everything about one criterion but its rating."""
    assessment = get_assessment(request, pk)
    criteria = list(
        Criterion.objects.filter(edition=assessment.edition).select_related("attribute")
    )
    position = next((n for n, each in enumerate(criteria) if each.code == code), None)
    if position is None:
        raise Http404
    writes(request, assessment, may=rules.may_discuss)
    desk = lay_out(request, assessment, criteria[position])
    if desk.own and desk.pressed[0] in SUPPORTING:
        close_finished(request, desk.own)
    errors: list[PageError] = []
    what, which = desk.pressed
    if what in WRITES and not closed(request):
        may, write, anchor = WRITES[what]
        if not may(desk.person, assessment):
            raise PermissionDenied
        done, errors = _do(desk, write, what, which)
        if done:
            form: Any = desk.forms.get(what)
            keep_typed(request, form.prefix if form else "do")
            messages.success(request, done)
            return redirect(f"{reverse('criterion:detail', args=[pk, code])}#{anchor}")
    scale = {each.code: each.text for each in ScalePoint.objects.filter(edition=assessment.edition)}
    # Nothing that the team says may sway a government that still rates independently.
    own_first = rules.is_blind(desk.person, assessment)
    answers = [] if own_first else desk.answers
    threads = None
    if rules.may_see_discussion(desk.person, assessment):
        threads = team.threads_of(assessment, desk.criterion)
    return render(
        request,
        "criterion/criterion.html",
        {
            "assessment": assessment,
            "criterion": desk.criterion,
            "position": position + 1,
            "total": len(criteria),
            "before": criteria[position - 1] if position else None,
            "after": criteria[position + 1] if position + 1 < len(criteria) else None,
            "answers": [
                (each, scale[getattr(each.answer, "rating", "") or "NR"]) for each in answers
            ],
            "unrated": scale["NR"],
            "own_first": own_first,
            "opinions": [each for each in desk.opinions if each.documents],
            "proof": desk.proof,
            "own": desk.own,
            "keeps": desk.keeps,
            "removed": _removed(desk),
            "limit": MAX_DOCUMENTS,
            "threads": threads,
            "unresolved": sum(not each.resolved_at for each in threads or ()),
            "blind": any(not each.finished for each in desk.participants),
            "care": desk.care,
            "may_rate": assessment.is_open and rules.may_rate(desk.person, assessment),
            "may_discuss": assessment.is_open and rules.may_discuss(desk.person, assessment),
            "forms": desk.forms,
            "replying": desk.replying,
            "file_chosen": bool(request.FILES),
            "errors": errors,
            "page_form": "page" if desk.forms else "",
        },
    )


def documents(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """All documents of an assessment, with the criteria that they support, and then those of plays
    that are done."""
    assessment, person = get_assessment(request, pk), person_of(request)
    proof = proof_of(assessment.initiative, person)
    rows = [*evidence.documents_of(assessment, person), *proof]
    keeps = rules.may_support(person, assessment) or rules.may_rate_alone(person, assessment)
    first = None
    if not rows and keeps and assessment.is_open:
        first = Criterion.objects.filter(edition=assessment.edition_id).first()
    return render(
        request,
        "criterion/documents.html",
        {
            "assessment": assessment,
            "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
            "first": first,
            "statements": _codes_of(assessment) if proof else (),
        },
    )


def _codes_of(assessment: Assessment) -> list[str]:
    """The codes of its statements: a play may serve those of other editions too."""
    criteria = Criterion.objects.filter(edition=assessment.edition_id)
    return list(criteria.values_list("code", flat=True))


def _do(
    desk: Desk, write: Callable[[Desk, Any, str], str], what: str, which: str
) -> tuple[str, list[PageError]]:
    """Does what a button says; gives the message that it is done, or else the errors."""
    form: Any = desk.forms.get(what)
    if form is None and what in WITH_FORM:
        raise Http404
    if form is not None:
        form.show_errors = form.opened = True
        if not form.is_valid():
            return "", page_errors(form)
    try:
        return write(desk, form, which), []
    except Faults as faults:
        told = [fault.message for fault in faults.faults]
        if form is None:
            return "", [PageError("main", message) for message in told]
        form.add_error(getattr(form, "main", None), told)
        return "", page_errors(form)


def _add_link(desk: Desk, form: LinkForm, _which: str) -> str:
    given = form.cleaned_data
    document = EvidenceDocument(given["title"], given["url"], given["language"])
    add_evidence(desk.assessment, desk.place(form.chosen_channel), document, by=desk.person)
    warn_unprintable(desk.request, document.title)
    return _("The link was added to the evidence.")


def _add_file(desk: Desk, form: FileForm, _which: str) -> str:
    given = form.cleaned_data
    add_file(
        desk.assessment,
        desk.place(form.chosen_channel),
        given["file"],
        by=desk.person,
        title=given["title"],
        language=given["language"],
    )
    warn_unprintable(desk.request, given["title"])
    return _("The file was added to the evidence.")


def _reuse(desk: Desk, form: ReuseForm, _which: str) -> str:
    document = document_of(form.cleaned_data["document"])
    add_evidence(desk.assessment, desk.place(form.chosen_channel), document, by=desk.person)
    return _("The document was added to the evidence.")


def _remove(desk: Desk, _form: None, which: str) -> str:
    team = rules.may_support(desk.person, desk.assessment)
    answers = {"rating__in" if team else "opinion__in": [each.pk for each in desk.supportable]}
    rows = Evidence.objects.filter(**answers).select_related(
        "file", "rating__channel", "rating__criterion", "opinion__channel", "opinion__criterion",
        "opinion__participant__jurisdiction",
    )  # fmt: skip
    row = rows.filter(key=_which(which)).first()
    if row is None:
        return _("The document was already removed.")
    remove_evidence(desk.assessment, row, by=desk.person)
    channel = (row.rating or row.opinion).channel  # type: ignore[union-attr]
    desk.request.session[REMOVED] = {
        "assessment": str(desk.assessment.pk),
        "criterion": desk.criterion.code,
        "channel": channel.pk if channel else None,
        "title": row.title,
        "url": row.url,
        "language": row.language,
        "file": str(row.file_id) if row.file_id else None,
    }
    return _("The document was removed from the evidence.")


def _put_back(desk: Desk, _form: None, _which: str) -> str:
    kept = _removed(desk)
    if kept is None:
        return _("The document was added to the evidence.")
    file = get_object_or_404(File, pk=kept["file"]) if kept["file"] else None
    channel = get_object_or_404(Channel, pk=kept["channel"]) if kept["channel"] else None
    document = EvidenceDocument(kept["title"], kept["url"], kept["language"], file)
    add_evidence(desk.assessment, desk.place(channel), document, by=desk.person)
    del desk.request.session[REMOVED]
    return _("The document is part of the evidence again.")


def _start(desk: Desk, form: RemarkForm, _which: str) -> str:
    discussion.start_thread(desk.assessment, desk.criterion, by=desk.person, **form.cleaned_data)
    return _("The discussion is open until someone resolves it.")


def _answer(desk: Desk, form: RemarkForm, which: str) -> str:
    discussion.answer(_thread(desk, which), by=desk.person, **form.cleaned_data)
    return _("Your answer was added to the discussion.")


def _resolve(desk: Desk, _form: None, which: str) -> str:
    discussion.resolve(_thread(desk, which), by=desk.person)
    return _("The discussion is resolved.")


def _reopen(desk: Desk, _form: None, which: str) -> str:
    discussion.reopen(_thread(desk, which), by=desk.person)
    return _("The discussion is open again.")


def _care(desk: Desk, form: CareForm, _which: str) -> str:
    return _cared(desk, desk.criterion, form)


def _care_attribute(desk: Desk, form: CareForm, _which: str) -> str:
    return _cared(desk, desk.criterion.attribute, form)


def _cared(desk: Desk, subject: Any, form: CareForm) -> str:
    person = form.cleaned_data["person"]
    assign(desk.assessment, subject, person, by=desk.person)
    if person is None:
        return _("It is not assigned to anyone.")
    return _("It is assigned to %(name)s.") % {"name": person.name}


def _may_support(person: Person, assessment: Assessment) -> bool:
    return rules.may_support(person, assessment) or rules.may_support_alone(person, assessment)


# The buttons about evidence, and then all: who may, how, and where on the page it is seen.
SUPPORTING = {"add_link", "add_file", "reuse", "remove", "put_back"}
WRITES: dict[str, tuple[Callable[..., bool], Callable[..., str], str]] = {
    "add_link": (_may_support, _add_link, "evidence"),
    "add_file": (_may_support, _add_file, "evidence"),
    "reuse": (_may_support, _reuse, "evidence"),
    "remove": (_may_support, _remove, "evidence"),
    "put_back": (_may_support, _put_back, "evidence"),
    "start": (rules.may_discuss, _start, "discussion"),
    "answer": (rules.may_discuss, _answer, "discussion"),
    "resolve": (rules.may_discuss, _resolve, "discussion"),
    "reopen": (rules.may_discuss, _reopen, "discussion"),
    "care": (rules.may_assign, _care, "care"),
    "care_attribute": (rules.may_assign, _care_attribute, "care"),
}

# Those that have fields of their own.
WITH_FORM = {"add_link", "add_file", "reuse", "start", "answer", "care", "care_attribute"}


def _thread(desk: Desk, which: str) -> Thread:
    threads = desk.assessment.threads.filter(criterion=desk.criterion)
    return get_object_or_404(threads.select_related("assessment"), pk=_which(which))


def _which(text: str) -> uuid.UUID:
    """The key that belongs to a button. Raises Http404 where it is none."""
    key = key_in(text)
    if key is None:
        raise Http404
    return key


def _removed(desk: Desk) -> dict[str, Any] | None:
    """The document that the person removed here last, which they may put back."""
    kept = desk.request.session.get(REMOVED)
    here = (str(desk.assessment.pk), desk.criterion.code)
    may = desk.assessment.is_open and _may_support(desk.person, desk.assessment)
    return kept if may and kept and (kept["assessment"], kept["criterion"]) == here else None
