from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import QueryDict

from gfmd_platform.ids import new_id
from gfmd_platform.search import SearchDocument, operations, registry
from gfmd_platform.search.criteria import Criteria
from gfmd_platform.search.queries import Found, find
from gfmd_platform.taxonomy import queries as taxonomy

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


def term_ids(*refs: str) -> list[UUID]:
    found = [taxonomy.term(ref) for ref in refs]
    return [term.id for term in found if term is not None]


class World:
    """Records of three kinds, in memory: what the apps' builders would read from their tables."""

    def __init__(self) -> None:
        self.documents: dict[UUID, SearchDocument] = {}
        self.kinds: dict[UUID, str] = {}

    def build(self, record_id: UUID) -> SearchDocument | None:
        return self.documents.get(record_id)

    def publish(self, title: str = "Fair fees", *, kind: str = "example", **fields: Any) -> UUID:
        """`terms` are refs such as "gcm-2018:6"; `age` is in days."""
        record_id = fields.pop("record_id", None) or new_id()
        at = NOW - dt.timedelta(days=fields.pop("age", 0))
        fields["terms"] = term_ids(*fields.get("terms", ()))
        self.documents[record_id] = SearchDocument(
            **{
                "title": title,
                "url": f"/{kind}s/{record_id}/",
                "language": "en",
                "published_at": at,
                **fields,
            }
        )
        self.kinds[record_id] = kind
        self.index(record_id)
        return record_id

    def withdraw(self, record_id: UUID) -> None:
        del self.documents[record_id]
        self.index(record_id)

    def index(self, record_id: UUID) -> None:
        with transaction.atomic():
            operations.index(self.kinds[record_id], record_id)


@pytest.fixture
def world(db: None, monkeypatch: Any) -> World:
    monkeypatch.setattr(registry, "_kinds", {})
    monkeypatch.setattr(registry, "_stakeholder_kinds", {})
    world = World()
    for kind, label in (
        ("example", "Practice example"),
        ("partnership", "Partnership"),
        ("commitment", "Commitment"),
    ):
        registry.register(kind, world.build, label=label)
    registry.name_stakeholder_kinds([("state", "Participating State"), ("un", "UN organisation")])
    cache.clear()
    return world


def ask(address: str = "") -> Found:
    return find(Criteria.parse(QueryDict(address)))


def titles(address: str = "") -> list[str]:
    return [hit.title for hit in ask(address).hits]


def counts(found: Found, facet: str) -> dict[str, int]:
    [view] = [view for view in found.facets if view.name == facet]
    return {option.value: option.count for option in view.options}


Asking = Callable[[str], Found]
