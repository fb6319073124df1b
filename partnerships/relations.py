"""How an actor stands to the records of this app."""

from __future__ import annotations

from django.db.models import Q

from gfmd_platform import access
from gfmd_platform.access import Actor
from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.access.rules import Relation
from gfmd_platform.stakeholders.enums import StakeholderKind
from gfmd_platform.stakeholders.relations import OWN, system

from .enums import ExampleState, PartnerAnswer, PartnershipState
from .models import Partner
from .transitions import INVITING

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


_PUBLIC = (PartnershipState.REGISTERED, PartnershipState.CONCLUDED)
_TAKES_PART = (PartnerAnswer.ACCEPTED,)
_IS_ASKED = (PartnerAnswer.INVITED,)


def _partner(answers: tuple[str, ...], role: str | None = None, field: str = "pk") -> Relation:
    """Members (or, with `role`, focal points) of a stakeholder that gave one of these answers.

    An invitation to what is concluded or withdrawn asks nothing any more, and shows nothing.
    """

    def relation(actor: Actor) -> Q | None:
        ids = actor.stakeholder_ids(role)
        if not ids:
            return None
        theirs = Partner.objects.filter(stakeholder__in=ids, answer__in=answers)
        if answers == _IS_ASKED:
            theirs = theirs.filter(partnership__state__in=INVITING)
        return Q(**{f"{field}__in": theirs.values("partnership")})

    return relation


def _support_unit_registered(field: str = "") -> Relation:
    """What was ever public, and in which no stakeholder of one's own takes part."""

    def relation(actor: Actor) -> Q | None:
        if not actor.is_support_unit:
            return None
        registered = Q(**{f"{field}current_version__isnull": False})
        ids = actor.stakeholder_ids()
        if not ids:
            return registered
        theirs = Partner.objects.filter(stakeholder__in=ids, answer__in=_TAKES_PART)
        return registered & ~Q(**{f"{field}pk__in": theirs.values("partnership")})

    return relation


PARTNERSHIP: dict[str, Relation] = {
    "public": lambda actor: Q(state__in=_PUBLIC),
    **OWN,
    "partner_member": _partner(_TAKES_PART),
    "partner_focal_point": _partner(_TAKES_PART, FOCAL_POINT),
    "invited_member": _partner(_IS_ASKED),
    "invited_focal_point": _partner(_IS_ASKED, FOCAL_POINT),
    "support_unit_submitted": _support_unit_registered(),
}


def _lead(role: str | None) -> Relation:
    def relation(actor: Actor) -> Q | None:
        ids = actor.stakeholder_ids(role)
        return Q(partnership__record__owner__in=ids) if ids else None

    return relation


DELIVERABLE: dict[str, Relation] = {
    "public": lambda actor: Q(partnership__state__in=_PUBLIC),
    **OWN,
    "partner_member": _partner(_TAKES_PART, field="partnership"),
    "invited_member": _partner(_IS_ASKED, field="partnership"),
    "lead_member": _lead(None),
    "lead_focal_point": _lead(FOCAL_POINT),
    "support_unit_submitted": _support_unit_registered("partnership__"),
}


def register() -> None:
    access.register("example", EXAMPLE)
    access.register("partnership", PARTNERSHIP)
    access.register("deliverable", DELIVERABLE)
