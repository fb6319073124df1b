"""Values of an indicator over time: a line for each reporter, its custodian's above."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from commitments.periods import cover

from ..blocks import Block, Number, Row, Trend
from ..figures import Figures
from .shared import author

Rows = list[dict[str, Any]]


def by_key(rows: Iterable[dict[str, Any]], key: str) -> dict[str, Rows]:
    found: dict[str, Rows] = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return found


def trends(f: Figures, caption: str, given: Rows, earlier: Rows, custodian: Rows) -> list[Block]:
    """One for each unit in which somebody gives values of two periods or more.

    `earlier` values carry on the series of the same reporters, `custodian` ones stand above them.
    """
    found: list[Block] = []
    for unit in dict.fromkeys(row["unit"] for row in given):
        lines = [
            (label, line)
            for label, line in _lines(f, unit, given, earlier, custodian)
            if len(line) > 1
        ]
        if lines:
            periods = sorted({p for _label, line in lines for p in line}, key=cover)
            rows = [
                Row(label, [line.get(period, Number("")) for period in periods])
                for label, line in lines
            ]
            title = _("%(indicator)s over time") % {"indicator": caption}
            found.append(Trend(title, _("Reporter"), periods, rows, unit=unit))
    return found


def _lines(
    f: Figures, unit: str, given: Rows, earlier: Rows, custodian: Rows
) -> Iterable[tuple[str, dict[str, Number]]]:
    """Of each reporter and, where they differ, of each population it names."""
    reporters: dict[str, str] = {}
    series: dict[tuple[str, str], dict[str, Number]] = defaultdict(dict)
    for row in given:
        reporters.setdefault(row["stakeholder"], author(row))
    for row in (*earlier, *given):
        if row["unit"] == unit and row["stakeholder"] in reporters:
            series[row["stakeholder"], row["population"]][row["period"]] = f.by_key(row["figure"])
    theirs = by_key(custodian, "stakeholder")
    for stakeholder, name in reporters.items():
        of_custodian = {
            row["period"]: f.by_key(row["figure"])
            for row in theirs.get(stakeholder, [])
            if row["unit"] == unit
        }
        if of_custodian:
            place = f.place(theirs[stakeholder][0]["place"])
            yield _("Custodian agency, for %s") % place, of_custodian
        for (by, population), line in series.items():
            if by == stakeholder:
                yield (f"{name}, {population}" if population else name), line
