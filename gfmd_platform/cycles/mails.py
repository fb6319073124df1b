"""What follows which event of a cycle. Words of mail stand in templates/mail/cycles/."""

from __future__ import annotations

from django.urls import reverse

from gfmd_platform.ledger.models import Event
from gfmd_platform.notifications.operations import queue_mail
from gfmd_platform.stakeholders.queries import focal_points

from .deadlines import deadline_words
from .enums import ContactKind, InvitationState
from .models import Cycle, CycleInvitation
from .operations import invite_newcomer, note_contacts


def on_open(event: Event) -> None:
    """Focal points of everybody who is invited and has not answered learn what is asked."""
    cycle = Cycle.objects.filter(pk=event.record_id).first()
    if cycle is None:
        return
    invited = CycleInvitation.objects.filter(cycle=cycle, state=InvitationState.INVITED)
    rows = {row.stakeholder_id: row for row in invited}
    seats = focal_points(list(rows))
    note_contacts(
        [(rows[seat.stakeholder_id], str(event.pk)) for seat in seats],
        kind=ContactKind.OPENED,
        now=event.at,
    )
    for seat in seats:
        person = seat.person
        queue_mail(
            key=f"cycle_open:{event.pk}:{person.pk}:{seat.stakeholder_id}",
            to=person.email,
            language=person.language,
            template="cycles/open",
            context={
                "name": person.name,
                "stakeholder": seat.stakeholder.name,
                "cycle": cycle.title,
                **deadline_words(cycle, cycle.asked_by, person),
                "link": reverse("cycles:detail", args=[cycle.pk]),
            },
            now=event.at,
            record_id=cycle.pk,
        )


def on_confirm(event: Event) -> None:
    """A stakeholder that is confirmed while cycles are open is invited to them."""
    if event.record_id is not None:
        invite_newcomer(stakeholder_id=event.record_id, now=event.at)


CONSUMERS = {
    "cycles.opened": (["cycle.open", "cycle.reopen"], on_open),
    "cycles.newcomer": (["stakeholder.confirm"], on_confirm),
}
