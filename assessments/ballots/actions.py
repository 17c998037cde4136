"""Writes to ballots: opened, answered, closed, and made a draft of the next edition."""

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.audit.record import record
from assessments.ballots.members import councils_of, still_sits
from assessments.ballots.proposals import Proposal
from assessments.editions.actions import create_draft
from assessments.editions.drafting import Document, Reason, confirm_french, move_to_level
from assessments.models import (
    Ballot,
    BallotDraft,
    EditionDraft,
    Person,
    Proposed,
    Reminder,
    Vote,
    Voter,
)
from assessments.notices.ballots import asked_to_answer, reminded_to_answer
from assessments.notices.reminders import next_morning
from maturity.bilingual import current_language
from maturity.days import due_today
from maturity.faults import Fault, Faults
from maturity.models import Criterion, Edition
from maturity.wording import grouped


@transaction.atomic
def open_ballot(
    edition: Edition,
    *,
    title_en: str,
    title_fr: str,
    closes_on: datetime.date,
    statements: Collection[Criterion],
    people: Collection[Person],
    by: Person,
    at: datetime.datetime | None = None,
    notify: bool = True,
) -> Ballot:
    """Opens the next round of an edition and asks people by mail.

    They are read with their memberships (`members`). `at` is when it was opened, by default now.
    """
    # Of two rounds that are opened at once, one waits for the other's number.
    Edition.objects.select_for_update().get(pk=edition.pk)
    last = edition.ballots.order_by("-round").first()
    ballot = Ballot.objects.create(
        edition=edition,
        title_en=title_en,
        title_fr=title_fr,
        round=last.round + 1 if last else 1,
        opened_at=at or timezone.now(),
        opened_by=by,
        closes_on=closes_on,
    )
    ballot.statements.set(statements)
    for person in people:
        voter = Voter.objects.create(
            ballot=ballot, person=person, jurisdiction_id=person.jurisdiction_id
        )
        voter.councils.set(councils_of(person))
    record("open_ballot", ballot, by=by, new=_described(ballot))
    if notify:
        asked_to_answer(ballot, people, by=by)
    return ballot


@transaction.atomic
def save_vote(
    voter: Voter, criterion: Criterion, said: Mapping[str, Any], *, seen: int, by: Person
) -> bool:
    """Keeps what a voter says of a statement, by column; what says nothing is removed.

    The last save stands. Returns whether it took the place of another that its writer had not
    `seen`: the version of the vote on their page, 0 for none. Raises Faults once it is over.
    """
    _still_open(voter.ballot_id)
    Voter.objects.select_for_update(no_key=True).get(pk=voter.pk)
    row = Vote.objects.filter(voter=voter, criterion=criterion).first()
    old = {name: getattr(row, name) for name in said} if row else None
    if not any(value not in (None, "") for name, value in said.items() if name != LANGUAGE):
        if row is None:
            return False
        row.delete()
        record("remove_vote", voter.ballot, by=by, place=criterion.code)
        return seen != row.version
    if old == said:
        return False
    replaced = (row.version if row else 0) != seen
    vote = row or Vote(voter=voter, criterion=criterion, version=0)
    for name, value in said.items():
        setattr(vote, name, value)
    vote.version += 1
    vote.save()
    # That somebody answered, and not what: others read the record too.
    record("vote", voter.ballot, by=by, place=criterion.code)
    return replaced


@transaction.atomic
def finish_voting(voter: Voter, *, by: Person) -> None:
    """Keeps that a voter has finished. Raises Faults where they have answered nothing."""
    _still_open(voter.ballot_id)
    row = Voter.objects.select_for_update(no_key=True).get(pk=voter.pk)
    if not row.votes.exists():
        message = _(
            "You have not answered anything yet. Answer at least one statement before you finish."
        )
        raise Faults([Fault("", message)])
    if row.finished_at is None:
        row.finished_at = timezone.now()
        row.save(update_fields=["finished_at"])
        record("finish_voting", voter.ballot, by=by)


@transaction.atomic
def remind_voters(ballot: Ballot, *, by: Person) -> list[Person]:
    """Reminds those who have not finished and can still answer; once a day each.

    Returns whom mail reached. Raises Faults once it is over.
    """
    _still_open(ballot.pk)
    today, thing = timezone.localdate(), f"ballot:{ballot.pk}"
    reminded = Reminder.objects.filter(thing=thing, on=today).values("person")
    voters = ballot.voters.filter(finished_at=None).exclude(person__in=reminded)
    people = [each.person for each in voters.select_related("person") if still_sits(each.person)]
    reached = reminded_to_answer(ballot, people, by=by)
    Reminder.objects.bulk_create(
        Reminder(person=person, thing=thing, on=today) for person in reached
    )
    if reached:
        record("remind_voters", ballot, by=by, new={"people": len(reached)})
    return reached


@transaction.atomic
def close_ballot(ballot: Ballot, *, by: Person, at: datetime.datetime | None = None) -> None:
    """Closes a ballot before its day has passed; one that is over stays as it is."""
    row = Ballot.objects.select_for_update().get(pk=ballot.pk)
    if row.is_over:
        return
    # First, because the database refuses any change once it is closed.
    record("close_ballot", row, by=by)
    row.closed_at = at or timezone.now()
    row.save(update_fields=["closed_at"])


@task
def close_passed() -> None:
    """Closes ballots whose day has passed, then raises Again for the next morning."""
    close_passed_by(due_today())
    raise next_morning()


def close_passed_by(today: datetime.date) -> int:
    """Closes ballots that were open until a day before this one; gives how many. Nobody can answer
    them any more: from now on the database refuses it too. Nobody did it, so there is no event."""
    passed = Ballot.objects.filter(closed_at=None, closes_on__lt=today)
    return passed.update(closed_at=timezone.now())


@transaction.atomic
def draft_from_ballot(
    ballot: Ballot, code: str, proposals: Collection[Proposal], *, by: Person
) -> EditionDraft:
    """Begins a draft of the next edition that takes over what a ballot that is over proposes.

    French that is confirmed becomes official, and a statement that most see at one other level
    moves there; all else is left as it is, and listed with the draft. Raises Faults where a draft
    was made from the ballot before, or the code is taken.
    """
    row = Ballot.objects.select_for_update(no_key=True).get(pk=ballot.pk)
    if earlier := BallotDraft.objects.filter(ballot=row).first():
        message = _("Edition %(code)s has already been drafted from this ballot.")
        raise Faults([Fault("", message % {"code": earlier.code})])
    draft = create_draft(row.edition, code, by=by)
    for each in proposals:
        _take_over(draft.document, each, row)
    draft.save()
    left = [_left(each) for each in proposals if not each.is_taken_over]
    BallotDraft.objects.create(ballot=row, code=code, to_look_at=left)
    new = {
        "name": [row.title_en, row.title_fr],
        "round": row.round,
        "french_confirmed": [each.code for each in proposals if each.what == Proposed.FRENCH],
        "moved": [f"{each.code} ({each.to_level})" for each in proposals if each.to_level],
        "to_look_at": sorted({each["code"] for each in left}),
    }
    record("draft_from_ballot", draft, by=by, place=code, new=new)
    return draft


def _take_over(document: Document, proposal: Proposal, ballot: Ballot) -> None:
    """Has a document say what a proposal says, if it can."""
    if proposal.what == Proposed.FRENCH:
        confirm_french(document, proposal.code)
    elif proposal.to_level is not None:
        text = _("Ballot %(round)s: %(yes)s of %(of)s see it at level %(level)s.") % {
            "round": ballot.round,
            "yes": grouped(proposal.share.yes),
            "of": grouped(proposal.share.of),
            "level": proposal.to_level,
        }
        reason = Reason(text, current_language())
        move_to_level(document, proposal.code, proposal.to_level, reason)


def _left(proposal: Proposal) -> dict[str, Any]:
    """A proposal that people have to look at, as it is kept with the draft."""
    share = proposal.share
    return {"code": proposal.code, "what": proposal.what, "yes": share.yes, "of": share.of}


LANGUAGE = "comment_language"


def _still_open(pk: Any) -> None:
    """Holds a ballot until the transaction ends. Raises Faults once it is over."""
    if Ballot.objects.select_for_update(no_key=True).get(pk=pk).is_over:
        message = _("The ballot is closed. Nothing was saved.")
        raise Faults([Fault("", message)])


def _described(ballot: Ballot) -> dict[str, Any]:
    return {
        "edition": ballot.edition.code,
        "name": [ballot.title_en, ballot.title_fr],
        "round": ballot.round,
        "closes_on": str(ballot.closes_on),
        "statements": ballot.statements.count(),
        "people": ballot.voters.count(),
    }
