"""What was said beside drafts that somebody has not read yet."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from gfmd_platform.access import Actor
from gfmd_platform.access.actors import FOCAL_POINT

from ..enums import SuggestionState
from ..models import DraftComment, MarginRead, ReportContributor, ReportStep, Suggestion


def unread_comments(actor: Actor) -> QuerySet[DraftComment]:
    """Comments by others, in threads that are open, since the actor last looked."""
    rows = DraftComment.objects.filter(
        Q(parent=None, resolved_at=None) | Q(parent__isnull=False, parent__resolved_at=None)
    )
    return _for(actor, rows)


def unread_suggestions(actor: Actor) -> QuerySet[Suggestion]:
    """Texts that others suggested, not answered yet, since the actor last looked."""
    return _for(actor, Suggestion.objects.filter(state=SuggestionState.OPEN))


def _for(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of parts that the actor reads: the same rule as `sections.sections_for`, as a condition."""
    seats = [seat.membership_id for seat in actor.seats]
    given = ReportContributor.objects.filter(
        Q(reads_all=True) | Q(assignments__section=OuterRef("section")),
        report=OuterRef("report"),
        membership__in=seats,
    )
    clears = ReportStep.objects.filter(
        report=OuterRef("report"), members__in=seats, sections__contains=[OuterRef("section")]
    )
    read = MarginRead.objects.filter(
        report=OuterRef("report"),
        section=OuterRef("section"),
        person=actor.person,
        at__gte=OuterRef("at"),
    )
    own = Q(report__stakeholder__in=actor.stakeholder_ids(FOCAL_POINT))
    found = rows.filter(own | Exists(given) | Exists(clears)).filter(~Exists(read))
    return found.exclude(by=actor.person)
