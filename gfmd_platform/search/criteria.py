"""What is searched for, as it stands in the address: every state of a search has its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from .facets import BY_NAME
from .text import QueryText

SORTS = ("relevance", "newest", "title")
MAX_VALUES = 50


@dataclass(frozen=True)
class Criteria:
    """`chosen` maps a facet's name to the values chosen (any of them will do); several facets
    must all hold. `unknown` are parts of the address that mean nothing, to be said aloud."""

    query: QueryText = field(default_factory=lambda: QueryText.parse(""))
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keys: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    sort: str = "newest"
    page: int = 1
    unknown: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, params: QueryDict) -> Criteria:
        query = QueryText.parse(params.get("q", ""))
        chosen: dict[str, tuple[str, ...]] = {}
        keys: dict[str, tuple[Any, ...]] = {}
        unknown: list[tuple[str, str]] = []
        for name, facet in BY_NAME.items():
            found: dict[str, Any] = {}
            for value in params.getlist(name)[:MAX_VALUES]:
                value = value.replace("\x00", "").strip()
                if not value:
                    continue
                parsed = facet.parse(value)
                if parsed is None:
                    unknown.append((name, value[:60]))
                else:
                    found[parsed[0]] = parsed[1]
            if found:
                chosen[name] = tuple(sorted(found))
                keys[name] = tuple(found[value] for value in chosen[name])
        sort = params.get("sort", "")
        if sort and sort not in SORTS:
            unknown.append(("sort", sort[:60]))
        if sort not in SORTS or (sort == "relevance" and not query.typed):
            sort = "relevance" if query.typed else "newest"
        return cls(query, chosen, keys, sort, _page(params.get("page", "")), tuple(unknown))

    @property
    def is_plain(self) -> bool:
        """Nothing asked for: everything, newest first."""
        return not (self.query.typed or self.chosen)

    def querystring(self, **changes: Any) -> str:
        """The address of this search, in its one canonical form; `q`, `page`, `sort` can differ."""
        default = "relevance" if self.query.typed else "newest"
        pairs: list[tuple[str, str]] = []
        if typed := changes.get("q", self.query.typed):
            pairs.append(("q", typed))
        pairs += [(name, value) for name in BY_NAME for value in self.chosen.get(name, ())]
        if (sort := changes.get("sort", self.sort)) != default:
            pairs.append(("sort", sort))
        if (page := changes.get("page", 1)) > 1:
            pairs.append(("page", str(page)))
        return f"?{urlencode(pairs)}" if pairs else "?"

    def without(self, name: str, value: str | None = None) -> Criteria:
        """This search with a facet, or one of its values, given up."""
        values = tuple(v for v in self.chosen.get(name, ()) if value not in (None, v))
        return self._with(name, values)

    def _with(self, name: str, values: Iterable[str]) -> Criteria:
        chosen = {**self.chosen, name: tuple(values)}
        return replace(self, chosen={n: v for n, v in chosen.items() if v}, page=1)

    def without_text(self) -> Criteria:
        return replace(self, query=QueryText.parse(""), sort="newest", page=1)


def _page(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and int(value[:9]) > 0 else 1
