"""Reading submitted reports: what each reader may see of them, and in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, fetch_with_actions
from gfmd_platform.access.exceptions import NotAllowed, NotVisible
from gfmd_platform.cycles.enums import Part, QuestionType
from gfmd_platform.cycles.models import Question
from gfmd_platform.cycles.values import ShownTable, file_of, in_words, table_of
from gfmd_platform.records.transitions import Transition
from gfmd_platform.stakeholders.enums import StakeholderKind
from gfmd_platform.taxonomy import queries as taxonomy

from ..asking import field_name
from ..enums import Progress, ReportKind, ReportState, Visibility
from ..models import (
    CommitmentVersion,
    Report,
    ReportStep,
    ReportVersion,
    ReportVersionAnswer,
    ReportVersionCommitmentStatus,
    ReportVersionCoSignatory,
    ReportVersionObservation,
    ReportWithdrawal,
)
from ..models.reports import ObservationContent
from ..policies import readable_versions
from ..transitions import REPORT
from .commitments import Change


def submitted_for(actor: Actor) -> QuerySet[Report]:
    """Reports that stand submitted and that the actor may read."""
    return (
        Report.unscoped.visible_to(actor)
        .filter(state=ReportState.SUBMITTED)
        .select_related("current_version__lodging", "cycle", "stakeholder")
    )


def filtered(
    rows: QuerySet[Report], *, cycle: UUID | None = None, kind: str = "", text: str = ""
) -> QuerySet[Report]:
    """Narrowed by cycle, kind of stakeholder (or "joint") and words of who reports.

    Joint reports are of no kind of stakeholder.
    """
    if cycle is not None:
        rows = rows.filter(cycle=cycle)
    if kind in StakeholderKind.values:
        rows = rows.filter(kind=ReportKind.OWN, stakeholder__kind=kind)
    elif kind == ReportKind.JOINT:
        rows = rows.filter(kind=ReportKind.JOINT)
    if words := text.strip():
        signed = ReportVersionCoSignatory.objects.filter(
            version=OuterRef("current_version"), name__icontains=words
        )
        rows = rows.filter(
            Q(stakeholder__name__icontains=words)
            | Q(current_version__title__icontains=words)
            | Exists(signed)
        )
    return rows


def get_report(actor: Actor, pk: UUID) -> Report:
    """Raises NotVisible for what the actor may not read."""
    found = (
        Report.unscoped.visible_to(actor)
        .select_related("record", "cycle", "stakeholder", "current_version")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotVisible("No such report.")
    return found


def get_report_and_actions(actor: Actor, pk: UUID) -> tuple[Report, frozenset[str]]:
    """With all that the actor may do to it, and whether it has a clearance chain (one query).
    Raises NotVisible."""
    rows = (
        Report.unscoped.filter(pk=pk)
        .select_related("record", "cycle", "stakeholder", "current_version")
        .annotate(has_chain=Exists(ReportStep.objects.filter(report=OuterRef("pk"))))
    )
    found, actions = fetch_with_actions(rows, actor)
    if found is None:
        raise NotVisible("No such report.")
    return found, actions


def get_report_for(actor: Actor, action: str, pk: UUID) -> Report:
    """For pages of some only (one query). Raises NotVisible or NotAllowed."""
    report, actions = get_report_and_actions(actor, pk)
    if action not in actions:
        raise NotAllowed(_("Your role does not include this page."))
    return report


def versions_for(
    actor: Actor, report: Report, actions: Collection[str] | None = None
) -> list[ReportVersion]:
    """The versions the actor may read, the newest first."""
    return list(
        readable_versions(actor, report, actions).select_related(
            "acknowledgement", "withdrawal", "membership", "lodging", "confirmation"
        )
    )


def signed_by(version: ReportVersion | None) -> list[ReportVersionCoSignatory]:
    """Whom a version of a joint report names beside its lead (one query, none for others)."""
    if version is None or not version.authors:
        return []
    return list(version.co_signatories.order_by("name", "pk"))


def withdrawal_of(report: Report) -> ReportWithdrawal | None:
    """When and why a report was taken back, for whoever may read that it was."""
    if report.state != ReportState.WITHDRAWN:
        return None
    return ReportWithdrawal.objects.filter(version=report.current_version_id).first()


def get_version(actor: Actor, report: Report, no: int) -> ReportVersion:
    """Raises NotVisible for a version whose audience the actor does not belong to."""
    rows = readable_versions(actor, report).select_related(
        "acknowledgement", "withdrawal", "membership", "lodging", "confirmation"
    )
    found = rows.filter(no=no).first()
    if found is None:
        raise NotVisible("No such version.")
    return found


def steps_for(report: Report, actions: Collection[str]) -> list[Transition]:
    """Steps that apply now to what stands submitted, for whoever may do `actions`."""
    steps = REPORT.available(report.state, actions)
    return [step for step in steps if step.verb != "submit"]


@dataclass(frozen=True)
class ShownAnswer:
    """An answer with what its page needs: `value` in words, `raw` as it is kept, `table` with the
    head and cells of a table, `file` with its name and size, `commitment` with the wording that
    the question was asked of."""

    key: str
    label: str
    value: str
    language: str
    is_key_message: bool
    question_language: str = "en"
    type: str = QuestionType.LONG_TEXT
    raw: str = ""
    table: ShownTable | None = None
    file: dict[str, Any] | None = None
    answer_id: UUID | None = None
    commitment: CommitmentVersion | None = None

    @property
    def field(self) -> str:
        """What the field is called in forms and addresses."""
        return field_name(self.key, self.commitment.subject_id if self.commitment else None)

    @property
    def anchor(self) -> str:
        return self.key if self.commitment is None else f"{self.key}-{self.commitment.subject_id}"

    @property
    def name(self) -> str:
        """The question, and the commitment it was asked of."""
        return self.label if self.commitment is None else f"{self.label} – {self.commitment.title}"


@dataclass(frozen=True)
class ShownPart:
    code: str
    title: str
    answers: list[ShownAnswer] = field(default_factory=list)


@dataclass(frozen=True)
class ShownObservation:
    """A reported value with the names it needs to be read alone."""

    indicator: str
    custodians: tuple[str, ...]
    row: ObservationContent
    commitment_id: UUID | None = None
    commitment: str = ""

    @property
    def is_global(self) -> bool:
        return self.commitment_id is None


@dataclass(frozen=True)
class ShownVersion:
    """A version in full, as its page shows it."""

    version: ReportVersion
    parts: list[ShownPart]
    statuses: list[ReportVersionCommitmentStatus]
    observations: list[ShownObservation]


def shown(version: ReportVersion) -> ShownVersion:
    """Everything a version says, named for readers (four queries)."""
    answers: dict[str, list[ReportVersionAnswer]] = {}
    said = version.answers.select_related("commitment_version").order_by(
        "commitment_version__title", "subject_id"
    )
    for row in said:
        answers.setdefault(row.key, []).append(row)
    parts: dict[str, ShownPart] = {}
    questions = Question.objects.filter(questionnaire=version.questionnaire_id)
    for question in questions.select_related("questionnaire").order_by("position"):
        part = parts.setdefault(
            question.part, ShownPart(question.part, str(Part(question.part).label))
        )
        part.answers.extend(shown_answer(question, row) for row in answers.get(question.key, ()))
    statuses = version.statuses.select_related("commitment_version").order_by(
        "commitment_version__title", "pk"
    )
    observations = version.observations.select_related("own_indicator__version").order_by(
        "position"
    )
    return ShownVersion(
        version,
        list(parts.values()),
        list(statuses),
        [shown_observation(row) for row in observations],
    )


def shown_answer(question: Question, row: ReportVersionAnswer) -> ShownAnswer:
    return ShownAnswer(
        question.key,
        question.label,
        in_words(question, row.value),
        row.language,
        question.is_key_message,
        question.questionnaire.language,
        type=question.type,
        raw=row.value,
        table=table_of(question, row.value),
        file=file_of(row.value) if question.type == QuestionType.FILE else None,
        answer_id=row.pk,
        commitment=row.commitment_version,
    )


def shown_observation(row: ReportVersionObservation) -> ShownObservation:
    if row.own_indicator is not None:
        own = row.own_indicator
        return ShownObservation(own.name, (), row, own.version.subject_id, own.version.title)
    return named_observation(row, row.term_id)


def named_observation(row: ObservationContent, term_id: UUID | None) -> ShownObservation:
    entry = taxonomy.current().terms.get(term_id) if term_id else None
    detail = entry.indicator if entry else None
    return ShownObservation(
        entry.numbered if entry else "", detail.custodians if detail else (), row
    )


def differences(before: ReportVersion, after: ReportVersion) -> list[Change]:
    """What differs between two versions, in words (eight queries)."""
    old, new = dict(_in_words(shown(before))), dict(_in_words(shown(after)))
    labels = [*new, *(label for label in old if label not in new)]
    return [
        Change(label, old.get(label, ""), new.get(label, ""))
        for label in labels
        if old.get(label, "") != new.get(label, "")
    ]


def _in_words(content: ShownVersion) -> Iterator[tuple[str, str]]:
    version = content.version
    yield _("Who may read it"), str(Visibility(version.visibility).label)
    yield _("May be quoted"), _("Yes") if version.may_quote else _("No")
    for part in content.parts:
        for answer in part.answers:
            yield answer.name, answer.value
    for status in content.statuses:
        words = f"{Progress(status.status).label}\n{status.note}".strip()
        yield f"{_('Commitment')}: {status.commitment_version.title}", words
    for value in content.observations:
        row = value.row
        who = (row.dims_label, row.population)
        label = ", ".join(x for x in (value.indicator, row.period, *who) if x)
        details = [
            f"{row.number} {row.unit}",
            row.source,
            row.footnote,
            row.explanation,
            str(row.get_finality_display()),  # type: ignore[attr-defined]
        ]
        yield label, "\n".join(text for text in details if text)
