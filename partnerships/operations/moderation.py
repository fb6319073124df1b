"""What the Support Unit and the Chair-in-Office answer to a submitted example.

Nobody here touches its text, and nobody answers to an entry of their own stakeholder (the
permission table sees to that).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import Invalid, WrongState
from gfmd_platform.ledger.operations import actor_ref
from gfmd_platform.records.operations import lock
from gfmd_platform.search.operations import index

from ..content import BY_NAME
from ..enums import FORMAL_REASONS, DecidedAs, DecisionVerb, ExampleState, RemarkReason
from ..models import Example, ExampleDecision, ExampleRemark
from ..queries.people import chair_may_decide, owner_is_state
from ..transitions import EXAMPLE
from .examples import KIND, take_from_public

REASON_LIMIT = 2000


@dataclass(frozen=True)
class Remark:
    """One change asked for: the field, why, and in words."""

    field: str
    reason: str
    text: str


@transaction.atomic
def request_changes(
    *, example_id: UUID, version_id: UUID, remarks: Sequence[Remark], by: Actor, now: dt.datetime
) -> ExampleDecision:
    """Ask the author for changes, field by field, each with a reason.

    For a State's entry the Support Unit gives formal reasons only; anything else is refused with
    the advice to refer it to the Chair-in-Office.
    """
    example = _locked(example_id, version_id, "request_changes", by)
    formal_only = example.state == ExampleState.SUBMITTED and owner_is_state(example)
    _check_remarks(remarks, formal_only=formal_only)
    decision = _decide(example, DecisionVerb.REQUEST_CHANGES, by=by, now=now)
    ExampleRemark.objects.bulk_create(
        ExampleRemark(
            decision=decision,
            field=remark.field,
            reason=remark.reason,
            text=remark.text.strip(),
        )
        for remark in remarks
    )
    EXAMPLE.move(
        example,
        "request_changes",
        by=by,
        now=now,
        data={"decision": str(decision.pk), "fields": [remark.field for remark in remarks]},
    )
    return decision


@transaction.atomic
def publish_example(
    *, example_id: UUID, version_id: UUID, by: Actor, now: dt.datetime
) -> ExampleDecision:
    """Make the submitted version the one the public reads, and have it found by search."""
    example = _locked(example_id, version_id, "publish", by)
    decision = _decide(example, DecisionVerb.PUBLISH, by=by, now=now)
    show_to_public(example, now=now)
    EXAMPLE.move(
        example,
        "publish",
        by=by,
        now=now,
        data={"version": str(version_id), "decision": str(decision.pk)},
        fields=["published_version", "published_at"],
    )
    index(KIND, example.pk)
    return decision


def show_to_public(example: Example, *, now: dt.datetime) -> None:
    """Set on the row, for the caller to save."""
    example.published_version = example.submitted_version
    example.published_at = now


@transaction.atomic
def decline_example(
    *, example_id: UUID, version_id: UUID, reason: str, by: Actor, now: dt.datetime
) -> ExampleDecision:
    """Decline with a reason. An earlier published version stays public."""
    return _answer("decline", DecisionVerb.DECLINE, example_id, version_id, reason, by, now)


@transaction.atomic
def refer_example(
    *, example_id: UUID, version_id: UUID, reason: str, by: Actor, now: dt.datetime
) -> ExampleDecision:
    """Hand a State's entry to the Chair-in-Office when more than its form is in question."""
    example = _locked(example_id, version_id, "refer", by)
    if not chair_may_decide(example):
        raise WrongState(
            _("There is no Chair-in-Office who may decide on this entry: check its form only."),
            state=example.state,
        )
    return _answer("refer", DecisionVerb.REFER, example_id, version_id, reason, by, now)


@transaction.atomic
def remove_from_archive(
    *, example_id: UUID, version_id: UUID, reason: str, by: Actor, now: dt.datetime
) -> ExampleDecision:
    """Take an archive entry from the public, as its source's stakeholder asked."""
    example = _locked(example_id, version_id, "remove", by)
    decision = _decide(example, DecisionVerb.REMOVE, by=by, now=now, reason=reason)
    take_from_public(example)
    EXAMPLE.move(
        example,
        "remove",
        by=by,
        now=now,
        data={"decision": str(decision.pk)},
        fields=["published_version", "published_at"],
    )
    index(KIND, example.pk)
    return decision


def _answer(
    verb: str,
    written_as: DecisionVerb,
    example_id: UUID,
    version_id: UUID,
    reason: str,
    by: Actor,
    now: dt.datetime,
) -> ExampleDecision:
    example = _locked(example_id, version_id, verb, by)
    decision = _decide(example, written_as, by=by, now=now, reason=reason)
    EXAMPLE.move(example, verb, by=by, now=now, data={"decision": str(decision.pk)})
    return decision


def _locked(example_id: UUID, version_id: UUID, verb: str, by: Actor) -> Example:
    """The example, when the step is allowed and concerns the version the moderator has read."""
    example = lock(Example, example_id)
    EXAMPLE.check(example, verb, by=by)
    if example.submitted_version_id != version_id:
        raise WrongState(
            _("Another version was submitted in the meantime. Read it before you answer."),
            state=example.state,
        )
    return example


_NEEDS_REASON = {DecisionVerb.DECLINE, DecisionVerb.REFER, DecisionVerb.REMOVE}


def _decide(
    example: Example, verb: DecisionVerb, *, by: Actor, now: dt.datetime, reason: str = ""
) -> ExampleDecision:
    reason = reason.strip()
    if verb in _NEEDS_REASON and not reason:
        raise Invalid({"reason": [_("Give the reason; its author will read it.")]})
    if fault := _fault_of_text(reason):
        raise Invalid({"reason": [fault]})
    assert example.submitted_version is not None
    return ExampleDecision.objects.create(
        version=example.submitted_version,
        verb=verb,
        decided_as=_capacity(example, by),
        reason=reason,
        at=now,
        actor_ref=actor_ref(by),
    )


def _capacity(example: Example, by: Actor) -> DecidedAs:
    if by.is_system:
        return DecidedAs.PLATFORM
    return DecidedAs.CHAIR if example.state == ExampleState.REFERRED else DecidedAs.SUPPORT_UNIT


def _fault_of_text(text: str) -> str:
    if "\x00" in text:
        return _("Null characters are not allowed.")
    if len(text) > REASON_LIMIT:
        return _("At most %d characters fit.") % REASON_LIMIT
    return ""


def _check_remarks(remarks: Sequence[Remark], *, formal_only: bool) -> None:
    if not remarks:
        raise Invalid({"remarks": [_("Say for at least one field what should change.")]})
    errors: dict[str, list[str]] = {}
    for remark in remarks:
        if remark.field not in BY_NAME or remark.field in errors:
            errors[remark.field] = [_("There is no such field.")]
        elif remark.reason not in RemarkReason.values:
            errors[remark.field] = [_("Choose a reason.")]
        elif formal_only and remark.reason not in FORMAL_REASONS:
            errors[remark.field] = [
                _("A State's entry is checked for its form only. Refer it to the Chair-in-Office.")
            ]
        elif not remark.text.strip():
            errors[remark.field] = [_("Say what should change.")]
        elif fault := _fault_of_text(remark.text):
            errors[remark.field] = [fault]
    if len({remark.field for remark in remarks}) != len(remarks):
        errors["remarks"] = [_("Each field can be named once.")]
    if errors:
        raise Invalid(errors)
