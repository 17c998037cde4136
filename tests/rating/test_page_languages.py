"""With each rating, the language of the page on which it was made."""

import json
from typing import Any

import pytest

from assessments.exchange.reading import read
from assessments.models import ParticipantRating, Rating, ResultRating
from assessments.partners.actions import finish
from assessments.rating.actions import confirm_carried_forward, save_answer
from assessments.rating.answers import Answer, ResultAnswer
from maturity.faults import Faults
from maturity.models import Criterion, Jurisdiction
from tests.cast import Cast
from tests.partners.test_pages import ask, second

NOTHING = Answer().fingerprint


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "page", ["attributes/ACC/", "answers/ACC-01/", "consensus/answers/ACC-01/"]
)
def test_the_team_s_form_and_autosave_keep_it(cast: Cast, page: str, language: str) -> None:
    data = {"ACC-01-seen": NOTHING, "ACC-01-rating": "L"}
    cast.client("lead").post(cast.url(page, language), data)
    assert cast.assessment.ratings.get().page_language == language


@pytest.mark.parametrize("page", ["results/", "results/R1/"])
def test_results_keep_it(cast: Cast, page: str) -> None:
    data = {"R1-seen": ResultAnswer().fingerprint, "R1-rating": "L"}
    cast.client("lead").post(cast.url(page, "fr"), data)
    assert ResultRating.objects.get().page_language == "fr"


@pytest.mark.parametrize("page", ["own/ACC/", "own/answers/ACC-01/"])
def test_a_government_s_own_ratings_keep_it(cast: Cast, page: str) -> None:
    ask(cast)
    data = {"ACC-01-seen": NOTHING, "ACC-01-rating": "L"}
    cast.client("contributor").post(cast.url(page, "fr"), data)
    assert ParticipantRating.objects.get().page_language == "fr"


def test_it_is_that_of_the_rating_and_not_of_its_comment(cast: Cast) -> None:
    def post(language: str, seen: Answer, **fields: str) -> None:
        data = {f"ACC-01-{name}": value for name, value in fields.items()}
        data["ACC-01-seen"] = seen.fingerprint
        cast.client("lead").post(cast.url("answers/ACC-01/", language), data)

    post("fr", Answer(), rating="L")
    post("en", Answer("L"), rating="L", comment="Because", comment_language="en")
    row = cast.assessment.ratings.get()
    assert (row.comment, row.page_language) == ("Because", "fr")
    post("en", Answer("L", "Because", "en"), rating="P", comment="Because", comment_language="en")
    row.refresh_from_db()
    assert row.page_language == "en"
    post("fr", Answer("P", "Because", "en"), comment="Because", comment_language="en")
    row.refresh_from_db()
    assert (row.rating, row.page_language) == ("", "")


def test_what_is_carried_forward_has_that_of_the_page_where_it_is_confirmed(cast: Cast) -> None:
    cast.rate_all()
    cast.assessment.ratings.update(page_language="fr", carried_forward=True)
    confirm_carried_forward(cast.assessment, by=cast.lead, page="en")
    assert set(cast.assessment.ratings.values_list("page_language", flat=True)) == {"en"}


def test_agreed_ratings_that_are_taken_over_have_that_of_the_team_s_page(cast: Cast) -> None:
    cast.initiative.partners.add(Jurisdiction.objects.get(code="CA-BC"))
    sheets = [ask(cast), second(cast)]
    for sheet, role in zip(sheets, ("contributor", "second"), strict=True):
        data = {"ACC-01-seen": NOTHING, "ACC-01-rating": "L"}
        cast.client(role).post(cast.url("own/answers/ACC-01/"), data)
        finish(sheet, by=cast.people[role], incomplete=True)
    agreed = {"accept": "1", "agreed": ["ACC-01:L"]}
    cast.client("lead").post(cast.url("consensus/ACC/", "fr"), agreed)
    assert Rating.objects.get().page_language == "fr"


def test_a_file_takes_it_along_and_one_without_changes_nothing(cast: Cast) -> None:
    item: dict[str, Any] = {"criterion": "ACC-01", "rating": "L", "page_language": "fr"}
    result = {"result": "R1", "rating": "P", "page_language": "en"}
    own = {"jurisdiction": "CA", "finished": True, "ratings": [item]}
    cast.import_(ratings=[item], results=[result], participants=[own])
    kept = cast.export()
    assert kept["ratings"] == [item]
    assert kept["results"] == [result]
    assert kept["participants"][0]["ratings"] == [item]
    del item["page_language"]
    cast.import_(ratings=[item], participants=[own])
    assert cast.export()["ratings"][0]["page_language"] == "fr"
    assert ParticipantRating.objects.get().page_language == "fr"


def test_a_command_knows_of_no_page(cast: Cast) -> None:
    criterion = Criterion.objects.get(code="ACC-01")
    save_answer(cast.assessment, criterion, None, Answer("L"), by=cast.lead)
    assert Rating.objects.get().page_language == ""
    assert "page_language" not in cast.export()["ratings"][0]


def test_a_language_that_is_none_is_named_with_its_place(cast: Cast) -> None:
    item = {"criterion": "ACC-01", "rating": "L", "page_language": "de"}
    with pytest.raises(Faults) as told:
        read(json.dumps(cast.document(ratings=[item])).encode())
    assert [each.place for each in told.value.faults] == ["ratings[0].page_language"]
