"""How long a save takes among many open drafts, beside the bare SQL it stands on.

    python bench/autosave.py                    10,000 open drafts, in a database under var/bench
    python bench/autosave.py --drafts 500       a quick look

Ten thousand drafts with a save each minute are 167 saves a second. Each save is a whole request
(session, permission, lock, answer, history, commit) through Django, one after the other in one
process without a network between. Prints its time by the clock and by processor (this process and
its database backend), the same statements sent by psycopg alone, their ratio, and how many cores
167 saves a second would keep busy. The database keeps its promises as in production (`fsync` and
`synchronous_commit` on).
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import statistics
import sys
import time
from pathlib import Path
from typing import Any
from uuid import UUID

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("GFMD_TEST_VAR", str(ROOT / "var" / "bench"))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from commitments.models import DraftAnswer, DraftRevision, Report  # noqa: E402
from gfmd_platform.cycles.models import Cycle  # noqa: E402
from gfmd_platform.embedded.instance import Instance  # noqa: E402
from gfmd_platform.records.models import Record  # noqa: E402
from gfmd_platform.stakeholders.models import Membership, Person, Stakeholder  # noqa: E402
from tests.commitments.making import make_cycle  # noqa: E402
from tests.database import Databases  # noqa: E402
from tests.people import Someone, in_group, sign_in  # noqa: E402

WORDS = "Workers who moved in this cycle kept what they earned, and their papers were recognised. "
KEYS = ("a_narrative", "b_narrative", "c_narrative", "d_narrative")
PER_SECOND = 10_000 / 60


def seed(drafts: int, now: dt.datetime) -> list[tuple[Person, UUID]]:
    """Drafts with four answers each, every one a stakeholder's of its own with a focal point."""
    support_unit = Someone(Person.objects.create_user("bench@example.org", name="Bench"))
    in_group("support_unit", person=support_unit.person)
    cycle: Cycle = make_cycle(support_unit)
    owners = [Record(kind="stakeholder", created_at=now) for _ in range(drafts)]
    Record.objects.bulk_create(owners, batch_size=1000)
    Record.objects.filter(kind="stakeholder").update(owner_id=django.db.models.F("id"))
    stakeholders = [
        Stakeholder(
            record=r, state="confirmed", state_at=now, name=f"No. {n}", kind="civil_society"
        )
        for n, r in enumerate(owners)
    ]
    Stakeholder.unscoped.bulk_create(stakeholders, batch_size=1000)
    people = [Person(email=f"writer{n}@bench.example", name=f"No. {n}") for n in range(drafts)]
    Person.objects.bulk_create(people, batch_size=1000)
    Membership.objects.bulk_create(
        [
            Membership(person=p, stakeholder=s, role="focal_point", since=dt.date(2020, 1, 1))
            for p, s in zip(people, stakeholders, strict=True)
        ],
        batch_size=1000,
    )
    records = [Record(kind="report", owner_id=r.pk, created_at=now) for r in owners]
    Record.objects.bulk_create(records, batch_size=1000)
    reports = [
        Report(
            record=record,
            state="draft",
            state_at=now,
            cycle=cycle,
            stakeholder=stakeholder,
            questionnaire=cycle.questionnaire,
        )
        for record, stakeholder in zip(records, stakeholders, strict=True)
    ]
    Report.unscoped.bulk_create(reports, batch_size=1000)
    entries: list[dict[str, Any]] = [
        {"report": r, "key": key, "by": p, "at": now}
        for r, p in zip(reports, people, strict=True)
        for key in KEYS
    ]
    text = WORDS * 20
    DraftAnswer.objects.bulk_create([DraftAnswer(value=text, **e) for e in entries], 2000)
    said = {"value": text, "language": "en"}
    DraftRevision.objects.bulk_create(
        [DraftRevision(revision=1, value=said, **e) for e in entries], 2000
    )
    return [(p, r.pk) for p, r in zip(people, reports, strict=True)]


def spent() -> tuple[float, float]:
    """Milliseconds by the clock, and of processor time in this process and its backend."""
    backend = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
    own = time.process_time() * 1000
    return time.perf_counter() * 1000, own + int(backend.split()[0]) / 1e6


class Writer:
    """A browser with one draft open; `save` writes on in one of its fields."""

    def __init__(self, person: Person, report: UUID) -> None:
        self.client = Client()
        sign_in(self.client, person)
        self.report = report
        self.address = f"/reports/{report}/draft/save/"
        self.revisions = dict.fromkeys(KEYS, 1)

    def save(self, key: str) -> None:
        revision = self.revisions[key]
        field = {"field": key, "value": f"{WORDS * 20}{revision}", "revision": revision}
        answer = self.client.post(self.address, field)
        assert answer.status_code == 200, answer.content
        self.revisions[key] = answer.json()["revision"]


def bare(statements: list[str]) -> None:
    """The same statements in one transaction, by psycopg alone."""
    with transaction.atomic():
        cursor = connection.connection.cursor()
        for statement in statements:
            cursor.execute(statement)
            if cursor.description:
                cursor.fetchall()


def measure(writers: list[Writer], saves: int, draw: random.Random) -> None:
    for writer in writers[:20]:
        writer.save(KEYS[0])
    taken = []
    for _ in range(saves):
        writer, key = draw.choice(writers), draw.choice(KEYS)
        begun = spent()
        writer.save(key)
        ended = spent()
        taken.append((ended[0] - begun[0], ended[1] - begun[1]))
    alone = []
    for _ in range(max(30, saves // 10)):
        with CaptureQueriesContext(connection) as captured:
            writers[0].save(KEYS[1])
        kept = [q["sql"] for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        again = [sql for sql in kept if sql not in ("BEGIN", "COMMIT")]
        # What the request wrote is taken back, so that the same statements can be sent once more.
        DraftRevision.objects.filter(
            report_id=writers[0].report,
            key=KEYS[1],
            revision=writers[0].revisions[KEYS[1]],
        ).delete()
        begun = spent()
        bare(again)
        ended = spent()
        alone.append((ended[0] - begun[0], ended[1] - begun[1]))
    clock, processor = ([t[i] for t in taken] for i in (0, 1))
    sql_clock, sql = (statistics.median(t[i] for t in alone) for i in (0, 1))
    p95 = statistics.quantiles(clock, n=20)[-1]
    busy = statistics.fmean(processor)
    print(
        f"{saves:,} saves by {len(writers)} writers: median {statistics.median(clock):.1f} ms, "
        f"p95 {p95:.1f} ms by the clock; {busy:.1f} ms of processor"
    )
    print(
        f"bare SQL ({len(again)} statements): {sql_clock:.1f} ms by the clock, {sql:.1f} ms of "
        f"processor; ratio {statistics.median(clock) / sql_clock:.2f} × by the clock, "
        f"{statistics.median(processor) / sql:.2f} × by processor"
    )
    print(f"{PER_SECOND:.0f} saves a second keep {PER_SECOND * busy / 1000:.1f} cores busy")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--drafts", type=int, default=10_000)
    parser.add_argument("--writers", type=int, default=200)
    parser.add_argument("--saves", type=int, default=2_000)
    wanted = parser.parse_args()
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with Instance(settings.PLACES, durable=True).running():
        databases = Databases("bench")
        databases.build_template()
        databases.make_clone()
        try:
            with transaction.atomic():
                found = seed(wanted.drafts, timezone.now())
            draw = random.Random(2026)
            chosen = draw.sample(found, min(wanted.writers, len(found)))
            measure([Writer(*each) for each in chosen], wanted.saves, draw)
        finally:
            databases.drop_clone()


if __name__ == "__main__":
    main()
