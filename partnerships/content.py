"""The fields of a practice example, said once: words, order, limits, and what must be there.

Form, API, importer, remarks of moderators, comparisons and exports all read this table. Values
travel as a plain dict under these names (`Values`): texts, partial dates and the kind as str;
countries as M49 codes; themes as ids of terms; links as a list; flags as bool.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gfmd_platform.taxonomy.enums import TermKind

Values = dict[str, Any]


class Shape(StrEnum):
    LINE = "line"
    TEXT = "text"
    KIND = "kind"
    DATE = "date"
    LANGUAGE = "language"
    PLACES = "places"
    TERMS = "terms"
    LINKS = "links"
    WORDS = "words"
    FLAG = "flag"


@dataclass(frozen=True)
class Field:
    """`limit`: most characters of a text, most entries of a list. `required`: to submit."""

    name: str
    label: str | Promise
    shape: Shape
    section: str
    limit: int = 0
    required: bool = False
    term_kinds: tuple[str, ...] = ()
    archive_only: bool = False

    @property
    def is_list(self) -> bool:
        return self.shape in (Shape.PLACES, Shape.TERMS, Shape.LINKS, Shape.WORDS)

    @property
    def empty(self) -> Any:
        if self.is_list:
            return []
        return False if self.shape is Shape.FLAG else ""


SECTIONS: dict[str, str | Promise] = {
    "what": _("What was done"),
    "where": _("Where, by whom, since when"),
    "results": _("What came of it"),
    "others": _("What others can learn"),
    "themes": _("What it responds to"),
    "contact": _("Contact"),
}

LONG = 6000
SHORT = 2000

FIELDS: tuple[Field, ...] = (
    Field("title", _("Title"), Shape.LINE, "what", 200, required=True),
    Field("kind", _("Policy or practice"), Shape.KIND, "what", required=True),
    Field("summary", _("What was done"), Shape.TEXT, "what", LONG, required=True),
    Field("language", _("Language of this text"), Shape.LANGUAGE, "what", required=True),
    Field("countries", _("Countries and areas"), Shape.PLACES, "where", 30),
    Field("by_whom", _("Others who carried it out"), Shape.LINE, "where", 500),
    Field("since", _("Since"), Shape.DATE, "where", required=True),
    Field("until", _("Until"), Shape.DATE, "where"),
    Field("reach", _("Whom it reached"), Shape.TEXT, "results", SHORT),
    Field("cost", _("What it cost, and who paid"), Shape.TEXT, "results", SHORT),
    Field("results", _("Results"), Shape.TEXT, "results", LONG),
    Field("results_basis", _("How the results are known"), Shape.TEXT, "results", SHORT),
    Field("lessons", _("Lessons"), Shape.TEXT, "others", LONG),
    Field("to_repeat", _("What others need to repeat it"), Shape.TEXT, "others", LONG),
    Field("links", _("Links"), Shape.LINKS, "others", 10),
    Field(
        "action_areas",
        _("Action areas"),
        Shape.TERMS,
        "themes",
        10,
        required=True,
        term_kinds=(TermKind.ACTION_AREA,),
    ),
    Field(
        "options",
        _("Options of the Recollection it realises"),
        Shape.TERMS,
        "themes",
        20,
        term_kinds=(TermKind.OPTION_POLICY, TermKind.OPTION_PRACTICAL),
    ),
    Field(
        "objectives",
        _("Objectives of the Global Compact"),
        Shape.TERMS,
        "themes",
        23,
        term_kinds=(TermKind.OBJECTIVE,),
    ),
    Field(
        "targets",
        _("Targets of the 2030 Agenda"),
        Shape.TERMS,
        "themes",
        30,
        term_kinds=(TermKind.TARGET,),
    ),
    Field(
        "guiding_principles",
        _("Guiding principles of the Global Compact"),
        Shape.TERMS,
        "themes",
        10,
        term_kinds=(TermKind.GUIDING_PRINCIPLE,),
    ),
    Field("contact_withheld", _("Show no contact with this example"), Shape.FLAG, "contact"),
    Field(
        "source_numbers",
        _("Numbers in the source"),
        Shape.WORDS,
        "contact",
        10,
        archive_only=True,
    ),
    Field(
        "source_note", _("Where the source says it"), Shape.LINE, "contact", 300, archive_only=True
    ),
)

BY_NAME: dict[str, Field] = {field.name: field for field in FIELDS}
#: What a person may write; the rest belongs to the archive.
WRITTEN: tuple[Field, ...] = tuple(field for field in FIELDS if not field.archive_only)
TERM_FIELDS: tuple[Field, ...] = tuple(f for f in FIELDS if f.shape is Shape.TERMS)
#: Fields that are columns of the row (the others are rows of their own).
COLUMNS: tuple[str, ...] = tuple(
    f.name for f in FIELDS if f.shape not in (Shape.PLACES, Shape.TERMS)
)


def field_of_kind(kind: str) -> str | None:
    """The field to which a term of this kind belongs."""
    return next((f.name for f in TERM_FIELDS if kind in f.term_kinds), None)


def empty_values() -> Values:
    return {field.name: field.empty for field in FIELDS} | {"language": "en"}


def values_of(row: Any, *, terms: Iterable[tuple[Any, str]], places: Iterable[str]) -> Values:
    """The values of a draft or version; `terms` are (id, kind) and `places` codes, ordered here so
    that the same content is always the same value."""
    values: Values = {name: getattr(row, name) for name in COLUMNS}
    for name in ("links", "source_numbers"):
        values[name] = list(values[name])
    values["countries"] = sorted(places)
    for field in TERM_FIELDS:
        values[field.name] = []
    for term_id, kind in terms:
        name = field_of_kind(kind)
        if name is not None:
            values[name].append(str(term_id))
    for field in TERM_FIELDS:
        values[field.name].sort()
    return values


def missing(values: Values) -> dict[str, list[str]]:
    """What an author must still say before submitting, by field."""
    return {
        field.name: [str(_MISSING.get(field.name, _("This is needed before you submit.")))]
        for field in FIELDS
        if field.required and not values.get(field.name)
    }


_MISSING: dict[str, str | Promise] = {
    "title": _("Give the example a title."),
    "kind": _("Say whether it is a policy or a practice."),
    "summary": _("Say what was done."),
    "since": _("Say since when; the year is enough."),
    "action_areas": _("Choose at least one action area."),
}
