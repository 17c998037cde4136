"""What a team would tell the next one: lessons learned and successes."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.assessments import Assessment
from assessments.models.people import Language
from maturity.models import Criterion


class Lesson(models.Model):
    """Something that worked, or that a team would do otherwise. It stays with its assessment."""

    class Kind(models.TextChoices):
        LESSON = "lesson", _("Lesson learned")
        SUCCESS = "success", _("Success")

    # What addresses name it by, as with actions.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="lessons")
    kind = models.CharField(_("kind"), max_length=7, choices=Kind, default=Kind.LESSON)
    text = models.CharField(_("what you would tell the next team"), max_length=2000)
    text_language = models.CharField(_("language of the text"), max_length=2, choices=Language)
    criteria = models.ManyToManyField(Criterion, blank=True, verbose_name=_("statements"))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["lesson", "success"]), name="lesson_kind")
        ]
