"""Questions of the Support Unit, for those between whom they are: it and the stakeholder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from gfmd_platform.access import Actor, fetch_with_actions
from gfmd_platform.access.exceptions import NotVisible

from ..asking import field_name
from ..content import version_text
from ..enums import QuestionState
from ..models import (
    Commitment,
    CommitmentVersion,
    QuestionEntry,
    Report,
    ReportVersion,
    SupportQuestion,
)
from ..sections import label_of_section
from .passages import Passage, passages_of, passages_of_commitment
from .reports import shown

#: What is shown of whom and what a question is about.
_ABOUT = (
    "record__owner__stakeholder",
    "version__subject__stakeholder",
    "version__subject__cycle",
    "commitment_version",
)
_ENTRIES = Prefetch(
    "entries",
    QuestionEntry.objects.select_related("membership__person").order_by("no"),
    to_attr="said",
)


def questions_for(
    actor: Actor, *, state: str = "", cycle: UUID | None = None
) -> QuerySet[SupportQuestion]:
    """What the actor may read of questions, the longest waiting first; narrowed by state and
    cycle."""
    rows = SupportQuestion.unscoped.visible_to(actor).select_related(*_ABOUT)
    if state in QuestionState.values:
        rows = rows.filter(state=state)
    if cycle is not None:
        rows = rows.filter(version__subject__cycle=cycle)
    return rows.order_by("state_at", "pk")


def with_entries(rows: QuerySet[SupportQuestion]) -> QuerySet[SupportQuestion]:
    """The same, with what was said (one query more)."""
    return rows.prefetch_related(_ENTRIES)


def question_and_actions(actor: Actor, pk: UUID) -> tuple[SupportQuestion, frozenset[str]]:
    """With what was said and all that the actor may do (two queries). Raises NotVisible."""
    rows = (
        SupportQuestion.unscoped.filter(pk=pk)
        .select_related(*_ABOUT, "commitment_version__subject")
        .prefetch_related(_ENTRIES)
    )
    found, actions = fetch_with_actions(rows, actor)
    if found is None:
        raise NotVisible("No such question.")
    return found, actions


def asked_in(pk: UUID | None) -> SupportQuestion:
    """For mails: whoever is told reads it behind their sign-in."""
    return SupportQuestion.unscoped.select_related(*_ABOUT).get(pk=pk)


def passage_of(question: SupportQuestion) -> Passage:
    """What the question is about, as it was said then (four queries)."""
    place = (question.section, question.key, question.subject)
    found = passages_of_version(question.of)
    whole = Passage(question.section, label=label_of_section(question.section))
    return next((passage for passage in found if passage.place == place), whole)


def passages_of_version(version: ReportVersion | CommitmentVersion) -> list[Passage]:
    """What can be asked about (four queries)."""
    if isinstance(version, CommitmentVersion):
        return passages_of_commitment(version_text(version))
    return passages_of(shown(version))


@dataclass(frozen=True)
class Beside:
    """What stands beside the passages of a version: `at` by the passage's name. `earlier` holds
    those about versions before it, by the number of the version. `ask_at` is where those ask who
    may."""

    at: Mapping[str, list[SupportQuestion]] = field(default_factory=dict)
    earlier: Mapping[int, list[SupportQuestion]] = field(default_factory=dict)
    ask_at: str = ""

    @property
    def may_ask(self) -> bool:
        return bool(self.ask_at)

    @property
    def is_shown(self) -> bool:
        return self.may_ask or bool(self.at)


def beside(actor: Actor, report: Report, version: ReportVersion, *, may_ask: bool) -> Beside:
    """No query for those who have no part in it, otherwise one."""
    ask_at = reverse("reports:ask", args=[report.pk, version.no]) if may_ask else ""
    return _beside(actor, report.stakeholder_id, version, ask_at)


def beside_commitment(
    actor: Actor, commitment: Commitment, version: CommitmentVersion, *, may_ask: bool
) -> Beside:
    """As `beside`, of a version of a commitment."""
    ask_at = reverse("commitments:ask", args=[commitment.pk, version.no]) if may_ask else ""
    return _beside(actor, commitment.record.owner_id, version, ask_at)


def _beside(
    actor: Actor, owner_id: UUID | None, version: ReportVersion | CommitmentVersion, ask_at: str
) -> Beside:
    if not (actor.is_support_unit or (owner_id and actor.seat_in(owner_id))):
        return Beside()
    kind = "commitment_version" if isinstance(version, CommitmentVersion) else "version"
    asked = SupportQuestion.unscoped.visible_to(actor).filter(
        **{f"{kind}__subject": version.subject_id}
    )
    said = (
        QuestionEntry.objects.filter(question__in=asked)
        .select_related(f"question__{kind}", "membership__person")
        .order_by(f"question__{kind}__no", "question", "no")
    )
    rows: dict[UUID, SupportQuestion] = {}
    for entry in said:
        row = rows.setdefault(entry.question_id, entry.question)
        row.said = [*getattr(row, "said", ()), entry]  # type: ignore[attr-defined]
    at: dict[str, list[SupportQuestion]] = {}
    earlier: dict[int, list[SupportQuestion]] = {}
    for row in rows.values():
        if row.of.pk == version.pk:
            at.setdefault(name_of(row), []).append(row)
        elif row.of.no < version.no:
            earlier.setdefault(row.of.no, []).append(row)
    return Beside(at, dict(sorted(earlier.items(), reverse=True)), ask_at)


def name_of(question: SupportQuestion) -> str:
    """The name of the passage that it is about."""
    return field_name(question.key, question.subject) if question.key else question.section
