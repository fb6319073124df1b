"""A report's chain as its people see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.ledger.models import ActorRef
from gfmd_platform.stakeholders.models import Membership

from ..clearing import Entry, StepState, chain_of, entries_of, hashes_of
from ..models import Report, ReportStep
from ..report_content import DraftRows, draft_rows
from ..sections import Sections, labels_of
from .history import Changed, Labels, since_cleared


@dataclass(frozen=True)
class ShownEntry:
    label: str
    text: str


@dataclass
class Vacancy:
    """A step of the chain: who may clear it, and who is named and has no seat any more."""

    name: str
    members: list[str] = field(default_factory=list)
    former: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ShownStep:
    """A step with what the reader may do about it. `former` are named and have no seat any more."""

    state: StepState
    parts: list[str]
    members: list[str]
    cleared_by: str = ""
    is_mine: bool = False
    may_clear: bool = False
    changes: list[Changed] = field(default_factory=list)
    text: list[ShownEntry] = field(default_factory=list)
    former: list[str] = field(default_factory=list)


def chain_state(report: Report, rows: DraftRows | None = None) -> list[StepState]:
    """Where the chain stands (one query where there is no chain; none where that is known)."""
    if not getattr(report, "has_chain", True):
        return []
    steps = list(ReportStep.objects.filter(report=report).order_by("position", "pk"))
    if not steps:
        return []
    rows = rows or draft_rows(report)
    return chain_of(report, hashes_of(entries_of(rows)), steps)


def shown_chain(actor: Actor, report: Report, sections: Sections) -> list[ShownStep]:
    """The chain with its texts, as far as the reader may read them. Constant in steps, but for
    those that are reopened."""
    entries = entries_of(draft_rows(report))
    chain = chain_of(report, hashes_of(entries))
    if not chain:
        return []
    seats = {seat.membership_id for seat in actor.seats}
    named: dict[object, list[Membership]] = {}
    rows = ReportStep.objects.filter(report=report).prefetch_related("members__person")
    for step in rows:
        named[step.pk] = list(step.members.all())
    refs = [s.last.actor_ref for s in chain if s.last and s.last.actor_ref]
    people = {
        row.ref: str(row.person or "")
        for row in ActorRef.objects.filter(ref__in=refs).select_related("person")
    }
    labels = Labels(report)
    shown: list[ShownStep] = []
    for state in chain:
        is_mine = any(member.pk in seats for member in named[state.step.pk])
        readable = set(state.step.sections) <= sections.reads
        earlier = all(step.state.is_cleared for step in shown)
        shown.append(
            ShownStep(
                state,
                labels_of(state.step.sections),
                [str(member.person) for member in named[state.step.pk] if not member.is_over],
                _person(people, state),
                is_mine,
                is_mine and earlier and not state.is_cleared,
                _changes(report, state, entries) if readable else [],
                _text(state, entries, labels) if is_mine and readable else [],
                [str(member.person) for member in named[state.step.pk] if member.is_over],
            )
        )
    return shown


def _person(people: dict[UUID, str], state: StepState) -> str:
    ref = state.last.actor_ref if state.last else None
    return people.get(ref, "") if ref else ""


def _changes(report: Report, state: StepState, entries: list[Entry]) -> list[Changed]:
    if state.is_cleared or state.last is None:
        return []
    return since_cleared(report, state.last, entries, state.step.sections)


def _text(state: StepState, entries: list[Entry], labels: Labels) -> list[ShownEntry]:
    return [
        ShownEntry(labels.of(e.key, e.subject, e.values), labels.words(e.key, e.values))
        for e in entries
        if e.section in state.step.sections
    ]


def vacancies_of(report: Report) -> list[Vacancy]:
    """Steps that name somebody who left, or nobody at all (one query)."""
    rows = ReportStep.objects.filter(report=report).order_by("position", "members__person__name")
    today = timezone.now().date()
    found: dict[UUID, Vacancy] = {}
    for pk, title, seat, until, name in rows.values_list(
        "pk", "name", "members", "members__until", "members__person__name"
    ):
        step = found.setdefault(pk, Vacancy(title))
        if seat is not None:
            is_over = until is not None and until <= today
            (step.former if is_over else step.members).append(name or _("A former member"))
    return [step for step in found.values() if step.former or not step.members]


def seats_of(report: Report) -> list[Membership]:
    """Whom a chain can name."""
    return list(
        Membership.objects.current()
        .filter(stakeholder=report.stakeholder_id)
        .select_related("person")
        .order_by("person__name", "pk")
    )


def steps_of(report: Report) -> list[ReportStep]:
    return list(ReportStep.objects.filter(report=report).prefetch_related("members"))
