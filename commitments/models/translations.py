"""Translations of what was submitted, beside the original and never in its place."""

from __future__ import annotations

from django.db import models

from gfmd_platform.ids import new_id
from gfmd_platform.ledger.immutable import Immutable
from gfmd_platform.stakeholders.models import Membership

from .versions import ReportVersion


class VersionTranslation(Immutable):
    """One text of a version (`key`, and `subject` as in its answers and statuses) in another
    language, by a member of its stakeholder. The row with the highest `revision` is shown; an empty
    one says that the translation was taken out."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(
        ReportVersion, on_delete=models.PROTECT, related_name="translations"
    )
    language = models.CharField(max_length=12)
    key = models.CharField(max_length=40)
    subject = models.UUIDField(null=True)
    revision = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    actor_ref = models.UUIDField(null=True)
    membership = models.ForeignKey(
        Membership, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Immutable.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language", "key", "subject", "revision"],
                name="version_translation_once",
                nulls_distinct=False,
            )
        ]
