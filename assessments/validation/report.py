"""The validation report of an edition: all its parts, and what cannot be said yet."""

import datetime
import math
from collections.abc import Sequence

from assessments.ballots.results import StatementResult
from assessments.feedback.reads import Feedback
from assessments.method.validation.resampling import ROUNDS
from assessments.validation.agreeing import agreement_part, severity_part
from assessments.validation.figures import Pending, ValidationReport
from assessments.validation.meaning import ballot_part, meaning_parts
from assessments.validation.ordering import attributes_of, order_parts
from assessments.validation.reads import RawRatings
from assessments.validation.statements import (
    category_part,
    feedback_part,
    language_part,
    ratings_by_language,
    statement_part,
)


def validation_report(
    raw: RawRatings,
    today: datetime.date,
    rounds: int = ROUNDS,
    told: Feedback | None = None,
    asked: Sequence[StatementResult] = (),
) -> ValidationReport:
    """Returns all figures of what was rated, `told` of the statements while rating, and `asked` of
    members; intervals are from so many resamples.
    """
    attributes = list(attributes_of(raw))
    return ValidationReport(
        edition=raw.edition,
        assessments=len(raw.newest),
        initiatives=len({each.initiative for each in raw.newest}),
        participants=sum(len(each.raters) for each in raw.newest),
        parts=(
            agreement_part(raw, rounds),
            severity_part(raw),
            *order_parts(attributes, raw.thresholds, rounds),
            statement_part(raw, attributes, rounds),
            category_part(raw),
            language_part(raw),
            feedback_part(raw, told or Feedback()),
            *meaning_parts(raw),
            ballot_part(raw, asked),
        ),
        pending=_pending(raw, today),
        thresholds=raw.thresholds,
    )


def _pending(raw: RawRatings, today: datetime.date) -> tuple[Pending, ...]:
    made = len(raw.newest)
    languages = min((min(counts) for counts in ratings_by_language(raw)), default=0)
    wanted = (
        ("without_caution", made, int(raw.thresholds["least_assessments"])),
        ("order", made, int(raw.thresholds["order_assessments"])),
        ("languages", languages, int(raw.thresholds["language_ratings"])),
    )
    return tuple(
        Pending(name, have, needed, _ready(raw, have, needed, today))
        for name, have, needed in wanted
        if have < needed
    )


def _ready(raw: RawRatings, have: int, needed: int, today: datetime.date) -> datetime.date | None:
    """The day on which there will be enough if all goes on as since the first approval."""
    first = min((each.approved_on for each in (*raw.earlier, *raw.newest)), default=today)
    days = (today - first).days
    if not have or not days:
        return None
    return today + datetime.timedelta(days=math.ceil((needed - have) * days / have))
