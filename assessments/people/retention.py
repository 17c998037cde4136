"""Removing what is kept of people and of files once nothing needs it (settings.RETENTION)."""

import datetime
import json
import re
import uuid
from functools import partial

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.tasks import task
from django.utils import timezone

from assessments.audit.record import record
from assessments.models import (
    AccessToken,
    Baseline,
    Bookmark,
    Event,
    File,
    Invitation,
    Person,
    SavedView,
    StatementTime,
    Submission,
    UnclearMark,
    UsefulMark,
    WorkbookUpload,
)
from assessments.people.actions import command_line_person
from maturity.models import NightlyRun
from maturity.operations.runs import do_every_night
from maturity.operations.stores import KeptFile, store

REMOVED = "removed.invalid"
# The verbs by which evidence is taken away, and how long the name of a file on disk is.
TAKING = ("remove_evidence", "change_evidence", "support_alone")
PLACE = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}")  # of `models.files.place`


def invitations_over() -> QuerySet[Invitation]:
    """Invitations that were accepted, taken back or ran out more than so many days ago."""
    limit = _days_ago(settings.RETENTION["invitations"])
    ended = (
        Q(accepted_at__lt=limit)
        | Q(revoked_at__lt=limit)
        | Q(accepted_at=None, revoked_at=None, expires_at__lt=limit)
    )
    return Invitation.objects.filter(ended)


def tokens_over() -> QuerySet[AccessToken]:
    """Access tokens that were revoked or ran out as long ago."""
    limit = _days_ago(settings.RETENTION["invitations"])
    return AccessToken.objects.filter(Q(revoked_at__lt=limit) | Q(expires_at__lt=limit))


def people_left() -> QuerySet[Person]:
    """People whose account was closed more than so many days ago, and who are still known by it."""
    limit = _days_ago(settings.RETENTION["left"])
    left = Person.objects.filter(is_active=False, left_at__lt=limit)
    return left.exclude(email__endswith=f"@{REMOVED}")


def sessions_over() -> QuerySet[Session]:
    """Sessions that have run out."""
    return Session.objects.filter(expire_date__lt=timezone.now())


def files_over() -> list[File]:
    """Files that nothing has named for so many days.

    Evidence names a file, and so does what was handed to a council, or approved; and for a while
    the evidence from which it was taken, since that can be undone.
    """
    limit = _days_ago(settings.RETENTION["files"])
    unused = File.objects.unused().filter(added_at__lt=limit).select_related("initiative")
    return [file for file in unused if not _named(file, since=limit)]


def workbooks_over() -> QuerySet[WorkbookUpload]:
    """Workbooks that were uploaded so many days ago, and neither applied nor cancelled."""
    return WorkbookUpload.objects.filter(at__lt=_days_ago(settings.RETENTION["files"]))


def stray_files() -> list[KeptFile]:
    """Files without a row, which a crash in the middle of an upload left as many days ago."""
    limit = _days_ago(settings.RETENTION["files"])
    known = set(File.objects.values_list("content", flat=True))
    return [
        file
        for file in store("evidence").kept()
        if PLACE.fullmatch(file.path) and file.path not in known and file.changed_at < limit
    ]


@task
def apply_every_night() -> None:
    """Removes all of it in the secretariat's name; raises Again."""
    do_every_night(NightlyRun.Kind.RETENTION, _applied)


def _applied() -> dict[str, int]:
    # A portal without people has nothing to remove, and stays one that a backup can be put into.
    return apply_retention(by=command_line_person()) if Person.objects.exists() else {}


@transaction.atomic
def apply_retention(*, by: Person) -> dict[str, int]:
    """Removes all of it; gives how many of each. Names stay beside what people wrote."""
    counts = {
        "invitations": invitations_over().delete()[0],
        "tokens": tokens_over().delete()[0],
        "people": 0,
        "files": 0,
        "sessions": sessions_over().delete()[0],
        "workbooks": workbooks_over().delete()[0],
    }
    # Every lock comes before the first event (see `record`).
    people = list(people_left().select_for_update())
    keys = [file.pk for file in files_over()]
    unused = File.objects.unused().filter(pk__in=keys).select_related("initiative")
    files = list(unused.select_for_update(of=("self",)))
    for person in people:
        for kept in (EmailAddress, Authenticator, SocialAccount):
            kept.objects.filter(user=person).delete()
        AccessToken.objects.filter(person=person).delete()
        SavedView.objects.filter(person=person).delete()
        for own in (Bookmark, UsefulMark, UnclearMark, StatementTime):
            own.objects.filter(person=person).delete()
        person.email = f"{uuid.uuid4()}@{REMOVED}"
        person.set_unusable_password()
        person.home_view = None
        person.save(update_fields=["email", "password", "home_view"])
        record("forget_address", person, by=by)
        counts["people"] += 1
    for file in files:
        record("remove_file", file, by=by, initiative=file.initiative, old={"name": file.name})
        _remove(file)
        counts["files"] += 1
    strays = stray_files()
    for stray in strays:
        transaction.on_commit(stray.delete, robust=True)
    unfinished = partial(store("evidence").remove_unfinished, _days_ago(1))
    transaction.on_commit(unfinished, robust=True)
    return counts | {"strays": len(strays)}


def _remove(file: File) -> None:
    """Takes away the row of a file, and once that is certain its content."""
    # What cannot be taken away now is a stray from then on.
    transaction.on_commit(partial(file.content.delete, save=False), robust=True)
    file.delete()


def _named(file: File, *, since: datetime.datetime) -> bool:
    key = str(file.pk)
    taken = Event.objects.filter(
        initiative_id=file.initiative_id, at__gte=since, verb__in=TAKING
    ).values_list("old", flat=True)
    handed = Submission.objects.filter(assessment__initiative=file.initiative)
    approved = Baseline.objects.filter(assessment__initiative=file.initiative)
    said = [*taken, *handed.values_list("document", flat=True)]
    return (
        any(key in json.dumps(each) for each in said)
        or approved.filter(snapshot__contains=key).exists()
    )


def _days_ago(days: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)
