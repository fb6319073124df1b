"""Work in the background: promised settings, and what a killed worker held."""

from __future__ import annotations

import pytest
from django.conf import settings
from kombu import Queue

from gfmd_platform import celery


def test_nothing_is_lost_with_a_worker_and_nothing_runs_twice_for_slowness() -> None:
    conf = celery.app.conf
    assert conf.task_acks_late and conf.task_reject_on_worker_lost
    assert conf.worker_prefetch_multiplier == 1
    assert conf.task_always_eager is False
    assert conf.accept_content == ["json"]
    assert conf.broker_transport_options["visibility_timeout"] > conf.task_time_limit


def test_the_schedule_names_tasks_that_exist() -> None:
    celery.app.loader.import_default_modules()
    for name, entry in celery.schedule().items():
        assert entry["task"] in celery.app.tasks, name


@pytest.fixture
def queue(redis) -> str:  # type: ignore[no-untyped-def]
    """The name of the work queue, emptied of what other tests rang for."""
    name = settings.CELERY_TASK_DEFAULT_QUEUE
    with celery.app.connection_for_write() as connection, connection.channel() as channel:
        channel.client.delete(name)
    redis.delete(_key("unacked"), _key("unacked_index"))
    return name


def _key(name: str) -> str:
    return f"{settings.ENVIRONMENT.queue_prefix}:celery:{name}"


def _take(connection, queue: str):  # type: ignore[no-untyped-def]
    return Queue(queue, channel=connection.default_channel).get()


def test_a_killed_workers_message_is_queued_again_at_the_next_start(
    queue: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    celery.app.send_task("promised.work", ["id"])
    with celery.app.connection_for_read() as connection:
        held = _take(connection, queue)
        assert held.headers["task"] == "promised.work"
        assert _take(connection, queue) is None
        # As a kill would: the connection ends without a word about the message.
        held.channel.qos._delivered.clear()
        monkeypatch.setenv("GFMD_SOLE_WORKER", "1")
        celery._take_back_messages()
    with celery.app.connection_for_read() as connection:
        again = _take(connection, queue)
        assert again.headers["task"] == "promised.work"
        assert again.headers["id"] == held.headers["id"]
        again.ack()


def test_elsewhere_the_messages_of_other_workers_are_left_alone(
    queue: str, redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GFMD_SOLE_WORKER", raising=False)
    celery.app.send_task("promised.work", ["id"])
    with celery.app.connection_for_read() as connection:
        held = _take(connection, queue)
        celery._take_back_messages()
        assert redis.zcard(_key("unacked_index")) == 1
        held.ack()
        assert redis.zcard(_key("unacked_index")) == 0
