"""Reading people and stakeholders, always beginning with what the actor may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, allowed_actions
from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.access.exceptions import NotAllowed, NotVisible
from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.operations import sort_key

from .enums import ContactAudience, GroupCode, InvitationPurpose, StakeholderKind, StakeholderState
from .models import (
    GroupMembership,
    Invitation,
    Membership,
    Person,
    Stakeholder,
    StakeholderVersion,
)
from .operations.invitations import token_hash


def taking_part() -> QuerySet[Stakeholder]:
    """Confirmed stakeholders by name: the public list, and the choices of forms."""
    return (
        Stakeholder.objects.filter(state=StakeholderState.CONFIRMED)
        .select_related("record")
        .order_by("sort_name", "pk")
    )


def filtered(
    rows: QuerySet[Stakeholder],
    *,
    text: str = "",
    kind: str = "",
    country: str = "",
    region: str = "",
) -> QuerySet[Stakeholder]:
    """Narrowed by words of the name, kind, country and M49 region."""
    if text.strip():
        rows = rows.filter(
            Q(sort_name__contains=sort_key(text.strip())) | Q(short_name__icontains=text.strip())
        )
    if kind:
        rows = rows.filter(kind=kind)
    if country:
        rows = rows.filter(country=country)
    if region:
        rows = rows.filter(country__in=countries_in(region))
    return rows


def countries_in(region: str) -> list[str]:
    """Codes of the States and areas that lie in an M49 region."""
    places = taxonomy.current().places.values()
    return [p.code for p in places if p.is_country and p.region and p.region.code == region]


def place_name(code: str | None) -> str:
    place = taxonomy.place(code) if code else None
    return place.name if place else ""


def kind_counts() -> list[tuple[str, str, int]]:
    """(kind, label, number) of all that take part, in the order of the kinds."""
    found = dict(
        Stakeholder.objects.filter(state=StakeholderState.CONFIRMED)
        .values_list("kind")
        .annotate(Count("pk"))
    )
    return [(k.value, str(k.label), found[k]) for k in StakeholderKind if k in found]


def get_stakeholder(actor: Actor, pk: UUID) -> Stakeholder:
    """Raises NotVisible for what the actor may not read."""
    found = (
        Stakeholder.unscoped.visible_to(actor)
        .select_related("record", "current_version", "applicant")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotVisible("No such stakeholder.")
    return found


def get_for(actor: Actor, action: str, pk: UUID) -> Stakeholder:
    """For pages that exist for some only: whoever may read, yet not do `action`, is told so.

    Raises NotVisible or NotAllowed.
    """
    stakeholder = get_stakeholder(actor, pk)
    if action not in allowed_actions(actor, stakeholder):
        raise NotAllowed(_("Your role does not include this page."))
    return stakeholder


def get_to_take_over(actor: Actor, pk: UUID) -> Stakeholder:
    """The stakeholder that the actor speaks for (one query). Raises NotVisible."""
    found = Stakeholder.unscoped.allowing("take_over", actor).filter(pk=pk).first()
    if found is None:
        raise NotVisible("No such page.")
    return found


def get_for_any(actor: Actor, actions: Iterable[str], pk: UUID) -> Stakeholder:
    """As `get_for`, for pages that several actions open."""
    stakeholder = get_stakeholder(actor, pk)
    if not allowed_actions(actor, stakeholder) & set(actions):
        raise NotAllowed(_("Your role does not include this page."))
    return stakeholder


def get_version(actor: Actor, pk: UUID, no: int) -> StakeholderVersion:
    """One version of a stakeholder the actor may read. Raises NotVisible."""
    stakeholder = get_stakeholder(actor, pk)
    version = stakeholder.versions.filter(no=no).first()
    if version is None:
        raise NotVisible("No such version.")
    return version


def audiences_of(actor: Actor) -> list[str]:
    """The audiences of contacts that the actor belongs to."""
    found = [ContactAudience.PUBLIC.value]
    if actor.seats or actor.is_support_unit:
        found.append(ContactAudience.PARTICIPANTS.value)
    if actor.is_support_unit:
        found.append(ContactAudience.SUPPORT_UNIT.value)
    return found


def shown_members(actor: Actor, stakeholder: Stakeholder) -> list[Membership]:
    """Members who chose to show the actor how they can be reached."""
    return list(
        Membership.objects.current()
        .filter(
            stakeholder=stakeholder,
            contact_audience__in=audiences_of(actor),
            person__is_active=True,
        )
        .select_related("person")
        .order_by("role", "person__name")
    )


def members(stakeholder: Stakeholder) -> list[Membership]:
    """Current members; focal points last in the alphabet, first in the list."""
    return list(
        Membership.objects.current()
        .filter(stakeholder=stakeholder)
        .select_related("person", "nomination")
        .order_by("-role", "person__name")
    )


def invitations(stakeholder: Stakeholder, now: dt.datetime) -> list[Invitation]:
    """Unanswered invitations to seats, newest first; those long expired are left out."""
    return list(
        Invitation.objects.filter(
            stakeholder=stakeholder,
            purpose__in=[InvitationPurpose.MEMBERSHIP, InvitationPurpose.RENEWAL],
            accepted_at=None,
            revoked_at=None,
            expires_at__gt=now - dt.timedelta(days=30),
        )
        .select_related("invited_by", "nomination")
        .order_by("-created_at")
    )


def get_membership(actor: Actor, pk: UUID) -> Membership:
    """A seat that the actor may see: of their stakeholder, or as the Support Unit."""
    found = Membership.objects.select_related("stakeholder", "person").filter(pk=pk).first()
    if found is None or "see_members" not in allowed_actions(actor, found.stakeholder):
        raise NotVisible("No such membership.")
    return found


def get_own_membership(actor: Actor, pk: UUID) -> Membership:
    """One's own current seat. Raises NotVisible."""
    found = (
        Membership.objects.current()
        .select_related("stakeholder", "person")
        .filter(pk=pk, person=actor.person)
        .first()
    )
    if found is None:
        raise NotVisible("No such membership.")
    return found


def get_invitation(actor: Actor, pk: UUID) -> Invitation:
    """An invitation to a seat in a stakeholder whose members the actor may see, or to the
    Support Unit. Raises NotVisible."""
    found = Invitation.objects.select_related("stakeholder").filter(pk=pk).first()
    if found is None:
        raise NotVisible("No such invitation.")
    if found.stakeholder is None:
        visible = actor.is_support_unit
    else:
        visible = "see_members" in allowed_actions(actor, found.stakeholder)
    if not visible or found.purpose == InvitationPurpose.APPLICATION:
        raise NotVisible("No such invitation.")
    return found


@dataclass(frozen=True)
class InvitationView:
    """What an invitation's page tells whoever holds the link."""

    invitation: Invitation
    state: str
    has_account: bool
    is_for_reader: bool


def invitation_by_token(token: str, actor: Actor, now: dt.datetime) -> InvitationView:
    """Look at an invitation; changes nothing. Raises NotVisible for an unknown link."""
    found = (
        Invitation.objects.select_related("stakeholder", "invited_by", "nomination")
        .filter(token_hash=token_hash(token))
        .exclude(purpose=InvitationPurpose.RENEWAL)
        .first()
    )
    if found is None:
        raise NotVisible("No such invitation.")
    person = Person.objects.filter(email__iexact=found.email).first() if found.email else None
    return InvitationView(
        invitation=found,
        state=found.state(now),
        has_account=person is not None,
        is_for_reader=actor.person is None or actor.person == person or not found.email,
    )


def renewal_by_token(token: str, now: dt.datetime) -> tuple[Invitation, str]:
    """Look at a one-time link to set up anew, and its state. Raises NotVisible."""
    found = Invitation.objects.filter(
        token_hash=token_hash(token), purpose=InvitationPurpose.RENEWAL
    ).first()
    if found is None:
        raise NotVisible("No such link.")
    return found, found.state(now)


def applications(state: str) -> QuerySet[Stakeholder]:
    """Applications in a state, the longest waiting first. For the Support Unit's pages, which
    check that it is the Support Unit."""
    return (
        Stakeholder.unscoped.filter(state=state)
        .select_related("applicant", "record")
        .order_by("state_at", "pk")
    )


def require_support_unit(actor: Actor) -> None:
    """The Support Unit's pages do not exist for others. Raises NotVisible."""
    if not actor.is_support_unit:
        raise NotVisible("No such page.")


def mandates() -> QuerySet[GroupMembership]:
    """Mandates of stakeholders by group, the newest first."""
    return (
        GroupMembership.objects.exclude(stakeholder=None)
        .select_related("group", "stakeholder")
        .order_by("group_id", "-since")
    )


@dataclass(frozen=True)
class MandateLine:
    """A stakeholder's mandate in a group and whether it holds today."""

    pk: UUID
    group: str
    stakeholder: Stakeholder
    since: dt.date
    until: dt.date | None
    is_current: bool
    is_over: bool


def mandate_lines(today: dt.date) -> list[MandateLine]:
    """What the page of groups shows of the mandates."""
    return [
        MandateLine(
            pk=row.pk,
            group=str(row.group),
            stakeholder=row.stakeholder,
            since=row.since,
            until=row.until,
            is_current=row.since <= today and (row.until is None or row.until > today),
            is_over=row.until is not None and row.until <= today,
        )
        for row in mandates()
        if row.stakeholder is not None
    ]


def get_group_membership(pk: UUID) -> GroupMembership:
    """For the Support Unit's pages. Raises NotVisible."""
    found = (
        GroupMembership.objects.select_related("group", "stakeholder", "person")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotVisible("No such entry.")
    return found


def support_unit_people() -> list[GroupMembership]:
    return list(
        GroupMembership.objects.current()
        .filter(group=GroupCode.SUPPORT_UNIT)
        .select_related("person")
        .order_by("person__name")
    )


def support_unit_invitations(now: dt.datetime) -> list[Invitation]:
    return list(
        Invitation.objects.filter(
            purpose=InvitationPurpose.SUPPORT_UNIT,
            accepted_at=None,
            revoked_at=None,
            expires_at__gt=now - dt.timedelta(days=30),
        )
        .exclude(email="")
        .order_by("-created_at")
    )


def support_unit_addresses() -> list[Person]:
    """Who receives the Support Unit's mail."""
    return list(
        Person.objects.filter(
            pk__in=GroupMembership.objects.current()
            .filter(group=GroupCode.SUPPORT_UNIT)
            .values("person_id"),
            is_active=True,
        )
    )


def focal_points(stakeholder_ids: Iterable[UUID]) -> list[Membership]:
    """Current focal points of stakeholders, with their persons: whom mail about them goes to."""
    return list(
        Membership.objects.current()
        .filter(stakeholder__in=list(stakeholder_ids), role=FOCAL_POINT, person__is_active=True)
        .select_related("person")
        .order_by("stakeholder_id", "person__name")
    )


def with_open_seats(person: Person) -> QuerySet[Membership]:
    return (
        Membership.objects.current()
        .filter(person=person)
        .select_related("stakeholder")
        .order_by("stakeholder__sort_name")
    )


def shared_contacts(actor: Actor, *, kind: str = "") -> QuerySet[Membership]:
    """Members who chose to show how they can be reached, by name of their stakeholder; of a kind
    where one is given."""
    rows = (
        Membership.objects.current()
        .filter(
            contact_audience__in=audiences_of(actor),
            person__is_active=True,
            stakeholder__in=Stakeholder.unscoped.allowing("see_contacts", actor),
        )
        .select_related("person", "stakeholder")
        .order_by("stakeholder__sort_name", "person__name", "pk")
    )
    return rows.filter(stakeholder__kind=kind) if kind in StakeholderKind.values else rows
