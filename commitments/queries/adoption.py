"""What adopting other questions would do to a draft, and what stands beside its questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from gfmd_platform.access import Actor
from gfmd_platform.cycles.enums import TEXT_TYPES
from gfmd_platform.cycles.models import Question, Questionnaire
from gfmd_platform.cycles.queries import questionnaire_for, questions_of
from gfmd_platform.cycles.values import in_words

from ..asking import (
    FieldKey,
    asked_questions,
    can_take,
    field_name,
    last_asked,
    links_of,
    set_aside,
    successor,
)
from ..models import DraftAnswer, Report
from ..sections import sections_for
from .drafts import PartTask, fields_of


def newer_questionnaire(report: Report) -> UUID | None:
    """The questionnaire that the cycle asks of this stakeholder now, where the draft answers
    another one (one query)."""
    wanted = questionnaire_for(report.cycle, report.stakeholder.kind)
    return wanted if wanted != report.questionnaire_id else None


@dataclass(frozen=True)
class Mapped:
    """One question of the draft and where its answer goes: `kind` is kept, continued or beside."""

    kind: str
    label: str
    to: str
    answer: str


@dataclass(frozen=True)
class Plan:
    questionnaire: Questionnaire
    mapped: list[Mapped] = field(default_factory=list)
    added: list[str] = field(default_factory=list)


def plan_of(report: Report, wanted: UUID) -> Plan:
    """What goes where (five queries). The operation decides by the same rules."""
    to = Questionnaire.objects.get(pk=wanted)
    before = asked_questions(report)
    after = {q.key: q for q in Question.objects.filter(questionnaire=to).order_by("position")}
    links = links_of(report.cycle_id, to.no)
    rows = list(DraftAnswer.objects.filter(report=report).order_by("key", "subject_id"))
    standing = {(row.key, row.subject_id): row for row in rows if row.value.strip()}
    known = last_asked(report, {row.key for row in rows}) | before
    plan = Plan(to)
    reached: set[str] = set()
    for row in rows:
        question = known.get(row.key)
        if question is None or not row.value.strip():
            continue
        key = row.key if row.key in after else successor(row.key, after, links)
        fits = key is not None and (
            key == row.key
            or (
                can_take(after[key], row.subject_id, row.value)
                and (key, row.subject_id) not in standing
            )
        )
        if fits and key is not None:
            reached.add(key)
            standing[(key, row.subject_id)] = row
        kind = "beside" if not fits else "kept" if key == row.key else "continued"
        plan.mapped.append(
            Mapped(
                kind,
                question.label,
                after[key].label if fits and key is not None else "",
                in_words(question, row.value),
            )
        )
    plan.added.extend(
        q.label for key, q in after.items() if key not in before and key not in reached
    )
    return plan


@dataclass(frozen=True)
class Beside:
    """An answer whose question is no longer asked."""

    row: DraftAnswer
    label: str
    answer: str

    @property
    def name(self) -> str:
        return field_name(self.row.key, self.row.subject_id)


def beside(actor: Actor, report: Report) -> list[Beside]:
    """What would not be submitted, of the parts that the actor reads (three queries)."""
    rows = DraftAnswer.objects.filter(report=report).select_related("subject__current_version")
    aside = set_aside(rows.order_by("key", "subject_id"), asked_questions(report))
    if not aside:
        return []
    known = last_asked(report, {row.key for row in aside})
    reads = sections_for(actor, report).reads
    found = []
    for row in aside:
        question = known.get(row.key)
        if question is None or question.part not in reads:
            continue
        label = question.label
        if row.subject is not None and row.subject.current_version is not None:
            label = f"{label} – {row.subject.current_version.title}"
        found.append(Beside(row, label, in_words(question, row.value)))
    return found


def number_beside(answers: Mapping[FieldKey, DraftAnswer], parts: Iterable[PartTask]) -> int:
    """How many answers would not be submitted (no query)."""
    asked = {question.key: question for task in parts for question in task.part.questions}
    return len(set_aside(answers.values(), asked))


def places_to_copy(actor: Actor, report: Report) -> list[tuple[str, str]]:
    """The fields of words that the actor writes, by name and label (three queries)."""
    writes = sections_for(actor, report).writes
    parts = [p for p in questions_of(report.questionnaire_id) if p.code in writes]
    return [
        (asked.name, f"{code}: {asked.label}")
        for code, fields in fields_of(report, parts).items()
        for asked in fields
        if asked.question.type in TEXT_TYPES
    ]
