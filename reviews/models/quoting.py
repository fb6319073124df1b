"""Showing reporters how they are quoted, and what they object to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gfmd_platform.ids import new_id
from gfmd_platform.ledger.immutable import Immutable
from gfmd_platform.stakeholders.models import Stakeholder

from .compilations import Compilation
from .reviews import Review


class QuotationCheck(Immutable):
    """The Support Unit asked those quoted to look at their words by `until`, a local day of the
    cycle. Who looked or said nothing is recorded nowhere: silence is no approval."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="quotation_checks")
    compilation = models.ForeignKey(Compilation, on_delete=models.PROTECT, related_name="+")
    until = models.DateField()
    at = models.DateTimeField()
    actor_ref = models.UUIDField(null=True)

    class Meta(Immutable.Meta):
        abstract = False
        ordering = ["-at", "-id"]


class Objection(models.Model):
    """A reporter does not want these words printed. `text_hash` is of the words (SHA-256): a later
    version of the report that says the same is covered, changed words are not. Each author of a
    joint report objects for itself.

    `words` are for the Support Unit and never printed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="objections")
    report_id = models.UUIDField()
    key = models.CharField(max_length=40)
    text_hash = models.CharField(max_length=64)
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    actor_ref = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "report_id", "key", "text_hash", "stakeholder"],
                condition=Q(withdrawn_at=None),
                name="objection_standing_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.key}"
