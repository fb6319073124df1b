"""What of reports stands on the Support Unit's board: what was submitted, never a draft."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from gfmd_platform.access import Actor
from gfmd_platform.cycles.board_sources import Found, Received, SignedJointly
from gfmd_platform.cycles.models import Cycle

from .enums import QuestionState, ReportKind, ReportState
from .models import Lodging, Report, ReportAcknowledgement
from .queries.questions import questions_for
from .queries.signing import joint_of

#: A list to work through, not an archive.
MOST = 25


def _arrived(actor: Actor) -> Any:
    """Submitted reports that the Support Unit reads, with when it acknowledged each."""
    said = ReportAcknowledgement.objects.filter(version=OuterRef("current_version"))
    return (
        Report.unscoped.allowing("acknowledge", actor)
        .filter(state=ReportState.SUBMITTED)
        .select_related("current_version", "stakeholder")
        .annotate(
            acknowledged_at=Subquery(said.values("at")[:1]),
            is_lodged=Exists(Lodging.objects.filter(version=OuterRef("current_version"))),
        )
    )


def received(
    actor: Actor, cycles: Collection[UUID] | None, stakeholders: Collection[UUID]
) -> Found:
    """The newest submitted version of each one's own report (one query)."""
    rows = _arrived(actor).filter(kind=ReportKind.OWN, stakeholder__in=stakeholders)
    if cycles is not None:
        rows = rows.filter(cycle__in=cycles)
    return {
        (row.cycle_id, row.stakeholder_id): Received(
            url=reverse("reports:detail", args=[row.pk]),
            no=row.current_version.no,
            at=row.current_version.at,
            acknowledged_at=row.acknowledged_at,
            lodged=row.is_lodged,
        )
        for row in rows
    }


def arrived(actor: Actor, cycle: Cycle) -> tuple[str, dict[str, Any]] | None:
    """What arrived and was not acknowledged, the longest waiting first; and joint reports, apart,
    because they count for none of those who signed them (one query)."""
    rows = list(
        _arrived(actor)
        .filter(Q(acknowledged_at=None) | Q(kind=ReportKind.JOINT), cycle=cycle)
        .order_by("current_version__at")
    )
    shown = {
        "waiting": [row for row in rows if row.acknowledged_at is None][:MOST],
        "joint": [row for row in reversed(rows) if row.kind == ReportKind.JOINT][:MOST],
    }
    return ("reports/_arrived_panel.html", shown) if rows else None


def joint(actor: Actor, stakeholder_id: UUID) -> list[SignedJointly]:
    """Joint reports that name a stakeholder (one query)."""
    rows = joint_of(actor, stakeholder_id).order_by("-current_version__at", "pk")
    return [
        SignedJointly(
            name=row.name,
            cycle_title=row.cycle.title,
            url=reverse("reports:detail", args=[row.pk]),
            at=version.at,
            leads=row.stakeholder_id == stakeholder_id,
        )
        for row in rows[:MOST]
        if (version := row.current_version) is not None
    ]


def questions(actor: Actor, cycle: Cycle) -> tuple[str, dict[str, Any]] | None:
    """What was asked and is not closed, the longest waiting first (one query)."""
    rows = questions_for(actor, cycle=cycle.pk).exclude(state=QuestionState.CLOSED)
    found = list(rows[:MOST])
    return (
        ("reports/_questions_panel.html", {"questions": found, "cycle": cycle}) if found else None
    )
