"""What lists and single records cost over the API, beside the bare SQL they stand on.

    python bench/api.py                 60 and 300 of each kind, in databases under var/bench
    python bench/api.py --sizes 20 40   a quick look

Each request is whole (routing, actor, scope, shapes, JSON) through Django as a visitor, without a
network between. Beside it stand the same statements sent by psycopg alone, their rows written as
JSON. Both in one run, in turn, with nothing kept in the cache from before. The records are made by
the operations that people use.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("GFMD_TEST_VAR", str(ROOT / "var" / "bench"))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django  # noqa: E402
import orjson  # noqa: E402

django.setup()

from django.core.cache import cache  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from gfmd_platform.embedded.roles import as_owner  # noqa: E402
from gfmd_platform.search.operations import count_again  # noqa: E402
from tests.commitments.making import make_commitment, make_cycle, make_report  # noqa: E402
from tests.database import Databases, servers  # noqa: E402
from tests.partnerships.examples import archived  # noqa: E402
from tests.people import (  # noqa: E402
    PersonFactory,
    Someone,
    StakeholderFactory,
    in_group,
    seat,
)


def seed(size: int) -> dict[str, str]:
    """That many stakeholders with a commitment and a report each, and examples; the addresses."""
    support_unit = Someone(PersonFactory())  # type: ignore[arg-type]
    in_group("support_unit", person=support_unit.person)
    cycle = make_cycle(support_unit)
    for number in range(size):
        stakeholder = StakeholderFactory(name=f"Stakeholder {number}", kind="civil_society")
        focal_point = seat(stakeholder)  # type: ignore[arg-type]
        commitment = make_commitment(focal_point, title=f"Commitment {number}")
        report = make_report(cycle, focal_point, text=f"What was done, number {number}. " * 40)
        example = archived(title=f"Example {number}", source_numbers=[str(number + 1)])
    return {
        "commitments": "/api/v1/commitments/",
        "a commitment": f"/api/v1/commitments/{commitment.pk}/",
        "reports": "/api/v1/reports/",
        "a report": f"/api/v1/reports/{report.pk}/",
        "examples": "/api/v1/examples/",
        "an example": f"/api/v1/examples/{example.pk}/",
        "search": "/api/v1/search/",
        "search for a word": "/api/v1/search/?q=number",
    }


def spent() -> float:
    """Milliseconds of processor in this process and its database backend."""
    backend = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
    return time.process_time() * 1000 + int(backend.split()[0]) / 1e6


def bare(statements: list[str]) -> None:
    with connection.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            orjson.dumps(cursor.fetchall(), default=str)


def measure(size: int, addresses: dict[str, str], rounds: int) -> None:
    client = Client()
    for name, address in addresses.items():
        assert client.get(address).status_code == 200, address
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            found = client.get(address)
        assert found.status_code == 200, found.content
        statements = [q["sql"] for q in captured if q["sql"].startswith(("SELECT", "WITH"))]
        assert len(statements) == len(captured), "a reading request does more than read"
        clock, whole, alone = [], [], []
        for _ in range(rounds):
            cache.clear()
            at, begun = time.perf_counter(), spent()
            client.get(address)
            between, seen = spent(), time.perf_counter()
            bare(statements)
            alone.append(spent() - between)
            whole.append(between - begun)
            clock.append((seen - at) * 1000)
        page, sql = statistics.median(whole), statistics.median(alone)
        print(
            f"{size:>5} {name:20}{len(statements):>6}{len(found.content) / 1024:>8.1f}"
            f"{statistics.median(clock):>9.1f}{page:>9.1f}{sql:>9.1f}{page / sql:>7.1f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[60, 300])
    parser.add_argument("--rounds", type=int, default=40)
    wanted = parser.parse_args()
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print("Milliseconds; request and SQL of processor time, the ratio is theirs.")
    print(f"{'size':>5} {'':20}{'SQL':>6}{'KB':>8}{'clock':>9}{'request':>9}{'SQL':>9}{'ratio':>7}")
    with servers().running():
        databases = Databases("bench")
        databases.build_template()
        for size in wanted.sizes:
            databases.make_clone()
            try:
                with transaction.atomic():
                    addresses = seed(size)
                count_again()
                with as_owner(databases.clone), connection.cursor() as cursor:
                    cursor.execute("ANALYZE")
                measure(size, addresses, wanted.rounds)
            finally:
                databases.drop_clone()


if __name__ == "__main__":
    main()
