from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partnerships.enums import DeliverableState

from ..enums import Part
from .base import Measure
from .context import Context

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


def _deliverables_by(
    dim: str,
    kind: str,
    title: str | Promise,
    definition: str | Promise,
    domain: Callable[[Context], Iterable[str]],
) -> Measure:
    return Measure(
        key=f"deliverables-by-{dim}",
        revision=1,
        part=Part.PARTNERSHIPS,
        title=title,
        definition=definition,
        rows=f"""
            SELECT s.id AS source_id, s.record_id AS subject, v.state, c.ref AS {dim}
              FROM source s
              JOIN partnerships_deliverableversion v ON v.id = s.version_id
              JOIN source p ON p.kind = 'partnership' AND p.record_id = v.partnership_id
              JOIN partnerships_partnershipversionterm vt ON vt.version_id = p.version_id
              JOIN cited c ON c.term_id = vt.term_id AND c.kind = '{kind}'
             WHERE s.kind = 'deliverable'
        """,
        cuts=((dim,), (dim, "state")),
        fill=((dim,),),
        domains={dim: domain},
    )


_ENTRY_CITED = _(
    "Deliverables of public partnerships, counted once in every entry of this list that their "
    "partnership cites itself or by an entry below it, so that the rows do not add up."
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
    _deliverables_by(
        "cluster",
        "cluster",
        _("Deliverables by thematic cluster"),
        _(
            "Deliverables of public partnerships, counted once in every thematic cluster that "
            "their partnership cites, so that the rows do not add up."
        ),
        lambda c: c.clusters,
    ),
    _deliverables_by(
        "area", "action_area", _("Deliverables by action area"), _ENTRY_CITED, lambda c: c.areas
    ),
    _deliverables_by(
        "objective",
        "objective",
        _("Deliverables by objective"),
        _ENTRY_CITED,
        lambda c: c.objectives,
    ),
    _deliverables_by(
        "target", "target", _("Deliverables by target"), _ENTRY_CITED, lambda c: c.targets
    ),
    Measure(
        key="deliverables-evidenced",
        revision=1,
        part=Part.PARTNERSHIPS,
        title=_("Deliverables with evidence"),
        definition=_(
            "Deliverables of public partnerships that their responsible partner reported as "
            "delivered, saying how one can see it."
        ),
        rows="""
            SELECT s.id AS source_id, s.record_id AS subject
              FROM source s JOIN partnerships_deliverableversion v ON v.id = s.version_id
             WHERE s.kind = 'deliverable' AND v.state = 'delivered'
               AND (v.evidence <> '' OR v.evidence_link <> '')
        """,
    ),
)
