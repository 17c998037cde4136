"""Files of teams: who gets them, how they are handed out, and how long they are kept."""

import logging
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import FileResponse
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from assessments.evidence.actions import (
    EvidenceDocument,
    SupportedAnswer,
    add_evidence,
    add_file,
    remove_evidence,
)
from assessments.evidence.views import attachment
from assessments.models import Event, Evidence, File, Participant, Submission
from assessments.review import actions as workflow
from maturity.faults import Faults
from maturity.models import Criterion, Jurisdiction
from tests.cast import Cast
from tests.criterion.test_evidence import PDF, ask
from tests.test_access import ROLES

NAME = "Étude d’impact “2026”.pdf"


def add(cast: Cast, *, alone: bool = False, name: str = NAME) -> File:
    """A file for the team's answer to ACC-01, or for what the contributor's government rates."""
    jurisdiction = Jurisdiction.objects.get(code="CA") if alone else None
    row = add_file(
        cast.assessment,
        SupportedAnswer(Criterion.objects.get(code="ACC-01"), None, jurisdiction),
        SimpleUploadedFile(name, PDF),
        by=cast.people["contributor" if alone else "lead"],
    )
    assert row.file
    return row.file


def get(cast: Cast, file: File, role: str = "lead") -> FileResponse:
    return cast.client(role).get(f"/files/{file.pk}/")


def statuses(cast: Cast, file: File) -> list[int]:
    found = []
    for role in ROLES:
        response = get(cast, file, role)
        # Read to its end, a response closes its file.
        b"".join(response)
        found.append(response.status_code)
    return found


# By role, in the order of ROLES: nobody, stranger, viewer, council_viewer, contributor, lead,
# cochair, other_cochair, secretariat.
TEAM = [302, 404, 200, 404, 200, 200, 404, 404, 200]
COUNCIL_TOO = [302, 404, 200, 200, 200, 200, 200, 404, 200]
OWN = [302, 404, 404, 404, 200, 404, 404, 404, 404]
TEAM_ALONE = [302, 404, 200, 404, 200, 200, 404, 404, 404]


def test_a_file_of_the_team_is_seen_by_whoever_sees_the_assessment(cast: Cast) -> None:
    file = add(cast)
    assert statuses(cast, file) == TEAM
    cast.submit()
    assert statuses(cast, file) == COUNCIL_TOO


def test_a_file_of_a_blind_rating_is_seen_by_that_government_alone(cast: Cast) -> None:
    ask(cast)
    file = add(cast, alone=True)
    assert statuses(cast, file) == OWN
    cast.submit()
    assert statuses(cast, file) == OWN
    Participant.objects.update(finished=True)
    assert statuses(cast, file) == COUNCIL_TOO


def test_a_file_that_nothing_uses_is_the_team_s(cast: Cast) -> None:
    file = add(cast)
    remove_evidence(cast.assessment, Evidence.objects.get(), by=cast.people["lead"])
    assert statuses(cast, file) == TEAM_ALONE


def test_what_a_government_took_back_stays_its_own(cast: Cast) -> None:
    ask(cast)
    file = add(cast, alone=True)
    remove_evidence(cast.assessment, Evidence.objects.get(), by=cast.people["contributor"])
    assert statuses(cast, file) == OWN


def test_a_blind_file_that_the_team_uses_too_is_the_team_s(cast: Cast) -> None:
    ask(cast)
    file = add(cast, alone=True)
    place = SupportedAnswer(Criterion.objects.get(code="SEC-01"))
    add_evidence(cast.assessment, place, EvidenceDocument("x", file=file), by=cast.people["lead"])
    assert statuses(cast, file) == TEAM


def test_a_file_is_handed_out_to_be_kept_and_never_shown(cast: Cast) -> None:
    response = get(cast, add(cast))
    assert b"".join(response.streaming_content) == PDF
    headers = response.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Length"] == str(len(PDF))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert set(headers["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert headers["Content-Disposition"] == (
        'attachment; filename="Etude dimpact 2026.pdf"; '
        "filename*=UTF-8''%C3%89tude%20d%E2%80%99impact%20%E2%80%9C2026%E2%80%9D.pdf"
    )


@given(st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=255))
def test_any_name_is_told_in_one_header_that_gives_it_back(name: str) -> None:
    found = re.fullmatch(r'attachment; filename="([^"\\]*)"; filename\*=UTF-8\'\'(\S*)',
                         attachment(name))  # fmt: skip
    assert found is not None
    assert unquote(found[2]) == name
    assert found[1].isascii()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_file_is_only_read(cast: Cast, method: str) -> None:
    path = f"/files/{add(cast).pk}/"
    assert getattr(cast.client("lead"), method)(path).status_code == 405


def test_after_signing_in_one_is_led_to_the_file(cast: Cast) -> None:
    file = add(cast)
    assert Client().get(f"/files/{file.pk}/").url.endswith(f"?next=/files/{file.pk}/")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_file_that_is_missing_on_disk_is_told_to_the_reader_and_to_the_log(
    cast: Cast, caplog: pytest.LogCaptureFixture, language: str
) -> None:
    file = add(cast)
    lead = cast.people["lead"]
    lead.language = language
    lead.save()
    Path(file.content.path).unlink()
    with caplog.at_level(logging.ERROR):
        response = get(cast, file)
    assert response.status_code == 503
    page = response.content.decode()
    assert (f'<html lang="{language}-CA">' in page, "Étude d’impact" in page) == (True, True)
    assert "file missing" in caplog.messages


def kept() -> list[str]:
    return [path.name for path in settings.EVIDENCE_DIR.rglob("*") if path.is_file()]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "EVIDENCE_DIR", tmp_path)
    return tmp_path


def test_a_file_whose_writing_fails_leaves_nothing(cast: Cast, folder: Path) -> None:
    cast.submit()
    with pytest.raises(Faults):
        add(cast)
    assert (kept(), File.objects.count()) == ([], 0)


def test_a_file_is_kept_under_its_own_key(cast: Cast, folder: Path) -> None:
    file = add(cast, name="../../../x.pdf")
    assert (kept(), file.name) == ([file.pk.hex], "x.pdf")


# How long a file is kept.


@pytest.fixture
def later(cast: Cast, folder: Path, django_capture_on_commit_callbacks) -> Callable[..., list[str]]:
    """Applies the retention so many days after whatever happened: what is left on disk then."""

    def later(days: int, *options: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        now = timezone.now() + timedelta(days=days)
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)
        with django_capture_on_commit_callbacks(execute=True):
            call_command("apply_retention", *options)
        return kept()

    return later


def remove(cast: Cast) -> None:
    remove_evidence(cast.assessment, Evidence.objects.get(), by=cast.people["lead"])


@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
def test_a_file_that_nothing_names_goes_after_30_days(
    cast: Cast, later, monkeypatch: pytest.MonkeyPatch, days: int, left: int
) -> None:
    add(cast)
    remove(cast)
    assert len(later(days, monkeypatch=monkeypatch)) == left
    assert File.objects.count() == left


def test_the_days_count_from_when_it_was_taken_away(
    cast: Cast, later, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(cast)
    File.objects.update(added_at=timezone.now() - timedelta(days=300))
    remove(cast)
    assert len(later(29, monkeypatch=monkeypatch)) == 1


def test_a_file_that_is_evidence_stays(cast: Cast, later, monkeypatch: pytest.MonkeyPatch) -> None:
    add(cast)
    assert len(later(3000, monkeypatch=monkeypatch)) == 1


def test_a_file_that_was_handed_to_the_council_stays(
    cast: Cast, later, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = add(cast)
    remove(cast)
    Submission.objects.create(
        assessment=cast.assessment, number=1, at=timezone.now(), by=cast.people["lead"],
        document={"ratings": [{"evidence": [{"title": "x", "url": file.address}]}]},
    )  # fmt: skip
    assert len(later(300, monkeypatch=monkeypatch)) == 1


def test_a_dry_run_removes_no_file(
    cast: Cast, later, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    add(cast)
    remove(cast)
    assert len(later(31, "--dry-run", monkeypatch=monkeypatch)) == 1
    told = capsys.readouterr().out
    assert "1 files that nothing has named for 30 days: would be removed" in told


def test_what_is_removed_leaves_an_event(
    cast: Cast, later, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(cast)
    remove(cast)
    later(31, monkeypatch=monkeypatch)
    event = Event.objects.order_by("pk").last()
    assert (event.verb, event.old) == ("remove_file", {"name": NAME})


@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
def test_what_an_upload_cut_short_left_goes_too(
    cast: Cast, folder: Path, later, monkeypatch: pytest.MonkeyPatch, days: int, left: int
) -> None:
    stray = folder / "ab" / ("ab" * 16)
    stray.parent.mkdir()
    stray.write_bytes(b"x")
    assert len(later(days, monkeypatch=monkeypatch)) == left


def test_a_file_goes_on_into_the_next_cycle(cast: Cast) -> None:
    file = add(cast)
    cast.submit()
    workflow.approve(cast.assessment, by=cast.people["cochair"])
    assert statuses(cast, file) == COUNCIL_TOO
