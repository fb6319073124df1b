"""The index's SQL. Statements are put together from fixed parts; values are always parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .facets import BY_NAME
from .text import CONFIGS, MARK_OFF, MARK_ON, QueryText

Fragment = tuple[str, list[Any]]

_CONDITIONS = {
    "kind": "kind = ANY(%s::text[])",
    "terms": "terms && %s::uuid[]",
    "places": "places && %s::text[]",
    "stakeholder_kinds": "stakeholder_kinds && %s::text[]",
    "stakeholders": "stakeholders && %s::uuid[]",
}
#: Columns whose values are counted: each as rows (value, count) over the hits `{hits}`.
COUNTED = ("kind", "terms", "places", "stakeholder_kinds")

#: So many of the newest hits are put in order of relevance; what follows them is newest first.
RANKED = 1000

UPSERT = """
INSERT INTO search_searchentry (
    record_id, kind, title, title_key, summary, language, config, url, names, countries, places,
    terms, stakeholders, stakeholder_kinds, published_at, sort_at, tsv
) VALUES (
    %(record_id)s, %(kind)s, %(title)s, %(title_key)s, %(summary)s, %(language)s, %(config)s,
    %(url)s, %(names)s, %(countries)s, %(places)s, %(terms)s::uuid[], %(stakeholders)s::uuid[],
    %(stakeholder_kinds)s, %(published_at)s, %(sort_at)s,
    setweight(to_tsvector(%(grammar)s::regconfig, %(title_words)s), 'A')
    || setweight(to_tsvector('search_simple', %(name_words)s), 'B')
    || setweight(to_tsvector(%(grammar)s::regconfig, %(summary_words)s), 'C')
    || setweight(to_tsvector(%(grammar)s::regconfig, %(text_words)s), 'D')
) ON CONFLICT (record_id) DO UPDATE SET (
    kind, title, title_key, summary, language, config, url, names, countries, places, terms,
    stakeholders, stakeholder_kinds, published_at, sort_at, tsv
) = ROW (
    EXCLUDED.kind, EXCLUDED.title, EXCLUDED.title_key, EXCLUDED.summary, EXCLUDED.language,
    EXCLUDED.config, EXCLUDED.url, EXCLUDED.names, EXCLUDED.countries, EXCLUDED.places,
    EXCLUDED.terms, EXCLUDED.stakeholders, EXCLUDED.stakeholder_kinds, EXCLUDED.published_at,
    EXCLUDED.sort_at, EXCLUDED.tsv
)
"""

ADD_WORDS = """
INSERT INTO search_searchword (word)
SELECT w FROM unnest(%s::text[]) AS w
WHERE NOT EXISTS (SELECT 1 FROM search_searchword AS known WHERE known.word = w)
ORDER BY w
ON CONFLICT DO NOTHING
"""

_VALUES_OF_ENTRY = """
    SELECT e.kind, 'kind' AS facet, e.kind AS value FROM {entries} AS e
    UNION ALL SELECT e.kind, 'terms', v::text FROM {entries} AS e, unnest(e.terms) AS v
    UNION ALL SELECT e.kind, 'places', v FROM {entries} AS e, unnest(e.places) AS v
    UNION ALL SELECT e.kind, 'stakeholder_kinds', v
        FROM {entries} AS e, unnest(e.stakeholder_kinds) AS v
"""

ADD_TALLY = f"""
WITH entry AS (SELECT * FROM search_searchentry WHERE record_id = %s)
INSERT INTO search_searchtally (kind, facet, value, n)
SELECT kind, facet, value, %s FROM ({_VALUES_OF_ENTRY.format(entries="entry")}) AS one
"""

COUNT_TALLY_AGAIN = f"""
INSERT INTO search_searchtally (kind, facet, value, n)
SELECT kind, facet, value, count(*)
FROM ({_VALUES_OF_ENTRY.format(entries="search_searchentry")}) AS everything
GROUP BY kind, facet, value
"""

SUM_UP_TALLY = """
WITH gone AS (DELETE FROM search_searchtally RETURNING kind, facet, value, n)
INSERT INTO search_searchtally (kind, facet, value, n)
SELECT kind, facet, value, sum(n) FROM gone GROUP BY kind, facet, value HAVING sum(n) <> 0
"""

#: A fingerprint of the index's state: whatever changes an entry adds rows here.
GENERATION = "SELECT count(*), coalesce(sum(id), 0) FROM search_searchtally"


def suggest(words: list[str]) -> Fragment:
    """For each word that no entry holds, the most similar word that one does hold."""

    def read(column: str) -> str:
        return " || ".join(f"plainto_tsquery('search_{c}', {column})" for c in CONFIGS)

    return (
        f"""
SELECT given.word, found.word FROM unnest(%s::text[]) AS given(word)
CROSS JOIN LATERAL (
    SELECT near.word FROM (
        SELECT known.word, similarity(known.word, given.word) AS nearness
        FROM search_searchword AS known
        WHERE known.word %% given.word AND known.word <> given.word
        ORDER BY nearness DESC, known.word LIMIT 8
    ) AS near
    WHERE EXISTS (SELECT 1 FROM search_searchentry WHERE tsv @@ ({read("near.word")}))
    ORDER BY near.nearness DESC, near.word LIMIT 1
) AS found
WHERE NOT EXISTS (SELECT 1 FROM search_searchentry WHERE tsv @@ ({read("given.word")}))
""",
        [words],
    )


def tsquery(query: QueryText) -> Fragment:
    """An expression for what was typed: each grammar's reading of it, joined by OR."""

    def read(words: str) -> Fragment:
        parts = [f"websearch_to_tsquery('search_{config}', %s)" for config in CONFIGS]
        return f"({' || '.join(parts)})", [words] * len(CONFIGS)

    fragments: list[Fragment] = []
    if query.positive:
        fragments.append(read(query.positive))
    for character in query.prefixes:
        fragments.append(("to_tsquery('search_simple', %s)", [f"{character}:*"]))
    for word in query.negative:
        expression, params = read(word)
        fragments.append((f"(!!{expression})", params))
    if not fragments:
        return "''::tsquery", []
    return " && ".join(part for part, _ in fragments), [p for _, ps in fragments for p in ps]


def where(keys: Mapping[str, Iterable[Any]], tsquery_text: str | None) -> Fragment:
    """The condition for filters (a facet's name → keys) and a text query."""
    parts: list[str] = []
    params: list[Any] = []
    if tsquery_text is not None:
        parts.append("tsv @@ %s::tsquery")
        params.append(tsquery_text)
    for name, values in keys.items():
        parts.append(_CONDITIONS[BY_NAME[name].column])
        params.append(list(values))
    return " AND ".join(parts) or "true", params


def counts(hits: list[tuple[Fragment, list[str]]]) -> Fragment:
    """One statement that counts several sets of hits; rows (set, column, value, count).

    Each set is a condition with the columns to be counted over it; "total" is a column too.
    """
    ctes, selects, params = [], [], []
    for number, ((condition, values), columns) in enumerate(hits):
        name = f"hits{number}"
        ctes.append(
            f"{name} AS MATERIALIZED (SELECT {', '.join(COUNTED)} "
            f"FROM search_searchentry WHERE {condition})"
        )
        params += values
        for column in columns:
            selects.append(_count(number, name, column))
    return f"WITH {', '.join(ctes)} {' UNION ALL '.join(selects)}", params


def _count(number: int, hits: str, column: str) -> str:
    if column == "total":
        return f"SELECT {number}, 'total', '', count(*) FROM {hits}"
    if column == "kind":
        return f"SELECT {number}, 'kind', kind, count(*) FROM {hits} GROUP BY kind"
    return (
        f"SELECT {number}, '{column}', v::text, count(*) "
        f"FROM {hits}, unnest({column}) AS v GROUP BY v"
    )


def tally(kinds: list[str]) -> Fragment:
    """Ready counts of everything, or of some kinds; rows (column, value, count)."""
    condition, params = ("kind = ANY(%s::text[])", [kinds]) if kinds else ("true", [])
    return (
        f"SELECT facet, value, sum(n) FROM search_searchtally WHERE {condition} "
        "GROUP BY facet, value HAVING sum(n) > 0",
        params,
    )


_ORDERS = {
    "newest": "sort_at DESC, record_id",
    "title": "title_key, record_id",
}
ROW = (
    "record_id, kind, title, summary, language, url, names, countries, terms, published_at, sort_at"
)


def page(condition: Fragment, *, sort: str, query: str | None, limit: int, offset: int) -> Fragment:
    """The rows of one page, with title and summary marked where the text was found."""
    text, params = condition
    if sort == "relevance" and query is not None and offset + limit <= RANKED:
        order = f"rank DESC, {_ORDERS['newest']}"
        chosen = (
            "SELECT newest.*, ts_rank(e.tsv, %s::tsquery) AS rank FROM ("
            f"SELECT record_id, sort_at FROM search_searchentry WHERE {text} "
            f"ORDER BY {_ORDERS['newest']} LIMIT {RANKED}"
            ") AS newest JOIN search_searchentry AS e USING (record_id)"
        )
        params = [query, *params]
    else:
        order = _ORDERS.get(sort, _ORDERS["newest"])
        chosen = f"SELECT record_id, sort_at, title_key FROM search_searchentry WHERE {text}"
    marked, marks = _marked(query)
    return (
        f"WITH chosen AS MATERIALIZED (SELECT record_id, row_number() OVER () AS place FROM "
        f"({chosen} ORDER BY {order} LIMIT %s OFFSET %s) AS listed) "
        f"SELECT {ROW}, {marked} FROM chosen JOIN search_searchentry USING (record_id) "
        "ORDER BY place",
        [*params, limit, offset, *marks],
    )


def everything(condition: Fragment) -> Fragment:
    """All rows, newest first, with title and summary once more in the places of the marked ones."""
    text, params = condition
    return (
        f"SELECT {ROW}, title, summary FROM search_searchentry "
        f"WHERE {text} ORDER BY {_ORDERS['newest']}",
        params,
    )


def _marked(query: str | None) -> Fragment:
    if query is None:
        return "title, summary", []
    grammar = "('search_' || config)::regconfig"
    # The whole text, marked; `text.excerpt` cuts it. Fragments would lose what looks like a tag.
    marks = f"StartSel={MARK_ON}, StopSel={MARK_OFF}, HighlightAll=true"
    headline = "ts_headline({}, {}, %s::tsquery, '{}')"
    columns = [headline.format(grammar, column, marks) for column in ("title", "summary")]
    return ", ".join(columns), [query, query]
