"""A joint report: begun by its lead, signed by two others, handed in."""

from __future__ import annotations

from typing import Any

from commitments import operations
from commitments.models import Report
from commitments.report_content import of_draft
from gfmd_platform.cycles.models import Cycle

from .story import Story


def tell(story: Story, cycle: Cycle, row: dict[str, Any]) -> Report:
    by, now = story.speaker(row["lead"]), story.ago(row["days"], 8)
    report = operations.start_joint_report(
        cycle_id=cycle.pk,
        stakeholder_id=story.stakeholders[row["lead"]].pk,
        title=row["title"],
        by=by,
        now=now,
    )
    for key, value in row["answers"].items():
        operations.save_answer(
            report_id=report.pk, key=key, value=value, revision=0, by=by, now=now
        )
    operations.save_choices(
        report_id=report.pk,
        visibility="public",
        may_quote=True,
        revision=0,
        by=by,
        now=now,
    )
    for name in row["co_signatories"]:
        asked = operations.invite_co_signatory(
            report_id=report.pk, stakeholder_id=story.stakeholders[name].pk, by=by, now=now
        )
        operations.confirm_joint_report(
            co_signatory_id=asked.pk,
            text_hash=of_draft(Report.unscoped.get(pk=report.pk)).text_hash,
            by=story.speaker(name),
            now=story.ago(row["days"], 12),
        )
    operations.submit_report(
        report_id=report.pk,
        draft_hash=of_draft(Report.unscoped.get(pk=report.pk)).hash,
        speaks_for=True,
        by=by,
        now=story.ago(row["days"], 15),
    )
    return report
