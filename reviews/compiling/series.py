"""Values beside those of this cycle's reports: the custodians', and of earlier cycles."""

from __future__ import annotations

from typing import Any

from ..measures.base import COMMON
from ..measures.context import Context
from ..measures.indicators import CUSTODIAN_SERIES, EARLIER
from .rows import select


def custodian_values(context: Context) -> list[dict[str, Any]]:
    """By indicator, place and period; `stakeholder` is the State whose value stands beside it."""
    rows = select(
        f"""{COMMON.format(rows=CUSTODIAN_SERIES)}
        SELECT f.custodian_value, f.owner_id, c.period, c.value, c.unit, c.footnote, c.place_id,
               b.source, b.published_on, t.framework_id || ':' || t.code AS indicator
          FROM found f
          JOIN commitments_custodianvalue c ON c.id = f.custodian_value
          JOIN commitments_custodianbatch b ON b.id = c.batch_id
          JOIN taxonomy_term t ON t.id = c.term_id
         ORDER BY t.framework_id, t.position, c.place_id, c.period, c.id
        """,
        context,
    )
    return [
        {
            "figure": f"custodian-values~custodian_value={row['custodian_value']}",
            "stakeholder": row["owner_id"],
            "place": row["place_id"],
            **{
                name: row[name]
                for name in ("indicator", "period", "value", "unit", "footnote", "source")
            },
            "published_on": row["published_on"],
        }
        for row in rows
    ]


def earlier_values(context: Context) -> list[dict[str, Any]]:
    """Those that carry on a series of this cycle, by indicator, reporter and period."""
    rows = select(
        f"""{COMMON.format(rows=EARLIER)}
        SELECT f.observation, f.owner_id, f.cycle, o.period, o.value, o.unit, o.population,
               t.framework_id || ':' || t.code AS indicator
          FROM found f
          JOIN commitments_reportversionobservation o ON o.id = f.observation
          JOIN taxonomy_term t ON t.id = o.term_id
         ORDER BY t.framework_id, t.position, f.owner_id, o.period_start, o.id
        """,
        context,
    )
    return [
        {
            "figure": f"indicator-values-earlier~observation={row['observation']}",
            "stakeholder": row["owner_id"],
            "cycle": row["cycle"],
            **{name: row[name] for name in ("indicator", "period", "value", "unit", "population")},
        }
        for row in rows
    ]
