"""The file of a play, and the command that publishes a folder of them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from assessments.models import Play, PlayVersion
from assessments.people.actions import command_line_person
from assessments.playbook.file import parse
from assessments.playbook.texts import Known
from maturity.faults import Faults
from tests.cast import Cast

FIXTURES = settings.BASE_DIR / "fixtures" / "playbook"
type Manage = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one play."""
    text = (FIXTURES / "ACC-a.toml").read_text(encoding="utf-8")
    (tmp_path / "ACC-a.toml").write_text(text, encoding="utf-8")
    return tmp_path


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "ACC-a.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(data: bytes) -> list[str]:
    with pytest.raises(Faults) as raised:
        parse(data, Known({"ACC-01"}, {"R1"}, {"DES"}))
    return [str(each) for each in raised.value.faults]


def test_all_faults_of_the_shape_are_told_at_once() -> None:
    said = 'code = "acc"\ncriteria = "ACC-01"\nstages = ["DES", "DES"]\nto_level = 6\nx = 1\n'
    found = faults(f"{said}[en]\ntitle = 1".encode())
    assert found[0] == "x: is not a key of this format"
    assert "results: is missing" in found
    assert "fr: is missing" in found
    assert "en.problem: is missing" in found
    assert "en.title: must be text in quotation marks" in found
    assert "criteria: must be a list of codes in quotation marks" in found
    assert "stages: has a code twice" in found
    assert "to_level: must be a level from 0 to 5" in found
    assert any(each.startswith("code: Use two to ten capital letters") for each in found)


def test_what_is_no_toml_is_told_with_its_line() -> None:
    assert faults(b"code = ")[0].startswith("the file is not TOML: Invalid value (at end of")
    assert faults(b"\xff") == ["the file is not UTF-8 text (byte 0)"]


def test_a_file_is_read_to_its_codes_and_its_texts(
    folder: Path, manage: Manage, cast: Cast
) -> None:
    change(folder, '"ACC-01"', '"ACC-99"')
    change(folder, 'title = "Map every door"', 'title = ""')
    change(folder, "1. ", "1. <b>All</b> [of them](javascript:alert(1)) ")
    status, _out, err = manage("load_playbook", str(folder))
    assert (status, Play.objects.count()) == (1, 27)
    assert err.splitlines() == [
        'ACC-a.toml: criteria: unknown code "ACC-99"',
        "ACC-a.toml: en.steps: Remove the HTML tags: they would be shown as they are typed.",
        "ACC-a.toml: en.steps: Links must begin with https://, http:// or mailto:.",
        "ACC-a.toml: en.title: Write this in English: a play is published in both languages at "
        "once.",
    ]


def test_a_file_is_called_as_its_play(folder: Path, manage: Manage, cast: Cast) -> None:
    (folder / "ACC-a.toml").rename(folder / "X9.toml")
    _status, _out, err = manage("load_playbook", str(folder))
    assert err == "X9.toml: code: must be the name of the file, without its ending\n"


def test_a_folder_without_plays_is_told(tmp_path: Path, manage: Manage, cast: Cast) -> None:
    status, _out, err = manage("load_playbook", str(tmp_path))
    assert (status, err) == (1, f"{tmp_path}: has no file of a play (CODE.toml)\n")


@pytest.mark.either_database("triggers")
def test_the_database_refuses_to_change_what_was_published(cast: Cast) -> None:
    version = PlayVersion.objects.filter(play__code="ACC-a")
    for write in (lambda: version.update(title_en="Other"), lambda: version._raw_delete("default")):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
    draft = PlayVersion.objects.create(
        play=Play.objects.get(code="ACC-a"), number=2, changed_by=command_line_person()
    )
    draft.title_en = "A draft"
    draft.save()
    draft.delete()
    assert version.get().number == 1
