"""Filters by theme and country: one definition for pages and API, for every kind of record."""

from __future__ import annotations

import abc
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.filterset import FilterSetMetaclass
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.enums import TermKind
from gfmd_platform.taxonomy.picture import PlaceEntry, TermEntry

_KINDS = {
    "action_area": TermKind.ACTION_AREA,
    "objective": TermKind.OBJECTIVE,
    "target": TermKind.TARGET,
}


class TermRefField(forms.CharField):
    """A term as "framework:code"; cleans to its entry."""

    def __init__(self, *, kinds: tuple[str, ...], **kwargs: Any) -> None:
        self.kinds = kinds
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        ref = super().clean(value)
        if not ref:
            return None
        term = taxonomy.term(ref)
        if term is None or term.kind not in self.kinds:
            raise forms.ValidationError(_("This is not one of the choices."))
        return term


@extend_schema_field(OpenApiTypes.STR)
class TermRefFilter(django_filters.Filter):
    field_class = TermRefField

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return self.parent.narrow(qs, terms=[value]) if value else qs


class CountryField(forms.CharField):
    """An M49 or ISO 3166 code; cleans to the M49 code."""

    def clean(self, value: Any) -> str:
        code = super().clean(value)
        if not code:
            return ""
        place = taxonomy.place(code)
        if place is None or not place.is_country:
            raise forms.ValidationError(_("This is no country or area."))
        return place.code


@extend_schema_field(OpenApiTypes.STR)
class CountryFilter(django_filters.Filter):
    field_class = CountryField

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        return self.parent.narrow(qs, place=value) if value else qs


class AbstractFilterSet(abc.ABCMeta, FilterSetMetaclass):
    """A filter set that leaves methods to those made of it."""


class ThemeFilter(django_filters.FilterSet, metaclass=AbstractFilterSet):
    """A kind of record says how it is narrowed, and which themes and countries it carries."""

    action_area = TermRefFilter(label=_("Action area"), kinds=(TermKind.ACTION_AREA,))
    objective = TermRefFilter(label=_("Objective"), kinds=(TermKind.OBJECTIVE,))
    target = TermRefFilter(label=_("Target"), kinds=(TermKind.TARGET,))
    country = CountryFilter(label=_("Country or area"))

    @abc.abstractmethod
    def narrow(self, qs: QuerySet[Any], **by: Any) -> QuerySet[Any]:
        """The records of `qs` that carry these `terms`, or this `place`."""

    @abc.abstractmethod
    def terms_in_use(self, *kinds: TermKind) -> list[TermEntry]:
        """Terms of these kinds that public records carry (one query)."""

    @abc.abstractmethod
    def places_in_use(self) -> list[PlaceEntry]:
        """Countries and areas that public records carry (one query)."""

    def offer_choices(self) -> None:
        """Turn term and country fields into lists of what public records carry (two queries)."""
        everything = [("", _("All"))]
        used = self.terms_in_use(*_KINDS.values())
        for name, kind in _KINDS.items():
            choices = [(term.ref, term.numbered) for term in used if term.kind == kind]
            self._offer(name, everything + _with_chosen(choices, self.data.get(name)))
        places = [(place.code, place.name) for place in self.places_in_use()]
        self._offer("country", everything + _with_chosen(places, self.data.get("country")))

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.form.fields[name].widget = forms.Select(choices=choices)


def _with_chosen(choices: list[tuple[str, str]], chosen: str | None) -> list[tuple[str, Any]]:
    """What was asked for stays in the list, even when nothing carries it."""
    if chosen and chosen not in {value for value, _label in choices}:
        term = taxonomy.term(chosen)
        return [*choices, (chosen, term.numbered if term else chosen)]
    return [*choices]
