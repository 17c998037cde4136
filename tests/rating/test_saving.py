"""Saving one answer at a time: what the script of a form's page posts, and gets."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from assessments.models import Rating
from assessments.rating.actions import save_answer
from assessments.rating.answers import Answer, ResultAnswer, answer_of
from maturity.models import Channel, Criterion
from tests.cast import Cast
from tests.forms import fields

pytestmark = pytest.mark.either_database("locks")
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
    ],
)
def test_a_fault_is_told_by_its_field_and_nothing_is_saved(
    cast: Cast, said: dict[str, str], field: str
) -> None:
    response = post(cast, said)
    assert (response.status_code, list(response.json()["errors"])) == (422, [field])
    assert Rating.objects.count() == 0


def test_what_no_report_can_print_is_saved_and_told_at_its_field(cast: Cast) -> None:
    said = {"rating": "L", "comment": "Clients: \U00012000", "comment_language": "en"}
    response = post(cast, said)
    sentence = (
        "The PDF report cannot print this character: \U00012000 (U+12000). Write it in another way."
    )
    assert response.json()["warnings"] == {"ACC-01-comment": sentence}
    assert Rating.objects.get().comment == "Clients: \U00012000"
    assert sentence in cast.client("lead").get(cast.url("attributes/ACC/")).content.decode()


def test_of_what_is_printed_nothing_is_told(cast: Cast) -> None:
    response = post(cast, {"rating": "L", "comment": "中文 ≥ 5", "comment_language": "en"})
    assert response.json().keys() == {"seen", "saved_at"}


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
    assert "can no longer be changed" in response.json()["errors"]["main"]


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


@pytest.mark.parametrize(("prefix", "first", "later"), [("ACC-01", 9, 8), ("ACC-01-ONLINE", 9, 9)])
def test_an_answer_takes_nine_queries(cast: Cast, prefix: str, first: int, later: int) -> None:
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
    assert counts == [first, later, later]


# For all channels, or for each: one way replaces the other, and nobody's answer unseen.


def by_channel(cast: Cast) -> None:
    for code, comment in (("ONLINE", "By web."), ("PHONE", "By voice.")):
        channel = Channel.objects.get(code=code)
        answer = Answer("F" if code == "ONLINE" else "P", comment, "en")
        criterion = Criterion.objects.get(code="ACC-01")
        save_answer(cast.assessment, criterion, channel, answer, by=cast.people["lead"])


def rated(cast: Cast) -> dict[str | None, str]:
    return dict(cast.assessment.ratings.values_list("channel__code", "rating"))


def test_an_answer_for_all_does_not_replace_channels_that_its_writer_did_not_see(
    cast: Cast,
) -> None:
    by_channel(cast)
    given = {"ACC-01-seen": EMPTY, "ACC-01-rating": "N"}
    response = cast.client("lead").post(cast.url("answers/ACC-01/"), given)
    told = response.json()
    assert (response.status_code, rated(cast)) == (409, {"ONLINE": "F", "PHONE": "P"})
    assert (told["current"]["rating"], told["current"]["comment"]) == (
        "P", "Online: By web.\nBy phone: By voice.",
    )  # fmt: skip
    # Knowing of them, the writer may.
    again = given | {"ACC-01-seen": told["seen"]["ACC-01"]}
    assert cast.client("lead").post(cast.url("answers/ACC-01/"), again).status_code == 200
    assert rated(cast) == {None: "N"}


def test_an_answer_that_was_split_is_saved_channel_by_channel(cast: Cast) -> None:
    client, whole = cast.client("lead"), Answer("L")
    criterion = Criterion.objects.get(code="ACC-01")
    save_answer(cast.assessment, criterion, None, whole, by=cast.people["lead"])
    page = client.get(cast.url("attributes/ACC/")).content.decode()
    split = client.post(
        cast.url("attributes/ACC/"), fields(page) | {"switch": "ACC-01:channels"}
    ).content.decode()
    assert split.count("data-unsaved") == 2
    shown = fields(split)
    for code in ("ONLINE", "PHONE"):
        given = {name: shown[name] for name in shown if name.startswith(f"ACC-01-{code}-")}
        assert client.post(cast.url("answers/ACC-01/"), given).status_code == 200
    assert rated(cast) == {"ONLINE": "L", "PHONE": "L"}


def test_a_split_does_not_replace_what_was_changed_meanwhile(cast: Cast) -> None:
    client, by = cast.client("lead"), cast.people["lead"]
    criterion = Criterion.objects.get(code="ACC-01")
    save_answer(cast.assessment, criterion, None, Answer("L"), by=by)
    page = client.get(cast.url("attributes/ACC/")).content.decode()
    save_answer(cast.assessment, criterion, None, Answer("N", "Not so.", "en"), by=by)
    switched = fields(page) | {"switch": "ACC-01:channels"}
    split = client.post(cast.url("attributes/ACC/"), switched).content.decode()
    client.post(cast.url("attributes/ACC/"), fields(split) | {"save": "1"})
    assert rated(cast) == {None: "N"}


def test_a_number_is_told_as_it_was_understood(cast: Cast) -> None:
    given = {"R1-seen": "", "R1-indicator_name": "x", "R1-indicator_value": "12,500.50"}
    said = cast.client("lead").post(cast.url("results/R1/"), given).json()
    assert said["shown"] == {"R1-indicator_value": "12500.5"}


def test_a_percent_sign_becomes_the_unit(cast: Cast) -> None:
    given = {"R1-seen": "", "R1-indicator_name": "x", "R1-indicator_value": "50 %"}
    said = cast.client("lead").post(cast.url("results/R1/"), given).json()
    assert said["shown"] == {"R1-indicator_value": "50", "R1-indicator_unit": "%"}
    row = cast.assessment.results.get()
    assert (row.indicator_value, row.indicator_unit) == (50, "%")
