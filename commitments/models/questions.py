"""What the Support Unit asks about a version, and what its stakeholder answers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gfmd_platform.cycles.enums import Part
from gfmd_platform.ids import new_id
from gfmd_platform.ledger.immutable import Immutable
from gfmd_platform.records.models import RecordModel
from gfmd_platform.stakeholders.models import Membership, Stakeholder

from ..enums import QuestionEntryKind
from .commitments import CommitmentVersion
from .versions import ReportVersion

#: The one part that a commitment has.
TEXT = "text"


class SupportQuestion(RecordModel):
    """About a version of a report or of a commitment: a part of it, or with `key` one field
    (`subject`: its commitment, or the row of a reported value). Its words stand in its entries."""

    access_kind = "question"

    version = models.ForeignKey(
        ReportVersion, null=True, on_delete=models.PROTECT, related_name="questions"
    )
    commitment_version = models.ForeignKey(
        CommitmentVersion, null=True, on_delete=models.PROTECT, related_name="questions"
    )
    section = models.CharField(
        max_length=20, choices=[*Part.choices, (TEXT, _("The text of the commitment"))]
    )
    key = models.CharField(max_length=40, blank=True)
    subject = models.UUIDField(null=True)

    class Meta(RecordModel.Meta):
        abstract = False
        verbose_name = _("question")
        indexes = [models.Index(fields=["state", "state_at"], name="support_question_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(version=None, commitment_version__isnull=False)
                | Q(version__isnull=False, commitment_version=None),
                name="support_question_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.section} {self.key}"

    @property
    def of(self) -> ReportVersion | CommitmentVersion:
        """The version that it is about."""
        found = self.version or self.commitment_version
        assert found is not None  # a constraint
        return found

    @property
    def stakeholder(self) -> Stakeholder:
        """Who is asked."""
        assert self.record.owner is not None  # whoever made the version
        return self.record.owner.stakeholder  # type: ignore[no-any-return]

    @property
    def title(self) -> str:
        """The cycle of the report, or the commitment's own."""
        if self.commitment_version is not None:
            return self.commitment_version.title
        return str(self.of.subject.cycle.title)  # type: ignore[union-attr]


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
