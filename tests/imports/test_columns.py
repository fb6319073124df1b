"""Finding fields in somebody's columns, and saying what becomes of each row."""

from __future__ import annotations

import pytest

from gfmd_platform.imports.columns import Column, map_columns
from gfmd_platform.imports.exceptions import TableRefused
from gfmd_platform.imports.fates import Fate, ImportResult, RowFate
from gfmd_platform.imports.tables import read_table

COLUMNS = (
    Column("title", required=True, aliases=("titles", "name")),
    Column("action_area", required=True),
    Column("since"),
)


def test_columns_are_found_by_name_or_alias_in_any_order_and_case() -> None:
    mapping = map_columns(read_table(b"Action Area,TITLES,colour\n1,A,red\n"), COLUMNS)
    [row] = mapping
    assert row.line == 2
    assert row.values == {"title": "A", "action_area": "1", "since": ""}
    assert mapping.unused == ("colour",)


def test_missing_columns_are_named_with_those_that_were_found() -> None:
    with pytest.raises(TableRefused, match=r"missing: title, action_area\. The table has: colour"):
        map_columns(read_table(b"colour\nred\n"), COLUMNS)


def test_two_columns_for_one_field_are_refused() -> None:
    with pytest.raises(TableRefused, match="title, name"):
        map_columns(read_table(b"title,name,action_area\nA,B,1\n"), COLUMNS)


def test_every_row_has_a_fate_and_a_refused_one_its_reason() -> None:
    result = ImportResult(
        [
            RowFate(2, "A", Fate.CREATED),
            RowFate(3, "B", Fate.REFUSED, "There is no action area 99."),
        ]
    )
    assert result.counts == {
        Fate.CREATED: 1,
        Fate.UPDATED: 0,
        Fate.UNCHANGED: 0,
        Fate.REFUSED: 1,
    }
    assert [row.line for row in result.refused] == [3]
    *_, refused, total = result.lines()
    assert refused.endswith("B (There is no action area 99.)")
    assert total == "New: 1, Updated: 0, Unchanged: 0, Refused: 1"
    with pytest.raises(ValueError, match="reason"):
        RowFate(4, "C", Fate.REFUSED)
