"""Answers of a draft: each field saved by itself, whatever its type."""

from __future__ import annotations

import datetime as dt
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import Invalid, NotVisible, WrongState
from gfmd_platform.cycles.enums import QuestionType
from gfmd_platform.cycles.values import canonical, file_of, file_value, in_words
from gfmd_platform.records.files import store

from ..asking import asked_questions, is_in_place, last_asked, place_of
from ..models import DraftAnswer, DraftFile, Report
from ..sections import sections_for
from .drafts import keep, open_draft, settled


@transaction.atomic
def save_answer(
    *,
    report_id: UUID,
    key: str,
    value: Any,
    revision: int,
    by: Actor,
    now: dt.datetime,
    subject: UUID | None = None,
    language: str = "",
) -> DraftAnswer:
    """Keep the answer to one question; `revision` is the one read before, 0 for the first save.

    `subject` is the commitment, where the question is asked of each. `value` is canonical text, or
    a list for several answers and tables (gfmd_platform/cycles/values.py), or a function that makes
    it once it is known how the question asks (`asking.Reading`). A key that a newer question
    continues is saved under the newer one; one that is no longer asked stays beside.
    Raises NotVisible, NotAllowed, WrongState when no draft is open, Invalid, or StaleRevision.
    """
    report = open_draft(report_id, by)
    place = place_of(report, key, subject, value)
    sections_for(by, report).require(place.question.part, writing=True)
    text = canonical(place.question, place.value, name=key)
    if place.question.type == QuestionType.FILE:
        _check_file(report, key, text)
    return _keep_answer(
        report, place.key, subject, text, revision, by=by, now=now, language=language
    )


@transaction.atomic
def attach_answer_file(
    *,
    report_id: UUID,
    key: str,
    file: File[bytes],
    revision: int,
    by: Actor,
    now: dt.datetime,
    subject: UUID | None = None,
) -> DraftAnswer:
    """Answer a question with a file; only those who may read the draft can have it.

    Raises as `save_answer`; Invalid too for a file that is empty, too large or disguised, or when
    the question asks for something else.
    """
    report = open_draft(report_id, by)
    place = place_of(report, key, subject, "")
    sections_for(by, report).require(place.question.part, writing=True)
    if place.question.type != QuestionType.FILE:
        raise Invalid({key: [_("This question does not ask for a file.")]})
    try:
        stored = store(file=file, now=now)
    except Invalid as refusal:
        raise Invalid({key: refusal.errors["file"]}) from None
    DraftFile.objects.get_or_create(report=report, stored=stored, defaults={"at": now})
    name = PurePath((file.name or "").replace("\\", "/")).name.replace("\x00", "")[:200]
    text = file_value(name=name or stored.sha256, size=stored.size, sha256=stored.sha256)
    return _keep_answer(report, place.key, subject, text, revision, by=by, now=now)


@transaction.atomic
def copy_aside(
    *,
    report_id: UUID,
    key: str,
    subject: UUID | None,
    to: str,
    to_subject: UUID | None,
    by: Actor,
    now: dt.datetime,
) -> DraftAnswer:
    """Copy an answer whose question is no longer asked into another question of words.

    It is added below what stands there; the answer itself stays beside. Raises as `save_answer`,
    Invalid when the other question cannot take it.
    """
    report = open_draft(report_id, by)
    rows = DraftAnswer.objects.select_related("subject")
    row = rows.filter(report=report, key=key, subject=subject).first()
    asked = asked_questions(report)
    question = asked.get(to)
    before = last_asked(report, [key]).get(key)
    if row is None or before is None or question is None:
        raise NotVisible("No such answer.")
    sections_for(by, report).require(before.part)
    if is_in_place(row, asked):
        raise WrongState(_("This question is asked; its answer stands there."))
    sections_for(by, report).require(question.part, writing=True)
    target = DraftAnswer.objects.filter(report=report, key=to, subject=to_subject).first()
    standing = target.value if target else ""
    added = value_for(before, row.value, question)
    if question.type in (QuestionType.LONG_TEXT, QuestionType.SHORT_TEXT) and standing.strip():
        added = f"{standing.rstrip()}\n\n{added}"
    elif standing:
        raise Invalid({"to": [_("This question has an answer already; it holds one only.")]})
    return save_answer(
        report_id=report_id,
        key=to,
        subject=to_subject,
        value=added,
        revision=target.revision if target else 0,
        by=by,
        now=now,
    )


def value_for(before: Any, value: str, question: Any) -> str:
    """An answer to one question as another may take it: words for words, else as it is."""
    if question.type in (QuestionType.LONG_TEXT, QuestionType.SHORT_TEXT):
        return in_words(before, value)
    return value


def _keep_answer(
    report: Report,
    key: str,
    subject: UUID | None,
    text: str,
    revision: int,
    *,
    by: Actor,
    now: dt.datetime,
    language: str = "",
) -> DraftAnswer:
    row = DraftAnswer.objects.filter(report=report, key=key, subject=subject).first()
    if row is None:
        row = DraftAnswer(
            report=report, key=key, subject_id=subject, revision=0, language=report.language
        )
    values = {"value": text, "language": language or row.language}
    before = {"value": row.value, "language": row.language}
    if settled(row, revision, before, values, shown=("value",)):
        return row
    kept: DraftAnswer = keep(report, row, values, key=key, subject=subject, by=by, now=now)
    return kept


def _check_file(report: Report, key: str, text: str) -> None:
    """A file is an answer only after it was attached to this draft."""
    held = file_of(text)
    if held and not DraftFile.objects.filter(report=report, stored=held["sha256"]).exists():
        raise Invalid({key: [_("Attach the file to this report first.")]})
