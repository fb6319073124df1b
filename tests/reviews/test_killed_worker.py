"""A real worker is killed while it compiles, and Redis is emptied; the same bytes come out."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.utils import timezone

from gfmd_platform.ledger.models import Event
from reviews import operations
from reviews.compiling import recompute
from reviews.enums import CompilationState, PartState
from reviews.models import Compilation, CompilationPart

from .world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@contextmanager
def worker(environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("ab") as out:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "celery", "-A", "gfmd_platform.celery", "worker"),
                *("--concurrency", "1", "--without-gossip", "--without-mingle"),
            ],
            env=environment,
            cwd=settings.BASE_DIR,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """At once, with its children, as a machine that loses power would."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def wait_until(condition: Callable[[], Any], *, seconds: float, otherwise: Path) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"It did not happen in {seconds} s.\n{otherwise.read_text()[-3000:]}")
        time.sleep(0.05)


def test_a_killed_worker_and_an_emptied_redis_cost_nothing(
    world: World, process_environment: dict[str, str], redis: Any, tmp_path: Path
) -> None:
    log = tmp_path / "worker.log"
    by = world.support_unit.actor

    def running() -> bool:
        return CompilationPart.objects.filter(state=PartState.RUNNING).exists()

    # The owner holds a table that a part needs, so that the worker is surely caught at work.
    with psycopg.connect(process_environment["DATABASE_OWNER_URL"]) as owner:
        owner.execute("LOCK TABLE commitments_commitmentversionterm IN ACCESS EXCLUSIVE MODE")
        compilation = operations.request_compilation(
            review_id=world.review.pk, by=by, now=timezone.now()
        ).compilation
        with worker(process_environment, log) as first:
            wait_until(running, seconds=60, otherwise=log)
            wait_until(
                lambda: owner.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone(),
                seconds=30,
                otherwise=log,
            )
            kill(first)
        redis.flushall()
        owner.rollback()
    assert Compilation.objects.get().state == CompilationState.RUNNING
    assert running()

    def complete() -> bool:
        operations.sweep(now=timezone.now())  # what beat does every five seconds
        return Compilation.objects.get().state == CompilationState.COMPLETE

    with worker(process_environment, log):
        wait_until(complete, seconds=90, otherwise=log)
    compilation.refresh_from_db()
    assert bytes(compilation.document.content) == recompute(compilation)
    assert Event.objects.filter(verb="review.compiled").count() == 1
    assert max(compilation.parts.values_list("attempts", flat=True)) == 2
