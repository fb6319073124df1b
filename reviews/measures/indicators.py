from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from ..enums import Part
from .base import Measure

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
)
