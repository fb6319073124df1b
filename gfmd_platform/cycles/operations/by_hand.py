"""Reminders that the Support Unit sends itself: to one stakeholder or to many, seen first."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.exceptions import Invalid, WrongState
from gfmd_platform.ledger.operations import actor_ref, record_event
from gfmd_platform.notifications.operations import queue_mail
from gfmd_platform.notifications.rendering import render_mail
from gfmd_platform.records.operations import lock
from gfmd_platform.stakeholders.models import Membership
from gfmd_platform.stakeholders.queries import focal_points

from ..deadlines import deadline_words
from ..enums import REMINDED, ContactKind, CycleState, InvitationState
from ..models import Cycle, CycleInvitation, ReminderByHand
from .contacts import note_contacts
from .reminders import recipients

TEMPLATE = "cycles/by_hand"
LONGEST = 600


@dataclass(frozen=True)
class Recipient:
    """One focal point, and the mail to them."""

    seat: Membership
    invitation: CycleInvitation
    context: dict[str, Any]

    def mail(self) -> tuple[str, str]:
        """Subject and text, exactly as they go."""
        return render_mail(TEMPLATE, self.seat.person.language, self.context)


@dataclass(frozen=True)
class LeftOut:
    """Who gets no mail (a stakeholder, or one of its focal points), and why."""

    stakeholder: str
    person: str
    reason: str


@dataclass(frozen=True)
class Plan:
    """What would go out now."""

    sentence: str
    recipients: list[Recipient]
    left_out: list[LeftOut]

    @property
    def mark(self) -> str:
        """Changes with whatever would go out: to whom, and each word of it."""
        digest = hashlib.sha256()
        for each in self.recipients:
            digest.update("\0".join([each.seat.person.email, *each.mail()]).encode())
        return digest.hexdigest()

    def samples(self) -> list[tuple[Recipient, str, str]]:
        """The first mail in each language with its subject and text; the others differ by names
        and dates only."""
        first: dict[str, Recipient] = {}
        for each in self.recipients:
            first.setdefault(each.seat.person.language, each)
        return [(each, *each.mail()) for each in first.values()]


def plan_reminder(
    *, cycle: Cycle, stakeholder_ids: Iterable[UUID], sentence: str, now: dt.datetime, by: Actor
) -> Plan:
    """Who would be written to what, and who not and why. Nothing is sent.

    Raises NotVisible, NotAllowed, WrongState when the cycle takes no reports, or Invalid.
    """
    check(by, "remind", cycle)
    if cycle.state != CycleState.OPEN:
        raise WrongState(_("The cycle takes no reports now."), state=cycle.state)
    sentence = " ".join(sentence.split())
    if len(sentence) > LONGEST:
        raise Invalid({"sentence": [_("At most 600 characters.")]})
    asked = (
        CycleInvitation.objects.filter(cycle=cycle, stakeholder__in=list(stakeholder_ids))
        .select_related("stakeholder")
        .prefetch_related("mutes")
        .order_by("stakeholder__sort_name", "pk")
    )
    rows = {row.stakeholder_id: row for row in asked}
    open_rows = {pk: row for pk, row in rows.items() if row.state in REMINDED}
    seats = focal_points(list(open_rows))
    wanted = recipients(open_rows, seats)
    found = [
        Recipient(seat, rows[seat.stakeholder_id], _context(cycle, seat, rows, sentence, now))
        for seat in wanted
    ]
    found.sort(key=lambda each: (each.invitation.stakeholder.sort_name, each.seat.person.name))
    return Plan(sentence, found, _left_out(rows, seats, wanted))


def _left_out(
    rows: dict[UUID, CycleInvitation], seats: list[Membership], wanted: list[Membership]
) -> list[LeftOut]:
    named = {seat.stakeholder_id for seat in seats}
    reasons = {
        InvitationState.SUBMITTED: _("It submitted."),
        InvitationState.DECLINED: _("It said that it will not report."),
    }
    out = []
    for pk, row in rows.items():
        reason = reasons.get(InvitationState(row.state))
        if reason is None and pk not in named:
            reason = _("It has no focal point on record.")
        if reason:
            out.append(LeftOut(row.stakeholder.name, "", reason))
    kept = {seat.pk for seat in wanted}
    return out + [
        LeftOut(
            rows[seat.stakeholder_id].stakeholder.name,
            seat.person.name,
            _("Wishes no reminders of this cycle; others of the stakeholder get them."),
        )
        for seat in seats
        if seat.pk not in kept
    ]


def _context(
    cycle: Cycle,
    seat: Membership,
    rows: dict[UUID, CycleInvitation],
    sentence: str,
    now: dt.datetime,
) -> dict[str, Any]:
    row = rows[seat.stakeholder_id]
    asked = row.extended_to or cycle.asked_by
    return {
        "name": seat.person.name,
        "stakeholder": row.stakeholder.name,
        "cycle": cycle.title,
        **deadline_words(cycle, asked, seat.person),
        "has_passed": now >= cycle.end_of(asked),
        "sentence": sentence,
        "link": reverse("cycles:detail", args=[cycle.pk]),
    }


@transaction.atomic
def remind_by_hand(
    *,
    cycle_id: UUID,
    reminder_id: UUID,
    stakeholder_ids: Iterable[UUID],
    sentence: str,
    seen: str,
    by: Actor,
    now: dt.datetime,
) -> ReminderByHand:
    """Write to the focal points of stakeholders that neither submitted nor declined, once.

    `reminder_id` is the sender's own: a repetition finds what was sent and sends nothing. `seen` is
    the mark of the plan that was shown. Raises NotVisible, NotAllowed, WrongState, or Invalid when
    nobody is left to write to or what would go out is no longer what was seen.
    """
    cycle = lock(Cycle, cycle_id)
    check(by, "remind", cycle)
    sent = ReminderByHand.objects.filter(pk=reminder_id).first()
    if sent is not None:
        if sent.cycle_id != cycle.pk:
            raise Invalid({"id": [_("This reminder belongs to another cycle.")]})
        return sent
    plan = plan_reminder(
        cycle=cycle, stakeholder_ids=stakeholder_ids, sentence=sentence, now=now, by=by
    )
    if not plan.recipients:
        raise Invalid({"stakeholders": [_("Nobody is left to write to.")]})
    if plan.mark != seen:
        raise Invalid(
            {"seen": [_("Nothing was sent: the mail or its readers changed. Look at it again.")]}
        )
    made = ReminderByHand.objects.create(
        id=reminder_id, cycle=cycle, sentence=plan.sentence, at=now, actor_ref=actor_ref(by)
    )
    for each in plan.recipients:
        person = each.seat.person
        queue_mail(
            key=f"cycle_by_hand:{made.pk}:{each.invitation.pk}:{person.pk}",
            to=person.email,
            language=person.language,
            template=TEMPLATE,
            context=each.context,
            now=now,
            record_id=cycle.pk,
        )
    note_contacts(
        [(each.invitation, str(made.pk)) for each in plan.recipients],
        kind=ContactKind.BY_HAND,
        now=now,
        reminder=made,
    )
    record_event(
        verb="cycle.remind",
        record_id=cycle.pk,
        by=by,
        now=now,
        data={
            "reminder": str(made.pk),
            "stakeholders": len({each.invitation.pk for each in plan.recipients}),
            "mails": len(plan.recipients),
        },
    )
    return made
