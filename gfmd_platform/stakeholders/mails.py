"""Which mail follows which event. Words stand in templates/mail/people/."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from gfmd_platform.ledger.models import ActorRef, Event
from gfmd_platform.notifications.operations import queue_mail

from .models import Invitation, Membership, Person, Stakeholder
from .queries import focal_points, support_unit_addresses


def _send(event: Event, template: str, to: Person | None, **context: Any) -> None:
    if to is None or not to.is_active:
        return
    queue_mail(
        key=f"{template}:{event.pk}:{to.pk}",
        to=to.email,
        language=to.language,
        template=f"people/{template}",
        context={"name": to.name, **context},
        now=event.at,
        record_id=event.record_id,
    )


def _stakeholder(event: Event) -> Stakeholder | None:
    return Stakeholder.unscoped.select_related("applicant").filter(pk=event.record_id).first()


def _actor_of(event: Event) -> Person | None:
    """Who did it; None for the system, and for somebody who has been forgotten."""
    if event.actor_ref is None:
        return None
    ref = ActorRef.objects.select_related("person").filter(ref=event.actor_ref).first()
    return ref.person if ref else None


def on_apply(event: Event) -> None:
    """The Support Unit has an application to look at; the applicant knows that it arrived."""
    stakeholder = _stakeholder(event)
    if stakeholder is None:
        return
    for person in support_unit_addresses():
        _send(
            event,
            "application_waiting",
            person,
            stakeholder=stakeholder.name,
            kind=stakeholder.get_kind_display(),
            link=reverse("stakeholders:application", args=[stakeholder.pk]),
        )
    _send(
        event,
        "application_received",
        stakeholder.applicant,
        stakeholder=stakeholder.name,
        link=reverse("stakeholders:detail", args=[stakeholder.pk]),
    )


def on_decision(event: Event) -> None:
    stakeholder = _stakeholder(event)
    if stakeholder is None:
        return
    confirmed = event.verb.endswith(".confirm")
    page = reverse("stakeholders:detail", args=[stakeholder.pk])
    _send(
        event,
        "application_confirmed" if confirmed else "application_declined",
        stakeholder.applicant,
        stakeholder=stakeholder.name,
        reason=stakeholder.decision_reason,
        link=reverse("desk") if confirmed else page,
    )


def on_join(event: Event) -> None:
    """Whoever invited hears that the seat is taken."""
    invitation = (
        Invitation.objects.select_related("invited_by", "stakeholder")
        .filter(pk=event.data["invitation"])
        .first()
    )
    if invitation is None or invitation.stakeholder is None:
        return
    member = _actor_of(event)
    _send(
        event,
        "invitation_accepted",
        invitation.invited_by,
        member=str(member or invitation.name),
        role=invitation.get_role_display(),
        stakeholder=invitation.stakeholder.name,
        link=reverse("stakeholders:members", args=[invitation.stakeholder_id]),
    )


def on_end(event: Event) -> None:
    """A person learns that their seat has ended, unless they ended it themselves."""
    seat: Membership | None = (
        Membership.objects.select_related("person", "stakeholder")
        .filter(pk=event.data["membership"])
        .first()
    )
    if seat is None or seat.person == _actor_of(event):
        return
    _send(
        event,
        "membership_ended",
        seat.person,
        stakeholder=seat.stakeholder.name,
        link=reverse("stakeholders:detail", args=[seat.stakeholder_id]),
    )


def on_renewal(event: Event) -> None:
    """The stakeholder's other focal points hear that a member's access was renewed."""
    seat: Membership | None = (
        Membership.objects.select_related("person", "stakeholder")
        .filter(pk=event.data["membership"])
        .first()
    )
    if seat is None:
        return
    for other in focal_points([seat.stakeholder_id]):
        if other.person_id != seat.person_id:
            _send(
                event,
                "access_renewed",
                other.person,
                member=seat.person.name,
                stakeholder=seat.stakeholder.name,
                link=reverse("stakeholders:members", args=[seat.stakeholder_id]),
            )


CONSUMERS = {
    "people.applied": (["stakeholder.apply"], on_apply),
    "people.decided": (["stakeholder.confirm", "stakeholder.decline"], on_decision),
    "people.joined": (["stakeholder.join"], on_join),
    "people.renewed": (["stakeholder.renew_nomination"], on_renewal),
    "people.ended": (["stakeholder.end_membership"], on_end),
}
