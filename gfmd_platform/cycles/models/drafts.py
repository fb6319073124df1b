"""The next questionnaire while it is built; nobody but the Support Unit sees it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from gfmd_platform.ids import new_id
from gfmd_platform.taxonomy.models import Term

from .cycles import Cycle
from .questionnaires import CycleAudience, QuestionContent


class QuestionnaireDraft(models.Model):
    """What will be asked of an audience next; issuing it makes a `Questionnaire`, and it is gone.

    Each question has a revision of its own, so that two people can build at once.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="drafts")
    audience = models.ForeignKey(CycleAudience, null=True, on_delete=models.CASCADE)
    targets = models.ManyToManyField(Term, through="DraftTarget", related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "audience"],
                name="questionnaire_draft_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.audience_id or ''}"


class DraftTarget(models.Model):
    draft = models.ForeignKey(
        QuestionnaireDraft, on_delete=models.CASCADE, related_name="target_rows"
    )
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "term"], name="draft_target_once")]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.term_id}"


class DraftQuestion(QuestionContent):
    """A question that is being worked on; `revision` is what a page has read."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draft = models.ForeignKey(
        QuestionnaireDraft, on_delete=models.CASCADE, related_name="questions"
    )
    revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["draft", "key"], name="draft_question_once")]

    def __str__(self) -> str:
        return self.label
