"""Who signs a joint report beside its lead: asked, confirmed, declined, left."""

from __future__ import annotations

import datetime as dt

from django.db import models

from gfmd_platform.ids import new_id
from gfmd_platform.ledger.immutable import Immutable
from gfmd_platform.stakeholders.models import Membership, Stakeholder, StakeholderVersion

from ..enums import SignatoryAnswer
from .reports import Report
from .versions import ReportVersion


class CoSignatory(models.Model):
    """A stakeholder that the lead asked to sign. Nobody is named before confirming.

    `text_hash` is of the words it confirmed (`ReportContent.text_hash`); it stands confirmed as
    long as the draft says these. `reopened_at` is when it was told that they were changed. Who
    confirmed, in which role and seat, goes into the version with it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="co_signatories")
    stakeholder = models.ForeignKey(
        Stakeholder, on_delete=models.PROTECT, related_name="joint_reports"
    )
    answer = models.CharField(
        max_length=20, choices=SignatoryAnswer.choices, default=SignatoryAnswer.INVITED
    )
    text_hash = models.CharField(max_length=64, blank=True)
    invited_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    reopened_at = models.DateTimeField(null=True)
    capacity = models.CharField(max_length=20, blank=True)
    membership = models.ForeignKey(
        Membership, null=True, on_delete=models.PROTECT, related_name="+"
    )
    actor_ref = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "stakeholder"], name="co_signatory_once")
        ]
        indexes = [
            models.Index(fields=["stakeholder", "answer"], name="co_signatory_by_stakeholder")
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.stakeholder_id}"

    @property
    def name(self) -> str:
        return str(self.stakeholder.name)

    @property
    def confirmed_at(self) -> dt.datetime | None:
        """When it gave the confirmation that `text_hash` is of."""
        return self.answered_at if self.answer == SignatoryAnswer.CONFIRMED else None


class ReportVersionCoSignatory(Immutable):
    """A stakeholder that stood confirmed when the version was made: under which name, who said so
    in which capacity, and when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(
        ReportVersion, on_delete=models.PROTECT, related_name="co_signatories"
    )
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="+")
    stakeholder_version = models.ForeignKey(
        StakeholderVersion, null=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200)
    text_hash = models.CharField(max_length=64)
    confirmed_at = models.DateTimeField()
    capacity = models.CharField(max_length=20, blank=True)
    membership = models.ForeignKey(
        Membership, null=True, on_delete=models.PROTECT, related_name="+"
    )
    actor_ref = models.UUIDField(null=True)

    class Meta(Immutable.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["version", "stakeholder"], name="report_version_co_signatory_once"
            )
        ]
        indexes = [models.Index(fields=["stakeholder"], name="report_version_by_co_signatory")]
