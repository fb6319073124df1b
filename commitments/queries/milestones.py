"""Milestones with their history."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.exceptions import NotVisible
from gfmd_platform.interface.forms.dates import earliest, latest

from ..enums import MilestoneState
from ..models import Commitment, Milestone, MilestoneEntry

_OPEN = (MilestoneState.PLANNED, MilestoneState.CHANGED)


@dataclass
class ShownMilestone:
    """One milestone and what was said of it before, the newest last."""

    milestone: Milestone
    status: str
    label: str
    history: list[MilestoneEntry] = field(default_factory=list)


def of_commitment(commitment: Commitment, today: dt.date) -> list[ShownMilestone]:
    """By date (one query)."""
    rows = (
        MilestoneEntry.objects.filter(milestone__commitment=commitment)
        .select_related("milestone")
        .order_by("milestone_id", "no")
    )
    shown: dict[UUID, ShownMilestone] = {}
    for row in rows:
        one = shown.get(row.milestone_id)
        if one is None:
            status, label = standing(row.milestone, row.milestone.due_on, today)
            one = shown[row.milestone_id] = ShownMilestone(row.milestone, status, label)
        one.history.append(row)
    return sorted(shown.values(), key=lambda one: (earliest(one.milestone.due_on), one.label))


def standing(milestone: Milestone, due_on: str, today: dt.date) -> tuple[str, str]:
    """Status and words. A date that passed is "open", a moved one "date changed": no blame."""
    state = MilestoneState(milestone.state)
    if state not in _OPEN:
        return state.value, str(state.label)
    if latest(due_on) < today:
        return "open", _("Open")
    if state == MilestoneState.CHANGED:
        return "date_changed", _("Date changed")
    return "planned", str(state.label)


def to_report(actor: Actor, milestone_id: UUID) -> Milestone:
    """For whoever may report on it. Raises NotVisible or NotAllowed."""
    milestone = (
        Milestone.unscoped.visible_to(actor)
        .select_related("commitment__current_version", "record")
        .filter(pk=milestone_id)
        .first()
    )
    if milestone is None:
        raise NotVisible("No such milestone.")
    check(actor, "report", milestone)
    return milestone  # type: ignore[no-any-return]
