"""The reference model: editions of the maturity model, and the lists that all editions share.

Everything here is read from a model file by `maturity.model_file`. A published edition is
immutable; migration 0002 has the database refuse any change to it.
"""

import uuid
from typing import Self

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maturity.bilingual import in_language
from maturity.thresholds import DEFAULTS, Thresholds


class Provenance(models.TextChoices):
    """Where a wording comes from (the model file's provenance legend)."""

    SEED = "seed", _("Official: printed in the councils’ draft of October 2017")
    PROJECT = (
        "project",
        _("Unofficial: this portal’s own wording, to be confirmed by the councils"),
    )
    SOURCE = "source", _("Published: from a named public source")
    CONFIRMED = "confirmed", _("Official: confirmed by members of the councils in a ballot")


class ScoringRule(models.TextChoices):
    """When a level counts as attained; `assessments.method.scoring` says exactly how."""

    CUMULATIVE = "cumulative", _("Cumulative")
    ISO33020 = "iso33020", _("ISO/IEC 33020")


class BilingualText(models.Model):
    """A wording in both languages, each with its provenance."""

    text_en = models.TextField()
    text_fr = models.TextField(blank=True)
    provenance_en = models.CharField(max_length=10, choices=Provenance)
    provenance_fr = models.CharField(max_length=10, choices=Provenance, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The wording in the language of the page."""
        return in_language(self, "text")

    @property
    def provenance(self) -> str:
        """The provenance of the wording in the language of the page."""
        return in_language(self, "provenance")

    @property
    def unofficial(self) -> bool:
        """Whether the wording in the language of the page is the portal's own."""
        return self.provenance == Provenance.PROJECT


class EditionQuerySet(models.QuerySet["Edition"]):
    def in_use(self) -> Self:
        """Those on which assessments may start, the newest first: published, and not retired."""
        found = self.filter(published_at__isnull=False, retirement=None)
        return found.with_top().order_by("-published_at", "-pk")

    def with_top(self) -> Self:
        """Each with its highest level, for what would ask once more."""
        levels = Level.objects.filter(edition=models.OuterRef("pk")).order_by("-order")
        return self.annotate(top=models.Subquery(levels.values("order")[:1]))


class Edition(models.Model):
    """One edition of the maturity model. Assessments are pinned to one."""

    code = models.CharField(max_length=40, unique=True)
    status = models.TextField()
    rule = models.CharField(max_length=20, choices=ScoringRule, default=ScoringRule.CUMULATIVE)
    title_en = models.TextField()
    title_fr = models.TextField()
    title_provenance_en = models.CharField(max_length=10, choices=Provenance)
    title_provenance_fr = models.CharField(max_length=10, choices=Provenance)
    title_note = models.TextField(blank=True)
    vision_en = models.TextField()
    vision_fr = models.TextField()
    vision_provenance_en = models.CharField(max_length=10, choices=Provenance)
    vision_provenance_fr = models.CharField(max_length=10, choices=Provenance)
    vision_note = models.TextField(blank=True)
    content_sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField(null=True)
    # By which it is validated (`maturity.thresholds`), None for the defaults.
    thresholds = models.JSONField(null=True)
    # From which edition it was drafted, and what became of the statements: as in the model file.
    changes = models.JSONField(null=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rule__in=ScoringRule.values), name="edition_rule"
            )
        ]

    def __str__(self) -> str:
        return self.code

    @cached_property
    def top(self) -> int:
        """The highest level."""
        return self.level_set.order_by("-order").values_list("order", flat=True)[0]

    @property
    def validated_by(self) -> Thresholds:
        """The thresholds of its validation."""
        return self.thresholds or DEFAULTS

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def title_unofficial(self) -> bool:
        return in_language(self, "title_provenance") == Provenance.PROJECT

    @property
    def vision(self) -> str:
        return in_language(self, "vision")


class Retirement(models.Model):
    """That no assessment starts on an edition any more. What has started on it goes on."""

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT)
    at = models.DateTimeField(default=timezone.now)


class EditionText(BilingualText):
    """A wording that belongs to one edition, under a code that never changes."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT)
    code = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="%(class)s_code"),
            models.UniqueConstraint(fields=["edition", "order"], name="%(class)s_order"),
        ]


class Level(EditionText):
    """A step of the continuum in the client's words; order 0 stands for "level 1 not yet"."""

    class Meta(EditionText.Meta):
        constraints = [
            *EditionText.Meta.constraints,
            models.CheckConstraint(condition=models.Q(order__range=(0, 5)), name="level_0_to_5"),
        ]


class Result(EditionText):
    """One of the results that the client should see."""

    order_en_annex = models.PositiveSmallIntegerField(null=True)


class Attribute(EditionText):
    """A quality of client-centric services, such as Consistent."""


class Criterion(EditionText):
    """A statement in the client's voice, at one level of one attribute."""

    attribute = models.ForeignKey(Attribute, on_delete=models.PROTECT, related_name="criteria")
    level = models.PositiveSmallIntegerField()
    level_confidence = models.CharField(max_length=10, blank=True)
    alt_level = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["attribute__order", "order"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="criterion_code"),
            models.UniqueConstraint(fields=["attribute", "order"], name="criterion_order"),
            models.CheckConstraint(
                condition=models.Q(level__range=(1, 5)), name="criterion_level_1_to_5"
            ),
        ]


class Guidance(BilingualText):
    """What a rating of a criterion looks like, or an example: help, and not part of the edition."""

    class About(models.TextChoices):
        NOT = "N", _("Not achieved")
        PARTIALLY = "P", _("Partially achieved")
        LARGELY = "L", _("Largely achieved")
        FULLY = "F", _("Fully achieved")
        EXAMPLE = "example", _("Example (fictitious)")

    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="guidance")
    about = models.CharField(max_length=10, choices=About)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "about"], name="guidance_once"),
        ]


class ScalePoint(EditionText):
    """A word of the rating scale, with its value and its share of achievement."""

    value = models.PositiveSmallIntegerField(null=True)
    percent_en = models.CharField(max_length=40, blank=True)
    percent_fr = models.CharField(max_length=40, blank=True)

    @property
    def text(self) -> str:
        """The word in the language of the page. That nothing is rated is no point of ISO's scale:
        the portal has one term for it, whatever an edition calls it.
        """
        return gettext("Not rated") if self.code == "NR" else super().text

    @property
    def percent(self) -> str:
        return in_language(self, "percent")


class Term(EditionText):
    """A term of the glossary, or the name of a role."""

    class Kind(models.TextChoices):
        ROLE = "role", _("Role")
        GLOSSARY = "glossary", _("Glossary")

    kind = models.CharField(max_length=10, choices=Kind)

    class Meta(EditionText.Meta):
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind", "code"], name="term_code"),
            models.UniqueConstraint(fields=["edition", "kind", "order"], name="term_order"),
        ]


class ListEntry(BilingualText):
    """An entry of a list that all editions share, under a code that never changes."""

    code = models.CharField(max_length=40, unique=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        ordering = ["order"]


class Stage(ListEntry):
    """A stage of an initiative's life cycle."""

    alt_fr = models.CharField(max_length=200, blank=True)


class Channel(ListEntry):
    """A way in which a client reaches a service."""


class Jurisdiction(ListEntry):
    """A government, or a body that speaks for municipalities."""

    class Kind(models.TextChoices):
        FEDERAL = "federal", _("Federal")
        PROVINCE = "province", _("Province")
        TERRITORY = "territory", _("Territory")
        MUNICIPAL = "municipal", _("Municipal")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    # Whether the secretariat added it here: the model file does not know it.
    added_here = models.BooleanField(default=False)


class CouncilQuerySet(models.QuerySet["Council"]):
    def meant_by(self, code: str) -> Self:
        """The councils whose initiatives a council's code means, wherever one is asked for: of the
        Joint Councils all, and with `Council.ALONE` only what is filed under them."""
        if code == Council.JOINT:
            return self
        return self.filter(code=Council.JOINT if code == Council.ALONE else code)


class Council(ListEntry):
    """PSSDC, PSCIOC, or the Joint Councils, which are the joint meeting of the other two."""

    JOINT = "JC"
    ALONE = "JC-alone"  # no council: the filter for what is filed under the Joint Councils alone

    abbreviation_en = models.TextField()
    abbreviation_fr = models.TextField()

    objects = CouncilQuerySet.as_manager()

    @property
    def is_joint(self) -> bool:
        return self.code == self.JOINT

    @property
    def abbreviation(self) -> str:
        return in_language(self, "abbreviation")


class Priority(ListEntry):
    """One of the three priorities of the Joint Councils."""


class Worker(models.Model):
    """A process that does jobs, for as long as it runs (`maturity.operations.jobs`).

    Times are the database's, so that hosts need not agree on theirs.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    host = models.CharField(max_length=200)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())
    job_id = models.UUIDField(null=True)


class Run(models.Model):
    """One time that the portal did something that nobody watches: told here even where it failed.

    No backup holds these rows, which are of this portal alone
    (`maturity.operations.databases.LEFT_OUT`).
    """

    class Outcome(models.TextChoices):
        RUNNING = "running", _("Under way")
        DONE = "done", _("Succeeded")
        FAILED = "failed", _("Failed")

    kind = models.CharField(max_length=20)  # one of its own model’s
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.RUNNING)
    begun_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    # What went wrong, a line a fault.
    faults = models.TextField(blank=True)

    class Meta:
        abstract = True


ENDS_WITH_ITS_OUTCOME = models.Q(outcome="running", ended_at=None) | models.Q(
    outcome__in=["done", "failed"], ended_at__isnull=False
)


class BackupRun(Run):
    """One time that a backup was made, or that a drill restored one."""

    class Kind(models.TextChoices):
        BACKUP = "backup", _("Backup")
        DRILL = "drill", _("Restore drill")

    kind = models.CharField(max_length=10, choices=Kind)
    # The archive's name, without its folder.
    name = models.CharField(max_length=255)
    bytes = models.BigIntegerField(null=True)
    rows = models.BigIntegerField(null=True)
    # The public keys for whom the archive is encrypted; none for one that everybody can read.
    recipients = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["kind", "begun_at"])]
        constraints = [
            models.CheckConstraint(
                condition=ENDS_WITH_ITS_OUTCOME, name="backup_run_ends_with_its_outcome"
            )
        ]


class NightlyRun(Run):
    """One time that a worker did what is done every night beside backups."""

    class Kind(models.TextChoices):
        VERIFICATION = "verification", _("Verification of the record")
        RETENTION = "retention", _("Retention")

    kind = models.CharField(max_length=20, choices=Kind)
    # How many of what were verified, or removed.
    counts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["kind", "begun_at"])]
        constraints = [
            models.CheckConstraint(
                condition=ENDS_WITH_ITS_OUTCOME, name="nightly_run_ends_with_its_outcome"
            )
        ]
