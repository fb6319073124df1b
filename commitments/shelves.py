"""What of commitments and reports stands on a stakeholder's page and on the front page."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gfmd_platform.access import Actor
from gfmd_platform.cycles.models import Cycle
from gfmd_platform.stakeholders.models import Invitation, Membership
from gfmd_platform.stakeholders.shelves import Shelf, ShelfItem
from partnerships.panels import Panel

from .enums import CommitmentState, ReportKind
from .models import Report
from .operations.sharing import take_seat
from .queries.commitments import made_by, published
from .queries.drafts import places_in
from .queries.reports import submitted_for
from .queries.services import served_rows
from .queries.signing import joint_of

SHOWN = 10


def commitments(stakeholder_id: UUID) -> Shelf:
    """Its registered commitments, joint ones that it confirmed too (two queries)."""
    found = published().filter(made_by(stakeholder_id))
    rows = found.order_by("-state_at", "pk")[:SHOWN]
    return Shelf(
        title=_("Commitments"),
        items=[
            ShelfItem(
                title=version.title,
                url=reverse("commitments:detail", args=[row.pk]),
                language=version.language,
                state=row.state,
                state_label=CommitmentState(row.state).label,
                at=version.at,
            )
            for row in rows
            if (version := row.current_version) is not None
        ],
        total=found.count(),
        more_url=f"{reverse('commitments:index')}?owner={stakeholder_id}",
    )


def reports(stakeholder_id: UUID) -> Shelf:
    """Its own reports that everybody may read (two queries)."""
    found: Any = submitted_for(Actor.visitor()).filter(
        kind=ReportKind.OWN, stakeholder=stakeholder_id
    )
    rows: list[Report] = list(found.order_by("-current_version__at", "pk")[:SHOWN])
    return Shelf(
        title=_("Progress reports"),
        items=[
            ShelfItem(
                title=row.cycle.title,
                url=reverse("reports:detail", args=[row.pk]),
                language=row.cycle.language,
                at=row.current_version.at if row.current_version else None,
            )
            for row in rows
        ],
        total=found.count(),
        more_url=reverse("reports:index"),
    )


def joint_reports(stakeholder_id: UUID) -> Shelf:
    """Joint reports that everybody may read and that name it: apart from its own (two queries)."""
    found: Any = joint_of(Actor.visitor(), stakeholder_id)
    rows: list[Report] = list(found.order_by("-current_version__at", "pk")[:SHOWN])
    return Shelf(
        title=_("Joint reports"),
        items=[
            ShelfItem(
                title=row.name,
                url=reverse("reports:detail", args=[row.pk]),
                at=row.current_version.at if row.current_version else None,
            )
            for row in rows
        ],
        total=found.count(),
        more_url=f"{reverse('reports:index')}?kind=joint",
    )


#: On a partnership's or example's page: the commitments it serves, as both sides say.
SERVING_PANEL = Panel("commitments/_served.html", served_rows)


def cycle_panel(actor: Actor, cycle: Cycle) -> tuple[str, dict[str, Any]]:
    """On a cycle's page: what focal points can do, and its reports as far as the actor may read
    them, the first by name (one query for these)."""
    own, joint = places_in(actor, cycle)
    rows = submitted_for(actor).filter(cycle=cycle).order_by("stakeholder__sort_name", "pk")
    reports = list(rows[: SHOWN + 1])
    return "reports/_cycle_panel.html", {
        "cycle": cycle,
        "places": own,
        "joint": joint,
        "reports": reports[:SHOWN],
        "are_more": len(reports) > SHOWN,
    }


def arrival(invitation: Invitation, membership: Membership, now: dt.datetime) -> str:
    """Whoever was asked by mail to write a part is led to the draft when they take their seat."""
    report_id = take_seat(invitation=invitation, membership=membership, now=now)
    return reverse("reports:draft", args=[report_id]) if report_id else ""
