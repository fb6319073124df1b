"""Questions of the Support Unit, for those between whom they are: it and the stakeholder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from gfmd_platform.access import Actor, fetch_with_actions
from gfmd_platform.access.exceptions import NotVisible

from ..asking import field_name
from ..enums import QuestionState
from ..models import QuestionEntry, Report, ReportVersion, SupportQuestion
from ..sections import label_of_section
from .passages import Passage, passages_of
from .reports import shown

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
    rows = SupportQuestion.unscoped.visible_to(actor).select_related(
        "version__subject__stakeholder", "version__subject__cycle"
    )
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
        .select_related("record", "version__subject__stakeholder", "version__subject__cycle")
        .prefetch_related(_ENTRIES)
    )
    found, actions = fetch_with_actions(rows, actor)
    if found is None:
        raise NotVisible("No such question.")
    return found, actions


def passage_of(question: SupportQuestion) -> Passage:
    """What the question is about, as it was submitted (four queries)."""
    place = (question.section, question.key, question.subject)
    found = passages_of(shown(question.version))
    whole = Passage(question.section, label=label_of_section(question.section))
    return next((passage for passage in found if passage.place == place), whole)


@dataclass(frozen=True)
class Beside:
    """What stands beside the passages of a version: `at` by the passage's name. `earlier` holds
    those about versions before it, by the number of the version."""

    at: Mapping[str, list[SupportQuestion]] = field(default_factory=dict)
    earlier: Mapping[int, list[SupportQuestion]] = field(default_factory=dict)
    may_ask: bool = False

    @property
    def is_shown(self) -> bool:
        return self.may_ask or bool(self.at)


def beside(actor: Actor, report: Report, version: ReportVersion, *, may_ask: bool) -> Beside:
    """No query for those who have no part in it, otherwise one."""
    if not (actor.is_support_unit or actor.seat_in(report.stakeholder_id)):
        return Beside()
    asked = SupportQuestion.unscoped.visible_to(actor).filter(version__subject=report)
    said = (
        QuestionEntry.objects.filter(question__in=asked)
        .select_related("question__version", "membership__person")
        .order_by("question__version__no", "question", "no")
    )
    rows: dict[UUID, SupportQuestion] = {}
    for entry in said:
        row = rows.setdefault(entry.question_id, entry.question)
        row.said = [*getattr(row, "said", ()), entry]  # type: ignore[attr-defined]
    at: dict[str, list[SupportQuestion]] = {}
    earlier: dict[int, list[SupportQuestion]] = {}
    for row in rows.values():
        if row.version_id == version.pk:
            at.setdefault(name_of(row), []).append(row)
        elif row.version.no < version.no:
            earlier.setdefault(row.version.no, []).append(row)
    return Beside(at, dict(sorted(earlier.items(), reverse=True)), may_ask)


def name_of(question: SupportQuestion) -> str:
    """The name of the passage that it is about."""
    return field_name(question.key, question.subject) if question.key else question.section
