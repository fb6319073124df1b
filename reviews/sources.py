"""Which versions a compilation counts: one row a kind, and the one statement that freezes them.

An app that has something to count adds a `SourceKind`. `current` is a SELECT of the versions that
would be counted now, with the columns (version_id, record_id, owner_id, no, content_hash,
visibility); `%(cycle)s` is the cycle's id. The same SELECT tells later whether a counted version
still stands, was corrected, or was withdrawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .rules import FIRST, WHOLE

PUBLIC, PARTICIPANTS, SUPPORT_UNIT = "public", "participants", "support_unit"


@dataclass(frozen=True)
class SourceKind:
    """`model` is empty where everybody may read it. `title` is SQL for what a version is called,
    given `v.id` of its table; `address` is its page, with the record's id and the version's
    number."""

    kind: str
    label: str | Promise
    model: str
    version_table: str
    current: str
    title: str
    address: str
    #: SQL for how the version came when the Support Unit lodged it, given `v.id`.
    lodged: str = "SELECT NULL"
    #: The rules (`reviews.rules`) since which it is counted.
    since: int = FIRST
    #: SQL for the names of those who signed it together, given `v.id`.
    authors: str = "SELECT NULL"

    def href(self, record_id: UUID | str, no: int) -> str:
        return self.address.format(record=record_id, no=no)


REPORT = SourceKind(
    kind="report",
    label=_("Progress report"),
    model="commitments.Report",
    version_table="commitments_reportversion",
    # Submitted reports of this cycle. What only the Support Unit may read is counted, never shown.
    current="""
        SELECT v.id AS version_id, r.record_id, r.stakeholder_id AS owner_id, v.no,
               v.content_hash, v.visibility
          FROM commitments_report r
          JOIN commitments_reportversion v ON v.id = r.current_version_id
         WHERE r.cycle_id = %(cycle)s AND r.state = 'submitted' AND r.kind = 'own'
    """,
    title="""
        SELECT sv.name FROM commitments_report r
          JOIN stakeholders_stakeholder s ON s.record_id = r.stakeholder_id
          JOIN stakeholders_stakeholderversion sv
            ON sv.id = coalesce(v.stakeholder_version_id, s.current_version_id)
         WHERE r.record_id = v.subject_id
    """,
    address="/reports/{record}/versions/{no}/",
    lodged="""
        SELECT json_build_object('channel', l.channel, 'reference', l.reference,
                                 'dated_on', l.dated_on)
          FROM commitments_lodging l WHERE l.version_id = v.id
    """,
)
#: A joint report speaks for itself: its owner is its own record, so that it stands for no
#: stakeholder in anything that is counted, and for no kind and region of stakeholders.
JOINT_REPORT = SourceKind(
    kind="joint_report",
    label=_("Joint report"),
    model="commitments.Report",
    version_table="commitments_reportversion",
    current="""
        SELECT v.id AS version_id, r.record_id, r.record_id AS owner_id, v.no,
               v.content_hash, v.visibility
          FROM commitments_report r
          JOIN commitments_reportversion v ON v.id = r.current_version_id
         WHERE r.cycle_id = %(cycle)s AND r.state = 'submitted' AND r.kind = 'joint'
    """,
    title="SELECT v.title",
    address="/reports/{record}/versions/{no}/",
    authors="SELECT to_json(v.authors)",
)
COMMITMENT = SourceKind(
    kind="commitment",
    label=_("Commitment"),
    model="commitments.Commitment",
    version_table="commitments_commitmentversion",
    current="""
        SELECT v.id AS version_id, c.record_id, rec.owner_id, v.no, v.content_hash,
               'public' AS visibility
          FROM commitments_commitment c
          JOIN commitments_commitmentversion v ON v.id = c.current_version_id
          JOIN records_record rec ON rec.id = c.record_id
         WHERE c.state = 'registered'
    """,
    title="SELECT v.title",
    address="/commitments/{record}/versions/{no}/",
)
EXAMPLE = SourceKind(
    kind="example",
    label=_("Practice example"),
    model="partnerships.Example",
    version_table="partnerships_exampleversion",
    # The archive of 2017 belongs to nobody and is not counted until a stakeholder claims it.
    current="""
        SELECT v.id AS version_id, e.record_id, rec.owner_id, v.no, v.content_hash,
               'public' AS visibility
          FROM partnerships_example e
          JOIN partnerships_exampleversion v ON v.id = e.published_version_id
          JOIN records_record rec ON rec.id = e.record_id
         WHERE rec.owner_id IS NOT NULL AND e.state <> 'archive'
    """,
    title="SELECT v.title",
    address="/examples/{record}/versions/{no}/",
)
PARTNERSHIP = SourceKind(
    kind="partnership",
    label=_("Partnership"),
    model="partnerships.Partnership",
    version_table="partnerships_partnershipversion",
    current="""
        SELECT v.id AS version_id, p.record_id, rec.owner_id, v.no, v.content_hash,
               'public' AS visibility
          FROM partnerships_partnership p
          JOIN partnerships_partnershipversion v ON v.id = p.current_version_id
          JOIN records_record rec ON rec.id = p.record_id
         WHERE p.state IN ('registered', 'concluded')
    """,
    title="SELECT v.title",
    address="/partnerships/{record}/versions/{no}/",
)
DELIVERABLE = SourceKind(
    kind="deliverable",
    label=_("Deliverable"),
    model="partnerships.Deliverable",
    version_table="partnerships_deliverableversion",
    # Each step of a deliverable is a version that holds the state it was then in.
    current="""
        SELECT v.id AS version_id, d.record_id, v.responsible_id AS owner_id, v.no,
               v.content_hash, 'public' AS visibility
          FROM partnerships_deliverable d
          JOIN partnerships_deliverableversion v ON v.id = d.current_version_id
          JOIN partnerships_partnership p ON p.record_id = v.partnership_id
         WHERE p.state IN ('registered', 'concluded')
    """,
    title="SELECT v.title",
    address="/deliverables/{record}/",
)
#: The series that custodian agencies published: open data of nobody's here.
CUSTODIAN = SourceKind(
    kind="custodian_series",
    label=_("Series of a custodian agency"),
    model="",
    version_table="commitments_custodianbatch",
    current="""
        SELECT b.id AS version_id, b.id AS record_id, NULL::uuid AS owner_id, 1 AS no,
               b.content_hash, 'public' AS visibility
          FROM commitments_custodianbatch b
    """,
    title="SELECT v.source || ', ' || v.published_on",
    address="/indicators/",
    since=WHOLE,
)
#: In the order in which an edition lists them. Stakeholders are frozen beside them, see below.
KINDS: tuple[SourceKind, ...] = (
    REPORT,
    JOINT_REPORT,
    COMMITMENT,
    PARTNERSHIP,
    DELIVERABLE,
    EXAMPLE,
    CUSTODIAN,
)

STAKEHOLDER = SourceKind(
    kind="stakeholder",
    label=_("Stakeholder"),
    model="stakeholders.Stakeholder",
    version_table="stakeholders_stakeholderversion",
    current="""
        SELECT v.id AS version_id, s.record_id, s.record_id AS owner_id, v.no, v.content_hash,
               'public' AS visibility
          FROM stakeholders_stakeholder s
          JOIN stakeholders_stakeholderversion v ON v.id = s.current_version_id
         WHERE s.state = 'confirmed'
    """,
    title="SELECT v.name",
    address="/stakeholders/{record}/",
)
#: Whoever has left, yet said something that is counted; known by kind and region, not as present.
FORMER = "former"


ALL_KINDS: tuple[SourceKind, ...] = (*KINDS, STAKEHOLDER)
BY_KIND: Mapping[str, SourceKind] = {kind.kind: kind for kind in ALL_KINDS}


def _counted() -> str:
    """All versions that a compilation by its rules would count now, but for the stakeholders
    themselves."""
    return " UNION ALL ".join(
        f"SELECT '{kind.kind}' AS kind, k.* FROM ({kind.current}) k WHERE {kind.since} <="
        " (SELECT rules FROM reviews_compilation WHERE id = %(compilation)s)"
        for kind in KINDS
    )


_FREEZE = """
WITH RECURSIVE home (code, region) AS (
    SELECT code, code FROM taxonomy_place WHERE kind = 'region'
    UNION ALL
    SELECT p.code, h.region FROM taxonomy_place p JOIN home h ON p.parent_id = h.code
), counted AS ({counted}), party AS (
    SELECT v.id AS version_id, s.record_id, v.no, v.content_hash, v.kind AS stakeholder_kind,
           coalesce(h.region, '') AS region,
           CASE WHEN s.state = 'confirmed' THEN 'stakeholder' ELSE '{former}' END AS kind
      FROM stakeholders_stakeholder s
      JOIN stakeholders_stakeholderversion v ON v.id = s.current_version_id
      LEFT JOIN home h ON h.code = v.country_id
     WHERE s.state = 'confirmed' OR s.record_id IN (SELECT owner_id FROM counted)
)
INSERT INTO reviews_compilationsource
    (compilation_id, kind, version_id, record_id, owner_id, no, content_hash, visibility,
     stakeholder_kind, region)
SELECT %(compilation)s, c.kind, c.version_id, c.record_id, c.owner_id, c.no, c.content_hash,
       c.visibility, coalesce(p.stakeholder_kind, ''), coalesce(p.region, '')
  FROM counted c LEFT JOIN party p ON p.record_id = c.owner_id
UNION ALL
SELECT %(compilation)s, kind, version_id, record_id, record_id, no, content_hash, 'public',
       stakeholder_kind, region
  FROM party
"""


def freeze(*, compilation_id: UUID, cycle_id: UUID) -> int:
    """Write down what is counted, in one statement and thus of one moment. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            _FREEZE.format(counted=_counted(), former=FORMER),
            {"compilation": compilation_id, "cycle": cycle_id},
        )
        return cursor.rowcount


@dataclass(frozen=True)
class Drift:
    """What became of counted versions since they were frozen. Keys are version ids; `corrected`
    maps to the number of the version that stands now."""

    withdrawn: frozenset[UUID]
    corrected: Mapping[UUID, int]
    added: int

    def __bool__(self) -> bool:
        return bool(self.withdrawn or self.corrected or self.added)


def drift(*, compilation_id: UUID, cycle_id: UUID) -> Drift:
    """Compare the frozen list with what would be counted now (one query).

    Stakeholders' own profiles are left out: that one changed its name asks for no new review.
    """
    sql = f"""
        WITH counted AS ({_counted()}), frozen AS (
            SELECT kind, version_id, record_id FROM reviews_compilationsource
             WHERE compilation_id = %(compilation)s AND kind NOT IN ('stakeholder', '{FORMER}')
        )
        SELECT f.version_id, c.version_id, c.no
          FROM frozen f FULL JOIN counted c ON c.kind = f.kind AND c.record_id = f.record_id
         WHERE f.version_id IS DISTINCT FROM c.version_id
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, {"compilation": compilation_id, "cycle": cycle_id})
        rows: list[tuple[Any, Any, Any]] = cursor.fetchall()
    return Drift(
        withdrawn=frozenset(before for before, now, _no in rows if now is None),
        corrected={before: no for before, now, no in rows if before and now},
        added=sum(before is None for before, _now, _no in rows),
    )
