"""Reading a report's draft: for its own focal points and invited colleagues only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gfmd_platform.access import Actor
from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.cycles.models import Cycle, CycleInvitation, Question
from gfmd_platform.cycles.queries import AskedPart, questions_of

from ..enums import CommitmentState, Progress
from ..models import (
    Commitment,
    CommitmentVersionIndicator,
    DraftAnswer,
    DraftObservation,
    DraftStatus,
    Report,
    ReportContributor,
)
from ..report_content import DraftRows
from .reports import ShownObservation, answer_text, named_observation

NOT_STARTED, IN_PROGRESS, COMPLETE = "not_started", "in_progress", "complete"


def answers_of(report: Report) -> dict[str, DraftAnswer]:
    return {row.key: row for row in DraftAnswer.objects.filter(report=report)}


@dataclass(frozen=True)
class TaskRow:
    """A question with what is written so far, in words."""

    label: str
    value: str


@dataclass(frozen=True)
class PartTask:
    """One part on the task list; `state` is what is written of it."""

    part: AskedPart
    state: str
    rows: list[TaskRow]

    @property
    def code(self) -> str:
        return self.part.code


def part_tasks(report: Report, answers: dict[str, DraftAnswer]) -> list[PartTask]:
    return [
        PartTask(part, _written(part.questions, answers), _rows(part.questions, answers))
        for part in questions_of(report.questionnaire_id)
    ]


def _written(questions: Sequence[Question], answers: dict[str, DraftAnswer]) -> str:
    written = [q.key in answers and bool(answers[q.key].value.strip()) for q in questions]
    return COMPLETE if all(written) else IN_PROGRESS if any(written) else NOT_STARTED


def _rows(questions: Sequence[Question], answers: dict[str, DraftAnswer]) -> list[TaskRow]:
    return [
        TaskRow(q.label, answer_text(q, answers[q.key].value) if q.key in answers else "")
        for q in questions
    ]


def asked_part(report: Report, code: str) -> AskedPart | None:
    return next((p for p in questions_of(report.questionnaire_id) if p.code == code), None)


@dataclass(frozen=True)
class CommitmentTask:
    """A registered commitment of the stakeholder, and where the draft says it stands."""

    commitment: Commitment
    status: str
    note: str
    revision: int

    @property
    def status_label(self) -> str:
        return str(Progress(self.status).label) if self.status else ""


def commitment_tasks(
    report: Report, statuses: Iterable[DraftStatus] | None = None
) -> list[CommitmentTask]:
    """In the order of titles (two queries; one where the drafted `statuses` are given)."""
    if statuses is None:
        statuses = DraftStatus.objects.filter(report=report)
    drafted = {row.commitment_id: row for row in statuses}
    registered = (
        Commitment.unscoped.filter(
            record__owner=report.stakeholder_id, state=CommitmentState.REGISTERED
        )
        .select_related("current_version")
        .order_by("current_version__title", "pk")
    )
    tasks = []
    for commitment in registered:
        row = drafted.get(commitment.pk)
        tasks.append(
            CommitmentTask(
                commitment,
                row.status if row else "",
                row.note if row else "",
                row.revision if row else 0,
            )
        )
    return tasks


@dataclass(frozen=True)
class DraftValue:
    row: DraftObservation
    shown: ShownObservation


def draft_values(rows: DraftRows) -> list[DraftValue]:
    """Reported values of the draft, named (no query)."""
    values = []
    for row in rows.observations:
        shown = named_observation(row, row.term_id)
        own = rows.own.get(row.indicator_key) if row.indicator_key else None
        if own is not None:
            shown = ShownObservation(own.name, (), row, row.commitment_id, own.version.title)
        values.append(DraftValue(row, shown))
    return values


def extent_of(report: Report) -> dict[str, Any]:
    """How many values and contributors a draft has, and what the Support Unit was told (one
    query)."""
    invitation = CycleInvitation.objects.filter(
        cycle=OuterRef("cycle"), stakeholder=OuterRef("stakeholder")
    )

    def number(rows: QuerySet[Any]) -> Coalesce:
        counted = rows.filter(report=OuterRef("pk")).order_by().values("report")
        return Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n")), 0)

    return (
        Report.unscoped.filter(pk=report.pk)
        .values(
            n_values=number(DraftObservation.objects.all()),
            n_contributors=number(ReportContributor.objects.all()),
            participation=Subquery(invitation.values("state")),
        )
        .get()
    )


def own_indicators(report: Report) -> list[CommitmentVersionIndicator]:
    """Indicators of the stakeholder's registered commitments, as they are public."""
    current = Commitment.unscoped.filter(
        record__owner=report.stakeholder_id, state=CommitmentState.REGISTERED
    ).values("current_version_id")
    return list(
        CommitmentVersionIndicator.objects.filter(version__in=current)
        .select_related("version")
        .order_by("version__title", "position")
    )


@dataclass(frozen=True)
class OwnPlace:
    """Where one of the actor's own stakeholders stands in a cycle."""

    stakeholder_id: UUID
    name: str
    report: Report | None
    invitation: CycleInvitation | None


def own_places(actor: Actor, cycle: Cycle) -> list[OwnPlace]:
    """For each stakeholder the actor speaks for (two queries; none for others)."""
    seats = [seat for seat in actor.seats if seat.role == FOCAL_POINT]
    if not seats:
        return []
    ids = [seat.stakeholder_id for seat in seats]
    reports = {
        report.stakeholder_id: report
        for report in Report.unscoped.visible_to(actor)
        .filter(cycle=cycle, stakeholder__in=ids)
        .select_related("current_version")
    }
    invitations = {
        row.stakeholder_id: row
        for row in CycleInvitation.objects.filter(cycle=cycle, stakeholder__in=ids)
    }
    return [
        OwnPlace(
            seat.stakeholder_id,
            seat.stakeholder_name,
            reports.get(seat.stakeholder_id),
            invitations.get(seat.stakeholder_id),
        )
        for seat in seats
    ]


def open_drafts(actor: Actor) -> QuerySet[Report]:
    """Drafts the actor may write on."""
    return Report.unscoped.allowing("draft", actor).filter(drafting=True)
