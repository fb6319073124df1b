"""What of people and stakeholders waits on a desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.actors import FOCAL_POINT

from .desk import DeskGroup, DeskItem, DeskLink
from .enums import InvitationPurpose, StakeholderState
from .handover import has_just_begun
from .models import Invitation, Membership, Stakeholder

#: A desk is a list to work through, not an archive.
MOST = 25


def provide(actor: Actor) -> Iterator[DeskItem]:
    if actor.is_support_unit:
        yield from _applications()
    if actor.stakeholder_ids(FOCAL_POINT):
        yield from _invitations(actor)
    if actor.is_signed_in and not actor.seats and not actor.is_support_unit:
        yield from _own_applications(actor)


def links(actor: Actor) -> Iterator[DeskLink]:
    today = timezone.localdate()
    for seat in actor.seats:
        if has_just_begun(seat, today):
            handover = reverse("stakeholders:handover", args=[seat.stakeholder_id])
            yield DeskLink(seat.stakeholder_name, _("Taking over: what is open"), handover)
        page = reverse("stakeholders:detail", args=[seat.stakeholder_id])
        yield DeskLink(seat.stakeholder_name, _("Public page"), page)
        yield DeskLink(seat.stakeholder_name, _("Members"), f"{page}members/")
    if actor.is_support_unit:
        unit = _("Support Unit")
        yield DeskLink(unit, _("Stakeholders and applications"), reverse("stakeholders:queue"))
        yield DeskLink(unit, _("Contacts"), reverse("stakeholders:contacts"))
        yield DeskLink(unit, _("Groups and mandates"), reverse("stakeholders:groups"))
    yield DeskLink(_("You"), _("Your account"), reverse("account"))


def _applications() -> Iterator[DeskItem]:
    waiting = Stakeholder.unscoped.filter(state=StakeholderState.APPLIED).order_by("state_at")
    for stakeholder in waiting[:MOST]:
        yield DeskItem(
            title=stakeholder.name,
            detail=_("Applies to take part (%(kind)s).") % {"kind": stakeholder.get_kind_display()},
            url=reverse("stakeholders:application", args=[stakeholder.pk]),
            action=_("Look at the application"),
            since=stakeholder.state_at,
            context=_("Support Unit"),
        )


def _invitations(actor: Actor) -> Iterator[DeskItem]:
    """Mine that ran out (send again?), and those still with the invited person; also those of
    whoever has left the stakeholder since."""
    now = timezone.now()
    still_there = Membership.objects.current().filter(
        person=OuterRef("invited_by"), stakeholder=OuterRef("stakeholder")
    )
    rows = (
        Invitation.objects.filter(
            Q(invited_by=actor.person) | ~Exists(still_there),
            expires_at__gt=now - dt.timedelta(days=30),
            stakeholder__in=actor.stakeholder_ids(FOCAL_POINT),
            purpose=InvitationPurpose.MEMBERSHIP,
            nomination=None,
            accepted_at=None,
            revoked_at=None,
        )
        .select_related("stakeholder")
        .order_by("created_at")
    )
    for invitation in rows[:MOST]:
        over = invitation.expires_at <= now
        yield DeskItem(
            title=invitation.name or invitation.email,
            detail=_("The invitation was not accepted within 72 hours. Send it again or revoke it.")
            if over
            else _("Has not yet accepted the invitation."),
            url=reverse("stakeholders:members", args=[invitation.stakeholder_id]),
            action=_("See the members"),
            since=invitation.expires_at if over else invitation.created_at,
            group=DeskGroup.YOURS if over else DeskGroup.THEIRS,
            context=invitation.stakeholder.name if invitation.stakeholder else "",
        )


def _own_applications(actor: Actor) -> Iterator[DeskItem]:
    rows = Stakeholder.unscoped.filter(
        applicant=actor.person, state__in=[StakeholderState.APPLIED, StakeholderState.DECLINED]
    )
    for stakeholder in rows.order_by("state_at")[:MOST]:
        declined = stakeholder.state == StakeholderState.DECLINED
        yield DeskItem(
            title=stakeholder.name,
            detail=_("Your application was not confirmed. The Support Unit gives its reason.")
            if declined
            else _("Your application is with the Support Unit."),
            url=reverse("stakeholders:detail", args=[stakeholder.pk]),
            action=_("Read the reason") if declined else _("See your application"),
            since=stakeholder.state_at,
            group=DeskGroup.YOURS if declined else DeskGroup.THEIRS,
        )
