"""A check of a published edition against its sources: the job and what it found."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gfmd_platform.ids import new_id

from ..enums import CheckState
from .editions import Edition


class EditionCheck(models.Model):
    """`result` is `reviews.verification.Verification` as JSON; `error` says why there is none."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="checks")
    requested_by = models.UUIDField(null=True, help_text="Actor reference, as in the ledger.")
    requested_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=CheckState.choices, default=CheckState.WAITING)
    state_at = models.DateTimeField()
    result = models.JSONField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-requested_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(state="waiting"),
                name="edition_check_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(result__isnull=False),
                name="edition_check_done_has_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.state}"
