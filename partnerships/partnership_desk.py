"""What of partnerships waits on a desk, and what a stakeholder's page lists of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gfmd_platform.access import Actor
from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.interface.forms.dates import latest
from gfmd_platform.stakeholders.desk import (
    DeskGroup,
    DeskItem,
    DeskLink,
    register_desk,
    register_links,
)
from gfmd_platform.stakeholders.handover import register_handover
from gfmd_platform.stakeholders.shelves import Shelf, ShelfItem, register_shelf

from .enums import PartnerRole, PartnershipState
from .models import Deliverable
from .queries import deliverables, partners, partnerships

#: A desk is a list to work through, not an archive.
MOST = 25
#: Deliverables whose date comes within so many days lie on the desk.
DAYS_AHEAD = 60
_ON_SHELF = 10


def invitations(actor: Actor) -> Iterator[DeskItem]:
    """Stakeholders that were asked and have not answered."""
    if not actor.stakeholder_ids(FOCAL_POINT):
        return
    for partner in partners.invitations_for(actor)[:MOST]:
        partnership = partner.partnership
        yield DeskItem(
            title=partnerships.title_of(partnership),
            detail=_("%(lead)s invites you to this partnership as: %(role)s.")
            % {
                "lead": partnerships.lead_name(partnership),
                "role": PartnerRole(partner.role).label,
            },
            url=reverse("partnerships:partner-answer", args=[partner.pk]),
            action=_("Read and answer"),
            since=partner.invited_at,
            context=partner.stakeholder.name,
            language=partnership.language,
        )


def drafts(actor: Actor) -> Iterator[DeskItem]:
    """Partnerships that were begun and not registered, and those taken from the public."""
    if not actor.seats:
        return
    states = [PartnershipState.DRAFT, PartnershipState.ON_HOLD]
    found = partnerships.own_partnerships(actor).filter(state__in=states).order_by("state_at", "pk")
    for partnership in found[:MOST]:
        is_draft = partnership.state == PartnershipState.DRAFT
        yield DeskItem(
            title=partnerships.title_of(partnership),
            detail=_("A partnership you have begun.")
            if is_draft
            else _("The Support Unit has taken this partnership from the public for now."),
            url=reverse(
                f"partnerships:{'partnership-edit' if is_draft else 'partnership'}",
                args=[partnership.pk],
            ),
            action=_("Go on writing") if is_draft else _("See the reason"),
            since=partnership.state_at,
            group=DeskGroup.DRAFTS if is_draft else DeskGroup.YOURS,
            context=partnerships.lead_name(partnership),
            language=partnership.language,
        )


def due_deliverables(actor: Actor) -> Iterator[DeskItem]:
    """What one's stakeholders are responsible for and that is open when its date comes near."""
    if not actor.stakeholder_ids(FOCAL_POINT):
        return
    today: dt.date = timezone.localdate()
    for deliverable in deliverables.due_soon(actor, today=today, days=DAYS_AHEAD)[:MOST]:
        yield _deliverable(deliverable)


def _deliverable(deliverable: Deliverable) -> DeskItem:
    shown = deliverables.shown(deliverable)
    return DeskItem(
        title=shown.title,
        detail=_("Deliverable of the partnership “%(title)s”, due %(due)s.")
        % {"title": deliverables.partnership_title(deliverable), "due": shown.due},
        url=reverse("partnerships:deliverable", args=[deliverable.pk]),
        action=_("Say where it stands"),
        since=shown.state_at,
        context=shown.responsible.name,
        due=latest(shown.due_on),
        language=shown.language,
    )


def open_deliverables(actor: Actor) -> Iterator[DeskItem]:
    """All that one's stakeholders are responsible for and that is open, by its date."""
    for deliverable in deliverables.open_of(actor):
        yield _deliverable(deliverable)


def to_be_looked_at(actor: Actor) -> Iterator[DeskItem]:
    """What the Support Unit has taken from the public and the lead has changed since."""
    if not actor.is_support_unit:
        return
    for partnership in partnerships.to_be_looked_at(actor)[:MOST]:
        yield DeskItem(
            title=partnerships.title_of(partnership),
            detail=_("Its lead has published changes since it was taken from the public."),
            url=reverse("partnerships:partnership", args=[partnership.pk]),
            action=_("Read it and decide"),
            since=partnership.state_at,
            context=_("Support Unit"),
            language=partnership.language,
        )


def shelf(stakeholder_id: UUID) -> Shelf:
    """The public partnerships in which a stakeholder takes part (two queries)."""
    found = partnerships.of_stakeholder(stakeholder_id)
    items = [
        ShelfItem(
            title=partnerships.title_of(partnership),
            url=reverse("partnerships:partnership", args=[partnership.pk]),
            language=partnership.current_version.language,  # type: ignore[union-attr]
            state=partnership.state,
            state_label=partnership.state_label,
            at=partnership.registered_at,
        )
        for partnership in found[:_ON_SHELF]
    ]
    total = found.count() if items else 0
    more = f"{reverse('partnerships:partnerships')}?stakeholder={stakeholder_id}"
    return Shelf(_("Partnerships"), items, total, more if total > len(items) else "")


def links(actor: Actor) -> Iterator[DeskLink]:
    """What can be begun: a partnership by whoever has a seat."""
    for seat in actor.seats:
        new = f"{reverse('partnerships:partnership-new')}?for={seat.stakeholder_id}"
        yield DeskLink(seat.stakeholder_name, _("Begin a partnership"), new)


def register() -> None:
    register_links("partnerships.begin", links)
    register_desk("partnerships.invitations", invitations)
    register_desk("partnerships.drafts", drafts)
    register_desk("partnerships.deliverables", due_deliverables)
    register_desk("partnerships.on_hold", to_be_looked_at)
    register_handover(
        "deliverables",
        gettext_lazy("Deliverables you are responsible for"),
        open_deliverables,
        in_place_of="partnerships.deliverables",
    )
    register_shelf("partnerships", shelf)
