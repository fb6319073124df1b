"""Comments and suggestions beside a draft."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.exceptions import (
    Invalid,
    NotAllowed,
    NotVisible,
    StaleRevision,
    WrongState,
)
from gfmd_platform.cycles.enums import QuestionType
from gfmd_platform.cycles.models import Question
from gfmd_platform.interface.merging import three_way
from gfmd_platform.ledger.operations import record_event
from gfmd_platform.records.operations import lock

from ..enums import SuggestionState
from ..models import (
    DraftAnswer,
    DraftComment,
    DraftCommentText,
    DraftRevision,
    DraftStatus,
    MarginRead,
    Report,
    Suggestion,
)
from ..report_checks import check_text
from ..sections import STATUS, section_of, sections_for
from .answers import save_answer
from .drafts import open_draft, save_status

_LONGEST = 5_000
_TEXTS = (QuestionType.LONG_TEXT, QuestionType.SHORT_TEXT)


@transaction.atomic
def comment(
    *,
    report_id: UUID,
    section: str,
    body: str,
    by: Actor,
    now: dt.datetime,
    key: str = "",
    subject: UUID | None = None,
    parent_id: UUID | None = None,
) -> DraftComment:
    """Say something beside a part, or a field of it; `parent_id` answers a comment, and an answer
    to an answer joins the same thread. Whoever reads the part may. Also after submission.

    Raises NotVisible, NotAllowed or Invalid.
    """
    report = _report(report_id, by)
    parent: DraftComment | None = None
    if parent_id is not None:
        parent = _comment(report, parent_id, by)
        parent = parent.parent or parent
        section, key, subject = parent.section, parent.key, parent.subject
    sections_for(by, report).require(section)
    if key and section_of(report, key) != section:
        raise NotVisible("No such field.")
    row = DraftComment.objects.create(
        report=report,
        section=section,
        key=key,
        subject=subject,
        parent=parent,
        body=_body(body),
        by=by.person,
        at=now,
    )
    _event("report.comment", report, by, now, comment=str(row.pk))
    return row


@transaction.atomic
def edit_comment(
    *, report_id: UUID, comment_id: UUID, body: str, by: Actor, now: dt.datetime
) -> DraftComment:
    """Change one's own comment while a draft is open; what it said stays.

    Raises NotVisible, NotAllowed, WrongState or Invalid.
    """
    report = open_draft(report_id, by, action="comment")
    row = _comment(report, comment_id, by)
    if row.by_id is None or by.person is None or row.by_id != by.person.pk:
        raise NotAllowed(_("Only who wrote a comment changes it."))
    text = _body(body)
    if text != row.body:
        DraftCommentText.objects.create(comment=row, body=row.body, until=now)
        row.body, row.edited_at = text, now
        row.save(update_fields=["body", "edited_at"])
    return row


@transaction.atomic
def resolve_comment(
    *, report_id: UUID, comment_id: UUID, by: Actor, now: dt.datetime, resolved: bool = True
) -> DraftComment:
    """Close a thread, or open it again. Raises NotVisible or NotAllowed."""
    report = _report(report_id, by)
    row = _comment(report, comment_id, by)
    row = row.parent or row
    if resolved != (row.resolved_at is not None):
        row.resolved_at = now if resolved else None
        row.resolved_by = by.person if resolved else None
        row.save(update_fields=["resolved_at", "resolved_by"])
        _event(
            "report.resolve" if resolved else "report.reopen", report, by, now, comment=str(row.pk)
        )
    return row


@transaction.atomic
def suggest(
    *,
    report_id: UUID,
    key: str,
    text: str,
    base: int,
    by: Actor,
    now: dt.datetime,
    subject: UUID | None = None,
) -> Suggestion:
    """Propose a text for a field in place of what it said at revision `base`.

    Raises NotVisible, NotAllowed, WrongState when no draft is open, or Invalid when the field is
    no text or says so already.
    """
    report = open_draft(report_id, by, action="comment")
    section = section_of(report, key)
    sections_for(by, report).require(section)
    if key != STATUS:
        question = Question.objects.filter(questionnaire=report.questionnaire_id, key=key).first()
        if question is None or question.type not in _TEXTS:
            raise Invalid({"text": [_("Texts can be suggested for fields of text only.")]})
    elif not DraftStatus.objects.filter(report=report, commitment=subject).exists():
        raise NotVisible("No such field.")
    if base and text_at(report, key, subject, base) is None:
        raise NotVisible("No such earlier text.")
    text = check_text("text", text)
    if text == (text_at(report, key, subject, base) or ""):
        raise Invalid({"text": [_("This is what stands: change something.")]})
    row = Suggestion.objects.create(
        report=report,
        section=section,
        key=key,
        subject=subject,
        base=base,
        text=text,
        by=by.person,
        at=now,
    )
    _event("report.suggest", report, by, now, suggestion=str(row.pk))
    return row


@transaction.atomic
def accept_suggestion(
    *, report_id: UUID, suggestion_id: UUID, revision: int, by: Actor, now: dt.datetime
) -> Suggestion:
    """Take a suggested text into the draft by an ordinary save of whoever accepts.

    When the field was written on since, only what the suggestion changes is taken over; where both
    changed the same words it is refused with WrongState. `revision` is the present one as read.
    Raises NotVisible, NotAllowed, WrongState, Invalid, or StaleRevision.
    """
    report = open_draft(report_id, by)
    row = _suggestion(report, suggestion_id, by, writing=True)
    standing, present = standing_text(report, row.key, row.subject)
    if revision != standing:
        raise StaleRevision(revision=standing, current={"text": present}, yours={"text": row.text})
    merged = three_way(text_at(report, row.key, row.subject, row.base) or "", row.text, present)
    if not merged.is_clean:
        raise WrongState(
            _("The same words were changed since. Write the text together by hand, then decline.")
        )
    if row.key == STATUS:
        assert row.subject is not None  # statuses are about commitments
        status = DraftStatus.objects.get(report=report, commitment=row.subject)
        saved = save_status(
            report_id=report.pk,
            commitment_id=row.subject,
            status=status.status,
            note=merged.text,
            revision=standing,
            by=by,
            now=now,
        )
        row.result = saved.revision
    else:
        row.result = save_answer(
            report_id=report.pk,
            key=row.key,
            subject=row.subject,
            value=merged.text,
            revision=standing,
            by=by,
            now=now,
        ).revision
    return _answer(row, SuggestionState.ACCEPTED, by, now)


@transaction.atomic
def decline_suggestion(
    *, report_id: UUID, suggestion_id: UUID, by: Actor, now: dt.datetime, word: str = ""
) -> Suggestion:
    """Not take a suggested text, with a word why if one wishes. Raises as `accept_suggestion`."""
    report = open_draft(report_id, by)
    row = _suggestion(report, suggestion_id, by, writing=True)
    if len(word) > 300 or "\x00" in word:
        raise Invalid(
            {"word": [_("At most %(length)d characters are kept here.") % {"length": 300}]}
        )
    row.word = word.strip()
    return _answer(row, SuggestionState.DECLINED, by, now)


@transaction.atomic
def read_margin(*, report_id: UUID, section: str, by: Actor, now: dt.datetime) -> None:
    """Keep in mind until when somebody has read what is said beside a part: their desk then counts
    what is newer. Raises NotVisible or NotAllowed."""
    report = Report.unscoped.filter(pk=report_id).first()
    if report is None:
        raise NotVisible("No such report.")
    check(by, "comment", report)
    sections_for(by, report).require(section)
    MarginRead.objects.update_or_create(
        report=report, section=section, person=by.person, defaults={"at": now}
    )


def standing_text(report: Report, key: str, subject: UUID | None) -> tuple[int, str]:
    """A field's present revision and text; 0 and nothing before its first save."""
    if key == STATUS:
        status = DraftStatus.objects.filter(report=report, commitment=subject).first()
        return (status.revision, status.note) if status else (0, "")
    answer = DraftAnswer.objects.filter(report=report, key=key, subject=subject).first()
    return (answer.revision, answer.value) if answer else (0, "")


def text_at(report: Report, key: str, subject: UUID | None, revision: int) -> str | None:
    """What a field said at a revision; None for one that never was."""
    row = DraftRevision.objects.filter(
        report=report, key=key, subject=subject, revision=revision
    ).first()
    if row is None or row.value is None:
        return None
    return str(row.value.get("note" if key == STATUS else "value", ""))


def _report(report_id: UUID, by: Actor) -> Report:
    report = lock(Report, report_id)
    check(by, "comment", report)
    return report


def _comment(report: Report, pk: UUID, by: Actor) -> DraftComment:
    row = DraftComment.objects.filter(report=report, pk=pk).select_related("parent").first()
    if row is None:
        raise NotVisible("No such comment.")
    sections_for(by, report).require(row.section)
    return row


def _suggestion(report: Report, pk: UUID, by: Actor, *, writing: bool) -> Suggestion:
    row = Suggestion.objects.filter(report=report, pk=pk).first()
    if row is None:
        raise NotVisible("No such suggestion.")
    # Of the part that the field belongs to now: its question may have been moved since.
    sections_for(by, report).require(section_of(report, row.key), writing=writing)
    if row.state != SuggestionState.OPEN:
        raise WrongState(_("This suggestion was answered already."), state=row.state)
    return row


def _answer(row: Suggestion, state: str, by: Actor, now: dt.datetime) -> Suggestion:
    row.state, row.answered_by, row.answered_at = state, by.person, now
    row.save()
    _event(f"report.{state}_suggestion", row.report, by, now, suggestion=str(row.pk))
    return row


def _body(text: str) -> str:
    text = check_text("body", text).strip()
    if not text:
        raise Invalid({"body": [_("Write a comment.")]})
    if len(text) > _LONGEST:
        raise Invalid(
            {"body": [_("At most %(length)d characters are kept here.") % {"length": _LONGEST}]}
        )
    return text


def _event(verb: str, report: Report, by: Actor, now: dt.datetime, **ids: str) -> None:
    record_event(
        verb=verb,
        record_id=report.pk,
        by=by,
        now=now,
        data=ids,
        stakeholder_id=report.stakeholder_id,
    )
