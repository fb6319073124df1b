"""What becomes of confirmations when the words of a joint report are changed or corrected."""

from __future__ import annotations

import datetime as dt

from gfmd_platform.access import Actor
from gfmd_platform.ledger.operations import record_event

from ..enums import SignatoryAnswer
from ..models import CoSignatory, Report
from ..report_content import of_draft


def notice_edit(report: Report, *, by: Actor, now: dt.datetime) -> None:
    """Tell each co-signatory once that the words it confirmed were changed; who has these words
    again before it answered, is asked nothing. Reads the draft where somebody has confirmed."""
    if not report.is_joint:
        return
    rows = list(report.co_signatories.filter(answer=SignatoryAnswer.CONFIRMED))
    if not rows:
        return
    text_hash = of_draft(report).text_hash
    for row in rows:
        if row.text_hash == text_hash:
            row.reopened_at = None
        elif row.reopened_at is None:
            row.reopened_at = now
            record_event(
                verb="report.reopen_co_signatory",
                record_id=report.pk,
                by=by,
                now=now,
                data={"co_signatory": str(row.pk), "stakeholder": str(row.stakeholder_id)},
                stakeholder_id=report.stakeholder_id,
            )
        else:
            continue
        row.save(update_fields=["reopened_at"])


def ask_anew(report: Report, *, now: dt.datetime) -> None:
    """A correction is opened: whoever signed is asked to sign it too."""
    report.co_signatories.filter(answer=SignatoryAnswer.CONFIRMED).update(
        answer=SignatoryAnswer.INVITED,
        invited_at=now,
        text_hash="",
        answered_at=None,
        reopened_at=None,
    )


def restore(report: Report) -> None:
    """A correction is given up: whoever what stands names, and has not answered otherwise, stands
    confirmed as before."""
    version = report.current_version
    if not report.is_joint or version is None:
        return
    signed = {row.stakeholder_id: row for row in version.co_signatories.all()}
    answers = [SignatoryAnswer.INVITED, SignatoryAnswer.CONFIRMED]
    for row in CoSignatory.objects.filter(
        report=report, answer__in=answers, stakeholder__in=list(signed)
    ):
        stood = signed[row.stakeholder_id]
        row.answer, row.text_hash = SignatoryAnswer.CONFIRMED, stood.text_hash
        row.answered_at, row.reopened_at = stood.confirmed_at, None
        row.capacity, row.membership_id = stood.capacity, stood.membership_id
        row.actor_ref = stood.actor_ref
        row.save()
