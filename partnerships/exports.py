"""Practice examples and partnerships as rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from gfmd_platform.taxonomy import queries as taxonomy

from .content import FIELDS, Field, Shape
from .models import Example, Partnership
from .partnership_content import PARTNERSHIP
from .queries import partnerships
from .queries.examples import ListedExample, listed

_CHUNK = 200
_FACTS = (
    "id",
    "address",
    "archive",
    "stakeholder",
    "stakeholder_kind",
    "version",
    "published_at",
    "content_hash",
)
EXAMPLE_HEADER: tuple[str, ...] = (*_FACTS, *(field.name for field in FIELDS))


def example_rows(found: QuerySet[Example], root: str) -> Iterator[list[Any]]:
    """A row for each public example, read in chunks. Themes are written "framework:code"."""
    for example in found.iterator(chunk_size=_CHUNK):
        yield _row(example, root)


def _row(example: Example, root: str) -> list[Any]:
    entry: ListedExample = listed([example])[0]
    version = example.published_version
    assert version is not None
    path = reverse("partnerships:example", args=[example.pk])
    return [
        str(example.pk),
        urljoin(root, path),
        entry.is_archive,
        entry.owner.name if entry.owner else "",
        entry.owner.kind if entry.owner else "",
        version.no,
        entry.published_at,
        version.content_hash,
        *(cell(field, entry.values[field.name]) for field in FIELDS),
    ]


def cell(field: Field, value: Any) -> Any:
    return term_refs(value) if field.shape is Shape.TERMS else value


def term_refs(ids: Iterable[str]) -> list[str]:
    """Terms as "framework:code", in the order of their documents."""
    return [term.ref for term in taxonomy.terms_by_id(UUID(i) for i in ids)]


PARTNERSHIP_HEADER: tuple[str, ...] = (
    "id",
    "address",
    "state",
    "lead",
    "partners",
    "version",
    "registered_at",
    "content_hash",
    *(field.name for field in PARTNERSHIP.fields),
)


def partnership_rows(found: QuerySet[Partnership], root: str) -> Iterator[list[Any]]:
    """A row for each public partnership, read in chunks."""
    for partnership in found.iterator(chunk_size=_CHUNK):
        entry = partnerships.listed([partnership])[0]
        yield [
            str(entry.id),
            urljoin(root, reverse("partnerships:partnership", args=[entry.id])),
            entry.state,
            entry.lead.name if entry.lead else "",
            [partner.name for partner in entry.others],
            entry.version.no,
            entry.registered_at,
            entry.version.content_hash,
            *(cell(field, entry.values[field.name]) for field in PARTNERSHIP.fields),
        ]
