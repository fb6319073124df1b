from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from partnerships.enums import DeliverableState

from ..enums import Part
from .base import Measure

_CITING = """
    SELECT s.id AS source_id, s.record_id AS subject, c.ref AS {dim}
      FROM source s
      JOIN partnerships_partnershipversionterm vt ON vt.version_id = s.version_id
      JOIN cited c ON c.term_id = vt.term_id AND c.kind = '{kind}'
     WHERE s.kind = 'partnership'
"""
_DEFINITION = _(
    "Registered partnerships that cite an entry of this list or one below it, each counted once in "
    "every entry it cites, so that the rows do not add up."
)
MEASURES = (
    Measure(
        key="partnerships",
        revision=1,
        part=Part.PARTNERSHIPS,
        title=_("Partnerships"),
        definition=_(
            "Partnerships that were registered or concluded, and public, when the compilation was "
            "frozen; by the kind of stakeholder that leads them."
        ),
        rows="""
            SELECT id AS source_id, record_id AS subject, stakeholder_kind AS kind
              FROM source WHERE kind = 'partnership'
        """,
        cuts=((), ("kind",)),
    ),
    Measure(
        key="partnerships-by-cluster",
        revision=1,
        part=Part.PARTNERSHIPS,
        title=_("Partnerships by thematic cluster"),
        definition=_DEFINITION,
        rows=_CITING.format(dim="cluster", kind="cluster"),
        cuts=(("cluster",),),
        fill=(("cluster",),),
        domains={"cluster": lambda c: c.clusters},
    ),
    Measure(
        key="partnerships-by-area",
        revision=1,
        part=Part.PARTNERSHIPS,
        title=_("Partnerships by action area"),
        definition=_DEFINITION,
        rows=_CITING.format(dim="area", kind="action_area"),
        cuts=(("area",),),
        fill=(("area",),),
        domains={"area": lambda c: c.areas},
    ),
    Measure(
        key="deliverables",
        revision=1,
        part=Part.PARTNERSHIPS,
        title=_("Deliverables by state"),
        definition=_(
            "Deliverables of public partnerships, in the state that their responsible partner last "
            "reported. A date that has passed is no state: what is not delivered is open."
        ),
        rows="""
            SELECT s.id AS source_id, s.record_id AS subject, v.state
              FROM source s JOIN partnerships_deliverableversion v ON v.id = s.version_id
             WHERE s.kind = 'deliverable'
        """,
        cuts=((), ("state",)),
        fill=(("state",),),
        domains={"state": lambda c: DeliverableState.values},
    ),
    Measure(
        key="deliverables-by-cluster",
        revision=1,
        part=Part.PARTNERSHIPS,
        title=_("Deliverables by thematic cluster"),
        definition=_(
            "Deliverables of public partnerships, counted once in every thematic cluster that "
            "their partnership cites, so that the rows do not add up."
        ),
        rows="""
            SELECT s.id AS source_id, s.record_id AS subject, v.state, c.ref AS cluster
              FROM source s
              JOIN partnerships_deliverableversion v ON v.id = s.version_id
              JOIN source p ON p.kind = 'partnership' AND p.record_id = v.partnership_id
              JOIN partnerships_partnershipversionterm vt ON vt.version_id = p.version_id
              JOIN cited c ON c.term_id = vt.term_id AND c.kind = 'cluster'
             WHERE s.kind = 'deliverable'
        """,
        cuts=(("cluster",), ("cluster", "state")),
        fill=(("cluster",),),
        domains={"cluster": lambda c: c.clusters},
    ),
)
