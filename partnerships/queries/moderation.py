"""The history of an example, for its author and its moderators."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gfmd_platform.ledger.queries import history

from ..content import BY_NAME
from ..enums import DecisionVerb
from ..models import Example, ExampleDecision, ExampleRemark

_LABELS: dict[str, str | Promise] = {
    "example.begin": _("Draft begun"),
    "example.submit": _("Submitted"),
    "example.recall": _("Taken back by its author"),
    "example.revise": _("Update begun"),
    "example.reopen": _("Taken up again"),
    "example.drop_update": _("Update dropped"),
    "example.withdraw": _("Withdrawn by its author"),
    "example.request_changes": _("Changes asked for"),
    "example.publish": _("Published"),
    "example.decline": _("Declined"),
    "example.refer": _("Referred to the Chair-in-Office"),
    "example.archive": _("Put into the archive"),
    "example.remove": _("Removed from the archive on request"),
}


@dataclass(frozen=True)
class ShownRemark:
    field: str
    label: str | Promise
    reason: str
    text: str


@dataclass(frozen=True)
class Step:
    """One thing that happened; `version` is the number of the version it concerns."""

    at: dt.datetime
    label: str | Promise
    version: int | None = None
    decided_as: str = ""
    reason: str = ""
    remarks: list[ShownRemark] = field(default_factory=list)


def steps_of(example: Example) -> list[Step]:
    """What happened, oldest first (three queries). Names no person."""
    decisions = {
        str(decision.pk): decision
        for decision in ExampleDecision.objects.filter(version__subject=example)
        .select_related("version")
        .prefetch_related("remarks")
    }
    steps = []
    for event in history(example.pk):
        label = _LABELS.get(event.verb)
        if label is None:
            continue
        decision = decisions.get(event.data.get("decision", ""))
        steps.append(
            Step(
                event.at,
                label,
                decision.version.no if decision else event.data.get("no"),
                decision.get_decided_as_display() if decision else "",  # type: ignore[attr-defined]
                decision.reason if decision else "",
                [_shown(remark) for remark in decision.remarks.all()] if decision else [],
            )
        )
    return steps


def open_remarks(example: Example) -> dict[str, ShownRemark]:
    """The changes asked for in the last answer, by field; for the author's form (two queries)."""
    decision = (
        ExampleDecision.objects.filter(version=example.submitted_version_id)
        .order_by("-at", "-id")
        .prefetch_related("remarks")
        .first()
    )
    if decision is None or decision.verb != DecisionVerb.REQUEST_CHANGES:
        return {}
    return {remark.field: _shown(remark) for remark in decision.remarks.all()}


def last_decision(version_id: UUID) -> ExampleDecision | None:
    return ExampleDecision.objects.filter(version=version_id).order_by("-at", "-id").first()


def _shown(remark: ExampleRemark) -> ShownRemark:
    spec = BY_NAME.get(remark.field)
    return ShownRemark(
        remark.field,
        spec.label if spec else remark.field,
        str(remark.get_reason_display()),  # type: ignore[attr-defined]
        remark.text,
    )
