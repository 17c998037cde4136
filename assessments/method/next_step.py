"""What a lead does next on an open assessment: the one order that its pages and lists share."""

from enum import StrEnum


class NextStep(StrEnum):
    ANSWER = "answer"  # what the council asks
    RATE = "rate"
    AGREE = "agree"  # with the governments that have rated on their own
    WAIT = "wait"  # for governments that have not finished, or remind them
    SUBMIT = "submit"


def next_step(
    *, asked_by_council: int, left: int, governments: int, finished: int, to_discuss: int
) -> NextStep:
    """What comes next where so many questions of the council are not answered, so many statements
    are `left` to rate or confirm and `to_discuss`, and so many of the governments have `finished`.
    """
    if asked_by_council:
        return NextStep.ANSWER
    if left:
        return NextStep.AGREE if governments and finished == governments else NextStep.RATE
    if finished and to_discuss:
        return NextStep.AGREE
    return NextStep.WAIT if finished < governments else NextStep.SUBMIT
