"""Tables of values that went round, and what people and programs do to them on the way."""

from __future__ import annotations

import io
import zipfile
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

from commitments.exchange.workbook import workbook
from commitments.models import Report
from commitments.queries.indicators import cards, observed_in
from gfmd_platform.documents.excel_reading import read_excel

from .making import LATER

Matrix = list[list[Any]]
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def sent(report: Report) -> bytes:
    """The file that somebody downloads."""
    return workbook(report, cards(report), observed_in(report), now=LATER)


def matrix(content: bytes, sheet: int = 0) -> Matrix:
    """A sheet as rows of texts; the first column is the key."""
    return [list(row.cells) for row in read_excel(content)[sheet].rows]


def column(rows: Matrix, name: str) -> int:
    return rows[0].index(name)


def saved(rows: Matrix, *, sheet: str = "Tabelle1") -> bytes:
    """As a program saves it that knows only cells: no styles, lists, hidden columns or places."""

    def cell(value: Any) -> str:
        if isinstance(value, int | float):
            return f"<c><v>{value}</v></c>"
        return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'

    body = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="'
        'application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="'
        f'/xl/workbook.xml" ContentType="{SHEET_TYPE}.sheet.main+xml"/><Override PartName="'
        f'/xl/worksheets/sheet1.xml" ContentType="{SHEET_TYPE}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet '
        f'name="{escape(sheet)}" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="r1" '
        f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData>'
        "</worksheet>",
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()


def by_xlsxwriter(rows: Matrix, more: Any = None) -> bytes:
    """With what only a real program makes: `more(book, page)` merges, dates, formulas."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet("Feuille1")
        for line, row in enumerate(rows):
            for at, value in enumerate(row):
                page.write(line, at, value)
        if more is not None:
            more(book, page)
    return made.getvalue()


def as_csv(rows: Matrix, delimiter: str = ";") -> bytes:
    return "\r\n".join(
        delimiter.join('"' + str(cell).replace('"', '""') + '"' for cell in row) for row in rows
    ).encode("utf-8-sig")
