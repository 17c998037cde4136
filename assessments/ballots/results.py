"""What a ballot says of each statement, from plain answers: shares, content validity, comments.

Figures of a group are shown where they are of five people or more, and where nobody can take
figures that are shown from one another and be left with those of fewer: with 13 answers in all, of
which 6 are of one government and 5 of another, the difference would tell what the last two said.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.method.validation.ballot import WANTED, ContentValidity, content_validity

FEWEST = 5  # people whose figures are shown as those of a group


@dataclass(frozen=True, slots=True)
class VoterAnswer:
    """What one voter says of a statement; what they left out is None or empty."""

    voter: int
    relevance: int | None = None
    clear_en: bool | None = None
    clear_fr: bool | None = None
    place: str = ""
    french_confirmed: bool | None = None
    comment: str = ""
    comment_language: str = ""
    name: str = ""


class StatementFigure(StrEnum):
    """What is counted of a statement."""

    RELEVANT = "relevant"
    CLEAR_EN = "clear_en"
    CLEAR_FR = "clear_fr"
    SAME_LEVEL = "same_level"
    FRENCH = "french"


# Whether an answer says yes to a figure; None where it says nothing of it.
SAYS: Mapping[StatementFigure, Callable[[VoterAnswer], bool | None]] = {
    StatementFigure.RELEVANT: lambda said: None if said.relevance is None else said.relevance >= 3,
    StatementFigure.CLEAR_EN: lambda said: said.clear_en,
    StatementFigure.CLEAR_FR: lambda said: said.clear_fr,
    StatementFigure.SAME_LEVEL: lambda said: said.place == "same" if said.place else None,
    StatementFigure.FRENCH: lambda said: said.french_confirmed,
}


@dataclass(frozen=True, slots=True)
class YesShare:
    """How many say yes, of how many who answered."""

    yes: int
    of: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where nobody answered."""
        return self.yes / self.of if self.of else None

    @property
    def is_wanted(self) -> bool | None:
        """Whether it is as large as is wanted of an I-CVI, which is published with two decimals:
        7 of 9 are .78."""
        return None if self.share is None else round(self.share, 2) >= WANTED


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody wrote about a statement."""

    text: str
    language: str
    name: str


@dataclass(frozen=True, slots=True)
class StatementResult:
    """What a ballot says of a statement; `places` counts the answers about its level."""

    code: str
    level: int
    answered: int
    validity: ContentValidity
    shares: Mapping[StatementFigure, YesShare]
    places: Mapping[str, int]
    comments: tuple[Comment, ...]


def statement_result(code: str, level: int, answers: Collection[VoterAnswer]) -> StatementResult:
    """What answers say of a statement, each of another voter."""
    return StatementResult(
        code=code,
        level=level,
        answered=len(answers),
        validity=content_validity(said.relevance for said in answers),
        shares=shares_of(answers),
        places=Counter(said.place for said in answers if said.place),
        comments=tuple(
            Comment(said.comment, said.comment_language, said.name)
            for said in answers
            if said.comment
        ),
    )


def shares_of(answers: Iterable[VoterAnswer]) -> dict[StatementFigure, YesShare]:
    """How many say yes to each figure."""
    kept = list(answers)
    return {figure: _share(says, kept) for figure, says in SAYS.items()}


def group_shares(
    answers: Collection[VoterAnswer], groups: Mapping[str, frozenset[int]]
) -> dict[str, dict[StatementFigure, YesShare | None]]:
    """The shares of each group, by its name; None where a figure is withheld, and without groups
    of which nothing can be shown. A group is the keys of its voters."""
    found: dict[str, dict[StatementFigure, YesShare | None]] = {name: {} for name in groups}
    for figure, says in SAYS.items():
        given = {said.voter for said in answers if says(said) is not None}
        shown = told_apart(groups, given)
        for name, members in groups.items():
            of = [said for said in answers if said.voter in members]
            found[name][figure] = _share(says, of) if name in shown else None
    return {name: shares for name, shares in found.items() if any(shares.values())}


def told_apart(groups: Mapping[str, frozenset[int]], everyone: Collection[int]) -> list[str]:
    """The groups that can be shown beside everyone, largest first, so that no difference between
    any of them is of fewer than five people."""
    sizes = {name: len(members.intersection(everyone)) for name, members in groups.items()}
    shown: list[str] = []
    for name in sorted(groups, key=lambda each: (-sizes[each], each)):
        trial = [*shown, name]
        parts = Counter(tuple(voter in groups[each] for each in trial) for voter in everyone)
        if sizes[name] and min(parts.values()) >= FEWEST:
            shown = trial
    return shown


def _share(says: Callable[[VoterAnswer], bool | None], answers: Iterable[VoterAnswer]) -> YesShare:
    given = [yes for said in answers if (yes := says(said)) is not None]
    return YesShare(sum(given), len(given))
