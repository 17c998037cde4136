"""The initiatives of a council as a picture: by name, in an order, or how they are distributed."""

import datetime
import re

import pytest
from django.utils.translation import override

from assessments.councils.portfolio import MOST, Head, Portfolio, portfolio
from assessments.councils.values import Line
from assessments.councils.words import Named
from assessments.review import actions as workflow
from assessments.seeding import scale
from tests.cast import Cast

ATTRIBUTES = [
    Named("ACC", {"en": "Access", "fr": "Accès"}),
    Named("SEC", {"en": "Security", "fr": "Sécurité"}),
]


def line(
    name: str,
    levels: tuple[int | None, ...] = (),
    moves: tuple[int, ...] = (0, 0),
    gaps: tuple[int | None, ...] = (None, None),
) -> Line:
    return Line(
        code=name.upper(),
        name=name,
        lead="",
        council="",
        stages=(),
        newest_stage="",
        newest_as_of=datetime.date(2026, 1, 1) if levels else None,
        levels=levels,
        moves=moves if levels else (),
        gaps=gaps if levels else (),
    )


LINES = [
    line("Zoning", (3, 0), moves=(1, -1), gaps=(0, 2)),
    line("Éducation", (1, None), moves=(0, 1), gaps=(2, 3)),
    line("Births", (1, 2), gaps=(None, 1)),
    line("Deaths"),
    line("Fishing", (None, 1)),
]


def shown(order: str = "", **given: str) -> Portfolio:
    return portfolio(LINES, ATTRIBUTES, given, order)


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("", "Births Deaths Éducation Fishing Zoning"),
        ("name", "Births Deaths Éducation Fishing Zoning"),
        # The lowest first, those of one level by name; what has no level there comes last.
        ("ACC", "Births Éducation Zoning Deaths Fishing"),
        ("SEC", "Zoning Fishing Births Deaths Éducation"),
        # What rose and what fell both count.
        ("change", "Zoning Éducation Births Deaths Fishing"),
        ("gap", "Éducation Zoning Births Deaths Fishing"),
        # No such order.
        ("XYZ", "Births Deaths Éducation Fishing Zoning"),
        ("\0<b>", "Births Deaths Éducation Fishing Zoning"),
    ],
)
def test_initiatives_stand_in_the_order_that_is_asked_for(order: str, names: str) -> None:
    assert [each.name for each in shown(order).lines] == names.split()


@pytest.mark.parametrize(
    ("order", "chosen"),
    [("", ["name"]), ("SEC", ["SEC"]), ("change", ["change"]), ("gap", ["gap"]), ("X", ["name"])],
)
def test_the_head_of_its_column_says_so(order: str, chosen: list[str]) -> None:
    found = shown(order)
    heads = {"name": found.name, "change": found.change, "gap": found.gap}
    heads |= {each.short: each for each in found.attributes}
    assert [name for name, head in heads.items() if head.chosen] == chosen


def test_the_heads_keep_the_filters_of_the_page() -> None:
    found = shown("gap", stage="DEL")
    assert found.name == Head("Initiative", "Initiative", "?stage=DEL#portfolio", False)
    assert found.attributes[1] == Head(
        "SEC", "Security", "?stage=DEL&order=SEC#portfolio", False
    )  # fmt: skip
    assert found.gap == Head("Gap", "Gap to targets", "?stage=DEL&order=gap#portfolio", True)


def test_the_names_of_attributes_are_those_of_the_page() -> None:
    with override("fr"):
        assert [each.name for each in shown().attributes] == ["Accès", "Sécurité"]


def test_what_a_line_comes_to() -> None:
    zoning, education, *_others, fishing = LINES
    assert (zoning.overall, zoning.rose, zoning.fell, zoning.changed) == (0, 1, 1, 2)
    assert (zoning.gap, education.gap, fishing.gap) == (2, 5, 0)
    assert LINES[3].overall is None


# The page


def picture(cast: Cast, query: str = "", language: str = "en") -> str:
    page = cast.client("secretariat").get(f"/{language}/councils/JC/{query}").text
    return page.partition('aria-labelledby="portfolio"')[2].partition("</section>")[0]


def names(source: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="[^"]*">([^<]*)</a>', source)


def baselines(number: int) -> None:
    """So many initiatives with a baseline."""
    list(scale.add(range(1, number + 1), seed=3))


def test_without_anything_submitted_it_says_when_one_is_named(cast: Cast) -> None:
    assert "An initiative is named here once it is submitted." in picture(cast)


def test_one_without_a_baseline_is_named_and_says_so(cast: Cast) -> None:
    cast.submit()
    source = picture(cast)
    assert names(source) == ["A made-up service"]
    assert '<td colspan="7" class="none">No baseline yet</td>' in source


@pytest.mark.parametrize(("language", "name"), [("en", "A made-up service"), ("fr", "Un service")])
def test_the_levels_of_the_newest_baseline_stand_in_it(
    cast: Cast, language: str, name: str
) -> None:
    cast.rate_all()
    cast.import_(ratings=[{"criterion": "ACC-01", "rating": "N"}])
    cast.approve()
    source = picture(cast, language=language)
    assert names(source)[0].startswith(name)
    assert re.findall(r'<td class="at-(\w+)[^"]*">', source) == ["0", *["3"] * 6]


@pytest.mark.slow
def test_the_page_asks_for_an_order_in_its_address(cast: Cast) -> None:
    baselines(8)
    by_name, by_level = picture(cast), picture(cast, "?order=ACC")
    assert sorted(names(by_name)) == sorted(names(by_level))
    levels = re.findall(r'</th><td class="at-(\w+)', by_level)
    assert levels == sorted(levels)
    assert by_name.count('aria-sort="') == by_level.count('aria-sort="') == 1
    assert '<th scope="col" aria-sort="ascending"><a href="?order=ACC#portfolio"' in by_level


@pytest.mark.slow
def test_of_many_it_is_shown_how_they_are_distributed(cast: Cast) -> None:
    baselines(MOST)
    assert len(names(picture(cast))) == MOST
    cast.submit()
    source = picture(cast)
    assert 'class="strips"' not in source
    assert f"All {MOST + 1} initiatives by name" in source
    assert source.count("<svg") == 7
    workflow.approve(cast.assessment, by=cast.cochair)
    assert len(cast.client("secretariat").get("/fr/councils/JC/").content) < 100_000
