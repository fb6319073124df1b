"""Reading a cycle's reminders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gfmd_platform.access import Actor

from ..models import Cycle, CycleInvitation, CycleReminder, ReminderMute


@dataclass(frozen=True)
class Rung:
    days: int
    day: dt.date

    @property
    def words(self) -> str:
        return spoken_days(self.days)


def ladder_of(cycle: Cycle) -> list[Rung]:
    """Each reminder with the day on which it goes out to whoever has no later date."""
    days = CycleReminder.objects.filter(cycle=cycle).values_list("days", flat=True)
    return [Rung(each, cycle.asked_by + dt.timedelta(days=each)) for each in days]


def spoken_days(days: int) -> str:
    if days == 0:
        return _("On the day")
    number = abs(days)
    if number % 7 == 0:
        weeks = number // 7
        words = (
            ngettext("%(n)d week before", "%(n)d weeks before", weeks)
            if days < 0
            else ngettext("%(n)d week after", "%(n)d weeks after", weeks)
        )
        return words % {"n": weeks}
    words = (
        ngettext("%(n)d day before", "%(n)d days before", number)
        if days < 0
        else ngettext("%(n)d day after", "%(n)d days after", number)
    )
    return words % {"n": number}


def invitation_with_name(cycle: Cycle, stakeholder_id: UUID) -> CycleInvitation | None:
    rows = CycleInvitation.objects.filter(cycle=cycle, stakeholder=stakeholder_id)
    return rows.select_related("stakeholder").first()


def muted_by(actor: Actor, invitations: Iterable[CycleInvitation]) -> set[UUID]:
    """For which of these invitations the actor gets no reminders (one query)."""
    if actor.person is None:
        return set()
    rows = ReminderMute.objects.filter(
        person=actor.person, invitation__in=[row.pk for row in invitations]
    )
    return set(rows.values_list("invitation_id", flat=True))
