"""Reading deliverables. Every list begins at what the actor may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from gfmd_platform.access import Actor
from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.access.exceptions import NotVisible
from gfmd_platform.interface.forms.dates import latest, spoken
from gfmd_platform.stakeholders.models import Stakeholder

from ..deliverable_content import DELIVERABLE as CONTENT
from ..enums import DeliverableState, PartnershipState
from ..fields import Values
from ..models import Deliverable, DeliverableVersion, Partnership
from ..showing import Change, changes
from .partnerships import shown_partners, title_of

_OWNER = "record__owner__stakeholder"
OPEN = (DeliverableState.PLANNED, DeliverableState.UNDER_WAY)


@dataclass(frozen=True)
class ShownDeliverable:
    """A deliverable as pages show it. `due` is in words, `due_on` as it is known."""

    id: UUID
    title: str
    description: str
    language: str
    state: str
    state_label: str
    state_at: dt.datetime
    due_on: str
    due: str
    date_changed: bool
    evidence: str
    evidence_link: str
    reason: str
    responsible: Stakeholder


@dataclass(frozen=True)
class DeliverableStep:
    """One version of a deliverable, and in what it differs from the one before."""

    version: DeliverableVersion
    responsible: str
    due: str
    changes: list[Change]


def of_partnership(partnership: Partnership) -> list[Deliverable]:
    """All deliverables in the order of their dates; for those who may read the partnership."""
    return list(
        Deliverable.unscoped.filter(partnership=partnership)
        .select_related(_OWNER)
        .order_by("due_on", "pk")
    )


def readable(deliverable_id: UUID, actor: Actor) -> Deliverable:
    """The deliverable, if it exists for the actor. Raises NotVisible."""
    found = (
        Deliverable.unscoped.visible_to(actor)
        .filter(pk=deliverable_id)
        .select_related(
            "current_version", "partnership__current_version", f"partnership__{_OWNER}", _OWNER
        )
        .first()
    )
    if found is None:
        raise NotVisible("No such deliverable.")
    return found


def public() -> QuerySet[Deliverable]:
    """Deliverables of public partnerships, for lists of any length."""
    return Deliverable.objects.select_related(_OWNER, "partnership__current_version").order_by(
        "due_on", "pk"
    )


def shown(deliverable: Deliverable) -> ShownDeliverable:
    responsible: Stakeholder = deliverable.record.owner.stakeholder  # type: ignore[union-attr]
    return ShownDeliverable(
        id=deliverable.pk,
        title=deliverable.title,
        description=deliverable.description,
        language=deliverable.language,
        state=deliverable.state,
        state_label=deliverable.state_label,
        state_at=deliverable.state_at,
        due_on=deliverable.due_on,
        due=spoken(deliverable.due_on),
        date_changed=deliverable.date_changed,
        evidence=deliverable.evidence,
        evidence_link=deliverable.evidence_link,
        reason=deliverable.reason,
        responsible=responsible,
    )


def listed(deliverables: Iterable[Deliverable]) -> list[ShownDeliverable]:
    return [shown(deliverable) for deliverable in deliverables]


def partnership_title(deliverable: Deliverable) -> str:
    return title_of(deliverable.partnership)


def who_can_be_responsible(partnership: Partnership, actor: Actor) -> list[tuple[str, str]]:
    """Partners for which the actor can plan: all for the lead, the lead first; else its own."""
    mine = actor.stakeholder_ids(FOCAL_POINT)
    leads = partnership.record.owner_id in mine
    return [
        (str(partner.id), partner.name)
        for partner in shown_partners(partnership)
        if leads or partner.id in mine
    ]


def values_of(row: Deliverable | DeliverableVersion) -> Values:
    return CONTENT.values_of(row)


def steps_of(deliverable: Deliverable) -> list[DeliverableStep]:
    """Every public step, the first one first (one query)."""
    steps: list[DeliverableStep] = []
    before: Values | None = None
    for version in deliverable.versions.select_related("responsible").order_by("no"):
        values = values_of(version)
        differs = changes(before, values, content=CONTENT) if before is not None else []
        steps.append(
            DeliverableStep(
                version,
                version.responsible.name,
                spoken(version.due_on),
                [change for change in differs if change.name not in ("reason", "evidence_link")],
            )
        )
        before = values
    return steps


def due_soon(actor: Actor, *, today: dt.date, days: int) -> list[Deliverable]:
    """Open deliverables for which the actor's stakeholders are responsible and whose date comes
    within `days`, or has come (one query)."""
    until = today + dt.timedelta(days=days)
    found = open_of(actor).filter(due_on__lte=until.isoformat())
    return [deliverable for deliverable in found if latest(deliverable.due_on) <= until]


def open_of(actor: Actor) -> QuerySet[Deliverable]:
    """Open deliverables for which the actor's stakeholders are responsible, by date."""
    return (
        Deliverable.unscoped.filter(
            Q(record__owner__in=actor.stakeholder_ids(FOCAL_POINT)),
            state__in=OPEN,
            partnership__state=PartnershipState.REGISTERED,
        )
        .select_related(_OWNER, "partnership__current_version")
        .order_by("due_on", "pk")
    )
