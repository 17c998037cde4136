"""The page on which a member answers, a statement at a time.

Every button of it saves what is on the page and then goes somewhere, so that nothing is lost
whichever way one goes on. Without a statement in its address the page leads to the first that is
not answered yet.
"""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments import rules
from assessments.ballots.actions import finish_voting, save_vote
from assessments.ballots.forms import COLUMNS, VoteForm
from assessments.ballots.reads import BallotSheet, sheet_of
from assessments.models import Ballot, Person, Voter
from assessments.web.access import get_ballot, person_of
from assessments.web.closed import close_page
from assessments.web.faults import faults_in, faults_told
from assessments.web.pages import form_page, is_submitted, posted
from maturity.models import Criterion, Level
from maturity.wording import grouped, long_date

END = "end"  # after the last statement, where one finishes


@dataclass(frozen=True, slots=True)
class VoteStep:
    """A statement of a sheet, with its place from 0."""

    sheet: BallotSheet
    position: int

    @property
    def criterion(self) -> Criterion:
        return self.sheet.statements[self.position]

    @property
    def before(self) -> str:
        """The code of the statement before; empty for the first."""
        return self.sheet.statements[self.position - 1].code if self.position else ""

    @property
    def after(self) -> str:
        """Where one goes on: the code of the next statement, or the end."""
        rest = self.sheet.statements[self.position + 1 :]
        return rest[0].code if rest else END


def vote(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer about one statement, or finish."""
    ballot = get_ballot(request, pk, may=rules.may_answer_ballot)
    person = person_of(request)
    voter = ballot.voters.get(person=person)
    voter.ballot = ballot
    sheet = sheet_of(voter)
    _close(request, ballot, person)
    one = request.GET.get("one")
    if one is None:
        return redirect(_address(ballot, sheet.left[0].code if sheet.left else END))
    if one == END:
        return _end(request, voter, sheet)
    position = sheet.position(one)
    if position is None:
        raise Http404
    return _statement(request, voter, VoteStep(sheet, position))


def _statement(request: HttpRequest, voter: Voter, step: VoteStep) -> HttpResponse:
    criterion = step.criterion
    levels = {each.order: each for each in Level.objects.filter(edition=criterion.edition_id)}
    kept = voter.votes.filter(criterion=criterion).first()
    form = VoteForm(posted(request), criterion=criterion, highest=max(levels), vote=kept)
    if is_submitted(request) and form.is_valid():
        with faults_in(form):
            _save(request, voter, criterion, form)
            return _onwards(request, voter, step)
    context = {
        "ballot": voter.ballot,
        "voter": voter,
        "sheet": step.sheet,
        "step": step,
        "criterion": criterion,
        "level": levels.get(criterion.level),
        "kept": kept,
    }
    return form_page(request, "ballots/vote.html", form, context)


def _end(request: HttpRequest, voter: Voter, sheet: BallotSheet) -> HttpResponse:
    """The end of a sheet: what is left, and the button that finishes."""
    if is_submitted(request):
        with faults_told(request):
            _finish(request, voter, sheet)
        return redirect(_address(voter.ballot, END))
    context = {"ballot": voter.ballot, "voter": voter, "sheet": sheet}
    return render(request, "ballots/end.html", context)


def _save(request: HttpRequest, voter: Voter, criterion: Criterion, form: VoteForm) -> None:
    """Keeps what a valid form says, where its reader changed anything. Raises Faults."""
    clearing = "clear" in request.POST
    if not (clearing or form.is_touched):
        return
    said = dict.fromkeys(COLUMNS) if clearing else form.said
    if save_vote(voter, criterion, said, seen=form.version, by=person_of(request)):
        message = _(
            "You had changed your answer to %(code)s in another window after you opened this page. "
            "What you saved last was kept."
        )
        messages.warning(request, message % {"code": criterion.code})


def _onwards(request: HttpRequest, voter: Voter, step: VoteStep) -> HttpResponse:
    """Where the button that was pressed leads to."""
    if "clear" in request.POST:
        return redirect(_address(voter.ballot, step.criterion.code))
    if "finish" in request.POST:
        with faults_told(request):
            _finish(request, voter, sheet_of(voter))
        return redirect(_address(voter.ballot, END))
    go = request.POST.get("go", "")
    known = step.sheet.position(go) is not None
    return redirect(_address(voter.ballot, go if known else step.after))


def _finish(request: HttpRequest, voter: Voter, sheet: BallotSheet) -> None:
    """Finishes, and says what is left. Raises Faults where nothing is answered."""
    finish_voting(voter, by=person_of(request))
    day = long_date(voter.ballot.closes_on)
    done = _("Thank you: you have finished. You can still change your answers until %(date)s.")
    messages.success(request, done % {"date": day})
    if left := len(sheet.left):
        message = ngettext(
            "%(number)s statement is left without an answer.",
            "%(number)s statements are left without an answer.",
            left,
        )
        messages.warning(request, message % {"number": grouped(left)})


def _close(request: HttpRequest, ballot: Ballot, person: Person) -> None:
    """Has the page only read once the ballot is over, or where its reader has no role any more."""
    if ballot.is_over:
        results = (reverse("ballots:results", args=[ballot.pk]), _("See the results"))
        why = _(
            "This ballot is closed. You can read what you answered, but you can no longer "
            "change it."
        )
        close_page(request, why, results)
    elif not person.roles:
        why = _(
            "You no longer have a role in the portal. You can read what you answered, and it "
            "counts, but you cannot change it."
        )
        close_page(request, why)


def _address(ballot: Ballot, one: str) -> str:
    return f"{reverse('ballots:vote', args=[ballot.pk])}?one={one}"
