"""Files that were circulated and came back, and what became of each piece of them.

As confidential as the draft, and gone with it.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from gfmd_platform.ids import new_id
from gfmd_platform.records.files import ALLOWED
from gfmd_platform.records.models import StoredFile

from ..enums import PieceFate
from .reports import Report


class DraftUpload(models.Model):
    """`made_at` is when the file was downloaded, where it still says so. `is_of_report` is False
    for a file that was made for another report. `missing` counts questions it does not hold."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="uploads")
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    made_at = models.DateTimeField(null=True)
    is_of_report = models.BooleanField(default=True)
    missing = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_table(self) -> bool:
        """Of values of indicators: Excel or CSV."""
        return self.stored.content_type != ALLOWED["docx"]


class UploadItem(models.Model):
    """A piece of a returned file.

    A row of a table is a piece too: its `subject` is the value it is about, None for a new one, and
    `values` holds the fields that it changes (`exchange.values_reading`).

    With `key`, it is about one field of the draft (`subject` as in an answer); `values` is what
    would be saved (None when it cannot be, for the reason in `problem`), `base` what stood when the
    file was made (None when unknown). Without, no question claims it; `near_key` is the question it
    stood under. `text` holds the words as they came; `notes` comments, deleted and inserted words
    and a changed heading. `how` says by what it was placed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    upload = models.ForeignKey(DraftUpload, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    section = models.CharField(max_length=20, blank=True)
    key = models.CharField(max_length=40, blank=True)
    subject = models.UUIDField(null=True)
    text = models.TextField(blank=True)
    values = models.JSONField(null=True)
    base = models.JSONField(null=True)
    notes = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    how = models.CharField(max_length=12, blank=True)
    near_key = models.CharField(max_length=40, blank=True)
    near_subject = models.UUIDField(null=True)
    fate = models.CharField(max_length=8, choices=PieceFate.choices, default=PieceFate.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "position"], name="upload_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.upload_id}: {self.position}"
