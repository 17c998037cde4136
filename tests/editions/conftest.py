"""What tests of editions begin from."""

import pytest

from assessments.editions import actions
from assessments.models import EditionDraft
from maturity.models import Edition
from tests.cast import Cast


@pytest.fixture
def draft(cast: Cast) -> EditionDraft:
    return actions.create_draft(Edition.objects.get(), "2027-1", by=cast.secretariat)
