from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.enums import Progress

from ..enums import Part
from .base import Measure
from .context import Context

#: A commitment of which no counted report says where it stands. That is no reproach.
NO_STATUS = "none"
STATUSES = (*Progress.values, NO_STATUS)

# A commitment with a status has two sources: its own version and the report's.
_ROWS = """
    SELECT x.source_id, p.record_id AS subject, p.status, p.stakeholder_kind AS kind {columns}
      FROM progress p
     CROSS JOIN LATERAL (VALUES (p.commitment_source), (p.report_source)) x (source_id)
      {joins}
     WHERE x.source_id IS NOT NULL
"""


def _citing(kind: str) -> str:
    return f"""
      JOIN (
          SELECT DISTINCT vt.version_id, c.ref
            FROM source s
            JOIN commitments_commitmentversionterm vt ON vt.version_id = s.version_id
            JOIN cited c ON c.term_id = vt.term_id
           WHERE s.kind = 'commitment' AND c.kind = '{kind}'
      ) t ON t.version_id = p.version_id
    """


def _statuses(_context: Context) -> Iterable[str]:
    return STATUSES


def _by_term(
    dim: str,
    kind: str,
    title: str | Promise,
    domain: Callable[[Context], Iterable[str]],
    part: Part = Part.COMMITMENTS,
) -> Measure:
    return Measure(
        key=f"commitments-by-{dim}",
        revision=1,
        part=part,
        title=title,
        definition=_(
            "Registered commitments that cite an entry of this list or one below it, each counted "
            "once in every entry it cites, so that the rows do not add up. The status is what the "
            "stakeholder's own report of this cycle says."
        ),
        rows=_ROWS.format(columns=f", t.ref AS {dim}", joins=_citing(kind)),
        cuts=((dim,), (dim, "status")),
        fill=((dim,), (dim, "status")),
        domains={dim: domain, "status": _statuses},
    )


#: What happened to commitments since the last edition; a commitment can be finished and amended.
CHANGES = ("new", "amended", "finished")
_CHANGED = """
    WITH history AS (
        SELECT s.id AS source_id, s.record_id, s.stakeholder_kind,
               min(v.at) > %(since)s::timestamptz AS is_new,
               bool_or(v.no > 1 AND v.cause = 'text' AND v.at > %(since)s::timestamptz)
                   AS is_amended
          FROM source s
          JOIN commitments_commitmentversion v ON v.subject_id = s.record_id AND v.no <= s.no
         WHERE s.kind = 'commitment'
         GROUP BY s.id, s.record_id, s.stakeholder_kind
    ), done_before AS (
        SELECT DISTINCT st.commitment_id, s.owner_id
          FROM counted_year y
          JOIN reviews_compilationsource s
            ON s.compilation_id = y.compilation_id AND s.kind = 'report'
          JOIN commitments_reportversioncommitmentstatus st ON st.version_id = s.version_id
         WHERE y.cycle <> %(this_cycle)s AND st.status = 'done'
    )
    SELECT source_id, record_id AS subject, 'new' AS change, stakeholder_kind AS kind
      FROM history WHERE is_new
    UNION ALL
    SELECT source_id, record_id, 'amended', stakeholder_kind
      FROM history WHERE is_amended AND NOT is_new
    UNION ALL
    SELECT x.source_id, p.record_id, 'finished', p.stakeholder_kind
      FROM progress p
      LEFT JOIN done_before b ON b.commitment_id = p.record_id AND b.owner_id = p.owner_id
     CROSS JOIN LATERAL (VALUES (p.commitment_source), (p.report_source)) x (source_id)
     WHERE p.status = 'done' AND b.commitment_id IS NULL
"""

MEASURES = (
    Measure(
        key="commitments",
        revision=1,
        part=Part.COMMITMENTS,
        title=_("Commitments by status"),
        definition=_(
            "Commitments that were registered and not withdrawn when the compilation was frozen. "
            "The status is what the stakeholder's own report of this cycle says; without such a "
            "word it is counted as “no status reported”."
        ),
        rows=_ROWS.format(columns="", joins=""),
        cuts=((), ("status",), ("kind",)),
        fill=(("status",),),
        domains={"status": _statuses},
    ),
    _by_term("cluster", "cluster", _("Commitments by thematic cluster"), lambda c: c.clusters),
    _by_term("area", "action_area", _("Commitments by action area"), lambda c: c.areas),
    _by_term("objective", "objective", _("Commitments by objective"), lambda c: c.objectives),
    _by_term("target", "target", _("Commitments by target"), lambda c: c.targets),
    _by_term("goal", "goal", _("Commitments by goal"), lambda c: c.focus, Part.FOCUS),
    Measure(
        key="commitments-changed",
        revision=1,
        part=Part.COMMITMENTS,
        title=_("Commitments that are new, amended or finished"),
        definition=_(
            "Counted from the day on which the sources of the last published review of this kind "
            "were frozen or, where there is none, from the opening of this cycle. New: registered "
            "since. Amended: registered before, with a new text since. Finished: its "
            "stakeholder's report of this cycle says that it is done, and none that an earlier "
            "edition counted said so."
        ),
        rows=_CHANGED,
        cuts=(("change",), ("change", "kind")),
        fill=(("change",),),
        domains={"change": lambda c: CHANGES},
    ),
)
