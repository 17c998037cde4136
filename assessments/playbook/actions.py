"""Writes of the secretariat to the playbook: drafts, versions, what readers see."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.audit.record import record
from assessments.models import Person, Play, PlayVersion
from assessments.playbook.file import PlayFile
from assessments.playbook.texts import Known, Values, draft_faults, missing, values_of
from assessments.search.words import keep_play_words
from maturity.faults import Fault, Faults


@transaction.atomic
def create_play(code: str, *, by: Person) -> Play:
    """Adds a play with a code that no other has, after all others. Raises Faults."""
    if Play.objects.filter(code=code).exists():
        raise Faults([Fault("code", _("A play with this code exists. Choose another."))])
    last = Play.objects.order_by("-order").values_list("order", flat=True).first()
    play = Play.objects.create(code=code, order=(last or 0) + 1)
    record("create_play", play, by=by, place=code)
    return play


@transaction.atomic
def save_draft(play: Play, values: Values, *, by: Person) -> PlayVersion:
    """Keeps what a play is to say, in one language or both; readers do not see it yet.

    Raises Faults for what no version may say.
    """
    play = _held(play)
    if faults := list(draft_faults(values, Known.read())):
        raise Faults(faults)
    draft = _draft(play)
    old = values_of(draft) if draft._state.adding is False else None
    if old == values:
        return draft
    _fill(draft, values, by=by)
    draft.save()
    record(
        "draft_play",
        play,
        by=by,
        place=play.code,
        old=_differing(old, values),
        new=_differing(values, old),
    )
    return draft


@transaction.atomic
def publish(play: Play, values: Values, *, by: Person) -> PlayVersion:
    """Shows readers a new version in both languages. Raises Faults for all that is missing.

    A play that was withdrawn and says what it last did is shown again as that version.
    """
    play = _held(play)
    if faults := [*draft_faults(values, Known.read()), *missing(values)]:
        raise Faults(faults)
    newest = play.versions.exclude(published_at=None).first()
    before = play.published
    if newest and values_of(newest) == values:
        discard_draft(play, by=by)
        version = newest
    else:
        version = _draft(play)
        _fill(version, values, by=by)
        version.published_at, version.published_by = timezone.now(), by
        version.save()
    if before == version:
        return version
    play.published = version
    play.save(update_fields=["published"])
    keep_play_words(play)
    old = before and {"version": before.number}
    record("publish_play", play, by=by, place=play.code, old=old, new={"version": version.number})
    return version


@transaction.atomic
def withdraw(play: Play, *, by: Person) -> None:
    """Takes a play out of what readers find. What initiatives did with it stays."""
    play = _held(play)
    if play.published is None:
        return
    old = {"version": play.published.number}
    play.published = None
    play.save(update_fields=["published"])
    keep_play_words(play)
    record("withdraw_play", play, by=by, place=play.code, old=old)


@transaction.atomic
def discard_draft(play: Play, *, by: Person) -> None:
    """Removes what was drafted; what is published stays as it is."""
    play = _held(play)
    if play.versions.filter(published_at=None).delete()[0]:
        record("discard_play_draft", play, by=by, place=play.code)


@transaction.atomic
def load(file: PlayFile, order: int, *, by: Person) -> bool:
    """Publishes what a file says, and gives whether anything changed.

    A play that somebody of the secretariat has changed or withdrawn is left as it is.
    """
    play = Play.objects.filter(code=file.code).first()
    if play is None:
        play = Play.objects.create(code=file.code, order=order)
    elif play.published is None or play.versions.exclude(changed_by=by).exists():
        return False
    before = play.published_id
    return publish(play, file.values, by=by).pk != before


def _held(play: Play) -> Play:
    """Lock a play until the transaction ends: its versions have one writer at a time."""
    held = Play.objects.select_for_update(of=("self",)).select_related("published")
    return held.get(pk=play.pk)


def _draft(play: Play) -> PlayVersion:
    """The draft of a play, or a new one with the next number, not saved yet."""
    if draft := play.versions.filter(published_at=None).first():
        return draft
    last = play.versions.order_by("-number").values_list("number", flat=True).first()
    return PlayVersion(play=play, number=(last or 0) + 1)


def _fill(version: PlayVersion, values: Values, *, by: Person) -> None:
    for column, value in values.items():
        setattr(version, column, value)
    version.changed_by = by


def _differing(values: Values | None, other: Values | None) -> dict[str, object] | None:
    """Of some values, those that are not the same in others, for the audit record."""
    if values is None:
        return None
    return {name: value for name, value in values.items() if not other or other[name] != value}
