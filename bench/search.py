"""How long a search takes over many entries, beside the bare SQL it stands on.

    python bench/search.py                 100,000 entries, in a database of its own under var/bench
    python bench/search.py --entries 5000  a quick look

Prints, for each search, the time of the whole page and of the same statements sent by psycopg
alone, with nothing kept from an earlier search (cold), and the page as the second visitor gets it
(warm). The entries are made from words with the uneven frequencies of real text, so a common word
is in nearly all of them.
"""

from __future__ import annotations

import argparse
import bisect
import datetime as dt
import itertools
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("GFMD_TEST_VAR", str(ROOT / "var" / "bench"))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django  # noqa: E402

django.setup()

from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import QueryDict  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from gfmd_platform.embedded.roles import as_owner  # noqa: E402
from gfmd_platform.ids import new_id  # noqa: E402
from gfmd_platform.search import SearchDocument, operations, registry  # noqa: E402
from gfmd_platform.search.criteria import Criteria  # noqa: E402
from gfmd_platform.search.queries import find  # noqa: E402
from gfmd_platform.taxonomy import queries as taxonomy  # noqa: E402
from tests.database import Databases, servers  # noqa: E402

KINDS = ("example", "commitment", "partnership", "report")
STAKEHOLDERS = ("state", "un", "civil_society", "academia", "private_sector")
SEARCHES = {
    "everything": "",
    "one kind": "kind=example",
    "a cluster": "area=C1",
    "an action area": "area=C3.2",
    "a country": "country=PHL",
    "a region": "country=002",
    "an objective and a kind": "objective=6&kind=commitment",
    "country, area, kind": "country=PHL&area=C1&kind=example",
    "a rare word": "q=w9000",
    "an uncommon word": "q=w600",
    "a common word": "q=w30",
    "two words": "q=w200+w300",
    "two words, two filters": "q=w60+w90&kind=commitment&area=C2",
    "a word in a region": "q=w400&country=150",
    "the commonest word": "q=w0",
    "no such word": "q=wxyzz",
}


class Words:
    """Words by rank, drawn with Zipf's frequencies."""

    def __init__(self, seed: int, many: int = 30_000) -> None:
        self.random = random.Random(seed)
        self.words = [f"w{n}" for n in range(many)]
        self.weights = list(itertools.accumulate(1 / (n + 8) for n in range(many)))

    def text(self, length: int) -> str:
        top = self.weights[-1]
        draw = self.random.random
        return " ".join(
            self.words[bisect.bisect(self.weights, draw() * top)] for _ in range(length)
        )


def documents(entries: int) -> Iterator[tuple[str, UUID, SearchDocument]]:
    words = Words(2026)
    chance = words.random
    areas = [t.id for t in taxonomy.terms("action_area")]
    objectives = [t.id for t in taxonomy.terms("objective")]
    targets = [t.id for t in taxonomy.terms("target")]
    options = [t.id for t in taxonomy.terms("option_policy", "option_practical")]
    countries = [p.code for p in taxonomy.places("state", invented=False)]
    start = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    for n in range(entries):
        kind = chance.choices(KINDS, (2, 4, 2, 1))[0]
        yield (
            kind,
            new_id(),
            SearchDocument(
                title=words.text(8).capitalize(),
                summary=words.text(40),
                text=words.text(120),
                url=f"/{kind}s/{n}/",
                language=chance.choices(("en", "fr", "es", "ar"), (6, 2, 2, 1))[0],
                names=[f"Stakeholder {chance.randrange(1200)}"],
                countries=chance.sample(countries, chance.choices((1, 2, 5), (8, 2, 1))[0]),
                terms=[
                    *chance.sample(areas, chance.choices((1, 2), (3, 1))[0]),
                    *chance.sample(objectives, chance.choices((1, 2), (2, 1))[0]),
                    *chance.sample(targets, chance.choices((1, 2, 3), (3, 2, 1))[0]),
                    *chance.sample(options, 1),
                ],
                stakeholder_kinds=[chance.choice(STAKEHOLDERS)],
                published_at=start + dt.timedelta(minutes=chance.randrange(3_000_000)),
            ),
        )


def indexes() -> list[tuple[str, str]]:
    """The index's GIN indexes, as (name, statement that makes it)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE indexdef LIKE '%USING gin%' "
            "AND tablename IN ('search_searchentry', 'search_searchword')"
        )
        return list(cursor.fetchall())


def seed(entries: int) -> None:
    """Fill the index. Called as the owner: its slow indexes are made at the end, all at once."""
    begun = time.monotonic()
    made_again = indexes()
    with connection.cursor() as cursor:
        for name, _ in made_again:
            cursor.execute(f"DROP INDEX {name}")
    made = 0
    source = documents(entries)
    while some := list(itertools.islice(source, 2000)):
        some.sort(key=lambda row: row[0])
        for kind, rows in itertools.groupby(some, key=lambda row: row[0]):
            operations.write_entries(kind, [(pk, document) for _, pk, document in rows])
        made += len(some)
        print(f"\r{made:,} entries", end="", flush=True)
    operations.count_again()
    with connection.cursor() as cursor:
        for _, statement in made_again:
            cursor.execute(statement)
        cursor.execute("ANALYZE")
    print(f" in {time.monotonic() - begun:.0f} s")


def spent() -> tuple[float, float]:
    """Milliseconds by the clock, and of processor time in this process and in its database backend.

    On a machine that does other things besides, only the second says what a search costs. Without
    Linux's accounts of processes there is only the clock.
    """
    clock = time.perf_counter() * 1000
    try:
        backend = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
    except OSError:
        return clock, clock
    return clock, time.process_time() * 1000 + int(backend.split()[0]) / 1e6


def timed(
    work: Callable[[], Any], rounds: int, before: Callable[[], Any] = lambda: None
) -> tuple[float, float]:
    """Medians of several rounds (clock, processor), in milliseconds."""
    taken = []
    for _ in range(rounds):
        before()
        begun = spent()
        work()
        ended = spent()
        taken.append((ended[0] - begun[0], ended[1] - begun[1]))
    return statistics.median(t[0] for t in taken), statistics.median(t[1] for t in taken)


def bare(statements: list[str]) -> Callable[[], None]:
    """The same statements, values filled in, by psycopg alone."""

    def run() -> None:
        with connection.connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                cursor.fetchall()

    return run


def measure(rounds: int) -> None:
    client = Client()
    client.get("/search/")
    print("Milliseconds of processor time (page also by the clock); cold unless warm is said.")
    print(f"{'search':26}{'found':>9}{'clock':>9}{'page':>8}{'SQL':>8}{'ratio':>7}{'warm':>8}")
    results: dict[str, list[float]] = {"page": [], "warm": [], "sql": []}
    for name, address in SEARCHES.items():
        found = find(Criteria.parse(QueryDict(address)))
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/search/?{address}")
        statements = [query["sql"] for query in captured.captured_queries]
        _, sql = timed(bare(statements), rounds)
        visit = partial(client.get, f"/search/?{address}")
        clock, page = timed(visit, rounds, cache.clear)
        _, warm = timed(visit, rounds)
        for key, value in (("page", page), ("warm", warm), ("sql", sql)):
            results[key].append(value)
        print(
            f"{name:26}{found.total:>9,}{clock:>9.1f}{page:>8.1f}{sql:>8.1f}"
            f"{page / sql:>7.2f}{warm:>8.1f}"
        )
    for key, values in results.items():
        print(
            f"{key}: median {statistics.median(values):.1f} ms, slowest {max(values):.1f} ms; "
            f"{sum(v <= 60 for v in values)} of {len(values)} within 60 ms"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=7)
    wanted = parser.parse_args()
    registry._kinds.clear()
    for kind in KINDS:
        registry.register(kind, lambda record_id: None, label=kind.capitalize())
    registry.name_stakeholder_kinds([(kind, kind) for kind in STAKEHOLDERS])
    with servers().running():
        databases = Databases("bench")
        databases.build_template()
        databases.make_clone()
        try:
            with as_owner(databases.clone):
                seed(wanted.entries)
            measure(wanted.rounds)
        finally:
            databases.drop_clone()


if __name__ == "__main__":
    main()
