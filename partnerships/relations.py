"""How an actor stands to the records of this app."""

from __future__ import annotations

from django.db.models import Q

from gfmd_platform import access
from gfmd_platform.access import Actor
from gfmd_platform.access.rules import Relation
from gfmd_platform.stakeholders.enums import StakeholderKind
from gfmd_platform.stakeholders.relations import OWN, system

from .enums import ExampleState

_IS_STATE = Q(record__owner__stakeholder__kind=StakeholderKind.STATE)


def _not_own(actor: Actor) -> Q:
    """Nobody moderates an entry of their own stakeholder. Archive entries have no owner."""
    ids = actor.stakeholder_ids()
    return ~Q(record__owner__in=ids) | Q(record__owner=None) if ids else Q()


def support_unit_submitted(actor: Actor) -> Q | None:
    if not actor.is_support_unit:
        return None
    return Q(submitted_version__isnull=False) & _not_own(actor)


def _support_unit_state_entry(actor: Actor) -> Q | None:
    submitted = support_unit_submitted(actor)
    return None if submitted is None else submitted & _IS_STATE


def _support_unit_other_entry(actor: Actor) -> Q | None:
    submitted = support_unit_submitted(actor)
    return None if submitted is None else submitted & ~_IS_STATE


def _chair_referred(actor: Actor) -> Q | None:
    if not actor.is_chair:
        return None
    return Q(state=ExampleState.REFERRED) & _not_own(actor)


EXAMPLE: dict[str, Relation] = {
    "public": lambda actor: Q(published_version__isnull=False),
    **OWN,
    "support_unit_submitted": support_unit_submitted,
    "support_unit_state_entry": _support_unit_state_entry,
    "support_unit_other_entry": _support_unit_other_entry,
    "chair_referred": _chair_referred,
    "system": system,
}


def register() -> None:
    access.register("example", EXAMPLE)
