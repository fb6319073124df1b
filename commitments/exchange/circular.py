"""A draft as a Word file to send round: each answer in a control that finds its way back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from gfmd_platform.cycles.enums import ColumnType, QuestionType
from gfmd_platform.cycles.models import Question
from gfmd_platform.cycles.values import chosen_of, file_of, rows_of
from gfmd_platform.documents.word import WordFile

from ..enums import Progress
from ..models import Report
from ..sections import label_of_section
from .slots import Slot, made_line

EMPTY_ROWS = 3


@dataclass
class Circular:
    """`known` are the texts that are the platform's own, and nobody's answer."""

    content: bytes
    known: list[str]


def circular(report: Report, slots: Sequence[Slot], *, now: dt.datetime) -> Circular:
    """In the report's language (no query)."""
    with translation.override(report.language):
        return _Writer(report, now).write(slots)


def hint_of(slot: Slot) -> str:
    """What an empty control shows."""
    if slot.question is not None and slot.question.type == QuestionType.CHOICE:
        return _("Choose an answer")
    if slot.is_status:
        return _("Write a note here")
    return _("Write here")


def headings_of_table(question: Question) -> list[str]:
    """The first row of an answer's table; fixed rows have their names in front."""
    head = [
        f"{c['label']} ({c['unit']})"
        if c["type"] == ColumnType.NUMBER and c.get("unit")
        else str(c["label"])
        for c in question.columns
    ]
    return [_("Row"), *head] if question.fixed_rows else head


class _Writer:
    def __init__(self, report: Report, now: dt.datetime) -> None:
        self._report = report
        self._now = now
        self._file = WordFile(title=report.cycle.title, language=report.language, now=now)
        self._known: list[str] = []

    def write(self, slots: Sequence[Slot]) -> Circular:
        report = self._report
        self._own(_("Voluntary progress report – draft to be circulated"), kind="soft")
        self._file.title(report.cycle.title)
        self._known += [report.cycle.title]
        self._own(report.stakeholder.name)
        self._own(
            _(
                "Write in the fields below the headings. Use tracked changes and comments as you "
                "like. Then somebody of your stakeholder uploads the file where the draft is; "
                "nothing is taken over before it was looked at."
            )
        )
        self._own(_("As confidential as the draft. Please leave this line as it is:"), kind="soft")
        self._own(made_line(report, self._now), kind="soft")
        section = ""
        for slot in slots:
            if slot.section != section:
                section = slot.section
                self._file.heading(1, self._know(label_of_section(section)))
            self._slot(slot)
        self._file.footer(self._know(report.cycle.title))
        return Circular(self._file.bytes(), self._known)

    def _own(self, text: str, *, kind: str = "prose") -> None:
        self._file.text(self._know(text), kind=kind)

    def _know(self, text: str) -> str:
        self._known += text.splitlines()
        return text

    def _slot(self, slot: Slot) -> None:
        self._file.heading(2, self._know(slot.label), self._report.questionnaire.language)
        if slot.hint:
            self._own(slot.hint, kind="soft")
        question = slot.question
        hint = self._know(hint_of(slot))
        if question is None:
            self._own(_("Where it stands"), kind="soft")
            labels = [str(label) for _value, label in Progress.choices]
            chosen = str(Progress(slot.status).label) if slot.status else ""
            choose = self._know(_("Choose an answer"))
            mark = f"{slot.mark}-s"
            self._file.dropdown(mark, slot.label, labels, chosen, choose, slot.language)
            self._own(_("Note"), kind="soft")
            self._file.control(slot.mark, slot.label, slot.value, slot.language, hint)
        elif question.type == QuestionType.CHOICE:
            labels = [str(label) for _value, label in question.choices]
            chosen = str(dict(question.choices).get(slot.value, slot.value))
            self._file.dropdown(slot.mark, slot.label, labels, chosen, hint, slot.language)
        elif question.type == QuestionType.CHOICES:
            chosen_values = chosen_of(slot.value)
            ticks = [(str(label), value in chosen_values) for value, label in question.choices]
            self._file.ticks(slot.mark, slot.label, ticks, slot.language)
        elif question.type == QuestionType.TABLE:
            rows = table_cells(question, slot.value)
            head = headings_of_table(question)
            self._file.table_control(slot.mark, slot.label, head, rows, slot.language)
        elif question.type == QuestionType.FILE:
            held = file_of(slot.value)
            self._own(_("File: %s") % held["name"] if held else _("Attach a file on the platform."))
        else:
            self._file.control(slot.mark, slot.label, slot.value, slot.language, hint)


def table_cells(question: Question, value: str) -> list[list[str]]:
    """The rows of a table as cells, with empty rows to fill in where rows can be added."""
    keys = [c["key"] for c in question.columns]
    if question.fixed_rows:
        by_name = {row.get("row", ""): row for row in rows_of(value)}
        return [
            [str(label), *(by_name.get(name, {}).get(key, "") for key in keys)]
            for name, label in question.fixed_rows
        ]
    rows = [[row.get(key, "") for key in keys] for row in rows_of(value)]
    return rows + [[""] * len(keys) for _row in range(EMPTY_ROWS)]
