"""Governments that rate on their own: who may be asked, what is kept, when it ends."""

import datetime

import pytest
from django.utils import timezone

from assessments.models import Event, Evidence, Participant
from assessments.partners.actions import (
    ask_to_rate,
    finish,
    remind,
    reopen,
    save_opinion,
    save_opinions,
    take_back_ask,
)
from assessments.partners.sheets import sheet_parts, unrated_codes
from assessments.rating.actions import Conflict
from assessments.rating.answers import Answer, answer_of
from assessments.review import actions as workflow
from maturity.faults import Faults
from maturity.models import Channel, Criterion, Jurisdiction
from tests.cast import Cast

pytestmark = pytest.mark.either_database("constraints")


def canada() -> Jurisdiction:
    return Jurisdiction.objects.get(code="CA")


def ask(cast: Cast) -> Participant:
    [sheet] = ask_to_rate(cast.assessment, [canada()], by=cast.lead)
    return sheet


def give(
    cast: Cast, sheet: Participant, answer: Answer, code: str = "ACC-01", channel: str = ""
) -> None:
    where = Channel.objects.filter(code=channel).first()
    criterion = Criterion.objects.get(code=code)
    save_opinion(sheet, criterion, where, answer, by=cast.contributor)


def give_all(cast: Cast, sheet: Participant, rating: str = "L") -> None:
    for criterion in Criterion.objects.all():
        save_opinion(sheet, criterion, None, Answer(rating), by=cast.contributor)


def events(verb: str) -> list[tuple[str, object, object]]:
    found = Event.objects.filter(verb=verb).order_by("id")
    return [(each.place, each.old, each.new) for each in found]


def test_a_partner_is_asked_once(cast: Cast) -> None:
    ask(cast)
    assert ask_to_rate(cast.assessment, [canada()], by=cast.lead) == []
    assert (cast.assessment.participants.count(), events("ask_to_rate")) == (
        1,
        [("CA", None, None)],
    )


def test_the_leads_own_government_may_be_asked(cast: Cast) -> None:
    [sheet] = ask_to_rate(cast.assessment, [cast.initiative.lead], by=cast.lead)
    assert (sheet.jurisdiction.code, sheet.finished) == ("CA-BC", False)


def test_nobody_is_asked_who_does_not_take_part(cast: Cast) -> None:
    with pytest.raises(Faults, match="neither the lead nor a partner"):
        ask_to_rate(cast.assessment, list(Jurisdiction.objects.all()), by=cast.lead)
    assert cast.assessment.participants.count() == 0


def test_an_ask_is_taken_back_before_it_is_answered_only(cast: Cast) -> None:
    take_back_ask(ask(cast), by=cast.lead)
    assert (cast.assessment.participants.count(), events("take_back_ask")) == (
        0,
        [("CA", None, None)],
    )
    sheet = ask(cast)
    give(cast, sheet, Answer("L"))
    with pytest.raises(Faults, match="has started rating"):
        take_back_ask(sheet, by=cast.lead)


def test_an_opinion_is_kept_and_audited(cast: Cast) -> None:
    sheet = ask(cast)
    give(cast, sheet, Answer("L", "Why.", "en"))
    give(cast, sheet, Answer("P"))
    assert answer_of(sheet.ratings.get()) == Answer("P")
    assert events("rate_alone") == [
        ("CA", {"ACC-01": None}, {"ACC-01": "L", "comment": "Why.", "comment_language": "en"}),
        ("CA", {"ACC-01": "L", "comment": "Why.", "comment_language": "en"}, {"ACC-01": "P"}),
    ]


def test_the_same_opinion_again_leaves_no_event(cast: Cast) -> None:
    sheet = ask(cast)
    give(cast, sheet, Answer("L"))
    give(cast, sheet, Answer("L"))
    assert len(events("rate_alone")) == 1


def test_the_later_of_two_contributors_is_told(cast: Cast) -> None:
    sheet = ask(cast)
    give(cast, sheet, Answer("L"))
    criterion = Criterion.objects.get(code="ACC-01")
    with pytest.raises(Conflict) as raised:
        save_opinion(
            sheet, criterion, None, Answer("N"), by=cast.contributor, seen=Answer().fingerprint
        )
    assert raised.value.current == Answer("L")


def test_channels_replace_the_one_answer_and_take_over_its_documents(cast: Cast) -> None:
    sheet = ask(cast)
    give(cast, sheet, Answer("L"))
    Evidence.objects.create(opinion=sheet.ratings.get(), title="x", url="https://example.org/")
    give(cast, sheet, Answer("P"), channel="PHONE")
    row = sheet.ratings.get()
    assert row.channel is not None
    assert (row.channel.code, row.evidence.count()) == ("PHONE", 1)
    assert events("rate_alone")[-1] == (
        "CA",
        {
            "ACC-01/PHONE": None,
            "replaces": [[None, "L", {"documents": [["https://example.org/", ""]]}]],
        },
        {"ACC-01/PHONE": "P"},
    )


def test_a_criterion_rated_for_some_channels_is_not_rated(cast: Cast) -> None:
    sheet = ask(cast)
    give(cast, sheet, Answer("L"), channel="PHONE")
    assert "ACC-01" in unrated_codes(sheet)
    give(cast, sheet, Answer("P"), channel="ONLINE")
    part = sheet_parts(sheet)[0]
    assert (part.attribute.code, part.progress.done, part.progress.total) == ("ACC", 1, 10)


def test_finishing_asks_for_every_rating_unless_told_otherwise(cast: Cast) -> None:
    sheet = ask(cast)
    give(cast, sheet, Answer("L"))
    with pytest.raises(Faults, match="45 statements are not rated yet"):
        finish(sheet, by=cast.contributor)
    finish(sheet, by=cast.contributor, incomplete=True)
    sheet.refresh_from_db()
    assert (sheet.finished, sheet.finished_at is None) == (True, False)


def test_a_complete_sheet_is_finished_and_takes_no_more(cast: Cast) -> None:
    sheet = ask(cast)
    give_all(cast, sheet)
    finish(sheet, by=cast.contributor)
    with pytest.raises(Faults, match="has finished"):
        give(cast, sheet, Answer("N"))
    with pytest.raises(Faults, match="has finished"):
        finish(sheet, by=cast.contributor)
    assert events("finish_alone") == [("CA", None, None)]


def test_a_finished_government_may_be_let_look_again(cast: Cast) -> None:
    sheet = ask(cast)
    with pytest.raises(Faults, match="has not finished yet"):
        reopen(sheet, by=cast.lead)
    finish(sheet, by=cast.contributor, incomplete=True)
    reopen(sheet, by=cast.lead)
    give(cast, sheet, Answer("N"))
    sheet.refresh_from_db()
    assert (sheet.finished, sheet.finished_at, events("reopen_alone")) == (
        False,
        None,
        [("CA", None, None)],
    )


def test_a_reminder_is_sent_once_a_day(cast: Cast) -> None:
    sheet = ask(cast)
    remind(sheet, by=cast.lead)
    with pytest.raises(Faults, match="less than a day ago"):
        remind(sheet, by=cast.lead)
    Participant.objects.update(reminded_at=timezone.now() - datetime.timedelta(hours=25))
    remind(sheet, by=cast.lead)
    assert events("remind_to_rate") == [("CA", None, None)] * 2


def test_whoever_has_finished_is_not_reminded(cast: Cast) -> None:
    sheet = ask(cast)
    finish(sheet, by=cast.contributor, incomplete=True)
    with pytest.raises(Faults, match="has finished"):
        remind(sheet, by=cast.lead)


def test_nothing_is_written_to_a_closed_assessment(cast: Cast) -> None:
    sheet = ask(cast)
    cast.rate_all()
    workflow.submit(cast.assessment, by=cast.lead)
    for write in (finish, remind, take_back_ask, reopen):
        with pytest.raises(Faults, match="can no longer be changed"):
            write(sheet, by=cast.lead)
    with pytest.raises(Faults, match="can no longer be changed"):
        give(cast, sheet, Answer("L"))
    with pytest.raises(Faults, match="can no longer be changed"):
        ask_to_rate(cast.assessment, [canada()], by=cast.lead)


def test_nothing_is_written_where_the_ask_was_taken_back(cast: Cast) -> None:
    sheet = ask(cast)
    take_back_ask(Participant.objects.get(pk=sheet.pk), by=cast.lead)
    with pytest.raises(Faults, match="no longer asked to rate"):
        give(cast, sheet, Answer("L"))


def test_a_file_says_when_a_participant_finished(cast: Cast) -> None:
    sheet = save_opinions(cast.assessment, canada(), [], by=cast.lead, finished=True)
    assert (sheet.finished, sheet.finished_at is None) == (True, False)


def test_saving_an_opinion_takes_six_queries(cast: Cast, django_assert_num_queries) -> None:
    sheet = ask(cast)
    criterion = Criterion.objects.get(code="ACC-01")
    assert cast.contributor.roles
    for rating in ("L", "P"):  # a new row, and one that is there
        with django_assert_num_queries(6):
            save_opinion(sheet, criterion, None, Answer(rating), by=cast.contributor)
