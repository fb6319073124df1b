"""What the Chair decided, and what was published."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gfmd_platform.ids import new_id
from gfmd_platform.ledger.immutable import Immutable
from gfmd_platform.records.models import StoredFile

from ..enums import FileFormat, Verdict
from .compilations import Compilation
from .reviews import Review


class Approval(Immutable):
    """The Chair-in-Office's answer to one compilation with one manuscript.

    `manuscript` is the text that was read (see `reviews.manuscript`); an edition prints exactly it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="approvals")
    compilation = models.ForeignKey(Compilation, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    words = models.TextField(blank=True)
    manuscript = models.JSONField()
    manuscript_hash = models.CharField(max_length=64)
    edition_no = models.PositiveIntegerField()
    correction_note = models.TextField(blank=True)
    at = models.DateTimeField()
    actor_ref = models.UUIDField(null=True)

    class Meta(Immutable.Meta):
        abstract = False
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict="returned") | ~Q(words=""), name="return_has_words"
            )
        ]


class RenderedFile(Immutable):
    """A file made from an approved text, before anything is published."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="files")
    format = models.CharField(max_length=10, choices=FileFormat.choices)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta(Immutable.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["approval", "format"], name="rendered_file_once")
        ]


class Edition(Immutable):
    """The published pair of a compilation and a manuscript. A correction is a new number."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="editions")
    no = models.PositiveIntegerField()
    compilation = models.ForeignKey(Compilation, on_delete=models.PROTECT, related_name="+")
    approval = models.OneToOneField(Approval, on_delete=models.PROTECT, related_name="edition")
    manuscript = models.JSONField()
    manuscript_hash = models.CharField(max_length=64)
    note = models.TextField(blank=True)
    approved_at = models.DateTimeField()
    approved_by = models.UUIDField(null=True, help_text="Actor reference, as in the ledger.")
    at = models.DateTimeField()

    class Meta(Immutable.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["review", "no"], name="edition_no_once")]
        indexes = [models.Index(fields=["-at"], name="edition_recent")]

    def __str__(self) -> str:
        return f"{self.review_id}, edition {self.no}"


class EditionFile(Immutable):
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="files")
    format = models.CharField(max_length=10, choices=FileFormat.choices)
    sha256 = models.CharField(max_length=64)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta(Immutable.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["edition", "format"], name="edition_file_once")
        ]
