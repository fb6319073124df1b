"""The text circulates to groups of the Forum, who comment; delegations add reservations."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gfmd_platform.access.querysets import UnscopedManager
from gfmd_platform.ids import new_id
from gfmd_platform.stakeholders.models import Group, Stakeholder

from ..enums import CommentOutcome
from ..sections import SectionKey
from .compilations import Compilation
from .reviews import Review


class ConsultationRound(models.Model):
    """The text goes to one group, from `opens_on` to `closes_on` (local days of the cycle).

    `compilation` and `manuscript` are what is read, frozen when it opens; empty before.
    """

    access_kind = "round"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="rounds")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    opens_on = models.DateField()
    closes_on = models.DateField()
    planned_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    compilation = models.ForeignKey(
        Compilation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    manuscript = models.JSONField(null=True)

    objects = UnscopedManager()
    unscoped = UnscopedManager()

    class Meta:
        verbose_name = _("round of consultation")
        ordering = ["opens_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="round_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None, manuscript=None, compilation=None)
                | Q(opened_at__isnull=False, manuscript__isnull=False, compilation__isnull=False),
                name="round_open_has_text",
            ),
        ]
        indexes = [
            models.Index(
                fields=["opens_on"], condition=Q(opened_at=None), name="round_to_be_opened"
            ),
            models.Index(
                fields=["closes_on"], condition=Q(reminded_at=None), name="round_to_be_reminded"
            ),
        ]

    def __str__(self) -> str:
        return str(self.group)

    def is_open(self, now: dt.datetime) -> bool:
        """Whether it takes comments: until the end of its last day."""
        return self.opened_at is not None and self.closes_on >= self.today(now)

    def today(self, now: dt.datetime) -> dt.date:
        return now.astimezone(ZoneInfo(self.review.cycle.time_zone)).date()


class RoundComment(models.Model):
    """On a paragraph of the circulated text (`prose.paragraphs`), or on a section when `paragraph`
    is empty. `passage` keeps the paragraph's words as they were read.

    `revision` counts the Support Unit's outcomes.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(ConsultationRound, on_delete=models.PROTECT, related_name="comments")
    section = models.CharField(max_length=30)
    paragraph = models.CharField(max_length=20, blank=True)
    passage = models.TextField(blank=True)
    text = models.TextField()
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    actor_ref = models.UUIDField(null=True)
    outcome = models.CharField(max_length=10, choices=CommentOutcome.choices, blank=True)
    outcome_words = models.TextField(blank=True)
    outcome_at = models.DateTimeField(null=True)
    outcome_by = models.UUIDField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="") | ~Q(outcome_words=""), name="outcome_has_words"
            )
        ]

    def __str__(self) -> str:
        return f"{self.section} {self.paragraph}"


class Reservation(models.Model):
    """A delegation's words, printed verbatim in every format; on one section, or on the whole."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="reservations")
    section = models.CharField(max_length=30, blank=True)
    text = models.TextField()
    language = models.CharField(max_length=12)
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    actor_ref = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.stakeholder_id} {self.section}"

    @property
    def section_label(self) -> str:
        return str(SectionKey(self.section).label) if self.section else ""
