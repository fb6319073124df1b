"""Planning, opening and closing a review cycle. Every function checks who and when for itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check, check_create
from gfmd_platform.access.exceptions import Invalid
from gfmd_platform.ledger.operations import record_event
from gfmd_platform.records.operations import begin, check_revision, lock
from gfmd_platform.stakeholders.enums import StakeholderState
from gfmd_platform.stakeholders.models import Stakeholder
from gfmd_platform.taxonomy.enums import TermKind
from gfmd_platform.taxonomy.models import Term

from ..enums import CycleKind, CycleState, InvitationState
from ..models import GENEVA, MESSAGES_PER_PART, Cycle, CycleGoal, CycleInvitation, CycleReminder
from ..questionnaire import QuestionShape, default_questions
from ..transitions import CYCLE
from .questionnaires import ask
from .reminders import LADDER

FIELDS = (
    "title",
    "kind",
    "year",
    "theme",
    "opens_on",
    "asked_by",
    "time_zone",
    "messages_per_part",
)


@transaction.atomic
def create_cycle(
    *,
    title: str,
    kind: str,
    year: int,
    opens_on: dt.date,
    asked_by: dt.date,
    by: Actor,
    now: dt.datetime,
    theme: str = "",
    time_zone: str = GENEVA,
    language: str = "en",
    messages_per_part: int = MESSAGES_PER_PART,
    goals: Iterable[UUID] = (),
    questions: Sequence[QuestionShape] | None = None,
) -> Cycle:
    """Plan a cycle with its questionnaire; nobody but the Support Unit sees it before it opens.

    Without `questions` the platform's own are asked. Raises NotAllowed or Invalid.
    """
    check_create(by, "cycle")
    values = {
        "title": title.strip(),
        "kind": kind,
        "year": year,
        "theme": theme.strip(),
        "opens_on": opens_on,
        "asked_by": asked_by,
        "time_zone": time_zone,
        "messages_per_part": messages_per_part,
    }
    _check(values)
    cycle = Cycle.unscoped.create(
        record=begin("cycle", owner_id=None, now=now),
        state=CYCLE.initial,
        state_at=now,
        language=language,
        **values,
    )
    _set_goals(cycle, goals)
    CycleReminder.objects.bulk_create(CycleReminder(cycle=cycle, days=days) for days in LADDER)
    ask(cycle, default_questions() if questions is None else questions, now=now)
    record_event(verb="cycle.create", record_id=cycle.pk, by=by, now=now)
    return cycle


@transaction.atomic
def edit_cycle(
    *,
    cycle_id: UUID,
    revision: int | None,
    by: Actor,
    now: dt.datetime,
    goals: Iterable[UUID] | None = None,
    **values: Any,
) -> Cycle:
    """Change what a cycle says about itself, by the names in `FIELDS`.

    Raises NotVisible, NotAllowed, StaleRevision with both texts, or Invalid.
    """
    cycle = lock(Cycle, cycle_id)
    check(by, "edit", cycle)
    current = {name: getattr(cycle, name) for name in FIELDS}
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise LookupError(f"A cycle has no {sorted(unknown)}")
    check_revision(cycle, revision, current=current, yours=values)
    merged = current | {k: v.strip() if isinstance(v, str) else v for k, v in values.items()}
    _check(merged)
    changed = [name for name in FIELDS if merged[name] != current[name]]
    for name in changed:
        setattr(cycle, name, merged[name])
    if goals is not None and _set_goals(cycle, goals):
        changed.append("goals")
    if changed:
        cycle.revision += 1
        cycle.save()
        record_event(
            verb="cycle.edit", record_id=cycle.pk, by=by, now=now, data={"fields": changed}
        )
    return cycle


@transaction.atomic
def open_cycle(*, cycle_id: UUID, by: Actor, now: dt.datetime) -> Cycle:
    """Make a planned cycle public and invite every confirmed stakeholder.

    Raises NotVisible, NotAllowed or WrongState.
    """
    cycle = lock(Cycle, cycle_id)
    CYCLE.check(cycle, "open", by=by)
    invited = _invite_all(cycle, now=now)
    CYCLE.move(cycle, "open", by=by, now=now, data={"invited": invited})
    return cycle


@transaction.atomic
def close_cycle(*, cycle_id: UUID, by: Actor, now: dt.datetime) -> Cycle:
    """Take no more first reports. Drafts stay with their writers; corrections stay possible."""
    cycle = lock(Cycle, cycle_id)
    CYCLE.move(cycle, "close", by=by, now=now)
    return cycle


@transaction.atomic
def reopen_cycle(*, cycle_id: UUID, by: Actor, now: dt.datetime) -> Cycle:
    """Take reports again; stakeholders confirmed since are invited too."""
    cycle = lock(Cycle, cycle_id)
    CYCLE.check(cycle, "reopen", by=by)
    invited = _invite_all(cycle, now=now)
    CYCLE.move(cycle, "reopen", by=by, now=now, data={"invited": invited})
    return cycle


@transaction.atomic
def invite_newcomer(*, stakeholder_id: UUID, now: dt.datetime) -> int:
    """Invite a stakeholder that was confirmed after cycles had opened. Returns to how many.

    A consequence of its confirmation, taken by the consumer of that event; repeating it does
    nothing. Its desk tells its focal points.
    """
    if not Stakeholder.unscoped.filter(
        pk=stakeholder_id, state=StakeholderState.CONFIRMED
    ).exists():
        return 0
    invited = CycleInvitation.objects.filter(stakeholder=stakeholder_id).values("cycle_id")
    missing = Cycle.unscoped.filter(state=CycleState.OPEN).exclude(pk__in=invited)
    made = CycleInvitation.objects.bulk_create(
        (
            CycleInvitation(cycle_id=pk, stakeholder_id=stakeholder_id, invited_at=now)
            for pk in missing.values_list("pk", flat=True)
        ),
        ignore_conflicts=True,
    )
    return len(made)


def note_participation(
    *,
    cycle_id: UUID,
    stakeholder_id: UUID,
    state: InvitationState,
    now: dt.datetime,
    reason: str = "",
) -> CycleInvitation:
    """What a stakeholder chose to let the Support Unit know.

    A step inside the operations on reports, which check who may; it has no rule of its own.
    """
    row, _made = CycleInvitation.objects.update_or_create(
        cycle_id=cycle_id,
        stakeholder_id=stakeholder_id,
        defaults={"state": state, "reason": reason, "answered_at": now},
        create_defaults={
            "state": state,
            "reason": reason,
            "answered_at": now,
            "invited_at": now,
        },
    )
    return row


def _invite_all(cycle: Cycle, *, now: dt.datetime) -> int:
    before = CycleInvitation.objects.filter(cycle=cycle).count()
    confirmed = Stakeholder.unscoped.filter(state=StakeholderState.CONFIRMED)
    CycleInvitation.objects.bulk_create(
        (
            CycleInvitation(cycle=cycle, stakeholder_id=pk, invited_at=now)
            for pk in confirmed.values_list("pk", flat=True)
        ),
        ignore_conflicts=True,
    )
    return CycleInvitation.objects.filter(cycle=cycle).count() - before


def _set_goals(cycle: Cycle, goals: Iterable[UUID]) -> bool:
    """Put these goals in focus; True when that changed anything."""
    wanted = set(goals)
    known = set(Term.objects.filter(pk__in=wanted, kind=TermKind.GOAL).values_list("pk", flat=True))
    if wanted - known:
        raise Invalid({"goals": [_("Choose goals of a framework.")]})
    before = set(CycleGoal.objects.filter(cycle=cycle).values_list("term_id", flat=True))
    CycleGoal.objects.filter(cycle=cycle).exclude(term_id__in=wanted).delete()
    CycleGoal.objects.bulk_create(CycleGoal(cycle=cycle, term_id=pk) for pk in wanted - before)
    return before != wanted


def _check(values: dict[str, Any]) -> None:
    errors: dict[str, list[str]] = {}
    if not values["title"]:
        errors["title"] = [_("Give the cycle a title.")]
    elif len(values["title"]) > 200:
        errors["title"] = [_("A title has at most 200 characters.")]
    if values["kind"] not in CycleKind.values:
        errors["kind"] = [_("Choose the kind of cycle.")]
    if not 2000 <= values["year"] <= 2100:
        errors["year"] = [_("Give the year in four digits.")]
    if values["asked_by"] < values["opens_on"]:
        errors["asked_by"] = [_("Reports cannot be asked for before the cycle opens.")]
    if values["time_zone"] not in available_timezones():
        errors["time_zone"] = [_("Choose a time zone from the list.")]
    if not 1 <= values["messages_per_part"] <= 200:
        errors["messages_per_part"] = [_("Give a number from 1 to 200.")]
    if errors:
        raise Invalid(errors)
