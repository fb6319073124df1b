"""What the apps above tell the Support Unit's board. They register here; cycles import none of
them. Whatever they tell stands submitted: a draft is nobody's business."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gfmd_platform.access import Actor

from .models import Cycle


@dataclass(frozen=True)
class Received:
    """What came of one stakeholder in one cycle: its newest submitted version.

    `acknowledged_at` is None until the Support Unit said that it arrived.
    """

    url: str
    no: int
    at: dt.datetime
    acknowledged_at: dt.datetime | None = None
    withdrawn: bool = False
    lodged: bool = False


@dataclass(frozen=True)
class SignedJointly:
    """A submitted joint report that names a stakeholder; it is counted for nobody."""

    name: str
    cycle_title: str
    url: str
    at: dt.datetime
    leads: bool


#: (cycle, stakeholder) → what came.
Found = dict[tuple[UUID, UUID], Received]
#: (actor, ids of cycles or None for all, ids of stakeholders) → what came; one query.
Source = Callable[[Actor, Collection[UUID] | None, Collection[UUID]], Found]
#: (actor, cycle) → a template and its context, or None where there is nothing to show.
BoardPanel = Callable[[Actor, Cycle], tuple[str, dict[str, Any]] | None]

#: (actor, stakeholder) → the joint reports that name it, the newest first; one query.
JointSource = Callable[[Actor, UUID], list[SignedJointly]]

_sources: list[Source] = []
_joint_sources: list[JointSource] = []
_panels: dict[str, BoardPanel] = {}


def register_source(source: Source) -> None:
    """Have `source` asked what was received. Call it in `AppConfig.ready`."""
    _sources.append(source)


def register_joint_source(source: JointSource) -> None:
    """Have `source` asked which joint reports name a stakeholder. Call it in `AppConfig.ready`."""
    _joint_sources.append(source)


def signed_jointly(actor: Actor, stakeholder_id: UUID) -> list[SignedJointly]:
    return [row for source in _joint_sources for row in source(actor, stakeholder_id)]


def register_board_panel(name: str, panel: BoardPanel) -> None:
    """Have `panel` asked for each cycle's board; a constant number of queries."""
    _panels[name] = panel


def received(
    actor: Actor, *, cycles: Collection[UUID] | None, stakeholders: Collection[UUID]
) -> Found:
    found: Found = {}
    for source in _sources:
        found |= source(actor, cycles, stakeholders)
    return found


def board_panels(actor: Actor, cycle: Cycle) -> list[tuple[str, dict[str, Any]]]:
    shown = (_panels[name](actor, cycle) for name in sorted(_panels))
    return [panel for panel in shown if panel is not None]
