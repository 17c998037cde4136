"""Views that a person keeps: a page with its filters, under a name."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.models.people import Person
from maturity.models import Council


class SavedView(models.Model):
    """A council's dashboard, or without a council the list of initiatives, and its filters.

    Its owner may share it with the people of a council, who open it with their own rights: a
    dashboard with its own council, which alone can open it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="saved_views")
    name = models.CharField(_("name of the view"), max_length=100)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, null=True)
    shared_with = models.ForeignKey(Council, on_delete=models.PROTECT, null=True, related_name="+")
    query = models.CharField(max_length=1000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="saved_view_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_has_name"),
            models.CheckConstraint(
                condition=Q(shared_with=None) | Q(council=None) | Q(shared_with=F("council")),
                name="saved_view_shared_with_its_council",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def page(self) -> str:
        """The address of what is kept, in the language of the moment."""
        council = self.council
        page = (
            reverse("councils:dashboard", args=[council.code])
            if council
            else reverse("initiatives:index")
        )
        return f"{page}?{self.query}" if self.query else page
