"""Proposals of a draft: what was brought in, and which of it a decision is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from gfmd_platform.cycles.enums import Part

from .asking import FieldKey, field_name, is_in_place
from .enums import CommitmentState, Origin
from .models import DraftAnswer, DraftObservation, DraftStatus
from .report_content import DraftRows, open_proposals
from .sections import OBSERVATION, STATUS

Proposal = DraftAnswer | DraftStatus | DraftObservation


@dataclass(frozen=True)
class Scope:
    """One field (`key`, `subject`), one `section`, or everything; with `unchanged`, only what
    comes from the last report and nothing newer."""

    section: str = ""
    key: str = ""
    subject: UUID | None = None
    unchanged: bool = False

    def holds(self, row: Proposal, section: str) -> bool:
        if self.key:
            return place_of_proposal(row) == (self.key, self.subject)
        if self.unchanged and row.origin != Origin.LAST_REPORT:
            return False
        return not self.section or section == self.section


EVERYTHING = Scope()


def place_of_proposal(row: Proposal) -> FieldKey:
    if isinstance(row, DraftStatus):
        return STATUS, row.commitment_id
    if isinstance(row, DraftObservation):
        return OBSERVATION, row.pk
    return row.key, row.subject_id


def section_of_proposal(row: Proposal, rows: DraftRows) -> str:
    if isinstance(row, DraftStatus):
        return Part.COMMITMENTS.value
    if isinstance(row, DraftObservation):
        return Part.INDICATORS.value
    return rows.asked[row.key].part


def open_in(
    rows: DraftRows,
    writes: Collection[str],
    scope: Scope = EVERYTHING,
    seen: dt.datetime | None = None,
) -> list[Proposal]:
    """What waits to be kept in the parts `writes`; only what stood at `seen`."""
    return [
        row
        for row in open_proposals(rows)
        if _is_meant(row, rows, writes, scope) and (seen is None or row.at <= seen)
    ]


def kept_in(rows: DraftRows, writes: Collection[str], scope: Scope = EVERYTHING) -> list[Proposal]:
    """What was kept as it was brought in."""
    found: list[Proposal] = [row for row in rows.answers.values() if is_in_place(row, rows.asked)]
    found += [r for r in rows.statuses if r.commitment.state == CommitmentState.REGISTERED]
    found += rows.observations
    return [
        row for row in found if row.origin and row.is_kept and _is_meant(row, rows, writes, scope)
    ]


def _is_meant(row: Proposal, rows: DraftRows, writes: Collection[str], scope: Scope) -> bool:
    section = section_of_proposal(row, rows)
    return section in writes and scope.holds(row, section)


@dataclass(frozen=True)
class Mark:
    """Where a field's text comes from, in words, and whether somebody kept it. `name` is how a
    decision names the field."""

    words: str
    name: str
    is_kept: bool
    is_unchanged: bool


def mark_of(row: Proposal | None) -> Mark | None:
    """None for what somebody wrote; `origin_version` and its cycle must be fetched."""
    if row is None or not row.origin:
        return None
    version = row.origin_version
    said = {"year": version.subject.cycle.year, "no": version.no} if version else {}
    words = {
        Origin.LAST_REPORT: _("From your last report (%(year)s, version %(no)s)"),
        Origin.RECORDS: _("From your deliverables and milestones"),
        Origin.BOTH: _(
            "From your last report (%(year)s, version %(no)s), with deliverables and milestones "
            "since"
        ),
    }[Origin(row.origin)]
    return Mark(
        words % said,
        field_name(*place_of_proposal(row)),
        row.is_kept,
        row.origin == Origin.LAST_REPORT,
    )
