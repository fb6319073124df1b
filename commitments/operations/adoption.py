"""Taking over the questions that a cycle asks now, in a draft that was begun with others."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import NotAllowed, StaleRevision
from gfmd_platform.cycles.models import Questionnaire
from gfmd_platform.cycles.queries import questionnaire_for
from gfmd_platform.ledger.operations import record_event

from ..asking import asked_questions, can_take, links_of, successor
from ..models import DraftAnswer, DraftRevision, Report
from ..sections import ALL, sections_for
from .drafts import open_draft, remember


@transaction.atomic
def adopt_questionnaire(
    *, report_id: UUID, questionnaire_id: UUID, by: Actor, now: dt.datetime
) -> Report:
    """Have the draft answer the questions that are asked now; `questionnaire_id` is what was shown.

    An answer stays under its key where that is still asked, and goes to the question that continues
    it where that can take it and has no answer. All others are kept beside. Adopting again does
    nothing. Raises NotVisible, NotAllowed for those who write a part only, WrongState, or
    StaleRevision when other questions were issued meanwhile.
    """
    report = open_draft(report_id, by)
    if not sections_for(by, report).writes >= ALL:
        raise NotAllowed(_("A focal point adopts the new questions for the whole report."))
    wanted = questionnaire_for(report.cycle, report.stakeholder.kind)
    if report.questionnaire_id == wanted:
        return report
    if wanted != questionnaire_id:
        raise StaleRevision(revision=0, current={"questionnaire": wanted})
    assert wanted is not None  # a report's cycle asks something
    take_over(report, Questionnaire.objects.get(pk=wanted), by=by, now=now)
    record_event(
        verb="report.adopt",
        record_id=report.pk,
        by=by,
        now=now,
        stakeholder_id=report.stakeholder_id,
    )
    return report


def take_over(report: Report, to: Questionnaire, *, by: Actor, now: dt.datetime) -> None:
    """Point the draft at other questions and move the answers that these continue."""
    report.questionnaire = to
    report.save(update_fields=["questionnaire"])
    asked = asked_questions(report)
    links = links_of(report.cycle_id, to.no)
    rows = list(DraftAnswer.objects.filter(report=report).order_by("key", "subject_id"))
    standing = {(row.key, row.subject_id): row for row in rows}
    for row in rows:
        if row.key in asked:
            continue
        key = successor(row.key, asked, links)
        if key is None or not can_take(asked[key], row.subject_id, row.value):
            continue
        taken = standing.get((key, row.subject_id))
        if taken is not None:
            if taken.value.strip() or not row.value.strip():
                continue
            # The empty answer gives way; revisions go on above both, so that none repeats.
            row.revision = max(row.revision, taken.revision) + 1
            taken.delete()
        row.key = key
        row.save(update_fields=["key", "revision"])
        standing[(key, row.subject_id)] = row
        _remember_move(report, row, by=by, now=now)


def _remember_move(report: Report, row: DraftAnswer, *, by: Actor, now: dt.datetime) -> None:
    """The text is in the history under both keys; a revision that stands there is not repeated."""
    held = DraftRevision.objects.filter(
        report=report, key=row.key, subject=row.subject_id, revision__gte=row.revision
    )
    last = held.order_by("-revision").values_list("revision", flat=True).first()
    if last is not None:
        row.revision = last + 1
        row.save(update_fields=["revision"])
    values = {"value": row.value, "language": row.language}
    remember(report, row.key, row.subject_id, row.revision, values, by=by, now=now)
