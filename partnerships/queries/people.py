"""Who is to hear of an example, and in which capacity."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from gfmd_platform.stakeholders.enums import ContactAudience, GroupCode, MemberRole, StakeholderKind
from gfmd_platform.stakeholders.models import GroupMembership, Membership, Person, Stakeholder

from ..models import Example


def owner_is_state(example: Example) -> bool:
    return Stakeholder.unscoped.filter(
        pk=example.record.owner_id, kind=StakeholderKind.STATE
    ).exists()


def chair_may_decide(example: Example) -> bool:
    """Is there a Chair-in-Office other than the entry's own stakeholder?"""
    return (
        GroupMembership.objects.current()
        .filter(group=GroupCode.CHAIR_IN_OFFICE)
        .exclude(stakeholder=example.record.owner_id)
        .exists()
    )


def focal_points(stakeholder_ids: list[UUID]) -> QuerySet[Person]:
    """Those who speak for these stakeholders now."""
    seats = Membership.objects.current().filter(
        stakeholder__in=stakeholder_ids, role=MemberRole.FOCAL_POINT
    )
    return Person.objects.filter(is_active=True, pk__in=seats.values("person_id")).order_by("pk")


def moderators(*, except_for: UUID | None) -> QuerySet[Person]:
    """The Support Unit, but for members of the stakeholder whose entry it is."""
    seats = GroupMembership.objects.current().filter(group=GroupCode.SUPPORT_UNIT)
    own = Membership.objects.current().filter(stakeholder=except_for)
    return (
        Person.objects.filter(is_active=True, pk__in=seats.values("person_id"))
        .exclude(pk__in=own.values("person_id"))
        .order_by("pk")
    )


def chair(*, except_for: UUID | None) -> QuerySet[Person]:
    """Focal points of the Chair-in-Office, but for the stakeholder whose entry it is."""
    seats = (
        GroupMembership.objects.current()
        .filter(Q(group=GroupCode.CHAIR_IN_OFFICE) & ~Q(stakeholder=except_for))
        .values_list("stakeholder_id", flat=True)
    )
    return focal_points([pk for pk in seats if pk])


@dataclass(frozen=True)
class Contact:
    name: str
    function: str
    email: str


def public_contacts(example: Example) -> list[Contact]:
    """Focal points who chose to be shown to the public."""
    seats = (
        Membership.objects.current()
        .filter(
            stakeholder=example.record.owner_id,
            role=MemberRole.FOCAL_POINT,
            contact_audience=ContactAudience.PUBLIC,
            person__is_active=True,
        )
        .select_related("person")
        .order_by("person__name")
    )
    return [Contact(seat.person.name, seat.function, seat.person.email) for seat in seats]
