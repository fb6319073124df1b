"""What stands in an Excel file, row by row, whoever wrote it.

Of a formula the value is read that was shown when the file was saved; nothing is computed, and what
the file refers to elsewhere is not looked at.
"""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    XmlError,
    ZipError,
)

from .archives import ExcelArchive, FileRefused

MAX_ROWS = 20_000
MAX_COLUMNS = 300
MAX_SHEETS = 50
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass
class SheetRow:
    """`line` is the number that the spreadsheet shows; `comments` hang on cells of the row.

    A text that stands once in cells merged downwards is in each of them; `merged` are the columns
    where it came from the row above.
    """

    line: int
    cells: list[str]
    comments: list[str] = field(default_factory=list)
    merged: set[int] = field(default_factory=set)


@dataclass
class Sheet:
    """Rows that say something."""

    name: str
    rows: list[SheetRow]


def read_excel(content: bytes) -> list[Sheet]:
    """Every sheet, hidden ones too. Raises FileRefused."""
    archive = ExcelArchive(content)
    archive.unpack_safely()
    parts = sorted(n for n in archive.names if re.fullmatch(r"xl/worksheets/[^/]+\.xml", n))
    if len(parts) > MAX_SHEETS:
        raise FileRefused(_("The file has more than %d sheets.") % MAX_SHEETS)
    for part in parts:
        _check_size(archive, part)
    comments = _comments(archive)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        found = []
        for meta in book.sheets_metadata:
            if meta.typ == SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_name(meta.name)
                found.append(_sheet(sheet, comments.get(meta.name, {})))
    except (CalamineError, PasswordError, XmlError, ZipError, ValueError, OSError):
        raise FileRefused(_("The file is damaged: a part of it cannot be read.")) from None
    return found


def _sheet(sheet: Any, comments: dict[int, list[str]]) -> Sheet:
    rows = [[_text(cell) for cell in cells] for cells in sheet.to_python(skip_empty_area=False)]
    merged: dict[int, set[int]] = defaultdict(set)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if left != right or not (top < len(rows) and left < len(rows[top])):
            continue  # a title across columns speaks for none of them
        for number in range(top + 1, min(bottom + 1, len(rows))):
            rows[number][left] = rows[top][left]
            merged[number + 1].add(left)
    last = max([len(rows), *comments])
    made = [
        SheetRow(n, rows[n - 1] if n <= len(rows) else [], comments.get(n, []), merged[n])
        for n in range(1, last + 1)
    ]
    return Sheet(sheet.name, [row for row in made if any(row.cells) or row.comments])


def _text(cell: Any) -> str:
    """As a person would write it: whole numbers without a point, days as 2025-06-30."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, dt.datetime | dt.date | dt.time):
        return cell.isoformat()
    return clean(str(cell))


def clean(text: str) -> str:
    """Without the control characters that no text needs and PostgreSQL refuses."""
    return _CONTROL.sub("", text).strip()


def _check_size(archive: ExcelArchive, part: str) -> None:
    """One cell far away would make a reader hold the whole area up to it."""
    row = column = 0
    for element in archive.walk(part, (f"{_MAIN}row", f"{_MAIN}c")):
        if element.tag == f"{_MAIN}row":
            said = element.get("r", "")
            row, column = int(said) if said.isdecimal() else row + 1, 0
        else:
            column += 1
            found = _PLACE.fullmatch(element.get("r", ""))
            if found is not None:
                row, column = int(found[2]), number_of_column(found[1])
        if row > MAX_ROWS or column > MAX_COLUMNS:
            raise FileRefused(
                _("A sheet has cells beyond row %(rows)s or column %(columns)s.")
                % {"rows": MAX_ROWS, "columns": MAX_COLUMNS}
            )


def number_of_column(letters: str) -> int:
    """ "A" is 1, "AB" is 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _comments(archive: ExcelArchive) -> dict[str, dict[int, list[str]]]:
    """By name of the sheet and line."""
    book = archive.xml("xl/workbook.xml")
    targets = _targets(archive, "xl/workbook.xml")
    found: dict[str, dict[int, list[str]]] = {}
    for sheet in book.iter(f"{_MAIN}sheet"):
        key = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
        part = targets.get(key, "")
        by_line: dict[int, list[str]] = {}
        for target in _targets(archive, part).values():
            if not re.search(r"/comments\d*\.xml$", target):
                continue
            root = archive.xml(target)
            for comment in root.iter(f"{_MAIN}comment") if root is not None else ():
                place = _PLACE.fullmatch(comment.get("ref", ""))
                text = clean("".join(t.text or "" for t in comment.iter(f"{_MAIN}t")))
                if place and text and int(place[2]) <= MAX_ROWS:
                    by_line.setdefault(int(place[2]), []).append(text)
        found[sheet.get("name", "")] = by_line
    return found


def _targets(archive: ExcelArchive, part: str) -> dict[str, str]:
    """What a part refers to inside the file, by identifier."""
    folder, name = posixpath.split(part)
    root = archive.xml(f"{folder}/_rels/{name}.rels")
    if root is None:
        return {}
    return {
        rel.get("Id", ""): posixpath.normpath(
            posixpath.join("/", folder, rel.get("Target", ""))
        ).removeprefix("/")
        for rel in root
        if rel.get("TargetMode") != "External"
    }
