from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..enums import Part
from .base import Measure
from .context import Context

# A report speaks of an entry when it says where a commitment stands that cites it, or gives a
# value of an indicator below it.
_ROWS = """
    SELECT x.source_id, p.owner_id AS subject, c.ref AS {dim}
      FROM progress p
      JOIN commitments_commitmentversionterm vt ON vt.version_id = p.version_id
      JOIN cited c ON c.term_id = vt.term_id AND c.kind = '{kind}'
     CROSS JOIN LATERAL (VALUES (p.commitment_source), (p.report_source)) x (source_id)
     WHERE p.report_source IS NOT NULL
    UNION ALL
    SELECT s.id, s.owner_id, c.ref
      FROM source s
      JOIN commitments_reportversionobservation o ON o.version_id = s.version_id
      JOIN cited c ON c.term_id = o.term_id AND c.kind = '{kind}'
     WHERE s.kind = 'report'
"""


def _spoken_of(
    dim: str,
    kind: str,
    title: str | Promise,
    domain: Callable[[Context], Iterable[str]],
    part: Part = Part.GAPS,
) -> Measure:
    return Measure(
        key=f"reports-by-{dim}",
        revision=1,
        part=part,
        title=title,
        definition=_(
            "Stakeholders whose counted report says where a commitment stands that cites this "
            "entry, or gives a value of an indicator below it. What reports say in running text is "
            "not read by machine."
        ),
        rows=_ROWS.format(dim=dim, kind=kind),
        cuts=((dim,),),
        fill=((dim,),),
        domains={dim: domain},
    )


MEASURES = (
    _spoken_of("area", "action_area", _("Reports by action area"), lambda c: c.areas),
    _spoken_of("target", "target", _("Reports by target"), lambda c: c.targets),
    _spoken_of("objective", "objective", _("Reports by objective"), lambda c: c.objectives),
    _spoken_of("goal", "goal", _("Reports by goal"), lambda c: c.focus, Part.FOCUS),
)
