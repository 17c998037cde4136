"""The databases that tests find, each made once for all the workers of a run, and copied for each.

A test leaves them as they were: what it writes is rolled back.
"""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.cast import approve_pilot, import_pilot, load_model, make_cast

SQLITE = "django.db.backends.sqlite3"
# What is in each, and of which other one it begins as a copy.
KINDS: dict[str, tuple[str, Callable[[], object] | None]] = {
    "empty": ("", None),  # tables alone
    "model": ("empty", load_model),
    "cast": ("empty", make_cast),
    "pilot": ("model", import_pilot),
    "approved": ("pilot", approve_pilot),
}


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """The other workers of the run wait here, in turn."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class Databases:
    """The databases of one worker. `use` says which one Django works on from then on."""

    kind = "cast"
    opened = False

    def open(self, shared: Path, worker: str) -> None:
        """Makes those that no other worker has made, copies all, and goes to that of `kind`."""
        self.shared = shared
        self.worker = worker
        shared.mkdir(exist_ok=True)
        with alone(shared):
            for kind, (source, fill) in KINDS.items():
                self._make(kind, source, fill)
            for kind in KINDS:
                self._copy(self.name(kind), self.name(kind, worker))
        self.opened = True
        self._connect_to(self.name(self.kind, worker))

    def use(self, kind: str) -> None:
        """Has the tests from here on find the database of a kind."""
        self.kind, before = kind, self.kind
        if self.opened and kind != before:
            self._connect_to(self.name(kind, self.worker))

    def name(self, kind: str, worker: str = "") -> str:
        """What Django calls the database of a kind: the first one, or a worker's copy."""
        if settings.DATABASES["default"]["ENGINE"] == SQLITE:
            return str((self.shared / f"{kind}-{worker or 'first'}").with_suffix(".sqlite3"))
        # The run's folder tells this run's databases from those of any other on the same server.
        return f"test_{self.shared.parent.name.replace('-', '_')}_{kind}_{worker or 'first'}"

    def url(self, kind: str) -> str:
        """DATABASE_URL of the first database of a kind, to be copied."""
        given = settings.DATABASES["default"]
        if given["ENGINE"] == SQLITE:
            return f"sqlite:///{self.name(kind)}"
        return f"postgres://{given['USER']}@/{given['HOST']}/{self.name(kind)}"

    def _make(self, kind: str, source: str, fill: Callable[[], object] | None) -> None:
        made = self.shared / f"{kind}-is-made"
        if made.exists():
            return
        if source:
            self._copy(self.name(source), self.name(kind))
        else:
            settings.DATABASES["default"]["TEST"]["NAME"] = self.name(kind)
            connection.creation.create_test_db(verbosity=0, autoclobber=True)
        self._connect_to(self.name(kind))
        if fill:
            fill()
        connection.close()
        made.touch()

    def _connect_to(self, name: str) -> None:
        connection.close()
        connection.settings_dict["NAME"] = name

    def _copy(self, source: str, target: str) -> None:
        if settings.DATABASES["default"]["ENGINE"] == SQLITE:
            shutil.copyfile(source, target)
            return
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {target} TEMPLATE {source}")


databases = Databases()
