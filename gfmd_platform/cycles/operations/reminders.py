"""Reminding focal points by a ladder, giving a stakeholder more time, and muting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.access.exceptions import Invalid, NotAllowed, NotVisible
from gfmd_platform.ledger.operations import record_event
from gfmd_platform.notifications.operations import queue_mail
from gfmd_platform.records.operations import lock
from gfmd_platform.stakeholders.models import Membership
from gfmd_platform.stakeholders.queries import focal_points

from ..deadlines import deadline_words
from ..enums import REMINDED, ContactKind, CycleState
from ..models import Cycle, CycleInvitation, CycleReminder, ReminderMute
from .contacts import note_contacts

#: Eight, three and one weeks before, on the day, and a courteous note two weeks after.
LADDER = (-56, -21, -7, 0, 14)
MOST_RUNGS, FARTHEST = 12, 366
#: A rung that was missed (the platform stood still) is made up for within these days.
GRACE = dt.timedelta(days=2)


@transaction.atomic
def set_reminders(*, cycle_id: UUID, days: Iterable[int], by: Actor, now: dt.datetime) -> None:
    """Say on which days, counted from the day reports are asked for, focal points are reminded.

    Raises NotVisible, NotAllowed or Invalid.
    """
    cycle = lock(Cycle, cycle_id)
    check(by, "edit", cycle)
    wanted = sorted(set(days))
    if len(wanted) > MOST_RUNGS or any(abs(day) > FARTHEST for day in wanted):
        raise Invalid({"days": [_("At most 12 reminders, within a year of the date.")]})
    before = sorted(CycleReminder.objects.filter(cycle=cycle).values_list("days", flat=True))
    if before == wanted:
        return
    CycleReminder.objects.filter(cycle=cycle).delete()
    CycleReminder.objects.bulk_create(CycleReminder(cycle=cycle, days=day) for day in wanted)
    record_event(
        verb="cycle.edit", record_id=cycle.pk, by=by, now=now, data={"fields": ["reminders"]}
    )


@transaction.atomic
def give_more_time(
    *,
    cycle_id: UUID,
    stakeholder_id: UUID,
    until: dt.date | None,
    by: Actor,
    now: dt.datetime,
) -> CycleInvitation:
    """Ask one stakeholder for its report by a later day (None: by the cycle's own again).

    Only it and the Support Unit see the day; its focal points are told by mail. Raises NotVisible,
    NotAllowed, or Invalid for a day that is not later than the cycle's.
    """
    cycle = lock(Cycle, cycle_id)
    check(by, "edit", cycle)
    row = CycleInvitation.objects.filter(cycle=cycle, stakeholder=stakeholder_id).first()
    if row is None:
        raise NotVisible("No such invitation.")
    if until is not None and until <= cycle.asked_by:
        raise Invalid({"until": [_("Give a day after the one that holds for all.")]})
    if row.extended_to == until:
        return row
    row.extended_to = until
    row.save(update_fields=["extended_to"])
    record_event(
        verb="cycle.extend", record_id=cycle.pk, by=by, now=now, stakeholder_id=stakeholder_id
    )
    seats = focal_points([stakeholder_id])
    note_contacts(
        [(row, f"{until}:{now.isoformat()}") for _seat in seats],
        kind=ContactKind.MORE_TIME,
        now=now,
    )
    for seat in seats:
        queue_mail(
            key=f"cycle_extended:{row.pk}:{until}:{now.isoformat()}:{seat.person_id}",
            template="cycles/extended",
            **_letter(cycle, seat, until or cycle.asked_by),
            now=now,
        )
    return row


@transaction.atomic
def mute_reminders(
    *, cycle_id: UUID, stakeholder_id: UUID, mutes: bool, by: Actor, now: dt.datetime
) -> None:
    """Get no reminders of a cycle for a stakeholder, or get them again.

    For its focal points; one at least keeps getting them. Raises NotVisible, NotAllowed or Invalid.
    """
    cycle = Cycle.unscoped.visible_to(by).filter(pk=cycle_id).first()
    if cycle is None:
        raise NotVisible("No such cycle.")
    if by.person is None or stakeholder_id not in by.stakeholder_ids(FOCAL_POINT):
        raise NotAllowed(_("Reminders go to focal points."))
    row = (
        CycleInvitation.objects.select_for_update()
        .filter(cycle=cycle, stakeholder=stakeholder_id)
        .first()
    )
    if row is None:
        raise NotVisible("No such invitation.")
    if not mutes:
        ReminderMute.objects.filter(invitation=row, person=by.person).delete()
        return
    muted = set(ReminderMute.objects.filter(invitation=row).values_list("person_id", flat=True))
    people = {seat.person_id for seat in focal_points([stakeholder_id])}
    if not people - muted - {by.person.pk}:
        raise Invalid({"mutes": [_("You are the last one who is reminded; somebody must be.")]})
    ReminderMute.objects.get_or_create(invitation=row, person=by.person)


def send_reminders(*, now: dt.datetime) -> int:
    """Remind whoever is due in open cycles; each rung once a person. Returns how many mails stand.

    Safe to run at any time and any number of times: a mail's key names the rung, the day and the
    person, and a rung is due for a few days only.
    """
    cycles = Cycle.unscoped.filter(state=CycleState.OPEN).prefetch_related("reminders")
    return sum(_remind(cycle, now) for cycle in cycles)


@transaction.atomic
def _remind(cycle: Cycle, now: dt.datetime) -> int:
    zone = ZoneInfo(cycle.time_zone)
    today = now.astimezone(zone).date()
    sent = 0
    for rung in cycle.reminders.all():
        step = dt.timedelta(days=rung.days)
        due = CycleInvitation.objects.alias(
            asked=Coalesce("extended_to", F("cycle__asked_by"))
        ).filter(
            cycle=cycle,
            state__in=REMINDED,
            asked__range=(today - GRACE - step, today - step),
        )
        rows: dict[UUID, CycleInvitation] = {
            row.stakeholder_id: row for row in due.prefetch_related("mutes")
        }
        written: list[tuple[CycleInvitation, str]] = []
        for seat in recipients(rows, focal_points(list(rows))):
            row = rows[seat.stakeholder_id]
            asked = row.extended_to or cycle.asked_by
            day = dt.datetime.combine(asked + step, dt.time(), zone)
            if row.invited_at > day + GRACE:
                continue
            queue_mail(
                key=f"cycle_reminder:{row.pk}:{asked}:{rung.days}:{seat.person_id}",
                template="cycles/reminder" if rung.days <= 0 else "cycles/after",
                **_letter(cycle, seat, asked),
                now=now,
                occasion=day,
            )
            written.append((row, f"{asked}:{rung.days}"))
        note_contacts(written, kind=ContactKind.REMINDER, now=now)
        sent += len(written)
    return sent


def recipients(rows: dict[UUID, CycleInvitation], seats: list[Membership]) -> list[Membership]:
    """Focal points who have not muted; all of them where nobody else is left."""
    wanted = [
        seat
        for seat in seats
        if seat.person_id not in {m.person_id for m in rows[seat.stakeholder_id].mutes.all()}
    ]
    reached = {seat.stakeholder_id for seat in wanted}
    return wanted + [seat for seat in seats if seat.stakeholder_id not in reached]


def _letter(cycle: Cycle, seat: Membership, asked: dt.date) -> dict[str, Any]:
    return {
        "to": seat.person.email,
        "language": seat.person.language,
        "context": {
            "name": seat.person.name,
            "stakeholder": seat.stakeholder.name,
            "cycle": cycle.title,
            **deadline_words(cycle, asked, seat.person),
            "link": reverse("cycles:detail", args=[cycle.pk]),
        },
        "record_id": cycle.pk,
    }
