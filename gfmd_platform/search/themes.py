"""What the theme pages show of the index."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.urls import reverse

from gfmd_platform.taxonomy.picture import TermEntry
from gfmd_platform.taxonomy.published import Item, Published

from . import queries


class PublishedEntries:
    """The index as the source of published records on theme pages."""

    def on_term(self, term: TermEntry) -> Published:
        found = queries.with_term(term)
        items = [
            Item(hit.title, hit.url, str(hit.kind_label), hit.language, tuple(hit.names[:2]))
            for hit in found.newest
        ]
        return Published(found.total, items, reverse("search") + found.criteria.querystring())

    def counts(self) -> Mapping[UUID, int]:
        return queries.counts_by_term()
