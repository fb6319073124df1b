"""How a person stands to a round of consultation."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from gfmd_platform.access import Actor
from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.access.rules import Relation
from gfmd_platform.stakeholders.models import GroupMembership
from gfmd_platform.stakeholders.relations import support_unit

from .enums import CIRCULATED_TO


def _group_member(actor: Actor) -> Q | None:
    """Of the group to which the text went, once it did."""
    groups = actor.groups & set(CIRCULATED_TO)
    return Q(group__in=groups, opened_at__isnull=False) if groups else None


def consulted_delegation(actor: Actor) -> Q | None:
    """Of a review: a State in a group that was given the text."""
    from .models import ConsultationRound

    ids = {s.stakeholder_id for s in actor.seats if s.is_state and s.role == FOCAL_POINT}
    if not ids:
        return None
    sits = GroupMembership.objects.current().filter(group=OuterRef("group"), stakeholder__in=ids)
    rounds = ConsultationRound.objects.filter(
        Exists(sits), review=OuterRef("pk"), opened_at__isnull=False
    )
    return Q(Exists(rounds))


ROUND_RELATIONS: dict[str, Relation] = {
    "group_member": _group_member,
    "support_unit": support_unit,
}
