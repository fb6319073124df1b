"""Giving up a correction: the draft goes back to what stands submitted."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import WrongState

from ..asking import asked_questions
from ..models import (
    DraftAnswer,
    DraftObservation,
    DraftRevision,
    DraftStatus,
    Report,
    ReportVersion,
)
from ..report_content import observation_values
from ..sections import OBSERVATION, STATUS
from . import confirmations
from .drafts import keep, open_draft, remember


@transaction.atomic
def discard_correction(*, report_id: UUID, by: Actor, now: dt.datetime) -> Report:
    """Close the draft of a correction without submitting it; its history stays.

    Raises NotVisible, NotAllowed, or WrongState when there is none.
    """
    report = open_draft(report_id, by, action="correct")
    version = report.current_version
    if version is None:
        raise WrongState(_("There is no correction to give up."), state=report.state)
    confirmations.ask_anew(report, now=now)  # nobody is told of words that go
    _restore_answers(report, version, by=by, now=now)
    _restore_statuses(report, version, by=by, now=now)
    _restore_observations(report, version, by=by, now=now)
    report.visibility, report.may_quote = version.visibility, version.may_quote
    report.title = version.title
    report.drafting = False
    report.save(update_fields=["visibility", "may_quote", "title", "drafting", "questionnaire"])
    confirmations.restore(report)
    return report


def _restore_answers(
    report: Report, version: ReportVersion, *, by: Actor, now: dt.datetime
) -> None:
    """Answers that were not part of the version because nobody asks for them stay beside."""
    stood = {
        (a.key, a.subject_id): {"value": a.value, "language": a.language}
        for a in version.answers.all()
    }
    asked = asked_questions(report)
    report.questionnaire_id = version.questionnaire_id
    asked |= asked_questions(report)
    for row in DraftAnswer.objects.filter(report=report):
        field = (row.key, row.subject_id)
        values = stood.pop(field, {"value": "", "language": row.language})
        if row.key in asked:
            _put_back(report, row, values, key=row.key, subject=row.subject_id, by=by, now=now)
    # What other questions had taken over while the report was corrected.
    for (key, subject), values in stood.items():
        said = DraftRevision.objects.filter(report=report, key=key, subject=subject)
        last = said.aggregate(last=Max("revision"))["last"] or 0
        row = DraftAnswer(report=report, key=key, subject_id=subject, revision=last)
        keep(report, row, values, key=key, subject=subject, by=by, now=now)


def _restore_statuses(
    report: Report, version: ReportVersion, *, by: Actor, now: dt.datetime
) -> None:
    stood = {
        s.commitment_id: {"status": s.status, "note": s.note, "language": s.language}
        for s in version.statuses.all()
    }
    for row in DraftStatus.objects.filter(report=report):
        values = stood.get(row.commitment_id, {"status": "", "note": "", "language": row.language})
        _put_back(report, row, values, key=STATUS, subject=row.commitment_id, by=by, now=now)


def _restore_observations(
    report: Report, version: ReportVersion, *, by: Actor, now: dt.datetime
) -> None:
    """Values have no identity across versions, so the draft's rows are replaced."""
    for row in DraftObservation.objects.filter(report=report):
        remember(report, OBSERVATION, row.pk, row.revision + 1, None, by=by, now=now)
        row.delete()
    for stood in version.observations.select_related("own_indicator__version").order_by("position"):
        own = stood.own_indicator
        row = DraftObservation(
            report=report,
            term_id=stood.term_id,
            commitment_id=own.version.subject_id if own else None,
            indicator_key=own.key if own else None,
            revision=0,
        )
        keep(
            report, row, observation_values(stood), key=OBSERVATION, subject=row.pk, by=by, now=now
        )


def _put_back(
    report: Report,
    row: Any,
    values: dict[str, Any],
    *,
    key: str,
    subject: UUID | None,
    by: Actor,
    now: dt.datetime,
) -> None:
    if any(getattr(row, name) != value for name, value in values.items()):
        keep(report, row, values, key=key, subject=subject, by=by, now=now)
