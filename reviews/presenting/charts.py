"""What is drawn of a block, and the sentence that says what the drawing shows.

Page, PDF and Word draw from the same `Chart`; the block itself is its table. A sentence is composed
of the numbers by rule: what is most, or what was then and is now, and never whether that is good.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from commitments.periods import cover
from gfmd_platform.documents.charts import (
    MAX_SERIES,
    Drawing,
    Point,
    Series,
    change_in_words,
    lines,
    swatch,
)

from .blocks import Bars, Row, Section, Table, Trend

#: How many fillings there are that can be told apart in grey.
PATTERNS = 7
_NAMED = 3
_INK = "#1b2430"


@dataclass(frozen=True)
class Mark:
    """A piece of a bar, in per cent of its length; `pattern` is the number of its filling."""

    start: float
    width: float
    pattern: int = 1


@dataclass(frozen=True)
class Chart:
    """`rows` has the marks of each row of the block; a trend has a drawing instead."""

    kind: str
    sentence: str
    rows: list[list[Mark]] = field(default_factory=list)
    drawing: Drawing | None = None

    def plain(self) -> dict[str, Any]:
        """For documents, which set the words of a drawing themselves."""
        made: dict[str, Any] = {
            "kind": self.kind,
            "sentence": self.sentence,
            "rows": [[vars(mark) for mark in marks] for marks in self.rows],
        }
        if self.drawing is not None:
            made |= {
                "width": self.drawing.width,
                "height": self.drawing.height,
                "svg": self.drawing.svg(ink=_INK, words=False),
                "labels": [vars(label) for label in self.drawing.labels],
                "swatches": [swatch(n).replace("currentColor", _INK) for n in range(MAX_SERIES)],
            }
        return made


def chart_of(block: Any) -> Chart | None:
    """The chart of a block; None for one of which nothing is drawn."""
    if isinstance(block, Bars):
        return _bars(block)
    if isinstance(block, Trend):
        return _trend(block)
    if isinstance(block, Table) and block.drawn and block.rows:
        return _shares(block) if block.drawn == "shares" else _tiles(block)
    return None


def plain_blocks(section: Section) -> list[dict[str, Any]]:
    """A section's blocks as dicts, with what is drawn of them, for writers of documents."""
    found = []
    for block in section.blocks:
        chart = chart_of(block)
        plain = {"shape": block.shape, **asdict(block), "chart": chart and chart.plain()}
        if isinstance(block, Trend):
            plain["columns"] = block.columns
        found.append(plain)
    return found


def _bars(block: Bars) -> Chart | None:
    values = [_first(row) for row in block.rows]
    most = max(values, default=0.0)
    if not most:
        return None
    marks = [[Mark(0, _percent(value, most))] for value in values]
    return Chart("bars", _most(block.rows, block.whole), marks)


def _most(rows: Sequence[Row], whole: str = "") -> str:
    """Which row has most; several where they have the same."""
    value = max((row.numbers[0].value for row in rows), key=float)
    top = [row.label for row in rows if row.numbers[0].value == value]
    said = {"value": value, "whole": whole, "rows": len(top), "names": "; ".join(top)}
    if len(top) == len(rows) > 1:
        words = _("The same in each row: %(value)s of %(whole)s.")
        bare = _("The same in each row: %(value)s.")
    elif len(top) > _NAMED:
        words = _("Most: %(value)s of %(whole)s, in %(rows)d rows.")
        bare = _("Most: %(value)s, in %(rows)d rows.")
    else:
        words = _("Most: %(names)s: %(value)s of %(whole)s.")
        bare = _("Most: %(names)s: %(value)s.")
    return (words if whole else bare) % said


def _shares(block: Table) -> Chart | None:
    most = max(_first(row) for row in block.rows)
    if not most:
        return None
    marks = []
    for row in block.rows:
        start, line = 0.0, []
        for number, part in enumerate(row.numbers[1:]):
            width = _percent(float(part.value or 0), most)
            if width:
                line.append(Mark(start, width, number % PATTERNS + 1))
            start = round(start + width, 2)
        marks.append(line)
    sentence = f"{_most(block.rows)} {_most_among(block)}".strip()
    return Chart("shares", sentence, marks)


def _most_among(block: Table) -> str:
    """What most of the fullest row consist of; nothing where it is in many parts alike."""
    row = max(block.rows, key=_first)
    value = max((part.value for part in row.numbers[1:]), key=float)
    names = [
        column
        for column, part in zip(block.columns[2:], row.numbers[1:], strict=True)
        if part.value == value
    ]
    if len(names) > _NAMED:
        return ""
    return _("Of %(row)s most are: %(names)s: %(value)s.") % {
        "row": row.label,
        "names": "; ".join(names),
        "value": value,
    }


def _tiles(block: Table) -> Chart:
    marks = [
        [Mark(0, _percent(float(row.numbers[1].value), float(row.numbers[0].value)))]
        for row in block.rows
    ]
    sentence = _("Of %(all)d rows %(some)d have at least one in “%(column)s”.") % {
        "column": block.columns[2],
        "some": sum(row.numbers[1].value != "0" for row in block.rows),
        "all": len(block.rows),
    }
    return Chart("tiles", sentence, marks)


def _trend(block: Trend) -> Chart | None:
    on = _placed(block.periods)
    series, sentences = [], []
    for row in block.rows:
        given = [
            (period, number.value)
            for period, number in zip(block.periods, row.numbers, strict=True)
            if number.value != ""
        ]
        if given:
            sentences.append(change_in_words(row.label, given[0], given[-1], unit=block.unit))
        points = [Point(on(period), float(value), period) for period, value in given]
        series.append(Series(row.label, points))
    if len(block.periods) < 2 or len(series) > MAX_SERIES or not sentences:
        return None
    return Chart("trend", " ".join(sentences), drawing=lines(series, narrow=True))


def _placed(periods: Sequence[str]) -> Callable[[str], dt.date]:
    """Where a period stands: in the middle of its days, or, where one names none, in its turn."""
    try:
        middles = {p: (c := cover(p))[0] + (c[1] - c[0]) / 2 for p in periods}
    except ValueError:
        middles = {p: dt.date.fromordinal(n + 1) for n, p in enumerate(periods)}
    return partial(dict.__getitem__, middles)


def _first(row: Row) -> float:
    return float(row.numbers[0].value)


def _percent(part: float, whole: float) -> float:
    return round(100 * part / whole, 2) if whole else 0.0
