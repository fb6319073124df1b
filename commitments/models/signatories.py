"""Who commits itself jointly: asked, confirmed, declined, left. The shape of a partner's answer."""

from __future__ import annotations

from django.db import models

from gfmd_platform.ids import new_id
from gfmd_platform.ledger.immutable import Immutable
from gfmd_platform.stakeholders.models import Stakeholder, StakeholderVersion

from ..enums import SignatoryAnswer
from .commitments import Commitment, CommitmentVersion


class Signatory(models.Model):
    """A stakeholder beside the owner. Nobody is shown before confirming.

    `part` is what it takes on; `text_hash` is of the commitment's words that it confirmed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="signatories")
    stakeholder = models.ForeignKey(
        Stakeholder, on_delete=models.PROTECT, related_name="joint_commitments"
    )
    part = models.TextField(blank=True)
    answer = models.CharField(
        max_length=20, choices=SignatoryAnswer.choices, default=SignatoryAnswer.INVITED
    )
    text_hash = models.CharField(max_length=64, blank=True)
    invited_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commitment", "stakeholder"], name="signatory_once")
        ]
        indexes = [models.Index(fields=["stakeholder", "answer"], name="signatory_by_stakeholder")]

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.stakeholder_id}"


class CommitmentVersionSignatory(Immutable):
    """A stakeholder that had confirmed when the version was made, under the name it then had."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(
        CommitmentVersion, on_delete=models.PROTECT, related_name="signatories"
    )
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="+")
    stakeholder_version = models.ForeignKey(
        StakeholderVersion, null=True, on_delete=models.PROTECT, related_name="+"
    )
    part = models.TextField(blank=True)
    text_hash = models.CharField(max_length=64)

    class Meta(Immutable.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["version", "stakeholder"], name="commitment_version_signatory_once"
            )
        ]
        indexes = [models.Index(fields=["stakeholder"], name="version_by_signatory")]
