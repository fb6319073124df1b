from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from ..enums import Part
from .base import Measure

#: Whether a value is of the whole or of a part of it.
SCOPES = ("whole", "parts")

#: For the places of States that give a value of the indicator themselves: what its custodian
#: published last. `owner_id` is that State.
CUSTODIAN_SERIES = """
    SELECT DISTINCT ON (c.term_id, c.place_id, c.period)
           s.id AS source_id, c.id AS custodian_value, c.value, asked.owner_id
      FROM source s
      JOIN commitments_custodianbatch b ON b.id = s.version_id
      JOIN commitments_custodianvalue c ON c.batch_id = b.id AND c.dims = ''
      JOIN (
          SELECT DISTINCT ON (o.term_id, v.country_id) o.term_id, v.country_id, r.owner_id
            FROM source r
            JOIN commitments_reportversionobservation o ON o.version_id = r.version_id
            JOIN source p ON p.kind IN ('stakeholder', 'former') AND p.record_id = r.owner_id
            JOIN stakeholders_stakeholderversion v ON v.id = p.version_id
           WHERE r.kind = 'report' AND r.visibility = 'public' AND r.stakeholder_kind = 'state'
             AND o.term_id IS NOT NULL AND o.dims = ''
           ORDER BY o.term_id, v.country_id, r.owner_id
      ) asked ON asked.term_id = c.term_id AND asked.country_id = c.place_id
     WHERE s.kind = 'custodian_series'
     ORDER BY c.term_id, c.place_id, c.period, b.published_on DESC, b.imported_at DESC, b.id
"""

#: Values of earlier cycles that carry on a series of this one.
EARLIER = """
    SELECT DISTINCT ON (e.owner_id, o.term_id, o.unit, o.population, o.period)
           e.id AS source_id, o.id AS observation, o.value, y.cycle, e.owner_id
      FROM counted_year y
      JOIN reviews_compilationsource e
        ON e.compilation_id = y.compilation_id AND e.kind = 'report' AND e.visibility = 'public'
      JOIN commitments_reportversionobservation o
        ON o.version_id = e.version_id AND o.dims = '' AND o.term_id IS NOT NULL
      JOIN (
          SELECT DISTINCT s.owner_id, n.term_id
            FROM source s
            JOIN commitments_reportversionobservation n ON n.version_id = s.version_id
           WHERE s.kind = 'report' AND s.visibility = 'public' AND n.dims = ''
      ) again ON again.owner_id = e.owner_id AND again.term_id = o.term_id
      LEFT JOIN (
          SELECT s.owner_id, n.term_id, n.period
            FROM source s
            JOIN commitments_reportversionobservation n ON n.version_id = s.version_id
           WHERE s.kind = 'report' AND s.visibility = 'public' AND n.dims = ''
      ) given ON given.owner_id = e.owner_id AND given.term_id = o.term_id
             AND given.period = o.period
     WHERE y.cycle <> %(this_cycle)s AND given.owner_id IS NULL
     ORDER BY e.owner_id, o.term_id, o.unit, o.population, o.period, y.printed_at DESC,
              o.position, o.id
"""

_VALUES = Measure(
    key="indicator-values",
    revision=1,
    part=Part.INDICATORS,
    title=_("Values as reported"),
    definition=_(
        "Each value stands as the reporter gave it, with its period and source. Nothing is "
        "added up or averaged, and values of reports that are not public are left out. For "
        "global indicators the series that counts is that of the custodian agency."
    ),
    rows="""
        SELECT s.id AS source_id, o.id AS subject, o.id AS observation, o.value
          FROM source s
          JOIN commitments_reportversionobservation o ON o.version_id = s.version_id
         WHERE s.kind = 'report' AND s.visibility = 'public' AND o.dims = ''
    """,
    cuts=(("observation",),),
    value="max(value)",
)

MEASURES = (
    Measure(
        key="indicators",
        revision=1,
        part=Part.INDICATORS,
        title=_("Stakeholders that reported a value"),
        definition=_(
            "Stakeholders whose counted report gives at least one value of the indicator. An "
            "indicator of a stakeholder's own commitment is counted under “own indicators”."
        ),
        rows="""
            SELECT s.id AS source_id, s.owner_id AS subject,
                   coalesce(t.framework_id || ':' || t.code, 'own') AS indicator
              FROM source s
              JOIN commitments_reportversionobservation o ON o.version_id = s.version_id
              LEFT JOIN taxonomy_term t ON t.id = o.term_id
             WHERE s.kind = 'report'
        """,
        cuts=((), ("indicator",)),
    ),
    Measure(
        key="indicators-by-goal",
        revision=1,
        part=Part.FOCUS,
        title=_("Stakeholders that reported a value, by goal"),
        definition=_(
            "Stakeholders whose counted report gives a value of an indicator of the goal."
        ),
        rows="""
            SELECT s.id AS source_id, s.owner_id AS subject, c.ref AS goal
              FROM source s
              JOIN commitments_reportversionobservation o ON o.version_id = s.version_id
              JOIN cited c ON c.term_id = o.term_id AND c.kind = 'goal'
             WHERE s.kind = 'report'
        """,
        cuts=(("goal",),),
        fill=(("goal",),),
        domains={"goal": lambda c: c.focus},
    ),
    _VALUES,
    # Counts the same; the definition now says that parts of a whole are left out.
    replace(
        _VALUES,
        revision=2,
        definition=_(
            "Each value stands as the reporter gave it, with its period and source. Totals only: "
            "values for a part of the whole, such as one sex or age group, are left out. Nothing "
            "is added up or averaged, and values of reports that are not public are left out. For "
            "global indicators the series that counts is that of the custodian agency."
        ),
    ),
    replace(
        _VALUES,
        revision=3,
        definition=_(
            "Each value stands as the reporter gave it, with its period and source; those of joint "
            "reports stand under the names of all their authors. Totals only: values for a part "
            "of the whole, such as one sex or age group, are left out. Nothing is added up or "
            "averaged, and values of reports that are not public are left out. For global "
            "indicators the series that counts is that of the custodian agency."
        ),
        rows=_VALUES.rows.replace("s.kind = 'report'", "s.kind IN ('report', 'joint_report')"),
    ),
    Measure(
        key="indicator-values-earlier",
        revision=1,
        part=Part.INDICATORS,
        title=_("Values as reported in earlier cycles"),
        definition=_(
            "Values of periods that a stakeholder's report of this cycle does not give anew, as "
            "the earlier reports gave them that published reviews counted; the latest word stands. "
            "Only of global indicators of which this cycle's report gives a value as well, "
            "totals only, and of public reports only."
        ),
        rows=f"SELECT source_id, observation AS subject, observation, value FROM ({EARLIER}) e",
        cuts=(("observation",),),
        value="max(value)",
    ),
    Measure(
        key="custodian-values",
        revision=1,
        part=Part.INDICATORS,
        title=_("Values of the custodian agencies"),
        definition=_(
            "The totals that the custodian agency of a global indicator published for a State "
            "that gives a value of it in a public report; of several publications the latest. "
            "This is the series that counts."
        ),
        rows=f"""
            SELECT source_id, custodian_value AS subject, custodian_value, value
              FROM ({CUSTODIAN_SERIES}) c
        """,
        cuts=(("custodian_value",),),
        value="max(value)",
    ),
    Measure(
        key="indicator-coverage",
        revision=1,
        part=Part.INDICATORS,
        title=_("Who gave a value of which indicator"),
        definition=_(
            "Stakeholders whose counted report gives a value of the global indicator, for the "
            "whole or for a part of it, such as one sex or age group."
        ),
        rows="""
            SELECT s.id AS source_id, s.owner_id AS subject,
                   t.framework_id || ':' || t.code AS indicator,
                   CASE WHEN o.dims = '' THEN 'whole' ELSE 'parts' END AS scope
              FROM source s
              JOIN commitments_reportversionobservation o ON o.version_id = s.version_id
              JOIN taxonomy_term t ON t.id = o.term_id
             WHERE s.kind = 'report'
        """,
        cuts=(("indicator",), ("indicator", "scope")),
        fill=(("indicator",), ("indicator", "scope")),
        domains={"indicator": lambda c: c.indicators, "scope": lambda c: SCOPES},
    ),
    Measure(
        key="custodian-coverage",
        revision=1,
        part=Part.INDICATORS,
        title=_("Places for which the custodian agency has a value"),
        definition=_(
            "Countries and areas for which the series of the custodian agencies, as they were "
            "taken over into this platform, hold a value of the indicator."
        ),
        rows="""
            SELECT s.id AS source_id, c.place_id AS subject,
                   t.framework_id || ':' || t.code AS indicator
              FROM source s
              JOIN commitments_custodianvalue c ON c.batch_id = s.version_id
              JOIN taxonomy_term t ON t.id = c.term_id
             WHERE s.kind = 'custodian_series'
        """,
        cuts=(("indicator",),),
        fill=(("indicator",),),
        domains={"indicator": lambda c: c.indicators},
    ),
    Measure(
        key="indicator-dimensions",
        revision=1,
        part=Part.INDICATORS,
        title=_("By what values are broken down"),
        definition=_(
            "Stakeholders whose counted report breaks a value of the indicator down by this "
            "dimension. Nought says that no counted report does."
        ),
        rows="""
            SELECT s.id AS source_id, s.owner_id AS subject,
                   t.framework_id || ':' || t.code AS indicator,
                   d.framework_id || ':' || d.code AS dimension
              FROM source s
              JOIN commitments_reportversionobservation o ON o.version_id = s.version_id
              JOIN taxonomy_term t ON t.id = o.term_id
             CROSS JOIN LATERAL regexp_split_to_table(o.dims, ';') pair (text)
              JOIN taxonomy_term d
                ON d.kind = 'dimension' AND d.code = split_part(pair.text, '=', 1)
             WHERE s.kind = 'report' AND o.dims <> ''
        """,
        cuts=(("indicator", "dimension"),),
        fill=(("indicator", "dimension"),),
        domains={
            "indicator": lambda c: c.reported_indicators,
            "dimension": lambda c: c.dimensions,
        },
    ),
)
