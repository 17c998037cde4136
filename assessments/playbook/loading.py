"""The plays that come with the portal: a folder of files, read whole before any is published."""

from collections.abc import Sequence
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Person
from assessments.playbook.actions import load
from assessments.playbook.file import PlayFile, parse
from assessments.playbook.texts import Known
from maturity.faults import Fault, Faults

# The attributes in the order in which the playbook has them, and then what serves them all.
ORDER = ("ACC", "CON", "EFF", "RES", "INT", "SEC", "SMP", "X")
# How many bytes a file may have: the longest texts that are kept, in both languages, and room.
LARGEST = 200_000


def read_folder(folder: Path) -> list[PlayFile]:
    """The plays of a folder in the order of the playbook.

    Raises Faults: those of all files at once, each with its file and place.
    """
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise Faults([Fault(str(folder), _("has no file of a play (CODE.toml)"))])
    known, plays, faults = Known.read(), [], []
    for path in paths:
        try:
            plays.append(_read(path, known))
        except Faults as found:
            faults += [Fault(_place(path, each.place), each.message) for each in found.faults]
    if faults:
        raise Faults(faults)
    return sorted(plays, key=lambda each: _key(each.code))


@transaction.atomic
def load_all(plays: Sequence[PlayFile], *, by: Person) -> int:
    """Publishes what is new or changed in files; gives how many plays that were."""
    return sum(load(each, order, by=by) for order, each in enumerate(plays, 1))


def _read(path: Path, known: Known) -> PlayFile:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        message = _("cannot be read: %(why)s") % {"why": error.strerror}
        raise Faults([Fault("", message)]) from error
    if len(data) > LARGEST:
        raise Faults([Fault("", _("the file is too large"))])
    play = parse(data, known)
    if play.code != path.stem:
        raise Faults([Fault("code", _("must be the name of the file, without its ending"))])
    return play


def _place(path: Path, place: str) -> str:
    return f"{path.name}: {place}" if place else path.name


def _key(code: str) -> tuple[int, str]:
    family = code.partition("-")[0].rstrip("0123456789")
    return (ORDER.index(family) if family in ORDER else len(ORDER), code)
