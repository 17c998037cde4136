"""The way to a baseline: checking, submitting, reviewing, withdrawing."""

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments import rules
from assessments.baselines.reader import content
from assessments.baselines.reads import current_snapshot
from assessments.baselines.selection import selection_of
from assessments.models import Assessment, Concern, Thread
from assessments.models.assessments import UNDER_WAY_STATES, State
from assessments.rating.actions import confirm_carried_forward
from assessments.review import actions as workflow
from assessments.review.forms import (
    ApprovalForm,
    ConcernForm,
    ReplyForm,
    ReturnForm,
    SubmitForm,
)
from assessments.review.questions import last_reviewer, questions_of
from assessments.review.reads import resubmission_of
from assessments.web.access import get_assessment, own_first, person_of
from assessments.web.closed import closed
from assessments.web.faults import faults_in, faults_told
from assessments.web.pages import (
    PageError,
    fault_errors,
    form_page,
    is_submitted,
    page_errors,
    posted,
)
from assessments.web.permissions import permissions_of
from maturity.bilingual import current_language
from maturity.faults import Faults
from maturity.models import Criterion


def check(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What a reviewer would ask, and the form that submits."""
    assessment = get_assessment(request, pk, may=rules.may_submit)
    by = person_of(request)
    confirming = "confirm" in request.POST
    if confirming and not rules.may_rate(by, assessment):
        raise PermissionDenied
    returned = resubmission_of(assessment) if assessment.state == State.RETURNED else None
    form = SubmitForm(
        None if confirming else posted(request),
        unchanged=returned is not None and returned.unchanged,
        reviewers=workflow.possible_reviewers(assessment, by),
        initial={"reviewer": last_reviewer(assessment)},
    )
    errors = []
    if is_submitted(request):
        try:
            if confirming:
                number = confirm_carried_forward(assessment, by=by, page=current_language())
                message = ngettext(
                    "%(number)s answer is confirmed.", "%(number)s answers are confirmed.", number
                )
                messages.success(request, message % {"number": number})
                return redirect("review:check", assessment.pk)
            if form.is_valid():
                workflow.submit(assessment, by=by, reviewer=form.cleaned_data.get("reviewer"))
                messages.success(request, _("The assessment is submitted to the council."))
                return redirect("overview:assessment", assessment.pk)
            errors = page_errors(form)
        except Faults as faults:
            errors = fault_errors(faults.faults)
    form.show_errors = bool(errors)
    permissions = permissions_of(request, assessment)
    questions = questions_of(assessment, opinions=rules.may_see_opinions(by, assessment))
    blocking = [group for group in questions if group.blocking]
    may_submit = permissions["may_submit"] and not blocking
    return render(
        request,
        "review/check.html",
        {
            "assessment": assessment,
            "concerns": list(Concern.objects.asked_of(assessment)),
            "unanswered": returned.unanswered if returned else (),
            "blocking": blocking,
            "warnings": [group for group in questions if not group.blocking],
            "form": form,
            "errors": errors,
            **permissions,
            "may_submit": may_submit,
            "page_form": "page" if may_submit else "",
        },
    )


def reply(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """Reply to what the council asked about one criterion when it returned the assessment."""
    assessment = get_assessment(request, pk, may=rules.may_rate)
    asked = Concern.objects.filter(submission__assessment=assessment, criterion__code=code)
    newest = asked.select_related("submission", "criterion__attribute")
    concern = newest.order_by("-submission__number").first()
    if concern is None:
        raise Http404
    language = concern.reply_language or current_language()
    form = ReplyForm(posted(request), stored={"text": concern.reply, "language": language})
    if is_submitted(request) and form.is_valid():
        with faults_in(form):
            workflow.reply_to_concern(concern, by=person_of(request), **form.cleaned_data)
            messages.success(request, _("Your reply is saved for the council to read."))
            return redirect(f"{reverse('review:check', args=[pk])}#returned")
    context = {"assessment": assessment, "concern": concern}
    return form_page(request, "review/reply.html", form, context)


def review(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Read a submitted assessment; approve it, or return it with reasons."""
    assessment = get_assessment(request, pk, may=rules.may_review)
    form = ReturnForm(posted(request))
    criteria = Criterion.objects.filter(edition=assessment.edition)
    concerns = {each.code: ConcernForm(posted(request), each) for each in criteria}
    errors: list[PageError] = []
    if is_submitted(request):
        errors = _decide(request, assessment, form, list(concerns.values()))
        if not errors:
            page = "review:approve" if "approve" in request.POST else "overview:assessment"
            return redirect(page, assessment.pk)
        # Someone else may have decided in the meantime, or the team submitted again.
        assessment = get_assessment(request, pk, may=rules.may_review)
    for each in (form, *concerns.values()):
        each.show_errors = bool(errors) and "approve" not in request.POST
    opinions = rules.may_see_opinions(person_of(request), assessment)
    taken = current_snapshot(assessment, opinions=opinions)
    shown = content(taken, current_language())
    questions = questions_of(assessment, taken, opinions=opinions)
    # What was written stays on the page, whichever statements it shows.
    kept = {code for code, each in concerns.items() if each.written or each.errors}
    return render(
        request,
        "review/review.html",
        {
            "assessment": assessment,
            "content": shown,
            "selection": selection_of(shown, request.GET, kept=kept),
            "questions": questions,
            "asked": sum(len(group.rows) for group in questions),
            "resubmission": resubmission_of(assessment),
            "submission": assessment.submissions.defer("document").first(),
            "concerns": concerns,
            # What was typed is shown even where there is nothing left to decide.
            "deciding": not closed(request) or request.method == "POST",
            "may_approve": rules.may_approve(person_of(request), assessment),
            "form": form,
            "errors": errors,
            "page_form": "page",
        },
    )


def _decide(
    request: HttpRequest,
    assessment: Assessment,
    form: ReturnForm,
    concerns: Sequence[ConcernForm],
) -> list[PageError]:
    """Returns it, or gives the errors that kept it from being done.

    An approval only goes on to its own page, unless a reason to return was written.
    """
    by, read = person_of(request), request.POST.get("submission", "")
    written = [each for each in concerns if each.written]
    try:
        if "approve" in request.POST:
            if not rules.may_approve(by, assessment):
                raise PermissionDenied
            if form.written or written:
                message = _(
                    "You gave a reason for returning the assessment. Return it, or delete "
                    "the reason to approve it."
                )
                field = written[0]["text"].id_for_label if written else "id_reason"
                return [PageError(field, message)]
            workflow.refuse_decided(assessment, read)
            return []
        if errors := page_errors(*concerns, form):
            return errors
        workflow.return_to_team(
            assessment,
            by=by,
            **form.cleaned_data,
            concerns=[each.reason for each in written],
            read=read,
        )
        messages.success(request, _("The assessment was returned to its team."))
        return []
    except Faults as faults:
        return fault_errors(fault.message for fault in faults.faults)


def approve(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What becomes final, for whoever approves it; only here is it approved."""
    assessment = get_assessment(request, pk, may=rules.may_review)
    if not rules.may_approve(person_of(request), assessment):
        if request.method == "POST":
            raise PermissionDenied
        return redirect("review:review", pk)  # It says why somebody else has to.
    form = ApprovalForm(posted(request))
    errors: list[PageError] = []
    if is_submitted(request) and not (errors := page_errors(form)):
        read = request.POST.get("submission", "")
        try:
            workflow.approve(assessment, by=person_of(request), read=read, **form.cleaned_data)
        except Faults as faults:
            errors = fault_errors(fault.message for fault in faults.faults)
            assessment = get_assessment(request, pk, may=rules.may_approve)
        else:
            messages.success(request, _("The assessment is approved: it is now a baseline."))
            return redirect("overview:assessment", pk)
    form.show_errors = bool(errors)
    opinions = rules.may_see_opinions(person_of(request), assessment)
    taken = current_snapshot(assessment, opinions=opinions)
    return render(
        request,
        "review/approve.html",
        {
            "assessment": assessment,
            "content": content(taken, current_language()),
            "questions": questions_of(assessment, taken, opinions=opinions),
            "discussed": _open_discussions(request, assessment),
            "submission": assessment.submissions.defer("document").first(),
            "deciding": assessment.state == State.SUBMITTED,
            "form": form,
            "errors": errors,
            "page_form": "page" if assessment.state == State.SUBMITTED else "",
        },
    )


def _open_discussions(request: HttpRequest, assessment: Assessment) -> list[Thread]:
    """The team's discussions that nobody has resolved, for a reader who may see them."""
    if not rules.may_see_discussion(person_of(request), assessment):
        return []
    threads = Thread.objects.filter(assessment=assessment, resolved_at=None)
    return list(threads.select_related("criterion"))


def changes(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What has changed since the council returned the assessment, for its team and the council."""
    assessment = get_assessment(request, pk)
    if rules.is_blind(person_of(request), assessment):
        return own_first(request, assessment)
    return render(
        request,
        "review/changes.html",
        {
            "assessment": assessment,
            "resubmission": resubmission_of(assessment),
            **permissions_of(request, assessment),
        },
    )


def withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """End an assessment without a baseline, or take that back."""
    states = [State.WITHDRAWN] if "undo" in request.POST else UNDER_WAY_STATES
    assessment = get_assessment(request, pk, may=rules.may_withdraw, states=states)
    if closed(request) and request.method == "POST":
        return render(request, "review/not_withdrawn.html", {"assessment": assessment})
    if not is_submitted(request):
        return redirect("overview:assessment", assessment.pk)
    with faults_told(request):
        if "undo" in request.POST:
            workflow.resume(assessment, by=person_of(request))
            messages.success(request, _("The withdrawal is cancelled. You can continue."))
        else:
            workflow.withdraw(assessment, by=person_of(request))
            message = _("The assessment is withdrawn. What was written is kept.")
            messages.success(request, message)
    return redirect("overview:assessment", assessment.pk)
