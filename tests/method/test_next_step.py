"""The order of what a lead does next."""

import pytest

from assessments.method.completeness import Progress, progress_of
from assessments.method.next_step import NextStep, next_step


@pytest.mark.parametrize(
    ("asked", "left", "governments", "finished", "to_discuss", "step"),
    [
        (0, 46, 0, 0, 0, "rate"),
        (0, 0, 0, 0, 0, "submit"),
        (2, 0, 0, 0, 0, "answer"),
        (0, 46, 2, 0, 0, "rate"),
        (0, 46, 2, 1, 46, "rate"),
        (0, 46, 2, 2, 46, "agree"),
        (0, 0, 2, 1, 41, "agree"),
        (0, 0, 2, 1, 0, "wait"),
        (0, 0, 2, 0, 0, "wait"),
        (0, 0, 2, 2, 1, "agree"),
        (0, 0, 2, 2, 0, "submit"),
    ],
)
def test_the_next_step_is_the_real_one(
    asked: int, left: int, governments: int, finished: int, to_discuss: int, step: str
) -> None:
    told = next_step(
        asked_by_council=asked,
        left=left,
        governments=governments,
        finished=finished,
        to_discuss=to_discuss,
    )
    assert told == NextStep(step)


def test_what_is_carried_forward_is_done_once_it_is_confirmed() -> None:
    assert progress_of("abcd", {"a", "b", "c"}, {"b", "d"}) == Progress(2, 4, unconfirmed=1)
    assert progress_of("ab", {"a", "b"}) == Progress(2, 2)
