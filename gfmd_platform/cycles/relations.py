"""How a person stands to a review cycle."""

from __future__ import annotations

from django.db.models import Q

from gfmd_platform.access.rules import Relation
from gfmd_platform.stakeholders.relations import support_unit

from .enums import CycleState

RELATIONS: dict[str, Relation] = {
    "public": lambda actor: Q(state__in=[CycleState.OPEN, CycleState.CLOSED]),
    "support_unit": support_unit,
}
