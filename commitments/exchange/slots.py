"""The places of a draft that a circulated file has room for, and the mark each one carries.

A mark says nothing to a reader: it is a hash of report, field and commitment, with the revision
that stood when the file was made.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from gfmd_platform.cycles.enums import Part, QuestionType
from gfmd_platform.cycles.models import Question
from gfmd_platform.cycles.queries import questions_of
from gfmd_platform.cycles.values import in_words

from ..asking import field_name, links_of, successor
from ..enums import Progress
from ..models import DraftRevision, Report
from ..queries import drafts
from ..sections import STATUS, Sections

_MARK = re.compile(r"gfmd-([0-9a-f]{20})-(\d{1,9})(-s)?")
_MADE = re.compile(r"GFMD-([0-9a-f]{8})-([0-9a-z]{6,14})")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Slot:
    """A field with what stands in it. `value` is canonical text; for a commitment's status, the
    note, with the status in `status`."""

    report_id: UUID
    section: str
    key: str
    subject: UUID | None
    label: str
    hint: str
    question: Question | None
    value: str
    status: str
    revision: int
    language: str

    @cached_property
    def code(self) -> str:
        return code_of(self.report_id, self.key, self.subject)

    @property
    def mark(self) -> str:
        return f"gfmd-{self.code}-{self.revision}"

    @property
    def name(self) -> str:
        """What forms call it."""
        return field_name(self.key, self.subject)

    @property
    def is_status(self) -> bool:
        return self.question is None

    @property
    def takes_words(self) -> bool:
        words = (QuestionType.LONG_TEXT, QuestionType.SHORT_TEXT)
        return self.question is None or self.question.type in words

    @property
    def values(self) -> dict[str, str]:
        """What stands, as revisions keep it."""
        if self.is_status:
            return {"status": self.status, "note": self.value}
        return {"value": self.value}

    def words(self, values: dict[str, Any] | None) -> str:
        """Values for a reader; "" for none."""
        if not values:
            return ""
        if self.question is None:
            status = values.get("status", "")
            label = str(Progress(status).label) if status in Progress.values else ""
            return "\n".join(filter(None, [label, values.get("note", "")]))
        value = str(values.get("value", ""))
        return value if self.takes_words else in_words(self.question, value)


def code_of(report_id: UUID, key: str, subject: UUID | None) -> str:
    said = f"{report_id}|{key}|{subject or ''}"
    return hashlib.sha256(said.encode()).hexdigest()[:20]


def slots_of(report: Report, sections: Sections) -> list[Slot]:
    """In the order of the report, of the parts that may be read (five queries at most)."""
    parts = [p for p in questions_of(report.questionnaire_id) if p.code in sections.reads]
    answers = drafts.answers_of(report)
    found = []
    with translation.override(report.language):
        for code, fields in drafts.fields_of(report, parts).items():
            for field in fields:
                row = answers.get(field.key)
                found.append(
                    Slot(
                        report.pk,
                        code,
                        *field.key,
                        field.label,
                        field.question.hint,
                        field.question,
                        row.value if row else "",
                        "",
                        row.revision if row else 0,
                        row.language if row else report.language,
                    )
                )
        if Part.COMMITMENTS in sections.reads:
            found += [_status(report, task) for task in drafts.commitment_tasks(report)]
    return found


def _status(report: Report, task: drafts.CommitmentTask) -> Slot:
    version = task.commitment.current_version
    return Slot(
        report.pk,
        Part.COMMITMENTS.value,
        STATUS,
        task.commitment.pk,
        _("Commitment: %(title)s") % {"title": version.title if version else ""},
        "",
        None,
        task.note,
        task.status,
        task.revision,
        report.language,
    )


@dataclass(frozen=True)
class Mark:
    code: str
    revision: int
    is_status: bool


def read_mark(tag: str) -> Mark | None:
    found = _MARK.fullmatch(tag)
    return Mark(found[1], int(found[2]), bool(found[3])) if found else None


def earlier_codes(report: Report, slots: list[Slot]) -> dict[str, Slot]:
    """Marks of questions that were asked earlier in the cycle, with the slot that now continues
    them (two queries)."""
    by_key = {slot.key: slot for slot in slots if slot.subject is None and not slot.is_status}
    links = links_of(report.cycle_id, report.questionnaire.no)
    found = {}
    for key in links:
        following = successor(key, by_key, links)
        if following is not None:
            found[code_of(report.pk, key, None)] = by_key[following]
    return found


def made_line(report: Report, now: dt.datetime) -> str:
    """Which report and moment a file belongs to: a line that any program keeps."""
    number = int(now.timestamp() * 1_000_000)
    text = ""
    while number:
        number, rest = divmod(number, 36)
        text = _DIGITS[rest] + text
    return f"GFMD-{code_of(report.pk, '', None)[:8]}-{text}"


def is_made_line(text: str) -> bool:
    return _MADE.fullmatch(text.strip()) is not None


@dataclass(frozen=True)
class Made:
    is_of_report: bool
    at: dt.datetime


def read_made(text: str, report: Report) -> Made | None:
    found = _MADE.search(text)
    if found is None:
        return None
    try:
        at = dt.datetime.fromtimestamp(int(found[2], 36) / 1_000_000, dt.UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return Made(found[1] == code_of(report.pk, "", None)[:8], at)


class Bases:
    """What stood when a file was made (one query)."""

    def __init__(self, report: Report) -> None:
        self._rows: dict[tuple[str, UUID | None], list[DraftRevision]] = {}
        for row in DraftRevision.objects.filter(report=report).order_by("revision"):
            self._rows.setdefault((row.key, row.subject), []).append(row)

    def at_revision(self, slot: Slot, revision: int) -> dict[str, Any] | None:
        if revision == 0:
            return dict.fromkeys(slot.values, "")
        rows = self._rows.get((slot.key, slot.subject), ())
        return next((r.value for r in rows if r.revision == revision), None)

    def at_moment(self, slot: Slot, moment: dt.datetime) -> dict[str, Any] | None:
        rows = [r for r in self._rows.get((slot.key, slot.subject), ()) if r.at <= moment]
        return rows[-1].value if rows else dict.fromkeys(slot.values, "")
