"""Writes of teams: which plays their initiative uses, and what shows that it did."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments.audit.record import record
from assessments.cycle.actions import held
from assessments.evidence.attachments import given, told
from assessments.models import Initiative, Person, Play, PlayUse
from maturity.faults import Fault, Faults

WITHOUT_ARTEFACT = _(
    "Add the document that the play asks for: without it, the play does not count as done."
)
NO_DOCUMENT: Mapping[str, Any] = {"title": "", "url": "", "file": None}


@dataclass(frozen=True)
class Use:
    """How far an initiative is with a play; `state` is one of PlayUse.State."""

    state: str
    note: str = ""
    note_language: str = ""


def use_play(
    initiative: Initiative, play: Play, said: Use, document: Mapping[str, Any], *, by: Person
) -> PlayUse:
    """Keeps how far an initiative is with a play, with a document as a `DocumentForm` says it.

    Without one, the document that is there stays. Raises Faults, as `keep_use` and for a file that
    is not kept here.
    """
    with given(initiative, document, by=by) as columns:
        return keep_use(initiative, play, said, columns, by=by)


@transaction.atomic
def keep_use(
    initiative: Initiative, play: Play, said: Use, columns: Mapping[str, Any], *, by: Person
) -> PlayUse:
    """The same with the columns of a document; none leave what is there.

    Raises Faults for a play that is done with nothing to show.
    """
    initiative = held(initiative)
    use = initiative.play_uses.select_related("file").filter(play=play).first()
    old = use and described(use)
    use = use or PlayUse(initiative=initiative, play=play)
    for name, value in {**vars(said), **columns}.items():
        setattr(use, name, value)
    if use.state == PlayUse.State.DONE and not use.title:
        raise Faults([Fault("document_url", str(WITHOUT_ARTEFACT))])
    new = described(use)
    if old == new:
        return use
    use.changed_by = by
    use.save()
    record("use_play", use, by=by, initiative=initiative, place=play.code, old=old, new=new)
    return use


@transaction.atomic
def stop_using(use: PlayUse, *, by: Person) -> None:
    """Takes a play off an initiative, with what showed it; a file stays here for a while."""
    held(use.initiative)
    now = PlayUse.objects.select_related("play", "initiative", "file").filter(pk=use.pk).first()
    if now:
        old, place = described(now), now.play.code
        record("use_play", now, by=by, initiative=now.initiative, place=place, old=old)
        now.delete()


def described(use: PlayUse) -> dict[str, Any]:
    """What is said of a play in use, as the audit record keeps it."""
    said: dict[str, Any] = {"play_state": str(use.state)}
    if use.title:
        said |= told(use)
    if use.note:
        said |= {"use_note": use.note, "use_note_language": use.note_language}
    return said
