"""Which edition a council's report speaks of."""

import datetime

import pytest

from assessments.councils import sentences
from assessments.councils.content import council_content
from assessments.councils.snapshot import take
from assessments.editions import actions
from assessments.people.actions import command_line_person
from maturity.models import Council, Edition
from reports.slides.council import council_deck

DAY = datetime.date(2026, 11, 26)
DRAFT = (
    "The assessments use the Intergovernmental Client-Centric Services Maturity Model, a draft of "
    "October 2017, aspirational and agreed by consensus."
)
pytestmark = [pytest.mark.database("model"), pytest.mark.django_db]


def test_the_draft_of_2017_is_told_as_such() -> None:
    taken = take(Council.objects.get(code="JC"), DAY, DAY)
    assert sentences.edition(council_content(taken, "en")) == DRAFT
    del taken["model"]["edition"]  # as in baselines of councils that were approved before
    assert sentences.edition(council_content(taken, "en")) == DRAFT


def test_a_later_edition_is_called_by_its_code() -> None:
    draft = actions.create_draft(Edition.objects.get(), "2027-1", by=command_line_person())
    actions.publish(draft, by=command_line_person())
    taken = take(Council.objects.get(code="JC"), DAY, DAY)
    said = (
        "The assessments use the Intergovernmental Client-Centric Services Maturity Model, edition "
        "2027-1."
    )
    assert sentences.edition(council_content(taken, "en")) == said
    assert said in council_deck(taken, "en").slides[-1].body.points
