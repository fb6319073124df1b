"""What is said beside a draft: comments on a part or a field, and suggested texts.

Never part of versions, exports or search; gone with the draft.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gfmd_platform.cycles.enums import Part
from gfmd_platform.ids import new_id

from ..enums import SuggestionState
from .reports import Report


class Remark(models.Model):
    """About a part of the draft; with `key`, about one field of it (`subject` as in an answer)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+")
    section = models.CharField(max_length=20, choices=Part.choices)
    key = models.CharField(max_length=40, blank=True)
    subject = models.UUIDField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.section} {self.key}"


class DraftComment(Remark):
    """A comment, or an answer to one (`parent`); threads have no third level."""

    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="answers")
    body = models.TextField(_("comment"))
    edited_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta(Remark.Meta):
        abstract = False
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["report", "section"], name="draft_comment_section")]


class DraftCommentText(models.Model):
    """What a comment said before it was edited."""

    comment = models.ForeignKey(DraftComment, on_delete=models.CASCADE, related_name="earlier")
    body = models.TextField()
    until = models.DateTimeField()

    class Meta:
        ordering = ["until", "id"]

    def __str__(self) -> str:
        return f"{self.comment_id} until {self.until:%Y-%m-%d}"


class Suggestion(Remark):
    """A text proposed for a field in place of what it said at revision `base`.

    `result` is the revision that accepting it made: the trace of who suggested these words.
    """

    base = models.PositiveIntegerField()
    text = models.TextField(_("suggested text"))
    state = models.CharField(
        max_length=10, choices=SuggestionState.choices, default=SuggestionState.OPEN
    )
    word = models.CharField(_("why not"), max_length=300, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    result = models.PositiveIntegerField(null=True)

    class Meta(Remark.Meta):
        abstract = False
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["report", "section"], name="suggestion_section")]
