"""How a figure is computed, and how the versions behind it are found again.

A measure is one SELECT over the frozen sources (`rows`), each row saying: this source speaks of
this subject in this cell. Counting its subjects by cell gives the figures; asking the same SELECT
for one cell gives the sources behind a figure. There is no second wording of a condition.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.functional import Promise

from ..models import CompilationSource
from .context import Context
from .planning import as_sets

Cell = dict[str, str]

#: What every measure may select from: the frozen sources, each term with itself and all above it,
#: each commitment's status as its stakeholder's counted report gives it, and the compilations of
#: the earlier editions, whose sources are frozen as well.
_SHARED = """
WITH RECURSIVE source AS NOT MATERIALIZED (
    SELECT * FROM reviews_compilationsource WHERE compilation_id = %(compilation)s{only}
), above (term_id, ancestor_id) AS (
    SELECT id, id FROM taxonomy_term
    UNION ALL
    SELECT a.term_id, t.parent_id
      FROM above a JOIN taxonomy_term t ON t.id = a.ancestor_id WHERE t.parent_id IS NOT NULL
), cited AS (
    SELECT a.term_id, t.kind, t.framework_id || ':' || t.code AS ref
      FROM above a JOIN taxonomy_term t ON t.id = a.ancestor_id
), progress AS (
    SELECT c.id AS commitment_source, r.source_id AS report_source, c.record_id, c.version_id,
           c.owner_id, c.stakeholder_kind, c.region, coalesce(r.status, 'none') AS status
      FROM source c
      LEFT JOIN (
          SELECT s.id AS source_id, s.owner_id, st.commitment_id, st.status
            FROM source s
            JOIN commitments_reportversioncommitmentstatus st ON st.version_id = s.version_id
           WHERE s.kind = 'report'
      ) r ON r.owner_id = c.owner_id AND r.commitment_id = c.record_id
     WHERE c.kind = 'commitment'
), counted_year AS (
    SELECT %(compilation)s::uuid AS compilation_id, %(this_cycle)s::text AS cycle,
           NULL::timestamptz AS printed_at
    UNION ALL
    SELECT e.compilation_id, r.cycle_id::text, e.at
      FROM reviews_edition e JOIN reviews_review r ON r.record_id = e.review_id
     WHERE e.id = ANY(%(earlier)s::uuid[])
)
"""
COMMON = (
    _SHARED.replace("{only}", "").rstrip()
    + """, found AS ({rows})
"""
)


@dataclass(frozen=True)
class FigureRow:
    key: str
    measure: str
    cell: Cell
    value: Decimal
    n_sources: int


@dataclass(frozen=True)
class Measure:
    """`rows` selects (source_id, subject, …one column a dimension). `cuts` are the groupings that
    become figures; those in `fill` have a figure, nought, for every cell of their domains too.
    `value` is the SQL aggregate; a changed meaning is a new `revision`, and the old row stays.
    """

    key: str
    revision: int
    part: str
    title: str | Promise
    definition: str | Promise
    rows: str
    cuts: tuple[tuple[str, ...], ...] = ((),)
    fill: tuple[tuple[str, ...], ...] = ()
    domains: Mapping[str, Callable[[Context], Iterable[str]]] = field(default_factory=dict)
    value: str = "count(DISTINCT subject)"

    @property
    def dims(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(dim for cut in self.cuts for dim in cut))

    def cells_to_fill(self, context: Context) -> Iterable[Cell]:
        for cut in self.fill:
            values = [list(self.domains[dim](context)) for dim in cut]
            for combination in itertools.product(*values):
                yield dict(zip(cut, combination, strict=True))


def figure_key(measure: str, cell: Mapping[str, str]) -> str:
    """ "commitments~status=done": stable, readable, and safe in an address."""
    return "~".join([measure, *(f"{dim}={value}" for dim, value in cell.items())])


def figures(measure: Measure, context: Context) -> list[FigureRow]:
    """Every figure of a measure (one query), in an order that depends on nothing but the cells."""
    dims = measure.dims
    sets = ", ".join(f"({', '.join(cut)})" for cut in measure.cuts)
    # One bit a dimension tells which cut a row belongs to; a column of nothing when there are none.
    columns = "".join(f"{dim}, GROUPING({dim}), " for dim in dims)
    sql = (
        f"{_with(measure)} SELECT {columns}{measure.value}, count(DISTINCT source_id) "
        f"FROM found GROUP BY GROUPING SETS ({sets})"
    )
    made: dict[str, FigureRow] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, context.parameters)
        for row in cursor.fetchall():
            cell = {dim: str(row[2 * i]) for i, dim in enumerate(dims) if row[2 * i + 1] == 0}
            _add(made, measure, cell, row[-2], row[-1])
    for cell in measure.cells_to_fill(context):
        if figure_key(measure.key, cell) not in made:
            _add(made, measure, cell, 0, 0)
    rank = {cut: i for i, cut in enumerate(measure.cuts)}
    return sorted(made.values(), key=lambda f: (rank[tuple(f.cell)], tuple(f.cell.values())))


def _add(
    made: dict[str, FigureRow], measure: Measure, cell: Cell, value: Any, n_sources: int
) -> None:
    key = figure_key(measure.key, cell)
    made[key] = FigureRow(key, measure.key, cell, Decimal(value or 0), n_sources)


def sources_behind(
    measure: Measure, cell: Mapping[str, str], context: Context
) -> list[CompilationSource]:
    """The frozen sources behind one figure: the measure's condition, run again. Each has, as
    `subjects`, what it is counted for.

    Raises LookupError when the measure has no such dimension.
    """
    unknown = set(cell) - set(measure.dims)
    if unknown:
        raise LookupError(f"{measure.key} has no {sorted(unknown)}")
    where = " AND ".join(f"{dim} = %({dim})s" for dim in cell) or "true"
    with as_sets():
        found = CompilationSource.objects.raw(
            f"{_with(measure)}, behind AS (SELECT source_id, array_agg(DISTINCT subject::text)"
            f" AS subjects FROM found WHERE {where} GROUP BY source_id)"
            " SELECT s.*, b.subjects FROM reviews_compilationsource s"
            " JOIN behind b ON b.source_id = s.id ORDER BY s.kind, s.id",
            {**context.parameters, **cell},
        )
        return list(found)


def shares(
    measures: Iterable[Measure], source_ids: Collection[int], context: Context
) -> dict[str, Decimal]:
    """To which figures these sources contribute, and what they alone would give: by the figure's
    key, for cuts of at most one dimension (one query).

    Nothing but these sources is read, so that a figure tells of no other; measures that compare
    with other compilations are passed over. What is nought is left out.
    """
    found, asked = [], []
    for number, measure in enumerate(measures):
        if "counted_year" in measure.rows:  # reads other compilations too
            continue
        found.append(f", found_{number} AS ({measure.rows})")
        for cut in measure.cuts:
            if len(cut) > 1:
                continue
            cell = ", ".join(f"'{dim}', {dim}" for dim in cut)
            asked.append(
                f"SELECT '{measure.key}' AS measure, jsonb_build_object({cell}) AS cell,"
                f" ({measure.value})::numeric AS value FROM found_{number}"
                " WHERE source_id = ANY(%(sources)s)"
                + (f" GROUP BY {', '.join(cut)}" if cut else "")
            )
    if not asked or not source_ids:
        return {}
    sql = _SHARED.replace("{only}", " AND id = ANY(%(sources)s)") + "".join(found)
    with connection.cursor() as cursor:
        cursor.execute(
            sql + " UNION ALL ".join(asked), {**context.parameters, "sources": list(source_ids)}
        )
        rows: list[tuple[str, Any, Decimal | None]] = cursor.fetchall()
    return {
        figure_key(measure, json.loads(cell) if isinstance(cell, str) else cell): value
        for measure, cell, value in rows
        if value
    }


def _with(measure: Measure) -> str:
    return COMMON.format(rows=measure.rows)


def compilation_parameters(compilation_id: UUID) -> dict[str, Any]:
    return {"compilation": compilation_id}
