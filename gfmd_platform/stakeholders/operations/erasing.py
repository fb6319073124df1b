"""A person leaves the platform and their personal data goes; what they did stays their
stakeholder's.

The row of the person stays as an empty shell, since seats and drafts hang on it. The ledger keeps
its opaque references, which lead to nobody any more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import Invalid, NotAllowed, WrongState
from gfmd_platform.ledger.models import ActorRef
from gfmd_platform.ledger.operations import record_event
from gfmd_platform.notifications.holding import forget_address

from ..enums import ErasureReason, GroupCode, MemberRole, StakeholderState
from ..erasures import erasure_list
from ..limits import second_step_of
from ..models import GroupMembership, Invitation, Membership, Nomination, Person, Stakeholder

#: Reserved for names that lead nowhere (RFC 2606).
NOWHERE = "erased.invalid"


@transaction.atomic
def leave_platform(*, email: str, by: Actor, now: dt.datetime) -> Person:
    """A person has their own personal data erased, for good, confirming with their address.

    Refused for the last focal point of a stakeholder and the last member of the Support Unit: they
    hand over first. Raises Invalid, NotAllowed or WrongState.
    """
    if by.person is None:
        raise NotAllowed(_("Sign in first."))
    if email.strip().lower() != by.person.email.lower():
        raise Invalid({"email": [_("This is not the address you sign in with.")]})
    return _erase(by.person.pk, reason=ErasureReason.OWN_WISH, leave_vacant=False, by=by, now=now)


@transaction.atomic
def erase_person(
    *, email: str, reason: str, leave_vacant: bool = False, by: Actor, now: dt.datetime
) -> Person:
    """An operator erases somebody who asked for it outside the platform.

    With ``leave_vacant`` also where nobody is left to speak for a stakeholder, since a right to
    erasure does not wait for a successor. Raises Invalid, NotAllowed or WrongState.
    """
    if not by.is_system:
        raise NotAllowed(_("Only an operator's command erases somebody else."))
    if reason not in ErasureReason.values:
        raise Invalid({"reason": [_("Choose one of: %s.") % ", ".join(ErasureReason.values)]})
    person = Person.objects.filter(email__iexact=email.strip()).first()
    if person is None:
        raise Invalid({"email": [_("Nobody here has this address.")]})
    return _erase(person.pk, reason=reason, leave_vacant=leave_vacant, by=by, now=now)


@transaction.atomic
def reapply_erasures(*, persons: Iterable[str], now: dt.datetime) -> int:
    """After a restore: erase again whoever was erased after the backup. Returns how many."""
    again = Person.objects.filter(pk__in=list(persons), erased_at=None).order_by("pk")
    ids = list(again.values_list("pk", flat=True))
    for pk in ids:
        _erase(
            pk,
            reason=ErasureReason.RESTORED,
            leave_vacant=True,
            by=Actor.system(),
            now=now,
            listed=True,
        )
    return len(ids)


def _erase(
    pk: UUID,
    *,
    reason: str,
    leave_vacant: bool,
    by: Actor,
    now: dt.datetime,
    listed: bool = False,
) -> Person:
    # Stakeholders first, in one order: as whoever ends a seat does.
    theirs = Membership.objects.filter(person=pk, until=None).values("stakeholder_id")
    held = Stakeholder.unscoped.filter(pk__in=theirs).order_by("pk")
    list(held.select_for_update(of=("self",)))
    person = Person.objects.select_for_update().get(pk=pk)
    if person.erased_at is not None:
        raise WrongState(_("This person's data is erased already."))
    if not leave_vacant:
        _check_not_last(person)
    address = person.email
    record_event(
        verb="person.erase",
        record_id=None,
        by=by,
        now=now,
        # Not whose: the mapping from actors to people is what goes.
        data={"reason": str(reason)},
    )
    _end_seats(person, now)
    _forget_sign_in(person, address)
    _forget_paper(person, address, now)
    forget_address(address)
    ActorRef.objects.filter(person=person).update(person=None)
    _empty(person, now)
    if not listed:
        # Last, so that it is rolled back if the list cannot be written.
        erasure_list().add(person.pk, now)
    return person


def _check_not_last(person: Person) -> None:
    """Raise WrongState when nobody would be left to speak or to invite."""
    for seat in Membership.objects.current().filter(person=person, role=MemberRole.FOCAL_POINT):
        others = Membership.objects.current().filter(
            stakeholder=seat.stakeholder_id, role=MemberRole.FOCAL_POINT, person__is_active=True
        )
        if not others.exclude(person=person).exists():
            raise WrongState(
                _(
                    "%(name)s would have no focal point left: somebody has to speak for it and "
                    "finish its work. Hand over to a colleague first."
                )
                % {"name": seat.stakeholder.name}
            )
    unit = GroupMembership.objects.current().filter(group=GroupCode.SUPPORT_UNIT)
    if unit.filter(person=person).exists() and not unit.exclude(person=person).exists():
        raise WrongState(_("The last member of the Support Unit cannot leave."))


def _end_seats(person: Person, now: dt.datetime) -> None:
    seats = Membership.objects.filter(person=person)
    seats.update(function="", contact_audience="", contact_consented_at=None)
    for seat in seats.filter(until=None).select_related("stakeholder"):
        seat.until = now.date()
        seat.save(update_fields=["until"])
        if seat.stakeholder.state == StakeholderState.CONFIRMED:
            record_event(
                verb="stakeholder.end_membership",
                record_id=seat.stakeholder_id,
                by=Actor.system(),
                now=now,
                data={"membership": str(seat.pk), "role": seat.role},
            )
    GroupMembership.objects.filter(person=person, until=None).update(until=now.date())


def _forget_sign_in(person: Person, address: str) -> None:
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    sessions = UserSession.objects.filter(user=person)
    Session.objects.filter(pk__in=list(sessions.values_list("session_key", flat=True))).delete()
    sessions.delete()
    for attempts in (AccessAttempt, AccessFailureLog, AccessLog):
        names = Q(username__iexact=address) | Q(username=second_step_of(person))
        attempts.objects.filter(names).delete()
    person.groups.clear()
    person.user_permissions.clear()
    own = LogEntry.objects.filter(content_type__model="person", object_id=str(person.pk))
    own.update(object_repr="")


def _forget_paper(person: Person, address: str, now: dt.datetime) -> None:
    """Invitations and nominations: the act stays (reference, date), the person in it goes."""
    invitations = Invitation.objects.filter(email__iexact=address)
    invitations.filter(accepted_at=None, revoked_at=None).update(revoked_at=now)
    invitations.update(email=_nowhere(), name="")
    theirs = Q(email__iexact=address) | Q(membership__person=person) | Q(renews__person=person)
    Nomination.objects.filter(theirs).update(email=_nowhere(), name=_shell_name(), function="")


def _empty(person: Person, now: dt.datetime) -> None:
    person.email = _nowhere()
    person.name = _shell_name()
    person.language = "en"
    person.time_zone = ""
    person.is_active = person.is_staff = person.is_superuser = False
    person.last_login = None
    person.date_joined = now
    person.erased_at = now
    person.set_unusable_password()
    person.save()


def _nowhere() -> str:
    return f"{uuid4()}@{NOWHERE}"


def _shell_name() -> str:
    """One word for all, and the same in every language, since it is stored."""
    return "—"
