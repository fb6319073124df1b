"""Reading a report's draft: for its own focal points and invited colleagues only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce

from gfmd_platform.access import Actor
from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.cycles.enums import REMINDED
from gfmd_platform.cycles.models import (
    Cycle,
    CycleAudience,
    CycleInvitation,
    Question,
    ReminderMute,
)
from gfmd_platform.cycles.queries import AskedPart, by_parts, questions_of
from gfmd_platform.cycles.values import in_words

from ..asking import FieldKey, field_name, registered_of
from ..enums import CommitmentState, Progress, SignatoryAnswer
from ..models import (
    Commitment,
    CommitmentVersionIndicator,
    CoSignatory,
    DraftAnswer,
    DraftObservation,
    DraftStatus,
    Report,
    ReportContributor,
    ReportStep,
)
from ..proposals import Mark, mark_of
from ..report_content import ORIGIN, DraftRows
from .commitments import made_by
from .reports import ShownObservation, named_observation

NOT_STARTED, IN_PROGRESS, COMPLETE = "not_started", "in_progress", "complete"


def answers_of(report: Report) -> dict[FieldKey, DraftAnswer]:
    """What is written, by question and commitment (one query)."""
    rows = DraftAnswer.objects.filter(report=report).select_related("subject", *ORIGIN)
    return {(row.key, row.subject_id): row for row in rows}


@dataclass(frozen=True)
class AskedField:
    """A question, and the commitment where it is asked of each (`title` is the commitment's)."""

    question: Question
    subject: UUID | None = None
    title: str = ""
    language: str = ""

    @property
    def key(self) -> FieldKey:
        return self.question.key, self.subject

    @property
    def name(self) -> str:
        return field_name(self.question.key, self.subject)

    @property
    def label(self) -> str:
        if not self.title:
            return self.question.label
        return f"{self.question.label} – {self.title}"


def fields_of(report: Report, parts: Sequence[AskedPart]) -> dict[str, list[AskedField]]:
    """The fields of each part, in order (one query more where commitments are asked about)."""
    each = any(q.per_commitment for part in parts for q in part.questions)
    commitments = _registered(report) if each else []
    return {part.code: _expanded(part.questions, commitments) for part in parts}


def _registered(report: Report) -> list[Commitment]:
    rows = registered_of(report).select_related("current_version")
    return list(rows.order_by("current_version__title", "pk"))


def _expanded(questions: Sequence[Question], commitments: Sequence[Commitment]) -> list[AskedField]:
    """Questions that follow each other and are asked of commitments go commitment by commitment."""
    fields: list[AskedField] = []
    for per_commitment, group in groupby(questions, key=lambda q: q.per_commitment):
        if not per_commitment:
            fields += [AskedField(question) for question in group]
            continue
        asked = list(group)
        for commitment in commitments:
            version = commitment.current_version
            assert version is not None  # a constraint: what is registered has a version
            fields += [
                AskedField(question, commitment.pk, version.title, version.language)
                for question in asked
            ]
    return fields


@dataclass(frozen=True)
class TaskRow:
    """A question with what is written so far, in words, and the mark of what was brought in."""

    label: str
    value: str
    mark: Mark | None = None

    @property
    def is_proposal(self) -> bool:
        return self.mark is not None and not self.mark.is_kept and bool(self.value)


@dataclass(frozen=True)
class PartTask:
    """One part on the task list; `state` is what is written of it."""

    part: AskedPart
    state: str
    rows: list[TaskRow]

    @property
    def code(self) -> str:
        return self.part.code

    @property
    def proposals(self) -> list[TaskRow]:
        return [row for row in self.rows if row.is_proposal]


def part_tasks(
    report: Report,
    answers: dict[FieldKey, DraftAnswer],
    asked: Mapping[str, Question] | None = None,
) -> list[PartTask]:
    """Each part with what is written (one query; none where the `asked` questions are given)."""
    parts = questions_of(report.questionnaire_id) if asked is None else by_parts(asked.values())
    fields = fields_of(report, parts)
    return [
        PartTask(part, _written(fields[part.code], answers), _rows(fields[part.code], answers))
        for part in parts
    ]


def _written(fields: Sequence[AskedField], answers: dict[FieldKey, DraftAnswer]) -> str:
    written = [f.key in answers and bool(answers[f.key].value.strip()) for f in fields]
    if not any(written):
        return NOT_STARTED
    kept = all(answers[f.key].is_kept for f in fields if f.key in answers)
    return COMPLETE if all(written) and kept else IN_PROGRESS


def _rows(fields: Sequence[AskedField], answers: dict[FieldKey, DraftAnswer]) -> list[TaskRow]:
    return [
        TaskRow(
            f.label,
            in_words(f.question, answers[f.key].value) if f.key in answers else "",
            mark_of(answers.get(f.key)),
        )
        for f in fields
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
    mark: Mark | None = None

    @property
    def title(self) -> str:
        version = self.commitment.current_version
        return version.title if version else ""

    @property
    def is_proposal(self) -> bool:
        return self.mark is not None and not self.mark.is_kept

    @property
    def status_label(self) -> str:
        return str(Progress(self.status).label) if self.status else ""


def commitment_tasks(
    report: Report, statuses: Iterable[DraftStatus] | None = None
) -> list[CommitmentTask]:
    """In the order of titles (two queries; one where the drafted `statuses` are given)."""
    if statuses is None:
        statuses = DraftStatus.objects.filter(report=report).select_related(*ORIGIN)
    drafted = {row.commitment_id: row for row in statuses}
    registered = (
        Commitment.unscoped.filter(made_by(report.stakeholder_id), state=CommitmentState.REGISTERED)
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
                mark_of(row),
            )
        )
    return tasks


@dataclass(frozen=True)
class DraftValue:
    row: DraftObservation
    shown: ShownObservation

    @property
    def mark(self) -> Mark | None:
        return mark_of(self.row)

    @property
    def label(self) -> str:
        who = (self.row.population, self.row.dims_label)
        return ", ".join(filter(None, (self.shown.indicator, self.row.period, *who)))


def draft_values(rows: DraftRows) -> list[DraftValue]:
    """Reported values of the draft, named (no query)."""
    return named_values(rows, rows.observations)


def named_values(rows: DraftRows, found: Iterable[DraftObservation]) -> list[DraftValue]:
    """Some of a draft's values, named (no query)."""
    values = []
    for row in found:
        shown = named_observation(row, row.term_id)
        own = rows.own.get(row.indicator_key) if row.indicator_key else None
        if own is not None:
            shown = ShownObservation(own.name, (), row, row.commitment_id, own.version.title)
        values.append(DraftValue(row, shown))
    return values


def unnamed_value(row: DraftObservation) -> DraftValue:
    """A value on the page of its indicator."""
    return DraftValue(row, ShownObservation("", (), row))


def extent_of(report: Report) -> dict[str, Any]:
    """How many values, proposed ones, contributors and steps of clearance a draft has, what the
    Support Unit was told, and the questionnaire that its stakeholder is asked now (one query)."""
    own = CycleAudience.objects.filter(
        cycle=OuterRef("cycle"),
        kinds__contains=[report.stakeholder.kind],
        questionnaire__isnull=False,
    )
    invitation = CycleInvitation.objects.filter(
        cycle=OuterRef("cycle"), stakeholder=OuterRef("stakeholder")
    )

    def number(rows: QuerySet[Any]) -> Coalesce:
        counted = rows.filter(report=OuterRef("pk")).order_by().values("report")
        return Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n")), 0)

    return (
        Report.unscoped.filter(pk=report.pk)
        .values(
            n_values=number(DraftObservation.objects.filter(is_kept=True)),
            n_proposed_values=number(DraftObservation.objects.filter(is_kept=False)),
            n_contributors=number(ReportContributor.objects.all()),
            n_steps=number(ReportStep.objects.all()),
            participation=Subquery(invitation.values("state")),
            asked=Coalesce(
                Subquery(own.values("questionnaire_id")[:1]),
                F("cycle__questionnaire_id"),
                output_field=UUIDField(),
            ),
        )
        .get()
    )


def own_indicators(report: Report) -> list[CommitmentVersionIndicator]:
    """Own indicators of the stakeholder's registered commitments, as they are public."""
    current = Commitment.unscoped.filter(
        record__owner=report.stakeholder_id, state=CommitmentState.REGISTERED
    ).values("current_version_id")
    return list(
        CommitmentVersionIndicator.objects.filter(version__in=current, term=None)
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
    mutes: bool = False

    @property
    def is_reminded(self) -> bool:
        """Whether reminders go to its focal points at all."""
        return self.invitation is not None and self.invitation.state in REMINDED

    @property
    def until(self) -> dt.datetime | None:
        """The end of the day that was set for it alone."""
        row = self.invitation
        return row.cycle.end_of(row.extended_to) if row and row.extended_to else None


@dataclass(frozen=True)
class JointPlace:
    """A joint report of a cycle that the actor leads, or is asked to sign: then `asked_as` is the
    invitation, `asked` the stakeholder."""

    report: Report
    asked_as: UUID | None = None
    asked: str = ""


def own_places(actor: Actor, cycle: Cycle) -> list[OwnPlace]:
    """For each stakeholder the actor speaks for (two queries; none for others)."""
    return places_in(actor, cycle)[0]


def places_in(actor: Actor, cycle: Cycle) -> tuple[list[OwnPlace], list[JointPlace]]:
    """Where the actor's own stakeholders stand, and their joint reports (two queries; none for
    others)."""
    seats = [seat for seat in actor.seats if seat.role == FOCAL_POINT]
    if not seats:
        return [], []
    ids = [seat.stakeholder_id for seat in seats]
    asked = CoSignatory.objects.filter(
        report=OuterRef("pk"),
        stakeholder__in=ids,
        answer__in=[SignatoryAnswer.INVITED, SignatoryAnswer.CONFIRMED],
    ).order_by("pk")
    reports: dict[UUID, Report] = {}
    joint: list[JointPlace] = []
    for report in (
        Report.unscoped.visible_to(actor)
        .annotate(
            asked_as=Subquery(asked.values("pk")[:1]),
            asked=Subquery(asked.values("stakeholder__name")[:1]),
        )
        .filter(Q(stakeholder__in=ids) | Q(drafting=True, asked_as__isnull=False), cycle=cycle)
        .select_related("current_version", "stakeholder")
        .order_by("title", "pk")
    ):
        if not report.is_joint:
            reports[report.stakeholder_id] = report
        elif report.stakeholder_id in ids:
            joint.append(JointPlace(report))
        else:
            joint.append(JointPlace(report, report.asked_as, report.asked))
    invitations = {
        row.stakeholder_id: row
        for row in CycleInvitation.objects.filter(cycle=cycle, stakeholder__in=ids)
        .select_related("cycle")
        .annotate(
            mutes_it=Exists(
                ReminderMute.objects.filter(invitation=OuterRef("pk"), person=actor.person)
            )
        )
    }
    own = [
        OwnPlace(
            seat.stakeholder_id,
            seat.stakeholder_name,
            reports.get(seat.stakeholder_id),
            invitations.get(seat.stakeholder_id),
            getattr(invitations.get(seat.stakeholder_id), "mutes_it", False),
        )
        for seat in seats
    ]
    return own, joint


def open_drafts(actor: Actor) -> QuerySet[Report]:
    """Drafts the actor may write on."""
    return Report.unscoped.allowing("draft", actor).filter(drafting=True)
