"""How the public list of partnerships is narrowed: for the page and for the API."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gfmd_platform.interface.forms import FilterForm
from gfmd_platform.interface.sorting import Sort
from gfmd_platform.taxonomy.enums import TermKind
from gfmd_platform.taxonomy.picture import PlaceEntry, TermEntry

from ..enums import DeliverableState, PartnershipState
from ..models import Deliverable, Partnership
from ..queries.partnerships import PUBLIC, narrowed, places_in_use, terms_in_use
from .filters import ThemeFilter

SORTS: dict[str, str | tuple[str, ...]] = {
    "registered": "registered_at",
    "title": "current_version__title",
}
DEFAULT_SORT = "-registered"
STATES = [(state.value, PartnershipState(state).label) for state in PUBLIC]


class PartnershipFilter(ThemeFilter):
    state = django_filters.ChoiceFilter(label=_("State"), choices=STATES, method="by_state")
    stakeholder = django_filters.UUIDFilter(label=_("Partner"), method="by_stakeholder")

    class Meta:
        model = Partnership
        form = FilterForm
        fields: list[str] = []

    def narrow(self, qs: QuerySet[Partnership], **by: Any) -> QuerySet[Partnership]:
        return narrowed(qs, **by)

    def terms_in_use(self, *kinds: TermKind) -> list[TermEntry]:
        return terms_in_use(*kinds)

    def places_in_use(self) -> list[PlaceEntry]:
        return places_in_use()

    def by_state(self, qs: QuerySet[Partnership], name: str, value: str) -> Any:
        return narrowed(qs, state=value)

    def by_stakeholder(self, qs: QuerySet[Partnership], name: str, value: Any) -> Any:
        return narrowed(qs, stakeholder=value)


class DeliverableFilter(django_filters.FilterSet):
    """For the API's list."""

    partnership = django_filters.UUIDFilter(field_name="partnership")
    responsible = django_filters.UUIDFilter(field_name="record__owner")
    state = django_filters.ChoiceFilter(choices=DeliverableState.choices)

    class Meta:
        model = Deliverable
        form = FilterForm
        fields: list[str] = []


def sort_of(query: Any) -> Sort:
    return Sort.of(query, allowed=SORTS, default=DEFAULT_SORT)
