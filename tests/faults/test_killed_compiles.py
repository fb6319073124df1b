"""Workers are killed, and their connections cut, at random moments of a compilation; meanwhile a
reporter corrects and the compilation is asked for again. One whole compilation comes out.

    COMPILES=100 COMPILE_SEED=7 python manage.py test --long tests/faults/test_killed_compiles.py
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connections
from django.utils import timezone

from commitments.models import Report
from commitments.operations import correct_report, save_answer
from gfmd_platform.ledger.models import Event
from reviews import operations
from reviews.compiling.again import recompute
from reviews.enums import CompilationState
from reviews.models import Compilation, CompilationDocument, Figure
from reviews.operations.running import LEASE
from tests.reviews.conftest import world  # noqa: F401  (a fixture)
from tests.reviews.world import World, document_of, submit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

SEED = int(os.environ.get("COMPILE_SEED", "2026"))
#: About as long as a worker needs for all parts of the small world, in seconds.
WHOLE = 0.3
MOST_ROUNDS = 60


def begin_work(compilation: Compilation, now: dt.datetime) -> int:
    """A worker of its own process, with connections of its own."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            while operations.run_next_part(compilation_id=compilation.pk, now=now):
                pass
        finally:
            os._exit(0)
    return child


def cut_connections(rival: psycopg.Connection) -> None:
    """What a restart of PostgreSQL does to its clients."""
    rival.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )


def compile_under_fire(
    world: World,  # noqa: F811
    draw: random.Random,
    kills: Iterator[bool],
    rival: psycopg.Connection,
) -> tuple[Compilation, Counter[str]]:
    """Ask, kill, and go on until it is complete; the clock moves on by a lease each round.

    A worker is killed where `kills` says so, else its connection is cut.
    """
    by, now = world.support_unit.actor, timezone.now()
    compilation = operations.request_compilation(
        review_id=world.review.pk, by=by, now=now
    ).compilation
    done: Counter[str] = Counter()
    correct_in = draw.randrange(3)
    for number in range(MOST_ROUNDS):
        child = begin_work(compilation, now)
        time.sleep(draw.uniform(0, WHOLE))
        if number == correct_in:
            correct(world)
            asked = operations.request_compilation(review_id=world.review.pk, by=by, now=now)
            done["joined"] += asked.joined
        if next(kills):
            os.kill(child, signal.SIGKILL)
            done["killed"] += 1
        else:
            connections.close_all()
            cut_connections(rival)
            done["cut"] += 1
        os.waitpid(child, 0)
        compilation.refresh_from_db()
        if compilation.state not in (CompilationState.WAITING, CompilationState.RUNNING):
            return compilation, done
        now += LEASE + dt.timedelta(hours=1)  # also past the time until a failed part waits
    pytest.fail(f"not complete after {MOST_ROUNDS} rounds")


def correct(world: World) -> None:  # noqa: F811
    report = Report.unscoped.get(pk=world.reports["harbour"].subject_id)
    now, by = timezone.now(), world.harbour.actor
    correct_report(report_id=report.pk, by=by, now=now)
    save_answer(
        report_id=report.pk,
        key="d_key_message",
        value=f"Corrected at {now}.",
        revision=report.answers.get(key="d_key_message").revision,
        by=by,
        now=now,
    )
    submit(report, world.harbour)


@pytest.mark.parametrize(
    "times",
    [
        3,
        pytest.param(int(os.environ.get("COMPILES", "100")), marks=pytest.mark.long, id="long"),
    ],
)
def test_however_workers_are_killed_one_whole_compilation_comes_out(
    world: World,  # noqa: F811
    process_environment: dict[str, str],
    times: int,
) -> None:
    draw = random.Random(SEED)
    kills = itertools.cycle([True, False])  # however few rounds it takes, both happen
    faults: Counter[str] = Counter()
    with psycopg.connect(process_environment["DATABASE_URL"], autocommit=True) as rival:
        for _time in range(times):
            stood = Report.unscoped.get(pk=world.reports["harbour"].subject_id).current_version_id
            compilation, done = compile_under_fire(world, draw, kills, rival)
            faults += done
            assert compilation.state == CompilationState.COMPLETE
            (stored,) = CompilationDocument.objects.filter(compilation=compilation)
            assert bytes(stored.content) == recompute(compilation)
            # What was corrected meanwhile is not in it: sources were frozen at one moment.
            document = document_of(compilation)
            quoted = {q["version"] for q in document["parts"]["voices"]["quotations"]}
            assert str(stood) in quoted
            figures = [f["key"] for p in document["parts"].values() for f in p["figures"]]
            assert sorted(figures) == sorted(
                Figure.objects.filter(compilation=compilation).values_list("key", flat=True)
            )
            compiled = Event.objects.filter(
                verb="review.compiled", data__compilation=str(compilation.pk)
            )
            assert compiled.count() == 1
            world.review.refresh_from_db()
            assert world.review.compilation_id == compilation.pk
    assert faults["killed"] and faults["cut"]
    print(f"{times} compilations, {dict(faults)}")
