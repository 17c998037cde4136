"""What the cast does in one go is what the portal would do in many steps."""

import pytest
from django.db import transaction

from assessments.audit.proof import check
from assessments.models import Event, Rating
from assessments.rating.actions import save_answer
from assessments.rating.answers import Answer
from maturity.models import Criterion
from tests.cast import Cast, rate_all

pytestmark = pytest.mark.either_database("bulk writes")
UNLIKE = {"id", "updated_at", "at", "hash"}


@pytest.mark.parametrize("answer", [Answer("L"), Answer("NA", "", "", "Made up.", "en")])
def test_rating_all_at_once_leaves_what_rating_one_by_one_does(cast: Cast, answer: Answer) -> None:
    def left() -> list[object]:
        """The ratings and events, without what tells when they were written."""
        assert check().count == Event.objects.count()
        return [
            {key: value for key, value in each.items() if key not in UNLIKE}
            for found in (Rating.objects.order_by("pk"), Event.objects.order_by("pk"))
            for each in found.values()
        ]

    with transaction.atomic():
        for criterion in Criterion.objects.all():
            save_answer(cast.assessment, criterion, None, answer, by=cast.lead)
        one_by_one = left()
        transaction.set_rollback(True)
    rate_all(cast.assessment, answer, by=cast.lead)
    assert left() == one_by_one
