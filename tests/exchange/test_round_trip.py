"""The exchange format: what a file does, and every fault that it can have."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from assessments.models import Assessment, Baseline, Initiative
from assessments.people.actions import command_line_person
from assessments.review import actions as workflow
from maturity import model_file

pytestmark = [pytest.mark.slow, pytest.mark.database("model")]
FIXTURES = settings.BASE_DIR / "fixtures"
Document = dict[str, Any]


@pytest.fixture(autouse=True)
def model(db: None) -> None:
    """Every test here uses the database, which has the model."""


@pytest.fixture
def pilot() -> Document:
    return json.loads((FIXTURES / "death-notification.json").read_text())


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple]:
    """Imports a document or bytes: the exit status, and the lines on stdout and stderr."""

    def run(content: Document | bytes, *options: str) -> tuple[int, list[str], list[str]]:
        path = tmp_path / "assessment.json"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        status = 0
        try:
            call_command("import_assessment", str(path), *options)
        except SystemExit as ended:
            status = int(ended.code or 0)
        written = capsys.readouterr()
        return status, written.out.splitlines(), written.err.splitlines()

    return run


@pytest.fixture
def export(capsys: pytest.CaptureFixture[str]) -> Callable[[object], Document]:
    def export(key: object) -> Document:
        call_command("export_assessment", str(key))
        return json.loads(capsys.readouterr().out)

    return export


def rows() -> dict[str, int]:
    """How many rows each table has."""
    return {
        table._meta.label: table._default_manager.count()
        for app in ("assessments", "maturity")
        for table in apps.get_app_config(app).get_models()
    }


def test_the_pilot_is_imported_and_approved(pilot: Document, run) -> None:
    status, out, err = run(pilot, "--approve")
    assessment, baseline = Assessment.objects.get(), Baseline.objects.get()
    assert (status, out, err) == (0, [f"assessment {assessment.pk}", f"baseline {baseline.pk}"], [])


def test_the_pilots_levels_are_computed(pilot: Document, run, export) -> None:
    run(pilot)
    computed = export(Assessment.objects.get().pk)["computed"]
    levels = [(each["attribute"], each["attained_level"]) for each in computed["attributes"]]
    assert levels == [
        ("ACC", 1), ("CON", 2), ("EFF", 1), ("RES", 1), ("INT", 2), ("SEC", 1), ("SMP", 1),
    ]  # fmt: skip
    assert (computed["overall_level"], computed["completion"]) == (1, 1.0)
    assert computed["attributes"][0] == {
        "attribute": "ACC", "attained_level": 1, "progress": 1.69, "blocking": ["ACC-06"],
        "target": 2, "gap": 1,
    }  # fmt: skip
    assert computed["agreement"] == {"alpha": 0.8, "pairwise": 0.64}


def test_what_is_exported_can_be_imported_without_any_change(pilot: Document, run, export) -> None:
    run(pilot)
    key = Assessment.objects.get().pk
    first, before = export(key), rows()
    run(first)
    assert (export(key), rows()) == (first, before)


def test_the_export_says_all_that_the_import_said(pilot: Document, run, export) -> None:
    run(pilot)
    exported = export(Assessment.objects.get().pk)

    def by_code(document: Document, part: str, *keys: str) -> list:
        return sorted(document[part], key=lambda item: [item.get(key, "") for key in keys])

    for part, keys in (
        ("ratings", ("criterion", "channel")),
        ("results", ("result",)),
        ("targets", ("attribute",)),
    ):
        assert by_code(exported, part, *keys) == by_code(pilot, part, *keys)
    assert exported["actions"] == pilot["actions"]


def test_what_a_file_leaves_out_stays(pilot: Document, run, export) -> None:
    run(pilot)
    key = Assessment.objects.get().pk
    before = export(key)
    run({**pilot_head(pilot), "ratings": [{"criterion": "ACC-01", "rating": "F"}]})
    after = export(key)
    changed = [
        (old, new)
        for old, new in zip(before["ratings"], after["ratings"], strict=True)
        if old != new
    ]
    assert changed == [(before["ratings"][0], before["ratings"][0] | {"rating": "F"})]
    assert after["actions"] == before["actions"]


def test_an_approved_assessment_is_followed_by_a_new_cycle(pilot: Document, run) -> None:
    run(pilot, "--approve")
    run({**pilot_head(pilot), "ratings": [{"criterion": "ACC-01", "rating": "F"}]})
    second = Assessment.objects.get(cycle=2)
    given = {
        (row.criterion.code, row.carried_forward)
        for row in second.ratings.select_related("criterion")
        if row.criterion.code in ("ACC-01", "ACC-02")
    }
    assert given == {("ACC-01", False), ("ACC-02", True)}
    assert second.state == "in_progress"


def test_a_submitted_assessment_is_left_alone(pilot: Document, run) -> None:
    run(pilot)
    workflow.submit(Assessment.objects.get(), by=command_line_person())
    before = rows()
    assert run(pilot) == (
        1,
        [],
        ["stage: the assessment of this stage is submitted: it has to be approved or returned"],
    )
    assert rows() == before


def test_approval_obeys_the_quality_check_and_takes_the_import_back(pilot: Document, run) -> None:
    pilot["ratings"] = pilot["ratings"][1:]
    status, out, err = run(pilot, "--approve")
    assert (status, out, err) == (1, [], ["ACC-01: is not rated yet"])
    assert Initiative.objects.count() == 0


def pilot_head(pilot: Document) -> Document:
    return {key: pilot[key] for key in ("format", "edition", "initiative", "stage")}


def _at(document: Document, path: str) -> Any:
    for step in path.split("."):
        document = document[int(step) if step.isdigit() else step]
    return document


def _set(path: str, value: Any) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        parent, _dot, last = path.rpartition(".")
        target = _at(document, parent) if parent else document
        target[int(last) if last.isdigit() else last] = value

    return change


def _add(path: str, value: Any) -> Callable[[Document], None]:
    return lambda document: _at(document, path).append(value)


LONG = "x" * 10_001
WORDS = {"lang": "en", "text": "x"}
FAULTS: dict[str, tuple[Callable[[Document], None], str]] = {
    "format": (_set("format", "ccs-assessment/2"), 'format: must be "ccs-assessment/1"'),
    "edition": (_set("edition", "1999"), 'edition: unknown code "1999"'),
    "stage": (_set("stage", "XXX"), 'stage: unknown code "XXX"'),
    "top key": (_set("extra", 1), "extra: is not a key of this format"),
    "rating key": (_set("ratings.0.extra", 1), "ratings[0].extra: is not a key of this format"),
    "evidence key": (
        _set("ratings.0.evidence.0.size", 1),
        "ratings[0].evidence[0].size: is not a key of this format",
    ),
    "criterion": (
        _set("ratings.3.criterion", "ACC-99"),
        'ratings[3].criterion: unknown code "ACC-99"',
    ),
    "rating": (
        _set("ratings.0.rating", "X"),
        'ratings[0].rating: unknown code "X"; expected one of N, P, L, F, NA',
    ),
    "rating NR": (
        _set("ratings.0.rating", "NR"),
        'ratings[0].rating: unknown code "NR"; expected one of N, P, L, F, NA',
    ),
    "rating as number": (
        _set("ratings.0.rating", 2),
        "ratings[0].rating: unknown code 2; expected one of N, P, L, F, NA",
    ),
    "channel unknown": (
        _add("ratings", {"criterion": "ACC-05", "channel": "FAX", "rating": "L"}),
        'ratings[52].channel: unknown code "FAX"',
    ),
    "channel not the initiative's": (
        _set("ratings.5.channel", "KIOSK"),
        'ratings[5].channel: the initiative does not have the channel "KIOSK"',
    ),
    "duplicate criterion": (
        _add("ratings", {"criterion": "ACC-01", "rating": "N"}),
        'ratings[52].criterion: duplicate "ACC-01"',
    ),
    "duplicate channel": (
        _add("ratings", {"criterion": "ACC-06", "channel": "PHONE", "rating": "N"}),
        'ratings[52].criterion: duplicate "ACC-06" for the channel "PHONE"',
    ),
    "both ways": (
        _add("ratings", {"criterion": "ACC-06", "rating": "N"}),
        'ratings[52].criterion: "ACC-06" is rated both for all channels and for one',
    ),
    "NA without reason": (
        _set("ratings.0.rating", "NA"),
        "ratings[0].reason: is missing: “not applicable” needs a reason",
    ),
    "NA of a result": (
        _set("results.1.rating", "NA"),
        "results[1].reason: is missing: “not applicable” needs a reason",
    ),
    "nothing said": (
        _set("ratings.1", {"criterion": "ACC-02"}),
        "ratings[1]: needs at least one of these keys: rating, comment, evidence",
    ),
    "long comment": (
        _set("ratings.0.comment", {"lang": "en", "text": LONG}),
        "ratings[0].comment.text: has 10,001 characters; at most 10,000 are kept",
    ),
    "language": (
        _set("ratings.0.comment", {"lang": "de", "text": "x"}),
        'ratings[0].comment.lang: unknown code "de"; expected one of en, fr',
    ),
    "comment as text": (
        _set("ratings.0.comment", "x"),
        "ratings[0].comment: must be an object in { }",
    ),
    "surrogate": (
        _set("ratings.0.comment", {"lang": "en", "text": "\ud800"}),
        "ratings[0].comment.text: must not be blank",
    ),
    "script address": (
        _set("ratings.0.evidence.0.url", "javascript:alert(1)"),
        "ratings[0].evidence[0].url: must be a web address that begins with https:// or http://",
    ),
    "value as text": (
        _set("results.0.indicator.value", "62"),
        "results[0].indicator.value: must be a number, without quotation marks",
    ),
    "value as truth": (
        _set("results.0.indicator.value", True),
        "results[0].indicator.value: must be a number, without quotation marks",
    ),
    "huge value": (
        _set("results.0.indicator.value", 10**15),
        "results[0].indicator.value: must be at most 999999999999",
    ),
    "fine value": (
        _set("results.0.indicator.value", 0.1234567),
        "results[0].indicator.value: has more than 6 decimals",
    ),
    "result": (_set("results.0.result", "R9"), 'results[0].result: unknown code "R9"'),
    "duplicate result": (_set("results.1.result", "R1"), 'results[1].result: duplicate "R1"'),
    "date": (
        _set("as_of", "2026-02-30"),
        "as_of: is not a date (year-month-day, such as 2026-10-31)",
    ),
    "level as text": (
        _set("targets.0.level", "2"),
        "targets[0].level: must be a whole number, without quotation marks",
    ),
    "level 4": (_set("targets.0.level", 4), "targets[0].level: must be at most 3"),
    "attribute": (_set("targets.0.attribute", "XYZ"), 'targets[0].attribute: unknown code "XYZ"'),
    "duplicate target": (
        _set("targets.1.attribute", "ACC"),
        'targets[1].attribute: duplicate "ACC"',
    ),
    "criterion of an action": (
        _set("actions.0.criteria.0", "ACC-99"),
        'actions[0].criteria[0]: unknown code "ACC-99"',
    ),
    "status": (
        _set("actions.0.status", "late"),
        'actions[0].status: unknown code "late"; '
        "expected one of planned, in_progress, done, cancelled",
    ),
    "duplicate action": (
        lambda d: d["actions"].append(copy.deepcopy(d["actions"][0])),
        'actions[2].title: duplicate "Send one notice to all five federal programs"',
    ),
    "jurisdiction": (
        _set("participants.0.jurisdiction", "CA-XX"),
        'participants[0].jurisdiction: unknown code "CA-XX"',
    ),
    "duplicate participant": (
        _set("participants.1.jurisdiction", "CA-BC"),
        'participants[1].jurisdiction: duplicate "CA-BC"',
    ),
    "criterion of a participant": (
        _set("participants.0.ratings.0.criterion", "ACC-99"),
        'participants[0].ratings[0].criterion: unknown code "ACC-99"',
    ),
    "council": (_set("initiative.council", "XX"), 'initiative.council: unknown code "XX"'),
    "lead": (_set("initiative.lead", "XX"), 'initiative.lead: unknown code "XX"'),
    "partner": (_set("initiative.partners.0", "XX"), 'initiative.partners[0]: unknown code "XX"'),
    "duplicate partner": (
        _set("initiative.partners.1", "CA"),
        'initiative.partners[1]: duplicate "CA"',
    ),
    "priority": (
        _set("initiative.priorities.0", "XX"),
        'initiative.priorities[0]: unknown code "XX"',
    ),
    "initiative code": (
        _set("initiative.code", "not a code"),
        "initiative.code: must be a code of capital letters, digits, hyphens and underscores",
    ),
    "French name": (
        _set("initiative.name", {"en": "Name"}),
        "initiative.name.fr: is missing",
    ),
    "ratings as object": (_set("ratings", {}), "ratings: must be a list in [ ]"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_place_and_nothing_is_written(
    pilot: Document, run, name: str
) -> None:
    spoil, expected = FAULTS[name]
    spoil(pilot)
    before = rows()
    status, out, err = run(pilot)
    assert (status, out) == (1, [])
    assert expected in err
    assert rows() == before


def test_all_faults_are_told_at_once(pilot: Document, run) -> None:
    names = ["stage", "criterion", "level 4", "council", "long comment", "date", "top key"]
    for name in names:
        FAULTS[name][0](pilot)
    assert sorted(run(pilot)[2]) == sorted(FAULTS[name][1] for name in names)


def test_a_new_initiative_needs_all_that_makes_one(pilot: Document, run) -> None:
    pilot["initiative"] = {"code": "NEW"}
    expected = [
        f"initiative.{key}: is missing: initiative NEW is new"
        for key in ("name", "council", "lead", "channels")
    ]
    assert run(pilot)[2] == expected


def test_a_criterion_of_another_edition_is_told_apart(pilot: Document, run) -> None:
    other = json.loads((FIXTURES / "2017-draft.json").read_text())
    other["meta"]["status"] = "a trial; edition code trial-1"
    other["attributes"][0]["criteria"][0]["code"] = "ACC-50"
    model_file.load(other)
    pilot["ratings"][0]["criterion"] = "ACC-50"
    assert run(pilot)[2] == [
        'ratings[0].criterion: unknown code "ACC-50": it belongs to edition trial-1'
    ]


def test_an_open_assessment_stays_with_its_edition(pilot: Document, run) -> None:
    run(pilot)
    other = json.loads((FIXTURES / "2017-draft.json").read_text())
    other["meta"]["status"] = "a trial; edition code trial-1"
    model_file.load(other)
    pilot["edition"] = "trial-1"
    assert run(pilot)[2] == ['edition: the open assessment is pinned to edition "2017-draft"']


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"x" * 6_000_000, "the file is too large: at most 5,000,000 bytes are read"),
        (b'{"format": "ccs-asse', "the file is not JSON (line 1, column 12)"),
        ('{"name": "Décès"}'.encode("latin-1"), "the file is not UTF-8 text (byte 11)"),
        (b"[" * 50_000 + b"]" * 50_000, "the file is nested too deeply"),
        (b'{"as_of": NaN}', "the file has a number that cannot be read"),
        (b'{"as_of": 1e999}', "the file has a number that cannot be read"),
        (b'{"stage": "DES", "stage": "DEL"}', "stage: is given twice"),
        (b"[]", "must be an object in { }"),
        (b"", "the file is not JSON (line 1, column 1)"),
    ],
    ids=["6 MB", "truncated", "Latin-1", "deep", "NaN", "infinite", "twice", "list", "empty"],
)
def test_what_is_no_exchange_file_is_refused(run, content: bytes, expected: str) -> None:
    status, out, err = run(content)
    assert (status, out, err) == (1, [], [expected])


def test_a_missing_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("import_assessment", "/nowhere/file.json")
    assert capsys.readouterr().err == (
        "/nowhere/file.json: cannot be read: No such file or directory\n"
    )
