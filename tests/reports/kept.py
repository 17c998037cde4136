"""Where files of reports are in the folder of these tests."""

from pathlib import Path

from django.conf import settings

from reports import issuing
from reports.batches import archive, council_files
from reports.batches.keeping import old_files
from reports.models import Batch


def batch_path(batch: Batch) -> Path:
    return Path(settings.REPORTS_DIR) / archive.kept_as(batch)


def report_path(sha256: str, ending: str = "pdf") -> Path:
    return Path(settings.REPORTS_DIR) / issuing.name_of(sha256, ending)


def data_path(batch: Batch, language: str) -> Path:
    return Path(settings.REPORTS_DIR) / council_files.data_kept_as(batch, language)


def old_paths() -> list[Path]:
    """What is to be removed."""
    return [Path(settings.REPORTS_DIR) / each.path for each in old_files()]
