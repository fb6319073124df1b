"""Saying that a partnership or example serves a commitment. Each side speaks for its own."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, can
from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.access.exceptions import Invalid, NotAllowed, NotVisible, WrongState
from gfmd_platform.ledger.operations import record_event
from gfmd_platform.records.operations import lock
from partnerships.models import Example, Partnership

from ..enums import CommitmentState, ServiceAnswer, Side
from ..models import Commitment, Service


@transaction.atomic
def propose_service(
    *, commitment_id: UUID, serving_id: UUID, by: Actor, now: dt.datetime
) -> Service:
    """Say that a public partnership or example serves a registered commitment.

    Whoever speaks for either may say so; the other side confirms, and then both pages show it.
    Speaking for both confirms it at once. Raises NotVisible, NotAllowed, WrongState or Invalid.
    """
    commitment = lock(Commitment, commitment_id)
    if not can(by, "read", commitment):
        raise NotVisible("No such commitment.")
    serving = public_serving(serving_id)
    if serving is None:
        raise Invalid({"serving": [_("Choose a partnership or example that is public.")]})
    mine = by.stakeholder_ids(FOCAL_POINT)
    sides = {
        Side.COMMITMENT: commitment.record.owner_id in mine,
        Side.SERVING: serving.record.owner_id in mine,
    }
    if not any(sides.values()):
        raise NotAllowed(_("You speak for neither side."))
    if commitment.state != CommitmentState.REGISTERED:
        raise WrongState(_("Only a registered commitment can be served."), state=commitment.state)
    service = Service.objects.filter(commitment=commitment, serving_id=serving_id).first()
    if service and service.answer in (ServiceAnswer.PROPOSED, ServiceAnswer.CONFIRMED):
        raise Invalid({"serving": [_("This was said already.")]})
    service = service or Service(commitment=commitment, serving_id=serving_id)
    service.proposed_by = Side.COMMITMENT if sides[Side.COMMITMENT] else Side.SERVING
    service.proposed_at = now
    both = all(sides.values())
    service.answer = ServiceAnswer.CONFIRMED if both else ServiceAnswer.PROPOSED
    service.answered_at = now if both else None
    service.save()
    _record("propose_service", service, by, now)
    return service


@transaction.atomic
def answer_service(*, service_id: UUID, agrees: bool, by: Actor, now: dt.datetime) -> Service:
    """The other side says yes or no. Raises NotVisible or WrongState."""
    service = _lock(service_id)
    asked = asked_owner(service)
    if asked is None or asked not in by.stakeholder_ids(FOCAL_POINT):
        raise NotVisible("No such question.")
    if service.answer != ServiceAnswer.PROPOSED:
        raise WrongState(_("This was answered already."))
    if service.commitment.state != CommitmentState.REGISTERED:
        raise WrongState(
            _("Only a registered commitment can be served."), state=service.commitment.state
        )
    service.answer = ServiceAnswer.CONFIRMED if agrees else ServiceAnswer.DECLINED
    service.answered_at = now
    service.save()
    _record("confirm_service" if agrees else "decline_service", service, by, now)
    return service


@transaction.atomic
def end_service(*, service_id: UUID, by: Actor, now: dt.datetime) -> Service:
    """Take it out of both pages; either side may, and take back what was not answered too."""
    service = _lock(service_id)
    if not by.stakeholder_ids(FOCAL_POINT) & set(owners(service)):
        raise NotVisible("No such entry.")
    if service.answer not in (ServiceAnswer.CONFIRMED, ServiceAnswer.PROPOSED):
        raise WrongState(_("This was taken out already."))
    service.answer = ServiceAnswer.ENDED
    service.answered_at = now
    service.save()
    _record("end_service", service, by, now)
    return service


def public_serving(record_id: UUID) -> Partnership | Example | None:
    """The partnership or example with this id, when everybody may read it."""
    for model in (Partnership, Example):
        found = model.objects.select_related("record").filter(pk=record_id).first()
        if found is not None and found.record.owner_id is not None:
            return found  # type: ignore[no-any-return]
    return None


def owners(service: Service) -> tuple[UUID | None, UUID | None]:
    """Of the commitment, and of what serves it."""
    return service.commitment.record.owner_id, service.serving.owner_id  # type: ignore[return-value]


def asked_owner(service: Service) -> UUID | None:
    """Who answers: the side that did not propose."""
    of_commitment, of_serving = owners(service)
    return of_serving if service.proposed_by == Side.COMMITMENT else of_commitment


def _lock(service_id: UUID) -> Service:
    found = (
        Service.objects.select_for_update(of=("self",))
        .select_related("commitment__record", "serving")
        .filter(pk=service_id)
        .first()
    )
    if found is None:
        raise NotVisible("No such entry.")
    return found


def _record(verb: str, service: Service, by: Actor, now: dt.datetime) -> None:
    record_event(
        verb=f"commitment.{verb}",
        record_id=service.commitment_id,
        by=by,
        now=now,
        data={"service": str(service.pk), "serving": str(service.serving_id)},
        stakeholder_id=next((o for o in owners(service) if o and by.seat_in(o)), None),
    )
