"""Who was asked to take part in a partnership, and what waits for whose answer."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from gfmd_platform.access import Actor
from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.access.exceptions import NotVisible
from gfmd_platform.stakeholders.enums import StakeholderState
from gfmd_platform.stakeholders.models import Stakeholder

from ..enums import PartnerAnswer, PartnerRole
from ..models import Partner, Partnership
from ..transitions import INVITING

_WITH = ("partnership__record__owner__stakeholder", "partnership__current_version", "stakeholder")


def asked_partners(partnership: Partnership) -> list[Partner]:
    """Everybody who was ever asked, with the answer; for the lead's members."""
    found = partnership.partners.exclude(role=PartnerRole.LEAD)
    return list(found.select_related("stakeholder").order_by("invited_at", "pk"))


def invitations_for(actor: Actor) -> QuerySet[Partner]:
    """Invitations that wait for this person's answer, the oldest first."""
    return (
        Partner.objects.filter(
            stakeholder__in=actor.stakeholder_ids(FOCAL_POINT),
            answer=PartnerAnswer.INVITED,
            partnership__state__in=INVITING,
        )
        .select_related(*_WITH)
        .order_by("invited_at", "pk")
    )


def invitation(partner_id: UUID, actor: Actor) -> Partner:
    """What a stakeholder was asked, for those who speak for it. Raises NotVisible."""
    found = (
        Partner.objects.filter(pk=partner_id, stakeholder__in=actor.stakeholder_ids(FOCAL_POINT))
        .exclude(role=PartnerRole.LEAD)
        .select_related(*_WITH)
        .first()
    )
    if found is None:
        raise NotVisible("No such invitation.")
    return found


def invited_by(partner_id: UUID, actor: Actor) -> Partner:
    """Somebody whom the actor's own stakeholder asked. Raises NotVisible."""
    found = (
        Partner.objects.filter(
            pk=partner_id, partnership__record__owner__in=actor.stakeholder_ids(FOCAL_POINT)
        )
        .select_related(*_WITH)
        .first()
    )
    if found is None:
        raise NotVisible("No such partner.")
    return found


def seat_of(partnership: Partnership, actor: Actor) -> Partner | None:
    """As which partner the actor speaks here, the lead aside; for the way out."""
    accepted: list[Partner] = partnership.accepted  # type: ignore[attr-defined]
    mine = actor.stakeholder_ids(FOCAL_POINT)
    return next(
        (p for p in accepted if p.stakeholder_id in mine and p.role != PartnerRole.LEAD), None
    )


def open_invitation(partnership: Partnership, actor: Actor) -> Partner | None:
    """An invitation to this partnership that the actor can answer."""
    mine = actor.stakeholder_ids(FOCAL_POINT)
    if not mine:
        return None
    return partnership.partners.filter(stakeholder__in=mine, answer=PartnerAnswer.INVITED).first()


def can_be_invited(partnership: Partnership) -> QuerySet[Stakeholder]:
    """Confirmed stakeholders that are neither partner nor asked, by name."""
    busy = partnership.partners.filter(answer__in=[PartnerAnswer.ACCEPTED, PartnerAnswer.INVITED])
    confirmed = Stakeholder.objects.filter(state=StakeholderState.CONFIRMED)
    return confirmed.exclude(pk__in=busy.values("stakeholder")).order_by("sort_name", "pk")
