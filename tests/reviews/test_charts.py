"""What is drawn of a block and said of it. No database."""

from __future__ import annotations

import pytest

from gfmd_platform.documents.pdf import render_pictures
from reviews.presenting.blocks import Bars, Number, Row, Section, Table, Trend
from reviews.presenting.charts import chart_of, plain_blocks

PNG = b"\x89PNG\r\n\x1a\n"


def row(label: str, *values: str) -> Row:
    return Row(label, [Number(value, "key", 1) for value in values])


@pytest.mark.parametrize(
    ("rows", "whole", "sentence"),
    [
        ([("A", "12"), ("B", "9")], "40", "Most: A: 12 of 40."),
        ([("A", "9"), ("B", "12")], "", "Most: B: 12."),
        ([("A", "9"), ("B", "9"), ("C", "0")], "", "Most: A; B: 9."),
        ([("A", "2"), ("B", "2")], "4", "The same in each row: 2 of 4."),
        ([*((n, "2") for n in "ABCD"), ("E", "1")], "", "Most: 2, in 4 rows."),
    ],
)
def test_bars_say_what_is_most(rows: list[tuple[str, str]], whole: str, sentence: str) -> None:
    chart = chart_of(Bars("", "", [row(*one) for one in rows], whole=whole))
    assert chart is not None
    assert chart.sentence == sentence


def test_nothing_is_drawn_of_noughts_or_of_a_plain_table() -> None:
    assert chart_of(Bars("", "", [row("A", "0")])) is None
    assert chart_of(Table("", ["", "All", "Some"], [row("A", "1", "1")])) is None
    assert chart_of(Table("", ["", "All", "Some"], [row("A", "0", "0")], drawn="shares")) is None
    assert chart_of(Trend("", "", ["2024"], [row("A", "1")])) is None
    seven = [row(str(n), "1", "2") for n in range(7)]
    assert chart_of(Trend("", "", ["2024", "2025"], seven)) is None


def test_shares_lie_end_to_end_and_differ_by_their_filling() -> None:
    table = Table(
        "", ["Area", "All", "Open", "Done"], [row("A", "4", "1", "3"), row("B", "2", "0", "2")]
    )
    chart = chart_of(Table(table.caption, table.columns, table.rows, drawn="shares"))
    assert chart is not None
    assert [[(m.start, m.width, m.pattern) for m in line] for line in chart.rows] == [
        [(0, 25, 1), (25, 75, 2)],
        [(0, 50, 2)],
    ]
    assert chart.sentence == "Most: A: 4. Of A most are: Done: 3."


def test_a_trend_says_what_was_and_what_is_and_leaves_gaps_out() -> None:
    rows = [row("A", "1", "", "1.5"), row("B", "", "4", ""), row("C", "2", "3", "2")]
    chart = chart_of(Trend("", "", ["2020", "2024-06", "2025/2026"], rows, unit="per cent"))
    assert chart is not None
    assert chart.sentence == (
        "A: from 1 in 2020 to 1.5 in 2025/2026 (per cent). B: 4 in 2024-06 (per cent). "
        "C: 2 in 2020 and again in 2025/2026 (per cent)."
    )
    assert chart.drawing is not None
    places = [label.x for label in chart.drawing.labels if label.anchor == "middle"]
    assert places[1] - places[0] > 2 * (places[2] - places[1]), "time runs evenly"


def test_every_chart_can_be_a_picture_with_words_in_any_direction() -> None:
    section = Section(
        "x",
        "",
        "",
        [
            Bars("", "", [row("الدول", "3")]),
            Table("", ["", "All", "Some"], [row("إفريقيا", "3", "1")], drawn="tiles"),
            Table("", ["", "All", "Some"], [row("A", "3", "3")], drawn="shares"),
            Trend("", "", ["2024", "2025"], [row("الدول", "1", "2")]),
        ],
    )
    made = render_pictures(plain_blocks(section), "ar")
    assert len(made) == 4
    assert all(picture.startswith(PNG) for picture in made)
