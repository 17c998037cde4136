"""validation_report: what it prints."""

import json
from collections.abc import Callable

import pytest

Manage = Callable[..., tuple[int, str, str]]
pytestmark = [pytest.mark.database("approved"), pytest.mark.django_db]


def test_a_report_in_json_has_every_figure(manage: Manage) -> None:
    status, out, err = manage("validation_report", "2017-draft", "--json")
    found = json.loads(out)
    assert (status, err) == (0, "")
    assert (found["edition"], found["assessments"], found["initiatives"]) == ("2017-draft", 1, 1)
    statements = next(part for part in found["parts"] if part["name"] == "statements")
    assert statements["groups"][0]["subject"] == ["ACC-01"]
    assert set(statements["groups"][0]["figures"][0]) == {
        "name", "value", "n", "reason", "interval", "threshold", "verdict"
    }  # fmt: skip
    assert [each["name"] for each in found["pending"]] == ["without_caution", "order", "languages"]


def test_a_report_for_people_has_a_figure_a_line(manage: Manage) -> None:
    status, out, _err = manage("validation_report", "2017-draft")
    lines = out.splitlines()
    assert (status, lines[0].startswith("2017-draft: 1 assessments of 1 initiatives")) == (0, True)
    assert "feedback ACC-01 seconds_to_rate_en: – (n=0) not_kept" in lines


def test_an_unknown_edition_is_refused(manage: Manage) -> None:
    assert manage("validation_report", "1999") == (1, "", "EDITION: there is no edition 1999\n")
