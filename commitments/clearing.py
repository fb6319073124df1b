"""Whether the text of a draft stands cleared: computed from hashes, and stored nowhere.

A clearance holds the hashes of the texts it was given for. A step stands cleared as long as one of
its clearances fits what is written now; an edit reopens it by itself, and the old words, brought
back, stand cleared again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gfmd_platform.cycles.enums import Part
from gfmd_platform.records.hashing import content_hash

from .asking import is_submitted
from .models import Clearance, Report, ReportStep
from .periods import plain_number
from .report_content import DraftRows, observation_values
from .sections import OBSERVATION, STATUS

WAITING, ASKED, CLEARED, REOPENED = "waiting", "asked", "cleared", "reopened"


@dataclass(frozen=True)
class Entry:
    """One field of a draft that says something."""

    section: str
    key: str
    subject: UUID | None
    revision: int
    values: dict[str, Any]

    @property
    def place(self) -> tuple[str, str]:
        return self.key, str(self.subject or "")


def entries_of(rows: DraftRows) -> list[Entry]:
    """Everything that would be submitted now, by place; no query."""
    entries = [
        Entry(
            rows.asked[row.key].part,
            row.key,
            row.subject_id,
            row.revision,
            {"value": row.value, "language": row.language},
        )
        for row in rows.answers.values()
        if is_submitted(row, rows.asked)
    ]
    entries += [
        Entry(
            Part.COMMITMENTS.value,
            STATUS,
            status.commitment_id,
            status.revision,
            {"status": status.status, "note": status.note, "language": status.language},
        )
        for status in rows.statuses
        if status.is_kept and (status.status or status.note.strip())
    ]
    entries += [
        Entry(
            Part.INDICATORS.value,
            OBSERVATION,
            value.pk,
            value.revision,
            observation_values(value)
            | {
                "value": plain_number(value.value),
                "indicator": str(value.indicator_key or value.term_id),
            },
        )
        for value in rows.observations
    ]
    return sorted(entries, key=lambda entry: entry.place)


def hashes_of(entries: Iterable[Entry]) -> dict[str, str]:
    """The hash of each part's text, of empty parts too."""
    texts: dict[str, list[Any]] = {code: [] for code in Part.values}
    for entry in entries:
        texts[entry.section].append([*entry.place, entry.values])
    return {code: content_hash([code, text]) for code, text in texts.items()}


@dataclass(frozen=True)
class StepState:
    """One step as it stands. `last` is the clearance that fits, or else the latest given."""

    step: ReportStep
    state: str
    text_hash: str
    last: Clearance | None = None
    changed: list[str] = field(default_factory=list)

    @property
    def is_cleared(self) -> bool:
        return self.state == CLEARED


def chain_of(
    report: Report, hashes: dict[str, str], steps: list[ReportStep] | None = None
) -> list[StepState]:
    """The report's chain in order (two queries; one where there is no chain)."""
    if steps is None:
        steps = list(ReportStep.objects.filter(report=report).order_by("position", "pk"))
    given = list(Clearance.objects.filter(report=report)) if steps else []
    found: list[StepState] = []
    for step in steps:
        theirs = [clearance for clearance in given if clearance.step == step.pk]
        fitting = next((c for c in theirs if not _differing(step, c, hashes)), None)
        last = fitting or (theirs[0] if theirs else None)
        if fitting is not None:
            state = CLEARED
        elif last is not None:
            state = REOPENED
        else:
            state = ASKED if all(s.is_cleared for s in found) else WAITING
        changed = _differing(step, last, hashes) if last is not None else []
        found.append(StepState(step, state, text_hash(step, hashes), last, changed))
    return found


def text_hash(step: ReportStep, hashes: dict[str, str]) -> str:
    """What a step's text is known by to whoever clears it."""
    return content_hash({code: hashes[code] for code in step.sections})


def _differing(step: ReportStep, clearance: Clearance, hashes: dict[str, str]) -> list[str]:
    return [code for code in step.sections if clearance.hashes.get(code) != hashes[code]]


def chain_problems(chain: Iterable[StepState]) -> dict[str, list[str]]:
    """Why the chain keeps a draft from being submitted."""
    waiting = [state.step.name for state in chain if not state.is_cleared]
    if not waiting:
        return {}
    words = _("Not cleared as it stands now: %(steps)s.") % {"steps": ", ".join(waiting)}
    return {"clearance": [words]}
