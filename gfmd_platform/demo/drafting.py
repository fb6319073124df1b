"""Three ministries of Arvania write one report: parts, what they keep of last year's, a comment, a
suggestion, a clearance chain of which one step stands cleared and one was reopened by a later
edit."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from commitments import operations
from commitments.models import Report, SectionAssignment
from commitments.proposals import Scope
from commitments.queries.clearing import chain_state
from gfmd_platform.access import Actor
from gfmd_platform.stakeholders.models import Membership

from .people import follow_link, give_authenticators
from .story import Story, read


def tell(story: Story, report: Report) -> None:
    """Around the draft that the focal point has begun."""
    texts = read("drafting")
    for row in texts["writers"]:
        _ask(story, report, row, texts["owner"])
    give_authenticators(*(row["email"] for row in texts["writers"]))
    for row in texts["answers"]:
        _write(story, report, row)
    for row in texts["kept"]:
        _keep(story, report, row)
    _set_chain(story, report, texts)
    for row in texts["cleared"]:
        _clear(story, report, row)
    _write(story, report, texts["edit"])
    _discuss(story, report, texts)
    ready = SectionAssignment.objects.filter(contributor__report=report, section=texts["ready"])
    writer = ready.get().contributor.membership
    assert writer is not None  # everybody has accepted
    operations.hand_back(
        report_id=report.pk,
        section=texts["ready"],
        by=Actor.of(writer.person),
        now=story.ago(2),
    )


def _ask(story: Story, report: Report, row: dict[str, Any], owner: str) -> None:
    now = story.ago(row["days"])
    operations.invite_by_mail(
        report_id=report.pk,
        email=row["email"],
        name=row["name"],
        unit=row["unit"],
        sections=row["sections"],
        due_on=(story.now + dt.timedelta(days=row["due_in"])).date(),
        note=row["note"],
        by=story.speaker(owner),
        now=now,
    )
    follow_link(row["email"], now)


def _write(story: Story, report: Report, row: dict[str, Any]) -> None:
    operations.save_answer(
        report_id=report.pk,
        key=row["key"],
        value=row["text"],
        revision=standing(report.answers.filter(key=row["key"])),
        by=story.actor(row["by"]),
        now=story.ago(row["days"]),
    )


def _keep(story: Story, report: Report, row: dict[str, Any]) -> None:
    """What was brought in from the last report holds this year too."""
    operations.keep_proposals(
        report_id=report.pk,
        scope=Scope(key=row["key"]),
        by=story.actor(row["by"]),
        now=story.ago(row["days"]),
    )


def standing(found: QuerySet[Any]) -> int:
    """The revision to write over: of the row that stands, if one does."""
    return found.values_list("revision", flat=True).first() or 0


def _set_chain(story: Story, report: Report, texts: dict[str, Any]) -> None:
    seats = {
        seat.person.email: seat.pk
        for seat in Membership.objects.current()
        .filter(stakeholder=report.stakeholder_id)
        .select_related("person")
    }
    operations.set_chain(
        report_id=report.pk,
        steps=[
            operations.StepShape(row["name"], row["sections"], [seats[e] for e in row["members"]])
            for row in texts["chain"]
        ],
        as_usual=True,
        by=story.speaker(texts["owner"]),
        now=story.ago(8),
    )


def _clear(story: Story, report: Report, row: dict[str, Any]) -> None:
    state = next(s for s in chain_state(report) if s.step.name == row["step"])
    operations.clear_step(
        report_id=report.pk,
        step_id=state.step.pk,
        text_hash=state.text_hash,
        by=story.actor(row["by"]),
        now=story.ago(row["days"]),
    )


def _discuss(story: Story, report: Report, texts: dict[str, Any]) -> None:
    row = texts["comment"]
    first = operations.comment(
        report_id=report.pk,
        section=row["section"],
        key=row["key"],
        body=row["body"],
        by=story.actor(row["by"]),
        now=story.ago(row["days"]),
    )
    operations.comment(
        report_id=report.pk,
        section=row["section"],
        parent_id=first.pk,
        body=row["answer"],
        by=story.actor(row["answered_by"]),
        now=story.ago(row["days"] - 1),
    )
    row = texts["suggestion"]
    operations.suggest(
        report_id=report.pk,
        key=row["key"],
        text=row["text"],
        base=report.answers.get(key=row["key"]).revision,
        by=story.actor(row["by"]),
        now=story.ago(row["days"]),
    )
