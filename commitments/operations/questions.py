"""Questions of the Support Unit about what was submitted, and their answers.

Nothing here touches the version. What was sent stands: an answer may be followed by another.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.exceptions import Invalid, NotVisible, WrongState
from gfmd_platform.interface.languages import TEXT_LANGUAGES
from gfmd_platform.ledger.operations import actor_ref, record_event
from gfmd_platform.records.operations import begin, check_revision, lock

from ..enums import QuestionEntryKind, QuestionState, ReportState
from ..models import QuestionEntry, Report, ReportVersion, SupportQuestion
from ..policies import readable_versions
from ..queries.passages import passages_of
from ..queries.reports import shown
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
    passages = passages_of(shown(version))
    if not any(passage.place == (section, key, subject) for passage in passages):
        raise NotVisible("No such passage.")
    text, language = _words(text), _language(language)
    same = SupportQuestion.unscoped.filter(
        version=version,
        section=section,
        key=key,
        subject=subject,
        state=QuestionState.OPEN,
        entries__text=text,
    ).first()
    if same is not None:
        return same
    question = SupportQuestion.unscoped.create(
        record=begin("question", owner_id=report.stakeholder_id, now=now),
        state=QUESTION.initial,
        state_at=now,
        version=version,
        section=section,
        key=key,
        subject=subject,
    )
    _keep(question, QuestionEntryKind.QUESTION, text, language, by, now)
    record_event(
        verb="question.ask",
        record_id=question.pk,
        by=by,
        now=now,
        data={"report": str(report.pk), "version": no},
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
    version = ReportVersion.objects.select_related("subject").get(pk=question.version_id)
    if verb == "follow_up":
        _check_stands(version.subject)
    _keep(question, kind, text, language, by, now)
    QUESTION.move(
        question,
        verb,
        by=by,
        now=now,
        data={"report": str(version.subject_id), "version": version.no},
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


def _check_stands(report: Report) -> None:
    if report.state != ReportState.SUBMITTED:
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
