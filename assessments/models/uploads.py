"""Workbooks that were uploaded and wait for their reader's word."""

import uuid

from django.db import models

from assessments.models.assessments import Assessment
from assessments.models.people import Person


class WorkbookUpload(models.Model):
    """What a filled-in workbook says, between its preview and its being applied or cancelled."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    content = models.JSONField()

    class Meta:
        ordering = ["-at"]
