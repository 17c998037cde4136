"""Ballots as their pages show them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from assessments import rules
from assessments.ballots.members import still_sits
from assessments.ballots.results import (
    StatementFigure,
    StatementResult,
    VoterAnswer,
    YesShare,
    group_shares,
    statement_result,
)
from assessments.models import Ballot, BallotDraft, Person, Vote, Voter
from maturity.bilingual import both, current_language
from maturity.days import due_today
from maturity.folding import by_name
from maturity.models import Criterion, Edition


def ballots_of(person: Person) -> QuerySet[Ballot]:
    """The ballots that a person may see, newest first: how many were `asked`, have `begun` and have
    `finished`, whether the person was asked (`mine`), and whether they have finished (`done`)."""
    own = Voter.objects.filter(ballot=OuterRef("pk"), person=person)
    begun = Voter.objects.filter(ballot=OuterRef("pk")).filter(
        Exists(Vote.objects.filter(voter=OuterRef("pk")))
    )
    found = (
        Ballot.objects.order_by("-opened_at", "pk")
        .select_related("edition")
        .annotate(
            asked=Count("voters"),
            begun=_number(begun, "ballot"),
            finished=Count("voters", filter=Q(voters__finished_at__isnull=False)),
            mine=Exists(own),
            done=Exists(own.filter(finished_at__isnull=False)),
        )
    )
    if rules.is_secretariat(person):
        return found
    if any(role.council_id for role in person.roles):
        return found.filter(Q(mine=True) | _over())
    return found.filter(mine=True)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A ballot that waits for somebody, who has answered so many of its statements."""

    ballot: Ballot
    answered: int
    asked: int


def waiting_for(person: Person) -> list[Waiting]:
    """What a person is asked to answer and has not finished, the most pressing first. One query."""
    if not person.roles:
        return []
    voters = Voter.objects.filter(person=person, finished_at=None).exclude(_over("ballot__"))
    statements = Ballot.statements.through.objects.filter(ballot=OuterRef("ballot"))
    votes = Vote.objects.filter(voter=OuterRef("pk"))
    rows = voters.select_related("ballot").order_by("ballot__closes_on", "pk")
    counted = rows.annotate(asked=_number(statements, "ballot"), answered=_number(votes, "voter"))
    return [Waiting(each.ballot, each.answered, each.asked) for each in counted]


@dataclass(frozen=True, slots=True)
class VoterState:
    """Someone who was asked: on how many statements they answered, and whether they still can."""

    voter: Voter
    answered: int
    can_answer: bool


def voters_of(ballot: Ballot) -> list[VoterState]:
    """Those who were asked, by name. Three queries."""
    rows = ballot.voters.select_related("person", "jurisdiction").annotate(number=Count("votes"))
    found = rows.prefetch_related("councils", "person__memberships")
    return [
        VoterState(each, each.number, still_sits(each.person))
        for each in by_name(found, lambda each: each.person.name)
    ]


def statements_of(ballot: Ballot) -> list[Criterion]:
    """The statements that a ballot asks about, in the order of the model."""
    return list(ballot.statements.select_related("attribute").order_by("attribute__order", "order"))


@dataclass(frozen=True)
class BallotSheet:
    """The statements of a ballot and which of them a voter has answered."""

    statements: Sequence[Criterion]
    answered: frozenset[int]

    @cached_property
    def left(self) -> list[Criterion]:
        return [each for each in self.statements if each.pk not in self.answered]

    @property
    def done(self) -> int:
        return len(self.statements) - len(self.left)

    def position(self, code: str) -> int | None:
        """The place of a statement, from 0; None where the ballot does not ask about it."""
        codes = [each.code for each in self.statements]
        return codes.index(code) if code in codes else None


def sheet_of(voter: Voter) -> BallotSheet:
    """What a voter has answered so far. Two queries."""
    answered = voter.votes.values_list("criterion_id", flat=True)
    return BallotSheet(statements_of(voter.ballot), frozenset(answered))


@dataclass(frozen=True, slots=True)
class VoterGroup:
    """A council or a government, with its name in both languages and the keys of its voters."""

    code: str
    text: dict[str, str]
    of_council: bool
    voters: frozenset[int]

    @property
    def key(self) -> str:
        """What tells it from a council or a government with the same code."""
        return f"{'council' if self.of_council else 'government'}:{self.code}"

    @property
    def name(self) -> str:
        return self.text[current_language()]


@dataclass(frozen=True, slots=True)
class BallotOutcome:
    """The results of a ballot that is over, and the answers and groups behind them."""

    statements: Sequence[Criterion]
    results: Sequence[StatementResult]
    answers: dict[str, list[VoterAnswer]]
    groups: Sequence[VoterGroup]
    asked: int
    took_part: int

    def of_groups(
        self, code: str
    ) -> list[tuple[VoterGroup, dict[StatementFigure, YesShare | None]]]:
        """What groups say of a statement, as far as it may be shown."""
        members = {each.key: each.voters for each in self.groups}
        shares = group_shares(self.answers.get(code, []), members)
        return [(each, shares[each.key]) for each in self.groups if each.key in shares]


def outcome_of(ballot: Ballot) -> BallotOutcome:
    """The results of a ballot. Four queries."""
    statements = statements_of(ballot)
    voters = list(
        ballot.voters.select_related("person", "jurisdiction").prefetch_related("councils")
    )
    names = {each.pk: each.person.name for each in voters}
    answers: dict[str, list[VoterAnswer]] = defaultdict(list)
    rows = Vote.objects.filter(voter__ballot=ballot).select_related("criterion")
    for row in rows:
        answers[row.criterion.code].append(_answer(row, names[row.voter_id]))
    return BallotOutcome(
        statements,
        [statement_result(each.code, each.level, answers[each.code]) for each in statements],
        answers,
        _groups(voters),
        asked=len(voters),
        took_part=len({said.voter for each in answers.values() for said in each}),
    )


def last_results(edition: str) -> Sequence[StatementResult]:
    """What the last ballot over an edition, by its code, says that is over; nothing without one."""
    ballots = Ballot.objects.filter(edition__code=edition).order_by("-opened_at")
    last = next((each for each in ballots if each.is_over), None)
    return outcome_of(last).results if last else ()


def round_before(ballot: Ballot, codes: Sequence[str]) -> Ballot | None:
    """The last ballot that was over before this one opened and asked about some of the same
    statements, of whatever edition. One query."""
    earlier = Ballot.objects.filter(opened_at__lt=ballot.opened_at, statements__code__in=codes)
    found = earlier.filter(
        Q(closed_at__lte=ballot.opened_at)
        | Q(closed_at=None, closes_on__lt=ballot.opened_at.date())
    )
    return found.distinct().order_by("-opened_at").first()


@dataclass(frozen=True, slots=True)
class DraftMade:
    """The edition that was drafted from a ballot, and whether it is published by now."""

    code: str
    is_published: bool


def draft_of(ballot: Ballot) -> DraftMade | None:
    """What was drafted from a ballot. One query."""
    published = Edition.objects.filter(code=OuterRef("code")).exclude(published_at=None)
    made = BallotDraft.objects.filter(ballot=ballot).annotate(done=Exists(published)).first()
    return DraftMade(made.code, made.done) if made else None


def _answer(row: Vote, name: str) -> VoterAnswer:
    return VoterAnswer(
        row.voter_id, row.relevance, row.clear_en, row.clear_fr, row.place, row.french_confirmed,
        row.comment, row.comment_language, name,
    )  # fmt: skip


def _groups(voters: Sequence[Voter]) -> list[VoterGroup]:
    """The councils and governments of voters, councils first."""
    found: dict[tuple[bool, str], tuple[dict[str, str], set[int]]] = {}
    for voter in voters:
        places = [(True, each) for each in voter.councils.all()]
        if voter.jurisdiction:
            places.append((False, voter.jurisdiction))  # type: ignore[arg-type]
        for of_council, place in places:
            found.setdefault((of_council, place.code), (both(place), set()))[1].add(voter.pk)
    return [
        VoterGroup(code, text, of_council, frozenset(members))
        for (of_council, code), (text, members) in sorted(
            found.items(), key=lambda item: (not item[0][0], item[0][1])
        )
    ]


def _over(of: str = "") -> Q:
    """What ballots that are over meet."""
    return Q(**{f"{of}closed_at__isnull": False}) | Q(**{f"{of}closes_on__lt": due_today()})


def _number(rows: QuerySet, by: str) -> Coalesce:
    """How many rows there are of one row of the query around, by the column that names it."""
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)
