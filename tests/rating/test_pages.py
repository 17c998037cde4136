"""Rating an attribute by its form, without JavaScript."""

from typing import Any

import pytest

from assessments.models import Rating
from assessments.rating.actions import save_answer
from assessments.rating.answers import Answer, answer_of
from maturity.models import Channel, Criterion
from tests.cast import Cast
from tests.forms import fields

ACC = "attributes/ACC/"


def stored(cast: Cast, code: str, channel: str | None = None) -> Answer | None:
    row = Rating.objects.filter(
        assessment=cast.assessment, criterion__code=code, channel__code=channel
    ).first() if channel else Rating.objects.filter(
        assessment=cast.assessment, criterion__code=code, channel=None
    ).first()  # fmt: skip
    return row and answer_of(row)


def test_an_answer_is_saved_with_its_comment(cast: Cast, post) -> None:
    response = post(
        ACC,
        {
            "ACC-01-rating": "L",
            "ACC-01-comment": "A remark.\r\nOn two lines.",
        },
    )
    assert response.url == cast.url(ACC)
    assert stored(cast, "ACC-01") == Answer(
        rating="L",
        comment="A remark.\nOn two lines.",
        comment_language="en",
    )


def test_a_comment_is_kept_in_the_language_it_is_written_in(cast: Cast, post) -> None:
    post(ACC, {"ACC-01-comment": "Une remarque"}, language="fr")
    assert stored(cast, "ACC-01") == Answer(comment="Une remarque", comment_language="fr")


def test_what_nobody_touched_is_not_written(cast: Cast, post) -> None:
    post(ACC, {"ACC-01-rating": "L"})
    post(ACC, {"ACC-02-rating": "F"})
    assert cast.assessment.ratings.count() == 2


def test_not_rated_takes_a_rating_away(cast: Cast, post) -> None:
    post(ACC, {"ACC-01-rating": "L"})
    post(ACC, {"ACC-01-rating": ""})
    assert stored(cast, "ACC-01") == Answer()


def test_not_applicable_needs_a_reason_and_nothing_is_saved_without(cast: Cast, post) -> None:
    response = post(ACC, {"ACC-01-rating": "NA", "ACC-02-rating": "F"})
    page = response.content.decode()
    assert cast.assessment.ratings.count() == 0
    assert '<a href="#ACC-01-reason">' in page
    assert "<title>Error: " in page
    assert fields(page)["ACC-02-rating"] == "F"


@pytest.mark.parametrize(("field", "typed"), [("comment", "x" * 10_001)])
def test_a_fault_stands_at_its_field_and_what_was_typed_is_kept(
    cast: Cast, post, field: str, typed: str
) -> None:
    response = post(
        ACC,
        {
            "ACC-01-rating": "L",
            f"ACC-01-{field}": typed,
        },
    )
    page = response.content.decode()
    assert cast.assessment.ratings.count() == 0
    assert f'<a href="#ACC-01-{field}">' in page
    assert f'id="ACC-01-{field}-error"' in page
    assert fields(page)[f"ACC-01-{field}"] == typed


def test_the_later_of_two_people_is_told_and_loses_nothing(cast: Cast) -> None:
    client = cast.client("lead")
    seen = fields(client.get(cast.url(ACC)).content.decode())
    criterion = Criterion.objects.get(code="ACC-01")
    theirs = Answer(rating="P", comment="Their words", comment_language="en")
    save_answer(cast.assessment, criterion, None, theirs, by=cast.people["secretariat"])

    mine = seen | {"ACC-01-rating": "F", "ACC-01-comment": "My words", "ACC-02-rating": "L"}
    page = client.post(cast.url(ACC), mine).content.decode()
    assert "Fictitious secretariat changed this answer" in page
    assert "Their words" in page
    assert fields(page)["ACC-01-comment"] == "My words"
    assert (stored(cast, "ACC-01"), stored(cast, "ACC-02")) == (theirs, None)

    client.post(cast.url(ACC), fields(page))
    assert stored(cast, "ACC-01") == Answer(rating="F", comment="My words", comment_language="en")


def test_an_old_page_does_not_undo_what_it_did_not_touch(cast: Cast) -> None:
    client = cast.client("lead")
    old = fields(client.get(cast.url(ACC)).content.decode())
    criterion = Criterion.objects.get(code="ACC-01")
    save_answer(cast.assessment, criterion, None, Answer(rating="P"), by=cast.people["lead"])
    client.post(cast.url(ACC), old | {"ACC-02-rating": "F"})
    assert (stored(cast, "ACC-01"), stored(cast, "ACC-02")) == (
        Answer(rating="P"),
        Answer(rating="F"),
    )


def test_the_language_toggle_keeps_what_was_typed_and_saves_nothing(cast: Cast, post) -> None:
    response = post(
        ACC, {"ACC-01-rating": "NA", "ACC-01-comment": "Typed", "redisplay": "1"}, language="fr"
    )
    page = response.content.decode()
    assert '<html lang="fr-CA">' in page
    assert (fields(page)["ACC-01-comment"], fields(page)["ACC-01-rating"]) == ("Typed", "NA")
    assert "error-summary" not in page
    assert cast.assessment.ratings.count() == 0


def test_one_answer_can_be_split_by_channel(cast: Cast, post) -> None:
    page = post(ACC, {"ACC-01-rating": "L", "switch": "ACC-01:channels"}).content.decode()
    values = fields(page)
    assert (values["ACC-01-ONLINE-rating"], values["ACC-01-PHONE-rating"]) == ("L", "L")
    cast.client("lead").post(cast.url(ACC), values | {"ACC-01-PHONE-rating": "P"})
    assert stored(cast, "ACC-01", "ONLINE") == Answer(rating="L")
    assert stored(cast, "ACC-01", "PHONE") == Answer(rating="P")


def rated_by_channel(cast: Cast, **ratings: str) -> None:
    criterion = Criterion.objects.get(code="ACC-01")
    for code, rating in ratings.items():
        answer = Answer(rating=rating, comment=f"On {code}", comment_language="en")
        channel = Channel.objects.get(code=code)
        save_answer(cast.assessment, criterion, channel, answer, by=cast.people["lead"])


def test_joining_channels_keeps_every_comment_and_waits_for_the_rating(cast: Cast, post) -> None:
    rated_by_channel(cast, ONLINE="F", PHONE="P")
    page = post(ACC, {"switch": "ACC-01:one"}).content.decode()
    values = fields(page)
    assert (values.get("ACC-01-rating", ""), "data-in-place" in page) == ("", True)
    refused = cast.client("lead").post(cast.url(ACC), values).content.decode()
    assert "Choose the one rating first." in refused
    assert stored(cast, "ACC-01", "PHONE") is not None
    cast.client("lead").post(cast.url(ACC), values | {"ACC-01-rating": "L"})
    assert stored(cast, "ACC-01") == Answer(
        rating="L", comment="Online: On ONLINE\nBy phone: On PHONE", comment_language="en"
    )
    assert stored(cast, "ACC-01", "ONLINE") is None


def test_joining_channels_of_one_rating_offers_it(cast: Cast, post) -> None:
    rated_by_channel(cast, ONLINE="L", PHONE="L")
    values = fields(post(ACC, {"switch": "ACC-01:one"}).content.decode())
    assert values["ACC-01-rating"] == "L"


def joined(cast: Cast, post: Any) -> None:
    """What the lead does: one rating for all channels, with documents and a dissent before it."""
    rated_by_channel(cast, ONLINE="F", PHONE="P")
    for row in cast.assessment.ratings.all():
        for name in ("both", row.channel.code):
            row.evidence.create(title=name, url=f"https://example.org/{name}")
    phone = cast.assessment.ratings.filter(channel__code="PHONE")
    phone.update(dissent="Not we.", dissent_language="en", page_language="fr")
    values = fields(post(ACC, {"switch": "ACC-01:one"}).content.decode())
    cast.client("lead").post(cast.url(ACC), values | {"ACC-01-rating": "P"})


# Shown: it is in the page of every statement that has one rating, for its script to show.
UNDO = 'name="undo" value="ACC-01">'


def everything(cast: Cast) -> list[Any]:
    return [
        (
            answer_of(row),
            row.page_language,
            row.channel.code,
            row.dissent,
            sorted(each.title for each in row.evidence.all()),
        )
        for row in cast.assessment.ratings.order_by("channel__code")
    ]


def test_one_rating_for_all_channels_is_taken_back_whole(cast: Cast, post) -> None:
    joined(cast, post)
    assert cast.assessment.ratings.get().evidence.count() == 3
    assert UNDO in cast.client("lead").get(cast.url(ACC)).content.decode()
    answer = cast.client("lead").post(cast.url(ACC), {"undo": "ACC-01"}, follow=True)
    assert "Each channel has its own rating again" in answer.content.decode()
    assert everything(cast) == [
        (Answer("F", "On ONLINE", "en"), "", "ONLINE", "", ["ONLINE", "both"]),
        (Answer("P", "On PHONE", "en"), "fr", "PHONE", "Not we.", ["PHONE", "both"]),
    ]
    assert UNDO not in cast.client("lead").get(cast.url(ACC)).content.decode()


def test_the_history_tells_the_words_that_were_replaced(cast: Cast, post) -> None:
    joined(cast, post)
    page = cast.client("lead").get(cast.url("history/")).content.decode()
    assert "By phone – Partially achieved – On PHONE – Not we." in page


@pytest.mark.parametrize("gone", ["nothing replaced", "a channel gone", "closed"])
def test_what_cannot_be_taken_back_is_told(cast: Cast, post, gone: str) -> None:
    if gone != "nothing replaced":
        joined(cast, post)
    if gone == "a channel gone":
        cast.initiative.channels.remove(Channel.objects.get(code="PHONE"))
    if gone == "closed":
        cast.submit()
    before = everything(cast) if gone == "nothing replaced" else cast.assessment.ratings.count()
    answer = cast.client("lead").post(cast.url(ACC), {"undo": "ACC-01"}, follow=True)
    nothing = "There is nothing to undo here."
    words = "this page is now read-only" if gone == "closed" else nothing
    assert words in answer.content.decode()
    after = everything(cast) if gone == "nothing replaced" else cast.assessment.ratings.count()
    assert after == before


def test_a_submitted_assessment_takes_no_more_answers(cast: Cast, post) -> None:
    cast.submit()
    response = post(ACC, {"ACC-01-rating": "N"})
    assert "this page is now read-only" in response.content.decode()
    assert stored(cast, "ACC-01") == Answer(rating="L")


def test_a_french_indicator_may_have_a_decimal_comma(cast: Cast, post) -> None:
    post(
        "results/",
        {"R1-rating": "L", "R1-indicator_name": "Satisfaction", "R1-indicator_value": "62,5"},
        language="fr",
    )
    row = cast.assessment.results.get()
    assert (row.indicator_name, str(row.indicator_value.normalize())) == ("Satisfaction", "62.5")


@pytest.mark.parametrize(
    ("field", "typed"),
    [("indicator_value", "many"), ("indicator_value", ""), ("indicator_date", "2026-02-30"),
     ("indicator_value", "NaN"), ("indicator_value", "1e400")],
)  # fmt: skip
def test_a_faulty_indicator_is_told_at_its_field(cast: Cast, post, field: str, typed: str) -> None:
    given = {"R1-indicator_name": "Satisfaction", "R1-indicator_value": "62"}
    page = post("results/", given | {f"R1-{field}": typed}).content.decode()
    assert f'<a href="#R1-{field}">' in page
    assert cast.assessment.results.count() == 0


def test_the_page_of_an_attribute_takes_a_fixed_number_of_queries(
    cast: Cast, post, django_assert_num_queries
) -> None:
    client = cast.client("lead")
    client.get(cast.url(ACC))
    with django_assert_num_queries(13):
        client.get(cast.url(ACC))
    cast.rate_all()
    with django_assert_num_queries(13):
        client.get(cast.url(ACC))


def test_a_number_is_shown_as_it_was_understood(cast: Cast, post) -> None:
    given = {"R1-indicator_name": "x", "R1-indicator_value": "12\u00a0500,5"}
    assert post("results/", given).status_code == 302
    for language, shown in (("en", "12500.5"), ("fr", "12500,5")):
        page = cast.client("lead").get(cast.url("results/", language)).content.decode()
        assert fields(page)["R1-indicator_value"] == shown


def test_a_number_that_could_be_two_is_asked_about_at_its_field(cast: Cast, post) -> None:
    given = {"R1-indicator_name": "x", "R1-indicator_value": "45,000"}
    page = post("results/", given).content.decode()
    assert "Write 45000 if you mean thousands, or 45.0 if you mean decimals." in page
    assert fields(page)["R1-indicator_value"] == "45,000"
    assert cast.assessment.results.count() == 0


@pytest.mark.parametrize("day", ["2031-01-01", "1999-12-31", "0026-11-01"])
def test_what_is_measured_was_measured_lately(cast: Cast, post, day: str) -> None:
    given = {"R1-indicator_name": "x", "R1-indicator_value": "1", "R1-indicator_date": day}
    assert '<a href="#R1-indicator_date">' in post("results/", given).content.decode()


@pytest.mark.parametrize("code", ["EFF-01", "", "\0", "x" * 1000])
@pytest.mark.parametrize("button", ["undo", "mark"])
def test_a_button_names_a_statement_of_the_page(cast: Cast, button: str, code: str) -> None:
    said = f"{code or 'ACC-99'}:on" if button == "mark" else code
    assert cast.client("lead").post(cast.url(ACC), {button: said}).status_code == 404
