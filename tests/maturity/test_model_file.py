"""Model files: the fixture, and every fault that a file can have."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from maturity import model_file
from maturity.faults import Faults
from maturity.models import Attribute, Criterion, Edition, Jurisdiction, Level, Result

pytestmark = [pytest.mark.database("empty"), pytest.mark.either_database("triggers")]
FIXTURE = settings.BASE_DIR / "fixtures" / "2017-draft.json"


@pytest.fixture
def model() -> dict[str, Any]:
    return json.loads(FIXTURE.read_text())


def data(model: dict[str, Any]) -> bytes:
    return json.dumps(model).encode()


def faults_of(content: bytes) -> list[str]:
    with pytest.raises(Faults) as raised:
        model_file.parse(content)
    return [str(fault) for fault in raised.value.faults]


@pytest.mark.database("model")
def test_the_fixture_holds_the_whole_model(db: None) -> None:
    counts = [
        [attribute.criteria.filter(level=level).count() for level in (1, 2, 3)]
        for attribute in Attribute.objects.all()
    ]
    assert counts == [
        [3, 3, 4], [2, 2, 3], [3, 2, 2], [2, 2, 3], [1, 1, 2], [1, 2, 2], [2, 2, 2],
    ]  # fmt: skip
    assert (Level.objects.count(), Result.objects.count(), Jurisdiction.objects.count()) == (
        4, 5, 16,
    )  # fmt: skip


@pytest.mark.database("model")
def test_every_text_of_the_edition_exists_in_both_languages(db: None) -> None:
    for table in (Level, Attribute, Criterion, Result):
        assert not table.objects.filter(text_en="").exists()
        assert not table.objects.filter(text_fr="").exists()


def test_loading_twice_changes_nothing(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_model")
    call_command("load_model")
    assert (Edition.objects.count(), Criterion.objects.count()) == (1, 46)
    assert capsys.readouterr().out == (
        "edition 2017-draft loaded\nedition 2017-draft is there already, unchanged\n"
    )


def test_a_published_edition_is_not_loaded_with_other_content(db: None, model: dict) -> None:
    model_file.load(copy.deepcopy(model))
    model["attributes"][0]["criteria"][0]["en"] = "Another statement."
    with pytest.raises(Faults) as raised:
        model_file.load(model)
    assert str(raised.value) == (
        "meta.status: edition 2017-draft is published and cannot change; choose a new code"
    )


def test_another_edition_stands_beside_the_first(db: None, model: dict) -> None:
    model_file.load(copy.deepcopy(model))
    model["meta"] |= {"status": "a trial; edition code trial-1", "rule": "iso33020"}
    edition, new = model_file.load(model)
    assert (edition.code, edition.rule, new) == ("trial-1", "iso33020", True)


def _criterion(model: dict, **values: Any) -> None:
    model["attributes"][0]["criteria"][0].update(values)


FAULTS: dict[str, tuple[Callable[[dict], object], list[str]]] = {
    "French missing": (
        lambda m: m["attributes"][0]["criteria"][0].pop("fr"),
        ["attributes[0].criteria[0].fr: is missing"],
    ),
    "French blank": (
        lambda m: _criterion(m, fr=" "),
        ["attributes[0].criteria[0].fr: must not be blank"],
    ),
    "level 4": (
        lambda m: _criterion(m, level=4),
        ["attributes[0].criteria[0].level: must be at most 3"],
    ),
    "level as text": (
        lambda m: _criterion(m, level="1"),
        ["attributes[0].criteria[0].level: must be a whole number, without quotation marks"],
    ),
    "duplicate code": (
        lambda m: _criterion(m, code="SMP-06"),
        ["attributes[6].criteria[5].code: duplicate “SMP-06”"],
    ),
    "unknown key": (
        lambda m: _criterion(m, colour="red"),
        ["attributes[0].criteria[0].colour: is not a key of this format"],
    ),
    "unknown provenance": (
        lambda m: _criterion(m, provenance={"en": "seed", "fr": "rumour"}),
        [
            "attributes[0].criteria[0].provenance.fr: "
            'unknown code "rumour"; expected one of seed, project, source, confirmed'
        ],
    ),
    "no edition code": (
        lambda m: m["meta"].update(status="draft"),
        ["meta.status: must end with “edition code” and the code of the edition"],
    ),
    "no council": (
        lambda m: m["glossary"].pop(0),
        ["glossary: has no entry “Joint Councils”"],
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_place(model: dict, name: str) -> None:
    spoil, expected = FAULTS[name]
    spoil(model)
    assert faults_of(data(model)) == expected


def test_all_faults_are_told_at_once(model: dict) -> None:
    for name in ("level 4", "unknown key", "no edition code"):
        FAULTS[name][0](model)
    assert len(faults_of(data(model))) == 3


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (FIXTURE.read_bytes()[:5000], "the file is not JSON"),
        ('{"meta": "é"}'.encode("latin-1"), "the file is not UTF-8 text (byte 10)"),
        (b" " * 5_000_001, "the file is too large: at most 5,000,000 bytes are read"),
        (b"[" * 100_000 + b"]" * 100_000, "the file is nested too deeply"),
        (b'{"meta": NaN}', "the file has a number that cannot be read"),
        (b'{"meta": 1, "meta": 2}', "meta: is given twice"),
        (b'{"meta": {"status": "\\ud800"}}', "meta.status: has a control character or one that "
         "is not text"),
        (b"[]", "must be an object in { }"),
    ],
    ids=["truncated", "Latin-1", "too large", "deep", "NaN", "twice", "surrogate", "list"],
)  # fmt: skip
def test_what_is_no_model_file_is_refused(content: bytes, expected: str) -> None:
    assert faults_of(content)[0].startswith(expected)


def test_a_refused_file_leaves_nothing(
    db: None, tmp_path, model: dict, capsys: pytest.CaptureFixture[str]
) -> None:
    FAULTS["level 4"][0](model)
    path = tmp_path / "model.json"
    path.write_bytes(data(model))
    with pytest.raises(SystemExit) as ended:
        call_command("load_model", str(path))
    assert (ended.value.code, Edition.objects.count(), Jurisdiction.objects.count()) == (1, 0, 0)
    assert capsys.readouterr().err == ("attributes[0].criteria[0].level: must be at most 3\n")


TABLES = ["edition", "level", "result", "attribute", "criterion", "scalepoint", "term"]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.database("model")
def test_the_database_refuses_to_change_a_published_edition(db: None, table: str) -> None:
    for statement in (
        f"UPDATE maturity_{table} SET code = 'changed'",  # noqa: S608 - a name of the list above
        f"DELETE FROM maturity_{table}",  # noqa: S608
    ):
        with (
            pytest.raises(IntegrityError, match="a published record cannot change"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


@pytest.mark.parametrize("table", [Level, Result, Attribute])
@pytest.mark.database("model")
def test_the_database_refuses_to_add_to_a_published_edition(db: None, table: type) -> None:
    edition = Edition.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        table.objects.create(  # type: ignore[attr-defined]
            edition=edition, code="NEW", order=3, text_en="x", text_fr="x",
            provenance_en="seed", provenance_fr="seed",
        )  # fmt: skip
