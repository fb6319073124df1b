"""Writing a report's draft, field by field. Each field has a revision of its own.

A save that names another revision than the one that stands is refused with both texts, unless it
says what stands already (a repeated save). What was accepted stays in `DraftRevision`.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.exceptions import Invalid, NotVisible, StaleRevision, WrongState
from gfmd_platform.cycles.enums import Part
from gfmd_platform.records.operations import lock

from ..enums import CommitmentState, Progress, Visibility
from ..models import (
    Commitment,
    CommitmentVersionIndicator,
    DraftObservation,
    DraftRevision,
    DraftStatus,
    Report,
)
from ..models.reports import DraftEntry, DraftProposal
from ..queries.commitments import made_by
from ..report_checks import check_observation, check_text
from ..report_content import OBSERVATION_FIELDS, observation_values
from ..sections import OBSERVATION, STATUS, sections_for
from .confirmations import notice_edit

CHOICES = "choices"
CHAIN = "chain"
#: Of what something is a value.
IDENTITY = ("term_id", "commitment_id", "indicator_key")


@transaction.atomic
def save_status(
    *,
    report_id: UUID,
    commitment_id: UUID,
    status: str,
    note: str,
    revision: int,
    by: Actor,
    now: dt.datetime,
    language: str = "",
) -> DraftStatus:
    """Say where one of the stakeholder's registered commitments, or a joint one, stands.

    Raises as `answers.save_answer`; NotVisible for any commitment that is not its own and
    registered.
    """
    report = open_draft(report_id, by, section=Part.COMMITMENTS)
    own = Commitment.unscoped.filter(
        made_by(report.stakeholder_id), state=CommitmentState.REGISTERED
    )
    if not own.filter(pk=commitment_id).exists():
        raise NotVisible("No such commitment.")
    if status and status not in Progress.values:
        raise Invalid({"status": [_("Choose one of the answers.")]})
    row = DraftStatus.objects.filter(
        report=report, commitment_id=commitment_id
    ).first() or DraftStatus(report=report, commitment_id=commitment_id, revision=0)
    values = {
        "status": status,
        "note": check_text("note", note),
        "language": language or (row.language if row.revision else report.language),
    }
    before = {"status": row.status, "note": row.note, "language": row.language}
    if settled(row, revision, before, values, shown=("status", "note")):
        return row
    return keep(report, row, values, key=STATUS, subject=commitment_id, by=by, now=now)


@transaction.atomic
def add_observation(
    *,
    report_id: UUID,
    by: Actor,
    now: dt.datetime,
    term_id: UUID | None = None,
    indicator_key: UUID | None = None,
    **values: Any,
) -> DraftObservation:
    """Report a value of a global indicator (`term_id`) or of an own one (`indicator_key`).

    `values` are the fields of `OBSERVATION_FIELDS`. Raises as `answers.save_answer`.
    """
    report = open_draft(report_id, by, section=Part.INDICATORS)
    commitment_id = commitment_of(report, indicator_key) if indicator_key else None
    kept = check_observation(values, term_id=term_id, indicator_key=indicator_key)
    # A value that was only proposed for this place is now said by its writer.
    row = DraftObservation.objects.filter(
        report=report,
        term=term_id,
        indicator_key=indicator_key,
        is_kept=False,
        **{name: kept[name] for name in ("period", "dims", "population")},
    ).first() or DraftObservation(
        report=report,
        term_id=term_id,
        commitment_id=commitment_id,
        indicator_key=indicator_key,
        revision=0,
    )
    return keep(report, row, kept, key=OBSERVATION, subject=row.pk, by=by, now=now)


@transaction.atomic
def save_observation(
    *,
    report_id: UUID,
    observation_id: UUID,
    revision: int,
    by: Actor,
    now: dt.datetime,
    **values: Any,
) -> DraftObservation:
    """Change a reported value, or say that a proposed one holds. Raises as
    `answers.save_answer`."""
    report = open_draft(report_id, by, section=Part.INDICATORS)
    row = DraftObservation.objects.filter(report=report, pk=observation_id).first()
    if row is None:
        raise NotVisible("No such value.")
    before = observation_values(row)
    kept = check_observation(before | values, term_id=row.term_id, indicator_key=row.indicator_key)
    if settled(row, revision, before, kept, shown=OBSERVATION_FIELDS) and row.is_kept:
        return row
    return keep(report, row, kept, key=OBSERVATION, subject=row.pk, by=by, now=now)


@transaction.atomic
def remove_observation(
    *, report_id: UUID, observation_id: UUID, revision: int, by: Actor, now: dt.datetime
) -> None:
    """Take a value out of the draft; its history stays. Raises as `answers.save_answer`."""
    report = open_draft(report_id, by, section=Part.INDICATORS)
    row = DraftObservation.objects.filter(report=report, pk=observation_id).first()
    if row is None:
        return
    before = observation_values(row)
    if row.revision != revision:
        raise StaleRevision(revision=row.revision, current=before)
    take_out(report, row, by=by, now=now)


@transaction.atomic
def save_choices(
    *,
    report_id: UUID,
    visibility: str,
    may_quote: bool | None,
    revision: int,
    by: Actor,
    now: dt.datetime,
) -> Report:
    """Who may read the report once it is submitted, and whether it may be quoted.

    Only a focal point chooses. Raises as `answers.save_answer`.
    """
    report = open_draft(report_id, by, action="submit")
    if visibility not in Visibility.values:
        raise Invalid({"visibility": [_("Choose who may read the report.")]})
    if may_quote is None:
        raise Invalid({"may_quote": [_("Say whether the review may quote from it.")]})
    before = {"visibility": report.visibility, "may_quote": report.may_quote}
    values = {"visibility": visibility, "may_quote": may_quote}
    if before == values:
        return report
    if revision != report.choice_revision:
        raise StaleRevision(revision=report.choice_revision, current=before, yours=values)
    report.visibility, report.may_quote = visibility, may_quote
    report.choice_revision += 1
    report.save(update_fields=["visibility", "may_quote", "choice_revision"])
    remember(report, CHOICES, None, report.choice_revision, values, by=by, now=now)
    return report


def open_draft(report_id: UUID, by: Actor, action: str = "draft", *, section: str = "") -> Report:
    """The report, locked, when the actor may write (in that section) and a draft is open."""
    report = lock(Report, report_id)
    check(by, action, report)
    if section:
        sections_for(by, report).require(section, writing=True)
    if not report.drafting:
        raise WrongState(
            _("The report was submitted. To change it, correct it: that makes a new version."),
            state=report.state,
        )
    return report


def settled(
    row: DraftEntry,
    revision: int,
    before: dict[str, Any],
    values: dict[str, Any],
    *,
    shown: tuple[str, ...],
) -> bool:
    """True when what is to be saved stands already; raises StaleRevision when something else does.

    An empty first save has nothing to keep either.
    """
    if row.revision and before == values:
        return True
    if revision != row.revision:
        raise StaleRevision(
            revision=row.revision,
            current={name: before[name] for name in shown},
            yours={name: values[name] for name in shown},
        )
    return not row.revision and not any(values[name] for name in shown)


def keep(
    report: Report,
    row: Any,
    values: dict[str, Any],
    *,
    key: str,
    subject: UUID | None,
    by: Actor,
    now: dt.datetime,
) -> Any:
    for name, value in values.items():
        setattr(row, name, value)
    if isinstance(row, DraftProposal):  # what somebody wrote is their own
        row.origin, row.origin_version, row.is_kept = "", None, True
    row.revision += 1
    row.by = by.person
    row.at = now
    row.save()
    if key == OBSERVATION:  # of what it is a value, so that it can come back when taken out
        values = values | {name: getattr(row, name) for name in IDENTITY}
    remember(report, key, subject, row.revision, values, by=by, now=now)
    return row


def remember(
    report: Report,
    key: str,
    subject: UUID | None,
    revision: int,
    values: dict[str, Any] | None,
    *,
    by: Actor,
    now: dt.datetime,
) -> None:
    revision_of(report, key, subject, revision, values, by=by, now=now).save(force_insert=True)
    if key != CHAIN:  # whose clearance is asked is no word of the report
        notice_edit(report, by=by, now=now)


def revision_of(
    report: Report,
    key: str,
    subject: UUID | None,
    revision: int,
    values: dict[str, Any] | None,
    *,
    by: Actor,
    now: dt.datetime,
) -> DraftRevision:
    """What is remembered of a save; not saved itself."""
    kept = None if values is None else {name: _json(value) for name, value in values.items()}
    return DraftRevision(
        report=report,
        key=key,
        subject=subject,
        revision=revision,
        value=kept,
        by=by.person,
        at=now,
    )


def take_out(report: Report, row: DraftObservation, *, by: Actor, now: dt.datetime) -> None:
    """Remove a value; what it said stays among the earlier texts."""
    taken_out = row.pk
    row.delete()
    remember(report, OBSERVATION, taken_out, row.revision + 1, None, by=by, now=now)


def _json(value: Any) -> Any:
    return value if value is None or isinstance(value, str | bool | int) else str(value)


def commitment_of(report: Report, indicator_key: UUID) -> UUID:
    """The commitment that an own indicator belongs to. Raises NotVisible for any other."""
    found = (
        CommitmentVersionIndicator.objects.filter(
            key=indicator_key,
            term=None,
            version__subject__record__owner=report.stakeholder_id,
            version__subject__state=CommitmentState.REGISTERED,
        )
        .values_list("version__subject_id", flat=True)
        .first()
    )
    if found is None:
        raise NotVisible("No such indicator.")
    return found
