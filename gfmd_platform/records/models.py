"""The identity of every public thing, and the two shapes all content has.

A content model has one row a record (the working draft, with state and revision) and one immutable
row a submitted version.
"""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db import models

from gfmd_platform.access.querysets import PublicManager, UnscopedManager
from gfmd_platform.ids import new_id
from gfmd_platform.ledger.immutable import Immutable


class Record(models.Model):
    """Identity of a thing with an address: what it is and which stakeholder's it is.

    `owner` is the record of a stakeholder; empty for things of the Forum itself (cycles, reviews)
    and for the archive of 2017, which nobody has claimed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=30)
    owner = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="owned"
    )
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["kind", "owner"], name="record_kind_owner")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class RecordModel(models.Model):
    """Base of content: the row that is worked on. `access_kind` names its row in the table."""

    access_kind: ClassVar[str]

    record = models.OneToOneField(
        Record, primary_key=True, on_delete=models.CASCADE, related_name="%(class)s"
    )
    state = models.CharField(max_length=30)
    state_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    objects = PublicManager()
    unscoped = UnscopedManager()

    class Meta:
        abstract = True
        base_manager_name = "unscoped"
        default_manager_name = "objects"

    @property
    def id(self) -> UUID:
        return self.record_id  # type: ignore[attr-defined]


class Version(Immutable):
    """What was submitted: number `no` of its record, in `language`, with the hash of its content.

    Concrete versions add `subject = ForeignKey(<the record's model>, related_name="versions")`,
    their typed fields, and a unique constraint on (subject, no).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    no = models.PositiveIntegerField()
    language = models.CharField(max_length=12, default="en")
    content_hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    actor_ref = models.UUIDField(null=True)

    class Meta(Immutable.Meta):
        abstract = True


class Tombstone(Immutable):
    """The words of a version were erased because the law asked for it; its numbers, tags and
    dates stay. `content_hash` is what the version had, `ground` the law or order, in a line."""

    version_id = models.UUIDField(primary_key=True)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="tombstones")
    no = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    ground = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta(Immutable.Meta):
        abstract = False


class StoredFile(Immutable):
    """Bytes kept once under their hash; `name` is the storage's, never a person's."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta(Immutable.Meta):
        abstract = False


class RecordFile(models.Model):
    """A file shown with a record, under the name and the text alternative its author gave."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="files")
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    alternative = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
