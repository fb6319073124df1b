"""What is promised to a consumer is written first, handed over once, and never forgotten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import transaction

from gfmd_platform.access import Actor
from gfmd_platform.ledger import consumers, operations
from gfmd_platform.ledger.models import Delivery, Event

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard() -> Iterator[list[Event]]:
    """A consumer of `test.happened` that remembers what it was told."""
    events: list[Event] = []
    consumers.register("test", ["test.happened"], events.append)
    yield events
    consumers.forget("test")


def happen(verb: str = "test.happened") -> Event:
    with transaction.atomic():
        return operations.record_event(verb=verb, record_id=uuid4(), by=Actor.system(), now=NOW)


def promised(event: Event) -> list[tuple[str, str]]:
    return sorted(event.deliveries.values_list("consumer", "state"))


def test_an_event_is_promised_to_the_sealer_and_to_those_who_asked_for_its_verb(
    heard: list[Event],
) -> None:
    assert promised(happen()) == [("seal", "pending"), ("test", "pending")]
    assert promised(happen("test.other")) == [("seal", "pending")]


def test_a_delivery_is_handed_over_once(heard: list[Event]) -> None:
    event = happen()
    assert operations.deliver_due(now=NOW) == 1
    assert operations.deliver_due(now=NOW) == 0
    assert [e.pk for e in heard] == [event.pk]
    assert ("test", "done") in promised(event)


def test_an_event_disappears_with_the_change_it_belongs_to(heard: list[Event]) -> None:
    class Changed(Exception):
        pass

    with pytest.raises(Changed), transaction.atomic():
        operations.record_event(verb="test.happened", record_id=None, by=Actor.system(), now=NOW)
        raise Changed
    assert not Event.objects.exists()
    assert not Delivery.objects.exists()


def test_a_failing_consumer_is_asked_again_later_and_what_it_wrote_is_undone() -> None:
    def fails(event: Event) -> None:
        Event.objects.create(at=NOW, verb="half.done")
        raise OSError("mail server away")

    consumers.register("fails", ["test.fails"], fails)
    try:
        event = happen("test.fails")
        assert operations.deliver_due(now=NOW) == 0
        delivery = Delivery.objects.get(event=event, consumer="fails")
        assert delivery.state == "pending"
        assert delivery.attempts == 1
        assert delivery.due_at > NOW
        assert delivery.last_error == "OSError"
        assert not Event.objects.filter(verb="half.done").exists()
    finally:
        consumers.forget("fails")


def test_after_the_last_attempt_a_delivery_waits_for_an_operator() -> None:
    def fails(event: Event) -> None:
        raise OSError

    consumers.register("fails", ["test.fails"], fails)
    try:
        event = happen("test.fails")
        for attempt in range(operations.MAX_ATTEMPTS):
            operations.deliver_due(now=NOW + dt.timedelta(days=30 * attempt))
        delivery = Delivery.objects.get(event=event, consumer="fails")
        assert delivery.state == "failed"
        assert operations.retry_failed(now=LATER) == 1
        delivery.refresh_from_db()
        assert (delivery.state, delivery.attempts) == ("pending", 0)
    finally:
        consumers.forget("fails")


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        operations.record_event(verb="test.happened", record_id=None, by=Actor.system(), now=NOW)
