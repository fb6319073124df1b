"""What of cycles whoever takes over a focal point's seat finds open."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.cycles.enums import CycleState
from gfmd_platform.cycles.models import CycleInvitation
from gfmd_platform.stakeholders.desk import DeskItem

from .desk_unit import MOST


def open_cycles(actor: Actor) -> Iterator[DeskItem]:
    """Where the actor's stakeholders stand in the cycles that are open."""
    rows = (
        CycleInvitation.objects.filter(
            stakeholder__in=actor.stakeholder_ids(FOCAL_POINT), cycle__state=CycleState.OPEN
        )
        .select_related("cycle", "stakeholder")
        .order_by("cycle__asked_by", "pk")
    )
    for row in rows[:MOST]:
        yield DeskItem(
            title=row.cycle.title,
            detail=row.get_state_display(),
            url=reverse("cycles:detail", args=[row.cycle_id]),
            action=_("See the cycle"),
            since=row.invited_at,
            context=row.stakeholder.name,
            due=row.extended_to or row.cycle.asked_by,
            language=row.cycle.language,
        )
