"""Reservations as part of what is approved and printed."""

from __future__ import annotations

from typing import Any

from gfmd_platform.access import Actor
from gfmd_platform.access.actors import FOCAL_POINT, Seat
from gfmd_platform.stakeholders.models import GroupMembership

from .models import ConsultationRound, Reservation, Review

#: The manuscript's entry that holds them; no section of the text.
KEY = "reservations"


def entry_of(review: Review) -> list[dict[str, Any]]:
    """The manuscript's entry: each State by the name that it has now, and its words (one query)."""
    standing = (
        Reservation.objects.filter(review=review, withdrawn_at=None)
        .select_related("stakeholder")
        .order_by("stakeholder__sort_name", "at", "id")
    )
    found = [
        {
            "id": str(one.pk),
            "stakeholder": str(one.stakeholder_id),
            "by": one.stakeholder.name,
            "section": one.section,
            "language": one.language,
            "text": one.text,
        }
        for one in standing
    ]
    return [{"key": KEY, "body": "", KEY: found}] if found else []


def delegations(actor: Actor, review: Review) -> list[Seat]:
    """The States for which somebody may add a reservation: in a group that was given the text
    (one query)."""
    groups = ConsultationRound.objects.filter(review=review, opened_at__isnull=False)
    members = set(
        GroupMembership.objects.current()
        .filter(
            group__in=groups.values("group"), stakeholder__in=actor.stakeholder_ids(FOCAL_POINT)
        )
        .values_list("stakeholder_id", flat=True)
    )
    return [
        s
        for s in actor.seats
        if s.is_state and s.role == FOCAL_POINT and s.stakeholder_id in members
    ]
