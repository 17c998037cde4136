"""Kept snapshots of every version, read in today's shape."""

import copy
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from assessments.baselines.reader import content
from assessments.format.upgrade import upgrade
from maturity.faults import Faults
from tests.upgrades.conftest import VERSIONS
from tests.upgrades.make import SNAPSHOTS

# What a version's snapshots lack, and what is read in its place.
LACKS: dict[str, dict[str, Any]] = {
    version: {"dissent": {}, "documents": {}, "lessons": [], "life_cycle": []}
    for version in ("0.1.0", "0.2.0")
}
LACKS["0.3.0"] = {"lessons": [], "life_cycle": []}
# What none had before plans lived on.
PLAN: dict[str, Any] = {"plan": {"moves": [], "updates": [], "actions": []}, "plays": []}


def kept(version: str) -> dict[str, Any]:
    """The snapshot of the second cycle of an initiative, as that version wrote it."""
    return json.loads((SNAPSHOTS / f"{version}.json").read_text())


def test_every_version_before_the_last_is_here() -> None:
    changes = (settings.BASE_DIR / "CHANGELOG.md").read_text()
    _last, *before = re.findall(r"^## ([0-9.]+) ", changes, flags=re.MULTILINE)
    assert set(before) <= set(VERSIONS)


@pytest.mark.parametrize("version", VERSIONS)
def test_an_older_snapshot_gets_what_it_lacks_and_keeps_the_rest(version: str) -> None:
    old, lacks = kept(version), LACKS.get(version, {})
    assert not lacks.keys() & old.keys()
    ratings = old["previous"].get("effective", {})
    assert bool(ratings) == (not lacks)
    assert upgrade(old) == PLAN | lacks | old | {
        "previous": old["previous"] | {"effective": ratings}
    }


@pytest.mark.parametrize("version", VERSIONS)
def test_what_was_kept_is_not_changed(version: str) -> None:
    old = kept(version)
    before = copy.deepcopy(old)
    upgrade(old)
    assert old == before


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_can_be_shown(version: str, language: str) -> None:
    said = content(upgrade(kept(version)), language)
    assert (said.cycle, said.rated, said.total) == (2, 46, 46)
    assert [each.code for each in said.attributes] == [
        each["code"] for each in kept(version)["model"]["attributes"]
    ]


def test_a_first_cycle_has_nothing_before_it() -> None:
    first = kept("0.2.0") | {"previous": None}
    assert upgrade(first)["previous"] is None


def change(*path: Any, **values: Any) -> Callable[[dict[str, Any]], None]:
    def changing(snapshot: dict[str, Any]) -> None:
        place: Any = snapshot
        for step in path:
            place = place[step]
        place.update(values)

    return changing


def remove(*path: Any) -> Callable[[dict[str, Any]], None]:
    def removing(snapshot: dict[str, Any]) -> None:
        place: Any = snapshot
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]

    return removing


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (
            change("assessment", "ratings", 3, colour="red"),
            "assessment.ratings[3].colour: is not a key of this format",
        ),
        (change(mood="good"), "mood: is not a key of this format"),
        (
            change("names", "channels", "ONLINE", de="Netz"),
            "names.channels.ONLINE.de: is not a key of this format",
        ),
        (change("previous", score=3), "previous.score: is not a key of this format"),
        (remove("agreement"), "agreement: is missing"),
        (
            remove("assessment", "computed", "attributes", 0, "blocking"),
            "assessment.computed.attributes[0].blocking: is missing",
        ),
        (remove("previous", "attained_levels"), "previous.attained_levels: is missing"),
        (change(names=None), "names: must be an object in { }"),
        (change("model", levels={}), "model.levels: must be a list in [ ]"),
        (change("model", levels=["one"]), "model.levels[0]: must be an object in { }"),
    ],
)
@pytest.mark.parametrize("version", ["0.2.0", "0.5.0", "0.6.0"])
def test_what_nobody_knows_is_a_fault_at_its_place(
    version: str, damage: Callable[[dict[str, Any]], None], fault: str
) -> None:
    snapshot = kept(version)
    damage(snapshot)
    with pytest.raises(Faults) as raised:
        upgrade(snapshot)
    assert [str(each) for each in raised.value.faults] == [fault]


def test_all_faults_are_told_at_once() -> None:
    snapshot = kept("0.5.0")
    change(mood="good", weather="fair")(snapshot)
    remove("cycle")(snapshot)
    with pytest.raises(Faults) as raised:
        upgrade(snapshot)
    assert [each.place for each in raised.value.faults] == ["mood", "weather", "cycle"]
