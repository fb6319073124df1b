"""Reading the ledger: verification, and the history of a record."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import F, Max, Min, QuerySet, Value, Window
from django.db.models.functions import Lag, RowNumber

from .consumers import SEALER
from .digests import GENESIS, event_digest
from .models import Delivery, Event, Seal, SealEntry


@dataclass
class Verification:
    """What a check of the whole chain found. `breaches` is empty when all is well."""

    seals: int = 0
    events: int = 0
    root: str = GENESIS
    unsealed: int = 0
    oldest_unsealed: dt.datetime | None = None
    breaches: list[str] = field(default_factory=list)


def verify(*, stop_after: int = 20) -> Verification:
    """Recompute every digest and every link. Streams, so memory stays flat."""
    found = Verification()
    entries = iter(
        SealEntry.objects.select_related("event").order_by("seal_id", "position").iterator(2000)
    )
    entry = next(entries, None)
    for seal in Seal.objects.order_by("no").iterator(2000):
        if seal.no != found.seals + 1:
            found.breaches.append(f"Seal {found.seals + 1} is missing.")
        if seal.previous != found.root:
            found.breaches.append(f"Seal {seal.no} does not follow the one before it.")
        chain = hashlib.sha256(seal.previous.encode())
        count = 0
        while entry is not None and entry.seal_id == seal.no:
            if event_digest(entry.event) != entry.digest:
                found.breaches.append(f"Event {entry.event_id} was changed (seal {seal.no}).")
            chain.update(entry.digest.encode())
            count += 1
            entry = next(entries, None)
        if count != seal.count:
            found.breaches.append(f"Seal {seal.no} counts {seal.count} events; {count} are there.")
        elif chain.hexdigest() != seal.root:
            found.breaches.append(f"The entries of seal {seal.no} were changed.")
        found.seals = seal.no
        found.root = seal.root
        found.events += count
        if len(found.breaches) >= stop_after:
            break
    pending = Delivery.objects.filter(consumer=SEALER, state=Delivery.State.PENDING)
    found.unsealed = pending.count()
    found.oldest_unsealed = pending.aggregate(oldest=Min("event__at"))["oldest"]
    unknown = Event.objects.filter(seal_entry=None).count() - found.unsealed
    if unknown > 0:
        found.breaches.append(f"{unknown} events are neither sealed nor waiting to be.")
    return found


@dataclass(frozen=True)
class Proof:
    """Where an event stands in the chain; `seal` is None as long as it waits to be sealed."""

    seal: Seal | None
    position: int = 0
    breaches: tuple[str, ...] = ()


def prove(event: Event) -> Proof:
    """Check one event: its digest, the entries of its seal, and that every seal follows the one
    before it (three queries, whatever the length of the chain)."""
    entry = SealEntry.objects.select_related("seal").filter(event=event).first()
    if entry is None:
        waits = Delivery.objects.filter(event=event, consumer=SEALER, state=Delivery.State.PENDING)
        gone = () if waits.exists() else (f"Event {event.pk} is neither sealed nor waiting to be.",)
        return Proof(None, breaches=gone)
    seal, breaches = entry.seal, []
    if event_digest(event) != entry.digest:
        breaches.append(f"Event {event.pk} was changed (seal {seal.no}).")
    chain = hashlib.sha256(seal.previous.encode())
    digests = list(seal.entries.order_by("position").values_list("digest", flat=True))
    for digest in digests:
        chain.update(digest.encode())
    if len(digests) != seal.count or chain.hexdigest() != seal.root:
        breaches.append(f"The entries of seal {seal.no} were changed.")
    before = Window(Lag("root", default=Value(GENESIS)), order_by="no")
    place = Window(RowNumber(), order_by="no")
    links = Seal.objects.annotate(before=before, place=place)
    broken = links.exclude(previous=F("before"), no=F("place")).order_by("no").first()
    if broken is not None:
        breaches.append(f"Seal {broken.no} does not follow the one before it.")
    return Proof(seal, entry.position, tuple(breaches))


def history(record_id: UUID) -> QuerySet[Event]:
    """Events of one record, oldest first."""
    return Event.objects.filter(record_id=record_id).order_by("at", "id")


#: Written once at the end of each restore.
RESTORED = "platform.restore"


def last_restore() -> dt.datetime | None:
    """When this instance was last restored from a backup. What its ledger tells of earlier may
    have had its effects outside (mail) already, in the instance that was lost."""
    return Event.objects.filter(verb=RESTORED).aggregate(last=Max("at"))["last"]
