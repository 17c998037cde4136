"""What to do next: what it shows, what it chooses, and the efforts that the lead gives."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.baselines.reads import assessment_content
from assessments.gaps.reads import Plan, plan_of
from assessments.gaps.steps import OVERALL, TARGETS, NextSteps, WantedLevel, next_steps
from assessments.models import Event, StatementEffort
from tests.cast import Cast
from tests.forms import fields


def found(cast: Cast, goal: str, level: int | None = None, budget: int | None = None) -> NextSteps:
    content = assessment_content(cast.assessment, opinions=True)
    return next_steps(content, plan_of(cast.initiative), WantedLevel(goal, level, budget))


def codes(steps: NextSteps) -> list[str]:
    return [each.criterion.code for each in steps.steps]


@pytest.fixture
def rated(cast: Cast) -> Cast:
    """All statements are largely achieved, but for two of ACC and one of SEC."""
    cast.rate_all()
    cast.import_(
        ratings=[
            {"criterion": "ACC-01", "rating": "N"},
            {"criterion": "ACC-02", "channel": "ONLINE", "rating": "F"},
            {"criterion": "ACC-02", "channel": "PHONE", "rating": "P"},
            {"criterion": "SEC-02", "rating": "P"},
        ],
        targets=[
            {"attribute": "ACC", "level": 1, "by": "2030-01-01"},
            {"attribute": "SEC", "level": 2, "by": "2030-01-01"},
            {"attribute": "SMP", "level": 3, "by": "2030-01-01"},
        ],
    )
    return cast


def test_the_statements_that_have_to_rise_for_all_targets(rated: Cast) -> None:
    steps = found(rated, TARGETS)
    assert [(each.key, each.effort, each.within) for each in steps.goals] == [
        ("ACC", 4, True),
        ("SEC", 2, True),
    ]
    assert [
        (each.criterion.code, each.criterion.rating.code, each.to.code, each.channels, each.who)
        for each in steps.steps
    ] == [
        ("ACC-01", "N", "L", (), ("British Columbia",)),
        ("ACC-02", "P", "L", ("By phone",), ("British Columbia",)),
        ("SEC-02", "P", "L", (), ("British Columbia",)),
    ]
    assert steps.met == ("Simple",)
    assert steps.assumed == 3


@pytest.mark.parametrize(
    ("goal", "level", "expected"),
    [
        (OVERALL, None, ["ACC-01", "ACC-02"]),
        (OVERALL, 2, ["ACC-01", "ACC-02", "SEC-02"]),
        ("ACC", None, ["ACC-01", "ACC-02"]),
        ("SEC", 1, []),
        ("SEC", None, ["SEC-02"]),
    ],
)
def test_an_attribute_or_the_overall_level(
    rated: Cast, goal: str, level: int | None, expected: list[str]
) -> None:
    assert codes(found(rated, goal, level)) == expected


@pytest.mark.parametrize(
    ("budget", "within", "sentence"),
    [
        (
            1,
            [],
            "With an effort of 1, none of the 2 targets not met yet can be met: the nearest, "
            "Secure (level 2), takes 2.",
        ),
        (
            3,
            ["SEC"],
            "With an effort of 3, 1 of the 2 targets not met yet can be met: Secure (level 2). It "
            "is the one that takes the least effort; the next, Easy access and accessible (level "
            "1), takes 4, and 1 would be left.",
        ),
        (
            6,
            ["ACC", "SEC"],
            "3 statements have to rise, with an effort of 6, to reach all of it: Easy access and "
            "accessible (level 1) and Secure (level 2).",
        ),
    ],
)
def test_the_choice_within_an_effort(
    rated: Cast, budget: int, within: list[str], sentence: str
) -> None:
    steps = found(rated, TARGETS, budget=budget)
    assert [each.key for each in steps.goals if each.within] == within
    assert steps.sentence == sentence


def test_without_targets_it_says_so(cast: Cast) -> None:
    assert found(cast, TARGETS).sentence == "There are no targets yet."
    html = cast.client("lead").get(f"{cast.url('next/')}?goal=targets").text
    assert reverse("improvement:targets", args=["TEST"]) in html


def test_who_rated_a_statement_lower_has_to_act(cast: Cast) -> None:
    cast.rate_all("P")
    cast.import_(
        participants=[
            {
                "jurisdiction": "CA",
                "finished": True,
                "ratings": [
                    {"criterion": "ACC-01", "rating": "N"},
                    {"criterion": "ACC-02", "rating": "F"},
                ],
            }
        ]
    )
    content = assessment_content(cast.assessment, opinions=True)
    steps = next_steps(content, Plan({}, {}), WantedLevel("ACC", 3)).steps
    who = {each.criterion.code: each.who for each in steps}
    assert who["ACC-01"] == ("Government of Canada",)
    assert who["ACC-02"] == ("British Columbia",)
    assert who["ACC-07"] == ("British Columbia", "Government of Canada")


def save(client: Client, path: str, **efforts: str) -> int:
    posted = fields(client.get(path).text) | efforts
    return client.post(path, posted).status_code


def test_the_lead_says_how_much_work_a_statement_is(rated: Cast) -> None:
    path = f"{rated.url('next/')}?goal=targets"
    lead = rated.client("lead")
    assert save(lead, path, **{"ACC-01": "L", "SEC-02": "S"}) == 302
    kept = StatementEffort.objects.values_list("criterion__code", "effort")
    assert list(kept) == [("ACC-01", "L"), ("SEC-02", "S")]
    assert save(lead, path, **{"ACC-01": "", "SEC-02": "M"}) == 302
    assert list(kept.all()) == [("SEC-02", "M")]
    events = Event.objects.filter(verb="set_effort").order_by("id")
    assert list(events.values_list("place", "old", "new")) == [
        ("ACC-01", None, {"effort": "L"}),
        ("SEC-02", None, {"effort": "S"}),
        ("ACC-01", {"effort": "L"}, None),
        ("SEC-02", {"effort": "S"}, {"effort": "M"}),
    ]
    assert found(rated, TARGETS).assumed == 2


def test_an_effort_that_does_not_exist_is_told_and_nothing_is_saved(rated: Cast) -> None:
    path = f"{rated.url('next/')}?goal=targets"
    lead = rated.client("lead")
    html = lead.post(path, fields(lead.get(path).text) | {"ACC-01": "XL", "SEC-02": "S"}).text
    assert "Effort for ACC-01" in html
    assert not StatementEffort.objects.exists()


def test_who_does_not_change_the_plan_reads_the_efforts(rated: Cast) -> None:
    path = f"{rated.url('next/')}?goal=targets"
    for role in ("viewer", "contributor", "secretariat"):
        client = rated.client(role)
        html = client.get(path).text
        assert 'name="ACC-01"' not in html
        assert "ACC-01" in html
        assert client.post(path, {"ACC-01": "S"}).status_code == 403


def test_what_is_typed_goes_along_to_the_other_language(rated: Cast) -> None:
    lead = rated.client("lead")
    html = lead.post(
        f"{rated.url('next/', 'fr')}?goal=targets", {"ACC-01": "L", "redisplay": "1"}
    ).text
    assert '<option value="L" selected>' in html
    assert not StatementEffort.objects.exists()


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("goal=NOPE", "Select a valid choice"),
        ("goal=targets&budget=-1", "greater than or equal to 0"),
        ("goal=targets&budget=many", "Enter a whole number"),
        ("goal=ACC&level=9", "Select a valid choice"),
        ("goal=%00", "Select a valid choice"),
    ],
)
def test_what_cannot_be_asked_for_is_told(cast: Cast, query: str, message: str) -> None:
    html = cast.client("lead").get(f"{cast.url('next/')}?{query}").text
    assert message in html
    assert "<title>Error: What to do next" in html


def test_whose_government_rates_alone_sees_it_once_it_has_finished(cast: Cast) -> None:
    cast.import_(participants=[{"jurisdiction": "CA", "finished": False, "ratings": []}])
    for page in ("next/", "what-if/"):
        assert cast.client("contributor").get(cast.url(page)).status_code == 403
        assert cast.client("lead").get(cast.url(page)).status_code == 200


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_weighs_less_than_100_kilobytes(cast: Cast, language: str) -> None:
    # Nothing is rated, and all of it has to rise.
    page = cast.client("lead").get(f"{cast.url('next/', language)}?goal=overall&level=3")
    assert page.text.count("<tr id=") == 46
    assert len(page.content) < 100_000


@pytest.mark.parametrize("query", ["goal=SEC", "goal=overall&level=3"])
def test_its_queries_do_not_hang_on_how_much_has_to_rise(
    rated: Cast, query: str, django_assert_num_queries: Any
) -> None:
    lead = rated.client("lead")
    with django_assert_num_queries(41):
        lead.get(f"{rated.url('next/')}?{query}")
