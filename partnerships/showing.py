"""An example's values made ready to be shown: sections and rows for pages, plain text for
comparisons and tables. Runs no query: terms and places come from the taxonomy in memory."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from babel import Locale, UnknownLocaleError
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gfmd_platform.interface.forms.dates import spoken
from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.picture import PlaceEntry, TermEntry

from .content import EXAMPLE
from .enums import ExampleKind
from .fields import Content, Field, Shape, Values


@dataclass(frozen=True)
class ShownTerm:
    term: TermEntry
    editorial: bool

    @property
    def cluster(self) -> TermEntry:
        """The outermost term above it (a cluster, for an action area)."""
        return self.term.path[0] if self.term.path else self.term

    @property
    def cluster_number(self) -> str:
        return self.cluster.code.removeprefix("C")


@dataclass(frozen=True)
class ShownRow:
    """`value` is a text, a list of places, of `ShownTerm`s or of links, as `shape` says."""

    name: str
    label: str | Promise
    shape: str
    value: Any


@dataclass(frozen=True)
class ShownSection:
    name: str
    label: str | Promise
    rows: list[ShownRow] = field(default_factory=list)

    @property
    def texts(self) -> list[ShownRow]:
        """What is read as prose."""
        return [row for row in self.rows if row.shape == Shape.TEXT]

    @property
    def facts(self) -> list[ShownRow]:
        """What is looked up."""
        return [row for row in self.rows if row.shape != Shape.TEXT]


@dataclass(frozen=True)
class Change:
    """One field in which two texts differ, in words."""

    name: str
    label: str | Promise
    before: str
    after: str


def language_name(code: str) -> str:
    try:
        locale = Locale.parse(code, sep="-")
        return locale.get_display_name((get_language() or "en").split("-")[0]) or code
    except (UnknownLocaleError, ValueError):
        return code


def shown_terms(ids: Collection[str], editorial: Collection[UUID] = ()) -> list[ShownTerm]:
    marked = set(editorial)
    return [
        ShownTerm(term, term.id in marked) for term in taxonomy.terms_by_id(UUID(i) for i in ids)
    ]


def shown_places(codes: Collection[str]) -> list[PlaceEntry]:
    known = taxonomy.current().places
    found = [known[code] for code in codes if code in known]
    return sorted(found, key=lambda place: place.sort_key)


def shown_value(spec: Field, value: Any, editorial: Collection[UUID] = ()) -> Any:
    if not value and spec.shape is not Shape.FLAG:
        return value
    match spec.shape:
        case Shape.KIND:
            return ExampleKind(value).label
        case Shape.DATE:
            return spoken(value)
        case Shape.LANGUAGE:
            return language_name(value)
        case Shape.PLACES:
            return shown_places(value)
        case Shape.TERMS:
            return shown_terms(value, editorial)
        case Shape.FLAG:
            return _("Yes") if value else _("No")
        case _:
            return value


def sections(
    values: Values,
    *,
    editorial: Collection[UUID] = (),
    empty: bool = False,
    content: Content = EXAMPLE,
) -> list[ShownSection]:
    """Sections with what is said; with `empty`, also the fields that say nothing (for the author's
    check of answers)."""
    shown: list[ShownSection] = []
    for name, label in content.sections.items():
        rows = [
            ShownRow(spec.name, spec.label, spec.shape, shown_value(spec, value, editorial))
            for spec in content.fields
            if spec.section == name
            and ((value := values[spec.name]) or (empty and not spec.archive_only))
        ]
        if rows:
            shown.append(ShownSection(name, label, rows))
    return shown


def as_text(spec: Field, value: Any) -> str:
    """A value in words on plain lines, for comparisons, mail and tables."""
    shown = shown_value(spec, value)
    match spec.shape:
        case Shape.PLACES:
            return "\n".join(place.name for place in shown)
        case Shape.TERMS:
            return "\n".join(entry.term.numbered for entry in shown)
        case Shape.LINKS | Shape.WORDS:
            return "\n".join(shown)
        case _:
            return str(shown)


def changes(before: Values, after: Values, *, content: Content = EXAMPLE) -> list[Change]:
    """The fields in which two texts differ, in the order of the form."""
    return [
        Change(spec.name, spec.label, as_text(spec, old), as_text(spec, new))
        for spec in content.fields
        if (old := before.get(spec.name, spec.empty)) != (new := after.get(spec.name, spec.empty))
    ]
