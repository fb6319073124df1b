"""The history of an example, for its author and its moderators."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gfmd_platform.ledger.queries import history

from ..content import BY_NAME
from ..enums import DecidedAs, DecisionVerb, ExampleState, RemarkReason
from ..models import Example, ExampleDecision

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
    """What happened, oldest first (two queries). Names no person."""
    answers = _answers(example)
    steps = []
    for event in history(example.pk):
        label = _LABELS.get(event.verb)
        if label is None:
            continue
        answer = answers.get(event.data.get("decision", ""))
        step = Step(event.at, label, event.data.get("no"))
        steps.append(replace(answer, at=event.at, label=label) if answer else step)
    return steps


def _answers(example: Example) -> dict[str, Step]:
    """Decisions with their remarks, in one query: a row for each remark."""
    rows = (
        ExampleDecision.objects.filter(version__subject=example)
        .order_by("at", "id", "remarks__id")
        .values_list(
            "id",
            "at",
            "version__no",
            "decided_as",
            "reason",
            "remarks__field",
            "remarks__reason",
            "remarks__text",
        )
    )
    answers: dict[str, Step] = {}
    for pk, at, no, decided_as, reason, field_name, why, text in rows:
        step = answers.setdefault(
            str(pk), Step(at, "", no, str(DecidedAs(decided_as).label), reason)
        )
        if field_name:
            step.remarks.append(_remark(field_name, why, text))
    return answers


def open_remarks(example: Example) -> dict[str, ShownRemark]:
    """The changes asked for in the last answer, by field; for the author's form (two queries)."""
    if example.state != ExampleState.CHANGES_REQUESTED:
        return {}
    decision = (
        ExampleDecision.objects.filter(
            version=example.submitted_version_id, verb=DecisionVerb.REQUEST_CHANGES
        )
        .order_by("-at", "-id")
        .prefetch_related("remarks")
        .first()
    )
    if decision is None:
        return {}
    return {r.field: _remark(r.field, r.reason, r.text) for r in decision.remarks.all()}


def _remark(field_name: str, reason: str, text: str) -> ShownRemark:
    spec = BY_NAME.get(field_name)
    return ShownRemark(
        field_name,
        spec.label if spec else field_name,
        str(RemarkReason(reason).label),
        text,
    )
