"""The taxonomy in memory: one immutable picture per release, shared by every request.

A picture holds every row and every language, about a thousand small objects; retired rows too,
since published records may carry them, but they stand in no list of choices. It is
built from nine queries when a process first meets a release, and found again by the release's
number, hash and instant, so a new load is seen at once by every process.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.utils.translation import get_language

from .enums import PlaceKind, TermKind
from .models import (
    Crosswalk,
    Framework,
    FrameworkLabel,
    GoalInFocus,
    Indicator,
    Place,
    PlaceName,
    Summit,
    TaxonomyRelease,
    Term,
    TermLabel,
)

FALLBACK = "en"


def languages() -> tuple[str, ...]:
    """Languages to try, best first: "pt-br", "pt", "en"."""
    active = get_language() or FALLBACK
    return tuple(dict.fromkeys((active, active.split("-")[0], FALLBACK)))


@dataclass(frozen=True, slots=True)
class Wording:
    label: str
    short_label: str
    source: str
    definition: str = ""


Wordings = dict[str, Wording]


def pick(wordings: Wordings) -> tuple[str, Wording]:
    """The wording in the reader's language, else in English, else in any; with its language."""
    for language in languages():
        if language in wordings:
            return language, wordings[language]
    return next(iter(wordings.items()), ("", Wording("", "", "")))


class Named:
    """What has names in languages. Entries point at one another, so each is shown by its code."""

    wordings: Wordings

    @property
    def label(self) -> str:
        return pick(self.wordings)[1].label

    @property
    def short_label(self) -> str:
        wording = pick(self.wordings)[1]
        return wording.short_label or wording.label

    @property
    def definition(self) -> str:
        return pick(self.wordings)[1].definition

    @property
    def label_source(self) -> str:
        return pick(self.wordings)[1].source

    @property
    def language(self) -> str:
        """The language `label` is in: for `lang` attributes where it fell back."""
        return pick(self.wordings)[0]


@dataclass(frozen=True, eq=False, repr=False)
class FrameworkEntry(Named):
    code: str
    family: str
    version: str
    source: str
    url: str
    valid_from: object
    note: str
    wordings: Wordings = field(default_factory=dict)
    roots: list["TermEntry"] = field(default_factory=list)
    terms: list["TermEntry"] = field(default_factory=list)

    def __str__(self) -> str:
        return self.code

    __repr__ = __str__

    def of_kind(self, *kinds: str) -> list["TermEntry"]:
        return [term for term in self.terms if term.kind in kinds]


@dataclass(frozen=True, slots=True)
class IndicatorDetail:
    unit: str
    custodians: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class SummitDetail:
    number: int
    year: int
    place: "PlaceEntry"


@dataclass(frozen=True, slots=True)
class Link:
    """A crosswalk, seen from one of its ends."""

    other: "TermEntry"
    relation: str
    editorial: bool
    source: str


@dataclass(frozen=True, slots=True)
class Focus:
    year: int
    goal: "TermEntry"
    source: str
    uncertainty: str


@dataclass(frozen=True, eq=False, repr=False)
class TermEntry(Named):
    id: UUID
    framework: FrameworkEntry
    code: str
    kind: str
    parent: "TermEntry | None"
    position: int
    migration_related: bool
    relevance_reason: str
    source_ref: str
    uncertainty: str
    retired: bool
    indicator: IndicatorDetail | None = None
    summit: SummitDetail | None = None
    wordings: Wordings = field(default_factory=dict)
    children: list["TermEntry"] = field(default_factory=list)
    leads_to: list[Link] = field(default_factory=list)
    led_from: list[Link] = field(default_factory=list)
    focus: list[Focus] = field(default_factory=list)

    def __str__(self) -> str:
        return self.ref

    __repr__ = __str__

    @property
    def ref(self) -> str:
        return f"{self.framework.code}:{self.code}"

    @property
    def kind_label(self) -> str:
        return str(TermKind(self.kind).label)

    @property
    def numbered(self) -> str:
        """Code and name, as in lists and choices: "10.7 Orderly, safe migration"."""
        return f"{self.code} {self.short_label}"

    @property
    def path(self) -> list["TermEntry"]:
        """The terms above this one, outermost first."""
        above: list[TermEntry] = []
        term = self.parent
        while term:
            above.insert(0, term)
            term = term.parent
        return above


@dataclass(frozen=True, eq=False, repr=False)
class PlaceEntry:
    code: str
    iso2: str | None
    iso3: str | None
    kind: str
    un_status: str
    parent: "PlaceEntry | None"
    invented: bool
    note: str
    retired: bool
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    children: list["PlaceEntry"] = field(default_factory=list)

    def __str__(self) -> str:
        return self.code

    __repr__ = __str__

    @property
    def name(self) -> str:
        return self._name[0]

    @property
    def sort_key(self) -> str:
        return self._name[1]

    @property
    def language(self) -> str:
        return next((code for code in languages() if code in self.names), "")

    @property
    def kind_label(self) -> str:
        return str(PlaceKind(self.kind).label)

    @property
    def is_country(self) -> bool:
        return self.kind in (PlaceKind.STATE, PlaceKind.AREA)

    @property
    def region(self) -> "PlaceEntry | None":
        """The M49 region ("Africa") this place lies in, or is."""
        place: PlaceEntry | None = self
        while place and place.kind != PlaceKind.REGION:
            place = place.parent
        return place

    @property
    def _name(self) -> tuple[str, str]:
        for language in languages():
            if language in self.names:
                return self.names[language]
        return (self.code, self.code)


@dataclass(frozen=True, eq=False, repr=False)
class Picture:
    """The taxonomy as of one release; `terms` stand in the order of their documents."""

    release: int
    content_hash: str
    frameworks: dict[str, FrameworkEntry]
    terms: dict[UUID, TermEntry]
    places: dict[str, PlaceEntry]
    goals_in_focus: dict[int, list[Focus]]

    def __repr__(self) -> str:
        return f"<Picture {self.release}>"

    @cached_property
    def by_ref(self) -> dict[str, TermEntry]:
        return {term.ref: term for term in self.terms.values()}

    def of_kind(self, kinds: Iterable[str], framework: str | None = None) -> list[TermEntry]:
        """Terms in force of these kinds."""
        wanted = set(kinds)
        return [
            term
            for term in self.terms.values()
            if term.kind in wanted
            and not term.retired
            and (framework is None or term.framework.code == framework)
        ]


EMPTY = Picture(0, "", {}, {}, {}, {})


def build(release: TaxonomyRelease) -> Picture:
    """Read it all; nine queries, whatever the size."""
    places = _places()
    frameworks = {
        row.code: FrameworkEntry(
            row.code, row.family, row.version, row.source, row.url, row.valid_from, row.note
        )
        for row in Framework.objects.order_by("position")
    }
    for label in FrameworkLabel.objects.in_force():
        frameworks[label.framework_id].wordings[label.language] = Wording(
            label.label, label.short_label, label.source
        )
    terms = _terms(frameworks, places)
    for link in Crosswalk.objects.in_force().order_by(
        "to_term__framework__position", "to_term__position", "from_term__position"
    ):
        start, end = terms.get(link.from_term_id), terms.get(link.to_term_id)
        if start and end and not (start.retired or end.retired):
            start.leads_to.append(Link(end, link.relation, link.editorial, link.source))
            end.led_from.append(Link(start, link.relation, link.editorial, link.source))
    in_focus: dict[int, list[Focus]] = {}
    for row in GoalInFocus.objects.in_force().order_by("year", "goal__position"):
        if goal := terms.get(row.goal_id):
            focus = Focus(row.year, goal, row.source, row.uncertainty)
            in_focus.setdefault(row.year, []).append(focus)
            goal.focus.append(focus)
    return Picture(release.no, release.content_hash, frameworks, terms, places, in_focus)


def _terms(
    frameworks: dict[str, FrameworkEntry], places: dict[str, PlaceEntry]
) -> dict[UUID, TermEntry]:
    indicators = {
        row.term_id: IndicatorDetail(row.unit, tuple(row.custodians), row.note)
        for row in Indicator.objects.all()
    }
    summits = {
        row.term_id: SummitDetail(row.number, row.year, places[row.place_id])
        for row in Summit.objects.all()
    }
    terms: dict[UUID, TermEntry] = {}
    # A parent always stands before its children; the loader sees to it.
    for row in Term.objects.order_by("framework__position", "position"):
        framework = frameworks[row.framework_id]
        parent = terms.get(row.parent_id) if row.parent_id else None
        term = TermEntry(
            row.id,
            framework,
            row.code,
            row.kind,
            parent,
            row.position,
            row.migration_related,
            row.relevance_reason,
            row.source_ref,
            row.uncertainty,
            row.until_id is not None,
            indicators.get(row.id),
            summits.get(row.id),
        )
        terms[row.id] = term
        if term.retired:
            continue
        framework.terms.append(term)
        (parent.children if parent else framework.roots).append(term)
    for label in TermLabel.objects.in_force():
        terms[label.term_id].wordings[label.language] = Wording(
            label.label, label.short_label, label.source, label.definition
        )
    return terms


def _places() -> dict[str, PlaceEntry]:
    rows = {row.code: row for row in Place.objects.all()}
    places: dict[str, PlaceEntry] = {}

    def place(code: str) -> PlaceEntry:
        if code not in places:
            row = rows[code]
            parent = place(row.parent_id) if row.parent_id else None
            places[code] = PlaceEntry(
                row.code,
                row.iso2,
                row.iso3,
                row.kind,
                row.un_status,
                parent,
                row.invented,
                row.note,
                row.until_id is not None,
            )
            if parent and row.until_id is None:
                parent.children.append(places[code])
        return places[code]

    for code in rows:
        place(code)
    for name in PlaceName.objects.in_force().order_by("sort_key"):
        places[name.place_id].names[name.language] = (name.name, name.sort_key)
    return places
