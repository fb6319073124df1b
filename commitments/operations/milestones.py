"""Milestones of a registered commitment: planned, moved, reached, dropped, each step kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.exceptions import Invalid, WrongState
from gfmd_platform.ledger.operations import actor_ref, record_event
from gfmd_platform.records.models import Record
from gfmd_platform.records.operations import check_revision, lock

from ..checks import is_web_address
from ..enums import CommitmentState
from ..models import Commitment, Milestone, MilestoneEntry
from ..periods import is_partial_date
from ..transitions import MILESTONE

MAX_TEXT = 5000
MAX_MILESTONES = 50


@transaction.atomic
def plan_milestone(
    *, commitment_id: UUID, title: str, due_on: str, by: Actor, now: dt.datetime
) -> Milestone:
    """Say what will be reached by when. Public at once, with the commitment.

    Raises NotVisible, NotAllowed, WrongState before it is registered, or Invalid.
    """
    commitment = lock(Commitment, commitment_id)
    check(by, "plan_milestone", commitment)
    _check_registered(commitment)
    _check({"title": title, "due_on": due_on}, asked=())
    if commitment.milestones(manager="unscoped").count() >= MAX_MILESTONES:
        raise Invalid({"__all__": [_("A commitment has at most 50 milestones.")]})
    record = Record.objects.create(
        kind="milestone", owner_id=commitment.record.owner_id, created_at=now
    )
    milestone = Milestone.unscoped.create(
        record=record,
        commitment=commitment,
        language=commitment.language,
        state=MILESTONE.initial,
        state_at=now,
        title=title.strip(),
        due_on=due_on,
    )
    _keep(milestone, by, now)
    record_event(
        verb="milestone.plan",
        record_id=milestone.pk,
        by=by,
        now=now,
        stakeholder_id=record.owner_id if by.seat_in(record.owner_id) else None,
    )
    return milestone


@transaction.atomic
def change_milestone(
    *,
    milestone_id: UUID,
    revision: int | None,
    title: str,
    due_on: str,
    reason: str,
    by: Actor,
    now: dt.datetime,
) -> Milestone:
    """Move its date or put it in other words, with the reason; what it was stays readable."""
    return _move(
        "change",
        milestone_id,
        revision,
        {"title": title, "due_on": due_on, "reason": reason},
        ("reason",),
        by,
        now,
    )


@transaction.atomic
def reach_milestone(
    *,
    milestone_id: UUID,
    revision: int | None,
    evidence: str = "",
    link: str = "",
    by: Actor,
    now: dt.datetime,
) -> Milestone:
    """Say that it is reached, and by what others can see it: a text, an address, or both."""
    return _move(
        "reach",
        milestone_id,
        revision,
        {"evidence": evidence, "link": link, "reason": ""},
        ("evidence",),
        by,
        now,
    )


@transaction.atomic
def drop_milestone(
    *, milestone_id: UUID, revision: int | None, reason: str, by: Actor, now: dt.datetime
) -> Milestone:
    """Say that it is no longer aimed at, and why."""
    return _move("drop", milestone_id, revision, {"reason": reason}, ("reason",), by, now)


@transaction.atomic
def take_up_milestone(
    *, milestone_id: UUID, revision: int | None, reason: str, by: Actor, now: dt.datetime
) -> Milestone:
    """Aim again at one that was dropped, or that was not reached after all."""
    values = {"reason": reason, "evidence": "", "link": ""}
    return _move("take_up", milestone_id, revision, values, ("reason",), by, now)


def _move(
    verb: str,
    milestone_id: UUID,
    revision: int | None,
    values: dict[str, str],
    asked: Sequence[str],
    by: Actor,
    now: dt.datetime,
) -> Milestone:
    milestone = lock(Milestone, milestone_id)
    MILESTONE.check(milestone, verb, by=by)
    _check_registered(Commitment.unscoped.get(pk=milestone.commitment_id))
    cleaned = {name: value.replace("\r\n", "\n").strip() for name, value in values.items()}
    current = {name: getattr(milestone, name) for name in cleaned}
    check_revision(milestone, revision, current=current, yours=cleaned)
    _check(cleaned, asked=asked)
    if verb == "change" and all(cleaned[n] == current[n] for n in ("title", "due_on")):
        raise Invalid({"due_on": [_("Nothing differs from what stands.")]})
    for name, value in cleaned.items():
        setattr(milestone, name, value)
    MILESTONE.move(milestone, verb, by=by, now=now, fields=list(cleaned))
    _keep(milestone, by, now)
    return milestone


def _keep(milestone: Milestone, by: Actor, now: dt.datetime) -> None:
    MilestoneEntry.objects.create(
        milestone=milestone,
        no=MilestoneEntry.objects.filter(milestone=milestone).count() + 1,
        state=milestone.state,
        title=milestone.title,
        due_on=milestone.due_on,
        evidence=milestone.evidence,
        link=milestone.link,
        reason=milestone.reason,
        at=now,
        actor_ref=actor_ref(by),
    )


def _check_registered(commitment: Commitment) -> None:
    if commitment.state != CommitmentState.REGISTERED:
        raise WrongState(_("Milestones belong to a registered commitment."), state=commitment.state)


def _check(values: dict[str, str], *, asked: Sequence[str]) -> None:
    errors: dict[str, list[str]] = {}
    if "title" in values and not 0 < len(values["title"].strip()) <= 200:
        errors["title"] = [_("Say what will be reached, in at most 200 characters.")]
    if "due_on" in values and not is_partial_date(values["due_on"]):
        errors["due_on"] = [_("Give a year, a month or a day, such as 2030 or 2030-06.")]
    for name in ("reason", "evidence"):
        if len(values.get(name, "")) > MAX_TEXT:
            errors[name] = [_("This text is too long: at most 5,000 characters are kept.")]
    if "reason" in asked and not values["reason"]:
        errors["reason"] = [_("Say in a sentence why; readers will see it.")]
    if "evidence" in asked and not (values["evidence"] or values["link"]):
        errors["evidence"] = [_("Say by what others can see it, or give an address.")]
    if values.get("link") and (len(values["link"]) > 500 or not is_web_address(values["link"])):
        errors["link"] = [_("Give the address in full, beginning with https://.")]
    if any("\x00" in value for value in values.values()):
        errors["__all__"] = [_("The text holds a character that cannot be kept (NUL).")]
    if errors:
        raise Invalid(errors)
