"""What looks impossible or improbable about reported values: pointed out, never refused.

The reporter may explain a value (`explanation`); what is explained stands explained in the version.
All functions are pure: they look at the values of one report, indicator by indicator.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gfmd_platform.interface.forms.dates import latest
from gfmd_platform.taxonomy import queries as taxonomy

from .disaggregation import describe, parents, split
from .models.reports import ObservationContent
from .periods import cover, plain_number

#: Sums of rounded parts may miss the total by this share of it.
TOLERANCE = Decimal("0.01")
JUMP = 10


class Concern(models.TextChoices):
    ABOVE_TOTAL = "above_total", gettext_lazy("A part is larger than the whole")
    SUM = "sum", gettext_lazy("The parts do not add up to the whole")
    RANGE = "range", gettext_lazy("The value does not fit its unit")
    FUTURE = "future", gettext_lazy("The period is not over yet")
    BASELINE = "baseline", gettext_lazy("The baseline is later than the target")
    JUMP = "jump", gettext_lazy("Ten times more or less than the period before")
    DUPLICATE = "duplicate", gettext_lazy("The same value is given twice")
    UNIT = "unit", gettext_lazy("Another unit than the indicator's")


class Scale(StrEnum):
    """What may be done with values of a unit: only counts add up."""

    COUNT = "count"
    PER_CENT = "per_cent"
    OTHER = "other"


@dataclass(frozen=True)
class Measured:
    """The indicator that values belong to, as far as it tells what is plausible; `units` are the
    spellings of its one unit."""

    key: str
    units: tuple[str, ...] = ()
    baseline_on: str = ""
    target_on: str = ""


@dataclass(frozen=True)
class Given:
    """A reported value. `indicator` is the `Measured.key` it is counted under."""

    id: UUID
    indicator: str
    period: str
    value: Decimal
    unit: str
    dims: str = ""
    population: str = ""
    explanation: str = ""


@dataclass(frozen=True)
class Warned:
    """A concern about one value, in words for the reporter."""

    observation: UUID
    indicator: str
    concern: Concern
    words: str
    explanation: str = ""

    @property
    def is_explained(self) -> bool:
        return bool(self.explanation.strip())


def given(row: ObservationContent, indicator: str) -> Given:
    return Given(
        row.pk,
        indicator,
        row.period,
        row.value,
        row.unit,
        row.dims,
        row.population,
        row.explanation,
    )


def scale_of(unit: str) -> Scale:
    """By the words of a unit: "per cent …", "%", "rate per 100,000 …", "index from 0 to 1"."""
    words = unit.casefold().replace("percent", "per cent")
    if words.startswith(("per cent", "%")) or words.strip() in ("pct",):
        return Scale.PER_CENT
    if any(word in words for word in (" per ", "index", "score", "rate", "ratio", "average", "%")):
        return Scale.OTHER
    return Scale.COUNT


def point_out(
    values: Iterable[Given],
    indicators: Iterable[Measured] = (),
    *,
    today: dt.date,
    earlier: Iterable[Given] = (),
) -> list[Warned]:
    """Everything that should be looked at again, in the order of the values.

    `earlier` are values of the same reporter in other reports, for the leap from the last period.
    """
    listed = list(values)
    before: dict[str, list[Given]] = defaultdict(list)
    for value in earlier:
        before[value.indicator].append(value)
    order = {value.id: number for number, value in enumerate(listed)}
    known = {indicator.key: indicator for indicator in indicators}
    series: dict[str, list[Given]] = defaultdict(list)
    for value in listed:
        series[value.indicator].append(value)
    found: list[Warned] = []
    for key, group in series.items():
        found += _one_by_one(group, known.get(key), today)
        found += _duplicates(group)
        found += _parts(group)
        found += _jumps(group, before[key])
        found += _baseline(group, known.get(key))
    return sorted(found, key=lambda w: (order[w.observation], list(Concern).index(w.concern)))


def _warn(value: Given, concern: Concern, words: str) -> Warned:
    return Warned(value.id, value.indicator, concern, words, value.explanation)


def _one_by_one(
    values: Sequence[Given], indicator: Measured | None, today: dt.date
) -> Iterable[Warned]:
    for value in values:
        scale = scale_of(value.unit)
        if scale == Scale.PER_CENT and not 0 <= value.value <= 100:
            yield _warn(value, Concern.RANGE, _("A percentage usually lies between 0 and 100."))
        elif scale == Scale.COUNT and value.value < 0:
            yield _warn(value, Concern.RANGE, _("A number of persons or things is not negative."))
        if cover(value.period)[1] > today:
            words = _("The period %(period)s is not over yet.") % {"period": value.period}
            yield _warn(value, Concern.FUTURE, words)
        own = [unit.strip().casefold() for unit in (indicator.units if indicator else ()) if unit]
        if own and indicator and value.unit.strip().casefold() not in own:
            words = _("The indicator is measured in “%(own)s”; this value is in “%(unit)s”.")
            named = {"own": indicator.units[0], "unit": value.unit}
            yield _warn(value, Concern.UNIT, words % named)


def _duplicates(values: Sequence[Given]) -> Iterable[Warned]:
    seen: set[tuple[str, str, str]] = set()
    for value in values:
        cell = (value.period, value.dims, value.population.casefold())
        if cell in seen:
            yield _warn(
                value,
                Concern.DUPLICATE,
                _("There is another value for the same period and the same people."),
            )
        seen.add(cell)


def _parts(values: Sequence[Given]) -> Iterable[Warned]:
    """Counts only: an average or a percentage of a part may well lie above that of the whole."""
    cells: dict[tuple[str, str, str], Given] = {}
    for value in values:
        if scale_of(value.unit) == Scale.COUNT and not value.population:
            cells.setdefault((value.period, value.unit.casefold(), value.dims), value)
    sums: dict[tuple[str, str, str, str], list[Given]] = defaultdict(list)
    for (period, unit, dims), value in cells.items():
        for code, _category, above in parents(dims):
            whole = cells.get((period, unit, above))
            if whole is None:
                continue
            sums[period, unit, above, code].append(value)
            if value.value > whole.value:
                yield _warn(
                    value,
                    Concern.ABOVE_TOTAL,
                    _("%(part)s is more than %(whole)s (%(whose)s).")
                    % {
                        "part": plain_number(value.value),
                        "whole": plain_number(whole.value),
                        "whose": describe(above) or _("total"),
                    },
                )
    for (period, unit, above, code), parts in sums.items():
        whole = cells[period, unit, above]
        total = sum((part.value for part in parts), Decimal(0))
        slack = abs(whole.value) * TOLERANCE
        complete = _is_complete(above, code, {split(part.dims)[code] for part in parts})
        if len(parts) > 1 and (
            total > whole.value + slack or (complete and total < whole.value - slack)
        ):
            yield _warn(
                whole,
                Concern.SUM,
                _("The parts (%(names)s) add up to %(sum)s, the whole is %(whole)s.")
                % {
                    "names": "; ".join(describe(part.dims) for part in parts),
                    "sum": plain_number(total),
                    "whole": plain_number(whole.value),
                },
            )


def _is_complete(above: str, code: str, named: set[str]) -> bool:
    """Whether all categories that make up a set are there; those for the rest may be missing."""
    held = split(above).get(code)
    ref = f"{taxonomy.DISAGGREGATION}:{code}" + (f".{held}" if held else "")
    entry = taxonomy.term(ref)
    if entry is None:
        return False
    needed = {
        child.code.removeprefix(f"{code}.")
        for child in entry.children
        if not child.retired and not child.code.endswith((".unknown", ".other"))
    }
    return bool(needed) and needed <= named


def _jumps(values: Sequence[Given], earlier: Sequence[Given]) -> Iterable[Warned]:
    here = {value.id for value in values}
    periods = {(value.period, value.dims) for value in values}
    lines: dict[tuple[str, str, str], list[Given]] = defaultdict(list)
    for value in (*(e for e in earlier if (e.period, e.dims) not in periods), *values):
        lines[value.dims, value.population.casefold(), value.unit.casefold()].append(value)
    for line in lines.values():
        line.sort(key=lambda value: cover(value.period))
        for before, after in pairwise(line):
            if after.id not in here or before.period == after.period:
                continue
            if not (before.value and after.value):
                continue
            factor = abs(after.value / before.value)
            if factor >= JUMP or factor <= Decimal(1) / JUMP:
                yield _warn(
                    after,
                    Concern.JUMP,
                    _("%(before)s in %(then)s, %(after)s in %(now)s.")
                    % {
                        "before": plain_number(before.value),
                        "then": before.period,
                        "after": plain_number(after.value),
                        "now": after.period,
                    },
                )


def _baseline(values: Sequence[Given], indicator: Measured | None) -> Iterable[Warned]:
    """Told at the first value, since the indicator itself belongs to the commitment."""
    if indicator is None or not (indicator.baseline_on and indicator.target_on):
        return
    if latest(indicator.baseline_on) > latest(indicator.target_on):
        yield _warn(
            values[0],
            Concern.BASELINE,
            _("The commitment dates the baseline %(baseline)s and the target %(target)s.")
            % {"baseline": indicator.baseline_on, "target": indicator.target_on},
        )
