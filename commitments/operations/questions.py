"""Questions of the Support Unit about reports and commitments, and their answers.

Nothing here touches the version. What was sent stands: an answer may be followed by another.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.exceptions import Invalid, NotVisible, WrongState
from gfmd_platform.interface.languages import TEXT_LANGUAGES
from gfmd_platform.ledger.operations import actor_ref, record_event
from gfmd_platform.records.operations import begin, check_revision, lock

from ..enums import CommitmentState, QuestionEntryKind, QuestionState, ReportState
from ..models import (
    Commitment,
    CommitmentVersion,
    QuestionEntry,
    Report,
    ReportVersion,
    SupportQuestion,
)
from ..models.questions import TEXT
from ..policies import readable_versions
from ..queries.questions import passages_of_version
from ..report_checks import check_text
from ..transitions import QUESTION

LONGEST = 5_000


@transaction.atomic
def ask_question(
    *,
    report_id: UUID,
    no: int,
    section: str,
    text: str,
    by: Actor,
    now: dt.datetime,
    key: str = "",
    subject: UUID | None = None,
    language: str = "en",
) -> SupportQuestion:
    """Ask about a part of version `no`, or with `key` about one field of it (`subject`: its
    commitment, or the row of a value). The same words twice are one question.

    Raises NotVisible, NotAllowed, WrongState once it is withdrawn, or Invalid.
    """
    report = lock(Report, report_id)
    check(by, "ask", report)
    _check_stands(report)
    version = readable_versions(by, report).filter(no=no).first()
    if version is None:
        raise NotVisible("No such version.")
    place = (section, key, subject)
    return _ask(version, report.stakeholder_id, place, text, language, by=by, now=now)


@transaction.atomic
def ask_about_commitment(
    *,
    commitment_id: UUID,
    no: int,
    text: str,
    by: Actor,
    now: dt.datetime,
    key: str = "",
    language: str = "en",
) -> SupportQuestion:
    """Ask for clarification about version `no` of a commitment, or with `key` about one field of
    it. The same words twice are one question.

    Raises NotVisible, NotAllowed, WrongState once it is withdrawn, or Invalid.
    """
    commitment = lock(Commitment, commitment_id)
    check(by, "ask", commitment)
    _check_stands(commitment)
    version = CommitmentVersion.objects.filter(subject=commitment, no=no).first()
    if version is None:
        raise NotVisible("No such version.")
    owner_id = commitment.record.owner_id
    assert owner_id is not None  # every commitment has an owner
    return _ask(version, owner_id, (TEXT, key, None), text, language, by=by, now=now)


def _ask(
    version: ReportVersion | CommitmentVersion,
    owner_id: UUID,
    place: tuple[str, str, UUID | None],
    text: str,
    language: str,
    *,
    by: Actor,
    now: dt.datetime,
) -> SupportQuestion:
    if not any(passage.place == place for passage in passages_of_version(version)):
        raise NotVisible("No such passage.")
    text, language = _words(text), _language(language)
    kind = "commitment_version" if isinstance(version, CommitmentVersion) else "version"
    about = {kind: version} | dict(zip(("section", "key", "subject"), place, strict=True))
    same = SupportQuestion.unscoped.filter(
        **about, state=QuestionState.OPEN, entries__text=text
    ).first()
    if same is not None:
        return same
    question = SupportQuestion.unscoped.create(
        record=begin("question", owner_id=owner_id, now=now),
        state=QUESTION.initial,
        state_at=now,
        **about,
    )
    _keep(question, QuestionEntryKind.QUESTION, text, language, by, now)
    record_event(
        verb="question.ask",
        record_id=question.pk,
        by=by,
        now=now,
        data=_named(version),
    )
    return question


@transaction.atomic
def answer_question(
    *,
    question_id: UUID,
    revision: int | None,
    text: str,
    by: Actor,
    now: dt.datetime,
    language: str = "en",
) -> SupportQuestion:
    """Answer for the stakeholder, or add to an answer. What is sent cannot be changed.

    Raises NotVisible, NotAllowed, WrongState, Invalid, or StaleRevision when something was said
    that `revision` did not know of.
    """
    return _say("answer", QuestionEntryKind.ANSWER, question_id, revision, text, language, by, now)


@transaction.atomic
def follow_up_question(
    *,
    question_id: UUID,
    revision: int | None,
    text: str,
    by: Actor,
    now: dt.datetime,
    language: str = "en",
) -> SupportQuestion:
    """Ask on after an answer, or after the question was closed. Raises as `answer_question`."""
    kind = QuestionEntryKind.QUESTION
    return _say("follow_up", kind, question_id, revision, text, language, by, now)


@transaction.atomic
def close_question(
    *, question_id: UUID, revision: int | None, by: Actor, now: dt.datetime
) -> SupportQuestion:
    """Say that nothing more is asked. Raises as `answer_question`."""
    question = lock(SupportQuestion, question_id)
    QUESTION.check(question, "close", by=by)
    _check_revision(question, revision, "")
    QUESTION.move(question, "close", by=by, now=now)
    return question


def _say(
    verb: str,
    kind: QuestionEntryKind,
    question_id: UUID,
    revision: int | None,
    text: str,
    language: str,
    by: Actor,
    now: dt.datetime,
) -> SupportQuestion:
    question = lock(SupportQuestion, question_id)
    QUESTION.check(question, verb, by=by)
    _check_revision(question, revision, text)
    text, language = _words(text), _language(language)
    if verb == "follow_up":
        _check_stands(question.of.subject)
    _keep(question, kind, text, language, by, now)
    QUESTION.move(
        question,
        verb,
        by=by,
        now=now,
        data=_named(question.of),
    )
    return question


def _keep(
    question: SupportQuestion,
    kind: QuestionEntryKind,
    text: str,
    language: str,
    by: Actor,
    now: dt.datetime,
) -> None:
    seat = by.seat_in(question.record.owner_id) if kind == QuestionEntryKind.ANSWER else None
    QuestionEntry.objects.create(
        question=question,
        no=QuestionEntry.objects.filter(question=question).count() + 1,
        kind=kind,
        text=text,
        language=language,
        at=now,
        actor_ref=actor_ref(by),
        membership_id=seat.membership_id if seat else None,
    )


def _named(version: ReportVersion | CommitmentVersion) -> dict[str, Any]:
    kind = "commitment" if isinstance(version, CommitmentVersion) else "report"
    return {kind: str(version.subject_id), "version": version.no}


def _check_stands(subject: Report | Commitment) -> None:
    if isinstance(subject, Commitment):
        if subject.state != CommitmentState.REGISTERED:
            raise WrongState(_("The commitment was withdrawn."), state=subject.state)
    elif subject.state != ReportState.SUBMITTED:
        raise WrongState(_("The report was withdrawn; its words are not read any more."))


def _check_revision(question: SupportQuestion, revision: int | None, text: str) -> None:
    last = QuestionEntry.objects.filter(question=question).order_by("-no").first()
    current = {"state": question.state, "text": last.text if last else ""}
    check_revision(question, revision, current=current, yours={"text": text})


def _words(text: str) -> str:
    text = check_text("text", text).strip()
    if not text:
        raise Invalid({"text": [_("Write something.")]})
    if len(text) > LONGEST:
        raise Invalid(
            {"text": [_("At most %(length)d characters are kept here.") % {"length": LONGEST}]}
        )
    return text


def _language(language: str) -> str:
    if language not in TEXT_LANGUAGES:
        raise Invalid({"language": [_("Choose a language from the list.")]})
    return language
