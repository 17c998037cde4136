"""Guidance on how to rate: complete, in both languages, and replaced as a whole or not at all."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from maturity import guidance_file
from maturity.faults import Faults
from maturity.models import Criterion, Guidance

FIXTURE = settings.BASE_DIR / "fixtures" / "guidance-2017-draft.json"
File = dict[str, Any]


@pytest.fixture
def file() -> File:
    return json.loads(FIXTURE.read_text(encoding="utf-8"))


def faults_of(file: File) -> list[str]:
    with pytest.raises(Faults) as raised:
        guidance_file.load(guidance_file.parse(json.dumps(file).encode()))
    return [str(fault) for fault in raised.value.faults]


def test_every_criterion_has_guidance_on_every_rating(db: None) -> None:
    call_command("load_model")
    found = Guidance.objects.values_list("criterion__code", "about")
    codes = Criterion.objects.values_list("code", flat=True)
    assert set(found) == {(code, about) for code in codes for about in Guidance.About.values}
    assert len(found) == 46 * 5


def test_loading_again_replaces_the_texts(db: None, file: File) -> None:
    call_command("load_model")
    file["criteria"][0]["N"]["en"] = "Better said."
    guidance_file.load(guidance_file.parse(json.dumps(file).encode()))
    first = Guidance.objects.get(criterion__code=file["criteria"][0]["criterion"], about="N")
    assert (first.text_en, Guidance.objects.count()) == ("Better said.", 46 * 5)


def test_faults_are_told_together_and_nothing_is_written(db: None, file: File) -> None:
    call_command("load_model")
    file["criteria"][0]["N"]["en"] = "Not to be kept."
    file["criteria"][1]["criterion"] = "ACC-99"
    file["criteria"][3]["criterion"] = file["criteria"][2]["criterion"]
    assert faults_of(file) == [
        'criteria[1].criterion: unknown code "ACC-99"',
        "criteria[2].criterion: is given twice",
        "criteria[3].criterion: is given twice",
    ]
    assert not Guidance.objects.filter(text_en="Not to be kept.").exists()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"N": {"en": "x"}}, "criteria[0].N.fr: is missing"),
        ({"N": {"en": "x", "fr": " "}}, "criteria[0].N.fr: must not be blank"),
        ({"Z": 1}, "criteria[0].Z: is not a key of this format"),
    ],
)
def test_a_file_of_another_shape_is_refused(file: File, change: File, fault: str) -> None:
    file["criteria"][0] |= change
    assert faults_of(file) == [fault]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_text_is_long_or_straight_in_its_typography(file: File, language: str) -> None:
    texts = [
        entry[about][language] for entry in file["criteria"] for about in Guidance.About.values
    ]
    assert [text for text in texts if "'" in text or '"' in text or len(text) > 320] == []
