"""The taxonomy in memory: one immutable picture per release, shared by every request.

A picture holds every row and every language, about a thousand small objects; retired rows too,
since published records may carry them, but they stand in no list of choices. `reading` makes it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language

from .enums import PlaceKind, TermKind

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


@dataclass(frozen=True, slots=True)
class Said:
    """A note, a reason, a unit or a doubt: shown in the reader's language, else in English."""

    english: str = ""
    others: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.others.get(self.language, self.english)

    def __bool__(self) -> bool:
        return bool(self.english)

    @property
    def language(self) -> str:
        """The language it is shown in: for `lang` attributes."""
        return next((code for code in languages() if code in self.others), FALLBACK)


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
    valid_from: date | None
    note: Said
    retired: bool
    wordings: Wordings = field(default_factory=dict)
    roots: list["TermEntry"] = field(default_factory=list)
    terms: list["TermEntry"] = field(default_factory=list)

    def __str__(self) -> str:
        return self.code

    __repr__ = __str__

    @property
    def href(self) -> str:
        return reverse("taxonomy:framework", args=[self.code])

    def of_kind(self, *kinds: str) -> list["TermEntry"]:
        return [term for term in self.terms if term.kind in kinds]


@dataclass(frozen=True, slots=True)
class IndicatorDetail:
    unit: Said
    custodians: tuple[str, ...]
    note: Said


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
    uncertainty: Said


@dataclass(frozen=True, eq=False, repr=False)
class TermEntry(Named):
    id: UUID
    framework: FrameworkEntry
    code: str
    kind: str
    parent: "TermEntry | None"
    position: int
    migration_related: bool
    relevance_reason: Said
    source_ref: str
    uncertainty: Said
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
    def href(self) -> str:
        return reverse("taxonomy:term", args=[self.framework.code, self.code])

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
    note: Said
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
