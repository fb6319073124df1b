"""Who takes part: asked, accepted, declined, left. Nobody is shown before accepting."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.access.exceptions import Invalid, NotVisible, WrongState
from gfmd_platform.ledger.operations import record_event
from gfmd_platform.records.operations import lock
from gfmd_platform.search.operations import index
from gfmd_platform.stakeholders.enums import StakeholderState
from gfmd_platform.stakeholders.models import Stakeholder

from ..cleaning import short_text
from ..enums import DeliverableState, PartnerAnswer, PartnerRole
from ..models import Partner, Partnership
from ..transitions import INVITING
from .deliverables import hand_over
from .partnerships import KIND


@transaction.atomic
def invite_partner(
    *,
    partnership_id: UUID,
    stakeholder_id: UUID,
    role: str,
    note: str = "",
    by: Actor,
    now: dt.datetime,
) -> Partner:
    """Ask a stakeholder to take part; its focal points are told by mail and answer.

    Asking again after a refusal is possible. Raises NotVisible, NotAllowed, WrongState or Invalid.
    """
    partnership = lock(Partnership, partnership_id)
    check(by, "invite", partnership)
    _check_open(partnership)
    errors: dict[str, list[str]] = {}
    if role not in PartnerRole.values or role == PartnerRole.LEAD:
        errors["role"] = [_("Choose the part they shall take.")]
    confirmed = Stakeholder.objects.filter(state=StakeholderState.CONFIRMED)
    if not confirmed.filter(pk=stakeholder_id).exists():
        errors["stakeholder"] = [_("Choose a stakeholder that takes part in the Forum.")]
    try:
        note = short_text("note", note)
    except Invalid as invalid:
        errors |= invalid.errors
    partner = partnership.partners.filter(stakeholder_id=stakeholder_id).first()
    if partner and partner.answer == PartnerAnswer.INVITED:
        errors["stakeholder"] = [_("It is invited already and has not answered yet.")]
    elif partner and partner.answer == PartnerAnswer.ACCEPTED:
        errors["stakeholder"] = [_("It is a partner already.")]
    if errors:
        raise Invalid(errors)
    partner = partner or Partner(partnership=partnership, stakeholder_id=stakeholder_id)
    partner.role = role
    partner.note = note
    partner.answer = PartnerAnswer.INVITED
    partner.invited_at = now
    partner.answered_at = None
    partner.save()
    _record("invite_partner", partner, by, now)
    return partner


@transaction.atomic
def revoke_invitation(*, partner_id: UUID, by: Actor, now: dt.datetime) -> Partner:
    """Take back an invitation that was not answered."""
    partner, partnership = _lock(partner_id)
    check(by, "invite", partnership)
    _check_answer(partner, PartnerAnswer.INVITED)
    return _settle(partner, PartnerAnswer.REVOKED, "revoke_partner", by, now)


@transaction.atomic
def accept_partnership(*, partner_id: UUID, by: Actor, now: dt.datetime) -> Partner:
    """Become a partner; from now on the stakeholder is shown with its role."""
    partner = _answering(partner_id, by)
    return _settle(partner, PartnerAnswer.ACCEPTED, "accept_partner", by, now)


@transaction.atomic
def decline_partnership(*, partner_id: UUID, by: Actor, now: dt.datetime) -> Partner:
    """Do not take part; nobody but the lead learns of it."""
    partner = _answering(partner_id, by)
    return _settle(partner, PartnerAnswer.DECLINED, "decline_partner", by, now)


@transaction.atomic
def leave_partnership(*, partner_id: UUID, by: Actor, now: dt.datetime) -> Partner:
    """Leave. Open deliverables of the stakeholder pass to the lead, delivered ones stay its own."""
    partner, partnership = _lock(partner_id)
    _check_speaks(by, partner)
    _check_answer(partner, PartnerAnswer.ACCEPTED)
    check(by, "leave", partnership)
    if partner.role == PartnerRole.LEAD:
        raise WrongState(_("The lead cannot leave: conclude or withdraw the partnership."))
    open_ones = partnership.deliverables(manager="unscoped").filter(
        record__owner=partner.stakeholder_id,
        state__in=[DeliverableState.PLANNED, DeliverableState.UNDER_WAY],
    )
    for deliverable in open_ones.select_related("record", "partnership").order_by("pk"):
        hand_over(deliverable, to=partnership.record.owner_id, by=by, now=now)  # type: ignore[arg-type]
    return _settle(partner, PartnerAnswer.LEFT, "leave_partner", by, now)


def _lock(partner_id: UUID) -> tuple[Partner, Partnership]:
    """The partnership's row is the lock, so that two answers cannot cross."""
    found = Partner.objects.filter(pk=partner_id).values_list("partnership_id", flat=True).first()
    if found is None:
        raise NotVisible("No such partner.")
    partnership = lock(Partnership, found)
    return Partner.objects.get(pk=partner_id), partnership


def _answering(partner_id: UUID, by: Actor) -> Partner:
    partner, partnership = _lock(partner_id)
    _check_speaks(by, partner)
    # First what became of it: an answered invitation asks nothing, and so allows nothing.
    _check_answer(partner, PartnerAnswer.INVITED)
    _check_open(partnership)
    check(by, "answer", partnership)
    return partner


def _check_speaks(by: Actor, partner: Partner) -> None:
    """A focal point of several stakeholders answers for the one that was asked, no other. Whom
    else the lead has asked is nobody's business."""
    if partner.stakeholder_id not in by.stakeholder_ids(FOCAL_POINT):
        raise NotVisible("No such partner.")


def _check_open(partnership: Partnership) -> None:
    if partnership.state not in INVITING:
        raise WrongState(
            _("This does not apply any more: the partnership is “%s”.") % partnership.state_label,
            state=partnership.state,
        )


def _check_answer(partner: Partner, expected: PartnerAnswer) -> None:
    if partner.answer != expected:
        label = PartnerAnswer(partner.answer).label
        raise WrongState(_("This does not apply any more: it is now “%s”.") % label)


def _settle(
    partner: Partner, answer: PartnerAnswer, verb: str, by: Actor, now: dt.datetime
) -> Partner:
    partner.answer = answer
    partner.answered_at = now
    partner.save(update_fields=["answer", "answered_at"])
    _record(verb, partner, by, now)
    index(KIND, partner.partnership_id)
    return partner


def _record(verb: str, partner: Partner, by: Actor, now: dt.datetime) -> None:
    seat = by.seat_in(partner.stakeholder_id)
    record_event(
        verb=f"partnership.{verb}",
        record_id=partner.partnership_id,
        by=by,
        now=now,
        data={"partner": str(partner.pk), "stakeholder": str(partner.stakeholder_id)},
        stakeholder_id=partner.stakeholder_id if seat else None,
    )
