"""A council's dashboard, as its people see it."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from assessments.review import actions as workflow
from assessments.seeding import scale
from tests.cast import Cast

pytestmark = pytest.mark.slow
CHOOSE = "Choose one from the list, or leave the field empty to see all."
EARLIER = "Choose today or an earlier date."
BEFORE = "Choose a date before the date of the situation."
Queries = Callable[[int], AbstractContextManager[Any]]


@pytest.fixture(scope="module")
def seven_of_module(cast_of_module: Cast, kept: DjangoDbBlocker) -> None:
    """Seven more initiatives with baselines: three of JC, two each of the others, or so."""
    with kept.unblock():
        list(scale.add(range(1, 8), seed=3))


@pytest.fixture
def cast(seven_of_module: None, cast: Cast) -> Cast:
    return cast


def page(client: Client, address: str = "councils/JC/", language: str = "en") -> str:
    answer = client.get(f"/{language}/{address}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def errors(source: str) -> list[str]:
    summary = source.partition('class="error-summary"')[2].partition("</ul>")[0]
    return re.findall(r'<a href="#[^"]*">([^<]*)</a>', summary)


def test_it_begins_with_a_sentence(cast: Cast) -> None:
    assert "7 of 7 initiatives have a baseline." in page(cast.client("secretariat"))


def test_in_french_too(cast: Cast) -> None:
    source = page(cast.client("secretariat"), language="fr")
    assert "7 initiatives sur 7 ont une base de référence." in source


def test_a_co_chair_of_one_council_sees_it_by_name(cast: Cast) -> None:
    source = page(cast.client("other_cochair"), "councils/PSSDC/")
    assert 'href="/en/initiatives/?council=PSSDC&amp;baseline=with"' in source


def test_the_joint_view_leads_nowhere_for_whoever_may_not_see_all(cast: Cast) -> None:
    source = page(cast.client("cochair"))
    assert "/en/initiatives/?" not in source
    assert "withheld" in source


def test_of_the_joint_view_ones_own_part_is_open(cast: Cast) -> None:
    source = page(cast.client("cochair"), "councils/JC/?council=JC")
    assert "/en/initiatives/?council=JC&amp;" in source


def test_a_filter_of_somebody_who_may_not_see_all_does_nothing(cast: Cast) -> None:
    plain = page(cast.client("cochair"))
    narrowed = page(cast.client("cochair"), "councils/JC/?stage=DEL&jurisdiction=CA&council=PSSDC")
    main = re.compile(r"<main.*</main>")
    assert main.findall(plain) == main.findall(narrowed)


def test_what_waits_for_a_review(cast: Cast) -> None:
    cast.submit()
    source = page(cast.client("cochair"))
    assert (
        f'/en/assessments/{cast.assessment.pk}/review/">A made-up service – Delivery</a>' in source
    )
    assert "1</span> waiting for your review" in source


def test_nothing_waits_for_a_viewer_of_the_council(cast: Cast) -> None:
    cast.submit()
    assert "waiting for your review" not in page(cast.client("council_viewer")).lower()


def test_approving_moves_the_figures(cast: Cast) -> None:
    cast.submit()
    before = page(cast.client("secretariat"))
    workflow.approve(cast.assessment, by=cast.people["cochair"])
    after = page(cast.client("secretariat"))
    assert "7 of 8 initiatives have a baseline." in before
    assert "8 of 8 initiatives have a baseline." in after


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (
            "stage=XYZ",
            [f"Stage – “XYZ” is not one of the choices. {CHOOSE}"],
        ),
        ("at=2026-13-45", ["Situation as of – Enter a valid date."]),
        (
            "at=2999-01-01",
            ["Situation as of – This date is in the future. Choose today or an earlier date."],
        ),
        (
            "at=2026-01-01&since=2026-01-01",
            [f"Compared with – {BEFORE}"],
        ),
        (
            "at=2026-01-01&since=2026-06-01",
            [f"Compared with – {BEFORE}"],
        ),
        (
            "at=1850-01-01",
            ["Situation as of – The model did not exist on this date. Choose a later one."],
        ),
    ],
)
def test_a_filter_that_cannot_be_is_told(cast: Cast, query: str, told: list[str]) -> None:
    source = page(cast.client("secretariat"), f"councils/PSSDC/?{query}")
    assert errors(source) == told
    assert "<table" not in source


def test_all_faults_are_told_at_once(cast: Cast) -> None:
    source = page(
        cast.client("secretariat"),
        "councils/JC/?stage=1&jurisdiction=2&channel=3&priority=4&edition=5&council=6&since=7",
    )
    assert len(errors(source)) == 7


def test_very_long_and_odd_values_are_told_too(cast: Cast) -> None:
    source = page(cast.client("secretariat"), f"councils/JC/?stage={'x' * 5000}&channel=%00%3Cb%3E")
    assert len(errors(source)) == 2
    assert "x" * 41 not in " ".join(errors(source))


def test_filters_that_leave_nothing_say_so(cast: Cast) -> None:
    source = page(cast.client("secretariat"), "councils/PSSDC/?at=2001-01-01&since=2000-06-01")
    assert "No initiative matches these filters." in source


@pytest.mark.parametrize("stage", ["DES", "IMP", "DEL", "PHO"])
def test_of_one_stage_its_own_baselines_are_counted(cast: Cast, stage: str) -> None:
    source = page(cast.client("secretariat"), f"councils/JC/?stage={stage}")
    link = f"/en/initiatives/?stage={stage}&amp;baseline=with"
    assert f'<span class="of"><a href="{link}">7</a></span>' in source
    assert source.count('scope="colgroup"') == 1


def test_its_queries(cast: Cast, django_assert_num_queries: Queries) -> None:
    client = cast.client("other_cochair")
    page(client, "councils/PSSDC/")
    with django_assert_num_queries(13):
        page(client, "councils/PSSDC/")
    with django_assert_num_queries(13):
        page(client, "councils/PSSDC/?stage=DEL&edition=2017-draft&since=2020-01-01")


def test_its_queries_are_the_same_with_more_initiatives(
    cast: Cast, django_assert_num_queries: Queries
) -> None:
    client = cast.client("secretariat")
    page(client)
    list(scale.add(range(8, 48), seed=3))
    with django_assert_num_queries(14):
        page(client)


def test_the_page_stays_small(cast: Cast) -> None:
    answer = cast.client("secretariat").get("/fr/councils/JC/")
    assert len(answer.content) < 100_000


def test_the_home_page_has_the_councils_of_a_person(cast: Cast) -> None:
    source = page(cast.client("other_cochair"), "")
    assert re.findall(r'<h3><a href="([^"]+)">', source) == ["/en/councils/PSSDC/"]
    assert re.search(r"\d of \d initiatives? ha(s|ve) a baseline\.", source)


def test_the_home_page_of_the_secretariat_begins_with_the_joint_view(cast: Cast) -> None:
    found = re.findall(
        r'<h3><a href="/en/councils/([^"]+)/">', page(cast.client("secretariat"), "")
    )
    assert found == ["JC", "PSSDC", "PSCIOC"]


def test_the_home_page_of_a_lead_has_no_council(cast: Cast) -> None:
    source = page(cast.client("lead"), "")
    assert "council-card" not in source
    assert "My initiatives" in source


def test_the_home_page_asks_the_same_of_many_initiatives(
    cast: Cast, django_assert_num_queries: Queries
) -> None:
    client = cast.client("secretariat")
    page(client, "")
    with django_assert_num_queries(9):
        page(client, "")
    list(scale.add(range(8, 38), seed=3))
    with django_assert_num_queries(9):
        page(client, "")


def test_dates_of_the_future_are_not_taken(cast: Cast) -> None:
    today = timezone.localdate().isoformat()
    assert errors(page(cast.client("secretariat"), f"councils/JC/?at={today}")) == []
