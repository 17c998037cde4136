"""What a ballot comes to: shares, validity, proposals; figures of few people are not told."""

import csv
import io

import pytest
from pytest_django import DjangoAssertNumQueries

from assessments.ballots.proposals import Proposed, proposed
from assessments.ballots.reads import outcome_of
from assessments.models import Ballot
from tests.ballots.asked import BALLOTS, answer, extra, opened, over, page, voter_of
from tests.cast import Cast
from tests.forms import fields


@pytest.fixture
def voted(cast: Cast) -> Ballot:
    """Five people find ACC-01 relevant, four see it a level higher, and confirm its French."""
    people = extra(5)
    ballot = opened(cast, people=people)
    for place, person in enumerate(people):
        said = {"french_confirmed": True, "clear_fr": True, "comment": "", "comment_language": ""}
        answer(ballot, person, place="higher" if place else "same", **said)
    return over(ballot, cast)


def test_a_statement_that_all_find_relevant_is_valid(voted: Ballot, cast: Cast) -> None:
    found = outcome_of(voted)
    first = found.results[0]
    assert (first.code, first.answered, first.validity.i_cvi) == ("ACC-01", 5, 1)
    assert first.validity.modified_kappa == pytest.approx(1)
    assert found.results[1].answered == 0


def test_what_enough_people_say_is_proposed(voted: Ballot) -> None:
    told = {(each.code, each.what, each.to_level) for each in proposed(outcome_of(voted).results)}
    assert told == {("ACC-01", Proposed.FRENCH, None), ("ACC-01", Proposed.LEVEL, 2)}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("role", ["secretariat", "cochair", "council_viewer"])
def test_its_results_are_read_by_the_councils(
    voted: Ballot, cast: Cast, role: str, language: str
) -> None:
    there = cast.client(role).get(page(voted, "results/", language))
    assert there.status_code == 200
    assert cast.client(role).get(page(voted, "results/ACC-01/", language)).status_code == 200


@pytest.mark.parametrize("role", ["lead", "stranger"])
def test_and_by_nobody_else(voted: Ballot, cast: Cast, role: str) -> None:
    assert cast.client(role).get(page(voted, "results/")).status_code in (403, 404)


def test_results_wait_until_it_is_closed(cast: Cast) -> None:
    ballot = opened(cast)
    answer(ballot, cast.cochair)
    said = cast.client("secretariat").get(page(ballot, "results/")).text
    assert "Its results are shown here once it is closed." in said
    assert "I-CVI is" not in said


def test_one_answer_or_none_is_told(cast: Cast) -> None:
    ballot = opened(cast)
    answer(ballot, cast.cochair)
    over(ballot, cast)
    said = cast.client("secretariat").get(page(ballot, "results/")).text
    assert "Figures of fewer than three people say little" in said
    assert proposed(outcome_of(ballot).results) == []
    none = over(opened(cast), cast)
    said = cast.client("secretariat").get(page(none, "results/")).text
    assert "Nobody answered: 2 people were asked." in said


def test_names_stand_beside_comments_for_the_secretariat_alone(cast: Cast) -> None:
    ballot = opened(cast)
    answer(ballot, cast.cochair, comment="Say “client”.")
    over(ballot, cast)
    told = page(ballot, "results/ACC-01/")
    name = cast.cochair.name
    main = {
        role: cast.client(role).get(told).text.partition("<main")[2]
        for role in ("secretariat", "council_viewer")
    }
    assert {role: name in text for role, text in main.items()} == {
        "secretariat": True, "council_viewer": False,
    }  # fmt: skip
    assert all("Say “client”." in text for text in main.values())


def test_figures_of_a_council_of_few_are_not_told(cast: Cast) -> None:
    many, few = extra(5), extra(4, "PSCIOC", "CA-BC")
    ballot = opened(cast, people=[*many, *few])
    for person in (*many, *few):
        answer(ballot, person)
    shown = {group.code for group, _shares in outcome_of(over(ballot, cast)).of_groups("ACC-01")}
    # Shown beside the figures of all nine, those of five would tell those of the four others.
    assert shown == set()


def test_the_spreadsheet_has_a_row_a_statement(voted: Ballot, cast: Cast) -> None:
    there = cast.client("secretariat").get(page(voted, "results.csv"))
    text = b"".join(there).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert {"ACC-01", "ACC-02", "ACC-03"} <= {cell for row in rows for cell in row}


def test_opening_asks_for_all_that_is_missing_at_once(cast: Cast) -> None:
    client = cast.client("secretariat")
    new = f"{BALLOTS}new/"
    wrong = {
        "title_en": "Signal check", "title_fr": "", "closes_on": "2020-01-31",
        "addresses": "nobody@example.org",
    }  # fmt: skip
    said = client.post(new, fields(client.get(new).text) | wrong).text
    assert "Enter the title in French" in said
    assert "This date has passed." in said
    assert "Nobody has an account with the address nobody@example.org." in said
    assert "Signal check" in said
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_results_take_a_fixed_number_of_queries(
    cast: Cast, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = extra(number)
    ballot = opened(cast, people=people)
    for person in people:
        answer(ballot, person)
    over(ballot, cast)
    client = cast.client("secretariat")
    client.get(page(ballot, "results/"))
    with django_assert_num_queries(9):
        client.get(page(ballot, "results/"))
    assert voter_of(ballot, people[0]).votes.count() == 1
