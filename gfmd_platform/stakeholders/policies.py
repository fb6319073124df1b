"""Who may, where the permission table alone does not say it."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, allowed_actions
from gfmd_platform.access.exceptions import NotAllowed, NotVisible

from .enums import MemberRole
from .models import Membership


def can_end(seat: Membership, by: Actor, allowed: Collection[str]) -> bool:
    """May `by`, whom the table lets do `allowed` to the stakeholder, end this seat?

    One's own; a colleague's as focal point; a focal point's as the Support Unit, on the word of
    those who nominated them.
    """
    own = by.person is not None and by.person.pk == seat.person_id
    nominated = "nominate" in allowed and seat.role == MemberRole.FOCAL_POINT
    return own or nominated or "manage_members" in allowed


def check_can_end(seat: Membership, by: Actor) -> None:
    """Raise NotVisible or NotAllowed."""
    allowed = allowed_actions(by, seat.stakeholder)
    if can_end(seat, by, allowed):
        return
    if "see_members" not in allowed:
        raise NotVisible(_("No such membership."))
    raise NotAllowed(_("Only focal points can end a colleague's membership."))
