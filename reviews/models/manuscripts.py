"""The Support Unit's prose around the figures, and what is said beside it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models

from gfmd_platform.ids import new_id
from gfmd_platform.ledger.immutable import Immutable

from ..sections import SectionKey
from .reviews import Review

#: How long a section stays taken after the last save of whoever took it.
TAKEN_FOR = dt.timedelta(minutes=15)


class SectionContent(models.Model):
    """What the Support Unit says of a section: limited Markdown (`reviews.prose`), the reason for
    leaving the section out, and its own choice among quotations, with the note that is printed
    with it. `quotations` holds ids as in `manuscript.quotation_id`; null is the rule's choice.
    """

    body = models.TextField(blank=True)
    hidden = models.TextField(blank=True)
    quotations = models.JSONField(null=True)
    quotations_note = models.TextField(blank=True)

    class Meta:
        abstract = True


CONTENT = ("body", "hidden", "quotations", "quotations_note")


class ManuscriptSection(SectionContent):
    """A section as it stands. Revision 0 says nothing yet: it was taken or commented on.

    `taken_by` writes it alone until somebody else takes it over, or `TAKEN_FOR` after `taken_at`,
    their last save.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="sections")
    key = models.CharField(max_length=30, choices=SectionKey.choices)
    revision = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    taken_at = models.DateTimeField(null=True)

    class Meta(SectionContent.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["review", "key"], name="manuscript_section_once")
        ]

    def __str__(self) -> str:
        return f"{self.key}, revision {self.revision}"

    def is_taken(self, now: dt.datetime) -> bool:
        return (
            self.taken_by_id is not None
            and self.taken_at is not None
            and now < self.taken_at + TAKEN_FOR
        )


class ManuscriptRevision(Immutable, SectionContent):
    """Everything that was ever saved of a section."""

    section = models.ForeignKey(
        ManuscriptSection, on_delete=models.PROTECT, related_name="revisions"
    )
    revision = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor_ref = models.UUIDField(null=True)

    class Meta(Immutable.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["section", "revision"], name="manuscript_revision_once")
        ]


class SectionComment(models.Model):
    """Said among the Support Unit about a section; never part of what is sent or published."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    section = models.ForeignKey(
        ManuscriptSection, on_delete=models.CASCADE, related_name="comments"
    )
    body = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.section_id}, {self.at:%Y-%m-%d}"
