"""What was promised is done, whatever happens to the parts that should have been told of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from gfmd_platform.ledger.models import Delivery
from gfmd_platform.ledger.operations import deliver_due
from gfmd_platform.ledger.tasks import relay
from gfmd_platform.notifications.models import Mail
from gfmd_platform.notifications.operations import send_due
from tests.partnerships import examples
from tests.people import Someone

pytestmark = pytest.mark.django_db(transaction=True)


def waiting() -> int:
    return Delivery.objects.filter(state="pending").exclude(consumer="seal").count()


def test_an_emptied_redis_costs_a_moment_and_no_work(submitter: Someone, redis: Any) -> None:
    examples.submitted(submitter)
    redis.flushall()
    assert waiting() > 0
    relay()  # what beat does every few seconds
    assert waiting() == 0
    assert Mail.objects.filter(template="example_received").exists()
    send_due(now=timezone.now() + dt.timedelta(seconds=1))
    assert not Mail.objects.exclude(state="sent").exists()


def test_a_broker_that_is_away_does_not_stop_anybody_from_submitting(
    submitter: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: Any, **options: Any) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr("celery.app.task.Task.apply_async", away)
    example = examples.submitted(submitter)
    assert example.state == "submitted"
    assert waiting() > 0


def test_two_relays_side_by_side_hand_over_once(submitter: Someone) -> None:
    import threading

    from django.db import connection

    examples.submitted(submitter)
    later = timezone.now() + dt.timedelta(seconds=1)
    barrier = threading.Barrier(4)

    def hand_over() -> None:
        barrier.wait()
        deliver_due(now=later)
        connection.close()

    threads = [threading.Thread(target=hand_over) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert waiting() == 0
    assert Mail.objects.filter(template="example_received").count() == 1
    assert not Delivery.objects.filter(attempts__gt=1).exists()
