"""Groups of the Forum: mandates of stakeholders, the persons of the Support Unit."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.exceptions import Invalid, NotVisible, WrongState
from gfmd_platform.ledger.operations import record_event

from ..enums import GroupCode, InvitationPurpose, StakeholderState
from ..models import Group, GroupMembership, Invitation, Stakeholder
from .invitations import LIFETIME, issue, new_token, token_hash


def _group(code: str) -> Group:
    """The group, locked, so that two people cannot empty or fill it side by side."""
    if code not in GroupCode.values:
        raise Invalid({"group": [_("Choose a group from the list.")]})
    Group.objects.get_or_create(code=code)
    return Group.objects.select_for_update().get(code=code)


@transaction.atomic
def record_mandate(
    *,
    group: str,
    stakeholder: Stakeholder,
    since: dt.date,
    until: dt.date | None = None,
    by: Actor,
    now: dt.datetime,
) -> GroupMembership:
    """The Support Unit records that a stakeholder sits in a group (such as the Chair-in-Office).

    From `since` until, and without, `until`. Its focal points then have the group's rights.
    Raises Invalid, NotAllowed, or Invalid for dates that overlap with the stakeholder's own.
    """
    row = _group(group)
    check(by, "mandate", row)
    if row.code == GroupCode.SUPPORT_UNIT:
        raise Invalid({"group": [_("The Support Unit has persons, who are invited by name.")]})
    if stakeholder.state != StakeholderState.CONFIRMED:
        raise Invalid({"stakeholder": [_("Choose a stakeholder that takes part.")]})
    if until is not None and until <= since:
        raise Invalid({"until": [_("The end must come after the beginning.")]})
    overlaps = row.memberships.filter(stakeholder=stakeholder).filter(
        Q(until=None) | Q(until__gt=since)
    )
    if until is not None:
        overlaps = overlaps.filter(since__lt=until)
    if overlaps.exists():
        raise Invalid({"since": [_("The stakeholder has this mandate in these days already.")]})
    mandate = GroupMembership.objects.create(
        group=row, stakeholder=stakeholder, since=since, until=until
    )
    _record("mandate", mandate, by, now)
    return mandate


@transaction.atomic
def end_mandate(
    *, mandate: GroupMembership, until: dt.date, by: Actor, now: dt.datetime
) -> GroupMembership:
    """Set the day from which a mandate no longer holds. Raises Invalid or NotAllowed."""
    check(by, "mandate", _group(mandate.group_id))
    mandate = GroupMembership.objects.select_for_update().get(pk=mandate.pk)
    if mandate.stakeholder_id is None:
        raise NotVisible(_("No such mandate."))
    if until < mandate.since:
        raise Invalid({"until": [_("The end must come after the beginning.")]})
    mandate.until = until
    mandate.save(update_fields=["until"])
    _record("end_mandate", mandate, by, now)
    return mandate


@transaction.atomic
def invite_to_support_unit(
    *, email: str, name: str, language: str = "en", by: Actor, now: dt.datetime
) -> Invitation:
    """A member of the Support Unit invites a colleague. Raises Invalid or NotAllowed."""
    group = _group(GroupCode.SUPPORT_UNIT)
    check(by, "invite", group)
    email = email.strip().lower()
    if group.memberships.current().filter(person__email__iexact=email).exists():
        raise Invalid({"email": [_("This person is a member already.")]})
    invitation = issue(
        purpose=InvitationPurpose.SUPPORT_UNIT,
        email=email,
        name=name,
        language=language,
        by=by,
        now=now,
    )
    record_event(
        verb="group.invite",
        record_id=None,
        by=by,
        now=now,
        data={"invitation": str(invitation.pk), "group": group.code},
    )
    return invitation


@transaction.atomic
def create_support_unit_link(*, by: Actor, now: dt.datetime, another: bool = False) -> str:
    """The token of a printed, one-time link with which the first Support Unit person signs up.

    An earlier printed link dies. Raises WrongState when the Support Unit has people, who can invite
    each other, unless `another`. No page leads here, only a
    command.
    """
    group = _group(GroupCode.SUPPORT_UNIT)
    check(by, "invite", group)
    if group.memberships.current().exists() and not another:
        raise WrongState(_("The Support Unit has members already; they can invite others."))
    Invitation.objects.filter(
        purpose=InvitationPurpose.SUPPORT_UNIT, email="", accepted_at=None, revoked_at=None
    ).update(revoked_at=now)
    token = new_token()
    invitation = Invitation.objects.create(
        token_hash=token_hash(token),
        purpose=InvitationPurpose.SUPPORT_UNIT,
        email="",
        created_at=now,
        expires_at=now + LIFETIME,
    )
    record_event(
        verb="group.invite",
        record_id=None,
        by=by,
        now=now,
        data={"invitation": str(invitation.pk), "group": group.code},
    )
    return token


@transaction.atomic
def leave_support_unit(
    *, membership: GroupMembership, by: Actor, now: dt.datetime
) -> GroupMembership:
    """End a person's place in the Support Unit, one's own or a colleague's.

    Raises WrongState for the last one: nobody could invite anybody any more.
    """
    group = _group(GroupCode.SUPPORT_UNIT)
    check(by, "invite", group)
    membership = GroupMembership.objects.select_for_update().get(pk=membership.pk)
    if membership.person_id is None or membership.group_id != group.code:
        raise NotVisible(_("No such member of the Support Unit."))
    if not group.memberships.current().exclude(pk=membership.pk).exists():
        raise WrongState(_("The last member of the Support Unit cannot leave."))
    membership.until = now.date()
    membership.save(update_fields=["until"])
    _record("leave", membership, by, now)
    return membership


def _record(verb: str, row: GroupMembership, by: Actor, now: dt.datetime) -> None:
    record_event(
        verb=f"group.{verb}",
        record_id=row.stakeholder_id,
        by=by,
        now=now,
        data={"group": row.group_id, "membership": str(row.pk)},
    )
