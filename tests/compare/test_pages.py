"""Initiatives side by side, and one against its peers: the pages, who sees what, bad addresses."""

import datetime
import re
from collections import Counter

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from assessments.cycle.actions import start_assessment
from assessments.models import Figures, Initiative
from assessments.models.people import Role
from assessments.people.actions import give_role
from assessments.review import actions as workflow
from assessments.seeding.scale import add
from maturity.models import Stage
from tests.cast import Cast

pytestmark = pytest.mark.slow
COMPARE = "/en/initiatives/compare/"
NUMBER = 14


@pytest.fixture(scope="module")
def of_module(cast_of_module: Cast, kept: DjangoDbBlocker) -> None:
    """The cast's initiative with a baseline, among some others of all councils."""
    with kept.unblock():
        cast_of_module.rate_all()
        workflow.submit(cast_of_module.assessment, by=cast_of_module.people["lead"])
        workflow.approve(cast_of_module.assessment, by=cast_of_module.people["cochair"])
        list(add(range(1, NUMBER + 1), seed=1))


@pytest.fixture
def codes(of_module: None, cast: Cast) -> dict[str, list[str]]:
    """The codes of the others, by council."""
    found: dict[str, list[str]] = {"PSSDC": [], "PSCIOC": [], "JC": []}
    rows = Initiative.objects.filter(code__startswith="SCALE").order_by("code")
    for council, code in rows.values_list("council__code", "code"):
        found[council].append(code)
    return found


def others(number: int) -> list[str]:
    return [f"SCALE-{each:05}" for each in range(1, number + 1)]


def texts(response: object) -> str:
    html = re.sub(r"<[^>]+>", " ", response.content.decode())  # type: ignore[attr-defined]
    return " ".join(html.split())


def sides(response: object) -> list[tuple[str, str]]:
    compared = response.context["compared"]  # type: ignore[attr-defined]
    return [(each.code, each.stage) for each in compared.sides]


def faults(response: object) -> list[str]:
    return [each.message for each in response.context["errors"]]  # type: ignore[attr-defined]


# Side by side


def test_up_to_four_stand_in_the_order_they_are_given(codes: dict, cast: Cast) -> None:
    chosen = ["SCALE-00003", "TEST", *others(2)]
    response = cast.client("secretariat").get(COMPARE, {"i": chosen, "stage": "DEL"})
    assert (sides(response), faults(response)) == ([(code, "DEL") for code in chosen], [])


def test_each_stands_by_its_newest_baseline_unless_a_stage_is_chosen(
    codes: dict, cast: Cast
) -> None:
    figures = Figures.objects.filter(initiative__code="SCALE-00001", superseded_at=None)
    newest = max(figures.select_related("stage"), key=lambda each: (each.as_of, each.stage.order))
    client = cast.client("secretariat")
    found = [
        sides(client.get(COMPARE, {"i": ["SCALE-00001"], "stage": stage})) for stage in ("", "DES")
    ]
    assert found == [[("SCALE-00001", newest.stage.code)], [("SCALE-00001", "DES")]]


def test_the_pictures_have_their_twin_in_words(codes: dict, cast: Cast) -> None:
    response = cast.client("secretariat").get(COMPARE, {"i": others(2), "stage": "DEL"})
    html = response.content.decode()
    table = html[html.index("<table") :]
    words = re.findall(r"Level \d|Before level 1|Not applicable", re.sub(r"<[^>]+>", "", table))
    rows = response.context["compared"].rows
    said = {0: "Before level 1", None: "Not applicable"}
    assert words[: 2 * len(rows)] == [
        said.get(level, f"Level {level}") for row in rows for level in row.levels
    ]


def test_the_sentence_says_where_they_differ_most(codes: dict, cast: Cast) -> None:
    response = cast.client("secretariat").get(COMPARE, {"i": others(3), "stage": "DEL"})
    names = response.context["compared"].widest_names
    assert texts(response).count(f"They differ most in {names}: by ") == 1


def test_all_faults_are_told_at_once_and_what_is_right_is_shown(codes: dict, cast: Cast) -> None:
    given = {"i": ["TEST", "test", "NOPE", "no such\x00thing", "", *others(2)], "stage": "NEVER"}
    response = cast.client("secretariat").get(COMPARE, given)
    assert [code for code, _stage in sides(response)] == ["TEST", *others(2)]
    assert faults(response) == [
        "There is no stage “NEVER”.",
        "The initiative “NOPE” does not exist, or you do not have access to it.",
        "The initiative “NO SUCH\x00THING” does not exist, or you do not have access to it.",
        "“A made-up service” is given more than once; it is shown once.",
    ]


def test_the_fifth_is_left_out_and_named(codes: dict, cast: Cast) -> None:
    response = cast.client("secretariat").get(COMPARE, {"i": ["TEST", *others(4)]})
    name = Initiative.objects.get(code="SCALE-00004").name_en
    assert (len(sides(response)), faults(response)) == (
        4,
        [f"At most 4 initiatives can be compared side by side. Left out: {name}."],
    )


def test_a_stage_without_a_baseline_says_which_have_one(codes: dict, cast: Cast) -> None:
    response = cast.client("lead").get(COMPARE, {"i": "TEST", "stage": "PHO"})
    assert (sides(response), faults(response)) == (
        [],
        [
            "“A made-up service” has no baseline at the stage Phase-out yet; it has one at: "
            "Delivery."
        ],
    )


def test_what_may_not_be_seen_is_told_as_what_there_is_not(codes: dict, cast: Cast) -> None:
    said = {}
    for code in ("SCALE-00001", "NOPE-00001"):
        response = cast.client("lead").get(COMPARE, {"i": ["TEST", code]})
        said[code] = texts(response).replace(code, "CODE")
        assert [code for code, _stage in sides(response)] == ["TEST"]
    assert said["SCALE-00001"] == said["NOPE-00001"]


def test_a_stranger_learns_of_nothing(codes: dict, cast: Cast) -> None:
    response = cast.client("stranger").get(COMPARE, {"i": "TEST", "q": "made-up"})
    assert (sides(response), response.context["offered"], faults(response)) == (
        [],
        [],
        ["The initiative “TEST” does not exist, or you do not have access to it."],
    )


@pytest.mark.parametrize("query", [
    "i=%00", "i=%FF%FE", "i=" + "X" * 5000, "stage=%00", "q=%00", "q=" + "%C3%A9" * 3000,
    "&".join(f"i=A{number}" for number in range(300)), "i[]=TEST", "q=%25_%5C",
])  # fmt: skip
def test_no_address_breaks_the_page(cast: Cast, query: str) -> None:
    assert cast.client("secretariat").get(f"{COMPARE}?{query}").status_code == 200


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "INVENTE"), ("fr", "inventé un"), ("fr", "Made Up"), ("en", "test")],
)
def test_a_search_minds_neither_accents_nor_the_language(
    codes: dict, cast: Cast, language: str, text: str
) -> None:
    text = text.replace("Made Up", "made-up")
    response = cast.client("lead").get(f"/{language}/initiatives/compare/", {"q": text})
    assert [each.code for each in response.context["offered"]] == ["TEST"]


def test_what_is_chosen_is_kept_while_looking_for_more(codes: dict, cast: Cast) -> None:
    given = {"i": ["TEST"], "q": "scale-0000", "stage": "DES"}
    response = cast.client("secretariat").get(COMPARE, given)
    html = response.content.decode()
    assert re.findall(r'value="([^"]+)" id="i-[^"]+" checked', html) == ["TEST"]
    assert re.findall(r'<option value="([^"]+)" selected', html) == ["DES"]
    assert len(response.context["offered"]) == 9


def test_only_what_has_a_baseline_at_the_stage_is_offered(codes: dict, cast: Cast) -> None:
    offered = {}
    for stage in ("", "DEL", "DES"):
        response = cast.client("lead").get(COMPARE, {"q": "made", "stage": stage})
        offered[stage] = [each.code for each in response.context["offered"]]
    assert offered == {"": ["TEST"], "DEL": ["TEST"], "DES": []}


def test_one_is_taken_away_by_a_link(codes: dict, cast: Cast) -> None:
    client = cast.client("secretariat")
    html = client.get(COMPARE, {"i": others(2), "stage": "DEL"}).content.decode()
    links = re.findall(r'class="away" href="([^"]+)"', html)
    assert links == ["?i=SCALE-00002&amp;stage=DEL", "?i=SCALE-00001&amp;stage=DEL"]


def test_two_that_one_may_take_away_lead_to_their_report(codes: dict, cast: Cast) -> None:
    links = {}
    for role in ("cochair", "council_viewer"):
        html = cast.client(role).get(COMPARE, {"i": codes["JC"][:2]}).content.decode()
        links[role] = len(re.findall(r'href="/en/comparisons/[^"]+"', html))
    assert links == {"cochair": 1, "council_viewer": 0}


def test_the_toggle_keeps_the_choice(codes: dict, cast: Cast) -> None:
    response = cast.client("secretariat").get(COMPARE, {"i": others(2), "stage": "DEL"})
    toggle = re.search(r'class="language-toggle" href="([^"]+)"', response.content.decode())
    assert toggle
    other = cast.client("secretariat").get(toggle[1].replace("&amp;", "&"))
    assert sides(other) == sides(response)


@pytest.mark.parametrize(("number", "queries"), [(1, 7), (2, 6), (4, 6)])
def test_the_number_chosen_costs_no_query(
    codes: dict, cast: Cast, number: int, queries: int, django_assert_num_queries
) -> None:
    """Where one stands alone, others are offered: one query more."""
    client = cast.client("secretariat")
    client.get(COMPARE)
    with django_assert_num_queries(queries):
        client.get(COMPARE, {"i": others(number), "stage": "DEL"})


# Against its peers


def peers(client: Client, code: str = "TEST", **given: str) -> object:
    return client.get(f"/en/initiatives/{code}/peers/", given).context["peers"]


def stood(stage: str, *, without: str, **where: str) -> dict[str, Counter]:
    """Levels by attribute, counted from the rows of the baselines."""
    newest = Figures.objects.newest().filter(stage__code=stage, **where)
    found: dict[str, Counter] = {}
    for each in newest.exclude(initiative__code=without):
        for code, entry in each.profile.items():
            found.setdefault(code, Counter())[entry["level"]] += 1
    return found


def test_the_secretariat_sees_where_every_peer_stands(codes: dict, cast: Cast) -> None:
    shown = peers(cast.client("secretariat"))
    counted = stood("DEL", without="TEST")
    assert {
        each.attribute.code: dict(zip((0, 1, 2, 3, None), each.row.cells, strict=True))
        for each in shown.rows
    } == {
        code: {level: found[level] for level in (0, 1, 2, 3, None)}
        for code, found in counted.items()
    }
    assert (shown.total, shown.among) == (NUMBER, "all")


def test_the_same_council_is_a_choice_for_whoever_sees_it_by_name(codes: dict, cast: Cast) -> None:
    code = codes["PSSDC"][0]
    client = cast.client("other_cochair")
    shown = peers(client, code, stage="DES")
    counted = stood("DES", without=code, initiative__council__code="PSSDC")
    assert (shown.among, shown.scopes, shown.total) == (
        "council",
        ("council", "all"),
        len(codes["PSSDC"]) - 1,
    )
    assert {each.attribute.code: each.row.cells for each in shown.rows} == {
        attribute: tuple(found[level] for level in (0, 1, 2, 3, None))
        for attribute, found in counted.items()
    }


def test_whoever_sees_no_names_has_no_choice_to_take_one_from_the_other(
    codes: dict, cast: Cast
) -> None:
    code = codes["PSSDC"][0]
    initiative = Initiative.objects.get(code=code)
    stranger, secretariat = cast.people["stranger"], cast.people["secretariat"]
    give_role(stranger, Role.VIEWER, by=secretariat, initiative=initiative)
    found = [peers(cast.client("stranger"), code, among=each) for each in ("council", "all", "x")]
    assert [(each.among, each.scopes) for each in found] == [("all", ("all",))] * 3
    assert found[0] == found[1] == found[2]


def test_no_figure_tells_of_a_few_whom_one_does_not_know(codes: dict, cast: Cast) -> None:
    """The co-chair of PSSDC takes those of PSSDC from all: what is left is nobody or five."""
    code = codes["PSSDC"][0]
    client = cast.client("other_cochair")
    of_all, of_council = (peers(client, code, stage="DEL", among=a) for a in ("all", "council"))
    left = [
        whole - part
        for row, own in zip(of_all.rows, of_council.rows, strict=True)
        for whole, part in zip(row.row.cells, own.row.cells, strict=True)
        if whole is not None
    ]
    assert all(each == 0 or each >= 5 for each in left)
    assert len(left) < 5 * len(of_all.rows)


def test_two_initiatives_of_one_reader_have_the_same_withheld(codes: dict, cast: Cast) -> None:
    code = codes["PSCIOC"][0]
    lead, secretariat = cast.people["lead"], cast.people["secretariat"]
    initiative = Initiative.objects.get(code=code)
    give_role(lead, Role.VIEWER, by=secretariat, initiative=initiative)
    client = cast.client("lead")
    withheld = [
        [[cell is None for cell in row.row.cells] for row in peers(client, each, stage="DEL").rows]
        for each in ("TEST", code)
    ]
    assert withheld[0] == withheld[1]


def test_no_name_of_a_peer_is_on_the_page(codes: dict, cast: Cast) -> None:
    html = cast.client("contributor").get("/en/initiatives/TEST/peers/").content.decode()
    assert ("SCALE" in html, "(fictitious)" in html) == (False, False)


def test_a_stage_without_a_baseline_is_told(codes: dict, cast: Cast) -> None:
    response = cast.client("lead").get("/en/initiatives/TEST/peers/", {"stage": "PHO"})
    assert texts(response).count("It has no baseline at this stage yet.") == 1


@pytest.mark.parametrize("stage", ["NEVER", "\x00", "X" * 3000])
def test_a_stage_that_there_is_not_is_told_and_the_newest_shown(
    codes: dict, cast: Cast, stage: str
) -> None:
    shown = peers(cast.client("lead"), stage=stage)
    assert (shown.unknown_stage, shown.stage) == (stage[:40], "DEL")


def test_the_initiative_leads_to_both(codes: dict, cast: Cast) -> None:
    html = cast.client("viewer").get("/en/initiatives/TEST/").content.decode()
    assert re.findall(r'href="([^"]*(?:peers|compare)/[^"]*)"', html) == [
        "/en/initiatives/TEST/peers/",
        "/en/initiatives/TEST/peers/?stage=DEL",
        "/en/initiatives/compare/?i=TEST",
    ]


def test_a_new_baseline_counts_at_once(codes: dict, cast: Cast) -> None:
    code = codes["JC"][0]
    before = peers(cast.client("secretariat"), code, stage="DEL")
    again = start_assessment(
        cast.initiative,
        Stage.objects.get(code="DES"),
        by=cast.people["lead"],
        as_of=datetime.date(2026, 11, 1),
    )
    cast.assessment = again
    cast.submit()
    workflow.approve(again, by=cast.people["cochair"])
    after = [peers(cast.client("secretariat"), code, stage=stage).total for stage in ("DEL", "DES")]
    assert (before.total, after) == (NUMBER, [NUMBER, NUMBER])


def test_the_number_of_peers_costs_no_query(
    codes: dict, cast: Cast, django_assert_num_queries
) -> None:
    for numbers in (range(0), range(NUMBER + 1, 61)):
        list(add(numbers, seed=1))
        for role, count in (("lead", 13), ("cochair", 14), ("secretariat", 12)):
            client = cast.client(role)
            client.get(COMPARE)
            with django_assert_num_queries(count):
                client.get("/en/initiatives/TEST/peers/")
            with django_assert_num_queries(7):
                client.get(COMPARE, {"i": ["TEST"], "q": "a"})
