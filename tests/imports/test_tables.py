"""Tables as people send them: any usual encoding, and a sentence when something is wrong."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from gfmd_platform.imports import tables
from gfmd_platform.imports.exceptions import TableRefused
from gfmd_platform.imports.tables import read_table


def excel(write: Callable[[Any], None]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        write(book.add_worksheet())
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_usual_encodings_are_recognised(encoding: str) -> None:
    table = read_table('title,where\n"Équité – “fair”",Côte d’Ivoire\n'.encode(encoding))
    assert table.header == ("title", "where")
    assert table.rows[0].cells == ("Équité – “fair”", "Côte d’Ivoire")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_recognised_by_the_header(delimiter: str) -> None:
    table = read_table(f'"a, or; b"{delimiter}c\n1{delimiter}2\n'.encode())
    assert table.header == ("a, or; b", "c")
    assert table.rows[0].cells == ("1", "2")


def test_cells_may_hold_line_breaks_quotes_and_separators() -> None:
    table = read_table(b'title,text\r\nA,"one, ""two""\r\nthree"\r\n')
    assert table.rows[0].cells == ("A", 'one, "two"\nthree')


def test_empty_rows_are_left_out_and_lines_keep_their_numbers() -> None:
    table = read_table(b"\n,,\ntitle,where\n\nA,B\n,\nC\n")
    assert [(row.line, row.cells) for row in table.rows] == [(5, ("A", "B")), (7, ("C", ""))]


def test_formulas_are_text_and_control_characters_are_dropped() -> None:
    table = read_table(b'title\n"=HYPERLINK(""http://x"",""y"")"\nA\x01B\x7f\n')
    assert [row.cells[0] for row in table.rows] == ['=HYPERLINK("http://x","y")', "AB"]


def test_an_excel_file_is_read_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(1, 0, ["title", "year", "share", "when", "sum"])
        sheet.write_row(2, 0, ["移民", 2017, 0.5])
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime(2, 3, dt.datetime(2026, 11, 24), day)
        sheet.write_formula(2, 4, "=1+1", None, 2)
    table = read_table(path)
    assert table.header == ("title", "year", "share", "when", "sum")
    assert [(row.line, row.cells) for row in table.rows] == [
        (3, ("移民", "2017", "0.5", "2026-11-24", "2"))
    ]


def test_the_seed_like_table_of_many_quotes_is_read(tmp_path: Path) -> None:
    text = 'cluster,titles,text\n1,"A | B","He said ""no"", then – yes."\n2,C,D\n'
    assert len(read_table(io.BytesIO(text.encode())).rows) == 2


REFUSED = {
    "empty": (b"  \n", "empty"),
    "no header": (b",,\n,,\n", "no header"),
    "a picture": (b"\x89PNG\r\n\x1a\n....", "kind PNG"),
    "a PDF named .csv": (b"%PDF-1.7 ...", "kind PDF"),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xlsx"),
    "binary": (b"abc\x00\x01\x02", "no text file"),
    "broken UTF-16": (b"\xff\xfea", "UTF-16"),
    "no encoding at all": (b"title\n\x81\x8d\x8f", "encoding"),
    "a column twice": (b"title,Title\nA,B\n", "twice"),
    "more cells than columns": (b"title\nA,B\n", "Line 2 has more cells"),
    "a stray quotation mark": (b'title,x\n"A"b,c\n', "quotation mark"),
    "a quotation mark that never ends": (b'title,x\n"A,b\n', "quotation mark"),
    "a broken Excel file": (b"PK\x03\x04" + b"x" * 100, "cannot be read"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_in_a_sentence(name: str) -> None:
    content, words = REFUSED[name]
    with pytest.raises(TableRefused, match=words):
        read_table(content)


def test_another_archive_is_no_excel_file() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(TableRefused, match="no Excel file"):
        read_table(file.getvalue())


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_UNPACKED", 1000)
    with pytest.raises(TableRefused, match="unpacks into too much"):
        read_table(excel(lambda sheet: sheet.write_column(0, 0, ["x" * 500] * 10)))


def test_limits_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_ROWS", 2)
    monkeypatch.setattr(tables, "MAX_CELL", 10)
    monkeypatch.setattr(tables, "MAX_COLUMNS", 2)
    for content, words in (
        (b"a\n1\n2\n3\n", "more than 2 rows"),
        (b"a\n12345678901\n", "more than 10 characters"),
        (b"a,b,c\n", "more than 2 columns"),
    ):
        with pytest.raises(TableRefused, match=words):
            read_table(content)
    monkeypatch.setattr(tables, "MAX_BYTES", 5)
    with pytest.raises(TableRefused, match="larger than"):
        read_table(b"a\n1\n2\n3\n")


def test_a_missing_file_is_named() -> None:
    with pytest.raises(TableRefused, match=r"no-such\.csv cannot be read"):
        read_table(Path("no-such.csv"))


def test_one_cell_far_away_is_refused_before_everything_up_to_it_is_held():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet()
        page.write(0, 0, "x")
        page.write(1_048_575, 2_000, "y")
    with pytest.raises(TableRefused, match="unpacks into too much"):
        read_table(file.getvalue())
