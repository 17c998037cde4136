"""The list of initiatives: search, filters, order, pages, spreadsheet."""

import csv
import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from openpyxl import load_workbook
from pytest_django import DjangoDbBlocker

from assessments.initiatives.actions import create_initiative, update_initiative
from assessments.models import Initiative
from assessments.seeding import scale
from tests.cast import Cast

pytestmark = [pytest.mark.either_database("searching and sorting"), pytest.mark.slow]
Queries = Callable[[int], AbstractContextManager[Any]]


@pytest.fixture(scope="module")
def more_of_module(cast_of_module: Cast, kept: DjangoDbBlocker) -> None:
    with kept.unblock():
        list(scale.add(range(1, 31), seed=3))


@pytest.fixture
def cast(more_of_module: None, cast: Cast) -> Cast:
    return cast


def listed(
    cast: Cast, query: str = "", *, role: str = "secretariat", language: str = "en"
) -> list[str]:
    """The codes of the initiatives on a page of the list."""
    source = cast.client(role).get(f"/{language}/initiatives/?{query}").content.decode()
    return re.findall(r'name="i" value="([^"]+)"', source)


def both_pages(cast: Cast, query: str, *, language: str = "en") -> list[str]:
    pages = ("1", "2")
    return [code for n in pages for code in listed(cast, f"{query}&page={n}", language=language)]


def renamed(cast: Cast, english: str, french: str) -> None:
    update_initiative(
        Initiative.objects.get(code="TEST"),
        by=cast.people["secretariat"],
        name_en=english,
        name_fr=french,
    )


@pytest.mark.parametrize(
    "words",
    ["education", "ÉDUCATION", "L’éduc", "l'educ", "oeuvre", "Œuvre", "test", "éducation œuvre"],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_search_does_not_mind_accents_case_or_language(
    cast: Cast, words: str, language: str
) -> None:
    renamed(cast, "Work of schools", "L’éducation à l’œuvre")
    assert listed(cast, f"q={words}", language=language) == ["TEST"]


def test_a_search_takes_every_word(cast: Cast) -> None:
    renamed(cast, "Licence to fish", "Permis")
    assert listed(cast, "q=fish+licence+to") == ["TEST"]
    assert listed(cast, "q=fish+nothing") == []


def test_what_patterns_mean_elsewhere_is_text_here(cast: Cast) -> None:
    assert listed(cast, "q=%25") == []
    assert listed(cast, "q=_") == []


def test_it_is_in_the_order_of_the_names_of_the_language(cast: Cast) -> None:
    renamed(cast, "Aardvark", "Écluse")
    assert listed(cast)[0] == "TEST"
    french = both_pages(cast, "sort=", language="fr")
    names = {each.code: each.name_fr for each in Initiative.objects.all()}
    initials = [names[code][0].replace("É", "E") for code in french]
    assert initials == sorted(initials)
    assert len(french) == 31


def test_by_level(cast: Cast) -> None:
    levels = {
        each.code: min(
            level
            for figures in each.figures.filter(stage__code="PHO")
            for level in [figures.overall_level]
        )
        for each in Initiative.objects.exclude(code="TEST")
    }
    in_order = sorted(levels.values())
    lowest = both_pages(cast, "stage=PHO&sort=lowest")
    assert [levels.get(code, 9) for code in lowest] == [*in_order, 9]
    highest = both_pages(cast, "stage=PHO&sort=highest")
    assert [levels.get(code, -1) for code in highest] == [*reversed(in_order), -1]


def test_by_the_newest_situation(cast: Cast) -> None:
    days = {
        each.code: str(max(each.figures.values_list("as_of", flat=True), default=""))
        for each in Initiative.objects.all()
    }
    found = both_pages(cast, "sort=newest")
    assert [days[code] for code in found] == sorted(days.values(), reverse=True)


def test_without_a_baseline(cast: Cast) -> None:
    assert listed(cast, "baseline=never") == ["TEST"]
    assert listed(cast, "baseline=without") == []
    cast.submit()
    assert listed(cast, "baseline=never") == []
    assert listed(cast, "baseline=without") == ["TEST"]


def test_a_team_sees_its_own_and_a_stranger_none(cast: Cast) -> None:
    assert listed(cast, role="lead") == ["TEST"]
    assert listed(cast, role="stranger") == []


def test_a_council_sees_what_was_submitted_to_it(cast: Cast) -> None:
    own = set(Initiative.objects.filter(council__code="JC").values_list("code", flat=True))
    alone = "council=JC-alone"
    assert set(listed(cast, alone, role="cochair")) == own - {"TEST"}
    cast.submit()
    assert set(listed(cast, alone, role="cochair")) == own
    pssdc = set(Initiative.objects.filter(council__code="PSSDC").values_list("code", flat=True))
    assert set(listed(cast, role="other_cochair")) == pssdc


def test_a_council_that_i_may_not_see_is_no_choice(cast: Cast) -> None:
    client = cast.client("other_cochair")
    source = client.get("/en/initiatives/?council=PSCIOC&attribute=ACC").content
    assert b"SCALE-" in source
    others = Initiative.objects.exclude(council__code="PSSDC")
    assert not any(each.code.encode() in source for each in others)


@pytest.mark.parametrize("page", ["1000000000", "0", "-1", "x", "", "1e9", "९"])
def test_a_page_that_there_is_not(cast: Cast, page: str) -> None:
    answer = cast.client("secretariat").get("/en/initiatives/", {"page": page})
    assert answer.status_code == 200
    assert re.findall(r'name="i"', answer.content.decode()) != []


def test_faults_are_told_all_at_once(cast: Cast) -> None:
    query = "attribute=A&level=9&gap=x&move=y&blocked=z&sort=s&baseline=b&at=2000-01-01"
    source = cast.client("secretariat").get(f"/fr/initiatives/?{query}").content.decode()
    summary = source.partition('class="error-summary"')[2].partition("</ul>")[0]
    assert summary.count("<li>") == 8
    assert 'name="i"' not in source


def test_the_filters_in_use_can_be_taken_away_one_by_one(cast: Cast) -> None:
    source = (
        cast.client("secretariat").get("/en/initiatives/?stage=DEL&attribute=ACC&level=2").content
    )
    found = re.findall(r'<a href="(\?[^"]*)">(?:Stage|Attribute|Level):', source.decode())
    assert [each.replace("&amp;", "&") for each in found] == [
        "?attribute=ACC&level=2",
        "?stage=DEL&level=2",
        "?stage=DEL&attribute=ACC",
    ]


def test_the_list_as_a_spreadsheet_is_whole_and_the_same(cast: Cast) -> None:
    query = "stage=DES&sort=lowest&attribute=ACC&level=1"
    answer = cast.client("secretariat").get(f"/en/initiatives.csv?{query}")
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert rows[0][:8] == [
        "Code", "Name in English", "Name in French", "Council", "Lead jurisdiction", "Stage",
        "Situation as of", "Overall level",
    ]  # fmt: skip
    assert [row[0] for row in rows[1:]] == listed(cast, query)
    assert {row[5] for row in rows[1:]} == {"Design"}
    assert {row[8] for row in rows[1:]} == {"1"}


def test_the_list_in_excel_says_what_the_csv_file_says(cast: Cast) -> None:
    client = cast.client("secretariat")
    answers = [client.get(f"/en/initiatives.{each}?stage=DES") for each in ("csv", "xlsx")]
    text, content = (b"".join(answer) for answer in answers)
    page = load_workbook(io.BytesIO(content)).active
    rows = [["" if each is None else str(each) for each in row] for row in page.values]
    assert rows == list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))


def test_a_spreadsheet_of_everything_has_those_without_a_baseline_too(cast: Cast) -> None:
    answer = cast.client("secretariat").get("/fr/initiatives.csv")
    text = answer.getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert len(rows) == 32
    assert {len(row) for row in rows} == {17}


def test_a_spreadsheet_of_wrong_filters_leads_to_what_is_wrong(cast: Cast) -> None:
    answer = cast.client("secretariat").get("/en/initiatives.csv?stage=X")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/initiatives/?stage=X")


def test_its_queries(cast: Cast, django_assert_num_queries: Queries) -> None:
    client = cast.client("secretariat")
    client.get("/en/initiatives/")
    for query in ("", "?q=fictif&stage=DEL&gap=1%2B&sort=lowest"):
        with django_assert_num_queries(9):
            client.get(f"/en/initiatives/{query}")


def test_its_queries_are_the_same_with_more_initiatives(
    cast: Cast, django_assert_num_queries: Queries
) -> None:
    client = cast.client("secretariat")
    client.get("/en/initiatives/")
    list(scale.add(range(31, 61), seed=3))
    with django_assert_num_queries(9):
        client.get("/en/initiatives/")


def test_an_initiative_is_listed_at_once(cast: Cast) -> None:
    create_initiative(
        by=cast.people["secretariat"],
        code="NEW",
        name_en="Brand-new",
        name_fr="Flambant neuf",
        council=cast.initiative.council,
        lead=cast.initiative.lead,
        channels=list(cast.initiative.channels.all()),
    )
    assert listed(cast, "q=flambant") == ["NEW"]
