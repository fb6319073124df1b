"""Values of indicators as rows of a table: what is read, and what is offered to be filled in.

A table has a value a row. The same columns are read and written, so that a downloaded table can be
changed in a spreadsheet and sent back; sent back unchanged, it changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gfmd_platform.imports.columns import Column, map_columns
from gfmd_platform.imports.fates import Fate, ImportResult, RowFate
from gfmd_platform.imports.tables import Table
from gfmd_platform.taxonomy import queries as taxonomy

from .disaggregation import categories, describe, split
from .enums import Cleared, Finality, SentToCustodian
from .models.reports import DraftObservation
from .operations.observations import RowDone, RowGiven
from .queries.indicators import Card

INDICATOR, PERIOD, VALUE = "indicator", "period", "value"
_TEXTS = ("unit", "population", "source", "footnote", "cleared_by", "explanation")
_CHOICES: dict[str, Any] = {
    "finality": Finality,
    "sent_to_custodian": SentToCustodian,
    "cleared": Cleared,
}


def columns() -> list[Column]:
    """A column for each dimension of the taxonomy stands among them."""
    return [
        Column(INDICATOR, required=True, aliases=("indicator code", "code")),
        Column("name", aliases=("indicator name",)),
        Column(PERIOD, required=True, aliases=("year", "time period")),
        *(Column(term.code, aliases=(term.label,)) for term in taxonomy.dimensions()),
        Column("population", aliases=("who is counted",)),
        Column(VALUE, required=True, aliases=("obs value",)),
        Column("unit", aliases=("units",)),
        Column("source"),
        Column("footnote", aliases=("note",)),
        Column("finality", aliases=("provisional or final",)),
        Column("sent_to_custodian"),
        Column("cleared", aliases=("cleared by the statistical office",)),
        Column("cleared_by", aliases=("statistical office",)),
        Column("explanation"),
    ]


@dataclass(frozen=True)
class RowsRead:
    rows: list[RowGiven]
    unused: tuple[str, ...]


def read_rows(table: Table, cards: Sequence[Card]) -> RowsRead:
    """Rows for `put_observations`; rows without a value are passed over, as empty lines of a table
    to fill in. Raises TableRefused."""
    mapping = map_columns(table, columns())
    present = mapping.present
    known: dict[str, Card] = {}
    for card in cards:
        known[card.ref.casefold()] = card
        if card.term is not None:
            known.setdefault(card.term.code.casefold(), card)
    rows = []
    for row in mapping.rows:
        if row.values[VALUE]:
            rows.append(_row(row.line, row.values, known, present))
    return RowsRead(rows, mapping.unused)


def _row(
    line: int, cells: Mapping[str, str], known: Mapping[str, Card], present: frozenset[str]
) -> RowGiven:
    errors: dict[str, list[str]] = {}
    card = known.get(cells[INDICATOR].casefold())
    if card is None:
        errors[INDICATOR] = [
            _("There is no indicator “%(code)s” in this report.") % {"code": cells[INDICATOR]}
        ]
    values: dict[str, Any] = {PERIOD: cells[PERIOD], VALUE: cells[VALUE]}
    values |= {name: cells[name] for name in _TEXTS if name in present}
    values["dims"] = {
        term.code: cells[term.code] for term in taxonomy.dimensions() if cells[term.code]
    }
    for name, choices in _CHOICES.items():
        if name in present and cells[name]:
            chosen = _chosen(choices, cells[name])
            if chosen is None:
                errors[name] = [
                    _("“%(text)s” is none of: %(known)s.")
                    % {"text": cells[name], "known": ", ".join(choices.values)}
                ]
            else:
                values[name] = chosen
    which: dict[str, Any] = dict(card.which) if card else {}
    return RowGiven(
        line,
        values,
        **which,
        unit=card.unit if card else "",
        errors=errors,
    )


def _chosen(choices: Any, text: str) -> str | None:
    """A choice by its value, or by its label in the reader's language."""
    wanted = text.strip().casefold()
    for value, label in choices.choices:
        if wanted in (value, str(label).casefold()):
            return str(value)
    return None


def header() -> list[str]:
    return [column.name for column in columns()]


def table_rows(
    cards: Iterable[Card], observed: Iterable[DraftObservation], *, periods: Sequence[str]
) -> Iterator[list[Any]]:
    """What stands in the draft, and for each indicator without a value an empty row a period."""
    by_key: dict[str, list[DraftObservation]] = {}
    for row in observed:
        by_key.setdefault(str(row.term_id or row.indicator_key), []).append(row)
    codes = [term.code for term in taxonomy.dimensions()]
    for card in cards:
        for row in by_key.get(card.key, ()):
            dims = split(row.dims)
            yield [
                card.ref,
                card.name,
                row.period,
                *(dims.get(code, "") for code in codes),
                row.population,
                row.value,
                row.unit,
                row.source,
                row.footnote,
                row.finality,
                row.sent_to_custodian,
                row.cleared,
                row.cleared_by,
                row.explanation,
            ]
        if card.key not in by_key:
            for period in periods:
                blank = [""] * len(codes)
                yield [card.ref, card.name, period, *blank, "", "", card.unit, *[""] * 7]


def about() -> str:
    """The second sheet of the Excel file: what may stand in the cells."""
    lines = [
        _("A value a row; rows without a value are passed over."),
        _("Periods: 2025, 2025-06, or from and to as 2024/2025."),
        _("Empty categories mean everybody. A category of your own begins with ~."),
    ]
    for term in taxonomy.dimensions():
        found = ", ".join(
            f"{c.code.removeprefix(f'{term.code}.')} ({c.label})" for c in categories(term)
        )
        lines.append(f"{term.code} ({term.label}): {found}")
    for name, choices in _CHOICES.items():
        lines.append(f"{name}: {', '.join(choices.values)}")
    return "\n".join(str(line) for line in lines)


def told(done: Iterable[RowDone], cards: Sequence[Card], *, written: bool) -> ImportResult:
    """Every row's fate in words."""
    names = {card.key: card.name for card in cards}
    result = ImportResult(written=written)
    for row in done:
        given = row.given
        assert given is not None
        name = names.get(str(given.term_id or given.indicator_key), "")
        dims = given.values.get("dims") or {}
        named = ", ".join(str(category) for category in dims.values())
        who = describe(row.observation.dims) if row.observation else named
        title = ", ".join(
            filter(None, (name, str(given.values.get(PERIOD, "")), who, str(given.values[VALUE])))
        )
        reason = " ".join(words for found in row.errors.values() for words in found)
        result.rows.append(
            RowFate(row.line, title, row.fate, reason if row.fate == Fate.REFUSED else "")
        )
    return result
