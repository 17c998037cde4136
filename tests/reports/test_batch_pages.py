"""The pages of batches: who gets them, and what they say in each state."""

import re
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from assessments.accounts.middleware import SEEN
from assessments.models import Event
from assessments.review import actions as workflow
from maturity.models import Council, Worker
from maturity.operations import jobs
from reports.batches import asking
from reports.models import Batch
from tests.cast import Cast
from tests.forms import fields
from tests.reports.kept import batch_path
from tests.test_access import ROLES

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("small_reports")]

LIST = "/en/councils/JC/batches/"


@pytest.fixture
def approved(cast: Cast) -> Cast:
    """The cast, with the one baseline of its council."""
    cast.submit()
    workflow.approve(cast.assessment, by=cast.people["cochair"])
    DBTaskResult.objects.all().delete()
    return cast


@pytest.fixture
def batch(approved: Cast) -> Batch:
    return asking.ask(Council.objects.get(code="JC"), by=approved.people["cochair"])


def work() -> None:
    worker = Worker.objects.get_or_create(host="here", pid=1)[0]
    while job := jobs.claim(worker):
        jobs.perform(job, worker, pause=0)


def page(cast: Cast, batch: Batch, part: str = "", language: str = "en") -> str:
    response = cast.client("cochair").get(f"/{language}/batches/{batch.pk}/{part}")
    assert response.status_code == 200
    return re.sub(r"[ \n]+", " ", re.sub("<[^>]+>", " ", response.content.decode())).strip()


@pytest.mark.parametrize("part", ["", "progress/", "reports.zip"])
def test_a_batch_is_for_the_secretariat_and_the_councils_cochairs(
    approved: Cast, batch: Batch, part: str
) -> None:
    work()
    found = []
    for role in ROLES:
        response = approved.client(role).get(f"/en/batches/{batch.pk}/{part}")
        b"".join(response)  # Read to its end, a response closes its file.
        found.append(response.status_code)
    assert found == [302, 404, 404, 403, 404, 404, 200, 404, 200]


@pytest.mark.parametrize("name", ["cancel", "again"])
def test_nobody_else_acts_on_it(approved: Cast, batch: Batch, name: str) -> None:
    for role in ("nobody", "stranger", "council_viewer", "lead", "other_cochair"):
        approved.client(role).post(f"/en/batches/{batch.pk}/", {name: "1"})
    batch.refresh_from_db()
    assert (batch.cancelled_at, Event.objects.filter(subject="batch").count()) == (None, 1)


def test_asking_leads_to_the_batch_and_is_recorded(approved: Cast) -> None:
    client = approved.client("secretariat")
    given = fields(client.get(LIST).content.decode())
    response = client.post(LIST, given)
    batch = Batch.objects.get()
    assert response.headers["Location"] == f"/en/batches/{batch.pk}/"
    event = Event.objects.latest("id")
    assert (event.verb, event.new) == ("ask_batch", {"council": "JC", "baselines": 1})


def test_a_council_without_baselines_is_told_so(cast: Cast) -> None:
    response = cast.client("cochair").post(LIST, {})
    text = response.content.decode()
    assert (response.status_code, Batch.objects.count()) == (200, 0)
    assert text.count("There is no baseline yet to make a report from.") == 1


def test_a_day_that_is_to_come_is_refused(approved: Cast) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    text = approved.client("cochair").post(LIST, {"as_at": tomorrow.isoformat()}).content.decode()
    assert ("This date is in the future." in text, Batch.objects.count()) == (True, 0)


def test_the_page_says_how_far_it_is(approved: Cast, batch: Batch) -> None:
    Worker.objects.create(host="here", pid=1)
    said = page(approved, batch, "progress/")
    assert said == (
        "Waiting to start 0 of 2 reports The remaining time will be known once a few reports are "
        "ready."
    )
    Worker.objects.all().delete()
    assert "Nothing is progressing at the moment" in page(approved, batch, "progress/")
    work()
    size = batch_path(batch).stat().st_size / 1000
    until = (timezone.localtime() + timedelta(days=7)).strftime("%B %-d, %Y")
    assert page(approved, batch, "progress/") == (
        f"Ready Download the file (ZIP, {size:.0f}\N{NO-BREAK SPACE}KB) Kept until {until}."
    )


def test_the_file_is_taken_away_under_its_councils_name_and_day(
    approved: Cast, batch: Batch
) -> None:
    work()
    response = approved.client("cochair").get(f"/fr/batches/{batch.pk}/reports.zip")
    name = f"JC-{timezone.localdate()}-reports-rapports.zip"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.headers["Content-Type"] == "application/zip"
    assert b"".join(response) == batch_path(batch).read_bytes()


def test_there_is_no_file_before_its_time(approved: Cast, batch: Batch) -> None:
    response = approved.client("cochair").get(f"/en/batches/{batch.pk}/reports.zip")
    assert response.status_code == 404


@pytest.mark.parametrize("gone", ["expired", "lost"])
def test_a_file_that_is_gone_is_told(
    approved: Cast, batch: Batch, gone: str, caplog: pytest.LogCaptureFixture
) -> None:
    work()
    if gone == "expired":
        Batch.objects.update(finished_at=timezone.now() - Batch.KEPT)
        assert "The file was kept until" in page(approved, batch)
    else:
        batch_path(batch).unlink()
    response = approved.client("cochair").get(f"/en/batches/{batch.pk}/reports.zip")
    assert response.status_code == 410
    assert "The file is no longer available" in response.content.decode()
    assert [each.message for each in caplog.records if each.name.startswith("reports")] == (
        ["file missing"] if gone == "lost" else []
    )


def test_it_is_cancelled_from_its_page(approved: Cast, batch: Batch) -> None:
    client = approved.client("cochair")
    assert client.post(f"/en/batches/{batch.pk}/", {"cancel": "1"}).status_code == 302
    assert "There is no file." in page(approved, batch)
    assert Event.objects.latest("id").verb == "cancel_batch"


def test_what_failed_is_tried_again_from_its_page(
    approved: Cast, batch: Batch, settings: LazySettings
) -> None:
    in_the_way = settings.REPORTS_DIR / "batches"
    in_the_way.parent.mkdir(exist_ok=True)
    in_the_way.touch()
    work()
    assert "storage is full" in page(approved, batch)
    in_the_way.unlink()
    client = approved.client("cochair")
    assert client.post(f"/en/batches/{batch.pk}/", {"again": "1"}).status_code == 302
    work()
    assert "Download the file" in page(approved, batch)
    assert Event.objects.filter(verb="retry_batch").count() == 1


def test_looking_for_progress_keeps_no_session_alive(approved: Cast, batch: Batch) -> None:
    client = approved.client("cochair")

    def seen_after(path: str) -> float:
        session = client.session
        session[SEEN] = timezone.now().timestamp() - 600
        session.save()
        before = session[SEEN]
        client.get(path)
        return client.session[SEEN] - before

    assert seen_after(f"/en/batches/{batch.pk}/progress/") == 0
    assert seen_after(f"/en/batches/{batch.pk}/") > 500


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_a_list_takes_as_many_queries_however_long(approved: Cast, batch: Batch) -> None:
    client, by = approved.client("cochair"), approved.people["cochair"]
    one = queries(client, LIST)
    for _time in range(2):
        work()
        asking.ask(batch.council, by=by)
    assert Batch.objects.count() == 3
    assert queries(client, LIST) == one


def test_the_pages_speak_french(approved: Cast, batch: Batch) -> None:
    work()
    assert "Prêt" in page(approved, batch, language="fr")
