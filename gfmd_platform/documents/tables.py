"""Tables out: CSV, Excel and JSON, written row by row so that memory stays flat."""

from __future__ import annotations

import csv
import json
import re
import tempfile
from collections.abc import Iterator
from typing import Any, BinaryIO

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from .cells import Cells, Rows, neutralised, plain

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: What a sheet can hold below its header, and a cell can hold of text.
XLSX_ROWS = 1_048_575
XLSX_CELL = 32_767
_LINES_AT_ONCE = 200
_NOT_FOR_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class _Echo:
    def write(self, text: str) -> str:
        return text


def csv_lines(header: Cells, rows: Rows) -> Iterator[bytes]:
    """UTF-8 with a byte-order mark, without which Excel takes it for another encoding."""
    writer = csv.writer(_Echo())
    waiting = ["\ufeff", writer.writerow([neutralised(cell) for cell in header])]
    for row in rows:
        waiting.append(writer.writerow([neutralised(cell) for cell in row]))
        if len(waiting) >= _LINES_AT_ONCE:
            yield "".join(waiting).encode()
            waiting = []
    yield "".join(waiting).encode()


def json_lines(header: Cells, rows: Rows) -> Iterator[bytes]:
    """A list of objects, an object a line. Lists stay lists here."""
    opening = "["
    for row in rows:
        content = dict(zip(header, row, strict=True))
        yield f"{opening}\n{json.dumps(content, ensure_ascii=False, default=plain)}".encode()
        opening = ","
    yield b"[]\n" if opening == "[" else b"\n]\n"


def write_xlsx(
    file: BinaryIO, header: Cells, rows: Rows, *, sheet: str = "Data", about: str = ""
) -> None:
    """One sheet with a bold, fixed header and, with `about`, a second that says what it is.

    Text is written as text: no formulas, no links. Raises ValueError beyond a sheet's rows.
    """
    with xlsxwriter.Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    ) as book:
        heading = book.add_format({"bold": True, "bottom": 1})
        page = book.add_worksheet(sheet_name(sheet))
        page.freeze_panes(1, 0)
        page.set_column(0, max(len(header) - 1, 0), 22)
        for column, cell in enumerate(header):
            page.write_string(0, column, str(cell), heading)
        for number, row in enumerate(rows, start=1):
            if number > XLSX_ROWS:
                raise ValueError(f"An Excel sheet holds {XLSX_ROWS} rows; take CSV instead")
            for column, cell in enumerate(row):
                write_cell(page, number, column, plain(cell))
        if about:
            note = book.add_worksheet("About")
            note.set_column(0, 0, 100, book.add_format({"text_wrap": True}))
            for number, line in enumerate(about.splitlines()):
                note.write_string(number, 0, line)


def write_cell(page: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, str):
        page.write_string(row, column, _NOT_FOR_XML.sub("", value)[:XLSX_CELL])
    else:
        page.write_number(row, column, value)


def sheet_name(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", name).strip()[:31] or "Data"


def csv_response(filename: str, header: Cells, rows: Rows) -> StreamingHttpResponse:
    return _download(f"{filename}.csv", "text/csv; charset=utf-8", csv_lines(header, rows))


def json_response(filename: str, header: Cells, rows: Rows) -> StreamingHttpResponse:
    return _download(f"{filename}.json", "application/json", json_lines(header, rows))


def xlsx_response(
    filename: str, header: Cells, rows: Rows, *, sheet: str = "Data", about: str = ""
) -> FileResponse:
    """An Excel file is a ZIP with its directory at the end: written to disk first, then sent."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    try:
        write_xlsx(file, header, rows, sheet=sheet, about=about)  # type: ignore[arg-type]
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return FileResponse(
        file, as_attachment=True, filename=f"{filename}.xlsx", content_type=XLSX_TYPE
    )


def _download(filename: str, content_type: str, content: Iterator[bytes]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, filename) or ""
    return response
