"""The annual review of a cycle: the row that is worked on."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gfmd_platform.cycles.models import Cycle
from gfmd_platform.records.models import RecordModel

from ..enums import ReviewState


class Review(RecordModel):
    """One for a cycle. `compilation` is the latest complete one, on which the manuscript stands;
    `current_edition` is what the public reads, and stays while a correction is prepared.

    `section_order` are the keys of the manuscript's sections as they were moved; empty for the
    order of `SectionKey`. `word_limit` is what the cycle's invitation asks the text to keep to.
    `correction_note` says why a corrected edition is in preparation; empty for the first.
    `publish_at` is when the approved text will be published by itself, set as a local time in
    `publish_zone`.
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
    publish_at = models.DateTimeField(null=True)
    publish_zone = models.CharField(max_length=40, blank=True)

    class Meta(RecordModel.Meta):
        abstract = False
        verbose_name = gettext_lazy("review")
        indexes = [
            models.Index(fields=["state"], name="review_state"),
            models.Index(
                fields=["publish_at"],
                condition=Q(publish_at__isnull=False),
                name="review_to_be_published",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "writing"]) | Q(compilation__isnull=False),
                name="review_sent_has_compilation",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(current_edition__isnull=False),
                name="review_published_has_edition",
            ),
            models.CheckConstraint(
                condition=Q(publish_at=None) | Q(state="approved"),
                name="review_scheduled_is_approved",
            ),
        ]

    def __str__(self) -> str:
        return self.cycle.title

    @property
    def state_label(self) -> str:
        return str(ReviewState(self.state).label)

    @property
    def publish_words(self) -> str:
        """When it will be published, in the time zone in which that was set."""
        if self.publish_at is None:
            return ""
        local = self.publish_at.astimezone(ZoneInfo(self.publish_zone)).replace(tzinfo=None)
        return _("%(at)s (%(zone)s time)") % {
            "at": date_format(local, "j F Y, H:i"),
            "zone": self.publish_zone,
        }
