"""What tests of reports begin from."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from pytest_django import DjangoDbBlocker

from assessments.seeding.scale import add
from reports import issuing
from reports.documents import Report, ReportDocument


@pytest.fixture(scope="module")
def nine_of_module(kept: DjangoDbBlocker) -> None:
    with kept.unblock():
        list(add(range(1, 10), seed=1))


@pytest.fixture
def nine(nine_of_module: None, db: None) -> None:
    """Nine initiatives of the three councils, with baselines at all four stages."""


@pytest.fixture
def database_tasks(settings: LazySettings, tmp_path: Path) -> None:
    """Jobs are rows, which wait for the test to do them, and files are the test's own."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.REPORTS_DIR = tmp_path / "reports"


@pytest.fixture
def small_reports(database_tasks: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports are small: what is in them is tested elsewhere."""

    def small(document: ReportDocument) -> Report:
        return Report(f"{document.name}.pdf", b"%PDF-1.7 " + document.name.encode())

    monkeypatch.setattr(issuing, "make_pdf", small)
