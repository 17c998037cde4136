"""How long people are active at statements, as the script of their page counts it (`timing.js`)."""

import re
from collections.abc import Iterator

from django.http import HttpRequest

from assessments.feedback.actions import add_times
from assessments.feedback.reads import is_timed
from assessments.models import Assessment
from assessments.web.access import person_of
from assessments.web.pages import is_submitted
from maturity.bilingual import current_language
from maturity.models import Criterion

MOST = 15 * 60  # seconds at a statement that a visit counts
# The field of a statement, by its code; and what its script writes into it.
FIELD = re.compile(r"([A-Z0-9][A-Z0-9_-]{0,39})-active")
NUMBER = re.compile(r"[0-9]+")


def keep_times(request: HttpRequest, assessment: Assessment) -> None:
    """Keeps the seconds that were posted with answers, if the person has them recorded.

    What is no number, or of no statement of the edition, is as if it were not there.
    """
    given = dict(_seconds(request)) if is_submitted(request) else {}
    if not given or not is_timed(person_of(request)):
        return
    criteria = Criterion.objects.filter(edition=assessment.edition_id, code__in=given)
    seconds = {each: given[each.code] for each in criteria.order_by("pk")}
    if seconds:
        add_times(assessment, seconds, language=current_language(), by=person_of(request))


def _seconds(request: HttpRequest) -> Iterator[tuple[str, int]]:
    """The statements' codes with the seconds that were posted for them, none above `MOST`."""
    for name, text in request.POST.items():
        field = FIELD.fullmatch(name)
        if field and isinstance(text, str) and NUMBER.fullmatch(text):
            # Longer than any number of seconds, it is not even read.
            seconds = min(int(text), MOST) if len(text) < 10 else MOST
            if seconds:
                yield field[1], seconds
