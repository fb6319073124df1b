"""Keeping the index as the public versions are, in the transaction that publishes or withdraws."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from gfmd_platform.records.models import Record
from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.enums import PlaceKind
from gfmd_platform.taxonomy.picture import Picture

from . import registry, sql, text
from .facets import COUNTED_TERMS
from .models import SearchEntry, SearchTally, SearchWord
from .registry import SearchDocument

#: A lexeme list may be a megabyte; this is far below, and more than anybody writes in a form.
MAX_TEXT = 200_000
#: Summing up and counting anew replace the same rows: one at a time.
_TALLY_LOCK = 0x7A11


def index(kind: str, record_id: UUID) -> None:
    """Have the record found as its builder now describes it, or no more when that is None.

    Call it inside the transaction of the change. Raises RuntimeError outside one, and LookupError
    when nobody registered the kind.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("The index changes in the transaction that publishes or withdraws")
    document = registry.builder(kind)(record_id)
    with connection.cursor() as cursor:
        # Two who index one record at once would each take the other's counts for their own.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(record_id)])
        cursor.execute(sql.ADD_TALLY, [-1, record_id])
        if document is None:
            cursor.execute("DELETE FROM search_searchentry WHERE record_id = %s", [record_id])
            return
        row = _row(taxonomy.current(), kind, record_id, document)
        cursor.execute(sql.ADD_VALUES, [row["counted_facets"], row["counted_values"]])
        cursor.execute(sql.UPSERT, row)
        cursor.execute(sql.ADD_TALLY, [1, record_id])
        cursor.execute(sql.ADD_WORDS, [sorted(_words(document))])


def index_all_of(stakeholder_id: UUID) -> None:
    """Index again what names this stakeholder: it goes by another name now."""
    entries = SearchEntry.objects.filter(stakeholders__contains=[stakeholder_id])
    for kind, record_id in entries.order_by("pk").values_list("kind", "record_id"):
        index(kind, record_id)


def remove(record_id: UUID) -> None:
    """Forget a record that was deleted. Call it inside the transaction of the deletion."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(record_id)])
        cursor.execute(sql.ADD_TALLY, [-1, record_id])
        cursor.execute("DELETE FROM search_searchentry WHERE record_id = %s", [record_id])


def rebuild() -> Iterator[tuple[str, int, int]]:
    """Make the index anew from the records, in one transaction; readers see the old one meanwhile.

    Yields (kind, records looked at, entries made). Publishing waits until it is done.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE search_searchentry IN SHARE ROW EXCLUSIVE MODE")
        SearchEntry.objects.all().delete()
        SearchTally.objects.all().delete()
        SearchWord.objects.all().delete()
        for kind in registry.kinds():
            seen = made = 0
            records = Record.objects.filter(kind=kind.code).order_by("pk")
            ids = records.values_list("pk", flat=True).iterator(1000)
            while some := list(islice(ids, 500)):
                seen += len(some)
                built = ((record_id, kind.builder(record_id)) for record_id in some)
                public = [(pk, document) for pk, document in built if document is not None]
                write_entries(kind.code, public)
                made += len(public)
            yield kind.code, seen, made
        count_again()


def write_entries(kind: str, documents: Sequence[tuple[UUID, SearchDocument]]) -> None:
    """Many entries without their counts: for those who call `count_again` at their end."""
    picture = taxonomy.current()
    rows = [_row(picture, kind, record_id, document) for record_id, document in documents]
    words = set().union(*(_words(document) for _, document in documents))
    with connection.cursor() as cursor:
        facets = [facet for row in rows for facet in row["counted_facets"]]
        values = [value for row in rows for value in row["counted_values"]]
        cursor.execute(sql.ADD_VALUES, [facets, values])
        cursor.executemany(sql.UPSERT, rows)
        cursor.execute(sql.ADD_WORDS, [sorted(words)])


def count_again() -> None:
    """Make the ready counts anew from the entries."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TALLY_LOCK])
        cursor.execute("LOCK TABLE search_searchentry IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("DELETE FROM search_searchtally")
        cursor.execute(sql.COUNT_TALLY_AGAIN)


def sum_up_tally() -> None:
    """Put the rows of the ready counts together, which grow with every publication."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TALLY_LOCK])
        cursor.execute(sql.SUM_UP_TALLY)


def _row(picture: Picture, kind: str, record_id: UUID, document: SearchDocument) -> dict[str, Any]:
    config = text.config_for(document.language)
    title, summary = text.cleaned(document.title), text.cleaned(document.summary)
    names = [text.cleaned(name) for name in document.names]
    places = sorted(_with_regions(picture, document.countries))
    terms = sorted(_with_terms_above(picture, document.terms))
    counted = [
        ("kind", kind),
        *(("places", code) for code in places),
        *(("terms", str(t)) for t in terms if picture.terms[t].kind in COUNTED_TERMS),
        *(("stakeholder_kinds", k) for k in sorted(set(document.stakeholder_kinds))),
    ]
    return {
        "record_id": record_id,
        "kind": kind,
        "title": title,
        "title_key": text.sort_key(title),
        "summary": summary,
        "language": document.language,
        "config": config,
        "grammar": f"search_{config}",
        "url": document.url,
        "names": names,
        "countries": sorted(set(document.countries)),
        "places": places,
        "terms": terms,
        "stakeholders": sorted(set(document.stakeholders)),
        "stakeholder_kinds": sorted(set(document.stakeholder_kinds)),
        "published_at": document.published_at,
        "sort_at": document.sort_at or document.published_at,
        "counted_facets": [facet for facet, _ in counted],
        "counted_values": [value for _, value in counted],
        "title_words": text.segmented(title),
        "name_words": text.segmented(" \n ".join(names)),
        "summary_words": text.segmented(summary),
        "text_words": text.segmented(text.cleaned(document.text)[:MAX_TEXT]),
    }


def _words(document: SearchDocument) -> set[str]:
    everything = [document.title, document.summary, document.text[:MAX_TEXT], *document.names]
    return text.words_of(" ".join(everything))


def _with_regions(picture: Picture, codes: Collection[str]) -> set[str]:
    """The countries and every region they lie in; the world, in which all lie, says nothing."""
    found: set[str] = set()
    for code in codes:
        place = picture.places.get(code)
        if place is None:
            raise LookupError(f"There is no place {code!r}")
        while place is not None and place.kind != PlaceKind.WORLD:
            found.add(place.code)
            place = place.parent
    return found


def _with_terms_above(picture: Picture, ids: Iterable[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    for term_id in ids:
        term = picture.terms.get(term_id)
        if term is None:
            raise LookupError(f"There is no term {term_id}")
        found.add(term.id)
        found.update(above.id for above in term.path)
    return found
