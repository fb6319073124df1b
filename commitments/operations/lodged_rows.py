"""Statuses of commitments and values of indicators in a report that came on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import Invalid

from ..enums import Progress
from ..models import CommitmentVersionIndicator, DraftObservation, DraftStatus, Report
from ..queries.drafts import own_indicators
from ..queries.prefill import registered
from ..queries.prefill_values import ValuePlace, value_place
from ..report_checks import check_observation, check_text
from ..report_content import Observation, Status
from ..sections import OBSERVATION, STATUS
from .drafts import keep
from .observations import RowGiven


@dataclass(frozen=True)
class StatusGiven:
    """Where the sender says that a commitment stands."""

    commitment_id: UUID
    status: str
    note: str = ""


def checked_statuses(report: Report, given: Sequence[StatusGiven], language: str) -> list[Status]:
    """Raises Invalid for what is no status of a registered commitment of the stakeholder."""
    known = registered(report) if given else {}
    found: dict[UUID, Status] = {}
    for row in given:
        commitment = known.get(row.commitment_id)
        if commitment is None or row.commitment_id in found:
            raise Invalid({"statuses": [_("Choose a commitment of the stakeholder, once each.")]})
        if row.status not in Progress.values:
            raise Invalid({"statuses": [_("Choose a status where you enter a note.")]})
        note = check_text("statuses", row.note)
        standing = commitment.current_version_id
        assert standing is not None  # a constraint: what is registered has a version
        found[row.commitment_id] = Status(row.commitment_id, standing, row.status, note, language)
    return [found[pk] for pk in sorted(found)]


def checked_values(report: Report, given: Sequence[RowGiven]) -> list[Observation]:
    """Raises Invalid naming the rows that are wrong."""
    own = {row.key: row for row in own_indicators(report)} if given else {}
    found: dict[ValuePlace, Observation] = {}
    problems = []
    for row in given:
        try:
            place, observation = _checked_value(row, own)
            if place in found:
                raise Invalid({"period": [_("This value is given twice.")]})
            found[place] = observation
        except Invalid as refusal:
            words = " ".join(text for texts in refusal.errors.values() for text in texts)
            problems.append(_("Value %(line)d: %(words)s") % {"line": row.line, "words": words})
    if problems:
        raise Invalid({"observations": problems})
    return list(found.values())


def _checked_value(
    row: RowGiven, own: dict[UUID, CommitmentVersionIndicator]
) -> tuple[ValuePlace, Observation]:
    if row.errors:
        raise Invalid({name: list(words) for name, words in row.errors.items()})
    which = {"term_id": row.term_id, "indicator_key": row.indicator_key}
    values = {**row.values, "unit": row.values.get("unit") or row.unit}
    kept = check_observation(values, **which)
    indicator = own.get(row.indicator_key) if row.indicator_key else None
    if row.indicator_key and indicator is None:
        raise Invalid({"indicator": [_("The stakeholder has no such indicator.")]})
    observation = Observation(row.term_id, indicator.pk if indicator else None, kept)
    return value_place(which, kept), observation


def fill_draft(
    report: Report,
    statuses: Sequence[Status],
    observations: Sequence[Observation],
    *,
    by: Actor,
    now: dt.datetime,
) -> None:
    """Put them where a correction will begin from."""
    for status in statuses:
        row = DraftStatus(report=report, commitment_id=status.commitment_id, revision=0)
        said: dict[str, Any] = {
            "status": status.status,
            "note": status.note,
            "language": status.language,
        }
        keep(report, row, said, key=STATUS, subject=status.commitment_id, by=by, now=now)
    ids = [value.own_indicator_id for value in observations if value.own_indicator_id]
    own = CommitmentVersionIndicator.objects.select_related("version").in_bulk(ids)
    for value in observations:
        indicator = own.get(value.own_indicator_id)  # type: ignore[call-overload]
        drafted = DraftObservation(
            report=report,
            term_id=value.term_id,
            commitment_id=indicator.version.subject_id if indicator else None,
            indicator_key=indicator.key if indicator else None,
            revision=0,
        )
        keep(report, drafted, value.values, key=OBSERVATION, subject=drafted.pk, by=by, now=now)
