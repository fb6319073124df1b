"""How long a compilation takes, beside the bare SQL that it runs; and the files made of it.

    python bench/compile.py                size 1: 193 States and 1,000 others, 10 cycles
    python bench/compile.py --size 0.1     a tenth of it; --size 10 takes an hour and 30 GB
    python bench/compile.py --profile      where the time goes beside the SQL

Prints the time of each part, of the whole compilation in one process and on two, of the same
statements sent by psycopg alone, their ratio, peak memory, and the time of each file format.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("GFMD_TEST_VAR", str(ROOT / "var" / "bench"))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django  # noqa: E402

django.setup()

from django.db import connection, connections  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench import world  # noqa: E402
from reviews import files, operations  # noqa: E402
from reviews.compiling import documents  # noqa: E402
from reviews.enums import EDITION_FORMATS, Part  # noqa: E402
from reviews.measures.planning import as_sets  # noqa: E402
from reviews.models import Approval, Compilation, Review  # noqa: E402
from tests.database import Databases, servers  # noqa: E402

CORES = 2


def timed(step: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = step()
    return time.perf_counter() - start, result


def peak(who: int = resource.RUSAGE_SELF) -> float:
    """MB that a process held at most."""
    return resource.getrusage(who).ru_maxrss / 1024


def ask(review: Review, by: Any) -> Compilation:
    return operations.request_compilation(
        review_id=review.pk, by=by, now=timezone.now()
    ).compilation


def work(compilation: Compilation) -> None:
    while operations.run_next_part(compilation_id=compilation.pk, now=timezone.now()):
        pass


def in_processes(number: int, compilation: Compilation) -> None:
    """As so many workers do; each takes parts until none is left."""
    connections.close_all()
    children = []
    for _ in range(number):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                work(compilation)
                status = 0
            finally:
                os._exit(status)
        children.append(child)
    if any(os.waitpid(child, 0)[1] for child in children):
        raise RuntimeError("a worker failed")


def measure(review: Review, by: Any, *, profile: bool) -> Compilation:
    froze, compilation = timed(lambda: ask(review, by))
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
    print("parts, in ms, the last with the joining: " + ", ".join(parts))

    # Once more without anything being recorded: this is the time that counts.
    again = ask(review, by)
    profiler = cProfile.Profile() if profile else None
    before = peak()
    if profiler:
        profiler.enable()
    whole, _ = timed(lambda: work(again))
    if profiler:
        profiler.disable()
        pstats.Stats(profiler).sort_stats("tottime").print_stats(25)
    grown = peak() - before
    bare = writes
    with as_sets(), connection.cursor() as cursor:
        for sql in reads:
            took, _ = timed(lambda sql=sql: (cursor.execute(sql), cursor.fetchall()))  # type: ignore[misc]
            bare += took
    side_by_side = ask(review, by)
    on_two, _ = timed(lambda: in_processes(CORES, side_by_side))
    side_by_side.refresh_from_db()
    again.refresh_from_db()
    if side_by_side.document.content_hash != again.document.content_hash:
        raise RuntimeError("the same sources gave other bytes")
    size = len(bytes(again.document.content))
    print(
        f"compile {whole * 1000:.0f} ms in one process, {on_two * 1000:.0f} ms on {CORES}; its "
        f"bare SQL ({len(reads)} reads again, the writes as recorded) {bare * 1000:.0f} ms: "
        f"{whole / bare:.2f} ×; document {size / 1024:,.0f} KB; peak memory {peak():.0f} MB "
        f"({grown:.0f} MB more than before), of a worker {peak(resource.RUSAGE_CHILDREN):.0f} MB"
    )
    return again


def measure_files(review: Review, compilation: Compilation) -> None:
    """Every format in which an edition is published, of these figures without a text."""
    approval = Approval(
        review=review,
        compilation=compilation,
        manuscript=[],
        manuscript_hash=documents.digest(b""),
        edition_no=1,
        at=timezone.now(),
    )
    for format_ in EDITION_FORMATS:
        took, content = timed(partial(files.render, format_, approval=approval))
        size = len(content) / 1024
        print(f"{format_}: {took:.1f} s, {size:,.0f} KB; peak memory {peak():.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--without-files", action="store_true")
    options = parser.parse_args()
    with servers().running():
        databases = Databases("bench")
        databases.build_template()
        databases.make_clone()
        try:
            took, made = timed(
                lambda: world.build(options.size, seed=options.seed, now=timezone.now())
            )
            print(", ".join(f"{count:,} {name}" for name, count in made.counts.items()), end="")
            print(f"; written in {took:.0f} s; load {os.getloadavg()[0]:.1f}")
            review = operations.begin_review(cycle_id=made.cycle.pk, by=made.by, now=timezone.now())
            compilation = measure(review, made.by, profile=options.profile)
            if not options.without_files:
                measure_files(review, compilation)
        finally:
            databases.drop_clone()


if __name__ == "__main__":
    main()
