"""What could be done next: the plays that serve most of the statements that hold levels back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from assessments.improvement.reads import AttributeTarget
from assessments.models import Initiative
from assessments.playbook.reads import Fitting, fitting

MOST = 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A play that the plan does not follow yet, and the blocking statements that it serves."""

    play: Fitting
    codes: tuple[str, ...]


def suggestions(
    initiative: Initiative, rows: Sequence[AttributeTarget], blocking: Collection[str]
) -> list[Suggestion]:
    """The plays that serve the most of the statements that keep attributes from their targets, or
    of all that hold a level back where no target is missed; in two queries.
    """
    missed = {each.attribute.code for each in rows if each.gap}
    wanted = [code for code in blocking if code.partition("-")[0] in missed] if missed else blocking
    followed = set(initiative.actions.exclude(play=None).values_list("play__code", flat=True))
    return _most_first(fitting(sorted(wanted)), followed)


def _most_first(
    fits: Mapping[str, Sequence[Fitting]], followed: Collection[str]
) -> list[Suggestion]:
    serves: dict[Fitting, list[str]] = {}
    for code, plays in fits.items():
        for play in plays:
            if play.code not in followed:
                serves.setdefault(play, []).append(code)
    order = sorted(serves, key=lambda play: (-len(serves[play]), play.code))
    return [Suggestion(play, tuple(sorted(serves[play]))) for play in order[:MOST]]
