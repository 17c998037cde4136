"""What an import changes, what it leaves, and that the portal can read all that it writes."""

import json
from typing import Any

import pytest

from assessments.exchange import reading
from assessments.importing.actions import import_document
from assessments.initiatives.actions import update_initiative
from assessments.models import Assessment, Event, File, Initiative
from assessments.rating.actions import save_answer
from assessments.rating.answers import Answer
from assessments.review import actions as workflow
from maturity.faults import Faults
from maturity.models import Channel, Criterion
from tests.cast import FIXTURES, Cast, Document, trial_edition

pytestmark = pytest.mark.either_database("locks")
BY_CHANNEL = [
    {"criterion": "ACC-01", "channel": "ONLINE", "rating": "F"},
    {"criterion": "ACC-01", "channel": "PHONE", "rating": "L"},
]


def parsed(document: Document) -> Document:
    return reading.parse(json.dumps(document).encode())


def without_computed(document: Document) -> Document:
    return {key: value for key, value in document.items() if key != "computed"}


def lose_the_phone(cast: Cast) -> None:
    online = list(Channel.objects.filter(code="ONLINE"))
    update_initiative(cast.initiative, by=cast.secretariat, channels=online)


def test_what_is_imported_is_what_is_exported(cast: Cast, full: Document) -> None:
    assert without_computed(cast.export(cast.import_(**full))) == without_computed(full)


def test_the_pilot_approved_and_imported_again_makes_a_cycle_that_says_the_same(cast: Cast) -> None:
    pilot = json.loads((FIXTURES / "death-notification.json").read_text(encoding="utf-8"))
    first = import_document(parsed(pilot), by=cast.lead)
    workflow.submit(first, by=cast.lead)
    workflow.approve(first, by=cast.cochair)
    exported = cast.export(first)
    second = import_document(parsed(exported), by=cast.lead)
    assert (second.cycle, cast.export(second)) == (2, exported)
    assert not second.ratings.filter(carried_forward=True).exists()


def test_an_import_that_says_nothing_new_leaves_no_event(cast: Cast, full: Document) -> None:
    assessment = cast.import_(**full)
    before = Event.objects.count()
    import_document(parsed(cast.export(assessment)), by=cast.lead)
    assert Event.objects.count() == before


def test_an_import_keeps_the_language_of_a_document_and_its_file(
    cast: Cast, full: Document
) -> None:
    assessment = cast.import_(**full)
    row = assessment.ratings.filter(channel=None).first()
    row.evidence.all().delete()
    row.evidence.create(title="A map", url="https://example.org/map", language="fr")
    file = File.objects.create(
        initiative=assessment.initiative, name="a.pdf", size=1, added_by=cast.lead
    )
    row.evidence.create(title="A file", file=file, language="both")
    before = Event.objects.count()
    import_document(parsed(cast.export(assessment)), by=cast.lead)
    assert list(row.evidence.values_list("title", "language", "file")) == [
        ("A map", "fr", None), ("A file", "both", file.pk),
    ]  # fmt: skip
    assert Event.objects.count() == before


def test_the_order_of_an_actions_criteria_is_no_change(cast: Cast, full: Document) -> None:
    full["actions"][0]["criteria"] = ["SMP-01", "ACC-01"]
    cast.import_(actions=full["actions"])
    before = Event.objects.count()
    cast.import_(actions=full["actions"])
    assert Event.objects.count() == before


def test_one_rating_takes_the_place_of_those_of_the_channels(cast: Cast) -> None:
    cast.import_(ratings=BY_CHANNEL)
    cast.import_(ratings=[{"criterion": "ACC-01", "rating": "P"}])
    assert cast.export()["ratings"] == [{"criterion": "ACC-01", "rating": "P"}]


def test_a_channel_whose_rating_was_taken_back_can_be_lost(cast: Cast) -> None:
    assessment = cast.import_(ratings=BY_CHANNEL)
    criterion, phone = Criterion.objects.get(code="ACC-01"), Channel.objects.get(code="PHONE")
    with pytest.raises(Faults):
        lose_the_phone(cast)
    save_answer(assessment, criterion, phone, Answer(), by=cast.lead)
    lose_the_phone(cast)
    assert [each.code for each in cast.initiative.channels.all()] == ["ONLINE"]


def test_ratings_of_channels_take_the_place_of_the_one(cast: Cast) -> None:
    cast.import_(ratings=[{"criterion": "ACC-01", "rating": "P"}])
    cast.import_(ratings=BY_CHANNEL)
    assert cast.export()["ratings"] == BY_CHANNEL


@pytest.mark.parametrize("parts", [("rating",), ("comment",), ("rating", "reason"), ("evidence",)])
def test_each_part_of_a_rating_that_is_left_out_stays(
    cast: Cast, full: Document, parts: tuple[str, ...]
) -> None:
    cast.import_(ratings=full["ratings"])
    changed = {
        "rating": "F",
        "comment": {"lang": "en", "text": "New."},
        "reason": {"lang": "en", "text": "New."},
        "evidence": [],
    }
    stays = {part: full["ratings"][0][part] for part in parts}
    item = {key: value for key, value in changed.items() if key not in parts}
    cast.import_(ratings=[{"criterion": "ACC-01", **item}])
    expected = {"criterion": "ACC-01", **changed, **stays}
    assert cast.export()["ratings"][0] == {k: v for k, v in expected.items() if v}


@pytest.mark.parametrize("parts", [("rating",), ("comment",), ("rating", "reason"), ("indicator",)])
def test_each_part_of_a_result_that_is_left_out_stays(
    cast: Cast, full: Document, parts: tuple[str, ...]
) -> None:
    cast.import_(results=full["results"])
    changed: dict[str, Any] = {
        "rating": "F",
        "comment": {"lang": "en", "text": "New."},
        "reason": {"lang": "en", "text": "New."},
        "indicator": {"name": "New", "value": 1},
    }
    for part in parts:
        del changed[part]
    cast.import_(results=[{"result": "R1", **changed}])
    assert cast.export()["results"] == [full["results"][0] | changed]


def test_a_reason_goes_with_the_rating_that_needed_it(cast: Cast, full: Document) -> None:
    cast.import_(ratings=full["ratings"])
    cast.import_(ratings=[{"criterion": "ACC-01", "rating": "L"}])
    assert cast.export()["ratings"][0].keys() == {"criterion", "rating", "comment", "evidence"}


def test_each_part_of_an_action_that_is_left_out_stays(cast: Cast, full: Document) -> None:
    cast.import_(actions=full["actions"])
    title = full["actions"][0]["title"]
    cast.import_(actions=[{"title": title, "status": "done"}])
    assert cast.export()["actions"] == [full["actions"][0] | {"status": "done"}]


def test_what_an_initiative_leaves_out_stays(cast: Cast) -> None:
    before = cast.export()["initiative"]
    initiative = {"code": "TEST", "lead": "CA-NS"}
    import_document(cast.document(initiative=initiative), by=cast.lead)
    assert cast.export()["initiative"] == before | {"lead": "CA-NS"}


def test_a_participant_stays_finished_unless_the_file_says_otherwise(
    cast: Cast, full: Document
) -> None:
    cast.import_(participants=full["participants"])
    cast.import_(participants=[{"jurisdiction": "CA", "ratings": []}])
    assert cast.export()["participants"] == full["participants"]


def test_a_comment_for_all_channels_does_not_take_the_channels_ratings_away(cast: Cast) -> None:
    cast.import_(ratings=BY_CHANNEL)
    document = cast.document(
        ratings=[{"criterion": "ACC-01", "comment": {"lang": "en", "text": "Why."}}]
    )
    try:
        import_document(parsed(document), by=cast.lead)
    except Faults as refused:
        assert refused.faults  # noqa: PT017
    assert [item for item in cast.export()["ratings"] if "rating" in item] == BY_CHANNEL


def test_line_ends_have_one_form(cast: Cast) -> None:
    words = {"lang": "en", "text": "One\r\ntwo\rthree"}
    cast.import_(ratings=[{"criterion": "ACC-01", "rating": "L", "comment": words}])
    assert cast.export()["ratings"][0]["comment"]["text"] == "One\ntwo\nthree"


@pytest.mark.parametrize("value", [0, -3, 62, 62.5, 0.000001, 999_999_999_999, -999_999_999_999])
def test_an_indicators_value_is_kept_as_it_is(cast: Cast, value: float) -> None:
    document = cast.document(
        results=[{"result": "R1", "indicator": {"name": "Made up", "value": value}}]
    )
    import_document(parsed(document), by=cast.lead)
    assert cast.export()["results"][0]["indicator"]["value"] == value


def test_what_is_computed_in_a_file_is_ignored(cast: Cast) -> None:
    before = cast.export()
    cast.import_(computed={"overall_level": 3})
    assert cast.export() == before


def test_a_withdrawn_assessment_is_followed_by_a_new_cycle(cast: Cast) -> None:
    workflow.withdraw(cast.assessment, by=cast.lead)
    following = cast.import_(as_of="2027-10-31")
    assert (following.cycle, following.state) == (2, "in_progress")


def test_a_returned_assessment_is_updated(cast: Cast) -> None:
    cast.rate_all()
    workflow.submit(cast.assessment, by=cast.lead)
    workflow.return_to_team(cast.assessment, by=cast.cochair, reason="Why?", language="en")
    assert cast.import_(as_of="2027-10-31") == cast.assessment


def test_another_stage_is_another_assessment(cast: Cast) -> None:
    other = cast.import_(stage="DES")
    assert (other.cycle, Assessment.objects.count()) == (1, 2)


def test_a_cycle_in_another_edition_starts_empty(cast: Cast) -> None:
    cast.rate_all()
    cast.approve()
    trial_edition()
    following = cast.import_(edition="trial-1")
    assert (following.edition.code, following.ratings.count()) == ("trial-1", 0)


def test_a_cycle_starts_from_the_last_approved_one(cast: Cast) -> None:
    cast.rate_all("F")
    cast.approve()
    withdrawn = cast.import_(ratings=[{"criterion": "ACC-01", "rating": "N"}])
    workflow.withdraw(withdrawn, by=cast.lead)
    third = cast.import_()
    assert (third.cycle, cast.export(third)["ratings"][0]["rating"]) == (3, "F")


def test_a_channel_with_ratings_of_an_open_assessment_cannot_be_taken_away(cast: Cast) -> None:
    cast.import_(ratings=BY_CHANNEL)
    with pytest.raises(Faults) as raised:
        cast.import_(initiative={"code": "TEST", "channels": ["ONLINE"]})
    assert str(raised.value) == (
        "initiative.channels: cannot be removed while an open assessment rates it: PHONE"
    )


def test_an_export_can_be_imported_after_a_participants_channel_was_taken_away(
    cast: Cast, full: Document
) -> None:
    cast.import_(participants=full["participants"])
    try:
        lose_the_phone(cast)
    except Faults as refused:
        assert refused.faults  # noqa: PT017
    import_document(parsed(cast.export()), by=cast.lead)


def test_the_export_of_a_cycle_can_be_imported_after_a_channel_was_taken_away(cast: Cast) -> None:
    cast.rate_all()
    cast.import_(ratings=BY_CHANNEL)
    cast.approve()
    lose_the_phone(cast)
    following = cast.import_()
    import_document(parsed(cast.export(following)), by=cast.lead)


def test_a_fault_found_while_writing_takes_everything_back(cast: Cast) -> None:
    cast.rate_all()
    workflow.submit(cast.assessment, by=cast.lead)
    initiative = {"code": "TEST", "name": {"en": "Another name", "fr": "Un autre nom"}}
    with pytest.raises(Faults, match="^stage: "):  # noqa: RUF043
        cast.import_(initiative=initiative)
    assert Initiative.objects.get().name_en == "A made-up service"


def test_a_file_confirms_only_what_it_says_again(cast: Cast) -> None:
    cast.rate_all()
    cast.approve()
    following = cast.import_(ratings=[{"criterion": "ACC-01", "rating": "L"}])
    carried = following.ratings.filter(carried_forward=True)
    assert (carried.count(), carried.filter(criterion__code="ACC-01").count()) == (45, 0)


def test_saving_by_hand_and_by_file_are_the_same(cast: Cast) -> None:
    answer = Answer(rating="L", comment="Why.", comment_language="en")
    save_answer(cast.assessment, Criterion.objects.get(code="ACC-01"), None, answer, by=cast.lead)
    before = Event.objects.count()
    comment = {"lang": "en", "text": "Why."}
    cast.import_(ratings=[{"criterion": "ACC-01", "rating": "L", "comment": comment}])
    assert Event.objects.count() == before
