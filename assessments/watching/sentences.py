"""What the state of the portal is called in words, with what to do about what is not well."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import AuditHead
from maturity.context import VERSION
from maturity.models import BackupRun
from maturity.operations.backup_runs import backups
from maturity.operations.state import Jobs, State
from maturity.wording import duration, file_size, grouped, long_date

# From when on something is too old: a backup of every day, and what else is done every night, with
# two hours for it; a drill of every three months; a job.
BACKUP_AGE = NIGHTLY_AGE = timedelta(hours=26)
DRILL_AGE = timedelta(days=100)
WAIT = timedelta(minutes=30)
LITTLE_ROOM = 2_000_000_000  # bytes
HASH_SHOWN = 16


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence on the state of something; `to_do` where it is not well.

    `reason` is what the portal noted of a failure, in English.
    """

    text: str
    to_do: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StateSection:
    """What is said of a part of the portal."""

    key: str
    title: str
    sentences: list[Sentence]


def sections(found: State, head: AuditHead | None) -> list[StateSection]:
    """All that is said of the portal's state."""
    return [
        StateSection("backups", _("Backups"), [*_of_backups(found), *_of_drills(found)]),
        StateSection("jobs", _("Emails and reports"), [*_of_jobs(found), *_of_mail(found.jobs)]),
        StateSection("room", _("Room for files"), [*_of_room(found)]),
        StateSection("retention", _("What is no longer needed"), [*_of_retention(found)]),
        StateSection(
            "record", _("Record and version"), [*_of_verification(found), *_of_record(head)]
        ),
    ]


def _of_backups(found: State) -> Iterator[Sentence]:
    last, failed = found.backup.done, found.backup.last_failed
    if last is None or last.ended_at is None:
        yield _no_backup()
    else:
        age = found.at - last.ended_at
        text = _("The last backup is %(age)s old.") % {"age": duration(age)}
        if age <= BACKUP_AGE:
            yield Sentence(text)
        else:
            yield Sentence(
                text,
                _(
                    "A backup should be made every day. Ask the portal’s technical team why there "
                    "has been none since."
                ),
            )
        yield _of_encryption(last)
    if failed:
        text = _("The last attempt to make a backup failed on %(date)s.")
        yield Sentence(
            text % {"date": long_date(failed.begun_at)},
            _tried_again(),
            failed.faults,
        )
    if number := len(found.lost):
        text = ngettext(
            "%(number)s backup opens only with a key that is no longer used for new ones.",
            "%(number)s backups open only with a key that is no longer used for new ones.",
            number,
        )
        yield _counted(
            text,
            number,
            _("Make sure that the old private key is kept until they have been removed."),
        )


def _no_backup() -> Sentence:
    if backups() is None:
        return Sentence(
            _("The portal makes no backups."),
            _(
                "Ask the portal’s technical team to set BACKUPS_DIR, or to confirm that they back "
                "up the portal in another way."
            ),
        )
    return Sentence(
        _("No backup has been made yet."),
        _(
            "The first one will be made within 24 hours. If there is still none tomorrow, ask "
            "the portal’s "
            "technical team why."
        ),
    )


def _of_encryption(last: BackupRun) -> Sentence:
    if last.recipients:
        text = ngettext(
            "It is encrypted: it opens with %(number)s private key.",
            "It is encrypted: it opens with any of %(number)s private keys.",
            len(last.recipients),
        )
        return _counted(text, len(last.recipients))
    return Sentence(
        _("It is not encrypted: anyone who gets the file can read it."),
        _("Ask the portal’s technical team to set BACKUP_RECIPIENTS."),
    )


def _of_drills(found: State) -> Iterator[Sentence]:
    last, failed = found.drill.done, found.drill.last_failed
    ask = _(
        "Ask the portal’s technical team for a restore drill. One every three months shows that "
        "backups can be restored and that the key is not lost."
    )
    if last and last.ended_at:
        age = found.at - last.ended_at
        text = _("The last restore drill that succeeded was %(age)s ago.")
        yield Sentence(text % {"age": duration(age)}, ask if age > DRILL_AGE else "")
    elif not failed:
        yield Sentence(_("No restore drill has been done yet."), ask)
    if failed:
        text = _("A restore drill failed on %(date)s.")
        yield Sentence(
            text % {"date": long_date(failed.begun_at)},
            _(
                "Until a drill succeeds, it is not certain that a backup can be restored. Send the "
                "portal’s technical team the reason below."
            ),
            failed.faults,
        )


def _of_jobs(found: State) -> Iterator[Sentence]:
    jobs = found.jobs
    if jobs.workers:
        text = ngettext(
            "%(number)s worker is running.", "%(number)s workers are running.", jobs.workers
        )
        yield _counted(text, jobs.workers)
    else:
        yield Sentence(
            _("No worker is running, so no emails are sent, and no reports or backups are made."),
            _("Ask the portal’s technical team to start a worker."),
        )
    if jobs.oldest is None:
        yield Sentence(_("No job is waiting."))
    else:
        waited = max(found.at - jobs.oldest, timedelta(0))
        text = ngettext(
            "%(number)s job has been waiting for %(age)s.",
            "%(number)s jobs are waiting, the oldest for %(age)s.",
            jobs.waiting,
        )
        ask = _("Ask the portal’s technical team whether the workers keep up with the work.")
        yield _counted(text, jobs.waiting, ask if waited > WAIT else "", age=duration(waited))
    if jobs.failed:
        text = ngettext(
            "%(number)s job failed in the past 7 days.",
            "%(number)s jobs failed in the past 7 days.",
            jobs.failed,
        )
        yield _counted(
            text,
            jobs.failed,
            _(
                "Ask the portal’s technical team to look in the log. You can ask for a report that "
                "failed again."
            ),
        )


def _of_mail(jobs: Jobs) -> Iterator[Sentence]:
    if jobs.mail_delayed:
        text = ngettext(
            "The mail server has not taken %(number)s email yet. The portal will try again.",
            "The mail server has not taken %(number)s emails yet. The portal will try again.",
            jobs.mail_delayed,
        )
        yield _counted(
            text,
            jobs.mail_delayed,
            _("If this lasts for more than an hour, tell the portal’s technical team."),
        )
    if jobs.mail_given_up:
        text = ngettext(
            "%(number)s email could not be sent in the past 7 days.",
            "%(number)s emails could not be sent in the past 7 days.",
            jobs.mail_given_up,
        )
        yield _counted(
            text,
            jobs.mail_given_up,
            _(
                "Ask the portal’s technical team whether the mail server works. The portal does "
                "not keep these emails: invitations have to be sent again."
            ),
        )
    if not (jobs.mail_delayed or jobs.mail_given_up):
        yield Sentence(_("No emails are delayed."))


def _of_room(found: State) -> Iterator[Sentence]:
    names = {
        "reports": _("reports"),
        "evidence": _("evidence files"),
        "backups": _("backups"),
    }
    for kind, place in found.places.items():
        values = {"what": names[kind]}
        if not place.answers:
            text = (
                _("The folder for %(what)s does not answer.")
                if place.is_folder
                else _("The object storage for %(what)s does not answer.")
            )
            yield Sentence(
                text % values,
                _("Ask the portal’s technical team to see to it: nothing can be saved there."),
            )
        elif place.free is None:
            yield Sentence(_("The object storage for %(what)s answers.") % values)
        else:
            text = _("Free space for %(what)s: %(size)s.")
            ask = _("Ask the portal’s technical team to make room before it runs out.")
            said = text % (values | {"size": file_size(place.free)})
            yield Sentence(said, ask if place.free < LITTLE_ROOM else "")


def _of_verification(found: State) -> Iterator[Sentence]:
    last, failed = found.verification.done, found.verification.last_failed
    if settings.NIGHTLY_HOUR is None:
        yield Sentence(_("The portal itself does not verify its activity record."), _ask_nightly())
        return
    if failed:
        text = _("The activity record could not be verified on %(date)s.")
        yield Sentence(
            text % {"date": long_date(failed.begun_at)},
            _(
                "Send the portal’s technical team the reason below today. If it names events or "
                "baselines, these were changed outside the portal: keep every backup until the "
                "team knows what happened."
            ),
            failed.faults,
        )
    if last and last.ended_at:
        age = found.at - last.ended_at
        text = _("The activity record was last found intact %(age)s ago.")
        yield Sentence(text % {"age": duration(age)}, _late(age))
    elif not failed:
        yield Sentence(_("The activity record has not been verified yet."), _soon())


def _of_retention(found: State) -> Iterator[Sentence]:
    last, failed = found.retention.done, found.retention.last_failed
    if settings.NIGHTLY_HOUR is None:
        yield Sentence(
            _("The portal itself does not remove addresses and files that are no longer needed."),
            _ask_nightly(),
        )
        return
    if failed:
        text = _("Addresses and files that are no longer needed could not be removed on %(date)s.")
        yield Sentence(text % {"date": long_date(failed.begun_at)}, _tried_again(), failed.faults)
    if last and last.ended_at:
        age = found.at - last.ended_at
        text = _("Addresses and files that are no longer needed were last removed %(age)s ago.")
        yield Sentence(text % {"age": duration(age)}, _late(age))
    elif not failed:
        yield Sentence(
            _("Addresses and files that are no longer needed have not been removed yet."), _soon()
        )


def _ask_nightly() -> str:
    return _(
        "Ask the portal’s technical team to set NIGHTLY_HOUR, or to confirm that they have this "
        "done every night in another way."
    )


def _late(age: timedelta) -> str:
    """What to do about what is done every night, where the last time was so long ago."""
    ask = _("This should be done every night. Ask the portal’s technical team why it is not.")
    return ask if age > NIGHTLY_AGE else ""


def _soon() -> str:
    return _(
        "This will be done for the first time within 24 hours. If it has not been done tomorrow, "
        "ask the portal’s technical team why."
    )


def _tried_again() -> str:
    return _(
        "The portal tries again every hour. If it keeps failing, send the portal’s technical team "
        "the reason below."
    )


def _of_record(head: AuditHead | None) -> Iterator[Sentence]:
    if head is not None:
        text = ngettext(
            "The activity record has %(number)s entry. Its fingerprint is %(hash)s…",
            "The activity record has %(number)s entries. Its fingerprint is %(hash)s…",
            head.count,
        )
        yield _counted(text, head.count, hash=head.hash[:HASH_SHOWN])
    yield Sentence(_("The portal is at version %(version)s.") % {"version": VERSION})


def _counted(text: str, number: int, to_do: str = "", **values: str) -> Sentence:
    """A sentence that has a number in it, and the values that its text names beside."""
    return Sentence(text % {"number": grouped(number), **values}, to_do)
