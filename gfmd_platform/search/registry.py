"""The kinds of record that can be found, and what each gives to the index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class SearchDocument:
    """A public version as the index needs it. Give nothing here that a visitor may not read.

    `names` are those whose it is, as shown; `text` holds more words to be found by; `countries`
    are codes of places; `terms` the taxonomy's terms without those above them, which the index
    adds. `language` is that of the texts.
    """

    title: str
    url: str
    language: str
    published_at: dt.datetime
    summary: str = ""
    text: str = ""
    names: Collection[str] = ()
    countries: Collection[str] = ()
    terms: Collection[UUID] = ()
    stakeholders: Collection[UUID] = ()
    stakeholder_kinds: Collection[str] = ()
    sort_at: dt.datetime | None = None


#: From a record's id to its document; None when the record is not public (any more).
Builder = Callable[[UUID], SearchDocument | None]


@dataclass(frozen=True)
class Kind:
    code: str
    builder: Builder
    label: Words
    position: int


_kinds: dict[str, Kind] = {}
_stakeholder_kinds: dict[str, Words] = {}


def register(kind: str, builder: Builder, *, label: Words = "") -> None:
    """Have records of `kind` found. Called in `AppConfig.ready`; `label` is what readers see."""
    known = _kinds.get(kind)
    if known is not None and known.builder is not builder:
        raise LookupError(f"Two builders are registered for {kind!r}")
    words = label or kind.replace("_", " ").capitalize()
    _kinds[kind] = Kind(kind, builder, words, known.position if known else len(_kinds))


def name_stakeholder_kinds(choices: Iterable[tuple[str, Words]]) -> None:
    """Say how the kinds of stakeholder are called, in the order in which they are listed."""
    _stakeholder_kinds.update(choices)


def kinds() -> list[Kind]:
    return list(_kinds.values())


def builder(kind: str) -> Builder:
    """Raises LookupError when nobody has registered the kind."""
    return _kinds[kind].builder


def stakeholder_kinds() -> dict[str, Words]:
    return _stakeholder_kinds
