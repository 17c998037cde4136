"""Editions: complete, permanent, and never half written."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from maturity import model_file
from maturity.faults import Faults
from maturity.models import (
    Channel,
    Council,
    Criterion,
    Edition,
    Jurisdiction,
    Priority,
    ScalePoint,
    Stage,
    Term,
)

pytestmark = [pytest.mark.database("empty"), pytest.mark.either_database("triggers")]
FIXTURE = settings.BASE_DIR / "fixtures" / "2017-draft.json"
Model = dict[str, Any]


@pytest.fixture
def model() -> Model:
    return json.loads(FIXTURE.read_text(encoding="utf-8"))


def load(model: Model) -> Edition:
    return model_file.load(model_file.parse(json.dumps(model).encode()))[0]


def test_every_text_of_the_file_is_kept_as_it_is(db: None, model: Model) -> None:
    load(model)
    for attribute in model["attributes"]:
        for entry in attribute["criteria"]:
            kept = Criterion.objects.get(code=entry["code"])
            assert (kept.text_en, kept.text_fr, kept.level, kept.attribute.code) == (
                entry["en"], entry["fr"], entry["level"], attribute["code"],
            )  # fmt: skip
            assert {"en": kept.provenance_en, "fr": kept.provenance_fr} == entry["provenance"]


@pytest.mark.parametrize("table", [Stage, Channel, Council, Priority, ScalePoint, Term])
def test_every_list_exists_in_both_languages(db: None, model: Model, table: Any) -> None:
    load(model)
    assert table.objects.count() > 0
    assert [row.code for row in table.objects.all() if not (row.text_en and row.text_fr)] == []


def test_the_councils_have_the_codes_of_the_exchange_format(db: None, model: Model) -> None:
    load(model)
    assert list(Council.objects.values_list("code", "abbreviation_fr")) == [
        ("PSSDC", "CPSSP"), ("PSCIOC", "CDPISP"), ("JC", "Conseils mixtes"),
    ]  # fmt: skip


def test_the_levels_of_the_fixture_have_14_14_and_18_criteria(db: None, model: Model) -> None:
    load(model)
    assert [Criterion.objects.filter(level=n).count() for n in (1, 2, 3)] == [14, 14, 18]


def test_a_refused_edition_leaves_the_shared_lists_alone_too(db: None, model: Model) -> None:
    load(model)
    model["attributes"][0]["criteria"][0]["en"] = "Another statement."
    model["jurisdictions"][0]["en"] = "Another government"
    with pytest.raises(Faults):
        load(model)
    assert Jurisdiction.objects.get(code="CA").text_en == "Government of Canada"


def test_loading_again_brings_the_shared_lists_up_to_date(db: None, model: Model) -> None:
    load(model)
    model["channels"][1]["fr"] = "Sur le Web"
    load(model)
    assert Channel.objects.get(code="ONLINE").text_fr == "Sur le Web"


# What a schema can hardly see, and what a database would stumble over.
STUMBLES: dict[str, Callable[[Model], object]] = {
    "a level with the code of level zero": lambda m: m["level_zero"].update(code="L1"),
    "an order given once and taken by another's place": lambda m: (
        m["results"][0].pop("order"),
        m["results"][1].update(order=1),
    ),
    "an attribute's order taken by another's place": lambda m: (
        m["attributes"][0].pop("order"),
        m["attributes"][1].update(order=1),
    ),
    "a criterion's order taken by another's place": lambda m: (
        m["attributes"][0]["criteria"][0].pop("order"),
        m["attributes"][0]["criteria"][1].update(order=1),
    ),
    "a long name of a council": lambda m: m["glossary"][0].update(fr="C" * 60),
    "a long second name of a stage": lambda m: m["stages"][2].update(alt_fr="P" * 300),
    "a long share of achievement": lambda m: m["ratings"][0]["percent"].update(en="0" * 60),
    "a long code of an edition": lambda m: m["meta"].update(status="edition code " + "x" * 41),
    "a rating with another's value": lambda m: m["ratings"][1].update(value=0),
    "a line end after a code": lambda m: m["attributes"][0].update(code="ACC\n"),
}


@pytest.mark.parametrize("name", STUMBLES)
def test_a_file_is_either_refused_or_loaded(db: None, model: Model, name: str) -> None:
    STUMBLES[name](model)
    try:
        edition = load(model)
    except Faults:
        assert Edition.objects.count() == 0
    else:
        assert edition.published_at


def test_a_code_of_an_attribute_ends_where_it_ends(model: Model) -> None:
    model["attributes"][0]["code"] = "ACC\n"
    with pytest.raises(Faults) as raised:
        model_file.parse(json.dumps(model).encode())
    assert str(raised.value) == (
        "attributes[0].code: must be a code of capital letters, digits, hyphens and underscores"
    )


TABLES = ["level", "result", "attribute", "criterion", "scalepoint", "term"]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.database("model")
def test_the_database_lets_nothing_be_added_to_a_published_edition(db: None, table: str) -> None:
    with connection.cursor() as cursor:
        columns = [
            column.name
            for column in connection.introspection.get_table_description(
                cursor, f"maturity_{table}"
            )
            if column.name != "id"
        ]
    values = ["'NEW'" if name == "code" else f'"{name}"' for name in columns]
    names = ", ".join(f'"{name}"' for name in columns)
    statement = (
        f"INSERT INTO maturity_{table} ({names}) "  # noqa: S608 - names of the database itself
        f"SELECT {', '.join(values)} FROM maturity_{table} LIMIT 1"
    )
    with (
        pytest.raises(IntegrityError, match="a published record cannot change"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
