from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ..enums import Part
from .base import Measure

_CITING = """
    SELECT s.id AS source_id, s.record_id AS subject, c.ref AS {dim}
      FROM source s
      JOIN partnerships_exampleversionterm vt ON vt.version_id = s.version_id
      JOIN cited c ON c.term_id = vt.term_id AND c.kind = '{kind}'
     WHERE s.kind = 'example'
"""
_DEFINITION = _(
    "Published practice examples that a stakeholder answers for, each counted once in every entry "
    "it cites. The unconfirmed archive of 2017 is not counted."
)
MEASURES = (
    Measure(
        key="examples",
        revision=1,
        part=Part.EXAMPLES,
        title=_("Practice examples"),
        definition=_(
            "Practice examples that were published and that a stakeholder answers for when the "
            "compilation was frozen. The unconfirmed archive of 2017 is not counted."
        ),
        rows="""
            SELECT id AS source_id, record_id AS subject, stakeholder_kind AS kind
              FROM source WHERE kind = 'example'
        """,
        cuts=((), ("kind",)),
    ),
    Measure(
        key="examples-by-cluster",
        revision=1,
        part=Part.EXAMPLES,
        title=_("Practice examples by thematic cluster"),
        definition=_DEFINITION,
        rows=_CITING.format(dim="cluster", kind="cluster"),
        cuts=(("cluster",),),
        fill=(("cluster",),),
        domains={"cluster": lambda c: c.clusters},
    ),
    Measure(
        key="examples-by-area",
        revision=1,
        part=Part.EXAMPLES,
        title=_("Practice examples by action area"),
        definition=_DEFINITION,
        rows=_CITING.format(dim="area", kind="action_area"),
        cuts=(("area",),),
        fill=(("area",),),
        domains={"area": lambda c: c.areas},
    ),
    Measure(
        key="examples-to-repeat",
        revision=1,
        part=Part.EXAMPLES,
        title=_("Practice examples that say what others need"),
        definition=_(
            "Practice examples whose stakeholder says what others would need to repeat them; of "
            "these, those that also say how their results are known. Nothing is ranked: whether "
            "an example fits elsewhere is for its readers to judge."
        ),
        rows="""
            SELECT s.id AS source_id, s.record_id AS subject,
                   CASE WHEN v.results_basis <> '' THEN 'given' ELSE 'not_given' END AS basis
              FROM source s JOIN partnerships_exampleversion v ON v.id = s.version_id
             WHERE s.kind = 'example' AND v.to_repeat <> ''
        """,
        cuts=((), ("basis",)),
        fill=(("basis",),),
        domains={"basis": lambda c: ("given", "not_given")},
    ),
)
