"""Reading a table that somebody sends: CSV in the usual encodings, or the first sheet of an Excel
file. What a file is, is told by its content and never by its name.

Cells are text. A formula in a CSV file is just the text it was written as; of an Excel file the
value is read that was shown when it was saved, and nothing is computed here.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from .exceptions import TableRefused

MAX_BYTES = 20 * 1024 * 1024
#: An Excel file is a ZIP archive: a small one can unpack into something that fills the memory.
MAX_UNPACKED = 200 * 1024 * 1024
#: Cells of a sheet, empty ones too: more than `MAX_ROWS` times `MAX_COLUMNS`.
MAX_AREA = 20_000_000
MAX_ROWS = 50_000
MAX_COLUMNS = 300
MAX_CELL = 50_000

_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_DELIMITERS = (",", ";", "\t", "|")
_ZIP = b"PK\x03\x04"
_OTHER_KINDS = {
    b"%PDF": "PDF",
    b"\xd0\xcf\x11\xe0": "Excel 97–2003 (.xls)",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"\x1f\x8b": "gzip",
}


@dataclass(frozen=True)
class Row:
    """`line` is the number that a spreadsheet shows at its left."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """`form` says what was found ("CSV, UTF-8, separated by ;"), for the reader to check."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    form: str


def read_table(source: Path | str | bytes | IO[bytes]) -> Table:
    """Read a table from a path, an upload, or bytes; empty rows are left out.

    Raises TableRefused, in words for the person who sent it.
    """
    content = _bytes(source)
    if not content.strip():
        raise TableRefused(_("The file is empty."))
    if content.startswith(_ZIP):
        return _table(_excel_rows(content), _("Excel"))
    for signature, kind in _OTHER_KINDS.items():
        if content.startswith(signature):
            raise TableRefused(
                _("This is a file of the kind %(kind)s. Send a CSV or Excel (.xlsx) file.")
                % {"kind": kind}
            )
    text, encoding = _decode(content)
    delimiter = _delimiter(text)
    shown = {"\t": _("tab")}.get(delimiter, delimiter)
    form = _("CSV, %(encoding)s, separated by %(delimiter)s")
    return _table(_csv_rows(text, delimiter), form % {"encoding": encoding, "delimiter": shown})


def _bytes(source: Path | str | bytes | IO[bytes]) -> bytes:
    if isinstance(source, bytes):
        content = source
    elif isinstance(source, Path | str):
        try:
            with Path(source).open("rb") as file:
                content = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise TableRefused(
                _("%(path)s cannot be read: %(reason)s.")
                % {"path": source, "reason": error.strerror or type(error).__name__}
            ) from None
    else:
        content = source.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise TableRefused(
            _("The file is larger than %(size)s MB. Split it into several.")
            % {"size": MAX_BYTES // 1024**2}
        )
    return content


def _decode(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding."""
    for mark, encoding, name in (
        (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
        (b"\xff\xfe", "utf-16", "UTF-16"),
        (b"\xfe\xff", "utf-16", "UTF-16"),
    ):
        if content.startswith(mark):
            try:
                return content.decode(encoding), name
            except UnicodeDecodeError:
                raise TableRefused(
                    _("The file says it is %(encoding)s text, and is not. Save it again as UTF-8.")
                    % {"encoding": name}
                ) from None
    if b"\x00" in content[:4000]:
        raise TableRefused(_("This is no text file. Send a CSV or Excel (.xlsx) file."))
    for encoding, name in (("utf-8", "UTF-8"), ("cp1252", "Windows-1252")):
        try:
            return content.decode(encoding), name
        except UnicodeDecodeError:
            continue
    raise TableRefused(
        _("The encoding of the file was not recognised. Save it again as “CSV UTF-8”.")
    )


def _delimiter(text: str) -> str:
    """The separator that the header uses most, outside quotation marks."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(header.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)


def _csv_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(MAX_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for cells in reader:
            number += 1
            yield number, cells
    except csv.Error:
        raise TableRefused(
            _("A quotation mark does not fit near line %(line)s: it opens or closes in mid-cell.")
            % {"line": reader.line_num}
        ) from None


def _excel_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    damaged = TableRefused(
        _("The file looks like an Excel file and cannot be read as one. Save it again as .xlsx.")
    )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            held = sum(entry.file_size for entry in entries)
            area = _area(archive) if held <= MAX_UNPACKED else 0
    except (zipfile.BadZipFile, etree.XMLSyntaxError, zlib.error, EOFError):
        raise damaged from None
    if not any(entry.filename.startswith("xl/") for entry in entries):
        raise TableRefused(_("This is an archive and no Excel file. Send a .csv or .xlsx file."))
    if held > MAX_UNPACKED or area > MAX_AREA:
        raise TableRefused(_("The Excel file unpacks into too much. Send it as CSV."))
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = workbook.get_sheet_by_index(0)
        # Leading empty rows count, so that our line numbers are those of the spreadsheet.
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, IndexError):
        raise damaged from None
    for number, cells in enumerate(rows, start=1):
        yield number, [_text(cell) for cell in cells]


def _area(archive: zipfile.ZipFile) -> int:
    """Of the largest sheet: a reader holds every cell up to the farthest, and one stray cell can
    be far."""
    largest = 0
    for name in archive.namelist():
        if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
            continue
        row = column = 0
        with archive.open(name) as part:
            for _event, element in etree.iterparse(
                part, tag=("{*}c", "{*}row"), resolve_entities=False, no_network=True
            ):
                found = _PLACE.fullmatch(element.get("r") or "")
                if found is not None:
                    row, column = max(row, int(found[2])), max(column, _column(found[1]))
                elif element.tag.endswith("}row"):
                    column = max(column, len(element))
                    said = element.get("r") or ""
                    row = max(row, int(said) if said.isdecimal() else row + 1)
                if element.tag.endswith("}row"):
                    element.clear()
        largest = max(largest, row * column)
    return largest


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _text(cell: Any) -> str:
    """A cell as a person would write it: whole numbers without a point, dates as YYYY-MM-DD."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, dt.datetime | dt.date | dt.time):
        return cell.isoformat()
    return str(cell)


def _table(numbered: Iterator[tuple[int, list[str]]], form: str) -> Table:
    header: tuple[str, ...] = ()
    rows: list[Row] = []
    for line, raw in numbered:
        cells = [_clean(cell) for cell in raw]
        if not any(cells):
            continue
        if not header:
            header = _header(cells)
            continue
        if any(cells[len(header) :]):
            raise TableRefused(
                _("Line %(line)s has more cells than the header has columns (%(columns)s).")
                % {"line": line, "columns": len(header)}
            )
        if any(len(cell) > MAX_CELL for cell in cells):
            raise TableRefused(
                _("Line %(line)s has a cell of more than %(length)s characters.")
                % {"line": line, "length": MAX_CELL}
            )
        padded = [*cells, *[""] * (len(header) - len(cells))]
        rows.append(Row(line, tuple(padded[: len(header)])))
        if len(rows) > MAX_ROWS:
            raise TableRefused(
                _("The table has more than %(rows)s rows. Split it.") % {"rows": MAX_ROWS}
            )
    if not header:
        raise TableRefused(_("The table has no header: its first row must name the columns."))
    return Table(header, tuple(rows), form)


def _header(cells: list[str]) -> tuple[str, ...]:
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MAX_COLUMNS:
        raise TableRefused(_("The table has more than %(n)s columns.") % {"n": MAX_COLUMNS})
    named = [cell.casefold() for cell in cells if cell]
    twice = sorted({cell for cell in cells if cell and named.count(cell.casefold()) > 1})
    if twice:
        raise TableRefused(
            ngettext(
                "The header names a column twice: %(names)s.",
                "The header names columns twice: %(names)s.",
                len(twice),
            )
            % {"names": ", ".join(twice)}
        )
    return tuple(cells)


def _clean(cell: str) -> str:
    """Without the control characters that no text needs and PostgreSQL refuses (NUL)."""
    return "".join(c for c in cell if c >= " " or c in "\n\t").replace("\x7f", "").strip()
