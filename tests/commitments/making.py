"""Cycles, commitments and reports for tests, made through the operations that people use."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from commitments import operations
from commitments.enums import Visibility
from commitments.models import Commitment, DraftAnswer, Report, ReportVersion
from commitments.report_content import of_draft
from gfmd_platform.cycles.models import Cycle
from gfmd_platform.cycles.operations import create_cycle, open_cycle
from gfmd_platform.taxonomy.models import Term, term_id
from tests.people import Someone

NOW = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=1)


def make_cycle(support_unit: Someone, *, opened: bool = True, **values: Any) -> Cycle:
    values = {
        "title": "Review of 2027",
        "kind": "hlpf",
        "year": 2027,
        "opens_on": dt.date(2026, 11, 1),
        "asked_by": dt.date(2027, 5, 15),
    } | values
    cycle = create_cycle(by=support_unit.actor, now=NOW, **values)
    if opened:
        open_cycle(cycle_id=cycle.pk, by=support_unit.actor, now=NOW)
    return Cycle.unscoped.get(pk=cycle.pk)


def an_action_area() -> UUID:
    return Term.objects.filter(kind="action_area").first().pk  # type: ignore[union-attr]


def an_indicator() -> UUID:
    return term_id("sdg-2015", "10.7.1")


def make_commitment(someone: Someone, *, registered: bool = True, **values: Any) -> Commitment:
    assert someone.stakeholder is not None
    values = {
        "title": "Lower the cost of sending money home",
        "wording": "Bring the average cost of a transfer below three per cent.",
        "kind": "policy",
        "due_on": "2030",
        "beneficiaries": "Migrant workers and their families",
        "terms": [an_action_area()],
    } | values
    made = operations.draft_commitment(
        owner_id=someone.stakeholder.pk, by=someone.actor, now=NOW, **values
    )
    if registered:
        operations.register_commitment(
            commitment_id=made.pk, revision=made.revision, by=someone.actor, now=NOW
        )
    return Commitment.unscoped.get(pk=made.pk)


def start(cycle: Cycle, someone: Someone) -> Report:
    assert someone.stakeholder is not None
    return operations.start_report(
        cycle_id=cycle.pk, stakeholder_id=someone.stakeholder.pk, by=someone.actor, now=NOW
    )


def write(
    report: Report,
    someone: Someone,
    text: str,
    *,
    key: str = "a_narrative",
    now: dt.datetime = NOW,
) -> DraftAnswer:
    """Save over whatever stands."""
    standing = DraftAnswer.objects.filter(report=report, key=key).first()
    return operations.save_answer(
        report_id=report.pk,
        key=key,
        value=text,
        revision=standing.revision if standing else 0,
        by=someone.actor,
        now=now,
    )


def attach(report: Report, someone: Someone, *, key: str) -> DraftAnswer:
    return operations.attach_answer_file(
        report_id=report.pk,
        key=key,
        file=SimpleUploadedFile("Evaluation.pdf", b"%PDF-1.7\n%text\n"),
        revision=0,
        by=someone.actor,
        now=NOW,
    )


def choose(
    report: Report,
    someone: Someone,
    visibility: str = Visibility.PUBLIC,
    *,
    may_quote: bool = True,
) -> None:
    standing = Report.unscoped.get(pk=report.pk)
    operations.save_choices(
        report_id=report.pk,
        visibility=visibility,
        may_quote=may_quote,
        revision=standing.choice_revision,
        by=someone.actor,
        now=NOW,
    )


def draft_hash(report: Report) -> str:
    return of_draft(Report.unscoped.get(pk=report.pk)).hash


def submit(report: Report, someone: Someone, *, now: dt.datetime = NOW) -> ReportVersion:
    return operations.submit_report(
        report_id=report.pk,
        draft_hash=draft_hash(report),
        speaks_for=True,
        by=someone.actor,
        now=now,
    )


def make_report(
    cycle: Cycle,
    someone: Someone,
    *,
    text: str = "Recruitment fees were abolished in two corridors.",
    visibility: str = Visibility.PUBLIC,
    evidence: str = "",
) -> Report:
    """A submitted report; with a file at the question `evidence` where one is named."""
    report = start(cycle, someone)
    write(report, someone, text)
    if evidence:
        attach(report, someone, key=evidence)
    choose(report, someone, visibility)
    submit(report, someone)
    return Report.unscoped.get(pk=report.pk)
