"""What the pieces of a returned file say, as values that a draft can take.

Whatever cannot be such a value keeps its words and says why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gfmd_platform.access.exceptions import Invalid
from gfmd_platform.cycles.enums import ColumnType, QuestionType
from gfmd_platform.cycles.models import Question
from gfmd_platform.cycles.numbers import plain_number
from gfmd_platform.cycles.values import canonical
from gfmd_platform.documents.word import BOX, TICKED
from gfmd_platform.documents.word_reading import Block, read_word

from ..enums import Progress
from ..models import Report
from ..report_checks import check_text
from ..sections import Sections, label_of_section
from .circular import circular, headings_of_table
from .placing import Loose, Placed, normal, place
from .slots import Bases, Slot, earlier_codes, slots_of

_TICKS = (TICKED, "\u2611", "\u2714", "\u2713", "[x]", "[X]")
_BOXES = (BOX, "[ ]", "[]")


@dataclass
class Item:
    """`values` is what would be saved (None when it cannot be), `text` the words that came back.
    `base` is what stood when the file was made; None when that is not known."""

    slot: Slot | None
    text: str
    values: dict[str, str] | None = None
    base: dict[str, Any] | None = None
    how: str = ""
    problem: str = ""
    notes: dict[str, list[str]] = field(default_factory=dict)
    near: Slot | None = None

    @property
    def is_unchanged(self) -> bool:
        """Says what stands, or came back as it went out; changes and comments are told anyway."""
        if self.slot is None or self.values is None or self.problem:
            return False
        standing = (self.slot.values, self.base) if self.base is not None else (self.slot.values,)
        return any(_same(self.values, values) for values in standing)


@dataclass
class FileRead:
    items: list[Item]
    missing: list[Slot]
    made_at: dt.datetime | None
    is_of_report: bool


class _Unreadable(ValueError):
    """Why words are no value, for the person."""


def read_circular(report: Report, sections: Sections, content: bytes) -> FileRead:
    """Raises FileRefused for a file that is not read at all."""
    blocks = read_word(content)
    slots = slots_of(report, sections)
    with translation.override(report.language):
        known = circular(report, slots, now=timezone.now()).known
        parts = [label_of_section(slot.section) for slot in slots]
    reading = place(report, blocks, slots, known, earlier_codes(report, slots), parts)
    bases = Bases(report)
    made = reading.made if reading.made and reading.made.is_of_report else None
    items = [_item(placed, bases, made.at if made else None) for placed in reading.placed]
    items += [_loose(piece) for piece in reading.loose]
    return FileRead(
        items,
        reading.missing,
        made.at if made else None,
        reading.made is None or reading.made.is_of_report,
    )


def _item(placed: Placed, bases: Bases, moment: dt.datetime | None) -> Item:
    slot = placed.slot
    base: dict[str, Any] | None = None
    if placed.revision is not None:
        base = bases.at_revision(slot, placed.revision)
    elif moment is not None:
        base = bases.at_moment(slot, moment)
    blocks = [*placed.status_blocks, *placed.blocks]
    notes = _notes(blocks)
    if placed.heading:
        notes["heading"] = [placed.heading]
    if slot.is_status:
        text = "\n".join(filter(None, (_text(placed.status_blocks), _text(placed.blocks))))
    else:
        text = _text(placed.blocks)
    item = Item(slot, text, base=base, how=placed.how, notes=notes)
    try:
        item.values = _values(placed)
    except _Unreadable as problem:
        item.problem = str(problem)
    except Invalid as refusal:
        item.problem = "; ".join(words for some in refusal.errors.values() for words in some)
    return item


def _loose(piece: Loose) -> Item:
    return Item(None, piece.text, notes=_notes(piece.blocks), near=piece.near)


def _notes(blocks: Sequence[Block]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in ("comments", "deleted", "inserted"):
        texts = [text for block in blocks for text in getattr(block, name) if text.strip()]
        if texts:
            found[name] = texts
    loose = [note for block in blocks if not block.words.strip() for note in block.notes]
    if loose:
        found["notes"] = loose
    return found


def _text(blocks: Sequence[Block]) -> str:
    """The words of an answer; footnotes follow at its end."""
    said = [b for b in blocks if not b.is_hint]
    lines = [b.words.rstrip() for b in said]
    lines += [note for b in said if b.words.strip() for note in b.notes]
    return "\n".join(lines).strip()


def _values(placed: Placed) -> dict[str, str]:
    slot, question = placed.slot, placed.slot.question
    if question is None:
        return _status(placed)
    text = _text(placed.blocks)
    if question.type == QuestionType.FILE:
        raise _Unreadable(_("This question asks for a file; attach it on its page."))
    if not text:
        return {"value": ""}
    read: Any = text
    if question.type == QuestionType.CHOICE:
        read = _chosen(question.choices, text)
    elif question.type == QuestionType.CHOICES:
        read = _ticked(question, text)
    elif question.type == QuestionType.NUMBER:
        try:
            read = plain_number(text, question.unit)
        except ValueError:
            raise _Unreadable(_("This is no number that can be read with certainty.")) from None
    elif question.type == QuestionType.TABLE:
        read = _table(question, placed.blocks)
    return {"value": canonical(question, read, name=slot.key)}


def _status(placed: Placed) -> dict[str, str]:
    status, note = _text(placed.status_blocks), _text(placed.blocks)
    if not placed.status_blocks and placed.how == "heading":
        first, _break, rest = note.partition("\n")
        if first and _is_one_of(Progress.choices, first):
            status, note = first, rest.strip()
    elif not placed.status_blocks:
        return {"status": placed.slot.status, "note": check_text("note", note)}
    chosen = _chosen(Progress.choices, status) if status else ""
    return {"status": chosen, "note": check_text("note", note)}


def _is_one_of(choices: Any, text: str) -> bool:
    try:
        return bool(_chosen(choices, text))
    except _Unreadable:
        return False


def _chosen(choices: Any, text: str) -> str:
    wanted = normal(text)
    for value, label in choices:
        labels = {normal(str(label)), normal(str(value))}
        with translation.override("en"):
            labels.add(normal(str(label)))
        if wanted in labels:
            return str(value)
    raise _Unreadable(_("“%(text)s” is none of the answers that are offered.") % {"text": text})


def _ticked(question: Question, text: str) -> list[str]:
    chosen = []
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        is_ticked = next((tick for tick in _TICKS if line.startswith(tick)), None)
        is_box = next((box for box in _BOXES if line.startswith(box)), None)
        label = line.removeprefix(is_ticked or is_box or "").strip()
        value = _chosen(question.choices, label)
        if is_box is None:
            chosen.append(value)
    return chosen


def _table(question: Question, blocks: Sequence[Block]) -> list[dict[str, str]]:
    tables = [b.rows for b in blocks if b.rows is not None]
    beside = [b.text for b in blocks if b.rows is None and b.text.strip() and not b.is_hint]
    if beside or len(tables) != 1:
        raise _Unreadable(_("The table came back as text, or with text beside it."))
    rows = [row for row in tables[0] if any(cell.strip() for cell in row)]
    head = [normal(text) for text in headings_of_table(question)]
    first = [normal(cell) for cell in rows[0]] if rows else []
    if not set(head[1:] if question.fixed_rows else head) & set(first):
        raise _Unreadable(_("The first row of the table no longer names its columns."))
    unknown = [cell for cell, named in zip(rows[0], first, strict=True) if named not in ("", *head)]
    if unknown:
        raise _Unreadable(_("The table has a new column: %s.") % ", ".join(unknown))
    return [_row(question, dict(zip(first, row, strict=False)), row, head) for row in rows[1:]]


def _row(
    question: Question, cells: dict[str, str], whole: list[str], head: list[str]
) -> dict[str, str]:
    row: dict[str, str] = {}
    names = head
    if question.fixed_rows:
        named = cells.get(head[0], whole[0])
        row["row"] = _chosen(question.fixed_rows, named)
        names = head[1:]
    said = 1 if question.fixed_rows else 0
    for name, column in zip(names, question.columns, strict=True):
        text = cells.get(name, "").strip()
        said += bool(text)
        if text and column["type"] == ColumnType.NUMBER:
            try:
                text = plain_number(text, column.get("unit", ""))
            except ValueError:
                raise _Unreadable(
                    _("“%(text)s” is no number that can be read with certainty.") % {"text": text}
                ) from None
        row[column["key"]] = text
    if said < sum(bool(cell.strip()) for cell in whole):
        raise _Unreadable(_("A row of the table has more cells than columns."))
    return row


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    names = set(one) | set(other)
    names.discard("language")
    return all(_bare(one.get(name)) == _bare(other.get(name)) for name in names)


def _bare(value: Any) -> str:
    """Without blanks at the ends of lines, which programs add and take as they like."""
    return "\n".join(line.rstrip() for line in str(value or "").strip().splitlines())
