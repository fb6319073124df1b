"""An invented world for benches: seeded, sized by a number, written by set-based INSERTs.

Size 1 is 193 States, 1,000 other stakeholders, 10 cycles, some 8,000 commitments, 12,000 reports
and 300,000 observations. The same size and seed give the same rows, identifiers included.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import NOT_PROVIDED, Field

from commitments.enums import Progress
from gfmd_platform.access import Actor
from gfmd_platform.cycles.models import Cycle
from gfmd_platform.cycles.operations import create_cycle, open_cycle
from gfmd_platform.stakeholders.models import Group, GroupMembership, Person

STATES, OTHERS, CYCLES = 193, 1000, 10
COMMITMENTS_EACH, OBSERVATIONS_EACH = 7, 25
FIRST_YEAR = 2020
OTHER_KINDS = ("civil_society", "un", "private_sector", "local_authority", "academia", "diaspora")
VISIBILITIES = ("public", "public", "public", "participants", "support_unit")
WORDS = "Workers who moved in this cycle kept what they earned, and their papers were recognised. "


@dataclass(frozen=True)
class World:
    """`cycle` is the latest; what is compiled."""

    by: Actor
    cycle: Cycle
    counts: dict[str, int]


def build(size: float, *, seed: int = 2026, now: dt.datetime) -> World:
    """Write the world into the database that Django is connected to, which is to be empty."""
    by = _support_unit()
    cycles = [_cycle(number, by, now) for number in range(CYCLES)]
    given = {
        "seed": str(seed),
        "now": now,
        "states": round(STATES * size),
        "others": round(OTHERS * size),
        "kinds": list(OTHER_KINDS),
        "visibilities": list(VISIBILITIES),
        "statuses": list(Progress.values),
        "each": COMMITMENTS_EACH,
        "values": OBSERVATIONS_EACH,
        "words": WORDS,
    }
    counts = {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_DRAWN)
        counts["stakeholders"] = _stakeholders(cursor, given)
        counts["commitments"] = _commitments(cursor, given)
        counts["reports"] = counts["answers"] = counts["observations"] = 0
        for number, cycle in enumerate(cycles):
            made = _reports(cursor, cycle, {**given, "cycle": cycle.pk, "number": number})
            counts = {name: count + made.get(name, 0) for name, count in counts.items()}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return World(by, cycles[-1], counts)


def _support_unit() -> Actor:
    person = Person.objects.create_user("bench@example.org", name="Bench")
    group, _ = Group.objects.get_or_create(code="support_unit")
    GroupMembership.objects.create(group=group, person=person, since=dt.date(2020, 1, 1))
    return Actor.of(person)


def _cycle(number: int, by: Actor, now: dt.datetime) -> Cycle:
    """Opened while there is nobody to invite yet: invitations are not what is measured."""
    year = FIRST_YEAR + number
    cycle = create_cycle(
        title=f"Review {number}",
        kind="hlpf",
        year=year,
        opens_on=dt.date(year, 1, 1),
        asked_by=dt.date(year, 6, 1),
        by=by,
        now=now,
    )
    open_cycle(cycle_id=cycle.pk, by=by, now=now)
    return Cycle.unscoped.get(pk=cycle.pk)


# Identifiers and draws follow from the seed and from what they are for.
_DRAWN = """
CREATE FUNCTION pg_temp.id_of(VARIADIC parts text[]) RETURNS uuid IMMUTABLE LANGUAGE sql AS
    $$ SELECT md5(array_to_string(parts, ':'))::uuid $$;
CREATE FUNCTION pg_temp.draw(below bigint, VARIADIC parts text[]) RETURNS int IMMUTABLE LANGUAGE sql
    AS $$ SELECT 1 + (('x' || left(md5(array_to_string(parts, ':')), 8))::bit(32)::bigint
                      %% below)::int $$;
CREATE TEMP TABLE drawn_term ON COMMIT DROP AS
    SELECT id, kind, row_number() OVER (PARTITION BY kind ORDER BY framework_id, code) AS place,
           count(*) OVER (PARTITION BY kind) AS of_kind
      FROM taxonomy_term WHERE kind IN ('action_area', 'objective', 'target', 'indicator');
CREATE TEMP TABLE drawn_place ON COMMIT DROP AS
    SELECT code, row_number() OVER (ORDER BY code) AS place, count(*) OVER () AS number
      FROM taxonomy_place WHERE kind = 'state' AND NOT invented;
""".replace("%%", "%")


def _insert(cursor: Any, label: str, rows: str, given: dict[str, Any], **columns: str) -> int:
    """Insert into the model's table; columns that are not named get the model's default.
    Returns how many."""
    fields = [f for f in apps.get_model(label)._meta.local_concrete_fields if not _serial(f)]
    unknown = columns.keys() - {f.column for f in fields}
    if unknown:
        raise LookupError(f"{label} has no {sorted(unknown)}")
    names = ", ".join(f.column for f in fields)
    values = ", ".join(columns.get(f.column) or _default(f) for f in fields)
    table = apps.get_model(label)._meta.db_table
    cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} {rows}", given)
    return int(cursor.rowcount)


def _serial(field: Field[Any, Any]) -> bool:
    return field.get_internal_type() in ("AutoField", "BigAutoField")


def _default(field: Field[Any, Any]) -> str:
    if field.null:
        return "NULL"
    if field.get_internal_type() == "ArrayField":
        return "'{}'"
    if field.get_internal_type() == "JSONField":
        return "'{}'"
    default = field.default if field.default is not NOT_PROVIDED else ""
    if isinstance(default, bool | int):
        return str(default).lower()
    return "'" + str(default).replace("'", "''") + "'"


_HASH = "repeat('0', 64)"


def _stakeholders(cursor: Any, given: dict[str, Any]) -> int:
    """States of real areas' codes without their names, and others spread over the world."""
    cursor.execute(
        """
        CREATE TEMP TABLE party ON COMMIT DROP AS
        SELECT n, pg_temp.id_of(%(seed)s, 'stakeholder', n::text) AS id,
               pg_temp.id_of(%(seed)s, 'stakeholder version', n::text) AS version,
               CASE WHEN n <= %(states)s THEN 'state'
                    ELSE (%(kinds)s::text[])[1 + n %% cardinality(%(kinds)s::text[])] END AS kind,
               CASE WHEN n <= %(states)s OR n %% 5 > 0 THEN p.code END AS country
          FROM generate_series(1, %(states)s + %(others)s) n
          JOIN drawn_place p ON p.place = 1 + n %% p.number
        """,
        given,
    )
    _insert(cursor, "records.Record", "FROM party", given,
            id="id", kind="'stakeholder'", owner_id="id", created_at="%(now)s")  # fmt: skip
    _insert(
        cursor, "stakeholders.Stakeholder", "FROM party", given,
        record_id="id", state="'confirmed'", state_at="%(now)s", name="'Stakeholder ' || n",
        sort_name="'stakeholder ' || lpad(n::text, 8, '0')", kind="kind", country_id="country",
        current_version_id="version",
    )  # fmt: skip
    return _insert(
        cursor, "stakeholders.StakeholderVersion", "FROM party", given,
        id="version", no="1", content_hash=_HASH, at="%(now)s", name="'Stakeholder ' || n",
        kind="kind", country_id="country", subject_id="id",
    )  # fmt: skip


def _commitments(cursor: Any, given: dict[str, Any]) -> int:
    """Some of each stakeholder, each citing an area, an objective and a target."""
    cursor.execute(
        """
        CREATE TEMP TABLE promise ON COMMIT DROP AS
        SELECT p.n, p.id AS owner, k, pg_temp.id_of(%(seed)s, 'commitment', n::text, k::text) AS id,
               pg_temp.id_of(%(seed)s, 'commitment version', n::text, k::text) AS version
          FROM party p CROSS JOIN generate_series(1, %(each)s) k
        """,
        given,
    )
    title = "'Commitment ' || k || ' of ' || n"
    _insert(cursor, "records.Record", "FROM promise", given,
            id="id", kind="'commitment'", owner_id="owner", created_at="%(now)s")  # fmt: skip
    _insert(
        cursor, "commitments.Commitment", "FROM promise", given,
        record_id="id", state="'registered'", state_at="%(now)s", title=title, wording=title,
        kind="'policy'", current_version_id="version",
    )  # fmt: skip
    made = _insert(
        cursor, "commitments.CommitmentVersion", "FROM promise", given,
        id="version", no="1", content_hash=_HASH, at="%(now)s", title=title, wording=title,
        kind="'policy'", subject_id="id",
    )  # fmt: skip
    _insert(
        cursor, "commitments.CommitmentVersionTerm",
        """FROM promise p JOIN drawn_term t ON t.kind <> 'indicator'
            AND t.place = pg_temp.draw(t.of_kind, p.id::text, t.kind)""",
        given, version_id="p.version", term_id="t.id",
    )  # fmt: skip
    return made


def _reports(cursor: Any, cycle: Cycle, given: dict[str, Any]) -> dict[str, int]:
    """Everybody's: answers to all questions, a status for each commitment, values of many
    indicators and years, a third of them of a part of the whole."""
    if cycle.questionnaire_id is None:
        raise LookupError("an open cycle has questions")
    given = given | {"questionnaire": cycle.questionnaire_id}
    cursor.execute("DROP TABLE IF EXISTS said")
    cursor.execute(
        """
        CREATE TEMP TABLE said ON COMMIT DROP AS
        SELECT p.n, p.id AS owner, p.version AS owner_version,
               pg_temp.id_of(%(seed)s, 'report', %(number)s::text, n::text) AS id,
               pg_temp.id_of(%(seed)s, 'report version', %(number)s::text, n::text) AS version,
               (%(visibilities)s::text[])[1 + n %% 5] AS visibility, n %% 3 > 0 AS may_quote
          FROM party p
        """,
        given,
    )
    _insert(cursor, "records.Record", "FROM said", given,
            id="id", kind="'report'", owner_id="owner", created_at="%(now)s")  # fmt: skip
    made = _insert(
        cursor, "commitments.Report", "FROM said", given,
        record_id="id", state="'submitted'", state_at="%(now)s", cycle_id="%(cycle)s",
        stakeholder_id="owner", questionnaire_id="%(questionnaire)s", drafting="false",
        visibility="visibility", may_quote="may_quote", current_version_id="version",
    )  # fmt: skip
    _insert(
        cursor, "commitments.ReportVersion", "FROM said", given,
        id="version", no="1", content_hash=_HASH, at="%(now)s", subject_id="id",
        questionnaire_id="%(questionnaire)s", receipt_key="left(md5(version::text), 24)",
        visibility="visibility", may_quote="may_quote", stakeholder_version_id="owner_version",
    )  # fmt: skip
    answers = _insert(
        cursor, "commitments.ReportVersionAnswer",
        "FROM said s JOIN cycles_question q ON q.questionnaire_id = %(questionnaire)s",
        given, id="pg_temp.id_of(s.version::text, q.key)", version_id="s.version", key="q.key",
        value="repeat(%(words)s, CASE WHEN q.is_key_message THEN 3 ELSE 30 END)", language="'en'",
    )  # fmt: skip
    _insert(
        cursor, "commitments.ReportVersionCommitmentStatus",
        "FROM said s JOIN promise p ON p.n = s.n", given,
        id="pg_temp.id_of(s.version::text, p.id::text)", version_id="s.version",
        commitment_id="p.id", commitment_version_id="p.version", language="'en'",
        status="(%(statuses)s::text[])[pg_temp.draw(cardinality(%(statuses)s::text[]),"
               " s.version::text, p.id::text)]",
    )  # fmt: skip
    observations = _insert(
        cursor, "commitments.ReportVersionObservation",
        """FROM said s CROSS JOIN generate_series(1, %(values)s) k
           JOIN drawn_term t ON t.kind = 'indicator'
            AND t.place = 1 + (s.n * 7 + k) %% t.of_kind""",
        given, id="pg_temp.id_of(s.version::text, 'value', k::text)", version_id="s.version",
        term_id="t.id", period="(2010 + k %% 10)::text", position="k",
        period_start="make_date(2010 + k %% 10, 1, 1)",
        period_end="make_date(2010 + k %% 10, 12, 31)",
        value="pg_temp.draw(1000, s.version::text, k::text)", unit="'per cent'",
        source="'Labour force survey'",
        dims="CASE WHEN k %% 3 = 0 THEN 'sex=female' ELSE '' END",
    )  # fmt: skip
    return {"reports": made, "answers": answers, "observations": observations}
