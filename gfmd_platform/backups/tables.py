"""Tables as PostgreSQL copies them: in the order of their keys, in text that every version reads.

No program of a certain version is needed (a dump of one server cannot be read by an older one), and
the hash of a table is the same wherever it lies.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from psycopg import sql

from .archive import CHUNK

#: Not kept: sessions (everybody signs in anew), and who failed to sign in from where.
LEFT_OUT = frozenset({"django_session", "usersessions_usersession"})
LEFT_OUT_PREFIX = "axes_"

_FORM = (
    "SET LOCAL TIME ZONE 'UTC'",
    "SET LOCAL datestyle = 'ISO, YMD'",
    "SET LOCAL intervalstyle = 'iso_8601'",
    "SET LOCAL bytea_output = 'hex'",
    "SET LOCAL extra_float_digits = 3",
    "SET LOCAL client_encoding = 'UTF8'",
)
_TABLES = """
    SELECT c.relname, c.oid,
           array_agg(a.attname ORDER BY a.attnum) FILTER (WHERE a.attgenerated = ''),
           (SELECT array_agg(k.attname ORDER BY array_position(i.indkey::int2[], k.attnum))
              FROM pg_index i JOIN pg_attribute k
                ON k.attrelid = i.indrelid AND k.attnum = ANY(i.indkey::int2[])
             WHERE i.indrelid = c.oid AND i.indisprimary),
           array_agg(a.attname) FILTER (WHERE a.attcollation <> 0)
      FROM pg_class c JOIN pg_attribute a
        ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
     GROUP BY c.relname, c.oid ORDER BY c.relname
"""
_SEQUENCES = """
    SELECT relname FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' ORDER BY relname
"""


@dataclass(frozen=True)
class Table:
    name: str
    columns: list[str]
    order: list[str]
    worded: frozenset[str]

    @property
    def is_kept(self) -> bool:
        return self.name not in LEFT_OUT and not self.name.startswith(LEFT_OUT_PREFIX)


@dataclass
class Sum:
    """Rows and hash of what passed by. A row of PostgreSQL's text form ends with its only
    unescaped line feed."""

    rows: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def add(self, data: bytes) -> None:
        self.rows += data.count(b"\n")
        self.digest.update(data)

    def as_row(self) -> dict[str, Any]:
        return {"rows": self.rows, "sha256": self.digest.hexdigest()}


def settle(cursor: Any) -> None:
    """Have values written in one form, whatever the server's or the role's settings."""
    for line in _FORM:
        cursor.execute(line)


def find_tables(cursor: Any) -> list[Table]:
    """Every table of the platform, as it is now."""
    cursor.execute(_TABLES)
    return [
        Table(name, columns or [], order or columns or [], frozenset(worded or ()))
        for name, _oid, columns, order, worded in cursor.fetchall()
    ]


def copy_out(cursor: Any, table: Table) -> Iterator[bytes]:
    """The rows, in pieces of about a megabyte that end with a whole row.

    Keys that are words are compared as bytes: servers differ in their sorting.
    """
    by = [
        sql.SQL("{} COLLATE {}").format(sql.Identifier(name), sql.Identifier("C"))
        if name in table.worded
        else sql.Identifier(name)
        for name in table.order
    ]
    statement = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
        sql.SQL(", ").join(map(sql.Identifier, table.columns)),
        sql.Identifier("public", table.name),
        sql.SQL(", ").join(by),
    )
    piece = bytearray()
    with cursor.copy(statement) as copy:
        for row in copy:
            piece += row
            if len(piece) >= CHUNK:
                yield bytes(piece)
                piece.clear()
    if piece:
        yield bytes(piece)


def copy_in(cursor: Any, name: str, columns: list[str], pieces: Iterable[bytes]) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier("public", name), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with cursor.copy(statement) as copy:
        for piece in pieces:
            copy.write(piece)


def sum_of(cursor: Any, table: Table) -> dict[str, Any]:
    """Rows and hash of a table as it stands in the database."""
    found = Sum()
    for piece in copy_out(cursor, table):
        found.add(piece)
    return found.as_row()


def read_sequences(cursor: Any) -> dict[str, list[Any]]:
    """Sequence -> [last value, whether it was given out]."""
    cursor.execute(_SEQUENCES)
    found = {}
    for (name,) in cursor.fetchall():
        cursor.execute(
            sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier("public", name))
        )
        found[name] = list(cursor.fetchone())
    return found


def set_sequences(cursor: Any, values: dict[str, list[Any]]) -> None:
    for name, (last, called) in values.items():
        cursor.execute("SELECT setval(%s::regclass, %s, %s)", [f'public."{name}"', last, called])


def empty(cursor: Any, tables: list[Table]) -> None:
    """As the owner: what migrating wrote by itself makes room for what was kept."""
    names = sql.SQL(", ").join(sql.Identifier("public", table.name) for table in tables)
    cursor.execute(sql.SQL("TRUNCATE {}").format(names))
