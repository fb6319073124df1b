"""Lodging: the Support Unit hands in what a stakeholder sent by note verbale or mail.

A draft that the stakeholder may have is left alone, and nothing tells that there is one: lodging
asks, answers and makes the same with and without it. The lodged version becomes version 1 of the
stakeholder's one report of the cycle, and the draft, if any, its correction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check, check_create
from gfmd_platform.access.exceptions import Invalid, NotVisible, WrongState
from gfmd_platform.cycles.enums import InvitationState, QuestionType
from gfmd_platform.cycles.models import Cycle, Question
from gfmd_platform.cycles.operations import note_participation
from gfmd_platform.cycles.queries import questionnaire_for
from gfmd_platform.cycles.values import canonical, check_text
from gfmd_platform.ledger.operations import actor_ref, record_event
from gfmd_platform.records.files import MOST_FILES, store
from gfmd_platform.records.operations import begin, lock
from gfmd_platform.stakeholders.enums import StakeholderState
from gfmd_platform.stakeholders.models import Stakeholder

from ..enums import Channel, ReportState, Visibility
from ..models import (
    DraftAnswer,
    LodgedFile,
    Lodging,
    LodgingConfirmation,
    Report,
    ReportVersion,
)
from ..report_content import Answer, ReportContent, lodging_words
from ..transitions import REPORT
from .drafts import keep
from .indexing import index
from .lodged_rows import StatusGiven, checked_statuses, checked_values, fill_draft
from .observations import RowGiven
from .reports import own_report
from .submission import write_version


@transaction.atomic
def lodge_report(
    *,
    cycle_id: UUID,
    stakeholder_id: UUID,
    channel: str,
    reference: str,
    dated_on: dt.date,
    received_on: dt.date,
    files: Sequence[File[bytes]],
    by: Actor,
    now: dt.datetime,
    description: str = "",
    answers: Mapping[str, Any] | None = None,
    statuses: Sequence[StatusGiven] = (),
    observations: Sequence[RowGiven] = (),
    visibility: str = Visibility.SUPPORT_UNIT,
    may_quote: bool = False,
    language: str = "en",
) -> ReportVersion:
    """Hand in on the stakeholder's behalf what it sent, unchanged, with the original attached.

    `answers` is the text as received, by question, `statuses` where commitments stand, and
    `observations` values of indicators; without any, `description` says what the attached original
    is. Who may read it is as the sender said, else the Support Unit only. Raises
    NotAllowed, NotVisible, Invalid, or WrongState when the stakeholder has handed in itself or the
    cycle takes no reports.
    """
    check_create(by, "lodging")
    cycle = Cycle.unscoped.visible_to(by).filter(pk=cycle_id).first()
    # The lock that beginning and handing in take too.
    stakeholder = (
        Stakeholder.unscoped.select_for_update(no_key=True)
        .filter(pk=stakeholder_id, state=StakeholderState.CONFIRMED)
        .first()
    )
    if cycle is None or stakeholder is None:
        raise NotVisible("No such cycle or stakeholder.")
    if not cycle.takes_reports:
        raise WrongState(_("This cycle takes no reports now."), state=cycle.state)
    found = own_report(cycle.pk, stakeholder.pk)
    report = lock(Report, found.pk) if found is not None else None
    if report is not None and report.state == ReportState.SUBMITTED:
        raise WrongState(
            _("Its report stands submitted; a correction is for its focal points."),
            state=report.state,
        )
    said = _checked(
        channel=channel,
        reference=reference,
        dated_on=dated_on,
        received_on=received_on,
        description=description,
        visibility=visibility,
        has_answers=any(str(value).strip() for value in (answers or {}).values())
        or bool(statuses or observations),
        files=files,
        now=now,
    )
    questionnaire_id = questionnaire_for(cycle, stakeholder.kind)
    asked = {
        question.key: question
        for question in Question.objects.filter(questionnaire=questionnaire_id)
    }
    kept = _answers(asked, answers or {}, language)
    # Of what stands in public: no draft is asked.
    unbegun = Report(cycle=cycle, stakeholder_id=stakeholder.pk)
    stand = checked_statuses(unbegun, statuses, language)
    values = checked_values(unbegun, observations)
    is_fresh = report is None
    if report is None:
        report = _begin(
            cycle, stakeholder, questionnaire_id, language, visibility, may_quote, now=now
        )
    lodging = Lodging(**said)
    originals = [
        LodgedFile(position=position, stored=store(file=file, now=now), name=_name(file))
        for position, file in enumerate(files)
    ]
    before = report.current_version
    assert questionnaire_id is not None  # whatever takes reports has questions
    content = ReportContent(
        report_id=report.pk,
        no=before.no + 1 if before else 1,
        questionnaire_id=questionnaire_id,
        language=language,
        visibility=visibility,
        may_quote=may_quote,
        answers=kept,
        statuses=stand,
        observations=values,
        lodging=lodging_words(lodging, originals),
    )
    version = write_version(report, content, by=by, now=now)
    lodging.version = version
    lodging.save()
    for original in originals:
        original.version = version
    LodgedFile.objects.bulk_create(originals)
    report.current_version = version
    report.state, report.state_at = ReportState.SUBMITTED, now
    report.revision += 1
    report.save(update_fields=["current_version", "state", "state_at", "revision"])
    if is_fresh:
        _fill_draft(report, kept, now=now)
        fill_draft(report, stand, values, by=Actor.system(), now=now)
    record_event(
        verb="report.lodge",
        record_id=report.pk,
        by=by,
        now=now,
        data={"version": version.no, "hash": version.content_hash},
    )
    note_participation(
        cycle_id=cycle.pk,
        stakeholder_id=stakeholder.pk,
        state=InvitationState.SUBMITTED,
        now=now,
    )
    index(report)
    return version


@transaction.atomic
def confirm_lodged(*, report_id: UUID, by: Actor, now: dt.datetime) -> LodgingConfirmation:
    """A focal point says that what was lodged is their stakeholder's report; a second time says
    nothing new. Raises NotVisible, NotAllowed, or WrongState when nothing lodged stands."""
    report = lock(Report, report_id)
    check(by, "confirm", report)
    version = report.current_version
    lodged = version is not None and Lodging.objects.filter(version=version).exists()
    if version is None or not lodged or report.state != ReportState.SUBMITTED:
        raise WrongState(_("What stands was not lodged."), state=report.state)
    done = LodgingConfirmation.objects.filter(version=version).first()
    if done is not None:
        return done
    row = LodgingConfirmation.objects.create(version=version, at=now, actor_ref=actor_ref(by))
    record_event(
        verb="report.confirm_lodged",
        record_id=report.pk,
        by=by,
        now=now,
        stakeholder_id=report.stakeholder_id,
        data={"version": version.no},
    )
    return row


def _begin(
    cycle: Cycle,
    stakeholder: Stakeholder,
    questionnaire_id: UUID | None,
    language: str,
    visibility: str,
    may_quote: bool,
    *,
    now: dt.datetime,
) -> Report:
    """A report whose only version is the lodged one; no draft is open."""
    return Report.unscoped.create(
        record=begin("report", owner_id=stakeholder.pk, now=now, timeless=True),
        state=REPORT.initial,
        state_at=now,
        cycle=cycle,
        stakeholder=stakeholder,
        questionnaire_id=questionnaire_id,
        language=language,
        visibility=visibility,
        may_quote=may_quote,
        drafting=False,
    )


def _fill_draft(report: Report, answers: Sequence[Answer], *, now: dt.datetime) -> None:
    """What a correction will begin from, written by nobody of the stakeholder's."""
    for answer in answers:
        row = DraftAnswer(report=report, key=answer.key, subject_id=None, revision=0)
        values = {"value": answer.value, "language": answer.language}
        keep(report, row, values, key=answer.key, subject=None, by=Actor.system(), now=now)


def _checked(
    *,
    channel: str,
    reference: str,
    dated_on: dt.date,
    received_on: dt.date,
    description: str,
    visibility: str,
    has_answers: bool,
    files: Sequence[File[bytes]],
    now: dt.datetime,
) -> dict[str, Any]:
    reference, description = reference.strip(), description.strip()
    errors: dict[str, list[str]] = {}
    if channel not in Channel.values:
        errors["channel"] = [_("Choose one of the answers.")]
    if visibility not in Visibility.values:
        errors["visibility"] = [_("Choose one of the answers.")]
    if len(reference) > 120 or "\x00" in reference:
        errors["reference"] = [_("At most %d characters fit.") % 120]
    if channel == Channel.NOTE_VERBALE and not reference:
        errors["reference"] = [_("Give the number of the note verbale.")]
    if received_on > now.date():
        errors["received_on"] = [_("This day has not come yet.")]
    if dated_on > received_on:
        errors["dated_on"] = [_("It cannot be dated after it was received.")]
    if not files:
        errors["files"] = [_("Attach the original as it was received.")]
    elif len(files) > MOST_FILES:
        errors["files"] = [_("A record has at most %d files.") % MOST_FILES]
    if not has_answers and not description:
        errors["description"] = [
            _("Say in a few facts what the original is, or enter its text below.")
        ]
    if errors:
        raise Invalid(errors)
    return {
        "channel": channel,
        "reference": reference,
        "dated_on": dated_on,
        "received_on": received_on,
        "description": check_text("description", description, 2000),
    }


def _answers(
    asked: Mapping[str, Question], answers: Mapping[str, Any], language: str
) -> list[Answer]:
    kept = []
    for key in sorted(answers):
        question = asked.get(key)
        if question is None or question.per_commitment or question.type == QuestionType.FILE:
            raise Invalid({key: [_("This question is not asked here.")]})
        text = canonical(question, answers[key], name=key)
        if text.strip():
            kept.append(Answer(key, text, language))
    return kept


def _name(file: File[bytes]) -> str:
    name = PurePath((file.name or "").replace("\\", "/")).name
    return name.replace("\x00", "")[:200] or "original"
