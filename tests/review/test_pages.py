"""Handing an assessment over, reading it, giving it back, and what the team then sees."""

import pytest
from django.core import mail
from django.template.loader import render_to_string

from assessments.improvement.actions import ActionText, Aim, save_item, set_target
from assessments.lessons.actions import set_audience
from assessments.models import Concern, Event, Lesson, Person, Submission
from assessments.models.people import Role
from assessments.people.actions import give_role, take_role
from assessments.rating.actions import save_answer
from assessments.rating.answers import Answer
from assessments.review import actions as workflow
from maturity.models import Attribute, Criterion, Jurisdiction
from tests.cast import Cast
from tests.forms import fields
from tests.lessons.told import tell

REASON = {"reason": "Say more.", "language": "en"}


def rate(cast: Cast, code: str, rating: str, comment: str = "") -> None:
    answer = Answer(rating, comment=comment, comment_language="fr" if comment else "")
    criterion = Criterion.objects.get(code=code)
    save_answer(cast.assessment, criterion, None, answer, by=cast.people["lead"])


def return_(cast: Cast, *codes: str) -> None:
    workflow.return_to_team(
        cast.assessment,
        by=cast.people["cochair"],
        reason="Say more.",
        language="en",
        concerns=[
            workflow.ReturnReason(each, "Pourquoi?", "fr")
            for each in Criterion.objects.filter(code__in=codes)
        ],
    )
    cast.assessment.refresh_from_db()


def state(cast: Cast) -> str:
    cast.assessment.refresh_from_db()
    return cast.assessment.state


def resubmitted(cast: Cast) -> str:
    """The review page as it was before the team got the assessment back and submitted again."""
    cast.submit()
    old = cast.client("cochair").get(cast.url("review/")).content.decode()
    return_(cast, "ACC-01")
    rate(cast, "ACC-01", "P")
    workflow.submit(cast.assessment, by=cast.people["lead"])
    return old


# Submitting


def test_the_lead_names_who_is_to_review(cast: Cast, post) -> None:
    cast.rate_all()
    post("check/", {"reviewer": str(cast.people["cochair"].pk)})
    assert (state(cast), cast.assessment.reviewer) == ("submitted", cast.people["cochair"])
    html = cast.client("secretariat").get(cast.url("review/")).content.decode()
    assert "Fictitious cochair was asked to review it. The other co-chairs" in html


def test_nobody_has_to_be_named(cast: Cast, post) -> None:
    cast.rate_all()
    post("check/", {})
    assert (state(cast), cast.assessment.reviewer) == ("submitted", None)


@pytest.mark.parametrize("role", ["other_cochair", "council_viewer", "secretariat", "lead"])
def test_only_a_cochair_of_the_council_can_be_named(cast: Cast, post, role: str) -> None:
    cast.rate_all()
    page = post("check/", {"reviewer": str(cast.people[role].pk)}).content.decode()
    assert (state(cast), '<a href="#id_reviewer">' in page) == ("in_progress", True)


def test_whoever_was_named_last_is_offered_again(cast: Cast) -> None:
    cast.rate_all()
    workflow.submit(cast.assessment, by=cast.people["lead"], reviewer=cast.people["cochair"])
    return_(cast)
    page = cast.client("lead").get(cast.url("check/")).content.decode()
    assert fields(page)["reviewer"] == str(cast.people["cochair"].pk)


def test_a_reviewer_who_lost_the_role_keeps_nobody_from_reviewing(cast: Cast, post) -> None:
    cast.rate_all()
    named = cast.people["cochair"]
    workflow.submit(cast.assessment, by=cast.people["lead"], reviewer=named)
    take_role(named.memberships.get(), by=cast.people["secretariat"])
    post("approve/", {}, role="secretariat")
    assert state(cast) == "approved"


def test_the_check_asks_in_two_groups(cast: Cast) -> None:
    cast.rate_all("F")
    rate(cast, "ACC-01", "")
    page = cast.client("lead").get(cast.url("check/")).content.decode()
    assert page.index("To do before you submit") < page.index(
        "Does not prevent you from submitting"
    )
    assert f'<a href="/en/assessments/{cast.assessment.pk}/attributes/ACC/#ACC-01">' in page


def test_the_check_names_what_no_report_can_print(cast: Cast) -> None:
    cast.rate_all()
    rate(cast, "ACC-01", "P", "Dit : \U00012000")
    save_item(cast.initiative, ActionText("Ask \U00012001", "en"), by=cast.people["lead"])
    page = cast.client("lead").get(cast.url("check/")).content.decode()
    found = page.partition("Characters that the PDF report cannot print")[2].partition("</ul>")[0]
    assert "ACC-01" in found
    assert "Comment: \U00012000 (U+12000)" in found
    assert "What will be done: \U00012001 (U+12001)" in found
    assert "Submit to the council" in page


def test_what_the_plan_and_lessons_say_is_checked_too(cast: Cast) -> None:
    attribute, odd = Attribute.objects.get(code="ACC"), "x \U00012000"
    set_target(cast.initiative, attribute, Aim(2, None, odd, "en"), by=cast.lead)
    lesson = tell(cast, odd)
    set_audience(lesson, Lesson.Audience.ALL, by=cast.lead)
    page = cast.client("lead").get(cast.url("check/")).content.decode()
    found = page.partition("Characters that the PDF report cannot print")[2].partition("</ul>")[0]
    assert f'<a href="{cast.plan()}">ACC</a>' in found
    assert "Why: \U00012000 (U+12000)" in found
    assert "Advice: \U00012000 (U+12000)" in found


def test_all_that_is_carried_forward_is_confirmed_at_once(cast: Cast) -> None:
    cast.rate_all()
    cast.assessment.ratings.update(carried_forward=True)
    seen = Event.objects.count()
    client = cast.client("lead")
    assert "They are all still valid" in client.get(cast.url("check/")).content.decode()
    page = client.post(cast.url("check/"), {"confirm": "1"}, follow=True).content.decode()
    assert "46 answers are confirmed." in page
    assert cast.assessment.ratings.filter(carried_forward=True).count() == 0
    events = Event.objects.all()[seen:]
    assert {(each.verb, each.old == each.new) for each in events} == {("rate", True)}


def test_the_secretariat_confirms_nothing(cast: Cast) -> None:
    cast.rate_all()
    cast.assessment.ratings.update(carried_forward=True)
    client = cast.client("secretariat")
    assert "They are all still valid" not in client.get(cast.url("")).content.decode()
    assert client.post(cast.url("check/"), {"confirm": "1"}).status_code == 403


# Deciding


def test_reasons_are_kept_with_what_was_submitted(cast: Cast, post) -> None:
    cast.submit()
    said = {"ACC-01-text": "Lequel?\r\nQuand?", "ACC-01-language": "fr"}
    post("review/", REASON | said, role="cochair")
    concern = Concern.objects.get()
    assert (state(cast), concern.submission) == ("returned", Submission.objects.get())
    assert (concern.criterion.code, concern.text, concern.language) == (
        "ACC-01", "Lequel?\nQuand?", "fr",
    )  # fmt: skip


def test_all_faults_of_a_return_are_told_at_once_and_nothing_is_lost(cast: Cast, post) -> None:
    cast.submit()
    typed = {"ACC-01-text": "x" * 10_001, "SEC-02-text": "y" * 10_001, "SMP-01-text": "Why?"}
    page = post("review/", {"reason": " "} | typed, role="cochair").content.decode()
    for field in ("ACC-01-text", "SEC-02-text"):
        assert f'<a href="#{field}">' in page
        assert f'id="{field}-error"' in page
    assert '<a href="#id_reason">' in page
    assert page.count('<li><a href="#') == 3
    assert {name: fields(page)[name] for name in typed} == typed
    assert (state(cast), Concern.objects.count()) == ("submitted", 0)


def test_the_language_toggle_keeps_the_reasons_and_complains_of_nothing(cast: Cast, post) -> None:
    cast.submit()
    typed = {"ACC-01-text": "x" * 10_001, "redisplay": "1"}
    page = post("review/", typed, role="cochair", language="fr").content.decode()
    assert fields(page)["ACC-01-text"] == typed["ACC-01-text"]
    assert "field-error" not in page


@pytest.mark.parametrize("given", [{"approve": "1"}, REASON | {"ACC-02-text": "Why?"}])
def test_what_was_submitted_meanwhile_is_not_decided_unread(cast: Cast, given: dict) -> None:
    read = fields(resubmitted(cast))
    page = cast.client("cochair").post(cast.url("review/"), read | given).content.decode()
    assert "The team has submitted the assessment again" in page
    newest = Submission.objects.get(number=2)
    assert fields(page)["submission"] == str(newest.pk)
    assert fields(page)["ACC-02-text"] == given.get("ACC-02-text", "")
    assert (state(cast), newest.concerns.count()) == ("submitted", 0)


def test_deciding_twice_is_told_and_keeps_what_was_written(cast: Cast) -> None:
    cast.submit()
    client = cast.client("cochair")
    read = fields(client.get(cast.url("review/")).content.decode())
    client.post(cast.url("approve/"), read)
    page = client.post(cast.url("review/"), read | REASON).content.decode()
    assert "Fictitious cochair approved this as a baseline" in page
    assert (fields(page)["reason"].strip(), 'name="return"' in page) == ("Say more.", False)


def test_reasons_are_not_thrown_away_by_approving(cast: Cast, post) -> None:
    cast.submit()
    given = {"approve": "1", "ACC-01-text": "Why?"}
    page = post("review/", given, role="cochair").content.decode()
    assert "You gave a reason for returning the assessment" in page
    assert (state(cast), fields(page)["ACC-01-text"]) == ("submitted", "Why?")


@pytest.mark.parametrize("leads", [True, False])
def test_nobody_approves_their_own_work(cast: Cast, post, leads: bool) -> None:
    own = cast.people["secretariat"]
    cast.rate_all()
    workflow.submit(cast.assessment, by=cast.people["lead"] if leads else own)
    if leads:
        give_role(own, Role.LEAD, by=own, initiative=cast.initiative)
    cast.people["secretariat"] = Person.objects.get(pk=own.pk)
    page = cast.client("secretariat").get(cast.url("review/")).content.decode()
    assert ("someone else must approve it" in page, 'name="approve"' in page) == (True, False)
    led_on = cast.client("secretariat").get(cast.url("approve/"))
    assert (led_on.status_code, led_on.url) == (302, cast.url("review/"))
    for path, given in (("review/", {"approve": "1"}), ("approve/", {})):
        response = cast.client("secretariat").post(cast.url(path), given)
    assert (response.status_code, state(cast)) == (403, "submitted")
    post("review/", REASON, role="secretariat")
    assert state(cast) == "returned"


def test_what_was_submitted_before_submissions_were_kept_can_be_decided(cast: Cast, post) -> None:
    cast.submit()
    Submission.objects.all().delete()
    post("review/", REASON | {"ACC-01-text": "Why?"}, role="cochair")
    assert (state(cast), Concern.objects.get().submission.number) == ("returned", 1)


def test_the_review_says_what_changed_since_the_return(cast: Cast) -> None:
    resubmitted(cast)
    page = cast.client("cochair").get(cast.url("review/")).content.decode()
    assert "1 change since the submission of" in page
    assert "Largely achieved" in page.partition("Pourquoi?")[2].partition("Partially")[0]


@pytest.mark.parametrize("answers", [1, 40])
def test_the_review_takes_a_fixed_number_of_queries(
    cast: Cast, answers: int, django_assert_num_queries
) -> None:
    resubmitted(cast)
    return_(cast, "ACC-01")
    codes = list(Criterion.objects.values_list("code", flat=True))[:answers]
    for code in codes:
        rate(cast, code, "F", "Un mot.")
    workflow.submit(cast.assessment, by=cast.people["lead"], reviewer=cast.people["cochair"])
    client = cast.client("cochair")
    client.get(cast.url("review/"))
    with django_assert_num_queries(51):
        client.get(cast.url("review/"))


# What the team sees


def test_each_reason_stands_where_the_team_checks(cast: Cast) -> None:
    cast.submit()
    return_(cast, "ACC-01", "SEC-02")
    page = cast.client("lead").get(cast.url("check/")).content.decode()
    assert page.count('<div class="written" lang="fr-CA"><p>Pourquoi?</p></div>') == 2
    assert f'<a href="/en/assessments/{cast.assessment.pk}/attributes/SEC/#SEC-02">' in page


def test_the_concerns_of_a_page_take_one_query(cast: Cast, django_assert_num_queries) -> None:
    cast.submit()
    return_(cast, "ACC-01", "SEC-02")
    with django_assert_num_queries(1):
        asked = Concern.objects.asked_of(cast.assessment)
        told = [(each.criterion.code, each.criterion.attribute.code) for each in asked]
    assert told == [("ACC-01", "ACC"), ("SEC-02", "SEC")]


def test_concerns_are_over_once_the_team_has_submitted_again(cast: Cast) -> None:
    resubmitted(cast)
    cast.assessment.refresh_from_db()
    assert list(Concern.objects.asked_of(cast.assessment)) == []


def test_the_team_sees_what_it_changed_and_what_it_did_not(cast: Cast) -> None:
    cast.submit()
    return_(cast, "ACC-01", "SEC-02")
    rate(cast, "ACC-01", "P", "Un mot.")
    page = cast.client("contributor").get(cast.url("changes/")).content.decode()
    assert page.count("Nothing in this answer.") == 1
    assert '<span class="said" lang="fr-CA">Un mot.</span>' in page


def test_a_government_that_is_rating_sees_no_changes_yet(cast: Cast) -> None:
    cast.submit()
    return_(cast, "ACC-01")
    rate(cast, "ACC-01", "P", "Un mot.")
    cast.assessment.participants.create(jurisdiction=Jurisdiction.objects.get(code="CA"))
    page = cast.client("contributor").get(cast.url("changes/")).content.decode()
    assert "Un mot." not in page


def test_a_government_that_is_rating_does_not_read_what_the_council_asks(cast: Cast) -> None:
    cast.submit()
    return_(cast, "ACC-01")
    sheet = cast.assessment.participants.create(jurisdiction=Jurisdiction.objects.get(code="CA"))
    for finished in (False, True):
        cast.assessment.participants.filter(pk=sheet.pk).update(finished=finished)
        page = cast.client("contributor").get(cast.url("")).content.decode()
        assert ("Say more." in page, "Pourquoi?" in page) == (finished, finished)


def test_nothing_was_returned_yet(cast: Cast) -> None:
    page = cast.client("lead").get(cast.url("changes/")).content.decode()
    assert "has not been returned" in page


def test_the_history_tells_each_reason(cast: Cast) -> None:
    cast.submit()
    return_(cast, "ACC-01")
    page = cast.client("lead").get(cast.url("history/?criterion=ACC-01")).content.decode()
    assert "Said what to review again in a statement" in page
    assert "Pourquoi?" in page


def test_the_history_tells_who_was_asked_to_review(cast: Cast) -> None:
    cast.rate_all()
    workflow.submit(cast.assessment, by=cast.people["lead"], reviewer=cast.people["cochair"])
    page = cast.client("lead").get(cast.url("history/")).content.decode()
    assert '<span class="label">Asked to review it:</span>' in page
    assert "Fictitious cochair" in page


# Afterwards


def test_a_withdrawal_can_be_taken_back(cast: Cast) -> None:
    client = cast.client("lead")
    client.post(cast.url("withdraw/"))
    page = client.get(cast.url("")).content.decode()
    assert ("Cancel the withdrawal" in page, "Start again" in page) == (True, True)
    client.post(cast.url("withdraw/"), {"undo": "1"})
    assert state(cast) == "in_progress"


def test_a_withdrawal_stands_once_another_was_started(cast: Cast) -> None:
    client = cast.client("lead")
    client.post(cast.url("withdraw/"))
    given = {"stage": cast.assessment.stage_id, "as_of": "2026-11-01"}
    client.post("/en/initiatives/TEST/start/", given)
    assert "Cancel the withdrawal" not in client.get(cast.url("")).content.decode()
    page = client.post(cast.url("withdraw/"), {"undo": "1"})
    assert (page.status_code, state(cast)) == (302, "withdrawn")


@pytest.mark.parametrize(("may_start", "offered"), [(True, 1), (False, 0)])
def test_an_approved_assessment_leads_to_the_next_one(
    cast: Cast, may_start: bool, offered: int
) -> None:
    cast.submit()
    workflow.approve(cast.assessment, by=cast.people["cochair"])
    cast.assessment.refresh_from_db()
    context = {"assessment": cast.assessment, "may_start": may_start}
    html = render_to_string("components/closed.html", context)
    assert "Fictitious cochair approved it on" in html
    assert html.count(f'/initiatives/TEST/start/?stage={cast.assessment.stage_id}"') == offered


# Approving, on a page of its own.


def test_the_review_leads_to_what_becomes_final_and_approves_nothing(cast: Cast, post) -> None:
    cast.submit()
    response = post("review/", {"approve": "1"}, role="cochair")
    assert (response.url, state(cast)) == (cast.url("approve/"), "submitted")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_shows_what_becomes_final(cast: Cast, language: str) -> None:
    set_target(cast.initiative, Attribute.objects.get(code="ACC"), Aim(3), by=cast.lead)
    criterion = Criterion.objects.get(code="ACC-01")
    plan = ActionText("Planned by hand", "en", [criterion], owner="Somebody")
    save_item(cast.initiative, plan, by=cast.lead)
    cast.assessment.threads.create(criterion=criterion)
    cast.submit()
    page = cast.client("cochair").get(cast.url("approve/", language)).content.decode()
    for words in ("Planned by hand", "Somebody", "ACC-01", "R1", 'name="note"'):
        assert words in page
    open_discussion = f"criteria/ACC-01/#t-{cast.assessment.threads.get().pk}"
    assert open_discussion not in page  # the team's own
    secretariat = cast.client("secretariat").get(cast.url("approve/", language))
    assert open_discussion in secretariat.content.decode()


def test_a_note_goes_with_the_approval(cast: Cast, post) -> None:
    cast.submit()
    mail.outbox.clear()
    post("approve/", {"note": "Bravo!\r\nÀ l’an prochain.", "language": "fr"}, role="cochair")
    page = cast.client("lead").get(cast.url("")).content.decode()
    assert "Bravo!<br>À l’an prochain." in page
    assert Event.objects.get(verb="approve").new == {
        "state": "approved", "note": "Bravo!\nÀ l’an prochain.", "note_language": "fr"
    }  # fmt: skip
    history = cast.client("lead").get(cast.url("history/")).content.decode()
    assert "À l’an prochain." in history
    bodies = [each.body for each in mail.outbox if "approved" in each.body]
    assert bodies
    assert all("There is a note" in each and "Bravo" not in each for each in bodies)


def test_what_is_too_long_a_note_is_kept_on_the_page(cast: Cast, post) -> None:
    cast.submit()
    page = post("approve/", {"note": "x" * 10_001}, role="cochair").content.decode()
    assert ("error-summary" in page, fields(page)["note"].strip()) == (True, "x" * 10_001)
    assert state(cast) == "submitted"


def test_approving_twice_or_what_is_newer_is_told(cast: Cast) -> None:
    cast.submit()
    client, path = cast.client("cochair"), cast.url("approve/")
    read = fields(client.get(path).content.decode())
    return_(cast)
    workflow.submit(cast.assessment, by=cast.lead)
    page = client.post(path, read | {"note": "Kept"}).content.decode()
    assert "The team has submitted the assessment again" in page
    assert (fields(page)["note"].strip(), state(cast)) == ("Kept", "submitted")
    read = fields(page)
    assert client.post(path, read).status_code == 302
    page = client.post(path, read | {"note": "x"}).content.decode()
    assert "Fictitious cochair approved this as a baseline" in page


# Replies to what the council asks


def test_a_question_is_replied_to_and_the_council_reads_it(cast: Cast, post) -> None:
    cast.submit()
    return_(cast, "ACC-01", "SEC-02")
    client = cast.client("lead")
    page = client.get(cast.url("")).content.decode()
    assert ("Answer the council’s questions" in page, "attributes/ACC/#ACC-01" in page) == (
        True,
        True,
    )
    assert "2 questions from the council to answer" in page
    assert cast.url("questions/ACC-01/") in client.get(cast.url("attributes/ACC/")).content.decode()
    post("questions/ACC-01/", {"text": "Parce que.\r\nVoilà.", "language": "fr"})
    concern = Concern.objects.get(criterion__code="ACC-01")
    assert (concern.reply, concern.reply_language, concern.replied_by) == (
        "Parce que.\nVoilà.", "fr", cast.lead,
    )  # fmt: skip
    event = Event.objects.order_by("pk").last()
    assert (event.verb, event.place, event.new["text_language"]) == ("reply", "ACC-01", "fr")
    page = client.get(cast.url("check/")).content.decode()
    unanswered = page.partition("Asked by the council, not answered")[2]
    assert ("SEC-02" in unanswered, "ACC-01" in unanswered) == (True, False)
    post("check/", {})
    page = cast.client("cochair").get(cast.url("review/")).content.decode()
    assert "Voilà." in page.partition("The team’s reply")[2]
    assert state(cast) == "submitted"


def test_a_reply_can_be_taken_back_and_is_for_the_lead_alone(cast: Cast, post) -> None:
    cast.submit()
    return_(cast, "ACC-01")
    for text in ("Because.", ""):
        post("questions/ACC-01/", {"text": text, "language": "en"})
        assert Concern.objects.get().reply == text
    assert cast.client("lead").get(cast.url("questions/ACC-02/")).status_code == 404
    for role in ("contributor", "cochair", "secretariat"):
        posted = cast.client(role).post(cast.url("questions/ACC-01/"), {"text": "x"})
        assert posted.status_code == 403


def test_submitting_what_was_returned_unchanged_is_asked_about(cast: Cast, post) -> None:
    cast.submit()
    return_(cast, "ACC-01")
    page = post("check/", {}).content.decode()
    assert "or indicate that you are submitting it as it is" in page
    assert state(cast) == "returned"
    post("check/", {"unchanged": "on"})
    assert state(cast) == "submitted"


@pytest.mark.parametrize("did", ["replied", "changed"])
def test_an_answer_to_the_council_is_no_unchanged_submission(cast: Cast, post, did: str) -> None:
    cast.submit()
    return_(cast, "ACC-01")
    if did == "replied":
        post("questions/ACC-01/", {"text": "Because.", "language": "en"})
    else:
        rate(cast, "ACC-01", "P", "Un mot.")
    page = cast.client("lead").get(cast.url("check/")).content.decode()
    assert ('name="unchanged"' in page, "by the council, not answered" in page) == (False, False)


def test_a_reply_after_the_next_submission_is_refused_and_kept_to_copy(cast: Cast) -> None:
    resubmitted(cast)
    page = cast.client("lead").post(cast.url("questions/ACC-01/"), {"text": "Too late."})
    assert (page.status_code, "Too late." in page.content.decode()) == (409, True)
    assert not Concern.objects.exclude(reply="").exists()
