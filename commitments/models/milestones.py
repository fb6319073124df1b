"""Steps on the way of a registered commitment, each with its history."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gfmd_platform.ids import new_id
from gfmd_platform.ledger.immutable import Immutable
from gfmd_platform.records.models import RecordModel

from ..enums import MilestoneState
from .commitments import Commitment


class MilestoneContent(models.Model):
    """`due_on` is as precise as known. `evidence` and `link` are given when it is reached."""

    title = models.CharField(_("what will be reached"), max_length=200)
    due_on = models.CharField(_("by when"), max_length=10)
    evidence = models.TextField(_("evidence"), blank=True)
    link = models.URLField(_("address of the evidence"), max_length=500, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        abstract = True


class Milestone(MilestoneContent, RecordModel):
    """How it stands now; what it was before stands in its entries."""

    access_kind = "milestone"

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="milestones")
    language = models.CharField(max_length=12, default="en")

    class Meta(RecordModel.Meta):
        abstract = False
        verbose_name = _("milestone")
        indexes = [models.Index(fields=["commitment", "due_on"], name="milestone_due")]

    def __str__(self) -> str:
        return self.title


class MilestoneEntry(MilestoneContent, Immutable):
    """What was reported of a milestone at one time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="entries")
    no = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=MilestoneState.choices)
    at = models.DateTimeField()
    actor_ref = models.UUIDField(null=True)

    class Meta(Immutable.Meta):
        abstract = False
        ordering = ["milestone", "no"]
        constraints = [
            models.UniqueConstraint(fields=["milestone", "no"], name="milestone_entry_once")
        ]
