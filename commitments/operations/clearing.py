"""The clearance chain: set, copied, and cleared step by step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import (
    Invalid,
    NotAllowed,
    NotVisible,
    StaleRevision,
    WrongState,
)
from gfmd_platform.cycles.enums import Part
from gfmd_platform.ledger.operations import actor_ref, record_event
from gfmd_platform.stakeholders.models import Membership

from ..clearing import chain_of, entries_of, hashes_of
from ..models import Clearance, DraftRevision, Report, ReportStep, UsualStep
from ..report_content import draft_rows
from .drafts import CHAIN, open_draft, remember

MOST_STEPS = 12


@dataclass(frozen=True)
class StepShape:
    """One step as it is asked for."""

    name: str
    sections: Sequence[str]
    members: Sequence[UUID]


@transaction.atomic
def set_chain(
    *,
    report_id: UUID,
    steps: Sequence[StepShape],
    by: Actor,
    now: dt.datetime,
    as_usual: bool = False,
) -> list[ReportStep]:
    """Say who clears what, in order; with `as_usual` for later reports too. It is recorded.

    A step that keeps its name keeps its clearances. Raises NotVisible, NotAllowed, WrongState when
    no draft is open, or Invalid.
    """
    report = open_draft(report_id, by, action="set_chain")
    _check(report, steps)
    standing = {step.name: step for step in ReportStep.objects.filter(report=report)}
    ReportStep.objects.filter(report=report).exclude(
        name__in=[s.name.strip() for s in steps]
    ).delete()
    made = []
    for position, shape in enumerate(steps):
        name = shape.name.strip()
        step = standing.get(name) or ReportStep(report=report, name=name)
        step.position, step.sections = position, _ordered(shape.sections)
        step.save()
        step.members.set(Membership.objects.filter(pk__in=shape.members))
        made.append(step)
    if as_usual:
        UsualStep.objects.filter(stakeholder=report.stakeholder_id).delete()
        for step in made:
            usual = UsualStep.objects.create(
                stakeholder_id=report.stakeholder_id,
                position=step.position,
                name=step.name,
                sections=step.sections,
            )
            usual.members.set(step.members.all())
    before = DraftRevision.objects.filter(report=report, key=CHAIN).count()
    told = {str(step.position + 1): f"{step.name} ({', '.join(step.sections)})" for step in made}
    remember(report, CHAIN, None, before + 1, told, by=by, now=now)
    record_event(
        verb="report.set_chain",
        record_id=report.pk,
        by=by,
        now=now,
        data={"steps": len(made)},
        stakeholder_id=report.stakeholder_id,
    )
    return made


def copy_chain(report: Report) -> None:
    """A report begins with the stakeholder's usual chain, as far as its members still sit."""
    for usual in UsualStep.objects.filter(stakeholder=report.stakeholder_id):
        step = ReportStep.objects.create(
            report=report, position=usual.position, name=usual.name, sections=usual.sections
        )
        step.members.set(Membership.objects.current().filter(pk__in=usual.members.values("pk")))


@transaction.atomic
def clear_step(
    *, report_id: UUID, step_id: UUID, text_hash: str, by: Actor, now: dt.datetime
) -> Clearance:
    """Clear a step's text as it was read; `text_hash` names it (`clearing.StepState.text_hash`).

    Raises NotVisible, NotAllowed for whom the step does not name, WrongState when an earlier step
    does not stand cleared, or StaleRevision when the text has changed since it was read.
    """
    report = open_draft(report_id, by, action="clear")
    entries = entries_of(draft_rows(report))
    hashes = hashes_of(entries)
    chain = chain_of(report, hashes)
    place = next((n for n, state in enumerate(chain) if state.step.pk == step_id), None)
    if place is None:
        raise NotVisible("No such step.")
    asked = chain[place]
    seats = [seat.membership_id for seat in by.seats]
    if not asked.step.members.filter(pk__in=seats).exists():
        raise NotAllowed(_("The chain does not name you for this step."))
    if asked.text_hash != text_hash:
        raise StaleRevision(
            revision=0, current={"text_hash": asked.text_hash}, yours={"text_hash": text_hash}
        )
    if asked.is_cleared and asked.last is not None:
        return asked.last
    if not all(state.is_cleared for state in chain[:place]):
        raise WrongState(_("An earlier step does not stand cleared yet."))
    clearance = Clearance.objects.create(
        report=report,
        step=asked.step.pk,
        name=asked.step.name,
        hashes={code: hashes[code] for code in asked.step.sections},
        entries=[
            [entry.key, str(entry.subject or ""), entry.revision]
            for entry in entries
            if entry.section in asked.step.sections
        ],
        at=now,
        actor_ref=actor_ref(by),
    )
    record_event(
        verb="report.clear",
        record_id=report.pk,
        by=by,
        now=now,
        data={"step": str(asked.step.pk), "clearance": str(clearance.pk)},
        stakeholder_id=report.stakeholder_id,
    )
    return clearance


def _ordered(sections: Sequence[str]) -> list[str]:
    return [code for code in Part.values if code in set(sections)]


def _check(report: Report, steps: Sequence[StepShape]) -> None:
    own = set(
        Membership.objects.current()
        .filter(stakeholder=report.stakeholder_id)
        .values_list("pk", flat=True)
    )
    errors: list[str] = []
    names = [step.name.strip() for step in steps]
    if len(steps) > MOST_STEPS:
        errors.append(_("At most %(number)d steps are kept.") % {"number": MOST_STEPS})
    if not all(0 < len(name) <= 150 and "\x00" not in name for name in names):
        errors.append(_("Give each step a name of at most 150 characters."))
    if len(set(names)) < len(names):
        errors.append(_("Give each step a name of its own."))
    for step in steps:
        if not step.sections or set(step.sections) - set(Part.values):
            errors.append(_("Say for “%(name)s” which parts it clears.") % {"name": step.name})
        if not step.members or set(step.members) - own:
            errors.append(
                _("Say for “%(name)s” which of your members may clear it.") % {"name": step.name}
            )
    if errors:
        raise Invalid({"steps": errors})
