"""What the Support Unit asks about a submitted version, and what its stakeholder answers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gfmd_platform.cycles.enums import Part
from gfmd_platform.ids import new_id
from gfmd_platform.ledger.immutable import Immutable
from gfmd_platform.records.models import RecordModel
from gfmd_platform.stakeholders.models import Membership

from ..enums import QuestionEntryKind
from .versions import ReportVersion


class SupportQuestion(RecordModel):
    """About a part of a version; with `key`, about one field of it (`subject`: its commitment, or
    the row of a reported value). Its words stand in its entries."""

    access_kind = "question"

    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="questions")
    section = models.CharField(max_length=20, choices=Part.choices)
    key = models.CharField(max_length=40, blank=True)
    subject = models.UUIDField(null=True)

    class Meta(RecordModel.Meta):
        abstract = False
        verbose_name = _("question")
        indexes = [models.Index(fields=["state", "state_at"], name="support_question_state")]

    def __str__(self) -> str:
        return f"{self.section} {self.key}"


class QuestionEntry(Immutable):
    """What was asked or answered at one time, as it was sent. `membership` is the seat by which
    somebody answered for their stakeholder."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    question = models.ForeignKey(SupportQuestion, on_delete=models.PROTECT, related_name="entries")
    no = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=QuestionEntryKind.choices)
    text = models.TextField()
    language = models.CharField(max_length=12)
    at = models.DateTimeField()
    actor_ref = models.UUIDField(null=True)
    membership = models.ForeignKey(
        Membership, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Immutable.Meta):
        abstract = False
        ordering = ["question", "no"]
        constraints = [
            models.UniqueConstraint(fields=["question", "no"], name="question_entry_once")
        ]
