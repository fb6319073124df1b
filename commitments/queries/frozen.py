"""What reviews count: immutable rows, found by the ids of versions that a compilation froze.

Nothing here asks who is reading. Which versions may be counted, and which may be quoted, is decided
when they are frozen; `visibility` and `may_quote` stand on each version for that.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from ..enums import CommitmentState, ReportState
from ..models import (
    Commitment,
    CommitmentVersion,
    CommitmentVersionIndicator,
    CommitmentVersionTerm,
    Report,
    ReportVersion,
    ReportVersionAnswer,
    ReportVersionCommitmentStatus,
    ReportVersionObservation,
)


def report_versions_of(cycle_id: UUID) -> QuerySet[ReportVersion]:
    """The versions that stand submitted in a cycle, one a stakeholder."""
    standing = Report.unscoped.filter(cycle=cycle_id, state=ReportState.SUBMITTED)
    return ReportVersion.objects.filter(pk__in=standing.values("current_version_id"))


def commitment_versions() -> QuerySet[CommitmentVersion]:
    """The current versions of all registered commitments."""
    standing = Commitment.unscoped.filter(state=CommitmentState.REGISTERED)
    return CommitmentVersion.objects.filter(pk__in=standing.values("current_version_id"))


def answers(version_ids: Iterable[UUID]) -> QuerySet[ReportVersionAnswer]:
    return ReportVersionAnswer.objects.filter(version__in=version_ids).order_by("version", "key")


def statuses(version_ids: Iterable[UUID]) -> QuerySet[ReportVersionCommitmentStatus]:
    """Statuses with the version of the commitment they were given for."""
    return (
        ReportVersionCommitmentStatus.objects.filter(version__in=version_ids)
        .select_related("commitment_version")
        .order_by("version", "commitment")
    )


def observations(version_ids: Iterable[UUID]) -> QuerySet[ReportVersionObservation]:
    return (
        ReportVersionObservation.objects.filter(version__in=version_ids)
        .select_related("own_indicator")
        .order_by("version", "position")
    )


def commitment_terms(version_ids: Iterable[UUID]) -> QuerySet[CommitmentVersionTerm]:
    """Which terms each version of a commitment cites."""
    return CommitmentVersionTerm.objects.filter(version__in=version_ids).order_by("version", "term")


def own_indicators(version_ids: Iterable[UUID]) -> QuerySet[CommitmentVersionIndicator]:
    """The indicators of versions of commitments, with baseline and target."""
    return CommitmentVersionIndicator.objects.filter(version__in=version_ids).order_by(
        "version", "position"
    )
