"""How a person stands to a stakeholder, and the relations that every owned kind shares."""

from __future__ import annotations

from django.db.models import Q

from gfmd_platform.access.actors import CONTRIBUTOR, FOCAL_POINT, Actor
from gfmd_platform.access.rules import Relation

from .enums import StakeholderState


def own_contributor(actor: Actor) -> Q | None:
    ids = actor.stakeholder_ids(CONTRIBUTOR)
    return Q(record__owner__in=ids) if ids else None


def own_focal_point(actor: Actor) -> Q | None:
    ids = actor.stakeholder_ids(FOCAL_POINT)
    return Q(record__owner__in=ids) if ids else None


def system(actor: Actor) -> Q | None:
    return Q() if actor.is_system else None


def support_unit(actor: Actor) -> Q | None:
    return Q() if actor.is_support_unit else None


OWN: dict[str, Relation] = {
    "own_contributor": own_contributor,
    "own_focal_point": own_focal_point,
}


def _applicant(actor: Actor) -> Q | None:
    return Q(applicant=actor.person) if actor.is_signed_in else None


RELATIONS: dict[str, Relation] = {
    # Whoever has ended stays readable: published records still lead to them.
    "public": lambda actor: Q(state__in=[StakeholderState.CONFIRMED, StakeholderState.ENDED]),
    "applicant": _applicant,
    "support_unit": support_unit,
    **OWN,
}

GROUP_RELATIONS: dict[str, Relation] = {
    "anyone": lambda actor: Q(),
    "support_unit": support_unit,
    "system": system,
}
