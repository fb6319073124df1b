"""The chain over events: what was sealed cannot be changed unnoticed."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, ProgrammingError, connection, transaction

from gfmd_platform.access import Actor
from gfmd_platform.ledger import operations, queries
from gfmd_platform.ledger.models import Event, Seal, SealEntry

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


def happen(times: int = 1) -> list[Event]:
    with transaction.atomic():
        return [
            operations.record_event(
                verb="test.sealed", record_id=uuid4(), by=Actor.system(), now=NOW, data={"no": no}
            )
            for no in range(times)
        ]


def test_sealed_events_verify() -> None:
    happen(3)
    operations.seal(now=NOW)
    happen(2)
    operations.seal(now=NOW)
    found = queries.verify()
    assert (found.seals, found.events, found.unsealed, found.breaches) == (2, 5, 0, [])


def test_nothing_to_seal_makes_no_seal() -> None:
    assert operations.seal(now=NOW) is None


def test_a_large_backlog_is_sealed_in_batches_that_follow_each_other() -> None:
    happen(7)
    while operations.seal(now=NOW, limit=3):
        pass
    assert list(Seal.objects.order_by("no").values_list("no", "count")) == [(1, 3), (2, 3), (3, 1)]
    assert queries.verify().breaches == []


def test_what_waits_for_its_seal_is_counted_with_its_age() -> None:
    happen(2)
    found = queries.verify()
    assert (found.unsealed, found.oldest_unsealed) == (2, NOW)


def test_an_event_nobody_sealed_or_promised_is_a_breach() -> None:
    Event.objects.create(at=NOW, verb="smuggled.in")
    assert len(queries.verify().breaches) == 1


def test_a_digest_that_does_not_fit_its_event_is_named() -> None:
    [event] = happen()
    Seal.objects.create(no=1, at=NOW, count=1, previous="0" * 64, root="f" * 64)
    SealEntry.objects.create(seal_id=1, position=0, event=event, digest="a" * 64)
    breaches = queries.verify().breaches
    assert any(str(event.pk) in breach for breach in breaches)
    assert any("entries of seal 1" in breach for breach in breaches)
    with pytest.raises(CommandError):
        call_command("verify_ledger", stdout=StringIO(), stderr=StringIO())


def test_a_missing_link_is_named() -> None:
    Seal.objects.create(no=2, at=NOW, count=0, previous="e" * 64, root="f" * 64)
    assert any("Seal 1 is missing" in breach for breach in queries.verify().breaches)


@pytest.mark.parametrize(
    "statement", ["UPDATE ledger_event SET verb = 1", "DELETE FROM ledger_event"]
)
def test_the_applications_role_may_not_touch_events(statement: str) -> None:
    happen()
    with (
        pytest.raises((ProgrammingError, InternalError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_model_refuses_too() -> None:
    [event] = happen()
    event.verb = "x"
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()
    with pytest.raises(TypeError):
        Event.objects.update(verb="x")
    with pytest.raises(TypeError):
        Event.objects.all().delete()
