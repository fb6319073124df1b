"""Answers as canonical text, whatever their type: what a draft keeps, a version holds, a hash sees.

- words: the text with plain line ends; a chosen answer: its value
- a number: plain decimal text ("12.5"), in the question's unit
- several answers: a JSON list of their values, in the order in which they are offered
- a table: a JSON list of rows, each {column key: cell}; in a table with fixed rows "row" names it
- a file: JSON of its name, size and SHA-256

Nothing said is the empty text, in every type.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from django.utils.translation import gettext as _

from gfmd_platform.access.exceptions import Invalid

from .enums import ColumnType, QuestionType

#: About 8,000 words: more than any guide asks for, and little enough for a page.
MAX_TEXT = 50_000
MAX_CELL = 5_000
MAX_ROWS = 200
_LARGEST = Decimal(10) ** 18
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Asked(Protocol):
    """What a question says of its answers; issued, drafted and not yet saved ones do."""

    key: str
    type: str
    unit: str
    choices: Any
    columns: Any
    fixed_rows: Any


def canonical(question: Asked, value: Any, *, name: str = "") -> str:
    """The value as it is kept. Takes canonical text, or for several answers and tables the list
    itself. Raises Invalid, under `name` or the question's key, for what cannot be kept."""
    try:
        return _READERS[question.type](question, value)
    except _Refused as refusal:
        raise Invalid({name or question.key: [str(refusal)]}) from None


def fits(question: Asked, value: str) -> bool:
    """Whether a kept value can be an answer to this question."""
    try:
        canonical(question, value)
    except Invalid:
        return False
    return True


def check_text(name: str, text: str, most: int = MAX_TEXT) -> str:
    """The text with plain line ends. Raises Invalid for what cannot be kept."""
    try:
        return _text(text, most)
    except _Refused as refusal:
        raise Invalid({name: [str(refusal)]}) from None


def plain_decimal(text: str) -> str:
    """A number as plain decimal text, at most six places. Raises ValueError for anything else."""
    try:
        number = Decimal(text.strip())
        if not (number.is_finite() and abs(number) < _LARGEST):
            raise ValueError(text)
        number = number.quantize(Decimal("0.000001")).normalize()
    except InvalidOperation:
        raise ValueError(text) from None
    return f"{number + 0:f}"


def rows_of(value: str) -> list[dict[str, str]]:
    """The rows of a kept table; none when nothing was said."""
    found = _listed(value)
    return [row for row in found if isinstance(row, dict)]


def chosen_of(value: str) -> list[str]:
    """The values of several answers as kept."""
    return [item for item in _listed(value) if isinstance(item, str)]


def file_of(value: str) -> dict[str, Any] | None:
    """Name, size and sha256 of a kept file."""
    if not value:
        return None
    try:
        found = json.loads(value)
    except ValueError:
        return None
    return found if isinstance(found, dict) and {"name", "sha256", "size"} <= set(found) else None


def file_value(*, name: str, size: int, sha256: str) -> str:
    return _dump({"name": name, "sha256": sha256, "size": size})


def in_words(question: Asked, value: str) -> str:
    """An answer for people: labels for values, a table in lines, a file by its name."""
    if not value.strip():
        return ""
    if question.type == QuestionType.CHOICE:
        return str(dict(question.choices).get(value, value))
    if question.type == QuestionType.CHOICES:
        labels = dict(question.choices)
        return "\n".join(str(labels.get(item, item)) for item in chosen_of(value))
    if question.type == QuestionType.NUMBER:
        return f"{value} {question.unit}".strip()
    if question.type == QuestionType.TABLE:
        return "\n".join(_line(question, row) for row in rows_of(value))
    if question.type == QuestionType.FILE:
        held = file_of(value)
        return str(held["name"]) if held else value
    return value


def _line(question: Asked, row: Mapping[str, str]) -> str:
    cells = [
        f"{column['label']}: {row[column['key']]} {column.get('unit', '')}".strip()
        for column in question.columns
        if row.get(column["key"])
    ]
    known = {column["key"] for column in question.columns} | {"row"}
    cells += [f"{key}: {cell}" for key, cell in row.items() if key not in known]
    start = dict(question.fixed_rows).get(row.get("row", ""), "")
    return f"{start}: {'; '.join(cells)}" if start else "; ".join(cells)


@dataclass(frozen=True)
class ShownTable:
    """A table as a page shows it: the head, and rows of (cell, is a number), each with its name
    where the rows are fixed."""

    head: list[str]
    rows: list[tuple[str, list[tuple[str, str, bool]]]]
    has_names: bool


def table_of(question: Asked, value: str) -> ShownTable | None:
    """None for questions of other types. Cells carry the name of their column."""
    if question.type != QuestionType.TABLE:
        return None
    names = dict(question.fixed_rows)
    columns = [(c["key"], _headed(c), c["type"] == ColumnType.NUMBER) for c in question.columns]
    rows = [
        (
            str(names.get(row.get("row", ""), "")),
            [(row.get(key, ""), label, is_number) for key, label, is_number in columns],
        )
        for row in rows_of(value)
    ]
    return ShownTable([label for _key, label, _n in columns], rows, bool(names))


def _headed(column: Mapping[str, str]) -> str:
    unit = column.get("unit", "")
    return f"{column['label']} ({unit})" if unit else column["label"]


# --- one reader a type


class _Refused(ValueError):
    """Why a value cannot be kept, in words for the person."""


def _text(value: Any, most: int = MAX_TEXT) -> str:
    if not isinstance(value, str):
        raise _Refused(_("Give a text."))
    if "\x00" in value:
        raise _Refused(_("The text holds a character that cannot be kept (NUL)."))
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > most:
        if most == MAX_TEXT:
            raise _Refused(_("This text is too long: at most 50,000 characters are kept."))
        raise _Refused(_("At most %(most)d characters are kept here.") % {"most": most})
    return text


def _words(question: Asked, value: Any) -> str:
    return _text(value)


def _choice(question: Asked, value: Any) -> str:
    text = _text(value)
    if text and text not in {choice[0] for choice in question.choices}:
        raise _Refused(_("Choose one of the answers."))
    return text


def _several(question: Asked, value: Any) -> str:
    items = _list(value)
    offered = [choice[0] for choice in question.choices]
    if any(item not in offered for item in items):
        raise _Refused(_("Choose among the answers."))
    kept = [item for item in offered if item in items]
    return _dump(kept) if kept else ""


def _number(question: Asked, value: Any) -> str:
    text = _text(str(value) if isinstance(value, int | Decimal) else value, 60).strip()
    if not text:
        return ""
    try:
        return plain_decimal(text)
    except ValueError:
        raise _Refused(_("Give a number in digits, such as 12.5.")) from None


def _table(question: Asked, value: Any) -> str:
    items = _list(value)
    if len(items) > MAX_ROWS:
        raise _Refused(_("A table has at most %(most)d rows.") % {"most": MAX_ROWS})
    fixed = [row[0] for row in question.fixed_rows]
    kept: list[dict[str, str]] = []
    for number, item in enumerate(items, start=1):
        row = _row(question, item, number, fixed)
        if any(cell for key, cell in row.items() if key != "row"):
            kept.append(row)
    if fixed:
        names = [row["row"] for row in kept]
        if len(set(names)) < len(names):
            raise _Refused(_("A row of the table stands twice."))
        kept.sort(key=lambda row: fixed.index(row["row"]))
    text = _dump(kept) if kept else ""
    return _text(text)


def _row(question: Asked, item: Any, number: int, fixed: Sequence[str]) -> dict[str, str]:
    if not isinstance(item, Mapping):
        raise _Refused(_("Give each row of the table by its columns."))
    unknown = set(item) - {column["key"] for column in question.columns} - {"row"}
    if unknown or (bool(fixed) != ("row" in item)) or (fixed and item["row"] not in fixed):
        raise _Refused(_("Row %(row)d is none of this table.") % {"row": number})
    row = {"row": str(item["row"])} if fixed else {}
    for column in question.columns:
        given = item.get(column["key"], "")
        cell = _text(str(given) if isinstance(given, int) else given, MAX_CELL).strip()
        if cell and column["type"] == ColumnType.NUMBER:
            try:
                cell = plain_decimal(cell)
            except ValueError:
                raise _Refused(
                    _("Row %(row)d, “%(column)s”: give a number in digits, such as 12.5.")
                    % {"row": number, "column": column["label"]}
                ) from None
        if cell:
            row[column["key"]] = cell
    return row


def _file(question: Asked, value: Any) -> str:
    text = _text(value)
    if not text:
        return ""
    held = file_of(text)
    if held is None or not _SHA256.fullmatch(str(held["sha256"])):
        raise _Refused(_("Choose a file."))
    if not isinstance(held["name"], str) or not isinstance(held["size"], int):
        raise _Refused(_("Choose a file."))
    return file_value(name=held["name"], size=held["size"], sha256=held["sha256"])


def _list(value: Any) -> list[Any]:
    if isinstance(value, str):
        text = _text(value).strip()
        if not text:
            return []
        try:
            value = json.loads(text)
        except ValueError:
            raise _Refused(_("Give the answer as a list.")) from None
    if not isinstance(value, list | tuple):
        raise _Refused(_("Give the answer as a list."))
    return list(value)


def _listed(value: str) -> list[Any]:
    try:
        found = json.loads(value) if value else []
    except ValueError:
        return []
    return found if isinstance(found, list) else []


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


_READERS: dict[str, Callable[[Asked, Any], str]] = {
    QuestionType.LONG_TEXT: _words,
    QuestionType.SHORT_TEXT: _words,
    QuestionType.CHOICE: _choice,
    QuestionType.CHOICES: _several,
    QuestionType.NUMBER: _number,
    QuestionType.TABLE: _table,
    QuestionType.FILE: _file,
}
