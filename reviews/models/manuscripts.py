"""The Support Unit's prose around the figures."""

from __future__ import annotations

from django.db import models

from gfmd_platform.ids import new_id
from gfmd_platform.ledger.immutable import Immutable

from ..sections import SectionKey
from .reviews import Review


class ManuscriptSection(models.Model):
    """The text of one section as it stands; limited Markdown (`reviews.prose`)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="sections")
    key = models.CharField(max_length=30, choices=SectionKey.choices)
    revision = models.PositiveIntegerField(default=1)
    body = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "key"], name="manuscript_section_once")
        ]

    def __str__(self) -> str:
        return f"{self.key}, revision {self.revision}"


class ManuscriptRevision(Immutable):
    """Every text that was ever saved."""

    section = models.ForeignKey(
        ManuscriptSection, on_delete=models.PROTECT, related_name="revisions"
    )
    revision = models.PositiveIntegerField()
    body = models.TextField(blank=True)
    at = models.DateTimeField()
    actor_ref = models.UUIDField(null=True)

    class Meta(Immutable.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["section", "revision"], name="manuscript_revision_once")
        ]
