"""What an edition lists beside its figures: values, examples, and the annex of sources."""

from __future__ import annotations

from functools import cache
from typing import Any

from gfmd_platform.taxonomy.operations import sort_key

from ..measures.context import Context
from ..rules import WHOLE
from ..sources import ALL_KINDS, PUBLIC, REPORT
from . import voices
from .rows import SOURCE, TURNS, select

_VALUES = f"""{SOURCE}, given AS (
    SELECT s.version_id, s.record_id, s.owner_id, s.stakeholder_kind, s.region, s.no,
           o.id AS observation, o.position, o.period, o.period_start, o.value, o.unit,
           o.population, o.source, o.footnote, o.finality, o.sent_to_custodian,
           o.own_indicator_id, o.term_id, v.title, v.authors
      FROM source s
      JOIN commitments_reportversion v ON v.id = s.version_id
      JOIN commitments_reportversionobservation o ON o.version_id = s.version_id
     WHERE s.kind = ANY(%(kinds)s) AND s.visibility = 'public' AND o.dims = ''
), speaker AS (
    SELECT DISTINCT owner_id, stakeholder_kind, region FROM given
){TURNS}
SELECT g.*, p.name, term.framework_id || ':' || term.code AS ref, i.custodians,
       own.name AS own_name, own.direction, own.baseline_value, own.baseline_on, own.target_value,
       own.target_on, own.custodian, cv.title AS commitment_title, cv.subject_id AS commitment
  FROM given g
  JOIN turn t ON t.owner_id = g.owner_id
  LEFT JOIN party p ON p.record_id = g.owner_id
  LEFT JOIN taxonomy_term term ON term.id = g.term_id
  LEFT JOIN taxonomy_framework f ON f.code = term.framework_id
  LEFT JOIN taxonomy_indicator i ON i.term_id = term.id
  LEFT JOIN commitments_commitmentversionindicator own ON own.id = g.own_indicator_id
  LEFT JOIN commitments_commitmentversion cv ON cv.id = own.version_id
 ORDER BY (g.term_id IS NULL), f.position, term.position, t.turn, cv.title, own.position,
          own.id, g.period_start, g.version_id, g.position
"""


def values(context: Context) -> list[dict[str, Any]]:
    """Values of public reports: global indicators first, then stakeholders' own."""
    kinds = ["report"] if context.rules < WHOLE else ["report", "joint_report"]
    return [_value(row, context) for row in select(_VALUES, context, kinds=kinds)]


def _value(row: dict[str, Any], context: Context) -> dict[str, Any]:
    entry = {
        "figure": f"indicator-values~observation={row['observation']}",
        "by": row["name"] or ", ".join(row["authors"]),
        "stakeholder": row["owner_id"],
        "report": row["record_id"],
        "version": row["version_id"],
        "no": row["no"],
        **{
            name: row[name]
            for name in (
                "period",
                "value",
                "unit",
                "population",
                "source",
                "footnote",
                "finality",
                "sent_to_custodian",
            )
        },
    }
    # Said only where it is so: other values look as they did before.
    if joint := voices.joint_of(row):
        entry["joint"] = joint
    if row["ref"]:
        return {**entry, "indicator": row["ref"], "custodians": list(row["custodians"] or [])}
    own = {
        name: row[column]
        for name, column in (
            ("name", "own_name"),
            ("direction", "direction"),
            ("baseline", "baseline_value"),
            ("baseline_on", "baseline_on"),
            ("target", "target_value"),
            ("target_on", "target_on"),
            ("commitment", "commitment"),
            ("commitment_title", "commitment_title"),
        )
    }
    if context.rules >= WHOLE:
        own["custodian"] = row["custodian"]
    return {**entry, "own": own}


def examples(context: Context) -> list[dict[str, Any]]:
    """The examples that are counted, in the even-handed order of their stakeholders.

    `says` names what others need to judge them by: "to_repeat" and "results_basis".
    """
    if context.rules < WHOLE:
        return _titles("example", "partnerships_exampleversion", context)
    columns = ("to_repeat", "results_basis")
    flags = "".join(f", v.{column} <> '' AS {column}" for column in columns)
    return [
        {**entry, "says": [column for column in columns if row[column]]}
        for entry, row in _titled("example", "partnerships_exampleversion", context, columns=flags)
    ]


def partnerships(context: Context) -> list[dict[str, Any]]:
    """The partnerships that are counted, in the even-handed order of their leads."""
    return _titles("partnership", "partnerships_partnershipversion", context)


def evidenced(context: Context) -> list[dict[str, Any]]:
    """Deliverables that were delivered with evidence, in the even-handed order of those
    responsible; `partnership` is the title of theirs."""
    return [
        {**entry, "partnership": row["partnership"], "evidence_link": row["evidence_link"]}
        for entry, row in _titled(
            "deliverable",
            "partnerships_deliverableversion",
            context,
            columns=", v.evidence_link, pv.title AS partnership",
            joins="""
              JOIN source ps ON ps.kind = 'partnership' AND ps.record_id = v.partnership_id
              JOIN partnerships_partnershipversion pv ON pv.id = ps.version_id
            """,
            condition="AND v.state = 'delivered' AND (v.evidence <> '' OR v.evidence_link <> '')",
        )
    ]


def _titles(kind: str, table: str, context: Context) -> list[dict[str, Any]]:
    return [entry for entry, _row in _titled(kind, table, context)]


def _titled(
    kind: str,
    table: str,
    context: Context,
    *,
    columns: str = "",
    joins: str = "",
    condition: str = "",
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Each entry with the row it comes from; `columns`, `joins`, `condition` are SQL on `v`."""
    rows = select(
        f"""{SOURCE}, speaker AS (
            SELECT DISTINCT owner_id, stakeholder_kind, region FROM source WHERE kind = %(kind)s
        ){TURNS}
        SELECT s.version_id, s.record_id, s.no, s.owner_id, v.title, v.language, p.name{columns}
          FROM source s
          JOIN {table} v ON v.id = s.version_id
          JOIN turn t ON t.owner_id = s.owner_id
          LEFT JOIN party p ON p.record_id = s.owner_id
          {joins}
         WHERE s.kind = %(kind)s {condition}
         ORDER BY t.turn, v.at, s.version_id
        """,
        context,
        kind=kind,
    )
    return [
        (
            {
                "title": row["title"],
                "language": row["language"],
                "by": row["name"] or "",
                "stakeholder": row["owner_id"],
                "record": row["record_id"],
                "version": row["version_id"],
                "no": row["no"],
            },
            row,
        )
        for row in rows
    ]


def annex(context: Context) -> dict[str, Any]:
    """Public sources one by one, the others by number only."""
    listed: list[dict[str, Any]] = []
    # Who reported is told by kind of stakeholder.
    told = REPORT if context.rules >= WHOLE else None
    order = cache(sort_key)  # the same stakeholders and titles come again and again
    for kind in ALL_KINDS:
        rows = select(
            f"""{SOURCE}
            SELECT s.version_id, s.record_id, s.no, s.content_hash, s.stakeholder_kind,
                   ({kind.title}) AS title, p.name,
                   ({kind.lodged}) AS lodged, ({kind.authors}) AS authors
              FROM source s
              JOIN {kind.version_table} v ON v.id = s.version_id
              LEFT JOIN party p ON p.record_id = s.owner_id
             WHERE s.kind = %(kind)s AND s.visibility = %(public)s
            """,
            context,
            kind=kind.kind,
            public=PUBLIC,
        )
        listed += sorted(
            (
                {
                    "kind": kind.kind,
                    "title": row["title"] or "",
                    "by": row["name"] or "",
                    "record": row["record_id"],
                    "version": row["version_id"],
                    "no": row["no"],
                    "sha256": row["content_hash"],
                    **({"reporter": row["stakeholder_kind"]} if kind is told else {}),
                    # Said only where it is so: other sources look as they did before.
                    **({"lodged": row["lodged"]} if row["lodged"] else {}),
                    **({"joint": joint} if (joint := voices.joint_of(row)) else {}),
                }
                for row in rows
            ),
            key=lambda s: (order(s["by"]), order(s["title"]), s["no"], str(s["version"])),
        )
    withheld = select(
        f"""{SOURCE}
        SELECT kind, visibility, count(*) AS number FROM source
         WHERE visibility <> %(public)s GROUP BY kind, visibility ORDER BY kind, visibility
        """,
        context,
        public=PUBLIC,
    )
    return {"public": listed, "not_public": withheld}
