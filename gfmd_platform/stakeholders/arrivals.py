"""What waits for somebody who takes a seat. Apps register what they do when one is taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from .models import Invitation, Membership

Arrival = Callable[[Invitation, Membership, dt.datetime], str]

_arrivals: dict[str, Arrival] = {}


def register_arrival(name: str, arrival: Arrival) -> None:
    """Have `arrival(invitation, membership, now)` called within the acceptance; it gives the
    address that the newcomer is led to, or nothing. Call it in `AppConfig.ready`."""
    _arrivals[name] = arrival


def arrive(invitation: Invitation, membership: Membership, now: dt.datetime) -> str:
    """Ask all, and lead to the first address that one of them gives."""
    addresses = [arrival(invitation, membership, now) for arrival in _arrivals.values()]
    return next((address for address in addresses if address), "")
