"""The annual review of a cycle: the row that is worked on."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gfmd_platform.cycles.models import Cycle
from gfmd_platform.records.models import RecordModel

from ..enums import ReviewState


class Review(RecordModel):
    """One for a cycle. `compilation` is the latest complete one, on which the manuscript stands;
    `current_edition` is what the public reads, and stays while a correction is prepared.

    `section_order` are the keys of the manuscript's sections as they were moved; empty for the
    order of `SectionKey`. `word_limit` is what the cycle's invitation asks the text to keep to.
    `correction_note` says why a corrected edition is in preparation; empty for the first.
    """

    access_kind = "review"

    cycle = models.OneToOneField(Cycle, on_delete=models.PROTECT, related_name="review")
    language = models.CharField(max_length=12, default="en")
    compilation = models.ForeignKey(
        "Compilation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    current_edition = models.ForeignKey(
        "Edition", null=True, on_delete=models.PROTECT, related_name="+"
    )
    correction_note = models.TextField(blank=True)
    section_order = models.JSONField(default=list)
    word_limit = models.PositiveIntegerField(null=True)

    class Meta(RecordModel.Meta):
        abstract = False
        verbose_name = _("review")
        indexes = [models.Index(fields=["state"], name="review_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "writing"]) | Q(compilation__isnull=False),
                name="review_sent_has_compilation",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(current_edition__isnull=False),
                name="review_published_has_edition",
            ),
        ]

    def __str__(self) -> str:
        return self.cycle.title

    @property
    def state_label(self) -> str:
        return str(ReviewState(self.state).label)
