"""Two cycles: one that was reported to, one that is open."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.base import ContentFile

from commitments import operations
from commitments.models import CommitmentIndicator, Report
from commitments.report_content import of_draft
from gfmd_platform.cycles import operations as cycles
from gfmd_platform.cycles.models import Cycle
from gfmd_platform.cycles.questionnaire import QuestionShape, default_questions, from_rows
from gfmd_platform.taxonomy.models import GoalInFocus

from . import asking, drafting, signing
from .story import Story, read

PAST_OPENED, PAST_ASKED_BY, PAST_CLOSED = 260, 186, 180
CURRENT_OPENED = 40


def tell_past(story: Story) -> Cycle:
    """The cycle of 2026: seven reports, a correction, one stakeholder that declined."""
    texts = read("reports")
    cycle = _open(story, texts["past"], PAST_OPENED, PAST_ASKED_BY)
    for row in texts["reports"]:
        _hand_in(story, cycle, row)
    asking.tell(story, cycle, "past")
    asking.translate(story, cycle)
    _correct(story, cycle, texts["correction"])
    declined = texts["declined"]
    operations.decline_cycle(
        cycle_id=cycle.pk,
        stakeholder_id=story.stakeholders[declined["owner"]].pk,
        reason=declined["reason"],
        by=story.speaker(declined["owner"]),
        now=story.ago(declined["days"]),
    )
    cycles.close_cycle(cycle_id=cycle.pk, by=story.support_unit, now=story.ago(PAST_CLOSED))
    return cycle


def tell_current(story: Story) -> Cycle:
    """The cycle of 2027: open, one report handed in, one draft that only its authors see, one
    lodged, a joint one."""
    texts = read("reports")
    cycle = _open(story, texts["current"], CURRENT_OPENED, -120)
    _hand_in(story, cycle, texts["handed_in"])
    asking.tell(story, cycle, "current")
    asking.clarify(story)
    drafting.tell(story, _write(story, cycle, texts["draft"]))
    _lodge(story, cycle, texts["lodged"])
    signing.tell(story, cycle, texts["joint"])
    return cycle


def _open(story: Story, row: dict[str, Any], opened: int, asked_by: int) -> Cycle:
    year = row["year"]
    cycle = cycles.create_cycle(
        title=row["title"],
        theme=row["theme"],
        year=year,
        kind=row["kind"],
        opens_on=story.ago(opened).date(),
        asked_by=story.ago(asked_by).date()
        if asked_by > 0
        else (story.now - dt.timedelta(days=asked_by)).date(),
        goals=GoalInFocus.objects.in_force().filter(year=year).values_list("goal_id", flat=True),
        by=story.support_unit,
        now=story.ago(opened + 5),
        questions=_asked(row) if "questions" in row else None,
    )
    if "others" in row:
        _ask_others(story, cycle, row["others"], story.ago(opened + 4))
    return cycles.open_cycle(cycle_id=cycle.pk, by=story.support_unit, now=story.ago(opened))


def _asked(row: dict[str, Any]) -> list[QuestionShape]:
    """The platform's own questions and the cycle's, part by part."""
    asked = [*default_questions(), *from_rows(row["questions"])]
    return sorted(asked, key=lambda question: question.part)


def _ask_others(story: Story, cycle: Cycle, row: dict[str, Any], now: dt.datetime) -> None:
    audience = cycles.save_audience(
        cycle_id=cycle.pk, name=row["name"], kinds=row["kinds"], by=story.support_unit, now=now
    )
    cycles.revise_questionnaire(
        cycle_id=cycle.pk,
        audience_id=audience.pk,
        questions=_asked(row),
        by=story.support_unit,
        now=now,
    )


def _write(story: Story, cycle: Cycle, row: dict[str, Any]) -> Report:
    """A draft with its answers, as the focal point saves them one by one; last year's are brought
    in before, where the story says so."""
    by, now = story.speaker(row["owner"]), story.ago(row["days"], 8)
    report = operations.start_report(
        cycle_id=cycle.pk,
        stakeholder_id=story.stakeholders[row["owner"]].pk,
        language=row.get("language", "en"),
        by=by,
        now=now,
    )
    if row.get("brings_in"):
        operations.bring_in(report_id=report.pk, by=by, now=now)
    for key, value in row["answers"].items():
        operations.save_answer(
            report_id=report.pk,
            key=key,
            value=value,
            revision=drafting.standing(report.answers.filter(key=key)),
            by=by,
            now=now,
        )
    for status in row.get("statuses", ()):
        commitment = story.made[status["commitment"]]
        operations.save_status(
            report_id=report.pk,
            commitment_id=commitment.pk,
            status=status["status"],
            note=status["note"],
            revision=drafting.standing(report.statuses.filter(commitment=commitment)),
            by=by,
            now=now,
        )
    for value in row.get("values", ()):
        indicator = CommitmentIndicator.objects.filter(
            commitment=story.made[value["commitment"]], term=None
        ).earliest("pk")
        operations.add_observation(
            report_id=report.pk,
            indicator_key=indicator.key,
            unit=indicator.unit,
            by=by,
            now=now,
            **{name: said for name, said in value.items() if name != "commitment"},
        )
    return report


def _hand_in(story: Story, cycle: Cycle, row: dict[str, Any]) -> None:
    report = _write(story, cycle, row)
    by, now = story.speaker(row["owner"]), story.ago(row["days"], 15)
    report.refresh_from_db()
    operations.save_choices(
        report_id=report.pk,
        visibility=row["visibility"],
        may_quote=row["may_quote"],
        revision=report.choice_revision,
        by=by,
        now=now,
    )
    _submit(story, report, row["owner"], now)
    operations.acknowledge_report(
        report_id=report.pk, by=story.support_unit, now=now + dt.timedelta(days=1)
    )


def _submit(story: Story, report: Report, owner: str, now: dt.datetime) -> None:
    report = Report.unscoped.get(pk=report.pk)
    operations.submit_report(
        report_id=report.pk,
        draft_hash=of_draft(report).hash,
        speaks_for=True,
        by=story.speaker(owner),
        now=now,
    )


def _lodge(story: Story, cycle: Cycle, row: dict[str, Any]) -> None:
    """What came by note verbale, entered as it was received."""
    received = story.ago(row["days"])
    operations.lodge_report(
        cycle_id=cycle.pk,
        stakeholder_id=story.stakeholders[row["owner"]].pk,
        channel=row["channel"],
        reference=row["reference"],
        dated_on=story.ago(row["days"] + 2).date(),
        received_on=received.date(),
        files=[ContentFile(row["original"].encode(), name=row["file"])],
        answers=row["answers"],
        visibility=row["visibility"],
        by=story.support_unit,
        now=received,
    )


def _correct(story: Story, cycle: Cycle, row: dict[str, Any]) -> None:
    """A figure was read wrongly; version 2 sets it right and version 1 stays."""
    by, now = story.speaker(row["owner"]), story.ago(row["days"])
    report = Report.unscoped.get(
        cycle=cycle, kind="own", stakeholder=story.stakeholders[row["owner"]]
    )
    operations.correct_report(report_id=report.pk, by=by, now=now)
    operations.save_answer(
        report_id=report.pk,
        key=row["key"],
        value=row["value"],
        revision=drafting.standing(report.answers.filter(key=row["key"])),
        by=by,
        now=now,
    )
    value = report.observations.get(
        period=row["period"], commitment=story.made[row["commitment"]].pk, dims=""
    )
    operations.save_observation(
        report_id=report.pk,
        observation_id=value.pk,
        revision=value.revision,
        value=row["corrected_value"],
        by=by,
        now=now,
    )
    _submit(story, report, row["owner"], now)
