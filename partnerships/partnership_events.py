"""Mail that follows the steps of a partnership. Each is promised once per event and reader."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse

from gfmd_platform.interface.forms.dates import spoken
from gfmd_platform.ledger import consumers
from gfmd_platform.ledger.models import Event
from gfmd_platform.notifications.operations import queue_mail
from gfmd_platform.stakeholders.models import Stakeholder

from .enums import PartnerAnswer, PartnerRole, PartnershipState
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
    "partnership.resume": "partnership_resumed",
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
            on_hold=partnership.state == PartnershipState.ON_HOLD,
        )


def tell_of_the_end(event: Event, partnership: Partnership) -> None:
    """The draft is about to be deleted: whoever was asked, or had accepted, learns that it ended.

    Called by the operation itself.
    """
    asked = partnership.partners.filter(answer__in=[PartnerAnswer.INVITED, PartnerAnswer.ACCEPTED])
    others = asked.exclude(role=PartnerRole.LEAD).values_list("stakeholder_id", flat=True)
    _send(event, partnership, list(others), template="partnership_discarded", link="/desk/")


def tell_taken_back(event: Event) -> None:
    """Those who were asked; nothing if they have been asked again since."""
    partner = _partner(event)
    if partner is not None and partner.answer == PartnerAnswer.REVOKED:
        _send(
            event,
            partner.partnership,
            [partner.stakeholder_id],
            template="partnership_taken_back",
            link="/desk/",
        )


def tell_responsible(event: Event) -> None:
    """The partner for which the lead has planned something."""
    deliverable = _deliverable(event)
    if deliverable is not None and event.stakeholder_id is None:
        _send(
            event,
            deliverable.partnership,
            [deliverable.record.owner_id],
            template="deliverable_planned",
            link=reverse("partnerships:deliverable", args=[deliverable.pk]),
            deliverable=deliverable.title,
            due=spoken(deliverable.due_on),
        )


def tell_of_deliverable(event: Event) -> None:
    """All partners, of a step that everybody can read; a plan in a draft changes quietly."""
    deliverable = _deliverable(event)
    if deliverable is None or event.data.get("draft"):
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


def _deliverable(event: Event) -> Deliverable | None:
    found = Deliverable.unscoped.select_related(
        "record", "partnership__record__owner__stakeholder", "partnership__current_version"
    )
    return found.filter(pk=event.record_id).first()


def _partner(event: Event) -> Partner | None:
    return (
        Partner.objects.select_related(
            "partnership__record__owner__stakeholder", "partnership__current_version", "stakeholder"
        )
        .filter(pk=event.data["partner"])
        .first()
    )


def _taking_part(partnership: Partnership) -> list[UUID | None]:
    accepted = partnership.partners.filter(answer=PartnerAnswer.ACCEPTED)
    return list(accepted.values_list("stakeholder_id", flat=True))


def _send(
    event: Event,
    partnership: Partnership,
    stakeholders: list[UUID | None],
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
    for person in focal_points([pk for pk in stakeholders if pk]):
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
    consumers.register("partnerships.taken_back", ["partnership.revoke_partner"], tell_taken_back)
    consumers.register("partnerships.responsible", ["deliverable.plan"], tell_responsible)
    consumers.register("partnerships.lead", ANSWERS, tell_lead)
    consumers.register("partnerships.partners", STEPS, tell_partners)
    consumers.register("partnerships.deliverables", DELIVERIES, tell_of_deliverable)
