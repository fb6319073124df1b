"""Reading rows of the frozen sources, and the order in which people are listed."""

from __future__ import annotations

from typing import Any

from django.db import connection

from ..measures.context import Context

SOURCE = """
WITH source AS NOT MATERIALIZED (
    SELECT * FROM reviews_compilationsource WHERE compilation_id = %(compilation)s
), party AS NOT MATERIALIZED (
    SELECT s.record_id, s.stakeholder_kind, s.region, v.name
      FROM source s JOIN stakeholders_stakeholderversion v ON v.id = s.version_id
     WHERE s.kind IN ('stakeholder', 'former')
)
"""

#: Nobody stands first by name, size or date: regions take turns, within a region the kinds of
#: stakeholder do, and what comes first is drawn from the seed. Reads `speaker`, one row a
#: stakeholder that has something to be listed here.
TURNS = """, turn AS (
    SELECT owner_id, row_number() OVER (ORDER BY in_region, region_draw, region, owner_id) AS turn
      FROM (
        SELECT owner_id, region, md5(%(seed)s || ':region:' || region) AS region_draw,
               row_number() OVER (
                   PARTITION BY region ORDER BY in_kind, kind_draw, kind, owner_id
               ) AS in_region
          FROM (
            SELECT owner_id, region, stakeholder_kind AS kind,
                   md5(%(seed)s || ':kind:' || stakeholder_kind) AS kind_draw,
                   row_number() OVER (
                       PARTITION BY region, stakeholder_kind
                       ORDER BY md5(%(seed)s || ':' || owner_id::text), owner_id
                   ) AS in_kind
              FROM speaker
          ) by_kind
      ) by_region
)
"""


def select(sql: str, context: Context, **parameters: Any) -> list[dict[str, Any]]:
    """Rows as dicts."""
    with connection.cursor() as cursor:
        cursor.execute(sql, {**context.parameters, **parameters})
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
