"""When the platform wrote to a stakeholder about a cycle: kept longer than the mails themselves."""

from __future__ import annotations

from django.db import models

from gfmd_platform.ids import new_id
from gfmd_platform.ledger.immutable import Immutable

from ..enums import ContactKind
from .cycles import Cycle, CycleInvitation


class ReminderByHand(Immutable):
    """What the Support Unit sent to the focal points of several stakeholders at once.

    The id is chosen by whoever sends, so that a second press of the button is the same reminder.
    `sentence` is what was added to the platform's own words.
    """

    id = models.UUIDField(primary_key=True)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="reminders_by_hand")
    sentence = models.TextField(blank=True)
    at = models.DateTimeField()
    actor_ref = models.UUIDField(null=True)

    class Meta(Immutable.Meta):
        abstract = False


class CycleContact(models.Model):
    """Focal points of one stakeholder were written to on one occasion (`key`)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    invitation = models.ForeignKey(
        CycleInvitation, on_delete=models.CASCADE, related_name="contacts"
    )
    kind = models.CharField(max_length=20, choices=ContactKind.choices)
    key = models.CharField(max_length=80)
    people = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    reminder = models.ForeignKey(
        ReminderByHand, null=True, on_delete=models.PROTECT, related_name="contacts"
    )

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["invitation", "key"], name="cycle_contact_once")
        ]
        indexes = [models.Index(fields=["invitation", "at"], name="cycle_contact_at")]

    def __str__(self) -> str:
        return f"{self.invitation_id}: {self.kind} {self.at}"
