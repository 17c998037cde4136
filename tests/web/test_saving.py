"""Saving one answer at a time: what the script of a form's page posts, and gets."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from assessments.actions.ratings import Answer, ResultAnswer, answer_of, save_answer
from assessments.models import Rating
from maturity.models import Criterion
from tests.web.conftest import Cast

EMPTY = Answer().fingerprint


def post(
    cast: Cast, said: dict[str, str], *, code: str = "ACC-01", prefix: str = "", role: str = "lead"
) -> HttpResponse:
    prefix = prefix or code
    data = {f"{prefix}-{name}": value for name, value in ({"seen": EMPTY} | said).items()}
    return cast.client(role).post(cast.url(f"answers/{code}/"), data)


def test_an_answer_is_saved_and_its_new_mark_given(cast: Cast) -> None:
    response = post(cast, {"rating": "L", "comment": "Fictitious", "comment_language": "fr"})
    answer = Answer(rating="L", comment="Fictitious", comment_language="fr")
    assert (response.status_code, response.json()["seen"]) == (200, {"ACC-01": answer.fingerprint})
    assert answer_of(Rating.objects.get()) == answer


def test_an_answer_for_one_channel_is_saved(cast: Cast) -> None:
    response = post(cast, {"rating": "P"}, prefix="ACC-01-PHONE")
    row = Rating.objects.select_related("channel").get()
    assert (response.status_code, row.rating, row.channel.code) == (200, "P", "PHONE")


@pytest.mark.parametrize(
    ("code", "prefix"),
    [("ACC-99", "ACC-99"), ("ACC-01", "ACC-02"), ("ACC-01", "ACC-01-MAIL"), ("ACC-01", "ACC-010")],
)
def test_what_is_no_answer_of_the_assessment_is_not_found(
    cast: Cast, code: str, prefix: str
) -> None:
    response = post(cast, {"rating": "P"}, code=code, prefix=prefix)
    assert (response.status_code, Rating.objects.count()) == (404, 0)


def test_two_answers_at_once_are_not_found(cast: Cast) -> None:
    response = cast.client("lead").post(
        cast.url("answers/ACC-01/"), {"ACC-01-seen": EMPTY, "ACC-01-PHONE-seen": EMPTY}
    )
    assert response.status_code == 404


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"rating": "NA"}, "ACC-01-reason"),
        ({"rating": "X"}, "ACC-01-rating"),
        ({"comment": "x" * 10_001, "comment_language": "en"}, "ACC-01-comment"),
        ({"comment": "a\x00b", "comment_language": "en"}, "ACC-01-comment"),
    ],
)
def test_a_fault_is_told_by_its_field_and_nothing_is_saved(
    cast: Cast, said: dict[str, str], field: str
) -> None:
    response = post(cast, said)
    assert (response.status_code, list(response.json()["errors"])) == (422, [field])
    assert Rating.objects.count() == 0


def test_a_changed_answer_is_shown_beside_the_new_one(cast: Cast) -> None:
    criterion = Criterion.objects.get(code="ACC-01")
    theirs = Answer(rating="N", comment="Theirs", comment_language="en")
    save_answer(cast.assessment, criterion, None, theirs, by=cast.people["secretariat"])
    response = post(cast, {"rating": "F", "comment": "Mine", "comment_language": "en"})
    told = response.json()
    assert response.status_code == 409
    assert (told["seen"], told["current"]) == ({"ACC-01": theirs.fingerprint}, vars(theirs))
    assert ("Theirs" in told["conflict"], "Mine" in told["conflict"]) == (True, True)
    assert answer_of(Rating.objects.get()) == theirs


def test_a_closed_assessment_says_so(cast: Cast) -> None:
    cast.submit()
    response = post(cast, {"rating": "F", "seen": Answer(rating="L").fingerprint})
    assert response.status_code == 422
    assert "closed for changes" in response.json()["errors"]["main"]


@pytest.mark.parametrize("role", ["viewer", "contributor", "secretariat"])
def test_only_the_lead_saves(cast: Cast, role: str) -> None:
    assert (post(cast, {"rating": "F"}, role=role).status_code, Rating.objects.count()) == (403, 0)


def test_a_result_is_saved_with_its_indicator(cast: Cast) -> None:
    data = {"rating": "P", "indicator_name": "Satisfaction", "indicator_value": "62,5"}
    fields = {f"R1-{name}": value for name, value in data.items()}
    fields["R1-seen"] = ResultAnswer().fingerprint
    response = cast.client("lead").post(cast.url("results/R1/"), fields)
    assert (response.status_code, str(cast.assessment.results.get().indicator_value)) == (
        200,
        "62.500000",
    )


@pytest.mark.parametrize("prefix", ["ACC-01", "ACC-01-ONLINE"])
def test_an_answer_takes_ten_queries(cast: Cast, prefix: str) -> None:
    client, seen = cast.client("lead"), EMPTY
    client.get(cast.url("attributes/ACC/"))
    counts = []
    for rating in ("L", "F", ""):  # the first answer, a changed one, one that is taken back
        data = {f"{prefix}-seen": seen, f"{prefix}-rating": rating}
        with CaptureQueriesContext(connection) as queries:
            response = client.post(cast.url("answers/ACC-01/"), data)
        seen = response.json()["seen"][prefix]
        # A test runs inside a transaction, where the request's own is a savepoint.
        counts.append(sum("SAVEPOINT" not in query["sql"] for query in queries))
    assert counts == [10, 10, 10]
