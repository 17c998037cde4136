"""What members say of statements: content validity from a ballot.

Sources: Lynn 1986 (I-CVI: the share of experts who give 3 or 4 of 4 points for relevance, wanted
.78); Polit, Beck & Owen 2007 (kappa modified for chance).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

WANTED = 0.78


@dataclass(frozen=True, slots=True)
class ContentValidity:
    """I-CVI and modified kappa of one statement by the votes of n members; None without votes."""

    i_cvi: float | None
    modified_kappa: float | None
    n: int


def content_validity(votes: Iterable[int | None]) -> ContentValidity:
    """Returns the content validity of a statement from votes of 1 to 4; abstentions are None.

    Abstentions are left out.
    """
    given = [vote for vote in votes if vote is not None]
    n = len(given)
    if not n:
        return ContentValidity(None, None, 0)
    relevant = sum(vote >= 3 for vote in given)
    chance = math.comb(n, relevant) / 2**n
    share = relevant / n
    # One member alone agrees with nobody: all of it could be chance.
    kappa = (share - chance) / (1 - chance) if n > 1 else None
    return ContentValidity(share, kappa, n)
