"""What a search can be narrowed by, and how each value is written in an address."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.enums import TermKind
from gfmd_platform.taxonomy.picture import Picture, PlaceEntry

from . import registry

Counts = dict[Any, int]

#: Terms that facets list. An entry's other terms can be searched for, and are not counted.
COUNTED_TERMS = frozenset(
    {
        TermKind.CLUSTER,
        TermKind.ACTION_AREA,
        TermKind.OBJECTIVE,
        TermKind.GOAL,
        TermKind.TARGET,
    }
)


@dataclass(frozen=True)
class Option:
    """One value of a facet; `count` is how many entries the list would have with it alone."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Group:
    """Options under a heading that can be chosen itself (a cluster, a goal, a region), or none."""

    head: Option | None
    options: list[Option] = field(default_factory=list)


@dataclass(frozen=True)
class Facet:
    """`column` is where entries keep it; `parse` leads from an address's value to the column's key
    and back to the one spelling of it; `lay_out` makes options of the counts."""

    name: str
    column: str
    label: str | Promise
    parse: Callable[[str], tuple[str, Any] | None]
    lay_out: Callable[[Counts, frozenset[str]], list[Group]]


@dataclass(frozen=True)
class FacetView:
    """A facet with its options for one search."""

    name: str
    label: str | Promise
    groups: list[Group]

    @property
    def options(self) -> list[Option]:
        heads = [group.head for group in self.groups if group.head]
        return heads + [option for group in self.groups for option in group.options]

    @property
    def chosen(self) -> list[Option]:
        return [option for option in self.options if option.chosen]


#: Goes with the picture it was made from, so that a new release or demo country is seen at once.
_lists: WeakKeyDictionary[Picture, dict[tuple[str, str | None], list[Any]]] = WeakKeyDictionary()


def _kept(name: str, make: Callable[[], list[Any]]) -> list[Any]:
    """The labels of a facet, made once for each picture of the taxonomy and language."""
    lists = _lists.setdefault(taxonomy.current(), {})
    key = (name, get_language())
    if key not in lists:
        lists[key] = make()
    return lists[key]


# --- terms


def _term_facet(
    name: str, label: str | Promise, framework: str, heads: Iterable[str], kind: str
) -> Facet:
    shown = (*heads, kind)

    def parse(value: str) -> tuple[str, UUID] | None:
        term = taxonomy.term(f"{framework}:{value}") or taxonomy.term(
            f"{framework}:{value.upper()}"
        )
        return (term.code, term.id) if term and term.kind in shown else None

    def listed() -> list[tuple[UUID, str, str, UUID | None]]:
        """(id, code, label, head) in the framework's order; a head is its own."""
        return [
            (
                term.id,
                term.code,
                term.numbered,
                term.id
                if term.kind in heads
                else term.parent.id
                if heads and term.parent
                else None,
            )
            for term in taxonomy.terms(*shown, framework=framework)
        ]

    def lay_out(counts: Counts, chosen: frozenset[str]) -> list[Group]:
        groups: dict[UUID | None, Group] = {}
        for term_id, code, words, head in _kept(name, listed):
            made = Option(code, words, counts.get(term_id, 0), code in chosen)
            if not (made.count or made.chosen):
                continue
            if term_id == head:
                groups[head] = Group(made)
            else:
                groups.setdefault(head, Group(None)).options.append(made)
        return list(groups.values())

    return Facet(name, "terms", label, parse, lay_out)


# --- places


def _parse_place(value: str) -> tuple[str, str] | None:
    place = taxonomy.place(value)
    return (place_value(place), place.code) if place and place.parent else None


def place_value(place: PlaceEntry) -> str:
    """ISO 3166 alpha-3 for countries, M49 for regions."""
    return place.iso3 or place.code


def _listed_places() -> list[tuple[str, str, str, bool, str | None]]:
    """(code, value, name, is a choice by itself, code of the region) by name."""
    return [
        (
            place.code,
            place_value(place),
            place.name,
            # Subregions are for those who come with their code; as options they would be noise.
            place.is_country or place is place.region,
            place.region.code if place.region else None,
        )
        for place in taxonomy.places()
        if place.parent
    ]


def _lay_out_places(counts: Counts, chosen: frozenset[str]) -> list[Group]:
    heads: dict[str, Option] = {}
    below: dict[str | None, list[Option]] = {}
    for code, value, name, is_choice, region in _kept("country", _listed_places):
        made = Option(value, name, counts.get(code, 0), value in chosen)
        if not made.chosen and not (made.count and is_choice):
            continue
        if code == region:
            heads[code] = made
        else:
            below.setdefault(region, []).append(made)
    regions: list[str | None] = [*heads, *(region for region in below if region not in heads)]
    groups = [
        Group(heads.get(region) if region else None, below.get(region, [])) for region in regions
    ]
    return sorted(groups, key=lambda g: g.head.label if g.head else "")


# --- plain values


def _parse_kind(value: str) -> tuple[str, str] | None:
    return (value, value) if any(kind.code == value for kind in registry.kinds()) else None


def _lay_out_kinds(counts: Counts, chosen: frozenset[str]) -> list[Group]:
    return _flat(((kind.code, kind.label) for kind in registry.kinds()), counts, chosen)


def _parse_stakeholder_kind(value: str) -> tuple[str, str] | None:
    return (value, value) if value in registry.stakeholder_kinds() else None


def _lay_out_stakeholder_kinds(counts: Counts, chosen: frozenset[str]) -> list[Group]:
    return _flat(registry.stakeholder_kinds().items(), counts, chosen)


def _flat(
    values: Iterable[tuple[str, str | Promise]], counts: Counts, chosen: frozenset[str]
) -> list[Group]:
    options = [
        Option(value, str(label), counts.get(value, 0), value in chosen) for value, label in values
    ]
    options = [option for option in options if option.count or option.chosen]
    return [Group(None, options)] if options else []


# --- filters that links bring, and no list offers


def _parse_term(value: str) -> tuple[str, UUID] | None:
    term = taxonomy.term(value)
    return (term.ref, term.id) if term else None


def _parse_record(value: str) -> tuple[str, UUID] | None:
    try:
        record_id = UUID(value)
    except ValueError:
        return None
    return str(record_id), record_id


def _no_options(counts: Counts, chosen: frozenset[str]) -> list[Group]:
    return []


FACETS: tuple[Facet, ...] = (
    Facet("kind", "kind", _("Kind"), _parse_kind, _lay_out_kinds),
    _term_facet(
        "area",
        _("Action area"),
        taxonomy.RECOLLECTION,
        (TermKind.CLUSTER,),
        TermKind.ACTION_AREA,
    ),
    Facet("country", "places", _("Country or region"), _parse_place, _lay_out_places),
    Facet(
        "stakeholder",
        "stakeholder_kinds",
        _("Kind of stakeholder"),
        _parse_stakeholder_kind,
        _lay_out_stakeholder_kinds,
    ),
    _term_facet(
        "objective", _("Objective of the Global Compact"), taxonomy.COMPACT, (), TermKind.OBJECTIVE
    ),
    _term_facet(
        "target",
        _("Sustainable Development Goal or target"),
        taxonomy.AGENDA,
        (TermKind.GOAL,),
        TermKind.TARGET,
    ),
)
LINKED: tuple[Facet, ...] = (
    Facet("term", "terms", _("Theme"), _parse_term, _no_options),
    Facet("by", "stakeholders", _("Stakeholder"), _parse_record, _no_options),
)
BY_NAME: dict[str, Facet] = {facet.name: facet for facet in (*FACETS, *LINKED)}
