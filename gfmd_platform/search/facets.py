"""What a search can be narrowed by, and how each value is written in an address."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.enums import TermKind
from gfmd_platform.taxonomy.picture import PlaceEntry, TermEntry

from . import registry

Counts = dict[Any, int]


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

    def option(term: TermEntry, counts: Counts, chosen: frozenset[str]) -> Option:
        return Option(term.code, term.numbered, counts.get(term.id, 0), term.code in chosen)

    def lay_out(counts: Counts, chosen: frozenset[str]) -> list[Group]:
        groups: dict[UUID | None, Group] = {}
        for term in taxonomy.terms(*shown, framework=framework):
            made = option(term, counts, chosen)
            if not (made.count or made.chosen):
                continue
            if term.kind in heads:
                groups[term.id] = Group(made)
            else:
                above = term.parent.id if heads and term.parent else None
                if above not in groups:
                    head = option(term.parent, counts, chosen) if above and term.parent else None
                    groups[above] = Group(head)
                groups[above].options.append(made)
        return list(groups.values())

    return Facet(name, "terms", label, parse, lay_out)


# --- places


def _parse_place(value: str) -> tuple[str, str] | None:
    place = taxonomy.place(value)
    return (place_value(place), place.code) if place and place.parent else None


def place_value(place: PlaceEntry) -> str:
    """ISO 3166 alpha-3 for countries, M49 for regions."""
    return place.iso3 or place.code


def _lay_out_places(counts: Counts, chosen: frozenset[str]) -> list[Group]:
    def option(place: PlaceEntry) -> Option:
        value = place_value(place)
        return Option(value, place.name, counts.get(place.code, 0), value in chosen)

    groups: dict[str | None, Group] = {}
    for place in taxonomy.places():
        made = option(place)
        if place.parent is None or not (made.count or made.chosen):
            continue
        region = place.region
        key = region.code if region else None
        if key not in groups:
            groups[key] = Group(option(region) if region else None)
        # Subregions are for those who come with their code; as options they would only be noise.
        if place is not region and (place.is_country or made.chosen):
            groups[key].options.append(made)
    return sorted(groups.values(), key=lambda g: g.head.label if g.head else "")


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
