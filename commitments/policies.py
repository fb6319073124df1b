"""Which versions somebody may read: a question that the table of permissions leaves to them.

The table says who may read a report at all, by its current version. Earlier versions keep the
audience that was chosen for them.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from gfmd_platform.access import Actor, allowed_actions

from .enums import ReportState, Visibility
from .models import Report, ReportVersion
from .sections import sections_for


def audiences_of(actor: Actor) -> list[str]:
    """The audiences that the actor belongs to."""
    found = [Visibility.PUBLIC.value]
    if actor.seats or actor.is_support_unit:
        found.append(Visibility.PARTICIPANTS.value)
    if actor.is_support_unit:
        found.append(Visibility.SUPPORT_UNIT.value)
    return found


def reads_whole(actor: Actor, report: Report, actions: Collection[str] | None = None) -> bool:
    """May read all that is drafted, and not one part only. `actions` spares the question what the
    actor may do, where that is known."""
    if actions is None:
        actions = allowed_actions(actor, report)
    is_own = "read_draft" in actions
    return is_own and sections_for(actor, report).is_whole


def readable_versions(
    actor: Actor, report: Report, actions: Collection[str] | None = None
) -> QuerySet[ReportVersion]:
    """Versions of a report the actor may read at all: those who may read its whole draft all,
    nobody else what was withdrawn, others those whose audience they belong to."""
    versions = ReportVersion.objects.filter(subject=report).order_by("-no")
    if reads_whole(actor, report, actions):
        return versions
    if report.state != ReportState.SUBMITTED:
        return versions.none()
    signs = Q()
    if report.is_joint and "leave" in (actions or allowed_actions(actor, report)):
        # Who is named, or asked to sign the correction, reads what stands.
        signs = Q(pk=report.current_version_id)
    return versions.filter(Q(visibility__in=audiences_of(actor)) | signs, withdrawal=None)


def readable_report_versions(actor: Actor) -> QuerySet[ReportVersion]:
    """The current versions of all submitted reports that the actor may read."""
    reports = Report.unscoped.visible_to(actor).filter(state=ReportState.SUBMITTED)
    return ReportVersion.objects.filter(pk__in=reports.values("current_version_id"))
