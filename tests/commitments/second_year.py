"""A report that was handed in, and the one of the year after it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from commitments import operations
from commitments.models import Commitment, DraftStatus, Report
from tests.people import Someone

from .making import NOW, choose, make_cycle, start, submit, write
from .test_report_drafts import observe

TEXT = "Recruitment fees were abolished in two corridors."


def report_of_last_year(support_unit: Someone, someone: Someone, commitment: Commitment) -> Report:
    """With two answers, a status and a value."""
    report = start(make_cycle(support_unit, title="Review of 2026", year=2026), someone)
    write(report, someone, TEXT)
    write(report, someone, "Two corridors are free of fees.", key="a_key_message")
    say(report, someone, commitment, "under_way", "Four licences were withdrawn.")
    observe(report, someone, value="7")
    choose(report, someone)
    submit(report, someone)
    return report


def begin_this_year(support_unit: Someone, someone: Someone, **values: Any) -> Report:
    days = {"opens_on": dt.date(2027, 11, 1), "asked_by": dt.date(2028, 5, 15)}
    return start(make_cycle(support_unit, **days | values), someone)


def say(
    report: Report, someone: Someone, commitment: Commitment, status: str, note: str
) -> DraftStatus:
    """Save over whatever stands."""
    standing = DraftStatus.objects.filter(report=report, commitment=commitment).first()
    return operations.save_status(
        report_id=report.pk,
        commitment_id=commitment.pk,
        status=status,
        note=note,
        revision=standing.revision if standing else 0,
        by=someone.actor,
        now=NOW,
    )


def bring_in(report: Report, someone: Someone, now: dt.datetime = NOW) -> int:
    return operations.bring_in(report_id=report.pk, by=someone.actor, now=now)
