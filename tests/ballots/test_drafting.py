"""From a ballot that is over to a draft of the next edition: what is taken over, what is left."""

import pytest
from django.test import Client

from assessments.ballots.actions import draft_from_ballot
from assessments.ballots.proposals import proposed
from assessments.ballots.reads import outcome_of
from assessments.editions.actions import discard_draft, publish
from assessments.editions.drafting import change_of, confirm_french, statements
from assessments.models import Ballot, BallotDraft, EditionDraft, Event, Proposed
from maturity.faults import Faults
from maturity.models import Criterion, Edition
from tests.ballots.asked import answer, extra, opened, over, page
from tests.cast import Cast


@pytest.fixture
def voted(cast: Cast) -> Ballot:
    """Of five people, four see ACC-01 a level higher and all confirm its French; of ACC-02 all find
    the English unclear, and are of two minds about its level."""
    people = extra(5)
    ballot = opened(cast, people=people)
    for place, person in enumerate(people):
        plain = {"comment": "", "comment_language": "", "clear_fr": True}
        higher = "higher" if place else "same"
        answer(ballot, person, place=higher, french_confirmed=True, **plain)
        said = {"place": ["higher", "higher", "lower", "lower", "same"][place], "clear_en": False}
        answer(ballot, person, "ACC-02", clear_fr=True, comment="Say “choose”.", **said)
    return over(ballot, cast)


@pytest.fixture
def client(cast: Cast) -> Client:
    return cast.client("secretariat")


def drafted(ballot: Ballot, cast: Cast, code: str = "2027-1") -> EditionDraft:
    """A draft that takes over all that a ballot proposes."""
    proposals = proposed(outcome_of(ballot).results)
    return draft_from_ballot(ballot, code, proposals, by=cast.secretariat)


def test_a_level_is_moved_where_most_see_it_and_no_other(voted: Ballot) -> None:
    found = {
        each.key: (each.share.yes, each.share.of, each.to_level)
        for each in proposed(outcome_of(voted).results)
    }
    assert found == {
        "french:ACC-01": (5, 5, None),
        "level:ACC-01": (4, 5, 2),
        "level:ACC-02": (4, 5, None),
        "unclear_en:ACC-02": (5, 5, None),
    }


def test_confirmed_french_is_official_in_the_draft(voted: Ballot, cast: Cast) -> None:
    found = statements(drafted(voted, cast).document)
    assert found["ACC-01"].criterion["provenance"] == {"en": "seed", "fr": "confirmed"}
    assert found["ACC-02"].criterion["provenance"] == {"en": "seed", "fr": "project"}


def test_french_that_is_official_keeps_its_source() -> None:
    criterion = {"code": "A", "provenance": {"en": "seed", "fr": "seed"}}
    document = {"attributes": [{"code": "X", "criteria": [criterion]}]}
    confirm_french(document, "A")
    assert criterion["provenance"] == {"en": "seed", "fr": "seed"}


def test_a_contested_level_is_a_substantive_change_that_cites_the_ballot(
    voted: Ballot, cast: Cast
) -> None:
    document = drafted(voted, cast).document
    assert statements(document)["ACC-01"].criterion["level"] == 2
    assert change_of(document, "ACC-01") == {
        "code": "ACC-01", "from": "ACC-01", "kind": "substantive",
        "reason": {"lang": "en", "text": "Ballot 1: 4 of 5 see it at level 2."},
    }  # fmt: skip


def test_a_moved_statement_stands_after_those_of_its_level(voted: Ballot, cast: Cast) -> None:
    codes = [code for code in statements(drafted(voted, cast).document) if code[:3] == "ACC"]
    assert codes[:6] == ["ACC-02", "ACC-03", "ACC-04", "ACC-05", "ACC-06", "ACC-01"]


def test_what_nobody_can_take_over_is_left_and_listed(voted: Ballot, cast: Cast) -> None:
    document = drafted(voted, cast).document
    assert "kind" not in change_of(document, "ACC-02")
    assert BallotDraft.objects.get().to_look_at == [
        {"code": "ACC-02", "what": Proposed.LEVEL, "yes": 4, "of": 5},
        {"code": "ACC-02", "what": Proposed.UNCLEAR_EN, "yes": 5, "of": 5},
    ]


def test_the_record_says_what_was_taken_over(voted: Ballot, cast: Cast) -> None:
    drafted(voted, cast)
    event = Event.objects.latest("id")
    assert (event.verb, event.place) == ("draft_from_ballot", "2027-1")
    assert event.new == {
        "name": ["Signal check", "Vérification des énoncés"], "round": 1,
        "french_confirmed": ["ACC-01"], "moved": ["ACC-01 (2)"], "to_look_at": ["ACC-02"],
    }  # fmt: skip


def test_the_secretariat_presses_one_button(voted: Ballot, client: Client) -> None:
    path = page(voted, "results/")
    shown = client.get(path).text
    assert shown.count('name="take"') == shown.count(" checked") == 4
    said = {"code": "2027-1", "take": ["french:ACC-01", "unclear_en:ACC-02"]}
    answered = client.post(path, said)
    assert answered.url == "/en/model/editions/drafts/2027-1/"
    found = statements(EditionDraft.objects.get().document)["ACC-01"].criterion
    assert (found["level"], found["provenance"]["fr"]) == (1, "confirmed")
    assert [each["what"] for each in BallotDraft.objects.get().to_look_at] == ["unclear_en"]


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"code": "2017-draft", "take": ["level:ACC-01"]}, "An edition with this code exists."),
        ({"code": "a b", "take": ["level:ACC-01"]}, "Use letters, digits, hyphens"),
        ({"code": "", "take": ["level:ACC-01"]}, "Enter the code of the new edition."),
        ({"code": "2027-1"}, "Choose at least one proposal."),
        ({"code": "2027-1", "take": ["level:ACC-03"]}, "not among the proposals"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(
    voted: Ballot, client: Client, said: dict[str, object], error: str
) -> None:
    shown = client.post(page(voted, "results/"), said).text
    assert "<title>Error: " in shown
    assert error in shown
    assert f'value="{said["code"]}"' in shown or not said["code"]
    assert not EditionDraft.objects.exists()


def test_a_code_of_another_draft_is_told(voted: Ballot, cast: Cast, client: Client) -> None:
    EditionDraft.objects.create(code="2027-1", based_on=Edition.objects.get(), document={})
    said = {"code": "2027-1", "take": ["level:ACC-01"]}
    assert "An edition with this code exists." in client.post(page(voted, "results/"), said).text


def test_pressed_twice_it_is_told_and_not_doubled(
    voted: Ballot, cast: Cast, client: Client
) -> None:
    drafted(voted, cast)
    said = {"code": "2027-2", "take": ["level:ACC-01"]}
    shown = client.post(page(voted, "results/"), said, follow=True).text
    assert "Edition 2027-1 has already been drafted from this ballot." in shown
    assert EditionDraft.objects.get().code == "2027-1"
    with pytest.raises(Faults, match="2027-1 has already been drafted"):
        drafted(voted, cast, "2027-3")


def test_ballot_and_draft_say_which_came_of_which(
    voted: Ballot, cast: Cast, client: Client
) -> None:
    drafted(voted, cast)
    results, draft = page(voted, "results/"), "/en/model/editions/drafts/2027-1/"
    assert f'href="{draft}"' in client.get(results).text
    shown = client.get(draft).text
    assert f'href="{results}"' in shown
    assert "Made from the ballot “Signal check” (round 1)." in shown
    assert "The English text is unclear" in shown


def test_people_of_the_councils_read_that_one_was_drafted(voted: Ballot, cast: Cast) -> None:
    drafted(voted, cast)
    shown = cast.client("cochair").get(page(voted, "results/")).text
    assert "Edition 2027-1 was drafted from this ballot." in shown
    assert "/drafts/" not in shown
    assert cast.client("cochair").post(page(voted, "results/"), {}).status_code == 403


def test_comments_stand_beside_the_statement_in_the_editor(
    voted: Ballot, cast: Cast, client: Client
) -> None:
    drafted(voted, cast)
    shown = client.get("/en/model/editions/drafts/2027-1/statements/ACC-02/").text
    assert shown.count("Say “choose”.") == 5
    assert f'href="{page(voted, "results/ACC-02/")}"' in shown
    other = client.get("/en/model/editions/drafts/2027-1/statements/ACC-03/").text
    assert "What the ballot says" not in other


def test_a_ballot_can_be_used_again_once_its_draft_is_discarded(voted: Ballot, cast: Cast) -> None:
    discard_draft(drafted(voted, cast), by=cast.secretariat)
    assert drafted(voted, cast, "2027-2").code == "2027-2"


def test_the_edition_that_is_published_is_what_came_of_the_ballot(
    voted: Ballot, cast: Cast, client: Client
) -> None:
    publish(drafted(voted, cast), by=cast.secretariat)
    criterion = Criterion.objects.get(edition__code="2027-1", code="ACC-01")
    assert (criterion.level, criterion.provenance_fr) == (2, "confirmed")
    shown = cast.client("cochair").get(page(voted, "results/")).text
    assert 'href="/en/model/editions/2027-1/published/"' in shown


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_full_page_stays_light(cast: Cast, client: Client, language: str) -> None:
    people = extra(3)
    codes = list(Criterion.objects.values_list("code", flat=True))
    ballot = opened(cast, people=people, codes=codes)
    for person in people:
        for code in codes:
            said = {"clear_en": False, "relevance": 1, "place": "lower", "french_confirmed": True}
            answer(ballot, person, code, **said)
    over(ballot, cast)
    assert len(client.get(page(ballot, "results/", language)).content) < 100_000
