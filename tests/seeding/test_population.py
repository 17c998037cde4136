"""simulate_assessments: what it adds is what was simulated, and a report finds the truth of it."""

import json
from collections.abc import Callable

import pytest

from assessments.audit.proof import check
from assessments.method.validation.simulation import Truth, simulate_assessments
from assessments.models import Baseline, Event, Initiative
from assessments.seeding.population import documents
from assessments.validation.reads import raw_ratings

pytestmark = [pytest.mark.database("model"), pytest.mark.django_db]
Manage = Callable[..., tuple[int, str, str]]


def test_a_population_comes_back_as_it_was_simulated(manage: Manage) -> None:
    status, out, err = manage("simulate_assessments", "--assessments", "2", "--seed", "5")
    assert (status, out, err) == (0, "2 simulated assessments added\n", "")
    raw = raw_ratings("2017-draft")
    truth = Truth([each.level for each in raw.statements], 2)
    found = simulate_assessments(truth, 5)
    assert [list(each.values) for each in raw.newest] == found.agreed
    assert [[list(sheet.values) for sheet in each.sheets] for each in raw.newest] == found.own
    assert [[sheet.language for sheet in each.sheets] for each in raw.newest] == found.languages
    assert check().count == Event.objects.count()


def test_more_may_be_added(manage: Manage) -> None:
    for _ in range(2):
        manage("simulate_assessments", "--assessments", "1", "--raters", "1")
    codes = Initiative.objects.order_by("code").values_list("code", flat=True)
    assert list(codes) == ["SIM-00001", "SIM-00002"]


def test_json_changes_nothing(manage: Manage) -> None:
    status, out, _err = manage("simulate_assessments", "--assessments", "3", "--json",
                               "--misplaced", "ACC-04", "--by", "3")  # fmt: skip
    found = json.loads(out)
    assert (status, len(found["agreed"]), found["truth"]["misplaced"]) == (0, 3, 3)
    assert not Baseline.objects.exists()


def test_all_that_cannot_be_is_told_at_once(manage: Manage) -> None:
    status, out, err = manage(
        "simulate_assessments", "--assessments", "0", "--raters", "10", "--agreement", "2",
        "--misplaced", "XXX-01",
    )  # fmt: skip
    assert (status, out) == (1, "")
    assert err.splitlines() == [
        "--assessments: must be at least 1",
        "--raters: must be from 1 to 9",
        "--agreement: must be from 0 to 1",
        "--misplaced: there is no such statement",
    ]


def test_an_unknown_edition_is_refused(manage: Manage) -> None:
    _status, _out, err = manage("simulate_assessments", "--assessments", "1", "--edition", "1999")
    assert err == "--edition: there is no such edition\n"


def test_documents_are_plainly_fictitious() -> None:
    found = simulate_assessments(Truth([1, 2], 1), 1)
    (document,) = documents(found, "2017-draft", ["ACC-01", "ACC-04"])
    assert document["initiative"]["name"] == {
        "en": "Simulated service 00001 (fictitious)",
        "fr": "Service simulé 00001 (fictif)",
    }
    assert [each["jurisdiction"] for each in document["participants"]] == ["CA", "CA-BC", "CA-QC"]
