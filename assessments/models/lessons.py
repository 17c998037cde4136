"""What a team tells others: lessons learned, successes, co-creation with clients."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.documents import Document, link_or_file
from assessments.models.initiatives import Initiative
from assessments.models.people import Language, Person
from maturity.models import Attribute, Channel, Criterion, Stage


class LessonWords(models.Model):
    """What a lesson says, in one language."""

    title = models.CharField(_("title"), max_length=200)
    situation = models.TextField(_("the situation"), max_length=2000, blank=True)
    done = models.TextField(_("what we did"), max_length=2000, blank=True)
    happened = models.TextField(_("what happened"), max_length=2000, blank=True)
    text = models.TextField(_("what you would tell the next team"), max_length=2000)

    class Meta:
        abstract = True


class LessonQuerySet(models.QuerySet["Lesson"]):
    def shared(self) -> Self:
        """Those that others than their team may read."""
        return self.exclude(audience=Lesson.Audience.INITIATIVE)

    def with_words(self) -> Self:
        """With all that is shown of lessons in a list, in a fixed number of queries."""
        return self.select_related(
            "initiative__council", "stage", "translation", "author"
        ).prefetch_related("attributes", "criteria", "channels")


class Lesson(LessonWords):
    """Something that worked, or that a team would do otherwise. It stays with its initiative."""

    class Kind(models.TextChoices):
        LESSON = "lesson", _("Lesson learned")
        SUCCESS = "success", _("Success")
        CO_CREATION = "co_creation", _("Co-creation with clients")

    class Audience(models.TextChoices):
        INITIATIVE = "initiative", _("The initiative’s team")
        COUNCIL = "council", _("Its council")
        ALL = "all", _("All councils")

    # What addresses name it by, as with actions.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="lessons")
    kind = models.CharField(_("kind"), max_length=11, choices=Kind, default=Kind.LESSON)
    text_language = models.CharField(_("language of the text"), max_length=2, choices=Language)
    audience = models.CharField(
        _("who may read it"), max_length=10, choices=Audience, default=Audience.INITIATIVE
    )
    attributes = models.ManyToManyField(Attribute, blank=True, verbose_name=_("attributes"))
    criteria = models.ManyToManyField(Criterion, blank=True, verbose_name=_("statements"))
    stage = models.ForeignKey(
        Stage,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("life-cycle stage"),
    )
    channels = models.ManyToManyField(
        Channel, blank=True, related_name="+", verbose_name=_("channels")
    )
    clients = models.CharField(_("who the clients were"), max_length=300, blank=True)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    # When it became readable to others than its team; none while it is not.
    shared_at = models.DateTimeField(null=True)
    # The widest audience that can no longer read it; empty where nobody has lost it.
    withdrawn_from = models.CharField(max_length=10, choices=Audience, blank=True)
    # What the secretariat asks of the team where it sent the lesson back.
    sent_back = models.CharField(max_length=1000, blank=True)
    sent_back_language = models.CharField(max_length=2, choices=Language, blank=True)
    # When the secretariat last found it fit to travel; none again once its words change.
    curated_at = models.DateTimeField(null=True)
    # What a search looks through, by language: its words, its translation's, and its tags'.
    words_en = models.TextField(blank=True)
    words_fr = models.TextField(blank=True)

    objects = LessonQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["lesson", "success", "co_creation"]), name="lesson_kind"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=["initiative", "council", "all"]), name="lesson_audience"
            ),
        ]


class LessonTranslation(LessonWords):
    """The same in the other language, by the secretariat."""

    lesson = models.OneToOneField(Lesson, on_delete=models.CASCADE, related_name="translation")
    translator = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)
    # Whether its team has changed the words since.
    outdated = models.BooleanField(default=False)


class LessonDocument(Document):
    """A document that goes with a lesson."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="documents")

    class Meta:
        ordering = ["id"]
        constraints = [link_or_file("lesson_document")]


class UsefulMark(models.Model):
    """That somebody found a lesson useful for their own work."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="useful_marks")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lesson", "person"], name="useful_mark_once")
        ]
