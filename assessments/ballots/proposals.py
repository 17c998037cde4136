"""What a ballot's results propose: what a draft of the next edition would be made from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assessments.ballots.results import Comment, StatementFigure, StatementResult, YesShare
from assessments.models import Proposed

FEWEST_ANSWERS = 3  # from which anything is proposed


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something proposed of a statement, by how many of those who answered.

    `to_level` is where more than half of those who answered see a statement whose level is
    contested, and `share` is then theirs; it is None where those who contest it are of two minds.
    """

    code: str
    what: Proposed
    share: YesShare
    to_level: int | None = None
    comments: tuple[Comment, ...] = ()

    @property
    def key(self) -> str:
        """What tells it from all others of a ballot."""
        return f"{self.what}:{self.code}"

    @property
    def is_taken_over(self) -> bool:
        """Whether a draft can follow it by itself; any other is for people to look at."""
        return self.what == Proposed.FRENCH or self.to_level is not None


def proposed(results: Iterable[StatementResult]) -> list[Proposal]:
    """All that results propose, statement by statement."""
    return [each for result in results for each in _of_statement(result)]


def _of_statement(result: StatementResult) -> Iterator[Proposal]:
    french = result.shares[StatementFigure.FRENCH]
    if _is_enough(french) and french.is_wanted:
        yield Proposal(result.code, Proposed.FRENCH, french)
    if contested := _contested(result):
        yield contested
    for figure, what in (
        (StatementFigure.RELEVANT, Proposed.RELEVANCE),
        (StatementFigure.CLEAR_EN, Proposed.UNCLEAR_EN),
        (StatementFigure.CLEAR_FR, Proposed.UNCLEAR_FR),
    ):
        share = result.shares[figure]
        if _is_enough(share) and not share.is_wanted:
            against = YesShare(share.of - share.yes, share.of)
            yield Proposal(result.code, what, against, comments=result.comments)


def _contested(result: StatementResult) -> Proposal | None:
    """That more than half see a statement at another level; "not sure" is an answer too."""
    higher, lower = (result.places.get(place, 0) for place in ("higher", "lower"))
    of = sum(result.places.values())
    contested, one_way = YesShare(higher + lower, of), YesShare(max(higher, lower), of)
    if not _is_enough(contested) or not _is_most(contested):
        return None
    if not _is_most(one_way):
        return Proposal(result.code, Proposed.LEVEL, contested, comments=result.comments)
    to_level = result.level + (1 if higher > lower else -1)
    return Proposal(result.code, Proposed.LEVEL, one_way, to_level, result.comments)


def _is_enough(share: YesShare) -> bool:
    return share.of >= FEWEST_ANSWERS


def _is_most(share: YesShare) -> bool:
    return share.yes * 2 > share.of
