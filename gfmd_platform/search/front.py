"""What the front page shows of the index."""

from __future__ import annotations

from gfmd_platform.interface.front import Entry

from . import queries
from .text import excerpt


def recent_entries(limit: int) -> list[Entry]:
    return [_entry(hit) for hit in queries.recent(limit)]


def _entry(hit: queries.Hit) -> Entry:
    cluster = next(iter(hit.clusters), None)
    return Entry(
        kind=str(hit.kind_label),
        title=hit.title,
        href=hit.url,
        language=hit.language,
        summary=excerpt(hit.summary, [], 180),
        published=hit.published_at.date(),
        stakeholder=", ".join(hit.names[:2]),
        cluster=cluster.number if cluster else None,
        cluster_name=cluster.label if cluster else "",
    )
