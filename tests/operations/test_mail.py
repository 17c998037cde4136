"""Mail: with its change or not at all, tried again, and not kept."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.conf import LazySettings
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from maturity.models import Worker
from maturity.operations import jobs, mail
from tests.operations.conftest import Log
from tests.operations.processes import eventually, workers

MAIL = {
    "to": "someone@example.org",
    "subject": "An invitation",
    "text": "https://portal.example.org/private-token",
    "html": "<p>private-token</p>",
}


class Refusing(EmailBackend):
    """A mail server that takes nothing, and says whom it refuses."""

    def send_messages(self, messages: list) -> int:
        raise SMTPRecipientsRefused({MAIL["to"]: (550, b"no such person")})


@pytest.fixture
def worker(db: None, settings: LazySettings) -> Worker:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return Worker.objects.create(host="here", pid=1)


def do_all(worker: Worker) -> None:
    while job := jobs.claim(worker):
        jobs.perform(job, worker, pause=0)


def kept() -> str:
    """All that the database holds of jobs."""
    return str(list(DBTaskResult.objects.values()))


def test_in_other_tests_a_mail_is_in_the_outbox_at_once() -> None:
    mail.send(**MAIL)
    [sent] = django_mail.outbox
    assert (sent.to, sent.subject, sent.body) == ([MAIL["to"]], MAIL["subject"], MAIL["text"])
    assert sent.alternatives == [(MAIL["html"], "text/html")]


def test_no_machine_answers_it() -> None:
    mail.send(**MAIL)
    message = django_mail.outbox[-1].message()
    assert (message["Auto-Submitted"], message["X-Auto-Response-Suppress"]) == (
        "auto-generated", "All",
    )  # fmt: skip


def test_a_worker_sends_it_and_nothing_of_it_stays(worker: Worker) -> None:
    mail.send(**MAIL)
    do_all(worker)
    assert [sent.to for sent in django_mail.outbox] == [[MAIL["to"]]]
    assert [word for word in ("someone@", "private-token", "invitation") if word in kept()] == []


def test_a_mail_of_a_change_that_was_taken_back_is_not_sent(worker: Worker) -> None:
    with transaction.atomic():
        mail.send(**MAIL)
        transaction.set_rollback(True)
    do_all(worker)
    assert django_mail.outbox == []


@pytest.mark.parametrize("field", ["to", "subject"])
def test_a_header_of_two_lines_is_refused(worker: Worker, field: str) -> None:
    with pytest.raises(ValueError, match=r"newline|linefeed"):
        mail.send(**MAIL | {field: MAIL[field] + "\nBcc: other@example.org"})
    assert DBTaskResult.objects.count() == 0


def test_a_mail_server_that_fails_is_tried_again_later_and_later(
    worker: Worker, settings: LazySettings, log: Log
) -> None:
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Refusing"}}
    mail.send(**MAIL)
    delays = []
    while True:
        do_all(worker)
        job = DBTaskResult.objects.get()
        if job.status != "READY":
            break
        delays.append(round((job.run_after - timezone.now()) / timedelta(minutes=1)))
        DBTaskResult.objects.update(run_after=timezone.now())
    assert (delays, job.status) == ([1, 5, 30, 120], "FAILED")
    assert job.exception_class_path == "maturity.operations.mail.Undelivered"
    told = [(line["error"], line["attempt"]) for line in log() if "error" in line]
    assert told == [("SMTPRecipientsRefused", attempt) for attempt in range(1, 6)]
    words = ("someone@", "private-token", "invitation", "no such person")
    assert [word for word in words if word in kept() + str(log())] == []


def test_a_real_worker_prints_it_on_the_console(committed: None, settings: LazySettings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    mail.send(**MAIL)
    with workers(1, heartbeat=0.5, EMAIL_URL="consolemail://") as [process]:
        eventually(DBTaskResult.objects.filter(status="SUCCESSFUL").exists)
        process.terminate()
        printed, _nothing = process.communicate(timeout=60)
    assert printed.count("To: someone@example.org") == 1
