"""Texts as tables of fields: words, order, limits, said once for form, API, import and comparison.

Values travel as a plain dict under the fields' names (`Values`): texts, partial dates and the kind
as str; countries as M49 codes; themes as ids of terms; links as a list; flags as bool.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

Values = dict[str, Any]
#: Words of ours, translated when they are shown.
Words = Any


class Shape(StrEnum):
    LINE = "line"
    TEXT = "text"
    KIND = "kind"
    DATE = "date"
    LANGUAGE = "language"
    PLACES = "places"
    TERMS = "terms"
    LINK = "link"
    LINKS = "links"
    WORDS = "words"
    FLAG = "flag"


@dataclass(frozen=True)
class Field:
    """`limit`: most characters of a text, most entries of a list. `required`: to submit."""

    name: str
    label: Words
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


@dataclass(frozen=True)
class Content:
    """All fields of one kind of record, by section; `missing_words` say what is still needed."""

    sections: Mapping[str, Words]
    fields: tuple[Field, ...]
    missing_words: Mapping[str, Words]

    @cached_property
    def by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}

    @cached_property
    def written(self) -> tuple[Field, ...]:
        """What a person may write; the rest belongs to the archive."""
        return tuple(field for field in self.fields if not field.archive_only)

    @cached_property
    def term_fields(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.shape is Shape.TERMS)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Fields that are columns of the row (the others are rows of their own)."""
        kept_apart = (Shape.PLACES, Shape.TERMS)
        return tuple(field.name for field in self.fields if field.shape not in kept_apart)

    def field_of_kind(self, kind: str) -> str | None:
        """The field to which a term of this kind belongs."""
        return next((f.name for f in self.term_fields if kind in f.term_kinds), None)

    def empty_values(self) -> Values:
        return {field.name: field.empty for field in self.fields} | {"language": "en"}

    def values_of(
        self,
        row: Any,
        *,
        terms: Iterable[tuple[Any, str]] = (),
        places: Iterable[str] = (),
    ) -> Values:
        """The values of a draft or version; `terms` are (id, kind) and `places` codes, ordered here
        so that the same content is always the same value."""
        values: Values = {name: getattr(row, name) for name in self.columns}
        for field in self.fields:
            if field.shape in (Shape.LINKS, Shape.WORDS):
                values[field.name] = list(values[field.name])
        for field in self.fields:
            if field.shape is Shape.PLACES:
                values[field.name] = sorted(places)
        for field in self.term_fields:
            values[field.name] = []
        for term_id, kind in terms:
            if (name := self.field_of_kind(kind)) is not None:
                values[name].append(str(term_id))
        for field in self.term_fields:
            values[field.name].sort()
        return values

    def missing(self, values: Values) -> dict[str, list[str]]:
        """What an author must still say before submitting, by field."""
        otherwise = _("This is needed before you submit.")
        return {
            field.name: [str(self.missing_words.get(field.name, otherwise))]
            for field in self.fields
            if field.required and not values.get(field.name)
        }
