"""Joint reports for tests, made through the operations that people use."""

from __future__ import annotations

import datetime as dt

from commitments import operations
from commitments.models import CoSignatory, Report
from commitments.report_content import of_draft
from gfmd_platform.cycles.models import Cycle
from tests.people import Someone

from .making import NOW, choose, submit, write

TITLE = "Fair recruitment in the region"


def begin(cycle: Cycle, lead: Someone, title: str = TITLE) -> Report:
    assert lead.stakeholder is not None
    return operations.start_joint_report(
        cycle_id=cycle.pk, stakeholder_id=lead.stakeholder.pk, title=title, by=lead.actor, now=NOW
    )


def invite(report: Report, lead: Someone, asked: Someone) -> CoSignatory:
    assert asked.stakeholder is not None
    return operations.invite_co_signatory(
        report_id=report.pk, stakeholder_id=asked.stakeholder.pk, by=lead.actor, now=NOW
    )


def text_hash(report: Report) -> str:
    return of_draft(Report.unscoped.get(pk=report.pk)).text_hash


def confirm(row: CoSignatory, someone: Someone, *, now: dt.datetime = NOW) -> CoSignatory:
    return operations.confirm_joint_report(
        co_signatory_id=row.pk, text_hash=text_hash(row.report), by=someone.actor, now=now
    )


def written(
    cycle: Cycle, lead: Someone, *, text: str = "We agreed on one contract.", visibility: str
) -> Report:
    report = begin(cycle, lead)
    write(report, lead, text)
    choose(report, lead, visibility)
    return report


def make_joint_report(
    cycle: Cycle,
    lead: Someone,
    *signing: Someone,
    text: str = "We agreed on one contract.",
    visibility: str = "public",
) -> Report:
    """Submitted, and signed by each."""
    report = written(cycle, lead, text=text, visibility=visibility)
    for someone in signing:
        confirm(invite(report, lead, someone), someone)
    submit(report, lead)
    return Report.unscoped.get(pk=report.pk)
