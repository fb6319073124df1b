"""Asking the index. Everything in it is public, so that every answer is the same for everybody."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db import connection
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.enums import TermKind
from gfmd_platform.taxonomy.picture import PlaceEntry, TermEntry

from . import registry, sql
from .criteria import Criteria
from .facets import BY_NAME, FACETS, FacetView
from .models import SearchEntry
from .text import corrected, excerpt, marked

PER_PAGE = 20
#: Deeper than this nobody reads page by page; the downloads hold everything.
MAX_PAGES = 500
#: From so many hits on, the counts of a search are kept until the index changes.
WORTH_KEEPING = 2_000
FEW = 3


@dataclass(frozen=True)
class Cluster:
    """A thematic cluster as a list marks it."""

    number: int
    label: str


@dataclass(frozen=True)
class Hit:
    """One entry as a list shows it."""

    record_id: UUID
    kind: str
    kind_label: str | Promise
    title: str
    summary: str
    marked_title: SafeString
    marked_summary: SafeString
    language: str
    url: str
    names: list[str]
    places: list[PlaceEntry]
    term_ids: frozenset[UUID]
    published_at: dt.datetime
    sort_at: dt.datetime

    @property
    def terms(self) -> list[TermEntry]:
        """In the order of their documents."""
        return taxonomy.terms_by_id(self.term_ids)

    @property
    def clusters(self) -> list[Cluster]:
        """At most two: a list only marks them."""
        known = taxonomy.current().terms
        found = (known[term_id] for term_id in self.term_ids if term_id in known)
        marks = (
            Cluster(int(term.code.lstrip("C")), term.short_label)
            for term in found
            if term.kind == TermKind.CLUSTER and term.framework.code == taxonomy.RECOLLECTION
        )
        return sorted(marks, key=lambda cluster: cluster.number)[:2]

    @property
    def names_shown(self) -> str:
        return _first(self.names, 3)

    @property
    def places_shown(self) -> str:
        return _first([place.name for place in self.places], 4)

    @property
    def day(self) -> str:
        return self.published_at.date().isoformat()


def _first(words: list[str], many: int) -> str:
    return ", ".join(words[:many]) + (" …" if len(words) > many else "")


@dataclass(frozen=True)
class Chip:
    """A choice in force, with the search that gives it up."""

    facet: str
    facet_label: str | Promise
    value: str
    label: str
    without: Criteria


@dataclass(frozen=True)
class Found:
    """An answer: one page of hits, all counts, and, where little was found, a correction."""

    criteria: Criteria
    total: int
    page: Page[Hit]
    facets: list[FacetView]
    chips: list[Chip]
    suggestion: str = ""

    @property
    def hits(self) -> list[Hit]:
        return list(self.page.object_list)


def find(criteria: Criteria) -> Found:
    """Answer a search in at most five statements, however much there is."""
    query = _read_text(criteria)
    total, views = _counts(criteria, query)
    pages = Paginator(range(min(total, MAX_PAGES * PER_PAGE)), PER_PAGE)
    page: Any = pages.get_page(criteria.page)
    start = PER_PAGE * (page.number - 1)
    page.object_list = (
        _hits(criteria, query, total=total, limit=PER_PAGE, offset=start) if total else []
    )
    suggestion = _suggestion(criteria) if total <= FEW else ""
    return Found(criteria, total, page, views, _chips(criteria, views), suggestion)


def _read_text(criteria: Criteria) -> str | None:
    """The text as PostgreSQL reads it; None without a text, and empty when it is only "the"."""
    if not criteria.query.typed:
        return None
    expression, params = sql.tsquery(criteria.query)
    [(query,)] = _rows(f"SELECT ({expression})::text", params)
    return str(query)


# --- counts


def _counts(criteria: Criteria, query: str | None) -> tuple[int, list[FacetView]]:
    """How many there are, and every facet's counts.

    An option's count is what the list would have with it alone in its facet, so each facet is
    counted without its own choice. Facets with the same rest are counted over the same hits.
    """
    generation = _rows(sql.GENERATION, [])[0]
    key = _cache_key(criteria, query, generation)
    raw: dict[str, dict[Any, int]] | None = cache.get(key)
    if raw is None:
        raw = _count(criteria, query)
        if raw["total"][""] >= WORTH_KEEPING:
            cache.set(key, raw, 3600)
    views = [
        FacetView(
            facet.name,
            facet.label,
            facet.lay_out(
                _typed_keys(facet.column, raw[facet.name]),
                frozenset(criteria.chosen.get(facet.name, ())),
            ),
        )
        for facet in FACETS
    ]
    return raw["total"][""], views


def _count(criteria: Criteria, query: str | None) -> dict[str, dict[Any, int]]:
    """Counts by facet's name, and under "total" the number of hits."""
    rests: dict[tuple[str, ...], list[str]] = {}
    for name in ("total", *(facet.name for facet in FACETS)):
        rest = tuple(other for other in criteria.keys if other != name)
        rests.setdefault(rest, []).append(name)

    by_rest: dict[tuple[str, ...], list[tuple[str, str, int]]] = {}
    to_count = []
    for rest in rests:
        if query is None and set(rest) <= {"kind"}:
            by_rest[rest] = _rows(*sql.tally(list(criteria.keys["kind"]) if rest else []))  # type: ignore[assignment]
        else:
            to_count.append(rest)
            by_rest[rest] = []
    if to_count:
        conditions = [
            sql.where({name: criteria.keys[name] for name in rest}, query) for rest in to_count
        ]
        for number, column, value, n in _rows(*sql.counts(conditions)):
            by_rest[to_count[number]].append((column, value, n))

    found: dict[str, dict[Any, int]] = {}
    for rest, names in rests.items():
        for name in names:
            if name == "total":  # every entry has one kind
                found[name] = {"": sum(n for c, _, n in by_rest[rest] if c == "kind")}
            else:
                column = BY_NAME[name].column
                found[name] = {value: n for c, value, n in by_rest[rest] if c == column}
    return found


def _typed_keys(column: str, counts: dict[Any, int]) -> dict[Any, int]:
    if column == "terms":
        return {UUID(value): n for value, n in counts.items()}
    return counts


def _cache_key(criteria: Criteria, query: str | None, generation: Any) -> str:
    said = repr((query, sorted(criteria.chosen.items()), generation))
    return f"search:counts:{hashlib.sha256(said.encode()).hexdigest()}"


# --- hits


def _hits(
    criteria: Criteria, query: str | None, *, limit: int, offset: int = 0, total: int = 0
) -> list[Hit]:
    condition = sql.where(criteria.keys, query)
    statement, params = sql.page(
        condition, sort=criteria.sort, query=query, total=total, limit=limit, offset=offset
    )
    return [_hit(row, criteria.query.han_runs) for row in _rows(statement, params)]


def _hit(row: tuple[Any, ...], runs: list[str]) -> Hit:
    (record_id, kind, title, summary, language, url, names, countries, terms) = row[:9]
    published_at, sort_at, marked_title, marked_summary = row[9:]
    places = taxonomy.current().places
    return Hit(
        record_id=record_id,
        kind=kind,
        kind_label=_kind_labels().get(kind, kind),
        title=title,
        summary=summary,
        marked_title=marked(marked_title, runs),
        marked_summary=marked(excerpt(marked_summary, runs), runs),
        language=language,
        url=url,
        names=names,
        places=sorted((places[c] for c in countries if c in places), key=lambda p: p.sort_key),
        term_ids=frozenset(terms),
        published_at=published_at,
        sort_at=sort_at,
    )


def _kind_labels() -> dict[str, str | Promise]:
    return {kind.code: kind.label for kind in registry.kinds()}


def recent(limit: int = 6) -> list[Hit]:
    """What was published last."""
    return _hits(Criteria(), None, limit=limit)


@dataclass(frozen=True)
class WithTerm:
    """Public records that carry a term, or one below it: the newest, and how many of each kind."""

    total: int
    by_kind: list[tuple[str | Promise, int, Criteria]]
    newest: list[Hit]
    criteria: Criteria


def with_term(term: TermEntry, limit: int = 5) -> WithTerm:
    """For a term's page; two statements."""
    criteria = Criteria(chosen={"term": (term.ref,)}, keys={"term": (term.id,)})
    [(condition, params)] = [sql.where(criteria.keys, None)]
    counts = dict(
        _rows(
            f"SELECT kind, count(*) FROM search_searchentry WHERE {condition} GROUP BY kind", params
        )
    )
    return WithTerm(
        total=sum(counts.values()),
        by_kind=[
            (kind.label, counts[kind.code], _and_kind(criteria, kind.code))
            for kind in registry.kinds()
            if kind.code in counts
        ],
        newest=_hits(criteria, None, limit=limit),
        criteria=criteria,
    )


def counts_by_term() -> dict[UUID, int]:
    """How many public records carry each term or one below it; one statement."""
    return {UUID(value): int(n) for name, value, n in _rows(*sql.tally([])) if name == "terms"}


def _and_kind(criteria: Criteria, kind: str) -> Criteria:
    return replace(
        criteria,
        chosen={**criteria.chosen, "kind": (kind,)},
        keys={**criteria.keys, "kind": (kind,)},
    )


def everything(criteria: Criteria, chunk: int = 2000) -> Iterator[Hit]:
    """Every hit, newest first, read through a cursor of the server: for downloads."""
    condition = sql.where(criteria.keys, _read_text(criteria))
    with connection.chunked_cursor() as cursor:
        cursor.execute(*sql.everything(condition))
        while rows := cursor.fetchmany(chunk):
            for row in rows:
                yield _hit(row, [])


# --- what is chosen, and what else could be typed


def _chips(criteria: Criteria, views: list[FacetView]) -> list[Chip]:
    labels = {(v.name, o.value): o.label for v in views for o in v.chosen}
    labels |= {("term", ref): _term_label(ref) for ref in criteria.chosen.get("term", ())}
    if by := criteria.keys.get("by"):
        titles = dict(SearchEntry.objects.filter(pk__in=by).values_list("pk", "title"))
        labels |= {("by", str(key)): titles.get(key, str(key)) for key in by}
    return [
        Chip(
            name,
            BY_NAME[name].label,
            value,
            labels.get((name, value)) or _place_label(value) or value,
            criteria.without(name, value),
        )
        for name, values in criteria.chosen.items()
        for value in values
    ]


def _term_label(ref: str) -> str:
    term = taxonomy.term(ref)
    return term.numbered if term else ref


def _place_label(value: str) -> str:
    place = taxonomy.place(value)
    return place.name if place else ""


def _suggestion(criteria: Criteria) -> str:
    """What was typed, with words that nothing holds replaced by the nearest that something does."""
    words = criteria.query.words
    if not words:
        return ""
    found = dict(_rows(*sql.suggest([word.casefold() for word in words])))
    corrections = {w: found[w.casefold()] for w in words if w.casefold() in found}
    return corrected(criteria.query.typed, corrections) if corrections else ""


def _rows(statement: str, params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall())
