"""What of a stakeholder can be found: its current version, while it takes part."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gfmd_platform.ledger import consumers
from gfmd_platform.ledger.models import Event
from gfmd_platform.search import registry
from gfmd_platform.search.operations import index_all_of
from gfmd_platform.search.registry import SearchDocument

from .enums import StakeholderKind, StakeholderState
from .models import Stakeholder


def document(record_id: UUID) -> SearchDocument | None:
    stakeholder = (
        Stakeholder.unscoped.select_related("current_version")
        .filter(pk=record_id, state=StakeholderState.CONFIRMED)
        .first()
    )
    if stakeholder is None or stakeholder.current_version is None:
        return None
    version = stakeholder.current_version
    return SearchDocument(
        title=version.name,
        url=reverse("stakeholders:detail", args=[record_id]),
        language=version.language,
        published_at=version.at,
        summary=version.description[:300],
        text=version.description,
        names=[n for n in (version.name, version.short_name) if n],
        countries=[version.country_id] if version.country_id else [],
        stakeholders=[record_id],
        stakeholder_kinds=[version.kind],
    )


def _renamed(event: Event) -> None:
    if event.record_id is not None:
        index_all_of(event.record_id)


def register() -> None:
    consumers.register("search.stakeholder", ["stakeholder.edit"], _renamed)
    registry.register("stakeholder", document, label=_("Stakeholder"))
    registry.name_stakeholder_kinds(StakeholderKind.choices)
