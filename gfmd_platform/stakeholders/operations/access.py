"""Ways to sign in: renewed on a stakeholder's word, and sessions that end.

Losing every way in is never resolved by mail alone. A member's stakeholder stands by them anew, the
Support Unit records it; only then a one-time link goes out, and until it is used nothing else signs
the person in.
"""

from __future__ import annotations

import datetime as dt

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.exceptions import Invalid, NotAllowed, NotVisible, WrongState
from gfmd_platform.ledger.operations import record_event
from gfmd_platform.records.operations import lock

from ..enums import InvitationPurpose, InvitationState, StakeholderState
from ..models import Invitation, Membership, Nomination, Person, Stakeholder
from .invitations import LIFETIME, issue, new_token, token_hash


def end_sessions(*, person: Person, but: str | None = None) -> int:
    """End the person's sessions, all or all but one (its key). Returns how many ended."""
    ended = 0
    for session in UserSession.objects.filter(user=person).exclude(session_key=but or ""):
        session.end()
        ended += 1
    return ended


@transaction.atomic
def end_session(*, session_key: str, by: Actor, now: dt.datetime) -> None:
    """A person ends one of their own sessions. Raises NotVisible for any other."""
    session = UserSession.objects.filter(session_key=session_key, user=by.person).first()
    if by.person is None or session is None:
        raise NotVisible(_("No such session."))
    session.end()


@transaction.atomic
def end_other_sessions(*, but: str | None, by: Actor, now: dt.datetime) -> int:
    """A person ends all their sessions but the one they sit at. Returns how many ended."""
    if by.person is None:
        raise NotAllowed(_("Sign in first."))
    return end_sessions(person=by.person, but=but or "")


@transaction.atomic
def renew_nomination(
    *,
    membership: Membership,
    reference: str,
    dated: dt.date,
    language: str = "en",
    by: Actor,
    now: dt.datetime,
) -> Nomination:
    """The Support Unit records that a stakeholder stands by a member who lost every way to sign in.

    Their factors and password are removed, all their sessions end, and a one-time link to set up
    anew goes to their address. The stakeholder's other focal points are told. For members of States
    this needs a note verbale or letter; others confirm in writing too. Raises Invalid, NotAllowed,
    NotVisible or WrongState.
    """
    stakeholder = lock(Stakeholder, membership.stakeholder_id)
    check(by, "nominate", stakeholder)
    seat = Membership.objects.select_for_update(of=("self",)).select_related("person")
    seat = seat.get(pk=membership.pk)
    if seat.until is not None or stakeholder.state != StakeholderState.CONFIRMED:
        raise WrongState(_("This membership has ended. Record a new nomination."))
    if by.person is not None and by.person.pk == seat.person_id:
        raise NotAllowed(_("Nobody renews their own access."))
    errors: dict[str, list[str]] = {}
    if not reference.strip():
        errors["reference"] = [_("Give the reference of the note or letter.")]
    if dated > now.date():
        errors["dated"] = [_("The date of the note or letter lies ahead.")]
    if errors:
        raise Invalid(errors)
    nomination = Nomination.objects.create(
        stakeholder=stakeholder,
        name=seat.person.name,
        email=seat.person.email,
        function=seat.function,
        reference=reference.strip(),
        dated=dated,
        recorded_by=by.person,
        recorded_at=now,
        renews=seat,
    )
    _close_every_way(seat.person)
    _revoke_links(seat.person, now)
    invitation = issue(
        purpose=InvitationPurpose.RENEWAL,
        stakeholder=stakeholder,
        email=seat.person.email,
        name=seat.person.name,
        role=seat.role,
        nomination=nomination,
        language=seat.person.language or language,
        by=by,
        now=now,
    )
    record_event(
        verb="stakeholder.renew_nomination",
        record_id=stakeholder.pk,
        by=by,
        now=now,
        data={"membership": str(seat.pk), "invitation": str(invitation.pk)},
    )
    return nomination


@transaction.atomic
def create_renewal_link(*, email: str, by: Actor, now: dt.datetime) -> str:
    """The token of a printed one-time link for a person whom no stakeholder can stand by: of the
    Support Unit, an operator. For a command at the machine only.

    Raises NotAllowed or NotVisible.
    """
    if not by.is_system:
        raise NotAllowed(_("This is done at the machine itself."))
    person = Person.objects.select_for_update().filter(email__iexact=email.strip()).first()
    if person is None:
        raise NotVisible(_("Nobody has this address."))
    if person.memberships.filter(until=None).exists():
        raise NotAllowed(_("This person is a member of a stakeholder, which renews their access."))
    _close_every_way(person)
    _revoke_links(person, now)
    token = new_token()
    invitation = Invitation.objects.create(
        token_hash=token_hash(token),
        purpose=InvitationPurpose.RENEWAL,
        email=person.email,
        name=person.name,
        language=person.language,
        created_at=now,
        expires_at=now + LIFETIME,
    )
    record_event(
        verb="person.renew_access",
        record_id=None,
        by=by,
        now=now,
        data={"invitation": str(invitation.pk)},
    )
    return token


def _close_every_way(person: Person) -> None:
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person=person)
    person.set_unusable_password()
    person.awaits_renewal = True
    person.save(update_fields=["password", "awaits_renewal"])


def _revoke_links(person: Person, now: dt.datetime) -> None:
    Invitation.objects.filter(
        purpose=InvitationPurpose.RENEWAL, email=person.email, accepted_at=None, revoked_at=None
    ).update(revoked_at=now)


@transaction.atomic
def use_renewal_link(*, token: str, password: str = "", by: Actor, now: dt.datetime) -> Person:
    """The person opens their one-time link and may sign in again; without a password, by mailed
    codes. What they then set up is for the page.

    Raises NotVisible for an unknown link, WrongState for one that is used, expired or revoked, or
    Invalid with the words of the password rules.
    """
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .filter(token_hash=token_hash(token), purpose=InvitationPurpose.RENEWAL)
        .first()
    )
    if invitation is None:
        raise NotVisible(_("No such link."))
    person = Person.objects.select_for_update().filter(email__iexact=invitation.email).first()
    if person is None or not person.is_active or not person.awaits_renewal:
        raise NotVisible(_("No such link."))
    if by.person is not None and by.person.pk != person.pk:
        raise NotAllowed(_("You are signed in as somebody else. Sign out, then open the link."))
    if invitation.state(now) != InvitationState.OPEN:
        raise WrongState(_("This link was used already, has expired or was revoked."))
    if password:
        try:
            validate_password(password, person)
        except ValidationError as error:
            raise Invalid({"password": error.messages}) from None
        person.set_password(password)
    person.awaits_renewal = False
    person.save(update_fields=["password", "awaits_renewal"])
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    record_event(
        verb="person.use_renewal_link",
        record_id=invitation.stakeholder_id,
        by=Actor.of(person),
        now=now,
        data={"invitation": str(invitation.pk)},
    )
    return person
