"""Documents that show something: a link, or a file kept here."""

from django.db import models
from django.db.models import Q

from assessments.models.files import File


class Document(models.Model):
    """A document with its title: a link (`url`) or a `file`, never both."""

    title = models.CharField(max_length=300)
    url = models.URLField(max_length=2000, blank=True)
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="%(class)ss")

    class Meta:
        abstract = True

    @property
    def address(self) -> str:
        """Where it can be read: its own address, or that of the portal's file."""
        return self.file.address if self.file else self.url


def link_or_file(name: str, *, required: bool = True) -> models.CheckConstraint:
    """A constraint: a document is a link or a file; where it is not `required`, or neither."""
    condition = Q(file=None) & ~Q(url="") | Q(file__isnull=False, url="")
    if not required:
        condition |= Q(file=None, url="", title="")
    return models.CheckConstraint(condition=condition, name=f"{name}_is_link_or_file")
