"""What is kept of a person, told to them, removed with them, and nowhere else."""

import datetime
import json

import pytest
from django.conf import LazySettings
from django.utils import timezone

from assessments.feedback.actions import add_times, say_unclear
from assessments.models import Person, StatementTime, UnclearMark
from assessments.people.actions import deactivate
from assessments.people.personal_data import personal_data
from assessments.people.retention import apply_retention
from maturity.models import Criterion
from tests.cast import Cast

MADE_UP = "A note that is made up"


@pytest.fixture
def told(cast: Cast) -> None:
    criterion = Criterion.objects.get(code="ACC-02")
    for person in (cast.lead, cast.contributor):
        say_unclear(cast.assessment, criterion, note=MADE_UP, language="fr", by=person)
        add_times(cast.assessment, {criterion: 12}, language="en", by=person)


def test_people_get_what_is_kept_of_them(cast: Cast, told: None) -> None:
    data = personal_data(cast.lead)
    [mark], [time] = data["statements_you_found_unclear"], data["time_you_took_to_rate"]
    assert mark | {"said": ""} == {
        "initiative": "TEST", "criterion": "ACC-02", "language": "fr", "note": MADE_UP, "said": "",
    }  # fmt: skip
    assert time == {"initiative": "TEST", "criterion": "ACC-02", "language": "en", "seconds": 12}
    assert data["person"]["not_timed"] is False
    assert MADE_UP not in json.dumps(personal_data(cast.viewer))


def test_it_goes_with_the_address_of_a_person_who_left(cast: Cast, told: None) -> None:
    deactivate(cast.contributor, by=cast.secretariat)
    Person.objects.filter(pk=cast.contributor.pk).update(
        left_at=timezone.now() - datetime.timedelta(days=4000)
    )
    apply_retention(by=cast.secretariat)
    left = [rows.objects.get().person for rows in (UnclearMark, StatementTime)]
    assert left == [cast.lead, cast.lead]


def test_no_file_and_no_baseline_has_it(cast: Cast, told: None) -> None:
    cast.rate_all()
    assert MADE_UP not in json.dumps(cast.export())
    assert MADE_UP not in cast.approve().snapshot


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("on", [{"unclear", "time"}, {"unclear"}, {"time"}, set()])
def test_the_privacy_notice_says_what_is_on(
    cast: Cast, settings: LazySettings, language: str, on: set[str]
) -> None:
    settings.FEEDBACK = frozenset(on)
    page = cast.client("nobody").get(f"/{language}/privacy/").content.decode()
    said = {
        "en": ("you can tell the secretariat that a statement is unclear", "the portal counts"),
        "fr": ("signaler au secrétariat qu’un énoncé manque de clarté", "le portail compte"),
    }
    kept = {"en": "What you found unclear, and", "fr": "Ce que vous avez jugé peu clair et"}
    assert [each in page for each in (*said[language], kept[language])] == [
        "unclear" in on, "time" in on, bool(on),
    ]  # fmt: skip
