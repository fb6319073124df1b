"""Bringing in what is known already, as proposals; keeping them, or leaving them out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from gfmd_platform.access import Actor

from ..enums import Origin
from ..models import (
    DraftAnswer,
    DraftFile,
    DraftObservation,
    DraftRevision,
    DraftStatus,
    Report,
)
from ..proposals import EVERYTHING, Proposal, Scope, kept_in, open_in, place_of_proposal
from ..queries.prefill import Material, material_for, places_with_history
from ..report_content import DraftRows, draft_rows, observation_values
from ..sections import section_of, sections_for
from .confirmations import notice_edit
from .drafts import IDENTITY, keep, open_draft, revision_of, take_out


@transaction.atomic
def bring_in(*, report_id: UUID, by: Actor, now: dt.datetime) -> int:
    """Propose last year's words and values, and what deliverables and milestones say since, where
    nothing was ever written. Gives how many fields have a proposal that had none.

    Again, it brings only what was not brought before. Raises NotVisible, NotAllowed or WrongState.
    """
    report = open_draft(report_id, by, action="bring_in")
    return fill(report, material_for(report), by=by, now=now)


def fill(report: Report, material: Material, *, by: Actor, now: dt.datetime) -> int:
    """Put proposals into the fields that have no history."""
    written = places_with_history(report)
    found: list[Proposal] = []
    for (key, subject), answer in material.answers.items():
        found.append(
            DraftAnswer(
                key=key,
                subject_id=subject,
                value=answer.value,
                language=answer.language,
                origin=Origin.LAST_REPORT,
            )
        )
        if answer.stored_id and (key, subject) not in written:
            DraftFile.objects.get_or_create(
                report=report, stored_id=answer.stored_id, defaults={"at": now}
            )
    for pk, status in material.statuses.items():
        found.append(
            DraftStatus(
                commitment_id=pk,
                status=status.status,
                note=status.note,
                language=status.language,
                origin=status.origin,
            )
        )
    fresh = [row for row in found if place_of_proposal(row) not in written]
    fresh += [
        DraftObservation(**value.which, **value.values, origin=Origin.LAST_REPORT)
        for place, value in material.values.items()
        if place not in written
    ]
    for row in fresh:
        row.report, row.is_kept, row.by, row.at = report, False, by.person, now
        row.origin_version = None if row.origin == Origin.RECORDS else material.version
    for model, rows in _by_model(fresh):
        model.objects.bulk_create(rows)
    _remember(report, fresh, by=by, now=now)
    return len(fresh)


@transaction.atomic
def keep_proposals(
    *,
    report_id: UUID,
    by: Actor,
    now: dt.datetime,
    scope: Scope = EVERYTHING,
    seen: dt.datetime | None = None,
) -> int:
    """Say of proposals that they hold this year too; gives of how many.

    Only those in the parts that the actor writes, and that stood at the instant `seen`. Raises
    NotVisible, NotAllowed or WrongState.
    """
    report, rows, writes = _draft(report_id, scope, by)
    found = open_in(rows, writes, scope, seen)
    _mark(report, found, is_kept=True, by=by, now=now)
    return len(found)


@transaction.atomic
def reopen_proposals(
    *, report_id: UUID, by: Actor, now: dt.datetime, scope: Scope = EVERYTHING
) -> int:
    """Take back that proposals were kept, where nobody has changed their text since. Raises as
    `keep_proposals`."""
    report, rows, writes = _draft(report_id, scope, by)
    found = kept_in(rows, writes, scope)
    _mark(report, found, is_kept=False, by=by, now=now)
    return len(found)


@transaction.atomic
def leave_out_proposals(
    *,
    report_id: UUID,
    by: Actor,
    now: dt.datetime,
    scope: Scope = EVERYTHING,
    seen: dt.datetime | None = None,
) -> int:
    """Empty the fields whose proposal nobody kept, and take such values out; they stay among the
    earlier texts. Raises as `keep_proposals`."""
    report, rows, writes = _draft(report_id, scope, by)
    found = open_in(rows, writes, scope, seen)
    for row in found:
        if isinstance(row, DraftObservation):
            take_out(report, row, by=by, now=now)
            continue
        key, subject = place_of_proposal(row)
        empty = dict.fromkeys(_words(row), "") | {"language": row.language}
        keep(report, row, empty, key=key, subject=subject, by=by, now=now)
    return len(found)


def _draft(report_id: UUID, scope: Scope, by: Actor) -> tuple[Report, DraftRows, frozenset[str]]:
    report = open_draft(report_id, by)
    sections = sections_for(by, report)
    section = section_of(report, scope.key) if scope.key else scope.section
    if section:
        sections.require(section, writing=True)
    return report, draft_rows(report), sections.writes


def _words(row: Proposal) -> dict[str, Any]:
    if isinstance(row, DraftStatus):
        return {"status": row.status, "note": row.note, "language": row.language}
    if isinstance(row, DraftObservation):
        return observation_values(row) | {name: getattr(row, name) for name in IDENTITY}
    return {"value": row.value, "language": row.language}


def _by_model(rows: Sequence[Proposal]) -> list[tuple[Any, list[Any]]]:
    models = (DraftAnswer, DraftStatus, DraftObservation)
    return [(model, [row for row in rows if isinstance(row, model)]) for model in models]


def _mark(
    report: Report, rows: Sequence[Proposal], *, is_kept: bool, by: Actor, now: dt.datetime
) -> None:
    """The same texts, with another standing: a revision of their own each."""
    for row in rows:
        row.is_kept = is_kept
        row.revision += 1
        row.by, row.at = by.person, now
    for model, same in _by_model(rows):
        model.objects.bulk_update(same, ["is_kept", "revision", "by", "at"])
    _remember(report, rows, by=by, now=now)


def _remember(report: Report, rows: Sequence[Proposal], *, by: Actor, now: dt.datetime) -> None:
    """As `drafts.remember`, of many at once."""
    revisions = []
    for row in rows:
        key, subject = place_of_proposal(row)
        values = _words(row) | {"origin": row.origin}
        if row.is_kept:
            values["is_kept"] = True
        revisions.append(revision_of(report, key, subject, row.revision, values, by=by, now=now))
    DraftRevision.objects.bulk_create(revisions)
    if revisions:
        notice_edit(report, by=by, now=now)
