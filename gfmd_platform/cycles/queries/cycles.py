"""Reading cycles, always beginning with what the actor may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, allowed_actions, fetch_with_actions
from gfmd_platform.access.exceptions import NotAllowed, NotVisible
from gfmd_platform.records.transitions import Transition
from gfmd_platform.stakeholders.enums import StakeholderKind
from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.picture import TermEntry

from ..enums import CycleState, InvitationState, Part
from ..models import Cycle, CycleGoal, CycleInvitation, Question, QuestionContent
from ..transitions import CYCLE


def cycles_for(actor: Actor) -> QuerySet[Cycle]:
    """Open cycles first, by the day reports are asked for; then the others, newest first."""
    return Cycle.unscoped.visible_to(actor).order_by("-state", "-year", "asked_by", "pk")


def open_cycles() -> QuerySet[Cycle]:
    """Public cycles that take reports, the next date first."""
    return Cycle.objects.filter(state=CycleState.OPEN).order_by("asked_by", "pk")


def get_cycle(actor: Actor, pk: UUID) -> Cycle:
    """Raises NotVisible for what the actor may not read."""
    found = Cycle.unscoped.visible_to(actor).select_related("record").filter(pk=pk).first()
    if found is None:
        raise NotVisible("No such cycle.")
    return found


def get_cycle_with_goals(actor: Actor, pk: UUID) -> tuple[Cycle, list[TermEntry]]:
    """The cycle and its goals in focus (one query). Raises NotVisible."""
    goals = CycleGoal.objects.filter(cycle=OuterRef("pk"))
    rows = Cycle.unscoped.visible_to(actor).annotate(goal_ids=ArraySubquery(goals.values("term")))
    found = rows.select_related("record").filter(pk=pk).first()
    if found is None:
        raise NotVisible("No such cycle.")
    return found, taxonomy.terms_by_id(found.goal_ids)


def get_cycle_and_actions(actor: Actor, action: str, pk: UUID) -> tuple[Cycle, frozenset[str]]:
    """For pages of some only: with all that the actor may do to it (one query).

    Raises NotVisible or NotAllowed.
    """
    rows = Cycle.unscoped.filter(pk=pk).select_related("record")
    cycle, actions = fetch_with_actions(rows, actor)
    if cycle is None:
        raise NotVisible("No such cycle.")
    if action not in actions:
        raise NotAllowed(_("Your role does not include this page."))
    return cycle, actions


def get_cycle_for(actor: Actor, action: str, pk: UUID) -> Cycle:
    """As `get_cycle_and_actions`, the cycle alone."""
    return get_cycle_and_actions(actor, action, pk)[0]


def steps_for(
    actor: Actor, cycle: Cycle, actions: frozenset[str] | None = None
) -> list[Transition]:
    """`actions` are what the actor may do to it, where that is known."""
    allowed = allowed_actions(actor, cycle) if actions is None else actions
    return CYCLE.available(cycle.state, allowed)


def goals_of(cycle: Cycle) -> list[TermEntry]:
    ids = CycleGoal.objects.filter(cycle=cycle).values_list("term_id", flat=True)
    return taxonomy.terms_by_id(ids)


@dataclass(frozen=True)
class AskedPart:
    """One part of the questionnaire with its questions, in order."""

    code: str
    title: str
    questions: list[Any] = field(default_factory=list)


def questions_of(questionnaire_id: UUID | None) -> list[AskedPart]:
    """The questionnaire by parts (one query)."""
    if questionnaire_id is None:
        return []
    return by_parts(Question.objects.filter(questionnaire=questionnaire_id).order_by("position"))


def by_parts(questions: Iterable[QuestionContent]) -> list[AskedPart]:
    """Questions in their order, by parts in the order of the report."""
    parts: dict[str, AskedPart] = {}
    for row in questions:
        part = parts.setdefault(row.part, AskedPart(row.part, str(Part(row.part).label)))
        part.questions.append(row)
    return [parts[code] for code in Part.values if code in parts]


@dataclass(frozen=True)
class KindRow:
    """How many stakeholders of a kind stand in each state, in the order of the states."""

    kind: str
    label: str
    counts: list[int]
    total: int

    @property
    def cells(self) -> list[tuple[str, int]]:
        """Each count with the name of its column."""
        return [(str(s.label), n) for s, n in zip(InvitationState, self.counts, strict=True)]


def participation_by_kind(
    counted: Mapping[tuple[str, str], int],
) -> tuple[list[KindRow], KindRow]:
    """Rows by kind of stakeholder, and the sum, from numbers by kind and state."""
    rows = []
    for kind in StakeholderKind:
        counts = [counted.get((kind.value, state.value), 0) for state in InvitationState]
        if any(counts):
            rows.append(KindRow(kind.value, str(kind.label), counts, sum(counts)))
    sums = [sum(row.counts[i] for row in rows) for i in range(len(InvitationState))]
    return rows, KindRow("", "", sums, sum(sums))


def invitation_of(cycle_id: UUID, stakeholder_id: UUID) -> CycleInvitation | None:
    return CycleInvitation.objects.filter(cycle=cycle_id, stakeholder=stakeholder_id).first()


def date_has_passed(cycle: Cycle, now: dt.datetime) -> bool:
    """Whether the day by which reports are asked for is over, where the cycle's clock stands."""
    return now >= cycle.asked_by_instant
