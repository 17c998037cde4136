"""Long migrations of data: in batches, told, interrupted and gone on with."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command

from maturity.faults import Faults
from maturity.operations import data_steps
from maturity.operations.data_steps import DataStep, advanced
from tests.operations.portals import Portal
from tests.operations.processes import ROOT, Process, eventually

MARKED = "SELECT count(*) FROM assessments_person WHERE name LIKE '%(migrated)'"
INSERT = (
    "INSERT INTO assessments_person (id, email, name, password, language, mail_muted, digest, "
    "not_timed, is_active) SELECT gen_random_uuid(), n || '@example.org', 'Fictitious ' || n, '', "
    "'en', false, false, false, true FROM generate_series(1, 5) n"
)


class Numbers:
    """So many things to migrate, of which some never are."""

    def __init__(self, total: int, stuck: int = 0):
        self.total, self.stuck, self.batches = total, stuck, list[int]()

    @property
    def step(self) -> DataStep:
        return DataStep("numbers", lambda: self.total, self.advance)

    def advance(self, size: int) -> int:
        number = min(size, self.total - self.stuck)
        self.total -= number
        self.batches.append(number)
        return number


@pytest.mark.usefixtures("db")
def test_a_step_goes_in_batches_and_says_how_far_it_is() -> None:
    numbers = Numbers(1_200)
    assert [str(each) for each in advanced([numbers.step])] == [
        "numbers: 500 of 1,200",
        "numbers: 1,000 of 1,200",
        "numbers: 1,200 of 1,200",
    ]
    assert numbers.batches == [500, 500, 200, 0]


@pytest.mark.usefixtures("db")
def test_what_is_done_already_is_not_done_again() -> None:
    assert list(advanced([Numbers(0).step])) == []


@pytest.mark.usefixtures("db")
def test_a_step_that_gets_nowhere_ends_with_a_fault() -> None:
    with pytest.raises(Faults) as raised:
        list(advanced([Numbers(3, stuck=2).step]))
    assert str(raised.value) == "numbers: 2 rows are left, and none could be migrated"


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch, db: None) -> Callable[..., None]:
    """Has the command know of some steps."""

    def know(*steps: DataStep) -> None:
        monkeypatch.setattr(data_steps, "registered", lambda: iter(steps))

    return know


def test_the_command_says_that_nothing_is_left(
    steps: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    steps(Numbers(2).step)
    call_command("migrate_data")
    assert capsys.readouterr().out == "numbers: 2 of 2\nNo data is left to migrate.\n"


def test_a_check_changes_nothing_and_tells_every_step(
    steps: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    numbers = Numbers(1_200)
    steps(numbers.step, numbers.step)
    with pytest.raises(SystemExit) as ended:
        call_command("migrate_data", "--check")
    assert (ended.value.code, numbers.batches) == (1, [])
    assert capsys.readouterr().err == "numbers: 1,200 rows are left\n" * 2


@pytest.mark.usefixtures("db")
def test_every_step_that_is_registered_has_nothing_left_in_a_new_portal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("migrate_data", "--check")
    assert capsys.readouterr().out == "No data is left to migrate.\n"


# In processes of their own, on PostgreSQL.


@contextmanager
def migrating(portal: Portal, until: str = "") -> Iterator[Process]:
    """`migrate_data` with the step of slow_steps."""
    settings = {"DATABASE_URL": portal.url, "DJANGO_SETTINGS_MODULE": "maturity.settings"}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.operations.slow_steps", *filter(None, [until])],
        cwd=ROOT,
        env=os.environ | settings | portal.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.slow
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_it_can_be_started_twice_interrupted_and_gone_on_with(
    migrated: Callable[[str], Portal], tmp_path: Path, end: signal.Signals
) -> None:
    portal = migrated("postgresql")
    portal.ask(INSERT)
    with migrating(portal, f"{tmp_path}/never") as first:
        assert first.stdout
        assert first.stdout.readline() == "names: 2 of 5\n"
        with migrating(portal) as second:
            assert second.communicate(timeout=60)[0].startswith("Another host is migrating data")
        assert second.returncode == 0
        first.send_signal(end)
        said, _nothing = first.communicate(timeout=60)
    told = "Interrupted: what is told above is done. Start again to go on.\n"
    assert (first.returncode, said) == {signal.SIGINT: (130, told), signal.SIGKILL: (-9, "")}[end]
    assert eventually(lambda: portal.ask(MARKED)) == [(2,)]
    with migrating(portal) as again:
        said, _nothing = again.communicate(timeout=60)
    assert said == "names: 2 of 3\nnames: 3 of 3\nNo data is left to migrate.\n"
    assert portal.ask(MARKED) == [(5,)]
