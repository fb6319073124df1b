"""A deliverable: a specific thing due by a date. Each step is a version, for reviews to count."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gfmd_platform.records.models import RecordModel, Version
from gfmd_platform.stakeholders.models import Stakeholder

from ..enums import DeliverableState
from .dates import date_constraints
from .partnerships import Partnership


class DeliverableContent(models.Model):
    """`evidence` says how one can see that it was delivered; `reason` why this step was taken.

    Words and limits stand in `deliverable_content.FIELDS`.
    """

    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    due_on = models.CharField(max_length=10)
    evidence = models.TextField(blank=True)
    evidence_link = models.URLField(max_length=500, blank=True)
    reason = models.TextField(blank=True)
    date_changed = models.BooleanField(default=False)

    class Meta:
        abstract = True


class Deliverable(DeliverableContent, RecordModel):
    """Its record's owner is the partner that is responsible for it."""

    access_kind = "deliverable"

    partnership = models.ForeignKey(
        Partnership, on_delete=models.CASCADE, related_name="deliverables"
    )
    language = models.CharField(max_length=12, default="en")
    current_version = models.ForeignKey(
        "DeliverableVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(RecordModel.Meta):
        abstract = False
        verbose_name = _("deliverable")
        indexes = [
            models.Index(fields=["partnership", "due_on"], name="deliverable_due"),
            models.Index(fields=["state", "due_on"], name="deliverable_state_due"),
        ]
        constraints = [*date_constraints("deliverable", "due_on")]

    def __str__(self) -> str:
        return self.title

    @property
    def state_label(self) -> str:
        return str(DeliverableState(self.state).label)


class DeliverableVersion(DeliverableContent, Version):
    """The deliverable after one step, with everything a review counts of it.

    There is none before its partnership is registered: a plan in a draft is a draft.
    """

    subject = models.ForeignKey(Deliverable, on_delete=models.PROTECT, related_name="versions")
    state = models.CharField(max_length=30, choices=DeliverableState.choices)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    responsible = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="+")

    class Meta(Version.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["subject", "no"], name="deliverable_version_once")
        ]
