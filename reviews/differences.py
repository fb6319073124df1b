"""What differs between two compilations: figures, sources, quotations. Reads documents only, so
that it can tell nothing that these do not print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]


@dataclass(frozen=True)
class FigureChange:
    """A figure that differs; `before` or `after` is empty where that side does not have it."""

    key: str
    measure: str
    cell: dict[str, str]
    before: str
    after: str


@dataclass(frozen=True)
class SourceChange:
    """A version that came (`before` is 0), went (`after` is 0) or was followed by another."""

    kind: str
    record: str
    title: str
    by: str
    before: int
    after: int


@dataclass(frozen=True)
class QuotationChange:
    """A quotation that is only in one of both."""

    part: str
    by: str
    version: str
    key: str
    language: str
    text: str


@dataclass(frozen=True)
class Withheld:
    """Sources that are not public, by number only."""

    kind: str
    visibility: str
    before: int
    after: int


@dataclass(frozen=True)
class Difference:
    """`recounted` are measures whose rule is another now, `new_measures` and `old_measures` those
    that only one side has: their figures are not set beside each other."""

    figures: list[FigureChange]
    recounted: list[str]
    new_measures: list[str]
    old_measures: list[str]
    sources_came: list[SourceChange]
    sources_went: list[SourceChange]
    sources_changed: list[SourceChange]
    withheld: list[Withheld]
    quotations_came: list[QuotationChange]
    quotations_went: list[QuotationChange]

    def __bool__(self) -> bool:
        return any(vars(self).values())


def compare(before: Document, after: Document) -> Difference:
    """`before` and `after` are compilations' documents, of one cycle or of two.

    In two cycles a stakeholder's reports are set beside each other, though they are two records.
    """
    came, went, changed = _sources(before, after)
    then, now = _measures(before), _measures(after)
    same = {key for key in then.keys() & now.keys() if then[key] == now[key]}
    quoted, still_quoted = _quotations(before), _quotations(after)
    return Difference(
        figures=_figures(before, after, same),
        recounted=[key for key in now if key in then and key not in same],
        new_measures=[key for key in now if key not in then],
        old_measures=[key for key in then if key not in now],
        sources_came=came,
        sources_went=went,
        sources_changed=changed,
        withheld=_withheld(before, after),
        quotations_came=[q for passage, q in still_quoted.items() if passage not in quoted],
        quotations_went=[q for passage, q in quoted.items() if passage not in still_quoted],
    )


def _measures(document: Document) -> dict[str, int]:
    return {measure["key"]: measure["revision"] for measure in document["measures"]}


def _figures(before: Document, after: Document, same: set[str]) -> list[FigureChange]:
    then, now = _by_key(before, same), _by_key(after, same)
    return [
        FigureChange(
            key,
            (now.get(key) or then[key])["measure"],
            (now.get(key) or then[key])["cell"],
            then[key]["value"] if key in then else "",
            now[key]["value"] if key in now else "",
        )
        for key in (now | then)
        if _value(then, key) != _value(now, key)
    ]


def _value(figures: Mapping[str, Any], key: str) -> str:
    """A cell that nobody is in has no figure on some measures: that is nought."""
    return str(figures[key]["value"]) if key in figures else "0"


def _by_key(document: Document, measures: set[str]) -> dict[str, Any]:
    """Figures by key, without single values: these belong to one version and go with it."""
    return {
        figure["key"]: figure
        for part in document["parts"].values()
        for figure in part["figures"]
        if figure["measure"] in measures and "observation" not in figure["cell"]
    }


def _sources(
    before: Document, after: Document
) -> tuple[list[SourceChange], list[SourceChange], list[SourceChange]]:
    one_cycle = before["cycle"]["id"] == after["cycle"]["id"]
    then, now = _listed(before, one_cycle), _listed(after, one_cycle)
    came: list[SourceChange] = []
    went: list[SourceChange] = []
    changed: list[SourceChange] = []
    for place in now | then:
        old, new = then.get(place), now.get(place)
        if old is not None and new is not None and old["version"] == new["version"]:
            continue
        known: dict[str, Any] = new or old or {}
        change = SourceChange(
            kind=known["kind"],
            record=known["record"],
            title=known["title"],
            by=known["by"] if known["by"] != known["title"] else "",
            before=old["no"] if old else 0,
            after=new["no"] if new else 0,
        )
        (changed if old and new else came if new else went).append(change)
    return came, went, changed


def _listed(document: Document, one_cycle: bool) -> dict[tuple[str, str], Any]:
    def place(entry: Mapping[str, Any]) -> tuple[str, str]:
        by_name = entry["kind"] == "report" and not one_cycle
        return entry["kind"], entry["title"] if by_name else entry["record"]

    return {place(e): e for e in document["parts"]["sources"]["sources"]["public"]}


def _withheld(before: Document, after: Document) -> list[Withheld]:
    def counted(document: Document) -> Counter[tuple[str, str]]:
        rows = document["parts"]["sources"]["sources"]["not_public"]
        return Counter({(row["kind"], row["visibility"]): row["number"] for row in rows})

    then, now = counted(before), counted(after)
    return [
        Withheld(*place, then[place], now[place])
        for place in sorted(then.keys() | now.keys())
        if then[place] != now[place]
    ]


def _quotations(document: Document) -> dict[tuple[str, str, str], QuotationChange]:
    """By report, question and words: a correction that says the same is no change."""
    said: Iterable[Mapping[str, Any]] = document["parts"]["voices"]["quotations"]
    return {
        (q["report"], q["key"], q["sha256"]): QuotationChange(
            q["part"], q["by"], q["version"], q["key"], q["language"], q["text"]
        )
        for q in said
    }


def measure_titles(*documents: Document) -> dict[str, str]:
    return {m["key"]: m["title"] for document in documents for m in document["measures"]}
