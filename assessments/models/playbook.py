"""The playbook: the secretariat's plays, their versions, and what initiatives did with them."""

from typing import Self

from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.models.documents import Document, link_or_file
from assessments.models.initiatives import Initiative
from assessments.models.people import Language, Person
from maturity.bilingual import in_language

PLAY_CODE = RegexValidator(
    r"^[A-Z0-9]{2,10}(-[a-z0-9]{1,10})?\Z",
    _("Use two to ten capital letters or digits, and if need be a hyphen and a small letter."),
)


class PlayQuerySet(models.QuerySet["Play"]):
    def published(self) -> Self:
        """Those that readers find, each with its published version."""
        return self.filter(published__isnull=False).select_related("published")


class Play(models.Model):
    """A play under its permanent code. What it says is in its versions."""

    code = models.CharField(_("code"), max_length=21, unique=True, validators=[PLAY_CODE])
    order = models.PositiveSmallIntegerField(default=0)
    # The version that readers see; none before the first is published, and once it is withdrawn.
    published = models.ForeignKey(
        "assessments.PlayVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # What a search looks through, by language (`assessments.search`).
    words_en = models.TextField(blank=True)
    words_fr = models.TextField(blank=True)

    objects = PlayQuerySet.as_manager()

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.code


class PlayVersion(models.Model):
    """What a play says in both languages. A published version never changes.

    The lists have permanent codes of the model; `to_level` is the level that the play leads to. All
    texts but title and problem are Markdown.
    """

    play = models.ForeignKey(Play, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    criteria = models.JSONField(_("statements"), default=list, blank=True)
    results = models.JSONField(_("results"), default=list, blank=True)
    stages = models.JSONField(_("life-cycle stages"), default=list, blank=True)
    from_level = models.PositiveSmallIntegerField(
        _("from level"), default=0, validators=[MaxValueValidator(4)]
    )
    to_level = models.PositiveSmallIntegerField(
        _("to level"), default=1, validators=[MaxValueValidator(5)]
    )
    title_en = models.CharField(_("title"), max_length=120, blank=True)
    title_fr = models.CharField(_("title"), max_length=120, blank=True)
    problem_en = models.CharField(_("the problem, in one sentence"), max_length=400, blank=True)
    problem_fr = models.CharField(_("the problem, in one sentence"), max_length=400, blank=True)
    when_en = models.TextField(_("when to use it"), max_length=1500, blank=True)
    when_fr = models.TextField(_("when to use it"), max_length=1500, blank=True)
    steps_en = models.TextField(_("steps"), max_length=6000, blank=True)
    steps_fr = models.TextField(_("steps"), max_length=6000, blank=True)
    people_en = models.TextField(_("who to involve"), max_length=1500, blank=True)
    people_fr = models.TextField(_("who to involve"), max_length=1500, blank=True)
    duration_en = models.TextField(_("how long it takes"), max_length=1000, blank=True)
    duration_fr = models.TextField(_("how long it takes"), max_length=1000, blank=True)
    example_en = models.TextField(_("example"), max_length=3000, blank=True)
    example_fr = models.TextField(_("example"), max_length=3000, blank=True)
    artefact_en = models.TextField(_("show it"), max_length=1500, blank=True)
    artefact_fr = models.TextField(_("show it"), max_length=1500, blank=True)
    pitfalls_en = models.TextField(_("pitfalls"), max_length=3000, blank=True)
    pitfalls_fr = models.TextField(_("pitfalls"), max_length=3000, blank=True)
    references_en = models.TextField(_("sources"), max_length=3000, blank=True)
    references_fr = models.TextField(_("sources"), max_length=3000, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["play", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["play", "number"], name="play_version_once"),
            models.UniqueConstraint(
                fields=["play"], condition=Q(published_at=None), name="play_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(from_level__lt=F("to_level"), to_level__lte=5),
                name="play_levels_rise_to_5",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.play_id} {self.number}"

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def problem(self) -> str:
        return in_language(self, "problem")


class PlayUse(Document):
    """That an initiative uses a play: the document is what the play asks to show."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        UNDER_WAY = "under_way", _("Under way")
        DONE = "done", _("Done")

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="play_uses")
    play = models.ForeignKey(Play, on_delete=models.PROTECT, related_name="uses")
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.PLANNED)
    title = models.CharField(_("title of the document"), max_length=300, blank=True)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    note_language = models.CharField(max_length=2, choices=Language, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["play__order", "play__code"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "play"], name="play_use_once"),
            link_or_file("play_use", required=False),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(title=""), name="play_done_has_its_artefact"
            ),
        ]
