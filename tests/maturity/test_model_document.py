"""An edition is written as the model file that it was read from, and read again as the same."""

import copy
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maturity import model_file
from maturity.faults import Faults
from maturity.model_document import canonical, document_of, written
from maturity.models import Criterion, Edition
from maturity.thresholds import DEFAULTS
from tests.shapes import FIXTURE, Model, shaped, shapes

pytestmark = [pytest.mark.database("empty"), pytest.mark.either_database("triggers")]
ANY_SHAPE = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
NOTES = st.sampled_from(["", "A note.", "Une note : « oui »."])


@ANY_SHAPE
@given(model=shapes(), note=NOTES, thresholds=st.booleans(), data=st.data())
def test_an_edition_is_written_as_it_was_read(
    db: None, model: Model, note: str, thresholds: bool, data: st.DataObject
) -> None:
    for attribute in model["attributes"]:
        attribute["note"] = note
        orders = data.draw(st.permutations(range(1, len(attribute["criteria"]) + 1)))
        for order, criterion in zip(orders, attribute["criteria"], strict=True):
            criterion |= {"order": order, "level_confidence": "judgement", "alt_level": 2}
    if thresholds:
        model["thresholds"] = dict(DEFAULTS)
    data_of = json.dumps(model).encode()
    with transaction.atomic():
        edition, new = model_file.load(model_file.parse(data_of))
        found = written(document_of(edition))
        again, again_new = model_file.load(model_file.parse(found.encode()))
        transaction.set_rollback(True)
    assert found == written(canonical(model_file.parse(data_of)))
    assert (new, again_new, again) == (True, False, edition)


def test_the_command_prints_what_load_model_reads(
    db: None, capsys: pytest.CaptureFixture[str], tmp_path: Any
) -> None:
    call_command("load_model")
    capsys.readouterr()
    call_command("export_edition", "2017-draft")
    file = tmp_path / "model.json"
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    call_command("load_model", str(file))
    assert capsys.readouterr().out == "edition 2017-draft is there already, unchanged\n"
    assert file.read_text(encoding="utf-8") == written(
        canonical(model_file.parse(FIXTURE.read_bytes()))
    )


def test_the_command_knows_no_other_edition(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("export_edition", "2099")
    assert capsys.readouterr().err == "2099: there is no such edition\n"


def test_an_edition_of_before_is_known_by_what_it_holds(db: None) -> None:
    """Portals of earlier versions kept another digest."""
    model = model_file.parse(FIXTURE.read_bytes())
    edition, _new = model_file.load(copy.deepcopy(model))
    assert len(edition.content_sha256) == 64
    model["meta"]["counts"] = {}
    assert model_file.load(model) == (edition, False)


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda m: m["levels"].pop(0), "levels: must be numbered from 1 to 3, each number once"),
        (
            lambda m: m["attributes"][0]["criteria"][0].update(level=5),
            "attributes[0].criteria[0].level: must be at most 4",
        ),
        (lambda m: m["stages"].pop(), "stages: needs at least 4"),
        (
            lambda m: [each["criteria"].clear() for each in m["attributes"]],
            "attributes: needs at least one statement",
        ),
        (
            lambda m: m.update(changes={"from": "2017-draft", "removed": [], "statements": [
                {"code": "A01-01", "from": "ACC-01"}, {"code": "A01-02", "from": "ACC-01"}]}),
            "changes.statements[1].from: duplicate “ACC-01”",
        ),
    ],
    ids=["levels", "level", "stages", "statements", "crosswalk"],
)  # fmt: skip
def test_what_a_shape_may_not_be_is_told(spoil: Any, expected: str) -> None:
    model = shaped([[1, 2, 3, 4], []], levels=4)
    spoil(model)
    with pytest.raises(Faults) as raised:
        model_file.parse(json.dumps(model).encode())
    assert str(raised.value.faults[0]) == expected


def test_an_edition_comes_from_one_that_is_here(db: None) -> None:
    model = shaped([[1, 2]], levels=2)
    model["changes"] = {
        "from": "2017-draft",
        "statements": [{"code": "A01-01", "from": "ACC-01"}],
        "removed": [{"code": "ACC-02", "reason": {"lang": "en", "text": "Nobody could rate it."}}],
    }
    with pytest.raises(Faults, match='there is no edition "2017-draft" here; load it first'):
        model_file.load(copy.deepcopy(model))
    assert not Edition.objects.exists()
    call_command("load_model")
    edition, _new = model_file.load(copy.deepcopy(model))
    assert document_of(edition)["changes"] == model["changes"]
    assert Criterion.objects.filter(edition=edition).count() == 2
