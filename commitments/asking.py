"""Which question an answer belongs to, also when the questions have changed since it was written.

A key is asked, or continued by a question that is asked, or was asked before. An answer to the
last kind is kept beside the others and never submitted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from gfmd_platform.access.exceptions import NotVisible
from gfmd_platform.cycles.models import Question
from gfmd_platform.cycles.values import fits

from .enums import CommitmentState
from .models import Commitment, DraftAnswer, Report

#: One field of a draft: a question's key, and the commitment where it is asked of each.
FieldKey = tuple[str, UUID | None]
#: Makes a value of what was sent, once it is known how the question asks.
Reading = Callable[[Question, Report], object]

_SEPARATOR = "--"


def field_name(key: str, subject: UUID | None) -> str:
    """The name of a field in a form."""
    return key if subject is None else f"{key}{_SEPARATOR}{subject}"


def field_of(name: str) -> FieldKey:
    """The field that `field_name` named. Raises NotVisible for what can name none."""
    if "\x00" in name:
        raise NotVisible("No such field.")
    key, _separator, subject = name.rpartition(_SEPARATOR)
    try:
        return (key, UUID(subject)) if key else (name, None)
    except ValueError:
        return name, None


def asked_questions(report: Report) -> dict[str, Question]:
    """The questions of the report's questionnaire, in order (one query)."""
    rows = Question.objects.filter(questionnaire=report.questionnaire_id)
    rows = rows.select_related("questionnaire").order_by("position")
    return {row.key: row for row in rows}


def asked_question(report: Report, key: str) -> Question | None:
    """The question of a key as the report's questionnaire asks it (one query)."""
    return Question.objects.filter(questionnaire=report.questionnaire_id, key=key).first()


def links_of(cycle_id: UUID, up_to: int) -> dict[str, str]:
    """Which key continues which, in the cycle's questionnaires up to a number (one query)."""
    rows = (
        Question.objects.filter(questionnaire__cycle=cycle_id, questionnaire__no__lte=up_to)
        .exclude(continues="")
        .order_by("questionnaire__no", "position")
    )
    return dict(rows.values_list("continues", "key"))


def successor(key: str, asked: Collection[str], links: Mapping[str, str]) -> str | None:
    """The asked key at the end of the chain that continues `key`; None when nothing does."""
    seen = {key}
    following = links.get(key)
    while following is not None and following not in seen:
        if following in asked:
            return following
        seen.add(following)
        following = links.get(following)
    return None


def registered_of(report: Report) -> QuerySet[Commitment]:
    """The commitments that questions are asked of."""
    return Commitment.unscoped.filter(
        record__owner=report.stakeholder_id, state=CommitmentState.REGISTERED
    )


@dataclass(frozen=True)
class Place:
    """Where an answer is kept, by which question it is judged, and what it says."""

    question: Question
    key: str
    value: object


def place_of(report: Report, key: str, subject: UUID | None, value: object | Reading) -> Place:
    """Where a value sent for `key` belongs now. Raises NotVisible for what was never asked."""
    question = asked_question(report, key)
    if question is not None:
        _check_subject(report, question, subject)
        return Place(question, key, _read(value, question, report))
    before = last_asked(report, [key]).get(key)
    if before is None:
        raise NotVisible(f"The questionnaire has no question {key!r}.")
    _check_subject(report, before, subject)
    value = _read(value, before, report)
    stands_aside = DraftAnswer.objects.filter(report=report, key=key, subject=subject).exists()
    if not stands_aside:
        asked = asked_questions(report)
        links = links_of(report.cycle_id, report.questionnaire.no)
        next_key = successor(key, asked, links)
        if next_key is not None and can_take(asked[next_key], subject, value):
            return Place(asked[next_key], next_key, value)
    return Place(before, key, value)


def _read(value: object | Reading, question: Question, report: Report) -> object:
    return value(question, report) if callable(value) else value


def last_asked(report: Report, keys: Iterable[str]) -> dict[str, Question]:
    """Each key's question as the report's questionnaire asks it, else as the cycle asked it last,
    whoever was asked (one query)."""
    rows = Question.objects.filter(questionnaire__cycle=report.cycle_id, key__in=list(keys))
    rows = rows.select_related("questionnaire").order_by("questionnaire__no")
    found = list(rows)
    own = [row for row in found if row.questionnaire_id == report.questionnaire_id]
    return {row.key: row for row in [*found, *own]}


def can_take(question: Question, subject: UUID | None, value: object) -> bool:
    """Whether a question that continues another can take this answer as it is."""
    if question.per_commitment != (subject is not None):
        return False
    return not isinstance(value, str) or fits(question, value)


def _check_subject(report: Report, question: Question, subject: UUID | None) -> None:
    if question.per_commitment != (subject is not None):
        raise NotVisible(f"{question.key!r} is asked another way.")
    if subject is None or registered_of(report).filter(pk=subject).exists():
        return
    # What was written before a commitment was withdrawn can still be written on; it stays beside.
    written = DraftAnswer.objects.filter(report=report, key=question.key, subject=subject)
    if not written.exists():
        raise NotVisible("No such commitment.")


def is_submitted(row: DraftAnswer, asked: Mapping[str, Question]) -> bool:
    """Whether a draft's answer is part of what would be submitted: it is in its place, and no
    proposal that nobody kept. `subject` must be fetched."""
    return row.is_kept and is_in_place(row, asked)


def is_in_place(row: DraftAnswer, asked: Mapping[str, Question]) -> bool:
    """Whether it says something, its question is asked, and its commitment stands registered."""
    question = asked.get(row.key)
    if question is None or not row.value.strip():
        return False
    if row.subject is None:
        return not question.per_commitment
    return question.per_commitment and row.subject.state == CommitmentState.REGISTERED


def set_aside(rows: Iterable[DraftAnswer], asked: Mapping[str, Question]) -> list[DraftAnswer]:
    """Answers that say something and would not be submitted."""
    return [row for row in rows if row.value.strip() and not is_in_place(row, asked)]
