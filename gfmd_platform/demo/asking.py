"""What the Support Unit asks about submitted reports: one question answered, one open; for
clarification of a commitment; and a report with a translation beside it."""

from __future__ import annotations

from commitments import operations
from commitments.models import Report
from gfmd_platform.cycles.models import Cycle

from .story import Story, read


def tell(story: Story, cycle: Cycle, which: str) -> None:
    """About the first versions of a cycle's reports."""
    for row in read("asking")[which]:
        report = Report.unscoped.get(cycle=cycle, stakeholder=story.stakeholders[row["owner"]])
        question = operations.ask_question(
            report_id=report.pk,
            no=1,
            section=row["section"],
            key=row["key"],
            text=row["text"],
            by=story.support_unit,
            now=story.ago(row["days"]),
        )
        if "answer" in row:
            operations.answer_question(
                question_id=question.pk,
                revision=question.revision,
                text=row["answer"],
                by=story.speaker(row["owner"]),
                now=story.ago(row["answered"]),
            )


def clarify(story: Story) -> None:
    """Of a registered commitment, not answered yet."""
    row = read("asking")["commitment"]
    operations.ask_about_commitment(
        commitment_id=story.made[row["about"]].pk,
        no=1,
        key=row["key"],
        text=row["text"],
        by=story.support_unit,
        now=story.ago(row["days"]),
    )


def translate(story: Story, cycle: Cycle) -> None:
    row = read("asking")["translation"]
    report = Report.unscoped.get(cycle=cycle, stakeholder=story.stakeholders[row["owner"]])
    operations.translate_version(
        report_id=report.pk,
        no=1,
        language=row["language"],
        texts=[operations.TranslatedText(key, text, 0) for key, text in row["texts"].items()],
        by=story.speaker(row["owner"]),
        now=story.ago(row["days"]),
    )
