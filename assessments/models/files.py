"""Files that teams keep here as evidence."""

import uuid
from typing import Self

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models

from assessments.models.initiatives import Initiative
from assessments.models.people import Person
from maturity.file_kinds import KINDS


def storage() -> Storage:
    """Where files of teams are kept, outside of whatever a web server serves by itself."""
    return storages["evidence"]


def place(file: "File", _name: str) -> str:
    """Where a file is kept: under its own id, so that no name of a person's choice gets there."""
    return f"{file.pk.hex[:2]}/{file.pk.hex}"


class FileQuerySet(models.QuerySet["File"]):
    def unused(self) -> Self:
        """Those that no document names."""
        return self.filter(evidence=None, actiondocuments=None, lessondocuments=None, playuses=None)


class File(models.Model):
    """A file of an initiative's team. It never changes, and stays as long as evidence names it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    content = models.FileField(storage=storage, upload_to=place, max_length=100)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        ordering = ["added_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> str:
        """What people call its kind: PDF, DOCX."""
        return KINDS[self.media_type].word if self.media_type in KINDS else ""

    @property
    def address(self) -> str:
        """The address that names it outside of the portal too: in exports and reports."""
        return f"{settings.PORTAL_URL}/files/{self.pk}/"
