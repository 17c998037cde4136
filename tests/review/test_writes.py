"""What moving an assessment along leaves behind, above all where it is refused."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from assessments.cycle.actions import start_assessment
from assessments.initiatives.actions import update_initiative
from assessments.models import Baseline, Event, Person, Rating, Submission
from assessments.models.people import Role
from assessments.people.actions import give_role
from assessments.rating.actions import Conflict, confirm_carried_forward, save_answer, save_result
from assessments.rating.answers import Answer, ResultAnswer
from assessments.review import actions as workflow
from maturity.faults import Faults
from maturity.models import Channel, Criterion, Result
from tests.cast import Cast

pytestmark = pytest.mark.either_database("constraints")


def test_every_unrated_statement_is_named(cast: Cast) -> None:
    with pytest.raises(Faults) as raised:
        workflow.submit(cast.assessment, by=cast.lead)
    codes = Criterion.objects.values_list("code", flat=True)
    assert str(raised.value).splitlines() == [f"{code}: is not rated yet" for code in codes]


def test_a_refused_submission_leaves_no_trace(cast: Cast) -> None:
    before = Event.objects.count()
    with pytest.raises(Faults):
        workflow.submit(cast.assessment, by=cast.lead)
    cast.assessment.refresh_from_db()
    assert (cast.assessment.state, cast.assessment.submitted_at, cast.assessment.submitted_by) == (
        "in_progress", None, None,
    )  # fmt: skip
    assert Event.objects.count() == before


def test_a_statement_that_one_channel_lacks_is_unrated(cast: Cast) -> None:
    cast.rate_all()
    cast.import_(ratings=[{"criterion": "ACC-01", "channel": "PHONE", "rating": "F"}])
    with pytest.raises(Faults) as raised:
        workflow.submit(cast.assessment, by=cast.lead)
    assert str(raised.value) == "ACC-01: is not rated yet"


def test_all_not_applicable_with_reasons_can_be_submitted(cast: Cast) -> None:
    cast.rate_all("NA")
    assert cast.approve().overall_level is None


def test_the_database_keeps_not_applicable_from_having_no_reason(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(
            assessment=cast.assessment,
            criterion=Criterion.objects.get(code="ACC-01"),
            rating="NA",
            updated_by=cast.lead,
        )


def test_warnings_do_not_keep_an_assessment_from_its_council(cast: Cast) -> None:
    cast.rate_all("F")  # level 3 without evidence, results empty
    assert len(workflow.check(cast.assessment)) == 18 + 5
    assert workflow.submit(cast.assessment, by=cast.lead).state == "submitted"


def test_a_return_keeps_its_reason_and_who_had_submitted(cast: Cast) -> None:
    cast.rate_all()
    workflow.submit(cast.assessment, by=cast.lead)
    returned = workflow.return_to_team(
        cast.assessment, by=cast.cochair, reason="Pourquoi?", language="fr"
    )
    assert (returned.return_reason, returned.return_reason_language, returned.submitted_by) == (
        "Pourquoi?", "fr", cast.lead,
    )  # fmt: skip


def test_an_assessment_is_approved_once(cast: Cast) -> None:
    cast.rate_all()
    cast.approve()
    before = Event.objects.count()
    with pytest.raises(Faults, match="It is now “Approved”"):
        workflow.approve(cast.assessment, by=cast.cochair)
    assert (Baseline.objects.count(), Event.objects.count()) == (1, before)


def test_a_channel_that_came_after_submission_keeps_an_assessment_from_approval(
    cast: Cast,
) -> None:
    by_channel = [
        {"criterion": "ACC-01", "channel": channel, "rating": "F"}
        for channel in ("ONLINE", "PHONE")
    ]
    cast.rate_all()
    cast.import_(ratings=by_channel)
    workflow.submit(cast.assessment, by=cast.lead)
    update_initiative(cast.initiative, by=cast.secretariat, channels=list(Channel.objects.all()))
    with pytest.raises(Faults) as raised:
        workflow.approve(cast.assessment, by=cast.cochair)
    assert (str(raised.value), Baseline.objects.count()) == ("ACC-01: is not rated yet", 0)


def test_two_people_write_different_answers_without_conflict(cast: Cast) -> None:
    seen = Answer().fingerprint
    for code, rating, by in (("ACC-01", "L", cast.lead), ("ACC-02", "P", cast.secretariat)):
        criterion = Criterion.objects.get(code=code)
        save_answer(cast.assessment, criterion, None, Answer(rating=rating), by=by, seen=seen)
    assert [item["rating"] for item in cast.export()["ratings"]] == ["L", "P"]


def test_a_conflict_leaves_the_others_answer_and_no_event(cast: Cast) -> None:
    criterion, seen = Criterion.objects.get(code="ACC-01"), Answer().fingerprint
    first, second = Answer(rating="L", comment="Mine.", comment_language="en"), Answer(rating="F")
    save_answer(cast.assessment, criterion, None, first, by=cast.lead, seen=seen)
    before = Event.objects.count()
    with pytest.raises(Conflict) as raised:
        save_answer(cast.assessment, criterion, None, second, by=cast.secretariat, seen=seen)
    assert raised.value.current == first
    assert (raised.value.row, Event.objects.count()) == (cast.assessment.ratings.get(), before)


def test_an_answer_that_was_taken_back_meanwhile_is_a_conflict(cast: Cast) -> None:
    criterion, answer = Criterion.objects.get(code="ACC-01"), Answer(rating="L")
    save_answer(cast.assessment, criterion, None, answer, by=cast.lead)
    save_answer(cast.assessment, criterion, None, Answer(), by=cast.lead)
    with pytest.raises(Conflict) as raised:
        save_answer(
            cast.assessment, criterion, None, Answer(rating="F"),
            by=cast.secretariat, seen=answer.fingerprint,
        )  # fmt: skip
    assert (raised.value.row, raised.value.current) == (cast.assessment.ratings.get(), Answer())


def test_a_conflict_over_a_result_shows_the_others_answer(cast: Cast) -> None:
    result, seen = Result.objects.get(code="R1"), ResultAnswer().fingerprint
    save_result(cast.assessment, result, ResultAnswer(rating="L"), by=cast.lead, seen=seen)
    with pytest.raises(Conflict) as raised:
        save_result(
            cast.assessment, result, ResultAnswer(rating="N"), by=cast.secretariat, seen=seen
        )
    assert raised.value.current == ResultAnswer(rating="L")


def test_the_same_answer_of_a_result_is_no_conflict(cast: Cast) -> None:
    result, seen = Result.objects.get(code="R1"), ResultAnswer().fingerprint
    for by in (cast.lead, cast.secretariat):
        save_result(cast.assessment, result, ResultAnswer(rating="L"), by=by, seen=seen)
    assert cast.export()["results"] == [{"result": "R1", "rating": "L"}]


def test_each_submission_is_kept_as_it_was(cast: Cast) -> None:
    cast.rate_all()
    first = cast.export()
    workflow.submit(cast.assessment, by=cast.lead)
    workflow.return_to_team(cast.assessment, by=cast.cochair, reason="Why?", language="en")
    cast.import_(ratings=[{"criterion": "ACC-01", "rating": "P"}])
    workflow.submit(cast.assessment, by=cast.secretariat)
    kept = Submission.objects.order_by("number")
    assert [(each.number, each.by, each.document) for each in kept] == [
        (1, cast.lead, first),
        (2, cast.secretariat, cast.export()),
    ]


def test_a_refused_submission_is_not_kept(cast: Cast) -> None:
    with pytest.raises(Faults):
        workflow.submit(cast.assessment, by=cast.lead)
    assert Submission.objects.count() == 0


def test_who_left_cannot_be_asked_to_review(cast: Cast) -> None:
    cast.rate_all()
    Person.objects.filter(pk=cast.cochair.pk).update(is_active=False)
    with pytest.raises(Faults, match="cannot review this assessment"):
        workflow.submit(cast.assessment, by=cast.lead, reviewer=cast.cochair)


def test_who_leads_the_initiative_cannot_be_asked_to_review(cast: Cast) -> None:
    give_role(cast.cochair, Role.LEAD, by=cast.secretariat, initiative=cast.initiative)
    assert list(workflow.possible_reviewers(cast.assessment, cast.lead)) == []


def test_who_submits_cannot_be_asked_to_review(cast: Cast) -> None:
    assert list(workflow.possible_reviewers(cast.assessment, cast.lead)) == [cast.cochair]
    assert list(workflow.possible_reviewers(cast.assessment, cast.cochair)) == []


def test_a_decision_on_an_older_submission_leaves_no_trace(cast: Cast) -> None:
    cast.rate_all()
    workflow.submit(cast.assessment, by=cast.lead)
    read = str(Submission.objects.get().pk)
    workflow.return_to_team(cast.assessment, by=cast.cochair, reason="?", language="en", read=read)
    workflow.submit(cast.assessment, by=cast.lead)
    before = Event.objects.count()
    with pytest.raises(Faults, match="submitted the assessment again"):
        workflow.approve(cast.assessment, by=cast.cochair, read=read)
    assert (Baseline.objects.count(), Event.objects.count()) == (0, before)


def test_a_withdrawal_stands_once_a_later_assessment_was_started(cast: Cast) -> None:
    workflow.withdraw(cast.assessment, by=cast.lead)
    where = {"by": cast.lead, "as_of": cast.assessment.as_of}
    start_assessment(cast.initiative, cast.assessment.stage, **where)
    with pytest.raises(Faults, match="later assessment"):
        workflow.resume(cast.assessment, by=cast.lead)


def test_confirming_all_leaves_what_saving_each_again_leaves(cast: Cast) -> None:
    channels = [
        {"criterion": "ACC-01", "channel": code, "rating": "F"} for code in ("ONLINE", "PHONE")
    ]
    cast.import_(ratings=channels, results=[{"result": "R1", "rating": "P"}])
    cast.assessment.ratings.update(carried_forward=True)
    cast.assessment.results.update(carried_forward=True)
    before = Event.objects.count()
    assert confirm_carried_forward(cast.assessment, by=cast.lead) == 3
    assert [(e.verb, e.place, e.old, e.new) for e in Event.objects.all()[before:]] == [
        ("rate", "ACC-01/ONLINE", {"rating": "F"}, {"rating": "F"}),
        ("rate", "ACC-01/PHONE", {"rating": "F"}, {"rating": "F"}),
        ("rate_result", "R1", {"rating": "P"}, {"rating": "P"}),
    ]
    assert confirm_carried_forward(cast.assessment, by=cast.lead) == 0


@pytest.mark.parametrize(
    "last",
    [
        lambda cast: workflow.approve(cast.assessment, by=cast.cochair),
        lambda cast: workflow.return_to_team(
            cast.assessment, by=cast.cochair, reason="?", language="en",
            concerns=[workflow.ReturnReason(Criterion.objects.get(code="ACC-01"), "?", "en")],
        ),
        None,
    ],
    ids=["approve", "return", "submit"],
)  # fmt: skip
def test_the_audit_record_is_held_after_all_other_work(
    cast: Cast, last: Callable[[Cast], object] | None
) -> None:
    cast.rate_all()
    if last:
        workflow.submit(cast.assessment, by=cast.lead)
    with CaptureQueriesContext(connection) as queries:
        (last or (lambda cast: workflow.submit(cast.assessment, by=cast.lead)))(cast)
    told = [each["sql"] for each in queries if "SAVEPOINT" not in each["sql"]]
    held = next(n for n, sql in enumerate(told) if "assessments_audithead" in sql)
    record = ("assessments_audithead", "assessments_event", "assessments_membership")
    assert [sql for sql in told[held:] if not any(name in sql for name in record)] == []
