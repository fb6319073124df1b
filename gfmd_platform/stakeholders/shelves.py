"""What a stakeholder's page lists of its public records. Apps register one shelf each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class ShelfItem:
    """One public record. `at` orders nothing; it is shown."""

    title: str
    url: str
    language: str = ""
    state: str = ""
    state_label: Words = ""
    at: dt.date | dt.datetime | None = None


@dataclass(frozen=True)
class Shelf:
    """Public records of one kind; `more_url` leads to all of them when `total` exceeds `items`."""

    title: Words
    items: list[ShelfItem] = field(default_factory=list)
    total: int = 0
    more_url: str = ""


Provider = Callable[[UUID], Shelf]

_providers: dict[str, Provider] = {}


def register_shelf(name: str, provider: Provider) -> None:
    """Have `provider(stakeholder_id)` asked for each stakeholder's page, in the order of names.

    It must list what visitors may see and ask a constant number of queries. Call it in
    `AppConfig.ready`.
    """
    _providers[name] = provider


def shelves_of(stakeholder_id: UUID) -> list[Shelf]:
    """The shelves that hold something."""
    found = (_providers[name](stakeholder_id) for name in sorted(_providers))
    return [shelf for shelf in found if shelf.items]
