"""How the public list is narrowed: one definition for the page and for the API."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gfmd_platform.interface.forms import FilterForm
from gfmd_platform.interface.sorting import Sort
from gfmd_platform.stakeholders.enums import StakeholderKind
from gfmd_platform.taxonomy.enums import TermKind
from gfmd_platform.taxonomy.picture import PlaceEntry, TermEntry

from ..enums import ExampleKind
from ..models import Example
from ..queries.examples import narrowed, places_in_use, terms_in_use
from .filters import ThemeFilter

SORTS: dict[str, str | tuple[str, ...]] = {
    "published": "published_at",
    "title": "published_version__title",
}
DEFAULT_SORT = "-published"

ARCHIVE = [("no", _("Told by stakeholders")), ("yes", _("Archive of 2017"))]


class ExampleFilter(ThemeFilter):
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

    def narrow(self, qs: QuerySet[Example], **by: Any) -> QuerySet[Example]:
        return narrowed(qs, **by)

    def terms_in_use(self, *kinds: TermKind) -> list[TermEntry]:
        return terms_in_use(*kinds)

    def places_in_use(self) -> list[PlaceEntry]:
        return places_in_use()

    def by_stakeholder_kind(self, qs: QuerySet[Example], name: str, value: str) -> Any:
        return narrowed(qs, stakeholder_kind=value)

    def by_kind(self, qs: QuerySet[Example], name: str, value: str) -> Any:
        return narrowed(qs, kind=value)

    def by_archive(self, qs: QuerySet[Example], name: str, value: str) -> Any:
        return narrowed(qs, archive=value == "yes")


def sort_of(query: Any) -> Sort:
    return Sort.of(query, allowed=SORTS, default=DEFAULT_SORT)
