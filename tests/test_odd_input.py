"""What no page sends by itself, and what two people do at once: refused, and nothing lost."""

import json
from typing import Any

import pytest

from assessments.exchange.reading import parse
from assessments.importing.actions import import_document
from assessments.initiatives.actions import update_initiative
from assessments.models import Assessment, Person
from assessments.partners.actions import Opinion, save_opinions
from assessments.rating.actions import save_answer
from assessments.rating.answers import Answer
from assessments.review import actions as workflow
from maturity.faults import Faults
from maturity.models import Channel, Criterion, Jurisdiction
from tests.cast import Cast
from tests.forms import fields

ACC = "attributes/ACC/"


def by_channel(cast: Cast, code: str = "ACC-01") -> None:
    for channel in Channel.objects.filter(code__in=["ONLINE", "PHONE"]):
        criterion = Criterion.objects.get(code=code)
        save_answer(cast.assessment, criterion, channel, Answer(rating="F"), by=cast.people["lead"])


def document(cast: Cast, **parts: Any) -> dict[str, Any]:
    head = {"format": "ccs-assessment/1", "edition": "2017-draft", "stage": "DEL"}
    return head | {"initiative": {"code": cast.initiative.code}} | parts


def test_a_post_without_any_field_deletes_nothing(cast: Cast) -> None:
    cast.rate_all()
    cast.client("lead").post(cast.url(ACC), {})
    assert cast.assessment.ratings.count() == 46


@pytest.mark.parametrize("number", ["1e9999999", "1_0", "1000000000000", "0.1234567", "٣"])
def test_a_number_that_cannot_be_kept_is_told(cast: Cast, post, number: str) -> None:
    page = post("results/", {"R1-indicator_name": "x", "R1-indicator_value": number})
    assert '<a href="#R1-indicator_value">' in page.content.decode()
    assert cast.assessment.results.count() == 0


@pytest.mark.parametrize("number", ["1 250,5", "1\u202f250,5", "1250.5"])
def test_a_number_may_be_written_in_either_language(cast: Cast, post, number: str) -> None:
    post("results/", {"R1-indicator_name": "x", "R1-indicator_value": number})
    assert float(cast.assessment.results.get().indicator_value) == 1250.5


def test_junk_in_the_channels_is_joined_to_an_unrated_answer(cast: Cast) -> None:
    junk = {"ACC-01-ONLINE-rating": "X", "ACC-01-PHONE-rating": "<", "switch": "ACC-01:one"}
    page = cast.client("lead").post(cast.url(ACC), junk).content.decode()
    assert "ACC-01-rating" not in fields(page)


@pytest.mark.parametrize("code", ["bad code", "x/y", "é", ""])
def test_a_code_that_cannot_be_is_told_on_the_page(cast: Cast, code: str) -> None:
    response = cast.client("secretariat").post("/en/initiatives/TEST/edit/", {"code": code})
    assert '<a href="#id_code">' in response.content.decode()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\x85", "\u2028"])
def test_a_name_has_one_line(cast: Cast, end: str) -> None:
    given = {"name": f"Somebody{end}of{end}Ottawa", "language": "en"}
    cast.client("lead").post("/en/account/", given)
    assert Person.objects.get(pk=cast.people["lead"].pk).name == "Somebody of Ottawa"


@pytest.mark.parametrize("number", ["9" * 19, "9" * 400, "-1", "x"])
def test_a_key_that_cannot_be_is_told_on_the_page(cast: Cast, number: str) -> None:
    response = cast.client("secretariat").post("/en/initiatives/new/", {"channels": [number]})
    assert response.status_code == 200
    assert "channels" in response.context["form"].errors
    plan = cast.client("lead").post(cast.plan("new/"), {"criteria": [number]})
    assert "criteria" in plan.context["form"].errors


def test_what_is_not_there_cannot_be_removed(cast: Cast) -> None:
    response = cast.client("lead").post(cast.plan("new/"), {"remove": "1"})
    assert response.status_code == 200
    assert cast.client("lead").get(cast.plan("0/")).status_code == 404


def test_a_date_without_a_level_is_told_and_no_target_is_saved(cast: Cast) -> None:
    given = {"ACC-level": "2", "CON-by": "2027-01-01"}
    page = cast.client("lead").post(cast.plan("targets/"), given).content.decode()
    assert "Choose the level" in page
    assert cast.assessment.targets.count() == 0


def test_approval_asks_again_whether_everything_is_rated(cast: Cast) -> None:
    cast.rate_all()
    by_channel(cast)
    workflow.submit(cast.assessment, by=cast.people["lead"])
    channels = list(Channel.objects.filter(code__in=["ONLINE", "PHONE", "MAIL"]))
    update_initiative(cast.initiative, by=cast.people["secretariat"], channels=channels)
    with pytest.raises(Faults) as raised:
        workflow.approve(cast.assessment, by=cast.people["cochair"])
    assert str(raised.value) == "ACC-01: is not rated yet"


def test_the_data_of_a_baseline_is_what_was_approved(cast: Cast) -> None:
    cast.submit()
    baseline = workflow.approve(cast.assessment, by=cast.people["cochair"])
    cast.assessment.ratings.update(rating="N")
    given = cast.client("lead").get(cast.url("export.json")).content
    assert json.loads(given) == baseline.content["assessment"]


def test_a_lost_channel_is_not_carried_into_the_next_cycle(cast: Cast) -> None:
    cast.rate_all()
    by_channel(cast)
    workflow.submit(cast.assessment, by=cast.people["lead"])
    workflow.approve(cast.assessment, by=cast.people["cochair"])
    online = list(Channel.objects.filter(code="ONLINE"))
    update_initiative(cast.initiative, by=cast.people["secretariat"], channels=online)
    later = import_document(document(cast), by=cast.people["lead"])
    codes = later.ratings.filter(criterion__code="ACC-01").values_list("channel__code", flat=True)
    assert list(codes) == ["ONLINE"]


def test_a_comment_alone_does_not_wipe_the_ratings_of_channels(cast: Cast) -> None:
    by_channel(cast)
    entry = {"criterion": "ACC-01", "comment": {"lang": "en", "text": "x"}}
    with pytest.raises(Faults) as raised:
        import_document(document(cast, ratings=[entry]), by=cast.people["lead"])
    assert str(raised.value) == (
        "ratings[0].rating: needs a rating: this statement was rated per channel (or for all "
        "channels) until now"
    )
    assert cast.assessment.ratings.count() == 2


def test_a_participant_is_blind_to_the_others_until_it_has_finished(cast: Cast) -> None:
    opinion = Opinion(Criterion.objects.get(code="ACC-01"), None, "N")
    canada = Jurisdiction.objects.get(code="CA")
    save_opinions(cast.assessment, canada, [opinion], by=cast.people["contributor"])

    def shown() -> list:
        data = cast.client("lead").get(cast.url("export.json")).content
        return json.loads(data)["participants"][0]["ratings"]

    assert shown() == []
    save_opinions(cast.assessment, canada, [], by=cast.people["contributor"], finished=True)
    assert shown() == [{"criterion": "ACC-01", "rating": "N"}]


def test_a_reason_goes_with_not_applicable(cast: Cast, post) -> None:
    post(ACC, {"ACC-01-rating": "NA", "ACC-01-reason": "No counters"})
    post(ACC, {"ACC-01-rating": "L"})
    row = cast.assessment.ratings.get()
    assert (row.rating, row.reason) == ("L", "")


def test_white_space_around_an_imported_text_is_not_kept(cast: Cast, post) -> None:
    entry = {"criterion": "ACC-01", "rating": "L", "comment": {"lang": "en", "text": "hello\n"}}
    content = json.dumps(document(cast, ratings=[entry])).encode()
    import_document(parse(content), by=cast.people["secretariat"])
    post(ACC, {})
    row = Assessment.objects.get().ratings.get()
    assert (row.comment, row.updated_by) == ("hello", cast.people["secretariat"])
