"""An invitation is accepted: once, by whoever holds the mailbox it went to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import Invalid, NotAllowed, NotVisible, WrongState
from gfmd_platform.ledger.operations import record_event
from gfmd_platform.records.operations import lock

from ..arrivals import arrive
from ..enums import (
    GroupCode,
    InvitationPurpose,
    InvitationState,
    MemberRole,
    StakeholderState,
)
from ..models import (
    Group,
    GroupMembership,
    Invitation,
    Membership,
    Nomination,
    Person,
    Stakeholder,
)
from ..transitions import STAKEHOLDER
from .invitations import token_hash
from .people import find_person, make_person


@dataclass(frozen=True)
class Accepted:
    """`is_new` tells that the person had no account before, so that the page may sign them in;
    `leads_to` is where what they were invited for waits, if an app knows."""

    invitation: Invitation
    person: Person
    is_new: bool
    leads_to: str = ""


class SignInFirst(NotAllowed):
    """The address has an account: only its owner, signed in, can accept. Known to whoever holds
    the link, and that is the owner of the mailbox."""


class InvitationClosed(WrongState):
    """The link was used, has expired or was revoked; `state` says which."""


_CLOSED = {
    InvitationState.ACCEPTED: _("This link was used already."),
    InvitationState.EXPIRED: _("This link has expired. Ask for a new one."),
    InvitationState.REVOKED: _("This invitation was withdrawn."),
}


@transaction.atomic
def accept_invitation(
    *,
    token: str,
    name: str = "",
    password: str = "",
    email: str = "",
    language: str = "en",
    by: Actor,
    now: dt.datetime,
) -> Accepted:
    """Accept what a mailed link offers: a seat, a place in the Support Unit, one's own application.

    Without a password the person signs in with mailed codes. `email` counts only for the first link
    of the Support Unit, which is printed and not mailed. Raises NotVisible for an unknown link,
    InvitationClosed, SignInFirst, or Invalid (name, password, email).
    """
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .filter(token_hash=token_hash(token))
        .exclude(purpose=InvitationPurpose.RENEWAL)
        .first()
    )
    if invitation is None:
        raise NotVisible(_("No such invitation."))
    state = invitation.state(now)
    if state != InvitationState.OPEN:
        raise InvitationClosed(str(_CLOSED[state]), state=state)
    address = invitation.email or email.strip().lower()
    if not address:
        raise Invalid({"email": [_("Give your e-mail address.")]})
    person = find_person(address)
    if by.person is not None and by.person != person:
        raise SignInFirst(_("You are signed in with another address than the invited one."))
    if person is not None and by.person is None:
        raise SignInFirst(_("This address has an account. Sign in with it, then accept."))
    is_new = person is None
    if person is None:
        try:
            with transaction.atomic():
                person = make_person(
                    email=address,
                    name=name or invitation.name,
                    password=password,
                    language=language,
                    now=now,
                )
        except IntegrityError:  # another link to this address was accepted in this moment
            raise SignInFirst(_("This address has an account. Sign in with it.")) from None
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    leads_to = _EFFECTS[InvitationPurpose(invitation.purpose)](invitation, person, now)
    return Accepted(invitation, person, is_new, leads_to)


def _join_stakeholder(invitation: Invitation, person: Person, now: dt.datetime) -> str:
    """A seat; who sits there as contributor and is invited as focal point changes the seat."""
    assert invitation.stakeholder is not None
    stakeholder = lock(Stakeholder, invitation.stakeholder_id)
    if stakeholder.state != StakeholderState.CONFIRMED:
        raise WrongState(_("This stakeholder no longer takes part."))
    held = Membership.objects.filter(person=person, stakeholder=stakeholder, until=None).first()
    membership: Membership | None = held
    if held is None or (held.role != invitation.role and invitation.role == MemberRole.FOCAL_POINT):
        if held is not None:
            held.until = now.date()
            held.save(update_fields=["until"])
        membership = Membership.objects.create(
            person=person,
            stakeholder=stakeholder,
            role=invitation.role,
            since=now.date(),
            function=invitation.nomination.function if invitation.nomination else "",
        )
    if invitation.nomination is not None:
        nomination = Nomination.objects.filter(pk=invitation.nomination.pk, membership=None)
        nomination.update(membership=membership)
    record_event(
        verb="stakeholder.join",
        record_id=stakeholder.pk,
        by=Actor.of(person),
        now=now,
        data={"invitation": str(invitation.pk), "role": invitation.role},
        stakeholder_id=stakeholder.pk,
    )
    assert membership is not None  # held, or just made
    return arrive(invitation, membership, now)


def _join_support_unit(invitation: Invitation, person: Person, now: dt.datetime) -> str:
    group, _created = Group.objects.get_or_create(code=GroupCode.SUPPORT_UNIT)
    current = GroupMembership.objects.current().filter(group=group, person=person)
    if not current.exists():
        GroupMembership.objects.create(group=group, person=person, since=now.date())
    record_event(
        verb="group.join",
        record_id=None,
        by=Actor.of(person),
        now=now,
        data={"invitation": str(invitation.pk), "group": group.code},
    )
    return ""


def _send_application(invitation: Invitation, person: Person, now: dt.datetime) -> str:
    """The address is the applicant's: the application goes to the Support Unit."""
    stakeholder = lock(Stakeholder, invitation.stakeholder_id)
    stakeholder.applicant = person
    stakeholder.save(update_fields=["applicant"])
    STAKEHOLDER.move(stakeholder, "apply", by=Actor.of(person), now=now)
    return ""


_EFFECTS = {
    InvitationPurpose.MEMBERSHIP: _join_stakeholder,
    InvitationPurpose.SUPPORT_UNIT: _join_support_unit,
    InvitationPurpose.APPLICATION: _send_application,
}
