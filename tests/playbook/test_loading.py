"""load_playbook: what it publishes, and what it leaves alone. In a portal without plays."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from assessments.models import Event, Membership, Person, Play, PlayVersion
from assessments.models.people import Role
from assessments.playbook.actions import publish, withdraw
from assessments.playbook.texts import values_of
from maturity import model_file

pytestmark = pytest.mark.database("empty")
FIXTURES = settings.BASE_DIR / "fixtures"
type Manage = Callable[..., tuple[int, str, str]]


@pytest.fixture
def secretariat(db: None) -> Person:
    """Somebody of the secretariat, in a portal that has the model."""
    model_file.load(model_file.parse((FIXTURES / "2017-draft.json").read_bytes()))
    person = Person.objects.create(email="secretariat@example.org", name="Fictitious secretariat")
    Membership.objects.create(person=person, role=Role.SECRETARIAT)
    return person


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one play."""
    text = (FIXTURES / "playbook" / "ACC-a.toml").read_text(encoding="utf-8")
    (tmp_path / "ACC-a.toml").write_text(text, encoding="utf-8")
    return tmp_path


def rename(folder: Path) -> None:
    path = folder / "ACC-a.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Map every door", "Map all doors"), encoding="utf-8")


def test_loading_publishes_each_play_once(secretariat: Person, manage: Manage) -> None:
    assert manage("load_playbook")[:2] == (0, "27 plays read, 27 published\n")
    assert manage("load_playbook")[:2] == (0, "27 plays read, 0 published\n")
    codes = list(Play.objects.published().values_list("code", flat=True))
    assert codes[:4] == ["ACC-a", "ACC-b", "ACC-c", "CON-a"]
    assert codes[-2:] == ["X5", "X6"]
    assert set(PlayVersion.objects.values_list("number", flat=True)) == {1}
    assert Event.objects.filter(verb="publish_play").count() == 27


def test_a_file_that_changed_becomes_the_next_version(
    secretariat: Person, manage: Manage, folder: Path
) -> None:
    manage("load_playbook", str(folder))
    rename(folder)
    assert manage("load_playbook", str(folder))[1] == "1 plays read, 1 published\n"
    published = Play.objects.published().get(code="ACC-a").published
    assert published is not None
    assert (published.number, published.title_en) == (2, "Map all doors")


def test_what_the_secretariat_changed_is_left_alone(
    secretariat: Person, manage: Manage, folder: Path
) -> None:
    manage("load_playbook", str(folder))
    play = Play.objects.published().get()
    assert play.published is not None
    said = values_of(play.published) | {"title_en": "Find the doors"}
    publish(play, said, by=secretariat)
    rename(folder)
    assert manage("load_playbook", str(folder))[1] == "1 plays read, 0 published\n"
    withdraw(play, by=secretariat)
    manage("load_playbook", str(folder))
    assert not Play.objects.published().exists()


def test_what_was_only_withdrawn_stays_withdrawn(
    secretariat: Person, manage: Manage, folder: Path
) -> None:
    manage("load_playbook", str(folder))
    withdraw(Play.objects.get(), by=secretariat)
    manage("load_playbook", str(folder))
    assert not Play.objects.published().exists()
