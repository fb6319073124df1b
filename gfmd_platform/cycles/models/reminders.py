"""When focal points are reminded, and who of them wishes not to be."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from gfmd_platform.ids import new_id

from .cycles import Cycle, CycleInvitation


class CycleReminder(models.Model):
    """One rung of a cycle's ladder: `days` after the day by which reports are asked for; before it
    when negative."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="reminders")
    days = models.SmallIntegerField()

    class Meta:
        ordering = ["days"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "days"], name="cycle_reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.days}"


class ReminderMute(models.Model):
    """A focal point who gets no reminders of a cycle for a stakeholder."""

    invitation = models.ForeignKey(CycleInvitation, on_delete=models.CASCADE, related_name="mutes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invitation", "person"], name="reminder_mute_once")
        ]

    def __str__(self) -> str:
        return f"{self.invitation_id}: {self.person_id}"
