"""The slot in which theme pages show what is published on a theme.

The taxonomy knows no records. Whoever does (the search index) registers here, once, from its
`AppConfig.ready`; before that the pages simply have no such part.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from .picture import TermEntry


@dataclass(frozen=True)
class Item:
    """A published record in a short list."""

    title: str
    href: str
    kind: str
    language: str = ""
    facts: Sequence[str] = ()


@dataclass(frozen=True)
class Published:
    """What is published on a theme: how much, the newest, and where all of it is listed."""

    count: int
    items: Sequence[Item]
    href: str


class Source(Protocol):
    """Both cost a constant number of queries."""

    def on_term(self, term: TermEntry) -> Published:
        """What carries this term or one below it."""

    def counts(self) -> Mapping[UUID, int]:
        """How many records carry each term or one below it; terms without any may be missing."""


_source: Source | None = None


def register(source: Source) -> None:
    """Fill the slot. Raises RuntimeError when something else fills it already."""
    global _source
    if _source is not None and _source is not source:
        raise RuntimeError("The theme pages have their source of published records already.")
    _source = source


def on_term(term: TermEntry) -> Published | None:
    return _source.on_term(term) if _source else None


def counts() -> Mapping[UUID, int]:
    return _source.counts() if _source else {}


def replaced(source: Source | None) -> Callable[[], None]:
    """Put another source in place and get back how to undo it; for tests."""
    global _source
    before, _source = _source, source

    def undo() -> None:
        global _source
        _source = before

    return undo
