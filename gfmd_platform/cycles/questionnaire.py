"""What is asked: the platform's own questions, and the check of any others."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from gfmd_platform.access.exceptions import Invalid

from .enums import TEXT_TYPES, WRITTEN_PARTS, ColumnType, QuestionType
from .handbooks import marks
from .models import QuestionContent

_FILE = Path(__file__).parent / "data" / "questionnaire.json"
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Column:
    """A column of a table; `unit` is a number's."""

    key: str
    label: str
    type: str = ColumnType.TEXT.value
    unit: str = ""


@dataclass(frozen=True)
class QuestionShape:
    """A question before it is a row; the fields are those of `models.QuestionContent`."""

    key: str
    part: str
    type: str
    label: str
    hint: str = ""
    word_guide: int | None = None
    is_key_message: bool = False
    choices: Pairs = field(default=())
    per_commitment: bool = False
    unit: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    columns: tuple[Column, ...] = field(default=())
    fixed_rows: Pairs = field(default=())
    continues: str = ""
    fills: tuple[str, ...] = ()

    def values(self) -> dict[str, Any]:
        """What a row keeps of it."""
        kept = {f.name: getattr(self, f.name) for f in fields(self)}
        kept["choices"] = [list(choice) for choice in self.choices]
        kept["fixed_rows"] = [list(row) for row in self.fixed_rows]
        kept["columns"] = [vars(column) for column in self.columns]
        kept["fills"] = list(self.fills)
        return kept


def shape_of(row: QuestionContent) -> QuestionShape:
    """The shape of a question that is kept."""
    return from_row({f.name: getattr(row, f.name) for f in fields(QuestionShape)})


def from_row(row: Mapping[str, Any]) -> QuestionShape:
    """The shape of a question as a client or a file sends it."""
    pairs = {
        name: tuple((str(value), str(label)) for value, label in row.get(name) or ())
        for name in ("choices", "fixed_rows")
    }
    columns = tuple(
        column if isinstance(column, Column) else Column(**column)
        for column in row.get("columns") or ()
    )
    limits = {
        name: None if row.get(name) is None else Decimal(str(row[name]))
        for name in ("minimum", "maximum")
    }
    fills = tuple(str(mark) for mark in row.get("fills") or ())
    return QuestionShape(**{**row, **pairs, **limits, "columns": columns, "fills": fills})


def from_rows(rows: Iterable[Mapping[str, Any]]) -> list[QuestionShape]:
    return [from_row(row) for row in rows]


@cache
def default_questions() -> tuple[QuestionShape, ...]:
    """The four parts, each with its narrative and its key message (data/questionnaire.json)."""
    found = json.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(from_rows(found["questions"]))


def key_for(label: str, taken: Iterable[str], *, default: str = "question") -> str:
    """A key in plain letters made of a label, unlike those that are taken."""
    start = slugify(label).replace("-", "_")[:32].strip("_") or default
    used = set(taken)
    return next(
        key
        for n in range(len(used) + 1)
        if (key := start if n == 0 else f"{start}_{n + 1}") not in used
    )


def check_questions(
    questions: Sequence[QuestionShape], *, earlier: Sequence[QuestionShape] = ()
) -> None:
    """Raise Invalid when questions cannot be asked together.

    `earlier` are the questions that were asked before in the same cycle: a key keeps its meaning,
    so that what was answered under it stays an answer.
    """
    problems: list[str] = []
    keys = [question.key for question in questions]
    if not questions:
        problems.append(_("A questionnaire asks at least one question."))
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        problems.append(_("The key “%(key)s” stands twice.") % {"key": key})
    continued = [question.continues for question in questions if question.continues]
    for key in sorted({key for key in continued if continued.count(key) > 1}):
        problems.append(_("Two questions continue “%(key)s”; one can.") % {"key": key})
    for key in sorted(set(continued) & set(keys)):
        problems.append(
            _("“%(key)s” is still asked, so no other question continues it.") % {"key": key}
        )
    for question in questions:
        problems += problems_of(question)
    for question in questions:
        for before in earlier:
            if before.key == question.key:
                problems += _broken(before, question)
    if problems:
        raise Invalid({"questions": list(dict.fromkeys(problems))})


def problems_of(question: QuestionShape) -> list[str]:
    """Why a question cannot be asked as it is, each in a sentence."""
    named = {"key": question.label.strip() or question.key}
    problems = []
    if question.part not in WRITTEN_PARTS:
        problems.append(_("“%(key)s” belongs to no part (a, b, c or d).") % named)
    if question.type not in QuestionType.values:
        problems.append(_("“%(key)s” has no known type.") % named)
    if question.type in (QuestionType.CHOICE, QuestionType.CHOICES) and len(question.choices) < 2:
        problems.append(_("“%(key)s” offers fewer than two answers.") % named)
    for pairs in (question.choices, question.fixed_rows):
        values = [value for value, _label in pairs]
        if len(set(values)) < len(values) or not all(v and label for v, label in pairs):
            problems.append(_("“%(key)s”: each answer or row is named once.") % named)
    if not question.label.strip():
        problems.append(_("“%(key)s” asks nothing: give it a label.") % named)
    if question.type == QuestionType.TABLE:
        problems += [words % named for words in _table_problems(question)]
    low, high = question.minimum, question.maximum
    if low is not None and high is not None and low > high:
        problems.append(_("“%(key)s”: the least expected is above the most.") % named)
    if not set(question.fills) <= marks():
        problems.append(_("“%(key)s” fills a heading that no other review has.") % named)
    if question.is_key_message and (question.type not in TEXT_TYPES or question.per_commitment):
        problems.append(
            _("“%(key)s” can be no key message: reviews quote words that are asked once.") % named
        )
    return problems


def _table_problems(question: QuestionShape) -> list[str]:
    keys = [column.key for column in question.columns]
    found = []
    if not keys:
        found.append(_("“%(key)s” has no columns."))
    if len(set(keys)) < len(keys) or "row" in keys or not all(keys):
        found.append(_("“%(key)s”: each column has a key of its own, and none is “row”."))
    if not all(column.label.strip() for column in question.columns):
        found.append(_("“%(key)s”: each column has a name."))
    if any(column.type not in ColumnType.values for column in question.columns):
        found.append(_("“%(key)s”: a column holds words or numbers."))
    return found


def _broken(before: QuestionShape, now: QuestionShape) -> list[str]:
    """How a question under an old key would make earlier answers meaningless."""
    same_type = before.type == now.type or {before.type, now.type} <= set(TEXT_TYPES)
    named = {"key": now.label.strip() or now.key, "old": now.key}
    if not same_type or before.per_commitment != now.per_commitment or before.unit != now.unit:
        return [
            _(
                "“%(key)s” asks for something else than “%(old)s” did. Give it a key of its own, "
                "and say that it continues “%(old)s”."
            )
            % named
        ]
    gone = {value for value, _label in before.choices} - {value for value, _label in now.choices}
    gone |= {value for value, _label in before.fixed_rows} - {v for v, _label in now.fixed_rows}
    kept = {column.key: column.type for column in now.columns}
    gone |= {c.key for c in before.columns if kept.get(c.key) != c.type}
    opened = bool(before.fixed_rows) != bool(now.fixed_rows)
    if gone or opened:
        return [
            _(
                "“%(key)s” drops what reports may have answered (%(what)s). Keep it, or ask under "
                "a key of its own that continues “%(old)s”."
            )
            % {**named, "what": ", ".join(sorted(gone)) or _("rows")}
        ]
    return []
