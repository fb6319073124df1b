"""How a person stands to an annual review."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from gfmd_platform.access.actors import Actor
from gfmd_platform.access.rules import Relation
from gfmd_platform.ledger.models import ActorRef
from gfmd_platform.stakeholders.relations import support_unit, system

from .consulted import consulted_delegation
from .enums import ReviewState

#: The Chair reads what is sent, and may look again at what it approved until it is published.
_ASKED = [ReviewState.WITH_CHAIR, ReviewState.APPROVED]


def _chair_asked(actor: Actor) -> Q | None:
    return Q(state__in=_ASKED) if actor.is_chair else None


def _chair_not_compiler(actor: Actor) -> Q | None:
    """Whoever requested a compilation of this review or wrote in its manuscript, in whatever
    capacity, does not approve it: people are compared, not seats."""
    from .models import Compilation, ManuscriptRevision

    if not actor.is_chair:
        return None
    mine = ActorRef.objects.filter(person=actor.person).values("ref")
    compiled = Compilation.objects.filter(review=OuterRef("pk"), requested_by__in=mine)
    wrote = ManuscriptRevision.objects.filter(section__review=OuterRef("pk"), actor_ref__in=mine)
    return Q(state__in=_ASKED) & ~Exists(compiled) & ~Exists(wrote)


def _quoted_focal_point(actor: Actor) -> Q | None:
    from .quoted import quoted_focal_point

    return quoted_focal_point(actor)


RELATIONS: dict[str, Relation] = {
    "public": lambda actor: Q(current_edition__isnull=False),
    "support_unit": support_unit,
    "system": system,
    "chair_asked": _chair_asked,
    "chair_not_compiler": _chair_not_compiler,
    "consulted_delegation": consulted_delegation,
    "quoted_focal_point": _quoted_focal_point,
}
