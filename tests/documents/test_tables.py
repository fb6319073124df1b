"""Tables that go out can be opened without harm, and hold what was put in."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from gfmd_platform.documents import tables
from gfmd_platform.documents.cells import neutralised
from gfmd_platform.documents.tables import csv_response, json_response, xlsx_response
from gfmd_platform.imports.tables import read_table

HEADER = ["title", "number", "countries", "at"]
AT = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
HOSTILE = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "  =1", "＝1"]


def rows() -> Iterator[list[Any]]:
    yield ["Fair fees, “now”", -3, ["Arvenia", "Belmora"], AT]
    yield [HOSTILE[0], 2.5, [], None]


def content_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_looks_like_a_formula_is_neutralised(text: str) -> None:
    assert neutralised(text) == f"'{text}"


def test_numbers_and_ordinary_text_stay_as_they_are() -> None:
    for value in (-3, 2.5, "A = B", "Équité", ""):
        assert neutralised(value) == value


def test_csv_opens_in_excel_and_is_read_back() -> None:
    response = csv_response("Examples of 2026", HEADER, rows())
    assert response["Content-Disposition"] == 'attachment; filename="Examples of 2026.csv"'
    content = content_of(response)
    assert content.startswith(b"\xef\xbb\xbf")
    found = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert found == [
        HEADER,
        ["Fair fees, “now”", "-3", "Arvenia; Belmora", "2026-11-24T09:00:00Z"],
        ["'=1+1", "2.5", "", ""],
    ]
    assert read_table(content).header == tuple(HEADER)


def test_csv_is_written_as_the_rows_come() -> None:
    taken: list[int] = []

    def many() -> Iterator[list[int]]:
        for n in range(10_000):
            taken.append(n)
            yield [n]

    stream = iter(csv_response("x", ["n"], many()).streaming_content)
    next(stream)
    assert 0 < len(taken) < 1000


def test_excel_holds_text_as_text_and_numbers_as_numbers() -> None:
    response = xlsx_response("x", HEADER, rows(), sheet="a/b", about="What this is\nand whence")
    book = CalamineWorkbook.from_filelike(io.BytesIO(content_of(response)))
    assert book.sheet_names == ["a b", "About"]
    assert book.get_sheet_by_index(0).to_python() == [
        HEADER,
        ["Fair fees, “now”", -3.0, "Arvenia; Belmora", "2026-11-24T09:00:00Z"],
        ["=1+1", 2.5, "", ""],
    ]


def test_what_excel_cannot_hold_is_cut_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    response = xlsx_response("x", ["a"], [["x\x00y" + "z" * 40_000]])
    book = CalamineWorkbook.from_filelike(io.BytesIO(content_of(response)))
    cell = str(book.get_sheet_by_index(0).to_python()[1][0])
    assert cell.startswith("xyzz")
    assert len(cell) == tables.XLSX_CELL
    monkeypatch.setattr(tables, "XLSX_ROWS", 1)
    with pytest.raises(ValueError, match="CSV"):
        xlsx_response("x", ["a"], [["1"], ["2"]])


@pytest.mark.parametrize("count", [0, 1, 2])
def test_json_is_a_list_of_objects(count: int) -> None:
    given = list(rows())[:count]
    found = json.loads(content_of(json_response("x", HEADER, given)))
    assert len(found) == count
    if found:
        assert found[0]["countries"] == ["Arvenia", "Belmora"]
        assert found[0]["number"] == -3
