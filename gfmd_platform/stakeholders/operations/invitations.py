"""Invitations go out: to members, to nominated focal points; again, or not any more.

A token is mailed once and kept only as its SHA-256. Opening the link consumes nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.exceptions import Invalid, NotVisible, WrongState
from gfmd_platform.ledger.operations import record_event
from gfmd_platform.notifications.operations import queue_mail
from gfmd_platform.records.operations import lock

from ..enums import (
    GroupCode,
    InvitationPurpose,
    InvitationState,
    MemberRole,
    StakeholderState,
)
from ..models import Group, Invitation, Membership, Nomination, Stakeholder

LIFETIME = dt.timedelta(hours=72)

_TEMPLATES = {
    InvitationPurpose.MEMBERSHIP: "people/invitation",
    InvitationPurpose.SUPPORT_UNIT: "people/support_unit_invitation",
    InvitationPurpose.APPLICATION: "people/application_started",
    InvitationPurpose.RENEWAL: "people/renewal",
}


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    return secrets.token_urlsafe(32)


def issue(
    *,
    purpose: str,
    email: str,
    name: str,
    stakeholder: Stakeholder | None = None,
    role: str = "",
    nomination: Nomination | None = None,
    language: str = "en",
    by: Actor,
    now: dt.datetime,
) -> Invitation:
    """Write an invitation and queue the mail with its link. For operations only."""
    token = new_token()
    invitation = Invitation.objects.create(
        token_hash=token_hash(token),
        purpose=purpose,
        email=email.strip().lower(),
        name=name.strip(),
        stakeholder=stakeholder,
        role=role,
        nomination=nomination,
        language=language,
        invited_by=by.person,
        created_at=now,
        expires_at=now + LIFETIME,
    )
    _mail(invitation, token, now)
    return invitation


def _mail(invitation: Invitation, token: str, now: dt.datetime) -> None:
    queue_mail(
        key=f"invitation:{invitation.pk}:{invitation.token_hash[:12]}",
        to=invitation.email,
        language=invitation.language,
        template=_TEMPLATES[InvitationPurpose(invitation.purpose)],
        context={
            "name": invitation.name,
            "inviter": str(invitation.invited_by or ""),
            "stakeholder": invitation.stakeholder.name if invitation.stakeholder else "",
            "role": invitation.get_role_display(),
            "nomination": bool(invitation.nomination_id),
            "expires_at": invitation.expires_at,
            "link": reverse(_page_of(invitation), args=[token]),
        },
        now=now,
        secret=True,
        record_id=invitation.stakeholder_id,
    )


def _page_of(invitation: Invitation) -> str:
    renews = invitation.purpose == InvitationPurpose.RENEWAL
    return "stakeholders:renewal" if renews else "stakeholders:invitation"


def _check_address(stakeholder: Stakeholder, email: str, role: str, now: dt.datetime) -> None:
    """Raise Invalid when the person already has this seat or an open invitation to it."""
    seats = Membership.objects.current().filter(
        stakeholder=stakeholder, person__email__iexact=email
    )
    held = set(seats.values_list("role", flat=True))
    if role in held or MemberRole.FOCAL_POINT in held:
        raise Invalid({"email": [_("This person is a member already.")]})
    waiting = Invitation.objects.filter(
        stakeholder=stakeholder,
        email=email,
        accepted_at=None,
        revoked_at=None,
        expires_at__gt=now,
    )
    if waiting.exists():
        raise Invalid({"email": [_("An invitation to this address is waiting for its answer.")]})


def _taking_part(stakeholder: Stakeholder, action: str, by: Actor) -> Stakeholder:
    stakeholder = lock(Stakeholder, stakeholder.pk)
    check(by, action, stakeholder)
    if stakeholder.state != StakeholderState.CONFIRMED:
        raise WrongState(_("Only a stakeholder that takes part has members."))
    return stakeholder


@transaction.atomic
def invite_member(
    *,
    stakeholder: Stakeholder,
    email: str,
    name: str,
    role: str,
    language: str = "en",
    by: Actor,
    now: dt.datetime,
) -> Invitation:
    """A focal point invites a contributor; or, unless it is a State, another focal point.

    Raises Invalid, NotAllowed, NotVisible or WrongState. Source of the rule on States: focal points
    of States come on a recorded nomination (docs/glossary.md).
    """
    stakeholder = _taking_part(stakeholder, "manage_members", by)
    email = email.strip().lower()
    if role not in MemberRole.values:
        raise Invalid({"role": [_("Choose a role from the list.")]})
    if stakeholder.is_state and role == MemberRole.FOCAL_POINT:
        raise Invalid(
            {"role": [_("A State nominates its focal points by note verbale or letter.")]}
        )
    _check_address(stakeholder, email, role, now)
    invitation = issue(
        purpose=InvitationPurpose.MEMBERSHIP,
        stakeholder=stakeholder,
        email=email,
        name=name,
        role=role,
        language=language,
        by=by,
        now=now,
    )
    _record("invite", invitation, by, now)
    return invitation


@transaction.atomic
def record_nomination(
    *,
    stakeholder: Stakeholder,
    name: str,
    email: str,
    function: str = "",
    reference: str,
    dated: dt.date,
    language: str = "en",
    by: Actor,
    now: dt.datetime,
) -> Nomination:
    """The Support Unit records a note verbale or letter that names a focal point, and invites them.

    Raises Invalid, NotAllowed, NotVisible or WrongState.
    """
    stakeholder = _taking_part(stakeholder, "nominate", by)
    email = email.strip().lower()
    errors: dict[str, list[str]] = {}
    if not reference.strip():
        errors["reference"] = [_("Give the reference of the note or letter.")]
    if not name.strip():
        errors["name"] = [_("Give the name of the person.")]
    if dated > now.date():
        errors["dated"] = [_("The date of the note or letter lies ahead.")]
    if errors:
        raise Invalid(errors)
    _check_address(stakeholder, email, MemberRole.FOCAL_POINT, now)
    nomination = Nomination.objects.create(
        stakeholder=stakeholder,
        name=name.strip(),
        email=email,
        function=function.strip(),
        reference=reference.strip(),
        dated=dated,
        recorded_by=by.person,
        recorded_at=now,
    )
    invitation = issue(
        purpose=InvitationPurpose.MEMBERSHIP,
        stakeholder=stakeholder,
        email=email,
        name=name,
        role=MemberRole.FOCAL_POINT,
        nomination=nomination,
        language=language,
        by=by,
        now=now,
    )
    _record("nominate", invitation, by, now)
    return nomination


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: Actor, now: dt.datetime) -> Invitation:
    """Mail a new link, good for another 72 hours; the old one is dead.

    Raises NotAllowed, NotVisible, or WrongState for what was accepted or revoked.
    """
    invitation = _for_sender(invitation, by)
    if invitation.state(now) not in {InvitationState.OPEN, InvitationState.EXPIRED}:
        raise WrongState(_("This invitation was answered or revoked. Write a new one."))
    token = new_token()
    invitation.token_hash = token_hash(token)
    invitation.expires_at = now + LIFETIME
    invitation.save(update_fields=["token_hash", "expires_at"])
    _mail(invitation, token, now)
    _record("resend_invitation", invitation, by, now)
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: Actor, now: dt.datetime) -> Invitation:
    """Make the link worthless. Raises NotAllowed, NotVisible, or WrongState once accepted."""
    invitation = _for_sender(invitation, by)
    if invitation.accepted_at:
        raise WrongState(_("This invitation was accepted. End the membership instead."))
    if not invitation.revoked_at:
        invitation.revoked_at = now
        invitation.save(update_fields=["revoked_at"])
        _record("revoke_invitation", invitation, by, now)
    return invitation


def _for_sender(invitation: Invitation, by: Actor) -> Invitation:
    """The invitation, locked, for somebody who could have sent it."""
    locked = Invitation.objects.select_for_update(of=("self",)).filter(pk=invitation.pk).first()
    if locked is None or locked.purpose == InvitationPurpose.APPLICATION:
        raise NotVisible(_("No such invitation."))
    if locked.stakeholder is not None:
        check(by, "nominate" if locked.nomination_id else "manage_members", locked.stakeholder)
    else:
        group, _created = Group.objects.get_or_create(code=GroupCode.SUPPORT_UNIT)
        check(by, "invite", group)
    return locked


def _record(verb: str, invitation: Invitation, by: Actor, now: dt.datetime) -> None:
    kind = "stakeholder" if invitation.stakeholder_id else "group"
    record_event(
        verb=f"{kind}.{verb}",
        record_id=invitation.stakeholder_id,
        by=by,
        now=now,
        data={"invitation": str(invitation.pk), "role": invitation.role},
        stakeholder_id=invitation.stakeholder_id if by.seat_in(invitation.stakeholder_id) else None,
    )
