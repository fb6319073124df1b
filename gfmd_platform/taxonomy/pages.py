"""What the theme pages show, put together from the taxonomy in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import published, queries
from .enums import PlaceKind, Relation, TermKind
from .picture import FrameworkEntry, Link, PlaceEntry, TermEntry

Phrase = str | Promise

OPTIONS = (TermKind.OPTION_POLICY, TermKind.OPTION_PRACTICAL)

#: How a bridge reads from its start, and from its end.
PHRASES: dict[str, tuple[Phrase, Phrase]] = {
    Relation.ADDRESSES: (_("Addresses"), _("Addressed by")),
    Relation.CONTRIBUTES_TO: (_("Contributes to"), _("Served by")),
    Relation.COVERS: (_("Covers"), _("Covered by")),
    Relation.REFERS_TO: (_("Refers to"), _("Referred to by")),
}

CHILDREN: dict[str, Phrase] = {
    TermKind.ACTION_AREA: _("Action areas"),
    TermKind.OPTION_POLICY: _("Policy options"),
    TermKind.OPTION_PRACTICAL: _("Options for practical action"),
    TermKind.TARGET: _("Targets"),
    TermKind.INDICATOR: _("Indicators"),
    TermKind.CATEGORY: _("Categories"),
}


@dataclass(frozen=True)
class Counted:
    """A term with the number of published records on it; None where nobody counts."""

    term: TermEntry
    count: int | None
    children: Sequence["Counted"] = ()


@dataclass(frozen=True)
class Overview:
    clusters: Sequence[Counted]
    cross_cutting: Sequence[Counted]
    objectives: Sequence[Counted]
    goals: Sequence[Counted]
    others: Sequence[FrameworkEntry]
    counted: bool


@dataclass(frozen=True)
class Group:
    """Terms under one heading."""

    heading: Phrase
    terms: Sequence[TermEntry]


@dataclass
class Bridge:
    """All links of one kind between a term and one framework."""

    phrase: Phrase
    framework: FrameworkEntry
    editorial: bool
    source: str
    terms: list[TermEntry] = field(default_factory=list)


@dataclass(frozen=True)
class TermPage:
    term: TermEntry
    groups: Sequence[Group]
    bridges: Sequence[Bridge]
    published: published.Published | None


@dataclass(frozen=True)
class RegionTable:
    region: PlaceEntry
    countries: Sequence[PlaceEntry]


def overview() -> Overview:
    counts = published.counts()

    def counted(*kinds: str, framework: str, below: bool = False) -> list[Counted]:
        return [
            _counted(term, counts, below=below)
            for term in queries.terms(*kinds, framework=framework)
        ]

    lead = (queries.RECOLLECTION, queries.COMPACT, queries.AGENDA)
    return Overview(
        clusters=counted(TermKind.CLUSTER, framework=queries.RECOLLECTION, below=True),
        cross_cutting=counted(TermKind.CROSS_CUTTING, framework=queries.RECOLLECTION),
        objectives=counted(TermKind.OBJECTIVE, framework=queries.COMPACT),
        goals=counted(TermKind.GOAL, framework=queries.AGENDA),
        others=[f for f in queries.frameworks() if f.code not in lead],
        counted=bool(counts),
    )


def _counted(term: TermEntry, counts: Mapping[UUID, int], *, below: bool) -> Counted:
    return Counted(
        term,
        counts.get(term.id, 0) if counts else None,
        [_counted(child, counts, below=False) for child in term.children] if below else (),
    )


def framework_groups(framework: FrameworkEntry) -> list[Group]:
    """Its terms that stand on their own, by kind, in the order of the document."""
    groups: dict[str, list[TermEntry]] = {}
    for term in framework.roots:
        groups.setdefault(term.kind, []).append(term)
    return [Group(TermKind(kind).label, found) for kind, found in groups.items()]


def term_page(term: TermEntry) -> TermPage:
    groups: dict[str, list[TermEntry]] = {}
    for child in term.children:
        groups.setdefault(child.kind, []).append(child)
    return TermPage(
        term=term,
        groups=[
            Group(CHILDREN.get(kind, TermKind(kind).label), found) for kind, found in groups.items()
        ],
        bridges=[*_bridges(term.leads_to, 0), *_bridges(term.led_from, 1)],
        published=published.on_term(term),
    )


def _bridges(links: Sequence[Link], end: int) -> list[Bridge]:
    found: dict[tuple[str, str, bool, str], Bridge] = {}
    for link in links:
        framework = link.other.framework
        key = (framework.code, link.relation, link.editorial, link.source)
        bridge = found.setdefault(
            key, Bridge(PHRASES[link.relation][end], framework, link.editorial, link.source)
        )
        bridge.terms.append(link.other)
    return list(found.values())


def regions() -> list[RegionTable]:
    """Countries and areas by region; what lies in none comes last, under the world."""
    tables = [
        RegionTable(region, [p for p in queries.places(*_LEAVES) if p.region is region])
        for region in queries.places(PlaceKind.REGION)
    ]
    elsewhere = [p for p in queries.places(*_LEAVES) if p.region is None]
    if elsewhere:
        tables.append(RegionTable(queries.places(PlaceKind.WORLD)[0], elsewhere))
    return tables


_LEAVES = (PlaceKind.STATE, PlaceKind.AREA)
