"""Who wants to hear of which events. Apps register their consumers in `AppConfig.ready`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from contextvars import ContextVar

from .models import Event

Handler = Callable[[Event], None]

SEALER = "seal"

#: The event that is being handed over, for what a handler calls (mail asks how old its cause is).
handed_over: ContextVar[Event | None] = ContextVar("handed_over", default=None)

_handlers: dict[str, Handler] = {}
_by_verb: dict[str, list[str]] = defaultdict(list)


def register(name: str, verbs: Iterable[str], handler: Handler) -> None:
    """Have `handler(event)` called once for each event with one of `verbs`.

    It runs in the transaction that marks the delivery done, so what it writes in the database
    happens exactly once. Work outside the database (mail) it must write down as a row of its own.
    """
    if name in _handlers and _handlers[name] is not handler:
        raise LookupError(f"Two consumers are called {name!r}")
    _handlers[name] = handler
    for verb in verbs:
        if name not in _by_verb[verb]:
            _by_verb[verb].append(name)


def names_for(verb: str) -> list[str]:
    return _by_verb.get(verb, [])


def handler(name: str) -> Handler | None:
    return _handlers.get(name)


def forget(name: str) -> None:
    """Take a consumer back (tests)."""
    _handlers.pop(name, None)
    for names in _by_verb.values():
        if name in names:
            names.remove(name)
