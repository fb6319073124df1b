"""Rows made ready for templates, which run no queries of their own."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from .models import Stakeholder, StakeholderVersion
from .queries import place_name


@dataclass(frozen=True)
class StakeholderLine:
    """One entry of the list."""

    pk: UUID
    name: str
    short_name: str
    kind: str
    country: str
    language: str
    description: str

    @classmethod
    def of(cls, stakeholder: Stakeholder) -> StakeholderLine:
        country = place_name(stakeholder.country_id)
        return cls(
            pk=stakeholder.pk,
            name=stakeholder.name,
            short_name=stakeholder.short_name,
            kind=stakeholder.get_kind_display(),
            country="" if country == stakeholder.name else country,
            language=stakeholder.language,
            description=stakeholder.description,
        )


@dataclass(frozen=True)
class Facts:
    """What is shown of a stakeholder, or of one of its versions."""

    kind: str
    country: str
    description: str
    website: str
    language: str


def facts_of(subject: Stakeholder | StakeholderVersion) -> Facts:
    return Facts(
        kind=subject.get_kind_display(),
        country=place_name(subject.country_id),
        description=subject.description,
        website=subject.website,
        language=subject.language,
    )
