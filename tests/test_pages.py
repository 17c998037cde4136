"""Every page in both languages, and the way of an assessment through its pages."""

import json

import pytest
from django.urls import translate_url

from assessments.cycle.actions import start_assessment
from assessments.models import Assessment, Event, Initiative
from assessments.rating.actions import save_answer
from assessments.rating.answers import Answer
from assessments.review import actions as workflow
from maturity.models import Criterion, Stage
from tests.cast import Cast

PAGES = [
    "",
    "profile/",
    "next/",
    "what-if/",
    "attributes/SEC/",
    "results/",
    "dates/",
    "check/",
]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_page_is_in_its_language_and_leads_to_the_other(
    cast: Cast, page: str, language: str
) -> None:
    path = cast.url(page, language)
    other = "fr" if language == "en" else "en"
    html = cast.client("lead").get(path).content.decode()
    assert f'<html lang="{language}-CA">' in html
    assert translate_url(path, other) in html
    assert 'style="' not in html


def test_the_door_speaks_both_languages(cast: Cast) -> None:
    html = cast.client("nobody").get("/").content.decode()
    assert ('href="/en/"' in html, 'href="/fr/"' in html) == (True, True)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("page", ["model/", "model/statements/", "model/wording/"])
def test_the_model_can_be_read_by_anyone(cast: Cast, language: str, page: str) -> None:
    assert cast.client("nobody").get(f"/{language}/{page}").status_code == 200


def test_unofficial_wording_is_marked_in_the_language_in_which_it_is_unofficial(cast: Cast) -> None:
    client = cast.client("nobody")
    counts = [
        client.get(f"/{language}/model/statements/").content.decode().count('class="unofficial"')
        for language in ("en", "fr")
    ]
    assert counts == [0, 46]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "level in doubt"), ("fr", "niveau incertain")]
)
def test_statements_whose_level_is_in_doubt_say_so(cast: Cast, language: str, words: str) -> None:
    page = cast.client("nobody").get(f"/{language}/model/statements/").text
    assert page.count(words) == 6


def test_the_secretariat_creates_an_initiative(cast: Cast) -> None:
    stage_free = {
        "code": "NEW",
        "name_en": "New",
        "name_fr": "Nouveau",
        "council": cast.initiative.council_id,
        "lead": cast.initiative.lead_id,
        "channels": [cast.initiative.channels.first().pk],
    }
    response = cast.client("secretariat").post("/en/initiatives/new/", stage_free)
    assert response.url == "/en/initiatives/NEW/"
    assert Initiative.objects.get(code="NEW").name_fr == "Nouveau"


def test_faults_of_a_new_initiative_are_told_together(cast: Cast) -> None:
    response = cast.client("secretariat").post("/en/initiatives/new/", {"code": "not a code"})
    assert sorted(response.context["form"].errors) == [
        "channels", "code", "council", "lead", "name_en", "name_fr",
    ]  # fmt: skip
    assert response.content.decode().count('<li><a href="#') == 6


def test_the_lead_starts_an_assessment_of_another_stage(cast: Cast) -> None:
    stage = Stage.objects.get(code="DES")
    given = {"stage": stage.pk, "as_of": "2026-11-01"}
    response = cast.client("lead").post("/en/initiatives/TEST/start/", given)
    started = Assessment.objects.get(stage=stage)
    assert response.url == f"/en/assessments/{started.pk}/"


def test_a_stage_under_way_is_not_started_twice(cast: Cast) -> None:
    given = {"stage": cast.assessment.stage_id, "as_of": "2026-11-01"}
    response = cast.client("lead").post("/en/initiatives/TEST/start/", given)
    assert "already under way" in response.content.decode()
    assert Assessment.objects.count() == 1


def test_an_unfinished_assessment_cannot_be_submitted(cast: Cast) -> None:
    response = cast.client("lead").post(cast.url("check/"))
    cast.assessment.refresh_from_db()
    assert response.content.decode().count("is not rated yet") == 46
    assert cast.assessment.state == "in_progress"


def test_the_way_to_a_baseline(cast: Cast, post) -> None:
    cast.rate_all()
    post("check/", {})
    post("approve/", {}, role="cochair")
    cast.assessment.refresh_from_db()
    assert cast.assessment.state == "approved"
    assert cast.assessment.baseline.approved_by == cast.people["cochair"]


def test_a_returned_assessment_tells_its_team_why(cast: Cast, post) -> None:
    cast.submit()
    given = {"reason": "Dites-en plus.", "language": "fr"}
    post("review/", given, role="cochair")
    html = cast.client("lead").get(cast.url("")).content.decode()
    assert 'lang="fr-CA"><p>Dites-en plus.</p>' in html


ACTION = {"title": "Do it", "title_language": "en", "status": "planned"}


def about() -> list[int]:
    return [Criterion.objects.get(code="ACC-01").pk]


def test_targets_and_actions_are_planned(cast: Cast) -> None:
    client = cast.client("lead")
    client.post(cast.plan("targets/"), {"ACC-level": "2", "ACC-by": "2027-10-31"})
    client.post(
        cast.plan("new/"),
        ACTION | {"criteria": about(), "due": ""},
    )
    target, action = cast.assessment.targets.get(), cast.assessment.actions.get()
    assert (target.attribute.code, target.level, str(target.by)) == ("ACC", 2, "2027-10-31")
    assert action.title == "Do it"


def test_an_action_is_changed_and_taken_out(cast: Cast) -> None:
    client = cast.client("lead")
    given = ACTION | {"criteria": about()}
    client.post(cast.plan("new/"), given)
    page = cast.plan(f"{cast.assessment.actions.get().key}/edit/")
    client.post(page, given | {"status": "done"})
    assert cast.assessment.actions.get().status == "done"
    client.post(page, {"remove": "1"})
    assert cast.assessment.actions.count() == 0


def test_a_withdrawn_assessment_stays_readable(cast: Cast) -> None:
    cast.client("lead").post(cast.url("withdraw/"))
    html = cast.client("lead").get(cast.url("")).content.decode()
    assert "Withdrawn" in html


def test_the_data_can_be_taken_away(cast: Cast) -> None:
    response = cast.client("lead").get(cast.url("export.json"))
    assert json.loads(response.content)["initiative"]["code"] == "TEST"
    assert response["Content-Disposition"] == 'attachment; filename="TEST-DEL-1.json"'


def test_each_write_on_the_web_leaves_an_event_with_its_author(cast: Cast) -> None:
    cast.client("lead").post(cast.url("withdraw/"))
    event = Event.objects.last()
    assert (event.verb, event.actor_id, event.old, event.new) == (
        "withdraw", cast.people["lead"].pk, "in_progress", "withdrawn",
    )  # fmt: skip


def test_an_initiative_shows_the_level_of_each_stage_and_its_trend(
    cast: Cast, django_assert_num_queries
) -> None:
    client = cast.client("lead")
    cast.submit()
    workflow.approve(cast.assessment, by=cast.people["cochair"])
    following = start_assessment(
        cast.initiative, cast.assessment.stage, by=cast.people["lead"], as_of=cast.assessment.as_of
    )
    answer = Answer(rating="P")
    criterion = Criterion.objects.get(code="SEC-01")
    save_answer(following, criterion, None, answer, by=cast.people["lead"])
    workflow.submit(following, by=cast.people["lead"])
    workflow.approve(following, by=cast.people["cochair"])
    client.get("/en/initiatives/TEST/")
    with django_assert_num_queries(11):
        html = client.get("/en/initiatives/TEST/").content.decode()
    assert (html.count("<title>Lower</title>"), html.count("= as before")) == (2, 6)
