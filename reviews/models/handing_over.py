"""What other bodies ask of a review, and to whom an edition was handed."""

from __future__ import annotations

from django.db import models

from gfmd_platform.ids import new_id
from gfmd_platform.ledger.immutable import Immutable

from .editions import Edition
from .reviews import Review


class InputOutline(models.Model):
    """The headings and lengths of this year's invitation (`reviews.handover.outline`).

    `headings` is a list of objects with the names of `InputHeading`.
    """

    review = models.OneToOneField(
        Review, primary_key=True, on_delete=models.CASCADE, related_name="input_outline"
    )
    title = models.CharField(max_length=200)
    due_on = models.DateField(null=True)
    words = models.PositiveIntegerField(default=0)
    headings = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class HandingOver(Immutable):
    """An edition was given to somebody outside the platform, as the Support Unit says."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="handings_over")
    to = models.CharField(max_length=200)
    on = models.DateField()
    reference = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    actor_ref = models.UUIDField(null=True)

    class Meta(Immutable.Meta):
        abstract = False
        ordering = ["on", "id"]
