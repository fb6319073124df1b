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
#: So many of the newest hits are put in order of relevance; what follows them is newest first.
RANKED = 500

#: Up to so many hits of a text are sorted; among more, the next newest is soon met by itself.
FEW_ENOUGH = 20_000

UPSERT = """
INSERT INTO search_searchentry (
    record_id, kind, title, title_key, summary, language, config, url, names, countries, places,
    terms, stakeholders, stakeholder_kinds, published_at, sort_at, counted, tsv
) VALUES (
    %(record_id)s, %(kind)s, %(title)s, %(title_key)s, %(summary)s, %(language)s, %(config)s,
    %(url)s, %(names)s, %(countries)s, %(places)s, %(terms)s::uuid[], %(stakeholders)s::uuid[],
    %(stakeholder_kinds)s, %(published_at)s, %(sort_at)s,
    ARRAY(
        SELECT v.id FROM search_searchvalue AS v
        JOIN unnest(%(counted_facets)s::text[], %(counted_values)s::text[]) AS mine(facet, value)
        USING (facet, value) ORDER BY v.id
    ),
    setweight(to_tsvector(%(grammar)s::regconfig, %(title_words)s), 'A')
    || setweight(to_tsvector('search_simple', %(name_words)s), 'B')
    || setweight(to_tsvector(%(grammar)s::regconfig, %(summary_words)s), 'C')
    || setweight(to_tsvector(%(grammar)s::regconfig, %(text_words)s), 'D')
) ON CONFLICT (record_id) DO UPDATE SET (
    kind, title, title_key, summary, language, config, url, names, countries, places, terms,
    stakeholders, stakeholder_kinds, published_at, sort_at, counted, tsv
) = ROW (
    EXCLUDED.kind, EXCLUDED.title, EXCLUDED.title_key, EXCLUDED.summary, EXCLUDED.language,
    EXCLUDED.config, EXCLUDED.url, EXCLUDED.names, EXCLUDED.countries, EXCLUDED.places,
    EXCLUDED.terms, EXCLUDED.stakeholders, EXCLUDED.stakeholder_kinds, EXCLUDED.published_at,
    EXCLUDED.sort_at, EXCLUDED.counted, EXCLUDED.tsv
)
"""

ADD_WORDS = """
INSERT INTO search_searchword (word)
SELECT w FROM unnest(%s::text[]) AS w
WHERE NOT EXISTS (SELECT 1 FROM search_searchword AS known WHERE known.word = w)
ORDER BY w
ON CONFLICT DO NOTHING
"""

ADD_VALUES = """
INSERT INTO search_searchvalue (facet, value)
SELECT DISTINCT facet, value FROM unnest(%s::text[], %s::text[]) AS mine(facet, value)
WHERE NOT EXISTS (
    SELECT 1 FROM search_searchvalue AS known
    WHERE known.facet = mine.facet AND known.value = mine.value
)
ORDER BY facet, value
ON CONFLICT DO NOTHING
"""

ADD_TALLY = """
INSERT INTO search_searchtally (kind, value_id, n)
SELECT kind, unnest(counted), %s FROM search_searchentry WHERE record_id = %s
"""

COUNT_TALLY_AGAIN = """
INSERT INTO search_searchtally (kind, value_id, n)
SELECT kind, value_id, count(*)
FROM (SELECT kind, unnest(counted) AS value_id FROM search_searchentry) AS everything
GROUP BY kind, value_id
"""

SUM_UP_TALLY = """
WITH gone AS (DELETE FROM search_searchtally RETURNING kind, value_id, n)
INSERT INTO search_searchtally (kind, value_id, n)
SELECT kind, value_id, sum(n) FROM gone GROUP BY kind, value_id HAVING sum(n) <> 0
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
        readings = ", ".join(f"websearch_to_tsquery('search_{config}', %s)" for config in CONFIGS)
        # Each reading once: the planner would take six equal ones for six times the hits.
        return (
            "coalesce((SELECT string_agg(DISTINCT format('(%%s)', q), ' | ') "
            f"FROM unnest(ARRAY[{readings}]) AS q WHERE numnode(q) > 0), '')::tsquery",
            [words] * len(CONFIGS),
        )

    fragments: list[Fragment] = []
    if query.positive:
        fragments.append(read(query.positive))
    for character in query.prefixes:
        fragments.append(("to_tsquery('search_simple', %s)", [f"{character}:*"]))
    for word in query.negative:
        expression, params = read(word)
        fragments.append((f"(!!({expression}))", params))
    if not fragments:
        return "''::tsquery", []
    return " && ".join(f"({part})" for part, _ in fragments), [p for _, ps in fragments for p in ps]


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


def counts(conditions: list[Fragment]) -> Fragment:
    """One statement that counts several sets of hits; rows (number of the set, facet, value, n)."""
    parts = [
        f"SELECT {number} AS hits, id, count(*) AS n FROM "
        f"(SELECT unnest(counted) AS id FROM search_searchentry WHERE {condition}) AS found "
        "GROUP BY id"
        for number, (condition, _) in enumerate(conditions)
    ]
    return (
        f"SELECT hits, facet, value, n FROM ({' UNION ALL '.join(parts)}) AS counted "
        "JOIN search_searchvalue USING (id)",
        [value for _, values in conditions for value in values],
    )


def tally(kinds: list[str]) -> Fragment:
    """Ready counts of everything, or of some kinds; rows (facet, value, n)."""
    condition, params = ("kind = ANY(%s::text[])", [kinds]) if kinds else ("true", [])
    return (
        "SELECT facet, value, n FROM (SELECT value_id AS id, sum(n)::int AS n "
        f"FROM search_searchtally WHERE {condition} GROUP BY value_id) AS counted "
        "JOIN search_searchvalue USING (id) WHERE n > 0",
        params,
    )


_ORDERS = {
    "newest": "sort_at DESC, record_id",
    "title": "title_key, record_id",
}
ROW = (
    "record_id, kind, title, summary, language, url, names, countries, terms, published_at, sort_at"
)


def page(
    condition: Fragment, *, sort: str, query: str | None, total: int, limit: int, offset: int
) -> Fragment:
    """The rows of one page of `total` hits, title and summary marked where the text was found."""
    text, params = condition
    hits = f"SELECT record_id, sort_at, title_key FROM search_searchentry WHERE {text}"
    if query is not None and total <= FEW_ENOUGH:
        # All hits first, by the index of words. Left alone, the planner would rather walk through
        # the newest entries and open the words of each, not knowing that these lie apart.
        hits = f"SELECT * FROM ({hits} OFFSET 0) AS hits"
    if sort == "relevance" and query is not None and offset + limit <= RANKED:
        order = f"rank DESC, {_ORDERS['newest']}"
        hits = (
            "SELECT newest.record_id, newest.sort_at, ts_rank(e.tsv, %s::tsquery) AS rank FROM ("
            f"{hits} ORDER BY {_ORDERS['newest']} LIMIT {RANKED}"
            ") AS newest JOIN search_searchentry AS e USING (record_id)"
        )
        params = [query, *params]
    else:
        order = _ORDERS.get(sort, _ORDERS["newest"])
    marked, marks = _marked(query)
    return (
        f"WITH chosen AS MATERIALIZED (SELECT record_id, row_number() OVER () AS place FROM "
        f"({hits} ORDER BY {order} LIMIT %s OFFSET %s) AS listed) "
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
