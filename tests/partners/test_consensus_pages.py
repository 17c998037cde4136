"""Agreeing on ratings: the overview, the list of an attribute, and the projector's view."""

import re

import pytest

from assessments.models import Evidence, Participant, Rating
from assessments.partners.actions import ask_to_rate, finish, save_opinion
from assessments.rating.actions import save_answer
from assessments.rating.answers import Answer, answer_of
from maturity.models import Criterion, Jurisdiction
from tests.cast import Cast
from tests.forms import fields

pytestmark = pytest.mark.slow
ACC = "consensus/ACC/"
SCREEN = f"{ACC}?view=projector&criterion=ACC-01"
WHO = ("CA", "CA-BC", "CA-ON")


def gave(cast: Cast, answers: dict[str, list[Answer]]) -> list[Participant]:
    """Governments that have finished, with what each of them gave to some criteria."""
    cast.initiative.partners.add(Jurisdiction.objects.get(code="CA-ON"))
    number = max(len(each) for each in answers.values())
    by = cast.people["contributor"]
    wanted = list(Jurisdiction.objects.filter(code__in=WHO[:number]))
    asked = ask_to_rate(cast.assessment, wanted, by=cast.people["lead"])
    sheets = {sheet.jurisdiction.code: sheet for sheet in asked}
    for code, given in answers.items():
        criterion = Criterion.objects.get(code=code)
        for who, answer in zip(WHO, given, strict=False):
            save_opinion(sheets[who], criterion, None, answer, by=by)
    for sheet in sheets.values():
        finish(sheet, by=by, incomplete=True)
    return list(sheets.values())


def apart(cast: Cast) -> None:
    gave(cast, {"ACC-01": [Answer("N", "Ours.", "en"), Answer("F", "Le nôtre.", "fr")],
                "ACC-02": [Answer("L"), Answer("L")]})  # fmt: skip


def page(cast: Cast, path: str = ACC, role: str = "lead", language: str = "en") -> str:
    response = cast.client(role).get(cast.url(path, language))
    assert response.status_code == 200
    return response.content.decode()


def words(source: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", source))


def team(cast: Cast) -> dict[str, str]:
    return {row.criterion.code: row.rating for row in cast.assessment.ratings.all()}


# The overview.


def test_the_overview_counts_by_attribute_and_says_what_figures_mean(cast: Cast) -> None:
    apart(cast)
    told = words(page(cast, "consensus/"))
    assert "To discuss: 45. Agreed without discussion: 1. Settled by the team: 0." in told
    assert "Easy access and accessible 9 1 (1 to adopt) 0" in told
    assert "Pairs of ratings that are equal: 50%" in told
    assert "The governments do not agree reliably." in told


def test_an_undefined_figure_says_why(cast: Cast) -> None:
    gave(cast, {"ACC-01": [Answer("L"), Answer("L")]})
    told = words(page(cast, "consensus/"))
    assert "There is too little variation for alpha to say anything: 100% of pairs" in told


def test_nobody_asked_is_said(cast: Cast) -> None:
    assert "No government has been asked to rate independently." in page(cast, "consensus/")


def test_who_is_missing_is_said_and_left_out(cast: Cast) -> None:
    [first, *_others] = gave(cast, {"ACC-01": [Answer("N"), Answer("F"), Answer("F")]})
    Participant.objects.filter(pk=first.pk).update(finished=False)
    told = words(page(cast, ACC))
    assert "Not finished yet: Government of Canada." in told
    assert "All 2 governments say “Fully achieved”." in words(page(cast, SCREEN))


# The list of an attribute.


def test_the_spread_is_told_in_words_with_every_government_under_its_rating(cast: Cast) -> None:
    apart(cast)
    source = page(cast)
    assert "The 2 governments do not agree." in source
    columns = re.findall(r"<dt>(.*?)</dt>\s*((?:<dd.*?</dd>)+)", source, re.DOTALL)
    told = [(words(dt).strip(), words(dd).strip()) for dt, dd in columns[:5]]
    assert told == [
        ("Not achieved suggested", "Government of Canada"),
        ("Partially achieved", "– no government"),
        ("Largely achieved", "– no government"),
        ("Fully achieved", "British Columbia"),
        ("Not applicable", "– no government"),
    ]


def test_what_governments_wrote_stands_side_by_side_in_its_language(cast: Cast) -> None:
    apart(cast)
    row = cast.assessment.participants.all()[0].ratings.all()[0]
    Evidence.objects.create(opinion=row, title="A made-up map", url="https://example.org/map")
    source = page(cast)
    assert '<div class="written"><p>Ours.</p></div>' in source
    assert '<div class="written" lang="fr-CA"><p>Le nôtre.</p></div>' in source
    assert (
        '<a href="https://example.org/map" rel="noreferrer"><bdi>A made-up map</bdi></a>' in source
    )


def test_what_is_agreed_is_taken_over_with_one_button(cast: Cast) -> None:
    apart(cast)
    assert "Adopt 1 agreed rating<" in page(cast)
    data = {"accept": "1", "agreed": ["ACC-02:L"]}
    response = cast.client("lead").post(cast.url(ACC), data, follow=True)
    assert "1 agreed rating is adopted." in response.content.decode()
    assert team(cast) == {"ACC-02": "L"}
    assert "Accept" not in page(cast)


def test_a_rating_taken_over_does_not_keep_the_reason_for_another(cast: Cast) -> None:
    apart(cast)
    cast.assessment.ratings.create(
        criterion=Criterion.objects.get(code="ACC-02"), rating="NA", reason="No such service.",
        reason_language="en", carried_forward=True, updated_by=cast.people["lead"],
    )  # fmt: skip
    cast.client("lead").post(cast.url(ACC), {"accept": "1", "agreed": ["ACC-02:L"]})
    assert answer_of(cast.assessment.ratings.get()) == Answer("L")


def test_what_has_changed_meanwhile_is_not_taken_over(cast: Cast) -> None:
    apart(cast)
    data = {"accept": "1", "agreed": ["ACC-02:P"]}
    response = cast.client("lead").post(cast.url(ACC), data, follow=True)
    assert "Something has since changed." in response.content.decode()
    assert team(cast) == {}


def test_a_rating_is_agreed_with_its_rationale_and_a_dissent(cast: Cast, post) -> None:
    apart(cast)
    response = post(
        ACC,
        {
            "ACC-01-rating": "P",
            "ACC-01-comment": "We looked at it together.",
            "ACC-01-dissent": "British Columbia holds it fully achieved.",
        },
    )
    assert response.url == cast.url(ACC)
    row = cast.assessment.ratings.get()
    assert answer_of(row) == Answer("P", "We looked at it together.", "en")
    assert (row.dissent, row.dissent_language) == (
        "British Columbia holds it fully achieved.",
        "en",
    )
    assert "Settled by the team" in page(cast)
    profile = page(cast, "profile/", role="viewer")
    assert "British Columbia holds it fully achieved." in profile


def test_a_dissent_without_a_rating_is_told_at_its_field(cast: Cast, post) -> None:
    apart(cast)
    shown = post(ACC, {"ACC-01-dissent": "Ours is F."}).content.decode()
    assert '<a href="#ACC-01-dissent">' in shown
    assert fields(shown)["ACC-01-dissent"] == "Ours is F."
    assert team(cast) == {}


@pytest.mark.parametrize("typed", ["x" * 10_001])
def test_a_faulty_dissent_is_told_at_its_field_and_kept(cast: Cast, post, typed: str) -> None:
    apart(cast)
    shown = post(ACC, {"ACC-01-rating": "P", "ACC-01-dissent": typed}).content.decode()
    assert 'id="ACC-01-dissent-error"' in shown
    assert fields(shown)["ACC-01-dissent"] == typed
    assert team(cast) == {}


def test_an_old_page_does_not_undo_a_dissent(cast: Cast, post) -> None:
    apart(cast)
    old = fields(page(cast))
    post(ACC, {"ACC-01-rating": "P", "ACC-01-dissent": "Ours is F."})
    cast.client("lead").post(cast.url(ACC), old | {"ACC-03-rating": "L"})
    assert Rating.objects.get(criterion__code="ACC-01").dissent == "Ours is F."


def test_the_later_of_two_people_is_told_and_loses_nothing(cast: Cast) -> None:
    apart(cast)
    client = cast.client("lead")
    seen = fields(client.get(cast.url(ACC)).content.decode())
    theirs = Answer("L", "Their words", "en")
    criterion = Criterion.objects.get(code="ACC-01")
    save_answer(cast.assessment, criterion, None, theirs, by=cast.people["secretariat"])
    mine = seen | {"ACC-01-rating": "P", "ACC-01-comment": "My words"}
    shown = client.post(cast.url(ACC), mine).content.decode()
    assert ("Their words" in shown, fields(shown)["ACC-01-comment"]) == (True, "My words")
    client.post(cast.url(ACC), fields(shown))
    assert answer_of(cast.assessment.ratings.get()) == Answer("P", "My words", "en")


@pytest.mark.parametrize("role", ["viewer", "contributor", "secretariat"])
def test_readers_read_and_do_not_write(cast: Cast, role: str) -> None:
    apart(cast)
    source = page(cast, role=role)
    assert ('name="accept"' in source, 'name="save"' in source) == (False, False)
    for data in ({"ACC-01-rating": "F"}, {"accept": "1", "agreed": "ACC-02:L"}):
        response = cast.client(role).post(cast.url(ACC), data)
        assert (response.status_code, team(cast)) == (403, {})


def test_a_submitted_assessment_takes_no_more(cast: Cast) -> None:
    apart(cast)
    values = fields(page(cast))
    cast.submit()
    assert 'name="save"' not in page(cast)
    response = cast.client("lead").post(cast.url(ACC), values | {"ACC-01-rating": "N"})
    assert "this page is now read-only" in response.content.decode()
    assert team(cast)["ACC-01"] == "L"


def test_opinions_by_channel_are_agreed_by_channel(cast: Cast, post) -> None:
    sheets = gave(cast, {"ACC-02": [Answer("L"), Answer("L")]})
    criterion = Criterion.objects.get(code="ACC-01")
    for sheet, ratings in zip(sheets, ("NL", "FL"), strict=True):
        for channel, rating in zip(cast.initiative.channels.all(), ratings, strict=True):
            sheet.ratings.create(criterion=criterion, channel=channel, rating=rating)
    source = page(cast)
    assert re.findall(r"<strong>(.*?):</strong> (.*?)</p>", source) == [
        ("Online", "The 2 governments do not agree."),
        ("By phone", "All 2 governments say “Largely achieved”."),
    ]
    post(ACC, {"ACC-01-ONLINE-rating": "P", "ACC-01-PHONE-rating": "L"})
    rows = cast.assessment.ratings.all()
    assert [(r.channel and r.channel.code, r.rating) for r in rows] == [
        ("ONLINE", "P"),
        ("PHONE", "L"),
    ]


def test_the_language_toggle_keeps_what_was_typed(cast: Cast, post) -> None:
    apart(cast)
    given = {"ACC-01-rating": "P", "ACC-01-dissent": "Typed", "redisplay": "1"}
    shown = post(ACC, given, language="fr").content.decode()
    assert '<html lang="fr-CA">' in shown
    assert (fields(shown)["ACC-01-rating"], fields(shown)["ACC-01-dissent"]) == ("P", "Typed")
    assert team(cast) == {}


# The projector's view.


def test_a_screen_holds_one_statement_with_links_to_its_neighbours(cast: Cast) -> None:
    apart(cast)
    source = page(cast, f"{ACC}?view=projector&criterion=ACC-02")
    assert [code for code in ("ACC-01", "ACC-02", "ACC-03") if f'name="{code}-seen"' in source] == [
        "ACC-02"
    ]
    assert re.findall(r'rel="(prev|next)" href="[^"]*criterion=([A-Z0-9-]+)"', source) == [
        ("prev", "ACC-01"),
        ("next", "ACC-03"),
    ]


def test_the_projector_begins_with_what_is_to_be_discussed(cast: Cast) -> None:
    gave(cast, {"ACC-01": [Answer("L"), Answer("L")], "ACC-02": [Answer("N"), Answer("F")]})
    assert 'name="ACC-02-seen"' in page(cast, f"{ACC}?view=projector")


def test_saving_goes_on_to_the_next_screen(cast: Cast, post) -> None:
    apart(cast)
    response = post(SCREEN, {"ACC-01-rating": "P", "onwards": "1"})
    assert response.url == cast.url(f"{ACC}?view=projector&criterion=ACC-02")
    response = post(SCREEN, {"ACC-01-rating": "L", "save": "1"})
    assert (response.url, team(cast)) == (cast.url(SCREEN), {"ACC-01": "L"})


def test_an_unknown_screen_is_not_found(cast: Cast) -> None:
    client = cast.client("lead")
    for path in (f"{ACC}?view=projector&criterion=CON-01", "consensus/XXX/"):
        assert client.get(cast.url(path)).status_code == 404


def test_the_pages_take_a_fixed_number_of_queries(cast: Cast, django_assert_num_queries) -> None:
    client = cast.client("lead")
    gave(cast, {"ACC-01": [Answer("L")]})
    for _time in range(2):
        for path, number in (("consensus/", 11), (ACC, 13), (SCREEN, 12)):
            client.get(cast.url(path))
            with django_assert_num_queries(number):
                client.get(cast.url(path))
        Participant.objects.all().delete()
        gave(cast, {"ACC-01": [Answer("N"), Answer("F", "x", "en"), Answer("P")]})
