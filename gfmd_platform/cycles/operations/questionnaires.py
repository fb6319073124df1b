"""What a cycle asks, of whom: issued in numbered questionnaires, built in drafts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.exceptions import Invalid, NotVisible, StaleRevision, WrongState
from gfmd_platform.ledger.operations import record_event
from gfmd_platform.records.operations import lock
from gfmd_platform.stakeholders.enums import StakeholderKind
from gfmd_platform.taxonomy.enums import TermKind
from gfmd_platform.taxonomy.models import Term

from ..enums import CycleState
from ..models import (
    Cycle,
    CycleAudience,
    DraftQuestion,
    DraftTarget,
    Question,
    Questionnaire,
    QuestionnaireDraft,
    QuestionnaireTarget,
)
from ..questionnaire import (
    QuestionShape,
    check_questions,
    default_questions,
    key_for,
    problems_of,
    shape_of,
)


@transaction.atomic
def revise_questionnaire(
    *,
    cycle_id: UUID,
    questions: Sequence[QuestionShape],
    by: Actor,
    now: dt.datetime,
    audience_id: UUID | None = None,
    targets: Iterable[UUID] = (),
) -> Questionnaire:
    """Ask anew: a questionnaire with the next number. Reports that were begun keep the old one
    until their writers adopt it.

    Raises NotVisible, NotAllowed, WrongState when the cycle is closed, or Invalid.
    """
    cycle = _askable(cycle_id, by)
    made = ask(cycle, questions, now=now, audience=_audience(cycle, audience_id), targets=targets)
    record_event(
        verb="cycle.ask", record_id=cycle.pk, by=by, now=now, data={"questionnaire": made.no}
    )
    return made


@transaction.atomic
def save_audience(
    *,
    cycle_id: UUID,
    name: str,
    kinds: Collection[str],
    by: Actor,
    now: dt.datetime,
    audience_id: UUID | None = None,
) -> CycleAudience:
    """Say which kinds of stakeholders are asked questions of their own.

    Raises NotVisible, NotAllowed, WrongState when the cycle is closed, or Invalid.
    """
    cycle = _askable(cycle_id, by)
    others = CycleAudience.objects.filter(cycle=cycle, ended_at=None)
    if audience_id is not None:
        others = others.exclude(pk=audience_id)
    errors: dict[str, list[str]] = {}
    name = " ".join(name.split())
    if not name or len(name) > 80:
        errors["name"] = [_("Name them in at most 80 characters.")]
    elif others.filter(name=name).exists():
        errors["name"] = [_("Others have this name already.")]
    taken = {kind for row in others for kind in row.kinds}
    chosen = [kind for kind in StakeholderKind.values if kind in set(kinds)]
    if not chosen or set(kinds) - set(StakeholderKind.values):
        errors["kinds"] = [_("Choose at least one kind of stakeholder.")]
    elif taken & set(chosen):
        errors["kinds"] = [_("A kind of stakeholder answers one questionnaire of a cycle.")]
    if errors:
        raise Invalid(errors)
    row = _audience(cycle, audience_id) or CycleAudience(cycle=cycle)
    row.name, row.kinds = name, chosen
    row.save()
    record_event(
        verb="cycle.edit", record_id=cycle.pk, by=by, now=now, data={"fields": ["audiences"]}
    )
    return row


@transaction.atomic
def remove_audience(*, cycle_id: UUID, audience_id: UUID, by: Actor, now: dt.datetime) -> None:
    """Ask these kinds the main questions again. What was issued for them stays; what is being built
    for them is given up. Open drafts of reports keep their questions until their writers adopt.

    Raises NotVisible, NotAllowed, or WrongState when the cycle is closed.
    """
    cycle = _askable(cycle_id, by)
    row = _audience(cycle, audience_id)
    assert row is not None  # an id was given
    QuestionnaireDraft.objects.filter(audience=row).delete()
    if row.questionnaires.exists():
        row.kinds, row.questionnaire, row.ended_at = [], None, now
        row.save(update_fields=["kinds", "questionnaire", "ended_at"])
    else:
        row.delete()
    record_event(
        verb="cycle.edit", record_id=cycle.pk, by=by, now=now, data={"fields": ["audiences"]}
    )


@transaction.atomic
def begin_draft(
    *,
    cycle_id: UUID,
    by: Actor,
    now: dt.datetime,
    audience_id: UUID | None = None,
    copy_of: UUID | None = None,
) -> QuestionnaireDraft:
    """Work on what will be asked next, or go on with what was begun.

    A new draft starts with the questions of `copy_of`, a questionnaire of any cycle; without it
    with those that are asked now. Raises NotVisible, NotAllowed or WrongState.
    """
    cycle = _askable(cycle_id, by)
    audience = _audience(cycle, audience_id)
    draft = QuestionnaireDraft.objects.filter(cycle=cycle, audience=audience).first()
    if draft is not None:
        return draft
    draft = QuestionnaireDraft.objects.create(cycle=cycle, audience=audience, begun_at=now)
    standing = (audience and audience.questionnaire_id) or cycle.questionnaire_id
    source = Questionnaire.objects.filter(pk__in=[copy_of or standing]).first()
    if source is None:
        if copy_of is not None:
            raise NotVisible("No such questionnaire.")
        shapes: Iterable[QuestionShape] = default_questions()
    else:
        shapes = [shape_of(row) for row in source.questions.order_by("position")]
        DraftTarget.objects.bulk_create(
            DraftTarget(draft=draft, term_id=pk)
            for pk in source.target_rows.values_list("term_id", flat=True)
        )
    if source is None or source.cycle_id != cycle.pk:
        # What another cycle's questions continued is no matter of this one.
        shapes = [replace(shape, continues="") for shape in shapes]
    else:
        asked = {shape.key for shape in shapes}
        shapes = [s if s.continues not in asked else replace(s, continues="") for s in shapes]
    DraftQuestion.objects.bulk_create(
        DraftQuestion(draft=draft, position=position, by=by.person, at=now, **shape.values())
        for position, shape in enumerate(shapes)
    )
    return draft


@transaction.atomic
def add_question(
    *, draft_id: UUID, question: QuestionShape, by: Actor, now: dt.datetime
) -> DraftQuestion:
    """Add a question at the end of its part; without a key it gets one made of its words.

    Raises NotVisible, NotAllowed, WrongState or Invalid.
    """
    draft = _draft(draft_id, by)
    taken = set(draft.questions.values_list("key", flat=True))
    if not question.key:
        used = Question.objects.filter(questionnaire__cycle=draft.cycle_id)
        question = replace(
            question, key=key_for(question.label, taken | set(used.values_list("key", flat=True)))
        )
    elif question.key in taken:
        raise Invalid({"key": [_("Another question has this key.")]})
    _check(question)
    last = draft.questions.aggregate(last=Max("position"))["last"]
    return DraftQuestion.objects.create(
        draft=draft,
        position=0 if last is None else last + 1,
        by=by.person,
        at=now,
        **question.values(),
    )


@transaction.atomic
def edit_question(
    *,
    draft_id: UUID,
    key: str,
    question: QuestionShape,
    revision: int,
    by: Actor,
    now: dt.datetime,
) -> DraftQuestion:
    """Change a question of the draft; its key stays.

    Raises NotVisible, NotAllowed, WrongState, Invalid, or StaleRevision with both.
    """
    draft = _draft(draft_id, by)
    row = _question(draft, key)
    before = shape_of(row).values()
    values = replace(question, key=key).values()
    if before == values:
        return row
    if revision != row.revision:
        raise StaleRevision(revision=row.revision, current=before, yours=values)
    _check(replace(question, key=key))
    for name, value in values.items():
        setattr(row, name, value)
    row.revision += 1
    row.by, row.at = by.person, now
    row.save()
    return row


@transaction.atomic
def move_question(*, draft_id: UUID, key: str, up: bool, by: Actor, now: dt.datetime) -> None:
    """Put a question before the one above it in its part, or after the one below."""
    draft = _draft(draft_id, by)
    rows = list(draft.questions.order_by("position", "pk"))
    row = next((r for r in rows if r.key == key), None)
    if row is None:
        raise NotVisible("No such question.")
    same = [r for r in rows if r.part == row.part]
    at = same.index(row)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(same):
        return
    other = same[to]
    i, j = rows.index(row), rows.index(other)
    rows[i], rows[j] = rows[j], rows[i]
    for position, each in enumerate(rows):
        each.position = position
    DraftQuestion.objects.bulk_update(rows, ["position"])


@transaction.atomic
def remove_question(
    *, draft_id: UUID, key: str, revision: int, by: Actor, now: dt.datetime
) -> None:
    """Ask this no longer; answers that reports have are kept with them. Raises StaleRevision when
    somebody changed the question meanwhile."""
    draft = _draft(draft_id, by)
    row = _question(draft, key)
    if row.revision != revision:
        raise StaleRevision(revision=row.revision, current=shape_of(row).values())
    row.delete()


@transaction.atomic
def set_targets(*, draft_id: UUID, targets: Iterable[UUID], by: Actor, now: dt.datetime) -> None:
    """Put these targets in focus. Raises Invalid for what is no target."""
    draft = _draft(draft_id, by)
    wanted = _targets(targets)
    DraftTarget.objects.filter(draft=draft).delete()
    DraftTarget.objects.bulk_create(DraftTarget(draft=draft, term_id=pk) for pk in wanted)


@transaction.atomic
def discard_draft(*, draft_id: UUID, by: Actor, now: dt.datetime) -> None:
    """Give up the draft; what is asked now stays."""
    _draft(draft_id, by).delete()


@transaction.atomic
def issue_questionnaire(*, draft_id: UUID, by: Actor, now: dt.datetime) -> Questionnaire:
    """Make the draft the next questionnaire of its audience. Open drafts of reports are not
    changed: their writers are told, and adopt it.

    Raises NotVisible, NotAllowed, WrongState, or Invalid.
    """
    draft = _draft(draft_id, by)
    made = revise_questionnaire(
        cycle_id=draft.cycle_id,
        audience_id=draft.audience_id,
        questions=[shape_of(row) for row in draft.questions.order_by("position", "pk")],
        targets=draft.target_rows.values_list("term_id", flat=True),
        by=by,
        now=now,
    )
    draft.delete()
    return made


def ask(
    cycle: Cycle,
    questions: Sequence[QuestionShape],
    *,
    now: dt.datetime,
    audience: CycleAudience | None = None,
    targets: Iterable[UUID] = (),
) -> Questionnaire:
    """Issue a questionnaire: a step inside operations that have checked who may."""
    check_questions(questions, earlier=earlier_questions(cycle))
    last = Questionnaire.objects.filter(cycle=cycle).aggregate(last=Max("no"))["last"]
    made = Questionnaire.objects.create(
        cycle=cycle, audience=audience, no=(last or 0) + 1, at=now, language=cycle.language
    )
    Question.objects.bulk_create(
        Question(questionnaire=made, position=position, **shape.values())
        for position, shape in enumerate(questions)
    )
    QuestionnaireTarget.objects.bulk_create(
        QuestionnaireTarget(questionnaire=made, term_id=pk) for pk in _targets(targets)
    )
    holder: Any = audience or cycle
    holder.questionnaire = made
    holder.save(update_fields=["questionnaire"])
    return made


def earlier_questions(cycle: Cycle) -> list[QuestionShape]:
    """Every question that the cycle has asked of anybody, each wording once."""
    rows = Question.objects.filter(questionnaire__cycle=cycle)
    return list({shape_of(row): None for row in rows})


def _askable(cycle_id: UUID, by: Actor) -> Cycle:
    cycle = lock(Cycle, cycle_id)
    check(by, "edit", cycle)
    if cycle.state == CycleState.CLOSED:
        raise WrongState(_("The cycle is closed; its questions stand."), state=cycle.state)
    return cycle


def _draft(draft_id: UUID, by: Actor) -> QuestionnaireDraft:
    found = QuestionnaireDraft.objects.filter(pk=draft_id).first()
    if found is None:
        raise NotVisible("No such questionnaire.")
    _askable(found.cycle_id, by)
    found = QuestionnaireDraft.objects.filter(pk=draft_id).first()
    if found is None:  # issued or given up while we waited for the lock
        raise NotVisible("No such questionnaire.")
    return found


def _question(draft: QuestionnaireDraft, key: str) -> DraftQuestion:
    row = draft.questions.filter(key=key).first()
    if row is None:
        raise NotVisible("No such question.")
    return row


def _audience(cycle: Cycle, audience_id: UUID | None) -> CycleAudience | None:
    if audience_id is None:
        return None
    found = CycleAudience.objects.filter(cycle=cycle, pk=audience_id, ended_at=None).first()
    if found is None:
        raise NotVisible("No such audience.")
    return found


def _targets(targets: Iterable[UUID]) -> list[UUID]:
    wanted = list(dict.fromkeys(targets))
    known = Term.objects.filter(Q(kind=TermKind.TARGET) | Q(kind=TermKind.OBJECTIVE), pk__in=wanted)
    if set(wanted) - set(known.values_list("pk", flat=True)):
        raise Invalid({"targets": [_("Choose targets of a framework.")]})
    return wanted


def _check(question: QuestionShape) -> None:
    problems = problems_of(question)
    if problems:
        raise Invalid({"question": problems})
