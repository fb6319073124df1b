"""Seats end, pass on, and show what their holder wants to show."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.exceptions import Invalid, NotAllowed, NotVisible, WrongState
from gfmd_platform.ledger.operations import record_event
from gfmd_platform.records.operations import lock

from ..enums import ContactAudience, InvitationPurpose, MemberRole
from ..models import Invitation, Membership, Stakeholder
from ..policies import check_can_end


def _lock_seat(membership: Membership) -> tuple[Membership, Stakeholder]:
    """The seat and its stakeholder, locked in this order everywhere: two focal points who end each
    other's seats at once must not leave the stakeholder without one."""
    stakeholder = lock(Stakeholder, membership.stakeholder_id)
    seat = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("person", "stakeholder")
        .get(pk=membership.pk)
    )
    if seat.until is not None:
        raise WrongState(_("This membership has ended already."))
    return seat, stakeholder


def _is_last_focal_point(seat: Membership) -> bool:
    return (
        seat.role == MemberRole.FOCAL_POINT
        and not Membership.objects.current()
        .filter(stakeholder=seat.stakeholder_id, role=MemberRole.FOCAL_POINT)
        .exclude(pk=seat.pk)
        .exists()
    )


def _end(seat: Membership, now: dt.datetime) -> None:
    """What the person was invited to by colleagues ends too: an old link must not bring the seat
    back. A nomination is the State's own word and stays."""
    seat.until = now.date()
    seat.contact_audience, seat.contact_consented_at = ContactAudience.NOBODY, None
    seat.save(update_fields=["until", "contact_audience", "contact_consented_at"])
    Invitation.objects.filter(
        purpose=InvitationPurpose.MEMBERSHIP,
        stakeholder=seat.stakeholder_id,
        email__iexact=seat.person.email,
        nomination=None,
        accepted_at=None,
        revoked_at=None,
    ).update(revoked_at=now)


def _record(verb: str, seat: Membership, by: Actor, now: dt.datetime, **data: str) -> None:
    record_event(
        verb=f"stakeholder.{verb}",
        record_id=seat.stakeholder_id,
        by=by,
        now=now,
        data={"membership": str(seat.pk), "role": seat.role, **data},
        stakeholder_id=seat.stakeholder_id if by.seat_in(seat.stakeholder_id) else None,
    )


@transaction.atomic
def end_membership(*, membership: Membership, by: Actor, now: dt.datetime) -> Membership:
    """End a seat, from today: one's own, a colleague's (focal points), a nominated focal point's
    (Support Unit, on the State's word).

    The last focal point cannot end their own seat: they hand over first. Raises NotAllowed,
    NotVisible or WrongState.
    """
    seat, _stakeholder = _lock_seat(membership)
    check_can_end(seat, by)
    if _is_last_focal_point(seat) and not by.is_support_unit:
        raise WrongState(
            _("The last focal point cannot leave: somebody has to speak for the stakeholder. ")
            + _("Hand over to a colleague first.")
        )
    _end(seat, now)
    _record("end_membership", seat, by, now)
    return seat


@transaction.atomic
def hand_over(*, membership: Membership, to: Membership, by: Actor, now: dt.datetime) -> Membership:
    """A focal point ends their own seat and makes a colleague focal point in their place.

    A State's successor needs a nomination, so there `to` must be a focal point already. What the
    stakeholder owns stays with it. Returns the colleague's seat. Raises Invalid, NotAllowed,
    NotVisible or WrongState.
    """
    seat, stakeholder = _lock_seat(membership)
    check(by, "manage_members", stakeholder)
    if by.person is None or seat.person_id != by.person.pk or seat.role != MemberRole.FOCAL_POINT:
        raise NotAllowed(_("You can hand over your own seat as focal point only."))
    theirs, their_stakeholder = _lock_seat(to)
    if their_stakeholder.pk != stakeholder.pk or theirs.pk == seat.pk:
        raise Invalid({"to": [_("Choose a colleague of the same stakeholder.")]})
    if theirs.role != MemberRole.FOCAL_POINT:
        if stakeholder.is_state:
            raise Invalid(
                {"to": [_("A State nominates its focal points by note verbale or letter.")]}
            )
        _end(theirs, now)
        theirs = Membership.objects.create(
            person=theirs.person,
            stakeholder=stakeholder,
            role=MemberRole.FOCAL_POINT,
            since=now.date(),
            function=theirs.function,
        )
    _end(seat, now)
    _record("hand_over", seat, by, now, to=str(theirs.pk))
    return theirs


@transaction.atomic
def describe_membership(
    *, membership: Membership, function: str, contact_audience: str, by: Actor, now: dt.datetime
) -> Membership:
    """A member says what they do there, and to whom name and address are shown: a consent with its
    date, which ends at once when they choose nobody.

    Only the person themselves. Raises NotVisible, WrongState or Invalid.
    """
    seat, _stakeholder = _lock_seat(membership)
    if by.person is None or by.person.pk != seat.person_id:
        raise NotVisible(_("No such membership."))
    if contact_audience not in ContactAudience.values:
        raise Invalid({"contact_audience": [_("Choose one of the answers.")]})
    if contact_audience != seat.contact_audience:
        seat.contact_audience = contact_audience
        seat.contact_consented_at = now if contact_audience else None
    seat.function = function.strip()
    seat.save(update_fields=["function", "contact_audience", "contact_consented_at"])
    _record("describe_membership", seat, by, now)
    return seat
