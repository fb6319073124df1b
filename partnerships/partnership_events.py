"""Mail that follows the steps of a partnership. Each is promised once per event and reader."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse

from gfmd_platform.ledger import consumers
from gfmd_platform.ledger.models import Event
from gfmd_platform.notifications.operations import queue_mail
from gfmd_platform.stakeholders.models import Stakeholder

from .enums import PartnerAnswer, PartnerRole
from .models import Deliverable, Partner, Partnership
from .queries.people import focal_points

#: What the lead hears of a partner's answer.
ANSWERS = {
    "partnership.accept_partner": "partnership_accepted",
    "partnership.decline_partner": "partnership_declined",
    "partnership.leave_partner": "partnership_left",
}
#: What all partners hear of the partnership.
STEPS = {
    "partnership.register": "partnership_registered",
    "partnership.amend": "partnership_amended",
    "partnership.conclude": "partnership_concluded",
    "partnership.hold": "partnership_on_hold",
    "partnership.release": "partnership_released",
    "partnership.withdraw": "partnership_withdrawn",
}
DELIVERIES = {
    "deliverable.deliver": "deliverable_delivered",
    "deliverable.drop": "deliverable_dropped",
    "deliverable.change": "deliverable_changed",
}


def tell_invited(event: Event) -> None:
    """The focal points of the stakeholder that was asked; nothing if it was taken back since."""
    partner = _partner(event)
    if partner is None or partner.answer != PartnerAnswer.INVITED:
        return
    _send(
        event,
        partner.partnership,
        [partner.stakeholder_id],
        template="partnership_invitation",
        link=reverse("partnerships:partner-answer", args=[partner.pk]),
        stakeholder=partner.stakeholder.name,
        role=PartnerRole(partner.role).label,
        note=partner.note,
    )


def tell_lead(event: Event) -> None:
    partner = _partner(event)
    if partner is None:
        return
    _send(
        event,
        partner.partnership,
        [partner.partnership.record.owner_id],
        template=ANSWERS[event.verb],
        link=reverse("partnerships:partners", args=[partner.partnership_id]),
        stakeholder=partner.stakeholder.name,
        role=PartnerRole(partner.role).label,
    )


def tell_partners(event: Event) -> None:
    partnership = Partnership.unscoped.filter(pk=event.record_id).first()
    if partnership is not None:
        _send(
            event,
            partnership,
            _taking_part(partnership),
            template=STEPS[event.verb],
            link=reverse("partnerships:partnership", args=[partnership.pk]),
            reason=partnership.hold_reason,
        )


def tell_of_deliverable(event: Event) -> None:
    deliverable = (
        Deliverable.unscoped.select_related("partnership__record__owner__stakeholder")
        .filter(pk=event.record_id)
        .first()
    )
    if deliverable is None:
        return
    _send(
        event,
        deliverable.partnership,
        _taking_part(deliverable.partnership),
        template=DELIVERIES[event.verb],
        link=reverse("partnerships:deliverable", args=[deliverable.pk]),
        deliverable=deliverable.title,
        reason=deliverable.reason,
    )


def _partner(event: Event) -> Partner | None:
    return (
        Partner.objects.select_related(
            "partnership__record__owner__stakeholder", "partnership__current_version", "stakeholder"
        )
        .filter(pk=event.data["partner"])
        .first()
    )


def _taking_part(partnership: Partnership) -> list[UUID]:
    accepted = partnership.partners.filter(answer=PartnerAnswer.ACCEPTED)
    return list(accepted.values_list("stakeholder_id", flat=True))


def _send(
    event: Event,
    partnership: Partnership,
    stakeholders: list[UUID],
    *,
    template: str,
    link: str,
    **more: Any,
) -> None:
    version = partnership.current_version
    lead = Stakeholder.unscoped.get(pk=partnership.record.owner_id)
    context = {
        "title": version.title if version else partnership.title,
        "lead": lead.name,
        "link": link,
        **more,
    }
    for person in focal_points(stakeholders):
        queue_mail(
            key=f"{template}:{event.pk}:{person.pk}",
            to=person.email,
            language=person.language,
            template=template,
            context={**context, "name": person.name},
            now=event.at,
            record_id=partnership.pk,
        )


def register() -> None:
    consumers.register("partnerships.invited", ["partnership.invite_partner"], tell_invited)
    consumers.register("partnerships.lead", ANSWERS, tell_lead)
    consumers.register("partnerships.partners", STEPS, tell_partners)
    consumers.register("partnerships.deliverables", DELIVERIES, tell_of_deliverable)
