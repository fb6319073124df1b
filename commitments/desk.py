"""What of cycles, reports and commitments waits on a desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.cycles.enums import CycleState, InvitationState
from gfmd_platform.cycles.models import Cycle, CycleInvitation
from gfmd_platform.stakeholders.desk import DeskGroup, DeskItem, DeskLink

from .enums import ReportState
from .models import Report, ReportAcknowledgement
from .queries.commitments import drafts_of
from .queries.drafts import open_drafts

#: A desk is a list to work through, not an archive.
MOST = 25


def links(actor: Actor) -> Iterator[DeskLink]:
    """Whoever has a seat can begin a commitment."""
    for seat in actor.seats:
        new = reverse("commitments:new")
        yield DeskLink(seat.stakeholder_name, _("Register a commitment"), new)


def provide(actor: Actor) -> Iterator[DeskItem]:
    """At most four queries, whatever waits."""
    if actor.stakeholder_ids(FOCAL_POINT):
        yield from _invitations(actor)
    if actor.seats:
        yield from _report_drafts(actor)
        yield from _commitment_drafts(actor)
    if actor.is_support_unit:
        yield from _to_acknowledge(actor)


def _invitations(actor: Actor) -> Iterator[DeskItem]:
    begun = Report.unscoped.filter(
        cycle=OuterRef("cycle"), stakeholder=OuterRef("stakeholder")
    ).allowing("read", actor)
    rows = (
        CycleInvitation.objects.filter(
            ~Exists(begun),
            stakeholder__in=actor.stakeholder_ids(FOCAL_POINT),
            state=InvitationState.INVITED,
            cycle__in=Cycle.objects.filter(state=CycleState.OPEN),
        )
        .select_related("cycle", "stakeholder")
        .order_by("invited_at")
    )
    for row in rows[:MOST]:
        url = reverse("reports:start", args=[row.cycle_id])
        yield DeskItem(
            title=row.cycle.title,
            detail=_("You are invited to report, if you wish."),
            url=f"{url}?for={row.stakeholder_id}",
            action=_("Begin a report, or say that you will not"),
            since=row.invited_at,
            context=row.stakeholder.name,
            due=row.cycle.asked_by,
            language=row.cycle.language,
        )


def _report_drafts(actor: Actor) -> Iterator[DeskItem]:
    for report in open_drafts(actor)[:MOST]:
        yield DeskItem(
            title=report.cycle.title,
            detail=_("A correction of your report is open.")
            if report.current_version
            else _("Your progress report is being written."),
            url=reverse("reports:draft", args=[report.pk]),
            action=_("Go on writing"),
            since=report.current_version.at if report.current_version else report.state_at,
            group=DeskGroup.DRAFTS,
            context=report.stakeholder.name,
            due=report.cycle.asked_by,
            language=report.cycle.language,
        )


def _commitment_drafts(actor: Actor) -> Iterator[DeskItem]:
    drafts: Any = drafts_of(actor)
    for commitment in drafts[:MOST]:
        yield DeskItem(
            title=commitment.title,
            detail=_("A commitment, not yet registered."),
            url=reverse("commitments:check", args=[commitment.pk]),
            action=_("Go on, or register it"),
            since=commitment.state_at,
            group=DeskGroup.DRAFTS,
            context=commitment.record.owner.stakeholder.name,
            language=commitment.language,
        )


def _to_acknowledge(actor: Actor) -> Iterator[DeskItem]:
    done = ReportAcknowledgement.objects.filter(version=OuterRef("current_version"))
    rows = (
        Report.unscoped.allowing("acknowledge", actor)
        .filter(~Exists(done), state=ReportState.SUBMITTED)
        .select_related("cycle", "stakeholder", "current_version")
        .order_by("current_version__at")
    )
    for report in rows[:MOST]:
        yield DeskItem(
            title=report.stakeholder.name,
            detail=_("Submitted version %(no)d of its report: %(cycle)s.")
            % {"no": report.current_version.no, "cycle": report.cycle.title},
            url=reverse("reports:detail", args=[report.pk]),
            action=_("Read and acknowledge"),
            since=report.current_version.at,
            context=_("Support Unit"),
        )
