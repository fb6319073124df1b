"""How the public list is narrowed: one definition for the page and for the API."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gfmd_platform.interface.forms import FilterForm
from gfmd_platform.interface.sorting import Sort
from gfmd_platform.stakeholders.enums import StakeholderKind
from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.enums import TermKind

from ..enums import ExampleKind
from ..models import Example
from ..queries.examples import narrowed, places_in_use, terms_in_use

SORTS: dict[str, str | tuple[str, ...]] = {
    "published": "published_at",
    "title": "published_version__title",
}
DEFAULT_SORT = "-published"

ARCHIVE = [("no", _("Told by stakeholders")), ("yes", _("Archive of 2017"))]


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


class TermRefFilter(django_filters.Filter):
    field_class = TermRefField

    def filter(self, qs: QuerySet[Example], value: Any) -> QuerySet[Example]:
        return narrowed(qs, terms=[value]) if value else qs


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


class CountryFilter(django_filters.Filter):
    field_class = CountryField

    def filter(self, qs: QuerySet[Example], value: str) -> QuerySet[Example]:
        return narrowed(qs, place=value) if value else qs


class ExampleFilter(django_filters.FilterSet):
    action_area = TermRefFilter(label=_("Action area"), kinds=(TermKind.ACTION_AREA,))
    objective = TermRefFilter(label=_("Objective"), kinds=(TermKind.OBJECTIVE,))
    target = TermRefFilter(label=_("Target"), kinds=(TermKind.TARGET,))
    country = CountryFilter(label=_("Country or area"))
    stakeholder_kind = django_filters.ChoiceFilter(
        label=_("Told by"), choices=StakeholderKind.choices, method="by_stakeholder_kind"
    )
    kind = django_filters.ChoiceFilter(
        label=_("Policy or practice"), choices=ExampleKind.choices, method="by_kind"
    )
    archive = django_filters.ChoiceFilter(label=_("Source"), choices=ARCHIVE, method="by_archive")

    class Meta:
        model = Example
        form = FilterForm
        fields: list[str] = []

    def by_stakeholder_kind(self, qs: QuerySet[Example], name: str, value: str) -> Any:
        return narrowed(qs, stakeholder_kind=value)

    def by_kind(self, qs: QuerySet[Example], name: str, value: str) -> Any:
        return narrowed(qs, kind=value)

    def by_archive(self, qs: QuerySet[Example], name: str, value: str) -> Any:
        return narrowed(qs, archive=value == "yes")

    def offer_choices(self) -> None:
        """Turn term and country fields into lists of what public examples carry (two queries)."""
        everything = [("", _("All"))]
        used = terms_in_use(TermKind.ACTION_AREA, TermKind.OBJECTIVE, TermKind.TARGET)
        for name, kind in (
            ("action_area", TermKind.ACTION_AREA),
            ("objective", TermKind.OBJECTIVE),
            ("target", TermKind.TARGET),
        ):
            choices = [(term.ref, term.numbered) for term in used if term.kind == kind]
            self._offer(name, everything + _with_chosen(choices, self.data.get(name)))
        places = [(place.code, place.name) for place in places_in_use()]
        self._offer("country", everything + _with_chosen(places, self.data.get("country")))

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.form.fields[name].widget = forms.Select(choices=choices)


def _with_chosen(choices: list[tuple[str, str]], chosen: str | None) -> list[tuple[str, Any]]:
    """What was asked for stays in the list, even when nothing carries it."""
    if chosen and chosen not in {value for value, _label in choices}:
        term = taxonomy.term(chosen)
        return [*choices, (chosen, term.numbered if term else chosen)]
    return [*choices]


def sort_of(query: Any) -> Sort:
    return Sort.of(query, allowed=SORTS, default=DEFAULT_SORT)
