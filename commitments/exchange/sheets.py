"""The rows of a returned table, each with the cells of the columns that we know.

What stands above the columns, below them or beside is told apart from rows of values, and kept.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from gfmd_platform.documents.archives import FileRefused
from gfmd_platform.documents.excel_reading import (
    MAX_COLUMNS,
    MAX_ROWS,
    Sheet,
    SheetRow,
    clean,
    read_excel,
)

from .columns import (
    INDICATOR,
    KEY,
    PERIOD,
    VALUE,
    Heading,
    Layout,
    by_content,
    by_kind,
    by_likeness,
    by_name,
)
from .placing import normal
from .slots import is_made_line, read_mark

NO_HEADING = -1
_DELIMITERS = ",;\t|"


@dataclass
class TableRow:
    """`cells` are those of columns that we know, by name; `others` those of other columns, with
    their heading. A row of no table has neither, and its `text`."""

    place: str
    text: str
    cells: dict[str, str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    is_value_merged: bool = False


def is_table(content: bytes, name: str) -> bool:
    """Whether a file is read as a table: by what it holds, for plain text also by its name."""
    if content.startswith(b"PK"):
        return b"xl/workbook.xml" in content and b"word/document.xml" not in content
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return name.lower().endswith((".xls", ".xlsx"))
    return name.lower().endswith((".csv", ".tsv", ".txt", ".xlsx"))


def read_sheets(content: bytes) -> list[Sheet]:
    """Raises FileRefused."""
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return read_excel(content)
    return [_read_text(content)]


def _read_text(content: bytes) -> Sheet:
    encodings = ["utf-8-sig", "cp1252"]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    text = next((t for e in encodings if (t := _decoded(content, e)) is not None), None)
    if text is None or "\x00" in text or content.startswith(b"%PDF"):
        raise FileRefused(_("This is no table. Send a CSV or Excel (.xlsx) file."))
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key="".join(head.split('"')[::2]).count)
    csv.field_size_limit(len(content) + 1)
    rows = []
    try:
        for line, cells in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), start=1):
            if line > MAX_ROWS or len(cells) > MAX_COLUMNS:
                raise FileRefused(
                    _("A sheet has cells beyond row %(rows)s or column %(columns)s.")
                    % {"rows": MAX_ROWS, "columns": MAX_COLUMNS}
                )
            said = [clean(cell) for cell in cells]
            if any(said):
                rows.append(SheetRow(line, said))
    except csv.Error:
        raise FileRefused(_("The file is damaged: a part of it cannot be read.")) from None
    return Sheet("", rows)


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def rows_of(
    sheet: Sheet,
    headings: Sequence[Heading],
    written: Callable[[str], Mapping[str, str]],
    tests: Mapping[str, Callable[[str], bool]],
) -> list[TableRow]:
    """`written` says what the row of a key held when it went out."""
    first = _first_heading(sheet, headings)
    found: list[TableRow] = []
    layout: Layout = {}
    names: list[str] = []
    if first == NO_HEADING:
        layout = _layout(sheet.rows, SheetRow(0, []), {}, headings, written, tests)
    for number, row in enumerate(sheet.rows):
        named = by_name(row.cells, headings)
        if number == first or (first is not None and number > first and _names_columns(named)):
            layout = _layout(sheet.rows[number + 1 :], row, named, headings, written, tests)
            names = row.cells
            unknown = [c for c in names if c and not _is_ours(c, headings)]
            if unknown or row.comments:
                place = _whole(sheet, row).place
                found.append(TableRow(place, " | ".join(unknown), comments=row.comments))
        elif layout and (table_row := _in_columns(sheet, row, layout, names)) is not None:
            found.append(table_row)
        else:
            found.append(_whole(sheet, row))
    return found


def _names_columns(named: Layout) -> bool:
    return len(named) >= 3


def _first_heading(sheet: Sheet, headings: Sequence[Heading]) -> int | None:
    """The row that names the columns; where no heading is left, the one above the first key."""
    for number, row in enumerate(sheet.rows):
        if _names_columns(by_name(row.cells, headings)):
            return number
        if any(read_mark(cell) for cell in row.cells):
            return number - 1 if number else NO_HEADING
    for number, row in enumerate(sheet.rows[:30]):
        layout = by_name(row.cells, headings)
        by_likeness(row.cells, headings, layout)
        if VALUE in layout and (INDICATOR in layout or PERIOD in layout):
            return number
    return None


def _is_ours(cell: str, headings: Sequence[Heading]) -> bool:
    if is_made_line(cell):
        return True
    return any(normal(cell) in heading.known for heading in headings)


def _layout(
    below: Sequence[SheetRow],
    row: SheetRow,
    named: Layout,
    headings: Sequence[Heading],
    written: Callable[[str], Mapping[str, str]],
    tests: Mapping[str, Callable[[str], bool]],
) -> Layout:
    layout = dict(named)
    width = max((len(r.cells) for r in [row, *below]), default=0)
    for position in range(width):
        if any(position < len(r.cells) and read_mark(r.cells[position]) for r in below):
            layout[KEY] = position
            break
    key = layout.get(KEY, -1)
    told = [(r.cells, written(r.cells[key]) if 0 <= key < len(r.cells) else {}) for r in below]
    by_content([pair for pair in told if pair[1]], headings, layout, width)
    by_likeness(row.cells, headings, layout)
    by_kind([cells for cells, _written in told], tests, layout, width)
    return layout


def _in_columns(
    sheet: Sheet, row: SheetRow, layout: Layout, names: Sequence[str]
) -> TableRow | None:
    """None for a row that has nothing in our columns but, at most, the first: a note."""
    cells = {n: row.cells[at] if at < len(row.cells) else "" for n, at in layout.items()}
    if read_mark(cells.get(KEY, "")) is None:
        cells.pop(KEY, None)
    said = [name for name, text in cells.items() if text]
    if len(said) < 2 and not cells.get(KEY):
        return None
    made = _whole(sheet, row)
    made.cells = cells
    held = {at for name, at in layout.items() if name in cells}
    for position, text in enumerate(row.cells):
        if text and position not in held:
            name = names[position] if position < len(names) else ""
            made.others.append(f"{name}: {text}" if name else text)
    made.is_value_merged = layout.get(VALUE, -1) in row.merged
    return made


def _whole(sheet: Sheet, row: SheetRow) -> TableRow:
    place = _("line %d") % row.line
    place = f"{sheet.name}, {place}" if sheet.name else place
    text = " | ".join(cell for cell in row.cells if cell and read_mark(cell) is None)
    return TableRow(place, text, comments=row.comments)
