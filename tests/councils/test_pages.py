"""A council's dashboard, as its people see it."""

import html
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from pytest_django import DjangoDbBlocker

from assessments.councils.content import council_content
from assessments.councils.sentences import headline
from assessments.councils.snapshot import take
from assessments.initiatives.actions import update_initiative
from assessments.models import Initiative
from assessments.review import actions as workflow
from assessments.seeding import scale
from maturity.days import a_year_before
from maturity.models import Council, Jurisdiction
from tests.cast import Cast

pytestmark = pytest.mark.slow
CHOOSE = "Choose one from the list, or “All stages” to see everything."
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


def named(source: str) -> list[str]:
    """The codes of the initiatives in the picture of the portfolio."""
    picture = source.partition('class="strips"')[2].partition("</table>")[0]
    return re.findall(r'<th scope="row"><a href="/\w+/initiatives/([^/]+)/"', picture)


def errors(source: str) -> list[str]:
    summary = source.partition('class="error-summary"')[2].partition("</ul>")[0]
    return re.findall(r'<a href="#[^"]*">([^<]*)</a>', summary)


def test_it_begins_with_a_sentence(cast: Cast) -> None:
    assert "7 of 8 registered initiatives have a baseline." in page(cast.client("secretariat"))


def test_in_french_too(cast: Cast) -> None:
    today = timezone.localdate()
    taken = take(Council.objects.get(code="JC"), today, a_year_before(today))
    source = page(cast.client("secretariat"), language="fr")
    with override("fr"):
        said = headline(council_content(taken, "fr"))
    said = re.sub(r"\s+", " ", said)
    assert f'<p class="lead">{said}</p>' in html.unescape(source)


def test_a_co_chair_of_one_council_sees_it_by_name(cast: Cast) -> None:
    source = page(cast.client("other_cochair"), "councils/PSSDC/")
    assert 'href="/en/initiatives/?council=PSSDC&amp;baseline=with"' in source


@pytest.mark.parametrize("role", ["cochair", "council_viewer"])
def test_the_joint_table_sees_the_initiatives_of_all_councils_by_name(
    cast: Cast, role: str
) -> None:
    source = page(cast.client(role))
    assert '<a href="/en/initiatives/?baseline=with">' in source
    assert sorted(named(source)) == sorted(
        Initiative.objects.exclude(code="TEST").values_list("code", flat=True)
    )
    assert "Initiatives of PSSDC and PSCIOC appear by name once they have a baseline." in source


def test_the_joint_table_names_its_own_from_submission_on(cast: Cast) -> None:
    cast.submit()
    assert "TEST" in named(page(cast.client("cochair")))


def test_the_joint_table_names_those_of_other_councils_from_their_first_baseline_on(
    cast: Cast,
) -> None:
    council = Council.objects.get(code="PSSDC")
    update_initiative(cast.initiative, by=cast.secretariat, council=council)
    cast.submit()
    assert "TEST" not in named(page(cast.client("cochair")))
    workflow.approve(cast.assessment, by=cast.secretariat)
    assert "TEST" in named(page(cast.client("cochair")))


def test_the_secretariat_is_told_nothing_about_who_is_named_when(cast: Cast) -> None:
    assert "from their first baseline on" not in page(cast.client("secretariat"))


def test_of_the_joint_view_ones_own_part_is_asked_for_by_its_name(cast: Cast) -> None:
    source = page(cast.client("cochair"), "councils/JC/?council=JC-alone")
    own = Initiative.objects.filter(council__code="JC").exclude(code="TEST")
    assert sorted(named(source)) == sorted(own.values_list("code", flat=True))
    assert "/en/initiatives/?council=JC-alone&amp;" in source


def test_the_joint_table_narrows_its_view_like_anybody(cast: Cast) -> None:
    source = page(cast.client("cochair"), "councils/JC/?stage=DEL&council=PSSDC")
    theirs = Initiative.objects.filter(council__code="PSSDC")
    assert sorted(named(source)) == sorted(theirs.values_list("code", flat=True))


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
    assert "7 of 8 registered initiatives have a baseline." in before
    assert "8 of 8 registered initiatives have a baseline." in after


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
    theirs = Initiative.objects.filter(council__code="PSSDC")
    free = Jurisdiction.objects.exclude(pk__in=theirs.values("lead"))
    elsewhere = free.exclude(pk__in=theirs.values("partners"))[0]
    source = page(cast.client("secretariat"), f"councils/PSSDC/?jurisdiction={elsewhere.code}")
    assert "No initiative matches these filters." in source


def test_a_day_without_any_baseline_says_so(cast: Cast) -> None:
    source = page(cast.client("secretariat"), "councils/JC/?at=2001-01-01&since=2000-06-01")
    assert "No initiative is registered yet." in source
    assert "What was late on another day is not known: choose today." in source


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
    with django_assert_num_queries(13):
        page(client)


def test_the_page_stays_small(cast: Cast) -> None:
    answer = cast.client("secretariat").get("/fr/councils/JC/")
    assert len(answer.content) < 100_000


def test_the_home_page_has_the_councils_of_a_person(cast: Cast) -> None:
    source = page(cast.client("other_cochair"), "")
    assert re.findall(r'<h3><a href="([^"]+)">', source) == ["/en/councils/PSSDC/"]
    assert "The only registered initiative has a baseline." in source


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
    with django_assert_num_queries(8):
        page(client, "")
    list(scale.add(range(8, 38), seed=3))
    with django_assert_num_queries(8):
        page(client, "")


def test_dates_of_the_future_are_not_taken(cast: Cast) -> None:
    today = timezone.localdate().isoformat()
    assert errors(page(cast.client("secretariat"), f"councils/JC/?at={today}")) == []
