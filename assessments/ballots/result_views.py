"""The results of a ballot that is over: on a page, statement by statement, and as a spreadsheet."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments import rules
from assessments.ballots.actions import draft_from_ballot
from assessments.ballots.forms import BallotDraftForm
from assessments.ballots.proposals import Proposal, proposed
from assessments.ballots.reads import BallotOutcome, draft_of, outcome_of, round_before
from assessments.ballots.results import Comment, StatementResult
from assessments.ballots.spreadsheet import results_file
from assessments.method.validation.ballot import WANTED
from assessments.models import Ballot, Proposed
from assessments.web.access import get_ballot, person_of
from assessments.web.faults import faults_in
from assessments.web.pages import form_page, is_submitted, posted
from assessments.web.spreadsheet import table_response
from maturity.bilingual import current_language
from maturity.file_names import plain
from maturity.models import Criterion

A_PAGE = 50
ROOM = 40_000  # characters of comments on one page, which stays below 100 KB


@dataclass(frozen=True, slots=True)
class ComparedResult:
    """A statement with its result, and that of the round before where it was asked there."""

    statement: Criterion
    result: StatementResult
    before: StatementResult | None


def results(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What members say of all statements, and what that proposes; once the ballot is over.

    The secretariat drafts the next edition from what is proposed.
    """
    may = rules.may_manage_ballot if request.method == "POST" else rules.may_see_ballot
    ballot = get_ballot(request, pk, may=may)
    person = person_of(request)
    context = {"ballot": ballot, "may_manage": rules.may_manage_ballot(person, ballot)}
    if not ballot.is_over:
        return render(request, "ballots/results.html", context)
    outcome = outcome_of(ballot)
    proposals = proposed(outcome.results)
    made = draft_of(ballot)
    form = BallotDraftForm(posted(request), proposals=proposals)
    if is_submitted(request):
        if made:
            message = _("Edition %(code)s has already been drafted from this ballot.")
            messages.warning(request, message % {"code": made.code})
            return redirect("ballots:results", pk)
        if form.is_valid():
            with faults_in(form, at=""):
                code, take = form.cleaned_data["code"], form.cleaned_data["take"]
                draft = draft_from_ballot(ballot, code, take, by=person)
                messages.success(
                    request, _("The draft has been made from the results of the ballot.")
                )
                return redirect("editions:draft", draft.code)
    earlier = round_before(ballot, [each.code for each in outcome.statements])
    rows = _rows(outcome, earlier)
    context |= {
        "outcome": outcome,
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "earlier": earlier,
        "wanted": WANTED,
        "proposals": list(_by_kind(proposals)),
        "made": made,
    }
    return form_page(request, "ballots/results.html", form, context)


def statement(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """What members say of one statement: by council and government, and all comments in full."""
    ballot = get_ballot(request, pk)
    if not ballot.is_over:
        return redirect("ballots:results", pk)
    outcome = outcome_of(ballot)
    earlier = round_before(ballot, [code])
    row = next((each for each in _rows(outcome, earlier) if each.statement.code == code), None)
    if row is None:
        raise Http404
    sheets = list(_sheets(row.result.comments))
    return render(
        request,
        "ballots/statement.html",
        {
            "ballot": ballot,
            "row": row,
            "earlier": earlier,
            "groups": outcome.of_groups(code),
            "page": Paginator(sheets, 1).get_page(request.GET.get("page")),
            "names": rules.may_see_voters(person_of(request), ballot),
            "proposals": proposed([row.result]),
        },
    )


def results_csv(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The same as a spreadsheet: a row per statement, and one for each group that can be shown."""
    ballot = get_ballot(request, pk)
    if not ballot.is_over:
        return redirect("ballots:results", pk)
    names = rules.may_see_voters(person_of(request), ballot)
    rows = results_file(outcome_of(ballot), names=names)
    kind = plain(pgettext("file name", "ballot"))
    name = f"{kind}-{plain(ballot.edition.code)}-{ballot.round}-{current_language()}"
    return table_response(rows, name, "csv", title=_("Ballot"))


def _rows(outcome: BallotOutcome, earlier: Ballot | None) -> list[ComparedResult]:
    """All statements, with what was said of them in an earlier round."""
    known = outcome_of(earlier).results if earlier else []
    before = {each.code: each for each in known}
    pairs = zip(outcome.statements, outcome.results, strict=True)
    return [ComparedResult(each, result, before.get(each.code)) for each, result in pairs]


def _by_kind(proposals: Iterable[Proposal]) -> Iterator[tuple[Proposed, list[Proposal]]]:
    """Proposals by what they propose, in the order of the kinds."""
    order = list(Proposed)
    ordered = sorted(proposals, key=lambda each: order.index(each.what))
    for what, of_kind in groupby(ordered, key=lambda each: each.what):
        yield what, list(of_kind)


def _sheets(comments: Iterable[Comment]) -> Iterator[list[Comment]]:
    """Comments in lots that have room on a page."""
    sheet: list[Comment] = []
    for each in comments:
        if sheet and sum(len(one.text) for one in [*sheet, each]) > ROOM:
            yield sheet
            sheet = []
        sheet.append(each)
    if sheet:
        yield sheet
