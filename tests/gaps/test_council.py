"""Which initiatives of a council can be brought to their targets within an effort."""

from typing import Any

import pytest

from assessments.gaps.council import Weighed, weigh
from assessments.importing.actions import import_document
from assessments.initiatives.actions import update_initiative
from assessments.models import Assessment, Figures, Initiative
from assessments.review import actions as workflow
from assessments.standings.check import check
from maturity.models import Council
from tests.cast import Cast


@pytest.fixture
def baselined(cast: Cast) -> Cast:
    """The cast's initiative with a baseline, two targets that it misses, and one that it meets."""
    cast.rate_all()
    cast.import_(
        ratings=[{"criterion": "ACC-01", "rating": "N"}, {"criterion": "SEC-02", "rating": "P"}],
        targets=[
            {"attribute": "ACC", "level": 2},
            {"attribute": "SEC", "level": 2},
            {"attribute": "SMP", "level": 1},
        ],
    )
    cast.approve()
    return cast


def another(cast: Cast, code: str, *low: str, **parts: Any) -> Assessment:
    """Another initiative with a baseline, on which these statements are not achieved."""
    ratings = [
        {"criterion": each["criterion"], "rating": "N" if each["criterion"] in low else "L"}
        for each in cast.export()["ratings"]
    ]
    document = cast.document(
        initiative={
            "code": code,
            "name": {"en": f"Service {code}", "fr": f"Service {code} (fr)"},
            "council": "JC",
            "lead": "CA-BC",
            "partners": [],
            "channels": ["ONLINE"],
        },
        as_of="2026-01-31",
        ratings=ratings,
        **parts,
    )
    assessment = import_document(document, by=cast.secretariat)
    workflow.submit(assessment, by=cast.secretariat)
    workflow.approve(assessment, by=cast.cochair)
    return assessment


def weighed(cast: Cast, budget: int | None) -> Weighed:
    council = Council.objects.get(code="JC")
    return weigh([council], budget, reader=cast.cochair)


def test_the_initiatives_that_take_the_least_effort_come_first(baselined: Cast) -> None:
    another(baselined, "NEAR", "SMP-01", targets=[{"attribute": "SMP", "level": 3}])
    another(baselined, "MET", targets=[{"attribute": "SMP", "level": 3}])
    another(baselined, "WITHOUT", "SMP-01")
    found = weighed(baselined, 3)
    assert [
        (each.code, each.targets, each.statements, each.effort, each.within)
        for each in found.candidates
    ] == [("NEAR", 1, 1, 2, True), ("TEST", 2, 2, 4, False)]
    assert (found.total, found.met) == (2, 1)
    assert found.sentence == (
        "With an effort of 3, 1 of the 2 initiatives below a target can be brought to all of its "
        "targets. It is the one that takes the least effort; the next, A made-up service, takes "
        "4, and 1 would be left."
    )
    assert [each.within for each in weighed(baselined, None).candidates] == [True, True]
    assert [each.within for each in weighed(baselined, 1).candidates] == [False, False]


def test_what_it_reads_is_kept_as_the_snapshots_say(baselined: Cast) -> None:
    figures = Figures.objects.get()
    assert figures.ratings["ACC-01"] == "N"
    assert len(figures.ratings) == 46
    check()


def test_its_queries_do_not_hang_on_how_many_there_are(
    baselined: Cast, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(5):
        weighed(baselined, None)
    for code in ("TWO", "THREE"):
        another(baselined, code, "SMP-01", targets=[{"attribute": "SMP", "level": 3}])
    with django_assert_num_queries(5):
        assert weighed(baselined, None).total == 3


def test_the_page_leads_to_each_initiative(baselined: Cast) -> None:
    client = baselined.client("cochair")
    html = client.get("/en/councils/JC/next/?budget=10").text
    assert f"/en/assessments/{baselined.assessment.pk}/next/?goal=targets" in html
    assert "It takes an effort of 4 to bring it to all of its targets." in html
    html = client.get("/en/councils/JC/next/?budget=lots").text
    assert "Enter a whole number" in html


def test_initiatives_of_another_council_are_not_weighed(baselined: Cast) -> None:
    html = baselined.client("other_cochair").get("/en/councils/PSSDC/next/").text
    assert "No initiative with a baseline has a target yet." in html
    Initiative.objects.update(council=Council.objects.get(code="PSSDC"))
    for role, council in (("other_cochair", "PSSDC"), ("secretariat", "JC")):
        assert (
            "A made-up service" in baselined.client(role).get(f"/en/councils/{council}/next/").text
        )


def test_the_joint_meeting_weighs_the_initiatives_of_all_councils(baselined: Cast) -> None:
    council = Council.objects.get(code="PSSDC")
    update_initiative(baselined.initiative, by=baselined.secretariat, council=council)
    assert "A made-up service" in baselined.client("cochair").get("/en/councils/JC/next/").text
