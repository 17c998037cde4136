"""From what a form says to what it means."""

from collections.abc import Sequence

from assessments.councils.forms import SelectionForm
from assessments.standings.conditions import Chosen, chosen_slots
from assessments.standings.index import read


def choose(form: SelectionForm, attributes: Sequence[str]) -> Chosen:
    """What a valid form means, of all the initiatives that there are. One query."""
    index, given = read(), form.given
    at, since = form.dates
    return Chosen(
        index=index,
        slots=chosen_slots(index, given, form.stages),
        at=at,
        since=since,
        edition=given.get("edition", ""),
        attributes=tuple(attributes),
    )
