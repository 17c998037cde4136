"""The playbook as its readers have it: anybody finds and reads plays."""

import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.initiatives.actions import create_initiative
from assessments.models import Initiative, Play, PlayUse, PlayVersion
from assessments.playbook.actions import withdraw
from assessments.playbook.reads import find, fitting
from assessments.playbook.using import Use, use_play
from maturity.models import Council
from tests.cast import Cast, begin

LARGEST = 100_000


def page(address: str, client: Client | None = None) -> str:
    response = (client or Client()).get(address)
    assert (response.status_code, len(response.content) <= LARGEST) == (200, True)
    return response.content.decode()


def codes(html: str) -> list[str]:
    return re.findall(r'<h3><a href="/\w\w/playbook/([\w-]+)/">', html)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_anybody_reads_all_plays_in_both_languages(cast: Cast, language: str) -> None:
    found = codes(page(f"/{language}/playbook/"))
    assert found == list(Play.objects.values_list("code", flat=True))
    for code in found:
        html = page(f"/{language}/playbook/{code}/")
        version = Play.objects.published().get(code=code).published
        assert version
        assert getattr(version, f"title_{language}") in html.replace("&#x27;", "'")
        assert 'id="artefact"' in html


FILTERS: dict[str, tuple[dict[str, str], Callable[[PlayVersion], bool]]] = {
    "statement": ({"criterion": "ACC-04"}, lambda play: "ACC-04" in play.criteria),
    "attribute": (
        {"attribute": "SMP"},
        lambda play: any(code.startswith("SMP-") for code in play.criteria),
    ),
    "level": ({"step": "3"}, lambda play: play.to_level == 3),
    "first level": ({"step": "1"}, lambda play: play.from_level == 0),
    "stage": ({"stage": "PHO"}, lambda play: "PHO" in play.stages),
    "two": (
        {"criterion": "ACC-01", "step": "1"},
        lambda play: "ACC-01" in play.criteria and play.from_level == 0,
    ),
    "none": ({"criterion": "ACC-01", "step": "3", "stage": "PHO"}, lambda play: False),
}


@pytest.mark.parametrize("name", FILTERS)
def test_filters_narrow_the_list(cast: Cast, name: str) -> None:
    asked, fits = FILTERS[name]
    html = page(f"/en/playbook/?{urlencode(asked)}")
    plays = Play.objects.published()
    assert codes(html) == [each.code for each in plays if each.published and fits(each.published)]
    assert ("No play matches" in html) == (name == "none")
    assert "Show all plays" in html


@pytest.mark.either_database("searching and sorting")
@pytest.mark.parametrize(
    ("language", "query", "found"),
    [
        ("en", "life event", "ACC-b"),
        ("fr", "evenement de vie", "ACC-b"),
        ("fr", "ÉVÉNEMENT", "ACC-b"),
        ("en", "life ACC-04", "ACC-b"),
    ],
)
def test_words_are_found_without_regard_to_accents_and_case(
    cast: Cast, language: str, query: str, found: str
) -> None:
    assert found in codes(page(f"/{language}/playbook/?{urlencode({'q': query})}"))


def test_a_search_for_nothing_or_too_much_says_so(cast: Cast) -> None:
    assert "has no letter or digit" in page(f"/en/playbook/?{urlencode({'q': '?!« »'})}")
    assert "Only its first 200 characters" in page(f"/en/playbook/?q={'a' * 3000}")


def test_a_filter_that_is_no_choice_is_told_at_its_place(cast: Cast) -> None:
    html = page("/en/playbook/?criterion=ACC-99")
    assert "This is not one of the choices." in html
    assert codes(html) == []


@pytest.mark.parametrize("address", ["/en/playbook/", "/en/playbook/?q=life"])
def test_the_list_takes_a_fixed_number_of_queries(
    cast: Cast, address: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(9):
        page(address)


def test_a_play_takes_a_fixed_number_of_queries(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for code in ("ACC-a", "X5"):
        with django_assert_num_queries(8):
            page(f"/en/playbook/{code}/")


def test_one_that_is_withdrawn_is_found_by_those_who_write_it(cast: Cast) -> None:
    withdraw(Play.objects.get(code="X1"), by=cast.secretariat)
    assert "X1" not in codes(page("/en/playbook/"))
    for role, status in (("nobody", 404), ("lead", 404), ("secretariat", 200)):
        assert cast.client(role).get("/en/playbook/X1/").status_code == status, role
    assert "X1" in page("/en/playbook/", cast.client("secretariat"))


def mark(cast: Cast, initiative: Initiative, state: str = "under_way") -> None:
    play = Play.objects.get(code="X1")
    use_play(initiative, play, Use(state), {}, by=cast.lead)


def another(cast: Cast, number: int) -> Initiative:
    first = cast.initiative
    return create_initiative(
        by=cast.secretariat,
        code=f"OTHER{number}",
        name_en=f"Another service {number}",
        name_fr=f"Un autre service {number}",
        council=first.council,
        lead=first.lead,
    )


def who_used_it(cast: Cast, role: str) -> str:
    html = page("/en/playbook/X1/", cast.client(role))
    return html.partition('id="users"')[2].partition("</section>")[0]


def test_who_has_used_it_is_told_by_name_to_those_who_see_the_initiative(cast: Cast) -> None:
    mark(cast, cast.initiative)
    for role in ("lead", "viewer", "contributor", "secretariat"):
        assert "A made-up service – Under way" in who_used_it(cast, role), role
    # Nothing was submitted to the council yet.
    for role in ("nobody", "stranger", "cochair", "other_cochair"):
        assert "A made-up service" not in who_used_it(cast, role), role
    cast.submit()
    assert "A made-up service" in who_used_it(cast, "cochair")
    assert "A made-up service" not in who_used_it(cast, "other_cochair")


def test_others_are_counted_from_five_on(cast: Cast) -> None:
    mark(cast, cast.initiative)
    for number in range(3):
        mark(cast, another(cast, number))
    mark(cast, another(cast, 8), "planned")
    assert "Initiatives are counted here once" in who_used_it(cast, "nobody")
    mark(cast, another(cast, 4))
    assert "5 initiatives." in who_used_it(cast, "nobody")
    # The lead knows one of the five, and the other four would be too few.
    said = who_used_it(cast, "lead")
    assert ("A made-up service" in said, "other initiatives" in said) == (True, False)
    mark(cast, another(cast, 5))
    assert "And 5 other initiatives." in who_used_it(cast, "lead")


def test_plays_that_fit_a_statement_are_found_in_one_query(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        found = fitting({"ACC-01", "ACC-04"}, "DES", None)
    assert "ACC-b" in [each.code for each in found["ACC-04"]]
    assert found["ACC-01"][0].title == "Map every door"
    with django_assert_num_queries(0):
        assert fitting(()) == {}


def test_those_for_the_stage_come_first_and_a_level_narrows(cast: Cast) -> None:
    stages = {each.code: each.published.stages for each in Play.objects.published()}  # type: ignore[union-attr]
    for stage in ("DES", "PHO"):
        found = [each.code for each in fitting({"ACC-06"}, stage)["ACC-06"]]
        later = [stage not in stages[code] for code in found]
        assert (later, set(later)) == (sorted(later), {True, False}), stage
    assert "ACC-b" not in [each.code for each in fitting({"ACC-04"}, level=3)["ACC-04"]]


def test_find_without_words_keeps_the_order_of_the_playbook(cast: Cast) -> None:
    found = [each.code for each in find(attribute="ACC", step="1")]
    assert found == [code for code in Play.objects.values_list("code", flat=True) if code in found]
    assert found[0] == "ACC-a"


def test_a_profile_shows_the_plays_beside_what_blocks(cast: Cast) -> None:
    html = page(cast.url("profile/"), cast.client("lead"))
    fits = html.partition('class="blocking"')[2].partition("</li>")[0]
    assert '<a href="/en/playbook/ACC-a/">Map every door</a>' in fits


def test_nothing_planned_is_shown_as_used(cast: Cast) -> None:
    mark(cast, cast.initiative, "planned")
    assert PlayUse.objects.count() == 1
    assert "A made-up service" not in who_used_it(cast, "lead")


def test_a_number_is_withheld_where_a_council_could_take_itself_away(cast: Cast) -> None:
    other = Council.objects.get(code="PSSDC")
    mark(cast, cast.initiative)
    mark(cast, another(cast, 0))
    for number in range(1, 5):
        initiative = another(cast, number)
        Initiative.objects.filter(pk=initiative.pk).update(council=other)
        begin(initiative, cast.lead)
        initiative.assessments.update(submitted_at=timezone.now())
        mark(cast, initiative)
    # Six in all: who knows four of the other council by name would find out about two.
    assert "Initiatives are counted here once" in who_used_it(cast, "nobody")
    said = who_used_it(cast, "other_cochair")
    assert (said.count("<li>"), "initiatives." in said) == (4, False)
    for number in range(5, 8):
        mark(cast, another(cast, number))
    # Nine, of which five are not the other council's and four are.
    assert "Initiatives are counted here once" in who_used_it(cast, "nobody")
    assert "other initiatives" not in who_used_it(cast, "other_cochair")
    mark(cast, one_more := another(cast, 8))
    Initiative.objects.filter(pk=one_more.pk).update(council=other)
    assert "10 initiatives." in who_used_it(cast, "nobody")
    assert "And 6 other initiatives." in who_used_it(cast, "other_cochair")


def test_a_number_is_withheld_where_the_joint_councils_could_take_away_what_they_know(
    cast: Cast,
) -> None:
    for number in range(5):
        mark(cast, another(cast, number))
    mark(cast, cast.initiative)
    assert "6 initiatives." in who_used_it(cast, "nobody")
    for initiative in Initiative.objects.exclude(code__in=["TEST", "OTHER0"]):
        begin(initiative, cast.lead)
        initiative.assessments.update(state="approved")
    assert "Initiatives are counted here once" in who_used_it(cast, "nobody")


def test_the_record_names_its_initiative_and_its_link_is_a_verb_in_french(cast: Cast) -> None:
    mark(cast, cast.initiative)
    html = page("/fr/initiatives/TEST/plays/", cast.client("lead"))
    assert '<p class="kicker">Un service inventé</p>' in html
    assert "Modifier<span" in html
    assert "Changement" not in html
