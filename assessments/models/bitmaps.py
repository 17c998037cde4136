"""The bitmap indexes (`standings`), and each initiative's place in them."""

from typing import Self

from django.db import models
from django.db.models import Q

from assessments.models.initiatives import Initiative


class ListingQuerySet(models.QuerySet["Listing"]):
    def found_by(self, folded: str) -> Self:
        """Those with every word of a folded text (`standings.folding`) in name or code."""
        condition = Q()
        for word in folded.split():
            condition &= Q(words__contains=word)
        return self.filter(condition)


class Listing(models.Model):
    """An initiative's number in the bitmaps, and its names as lists are sorted and searched."""

    number = models.AutoField(primary_key=True)
    initiative = models.OneToOneField(Initiative, on_delete=models.CASCADE, related_name="listing")
    code = models.CharField(max_length=40)
    folded_en = models.CharField(max_length=300)
    folded_fr = models.CharField(max_length=300)
    words = models.TextField()

    objects = ListingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["folded_en", "code", "number"], name="listing_in_english"),
            models.Index(fields=["folded_fr", "code", "number"], name="listing_in_french"),
        ]

    def __str__(self) -> str:
        return self.code


class BitmapBlock(models.Model):
    """Columns of the initiatives whose numbers fall into a block (`assessments.standings.blocks`).

    Whoever changes a block of any layer holds the same block of layer 0.
    """

    layer = models.PositiveSmallIntegerField()
    block = models.PositiveIntegerField()
    columns = models.TextField()
    bits = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["layer", "block"], name="bitmap_block_once")]

    def __str__(self) -> str:
        return f"{self.layer}/{self.block}"
