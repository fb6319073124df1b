"""What the front page shows of other parts' content.

The interface stands below the parts whose content it shows and imports none of them: each
registers, in `AppConfig.ready`, a function for what it can tell.

    front.register_entries(lambda limit: [...])      # what was published lately, newest first
    front.register_cycle(lambda: CurrentCycle(...))  # the review that is under way, or None
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

ENTRIES_SHOWN = 6


@dataclass(frozen=True)
class Entry:
    """One published record in a few words. `language` is that of the title."""

    kind: str
    title: str
    href: str
    language: str = ""
    summary: str = ""
    published: dt.date | None = None
    stakeholder: str = ""
    cluster: int | None = None
    cluster_name: str = ""


@dataclass(frozen=True)
class CurrentCycle:
    """The review cycle that is under way. `deadline` is worded with its zone by its own app."""

    title: str
    theme: str
    href: str
    deadline: str = ""


_entries: Callable[[int], Sequence[Entry]] | None = None
_cycle: Callable[[], CurrentCycle | None] | None = None


def register_entries(provide: Callable[[int], Sequence[Entry]]) -> None:
    """`provide(limit)` answers at most `limit` public entries, newest first, in a query or two."""
    global _entries
    _entries = provide


def register_cycle(provide: Callable[[], CurrentCycle | None]) -> None:
    """`provide()` answers the open cycle whose deadline is next, in one query."""
    global _cycle
    _cycle = provide


def recent() -> Sequence[Entry]:
    return _entries(ENTRIES_SHOWN) if _entries else ()


def cycle() -> CurrentCycle | None:
    return _cycle() if _cycle else None
