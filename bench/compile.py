"""How long a compilation takes, beside the bare SQL of its measures.

    python bench/compile.py                193 States and 1,000 others, under var/bench
    python bench/compile.py --scale 0.1    a tenth of it

Prints the time of each part, of the whole compilation and of the same statements sent by psycopg
alone, their ratio, the size of the document, and how much memory the compilation took.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("GFMD_TEST_VAR", str(ROOT / "var" / "bench"))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django  # noqa: E402

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from commitments.models import (  # noqa: E402
    Commitment,
    CommitmentVersion,
    CommitmentVersionTerm,
    Report,
    ReportVersion,
    ReportVersionAnswer,
    ReportVersionCommitmentStatus,
    ReportVersionObservation,
)
from gfmd_platform.access import Actor  # noqa: E402
from gfmd_platform.cycles.models import Cycle  # noqa: E402
from gfmd_platform.cycles.operations import create_cycle, open_cycle  # noqa: E402
from gfmd_platform.ids import new_id  # noqa: E402
from gfmd_platform.records.models import Record  # noqa: E402
from gfmd_platform.stakeholders.models import (  # noqa: E402
    Group,
    GroupMembership,
    Person,
    Stakeholder,
    StakeholderVersion,
)
from gfmd_platform.taxonomy.enums import PlaceKind, TermKind  # noqa: E402
from gfmd_platform.taxonomy.models import Place, Term  # noqa: E402
from reviews import operations  # noqa: E402
from reviews.enums import Part  # noqa: E402
from reviews.measures.planning import as_sets  # noqa: E402
from reviews.models import Compilation  # noqa: E402
from tests.database import Databases, servers  # noqa: E402

STATES, OTHERS, CYCLES = 193, 1000, 10
OTHER_KINDS = ("civil_society", "un", "private_sector", "local_authority", "academia", "diaspora")
STATUSES = ("not_started", "under_way", "done", "changed", "dropped")
HASH = "0" * 64
WORDS = "Workers who moved in this cycle kept what they earned, and their papers were recognised. "


def support_unit() -> Actor:
    person = Person.objects.create_user("bench@example.org", name="Bench")
    group, _ = Group.objects.get_or_create(code="support_unit")
    GroupMembership.objects.create(group=group, person=person, since=dt.date(2020, 1, 1))
    return Actor.of(person)


def stakeholders(scale: float, now: dt.datetime) -> list[Stakeholder]:
    """States of real areas' codes without their names, and others spread over the world."""
    countries = list(Place.objects.filter(kind=PlaceKind.STATE, invented=False))
    kinds = ["state"] * round(STATES * scale) + [
        OTHER_KINDS[i % len(OTHER_KINDS)] for i in range(round(OTHERS * scale))
    ]
    records = [Record(kind="stakeholder", created_at=now) for _ in kinds]
    Record.objects.bulk_create(records, batch_size=1000)
    Record.objects.filter(kind="stakeholder").update(owner_id=django.db.models.F("id"))
    made = [
        Stakeholder(
            record=record,
            state="confirmed",
            state_at=now,
            name=f"Stakeholder {i}",
            kind=kind,
            country=countries[i % len(countries)] if i % 5 else None,
        )
        for i, (record, kind) in enumerate(zip(records, kinds, strict=True))
    ]
    Stakeholder.unscoped.bulk_create(made, batch_size=1000)
    versions = [
        StakeholderVersion(
            subject=s, no=1, content_hash=HASH, at=now, name=s.name, kind=s.kind, country=s.country
        )
        for s in made
    ]
    StakeholderVersion.objects.bulk_create(versions, batch_size=1000)
    for stakeholder, version in zip(made, versions, strict=True):
        stakeholder.current_version = version
    Stakeholder.unscoped.bulk_update(made, ["current_version"], batch_size=1000)
    return made


def commitments(owners: list[Stakeholder], now: dt.datetime, draw: random.Random) -> Any:
    """Three of each stakeholder, each citing an area, an objective and a target."""
    terms = {
        kind: list(Term.objects.filter(kind=kind).values_list("pk", flat=True))
        for kind in (TermKind.ACTION_AREA, TermKind.OBJECTIVE, TermKind.TARGET)
    }
    records, drafts, versions, cited = [], [], [], []
    for owner in owners:
        for number in range(3):
            record = Record(kind="commitment", owner_id=owner.pk, created_at=now)
            draft = Commitment(record=record, state="draft", state_at=now, title=f"No. {number}")
            version = CommitmentVersion(
                subject=draft, no=1, content_hash=HASH, at=now, title=draft.title
            )
            records.append(record)
            drafts.append(draft)
            versions.append(version)
            cited += [
                CommitmentVersionTerm(version=version, term_id=draw.choice(of_kind))
                for of_kind in terms.values()
            ]
    Record.objects.bulk_create(records, batch_size=1000)
    Commitment.unscoped.bulk_create(drafts, batch_size=1000)
    CommitmentVersion.objects.bulk_create(versions, batch_size=1000)
    CommitmentVersionTerm.objects.bulk_create(cited, batch_size=2000)
    for draft, version in zip(drafts, versions, strict=True):
        draft.state, draft.current_version = "registered", version
    Commitment.unscoped.bulk_update(drafts, ["state", "current_version"], batch_size=1000)
    return list(zip(drafts, versions, strict=True))


def reports(
    cycle: Cycle,
    owners: list[Stakeholder],
    promised: Any,
    now: dt.datetime,
    draw: random.Random,
) -> None:
    """Everybody's: answers to all questions, a status for each commitment, a value."""
    assert cycle.questionnaire is not None
    questions = list(cycle.questionnaire.questions.values_list("key", flat=True))
    indicator = Term.objects.filter(kind=TermKind.INDICATOR, code="10.7.1").first()
    records, drafts, versions, answers, statuses, values = [], [], [], [], [], []
    for index, owner in enumerate(owners):
        record = Record(kind="report", owner_id=owner.pk, created_at=now)
        draft = Report(
            record=record,
            state="draft",
            state_at=now,
            cycle=cycle,
            stakeholder=owner,
            questionnaire=cycle.questionnaire,
            drafting=False,
        )
        version = ReportVersion(
            subject=draft,
            no=1,
            content_hash=HASH,
            at=now,
            questionnaire=cycle.questionnaire,
            receipt_key=new_id().hex[-24:],
            visibility=("public", "public", "public", "participants", "support_unit")[index % 5],
            may_quote=index % 3 > 0,
            stakeholder_version_id=owner.current_version_id,
        )
        records.append(record)
        drafts.append(draft)
        versions.append(version)
        answers += [
            ReportVersionAnswer(
                version=version,
                key=key,
                language="en",
                value=WORDS * (3 if key.endswith("message") else 30),
            )
            for key in questions
        ]
        statuses += [
            ReportVersionCommitmentStatus(
                version=version,
                commitment=commitment,
                commitment_version=frozen,
                status=draw.choice(STATUSES),
                language="en",
            )
            for commitment, frozen in promised[3 * index : 3 * index + 3]
        ]
        values.append(
            ReportVersionObservation(
                version=version,
                term=indicator,
                period="2025",
                period_start=dt.date(2025, 1, 1),
                period_end=dt.date(2025, 12, 31),
                position=0,
                value=draw.randrange(1000),
                unit="per cent",
            )
        )
    Record.objects.bulk_create(records, batch_size=1000)
    Report.unscoped.bulk_create(drafts, batch_size=1000)
    ReportVersion.objects.bulk_create(versions, batch_size=1000)
    ReportVersionAnswer.objects.bulk_create(answers, batch_size=1000)
    ReportVersionCommitmentStatus.objects.bulk_create(statuses, batch_size=1000)
    ReportVersionObservation.objects.bulk_create(values, batch_size=1000)
    for draft, version in zip(drafts, versions, strict=True):
        draft.state, draft.current_version = "submitted", version
    Report.unscoped.bulk_update(drafts, ["state", "current_version"], batch_size=1000)


def timed(step: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = step()
    return time.perf_counter() - start, result


def measure(cycle: Cycle, by: Actor) -> None:
    review = operations.begin_review(cycle_id=cycle.pk, by=by, now=timezone.now())

    def ask() -> Compilation:
        return operations.request_compilation(
            review_id=review.pk, by=by, now=timezone.now()
        ).compilation

    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    froze, compilation = timed(ask)
    print(f"freeze {compilation.sources.count():,} versions: {froze * 1000:.0f} ms")
    parts = []
    with CaptureQueriesContext(connection) as captured:
        for part in Part.values:
            took, _ = timed(
                lambda: operations.run_next_part(compilation_id=compilation.pk, now=timezone.now())
            )
            parts.append(f"{part} {took * 1000:.0f}")
    reads = [q["sql"] for q in captured if q["sql"].lstrip().startswith("WITH")]
    writes = sum(
        float(q["time"]) for q in captured if q["sql"].lstrip().startswith(("INSERT", "UPDATE"))
    )
    # Once more without anything being recorded: this is the time that counts.
    operations_again = ask()
    whole, _ = timed(
        lambda: [
            operations.run_next_part(compilation_id=operations_again.pk, now=timezone.now())
            for _ in Part.values
        ]
    )
    bare = writes
    with as_sets(), connection.cursor() as cursor:
        for sql in reads:
            took, _ = timed(lambda sql=sql: (cursor.execute(sql), cursor.fetchall()))  # type: ignore[misc]
            bare += took
    operations_again.refresh_from_db()
    size = len(bytes(operations_again.document.content))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    print("parts, in ms, the last with the joining: " + ", ".join(parts))
    print(
        f"compile {whole * 1000:.0f} ms, its bare SQL ({len(reads)} reads again, the writes as "
        f"recorded) {bare * 1000:.0f} ms: {whole / bare:.2f} ×; document {size / 1024:.0f} KB; "
        f"memory grew {grown / 1024:.0f} MB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--cycles", type=int, default=CYCLES)
    options = parser.parse_args()
    with servers().running():
        databases = Databases("bench")
        databases.build_template()
        databases.make_clone()
        try:
            draw, now = random.Random(2026), timezone.now()
            with transaction.atomic():
                by = support_unit()
                owners = stakeholders(options.scale, now)
                promised = commitments(owners, now, draw)
                for number in range(options.cycles):
                    cycle = create_cycle(
                        title=f"Review {number}",
                        kind="hlpf",
                        year=2020 + number,
                        opens_on=dt.date(2020 + number, 1, 1),
                        asked_by=dt.date(2020 + number, 6, 1),
                        by=by,
                        now=now,
                    )
                    open_cycle(cycle_id=cycle.pk, by=by, now=now)
                    cycle = Cycle.unscoped.get(pk=cycle.pk)
                    reports(cycle, owners, promised, now, draw)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            print(f"{len(owners):,} stakeholders, {options.cycles} cycles of reports")
            measure(cycle, by)
        finally:
            databases.drop_clone()


if __name__ == "__main__":
    main()
