"""The work of a compilation survives whatever happens to those who do it."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from gfmd_platform.access.exceptions import WrongState
from gfmd_platform.ledger.models import Event
from reviews import operations
from reviews.compiling import recompute
from reviews.enums import CompilationState, Part, PartState
from reviews.models import Compilation, CompilationDocument, CompilationPart, Figure
from reviews.operations import running
from reviews.operations.running import LEASE, MAX_ATTEMPTS

from .world import NOW, World, compile_now, figures_of, make_report, reporter

AFTER = NOW + LEASE
LONG_AFTER = NOW + dt.timedelta(hours=1)


def request(world: World) -> Compilation:
    by = world.support_unit.actor
    return operations.request_compilation(review_id=world.review.pk, by=by, now=NOW).compilation


def work(compilation: Compilation, now: dt.datetime) -> None:
    while operations.run_next_part(compilation_id=compilation.pk, now=now):
        pass
    compilation.refresh_from_db()


def states(compilation: Compilation) -> dict[str, str]:
    return dict(compilation.parts.values_list("part", "state"))


@pytest.mark.django_db
def test_a_part_whose_worker_died_is_taken_up_once_its_lease_is_over(world: World) -> None:
    compilation = request(world)
    dead = running._claim(compilation.pk, NOW)
    assert dead is not None
    work(compilation, NOW)
    assert states(compilation)[dead.part] == PartState.RUNNING
    assert compilation.state == CompilationState.RUNNING
    work(compilation, AFTER)
    assert compilation.state == CompilationState.COMPLETE
    assert CompilationPart.objects.get(pk=dead.pk).attempts == 2
    assert bytes(compilation.document.content) == recompute(compilation)


@pytest.mark.django_db
def test_a_worker_that_comes_back_too_late_changes_nothing(world: World) -> None:
    compilation = request(world)
    slow = running._claim(compilation.pk, NOW)
    assert slow is not None
    work(compilation, AFTER)
    content = bytes(compilation.document.content)
    running._compute(slow)
    running._finish(compilation.pk, LONG_AFTER)
    assert bytes(CompilationDocument.objects.get().content) == content
    assert Event.objects.filter(verb="review.compiled").count() == 1


@pytest.mark.django_db
def test_a_part_that_fails_is_tried_again_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    compilation = request(world)
    real: Callable[..., str] = running.compute
    failures = iter([True, True])

    def fails_twice(part: str, **given: Any) -> str:
        if part == Part.INDICATORS and next(failures, False):
            raise OSError("disk away")
        return real(part, **given)

    monkeypatch.setattr(running, "compute", fails_twice)
    work(compilation, NOW)
    assert states(compilation)[Part.INDICATORS] == PartState.WAITING
    assert compilation.parts.get(part=Part.INDICATORS).error == "OSError"
    work(compilation, LONG_AFTER)
    work(compilation, LONG_AFTER + dt.timedelta(hours=1))
    assert compilation.state == CompilationState.COMPLETE


@pytest.mark.django_db
def test_after_the_last_attempt_it_has_failed_and_can_be_asked_for_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(part: str, **given: Any) -> str:
        raise OSError("disk away")

    compilation = request(world)
    with monkeypatch.context() as patched:
        patched.setattr(running, "compute", fails)
        for day in range(MAX_ATTEMPTS):
            work(compilation, NOW + dt.timedelta(days=day))
    assert compilation.state == CompilationState.FAILED
    page = world.support_unit.client.get(f"/support/reviews/{world.review.pk}/").content.decode()
    assert "could not be finished" in page
    assert "OSError" in page
    assert Event.objects.filter(verb="review.compilation_failed").count() == 1
    assert compile_now(world.review, world.support_unit).state == CompilationState.COMPLETE


@pytest.mark.django_db
def test_what_failed_runs_again_without_the_rest(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Callable[..., str] = running.compute

    def fails_once(part: str, **given: Any) -> str:
        if part == Part.INDICATORS:
            raise OperationalError("gone")
        return real(part, **given)

    compilation = request(world)
    with monkeypatch.context() as patched:
        patched.setattr(running, "compute", fails_once)
        for day in range(MAX_ATTEMPTS):
            work(compilation, NOW + dt.timedelta(days=day))
    assert compilation.state == CompilationState.FAILED
    base = f"/support/reviews/{world.review.pk}/"
    unit = world.support_unit.client
    page = unit.get(base).content.decode()
    assert "The database could not be reached" in page
    assert f'action="{base}run-again/"' in page
    assert world.arvania.client.post(f"{base}run-again/").status_code == 404
    make_report(world.cycle, reporter("Latecomer"))  # the frozen sources stay what they were
    assert unit.post(f"{base}run-again/").status_code == 302
    computed: list[str] = []

    def counted(part: str, **given: Any) -> str:
        computed.append(part)
        return real(part, **given)

    monkeypatch.setattr(running, "compute", counted)
    work(compilation, timezone.now())
    assert compilation.state == CompilationState.COMPLETE
    assert computed == [Part.INDICATORS]
    assert figures_of(compilation)["reports"] == "4"
    with pytest.raises(WrongState):
        operations.run_failed_again(review_id=world.review.pk, by=world.support_unit.actor, now=NOW)


@pytest.mark.django_db
def test_what_was_called_off_does_not_become_the_compilation(world: World) -> None:
    compilation = request(world)
    operations.run_next_part(compilation_id=compilation.pk, now=NOW)
    by = world.support_unit.actor
    operations.cancel_compilation(review_id=world.review.pk, by=by, now=NOW)
    work(compilation, LONG_AFTER)
    assert compilation.state == CompilationState.CANCELLED
    world.review.refresh_from_db()
    assert world.review.compilation_id is None
    with pytest.raises(WrongState):
        operations.send_to_chair(review_id=world.review.pk, by=by, now=NOW)


@pytest.mark.django_db
def test_the_sweep_rings_for_work_that_nobody_does(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    from reviews import tasks

    rung: list[str] = []
    monkeypatch.setattr(
        tasks.compile_parts, "apply_async", lambda args, **_options: rung.append(args[0])
    )
    compilation = request(world)
    with django_capture_on_commit_callbacks(execute=True):
        assert operations.sweep(now=NOW) == 1
    assert set(rung) == {str(compilation.pk)}
    work(compilation, NOW)
    assert operations.sweep(now=LONG_AFTER) == 0


def in_parallel(times: int, step: Callable[[], Any]) -> list[Any]:
    """Run `step` in threads that start together; each has a connection of its own."""
    together = threading.Barrier(times)
    results: list[Any] = []

    def run() -> None:
        try:
            together.wait()
            results.append(step())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_requests_and_workers_side_by_side_make_one_compilation(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reviews.operations import compiling

    monkeypatch.setattr(compiling, "ring_compilation", lambda *_a, **_k: None)
    by = world.support_unit.actor
    asked = in_parallel(
        4,
        lambda: operations.request_compilation(review_id=world.review.pk, by=by, now=NOW),
    )
    assert sorted(a.joined for a in asked) == [False, True, True, True]
    compilation = Compilation.objects.get()
    in_parallel(3, lambda: work(compilation, NOW))
    compilation.refresh_from_db()
    assert compilation.state == CompilationState.COMPLETE
    assert all(part.attempts == 1 for part in compilation.parts.all())
    assert bytes(CompilationDocument.objects.get().content) == recompute(compilation)
    assert Figure.objects.filter(key="reports").count() == 1
    assert Event.objects.filter(verb="review.compiled").count() == 1
