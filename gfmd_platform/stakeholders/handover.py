"""What whoever takes over finds open for their stakeholder: facts, from what the desk knows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from gfmd_platform.access import Actor
from gfmd_platform.access.actors import FOCAL_POINT, Seat

from .desk import DeskSection, Provider, Words, desk_of

#: So long after a seat began, the way to this page stands on the desk, in days.
DAYS_NEW = 60


@dataclass(frozen=True)
class _Open:
    title: Words
    provider: Provider
    in_place_of: str


_more: dict[str, _Open] = {}


def register_handover(
    code: str, title: Words, provider: Provider, *, in_place_of: str = ""
) -> None:
    """Have `provider(actor)` asked for open matters that a desk does not show, or not all of;
    `in_place_of` names the desk's own provider of the same. The actor has one seat only. It answers
    with one query. Call it in `AppConfig.ready`."""
    _more[code] = _Open(title, provider, in_place_of)


def has_just_begun(seat: Seat, today: dt.date) -> bool:
    """Whether a focal point's seat began within the last `DAYS_NEW` days."""
    if seat.role != FOCAL_POINT or seat.since is None:
        return False
    return seat.since >= today - dt.timedelta(days=DAYS_NEW)


def open_matters(actor: Actor, stakeholder_id: UUID) -> list[DeskSection]:
    """What lies on the desk for one stakeholder, and what comes later; sections without anything
    are left out."""
    alone = actor.only_in(stakeholder_id)
    sections = desk_of(alone, but=[more.in_place_of for more in _more.values()])
    for code, more in sorted(_more.items()):
        sections.append(DeskSection(more.title, code, list(more.provider(alone))))
    return [section for section in sections if section.items]
