"""From the columns of somebody's table to the fields of an operation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .exceptions import TableRefused
from .tables import Table


@dataclass(frozen=True)
class Column:
    """A field `name`, found under its own name or one of `aliases`, whatever the case."""

    name: str
    required: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def spellings(self) -> set[str]:
        return {_key(spelling) for spelling in (self.name, *self.aliases)}


@dataclass(frozen=True)
class MappedRow:
    """A row as field → text; columns that the table lacks are empty."""

    line: int
    values: dict[str, str]


@dataclass(frozen=True)
class Mapping:
    """`unused` are the table's columns that nothing was asked of: shown, so that nobody wonders.
    `present` are the fields that the table has a column for."""

    rows: tuple[MappedRow, ...]
    unused: tuple[str, ...]
    present: frozenset[str] = frozenset()

    def __iter__(self) -> Iterator[MappedRow]:
        return iter(self.rows)


def map_columns(table: Table, columns: Sequence[Column]) -> Mapping:
    """The rows with the fields' names.

    Raises TableRefused naming the required columns that are missing and those that were found, or
    a field that two columns would fill.
    """
    positions: dict[str, int] = {}
    used: set[int] = set()
    for column in columns:
        found = [i for i, name in enumerate(table.header) if _key(name) in column.spellings]
        if len(found) > 1:
            rivals = ", ".join(table.header[i] for i in found)
            raise TableRefused(
                _("Several columns would fill “%(field)s”: %(names)s. Keep one of them.")
                % {"field": column.name, "names": rivals}
            )
        if found:
            positions[column.name] = found[0]
            used.add(found[0])
    missing = [c.name for c in columns if c.required and c.name not in positions]
    if missing:
        raise TableRefused(
            ngettext(
                "This column is missing: %(missing)s. The table has: %(found)s.",
                "These columns are missing: %(missing)s. The table has: %(found)s.",
                len(missing),
            )
            % {"missing": ", ".join(missing), "found": ", ".join(filter(None, table.header))}
        )
    names = [column.name for column in columns]
    return Mapping(
        rows=tuple(
            MappedRow(
                row.line,
                {n: row.cells[positions[n]] if n in positions else "" for n in names},
            )
            for row in table.rows
        ),
        unused=tuple(name for i, name in enumerate(table.header) if name and i not in used),
        present=frozenset(positions),
    )


def _key(name: str) -> str:
    return " ".join(name.replace("_", " ").casefold().split())
