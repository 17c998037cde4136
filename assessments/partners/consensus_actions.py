"""Writes of the consensus: taking over what is agreed, and recording who does not agree."""

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.cycle.actions import locked
from assessments.models import Assessment, Person
from assessments.models.held import Held
from assessments.partners.reads import gather
from assessments.rating.actions import save_answer, set_dissent
from assessments.rating.answers import answer_of
from maturity.faults import Fault, Faults
from maturity.models import Attribute, Channel, Criterion


@transaction.atomic
def accept_agreed(
    assessment: Assessment,
    attribute: Attribute,
    seen: Iterable[str],
    *,
    by: Person,
    page: str = "",
) -> int:
    """Makes what is agreed without discussion the team's ratings, where it has none yet.

    `seen` are the criteria's codes with their ratings as the writer saw them ("ACC-01:L", and
    "ACC-01:L,P" for one a channel): what has changed since is left alone. Gives the number taken
    over. "Not applicable" brings along the reason of the first government that gave it.
    `page` is as for `save_answer`.
    """
    assessment = locked(assessment).row
    wanted = set(seen)
    accepted = 0
    for matter in gather(assessment, attribute.code).matters:
        if not matter.acceptable or matter.mark not in wanted:
            continue
        rows = {each.channel: each for each in matter.ratings}
        for unit in matter.units:
            assert unit.suggested is not None  # nosec B101
            # The reason of a "not applicable" does not go with another rating.
            why = next(
                (row for row in unit.rows if unit.suggested.code == row.rating == "NA"), None
            )
            answer = replace(
                answer_of(rows.get(unit.channel)),
                rating=unit.suggested.code,
                reason=why.reason if why else "",
                reason_language=why.reason_language if why else "",
            )
            save_answer(assessment, matter.criterion, unit.channel, answer, by=by, page=page)
        accepted += 1
    return accepted


@transaction.atomic
def record_dissent(
    assessment: Assessment | Held[Assessment],
    criterion: Criterion,
    channel: Channel | None,
    text: str,
    language: str,
    *,
    by: Person,
) -> None:
    """Keeps with a rating what a government that does not agree says; an empty text takes it back.

    Raises Faults where the team has not rated the criterion (for this channel) yet.
    """
    assessment = locked(assessment).row
    row = assessment.ratings.filter(criterion=criterion, channel=channel).first()
    if row and row.rating:
        set_dissent(row, text, language, by=by)
    elif text:
        message = _("A dissent is kept with a rating. Choose the rating first.")
        raise Faults([Fault("dissent", message)])
