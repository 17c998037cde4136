"""What a ballot's results propose: what a draft of the next edition would be made from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.ballots.results import Comment, Figure, Share, StatementResult

FEWEST_ANSWERS = 3  # from which anything is proposed


class Proposed(models.TextChoices):
    """What is proposed of a statement."""

    FRENCH = "french", _("The French text is confirmed")
    LEVEL = "level", _("The level is contested")
    RELEVANCE = "relevance", _("Relevance is too low")
    UNCLEAR_EN = "unclear_en", _("The English text is unclear")
    UNCLEAR_FR = "unclear_fr", _("The French text is unclear")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something proposed of a statement, by how many of those who answered. `to_level` is where
    most of those who contest the level see it; None where they are of two minds."""

    code: str
    what: Proposed
    share: Share
    to_level: int | None = None
    comments: tuple[Comment, ...] = ()


def proposed(results: Iterable[StatementResult]) -> list[Proposal]:
    """All that results propose, statement by statement."""
    return [each for result in results for each in _of_statement(result)]


def _of_statement(result: StatementResult) -> Iterator[Proposal]:
    french = result.shares[Figure.FRENCH]
    if _is_enough(french) and french.is_wanted:
        yield Proposal(result.code, Proposed.FRENCH, french)
    if contested := _contested(result):
        yield contested
    for figure, what in (
        (Figure.RELEVANT, Proposed.RELEVANCE),
        (Figure.CLEAR_EN, Proposed.UNCLEAR_EN),
        (Figure.CLEAR_FR, Proposed.UNCLEAR_FR),
    ):
        share = result.shares[figure]
        if _is_enough(share) and not share.is_wanted:
            against = Share(share.of - share.yes, share.of)
            yield Proposal(result.code, what, against, comments=result.comments)


def _contested(result: StatementResult) -> Proposal | None:
    """That more than half see a statement at another level; "not sure" is an answer too."""
    higher, lower = (result.places.get(place, 0) for place in ("higher", "lower"))
    share = Share(higher + lower, sum(result.places.values()))
    if not _is_enough(share) or share.yes * 2 <= share.of:
        return None
    to_level = None if higher == lower else result.level + (1 if higher > lower else -1)
    return Proposal(result.code, Proposed.LEVEL, share, to_level, result.comments)


def _is_enough(share: Share) -> bool:
    return share.of >= FEWEST_ANSWERS
