"""Writing an event with its deliveries, handing the deliveries over, sealing the events."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any
from uuid import UUID

import structlog
from django.db import connection, transaction

from gfmd_platform.access.actors import Actor

from . import consumers
from .digests import GENESIS, event_digest
from .models import ActorRef, Delivery, Event, Seal, SealEntry

log = structlog.get_logger(__name__)

FIRST_RETRY = dt.timedelta(seconds=10)
MAX_ATTEMPTS = 12
_SEAL_LOCK = 0x5EA1


def actor_ref(actor: Actor) -> UUID | None:
    """The opaque id under which a person appears in events and versions."""
    if actor.person is None:
        return None
    ref, _ = ActorRef.objects.get_or_create(person=actor.person)
    return ref.ref


def record_event(
    *,
    verb: str,
    record_id: UUID | None,
    by: Actor,
    now: dt.datetime,
    data: dict[str, Any] | None = None,
    stakeholder_id: UUID | None = None,
) -> Event:
    """Append an event and promise it to its consumers, in the caller's transaction.

    `data` holds ids, numbers and names of fields, never text or personal data.
    Raises RuntimeError outside a transaction: an event must stand or fall with its change.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An event belongs into the transaction of its change")
    event = Event.objects.create(
        at=now,
        verb=verb,
        record_id=record_id,
        actor_ref=actor_ref(by),
        stakeholder_id=stakeholder_id,
        data=data or {},
    )
    Delivery.objects.bulk_create(
        Delivery(event=event, consumer=name, due_at=now)
        for name in [consumers.SEALER, *consumers.names_for(verb)]
    )
    transaction.on_commit(_nudge, robust=True)
    return event


def _nudge() -> None:
    """Ring the doorbell. When the broker is away the sweep finds the deliveries all the same."""
    from .tasks import relay

    try:
        relay.apply_async(ignore_result=True, retry=False)
    except Exception:
        log.warning("relay.not_nudged")


def deliver_due(*, now: dt.datetime, limit: int = 500) -> int:
    """Hand over what is due, each delivery in a transaction of its own. Returns how many.

    The row lock is the lease: it ends with the worker that held it.
    """
    done = 0
    for _ in range(limit):
        delivered = _deliver_one(now)
        if delivered is None:
            break
        done += delivered
    return done


def _deliver_one(now: dt.datetime) -> int | None:
    """1 when one was handed over, 0 when its handler failed, None when nothing is due."""
    with transaction.atomic():
        delivery = (
            Delivery.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(state=Delivery.State.PENDING, due_at__lte=now)
            .exclude(consumer=consumers.SEALER)
            .select_related("event")
            .order_by("due_at", "pk")
            .first()
        )
        if delivery is None:
            return None
        handler = consumers.handler(delivery.consumer)
        mark = consumers.handed_over.set(delivery.event)
        try:
            if handler is None:
                raise LookupError(f"no consumer {delivery.consumer}")
            with transaction.atomic():
                handler(delivery.event)
        except Exception as error:
            _put_off(delivery, error, now)
            return 0
        finally:
            consumers.handed_over.reset(mark)
        delivery.state = Delivery.State.DONE
        delivery.done_at = now
        delivery.attempts += 1
        delivery.save(update_fields=["state", "done_at", "attempts"])
        return 1


def _put_off(delivery: Delivery, error: Exception, now: dt.datetime) -> None:
    """Try again later, ever more slowly; after the last attempt leave it for an operator."""
    log.warning("delivery.failed", consumer=delivery.consumer, error=type(error).__name__)
    delivery.attempts += 1
    delivery.last_error = type(error).__name__
    delivery.due_at = now + FIRST_RETRY * 2 ** (delivery.attempts - 1)
    if delivery.attempts >= MAX_ATTEMPTS:
        delivery.state = Delivery.State.FAILED
    delivery.save(update_fields=["attempts", "last_error", "due_at", "state"])


def retry_failed(*, now: dt.datetime) -> int:
    """An operator's step: promise failed deliveries again. Returns how many."""
    return Delivery.objects.filter(state=Delivery.State.FAILED).update(
        state=Delivery.State.PENDING, due_at=now, attempts=0
    )


def seal(*, now: dt.datetime, limit: int = 5000) -> Seal | None:
    """Chain the committed events that are not yet sealed; None when there are none.

    One sealer at a time (an advisory lock); writers of events never wait for it.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_SEAL_LOCK])
            if not cursor.fetchone()[0]:
                return None
        pending = list(
            Delivery.objects.filter(state=Delivery.State.PENDING, consumer=consumers.SEALER)
            .select_related("event")
            .order_by("event_id")[:limit]
        )
        if not pending:
            return None
        last = Seal.objects.order_by("-no").first()
        previous = last.root if last else GENESIS
        chain = hashlib.sha256(previous.encode())
        digests = [event_digest(delivery.event) for delivery in pending]
        for digest in digests:
            chain.update(digest.encode())
        sealed = Seal.objects.create(
            no=last.no + 1 if last else 1,
            at=now,
            count=len(pending),
            previous=previous,
            root=chain.hexdigest(),
        )
        SealEntry.objects.bulk_create(
            SealEntry(seal=sealed, position=i, event_id=delivery.event_id, digest=digest)
            for i, (delivery, digest) in enumerate(zip(pending, digests, strict=True))
        )
        Delivery.objects.filter(pk__in=[d.pk for d in pending]).update(
            state=Delivery.State.DONE, done_at=now
        )
        return sealed
