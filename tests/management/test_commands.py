"""The commands' fixed contract: what they print, and how they end."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import transaction

from assessments.audit.proof import check
from assessments.initiatives.actions import update_initiative
from assessments.models import Baseline, Event, Initiative, Person
from assessments.seeding.scale import add, following
from maturity.models import Channel
from tests.cast import Cast, Document

Manage = Callable[..., tuple[int, str, str]]


@pytest.fixture
def file(tmp_path: Path) -> Callable[[Document], str]:
    """Writes a document to a file, and gives its path."""

    def file(document: Document) -> str:
        path = tmp_path / "assessment.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        return str(path)

    return file


def test_an_import_prints_the_assessment(cast: Cast, manage: Manage, file) -> None:
    path = file(cast.document(as_of="2026-11-01"))
    assert manage("import_assessment", path) == (0, f"assessment {cast.assessment.pk}\n", "")


def test_an_import_tells_what_it_changed_in_texts(cast: Cast, manage: Manage, file) -> None:
    comment = {"lang": "en", "text": "a\u200bb"}
    path = file(cast.document(ratings=[{"criterion": "ACC-01", "comment": comment}]))
    _status, _out, err = manage("import_assessment", path)
    assert err == "Some invisible characters were removed.\n"


def test_an_approved_import_prints_the_baseline_too(cast: Cast, manage: Manage, file) -> None:
    cast.rate_all()
    status, out, err = manage("import_assessment", file(cast.document()), "--approve")
    expected = f"assessment {cast.assessment.pk}\nbaseline {Baseline.objects.get().pk}\n"
    assert (status, out, err) == (0, expected, "")


def test_an_import_that_cannot_be_approved_is_taken_back(cast: Cast, manage: Manage, file) -> None:
    path = file(cast.document(as_of="2026-11-01"))
    status, out, err = manage("import_assessment", path, "--approve")
    assert (status, out, len(err.splitlines())) == (1, "", 46)
    assert cast.export()["as_of"] == "2026-10-31"


def test_the_command_line_person_cannot_sign_in(cast: Cast, manage: Manage, file) -> None:
    manage("import_assessment", file(cast.document()))
    person = Person.objects.get(email="command-line@portal.invalid")
    assert (person.is_active, person.has_usable_password()) == (False, False)


def test_an_export_is_one_document_in_plain_characters(
    cast: Cast, full: Document, manage: Manage
) -> None:
    assessment = cast.import_(**full)
    status, out, err = manage("export_assessment", str(assessment.pk))
    assert (status, json.loads(out), err) == (0, cast.export(), "")
    assert "Un service inventé" in out


def test_an_export_may_name_the_baseline(cast: Cast, manage: Manage) -> None:
    cast.rate_all()
    baseline = cast.approve()
    assert json.loads(manage("export_assessment", str(baseline.pk))[1]) == cast.export()


def test_the_export_of_an_approved_assessment_is_what_was_approved(
    cast: Cast, manage: Manage
) -> None:
    cast.rate_all()
    cast.import_(
        ratings=[
            {"criterion": "ACC-01", "channel": "ONLINE", "rating": "F"},
            {"criterion": "ACC-01", "channel": "PHONE", "rating": "N"},
        ]
    )
    baseline = cast.approve()
    online = list(Channel.objects.filter(code="ONLINE"))
    update_initiative(cast.initiative, by=cast.secretariat, channels=online)
    exported = json.loads(manage("export_assessment", str(cast.assessment.pk))[1])
    assert exported == baseline.content["assessment"]


@pytest.mark.parametrize("key", ["x", "00000000-0000-0000-0000-000000000000"])
def test_the_export_of_an_unknown_id_is_refused(cast: Cast, manage: Manage, key: str) -> None:
    assert manage("export_assessment", key) == (
        1, "", f"ID: no assessment or baseline has the id “{key}”\n",
    )  # fmt: skip


def test_a_folder_is_no_file(cast: Cast, manage: Manage, tmp_path: Path) -> None:
    for command in ("import_assessment", "load_model"):
        assert manage(command, str(tmp_path)) == (
            1, "", f"{tmp_path}: cannot be read: Is a directory\n",
        )  # fmt: skip


def test_the_demonstration_leaves_an_inhabited_portal_alone(cast: Cast, manage: Manage) -> None:
    status, out, err = manage("seed_demo", "--if-empty")
    assert (status, "demo.invalid" in out, err) == (0, False, "")
    assert Initiative.objects.count() == 1


def test_the_same_seed_makes_the_same_initiatives(db: None) -> None:

    def digests(seed: int) -> set[str]:
        with transaction.atomic():
            list(add(range(1, 3), seed=seed))
            made = set(Baseline.objects.values_list("sha256", flat=True))
            transaction.set_rollback(True)
        return made

    first = digests(5)
    assert digests(5) == first
    assert not digests(6) & first


def test_initiatives_for_load_tests_are_added_to_what_is_there(cast: Cast, manage: Manage) -> None:
    before = list(Event.objects.order_by("id").values())
    for _time in range(2):
        status, out, err = manage("seed_scale", "--initiatives", "2")
        assert (status, out.splitlines()[-1], err) == (0, "2 fictitious initiatives added", "")
    codes = Initiative.objects.values_list("code", flat=True)
    assert set(codes) == {"TEST", *(f"SCALE-0000{n}" for n in range(1, 5))}
    assert list(Event.objects.order_by("id").values()[: len(before)]) == before
    assert check().count == Event.objects.count()


def test_numbers_follow_those_that_are_taken(cast: Cast) -> None:
    Initiative.objects.filter(code="TEST").update(code="SCALE-00041")
    assert following(3) == range(42, 45)


@pytest.mark.parametrize("number", ["0", "-1"])
def test_fewer_than_one_initiative_is_refused(db: None, manage: Manage, number: str) -> None:
    assert manage("seed_scale", f"--initiatives={number}") == (
        1, "", "--initiatives: must be at least 1\n",
    )  # fmt: skip


def test_a_public_portal_gets_no_fictitious_initiatives(cast: Cast, settings: LazySettings) -> None:
    settings.PUBLIC = True
    with pytest.raises(CommandError, match="do not belong there"):
        call_command("seed_scale", "--initiatives", "1")
    assert Initiative.objects.count() == 1
