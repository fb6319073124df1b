"""What is true of a cycle at the moment when its sources are frozen, beside the sources."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from .models import Edition, Review


def facts_of(review: Review) -> dict[str, Any]:
    """Kept with the compilation and printed in the edition.

    `earlier` are the editions in force of earlier cycles of this kind, the oldest first: what this
    one is set beside. `since` is the moment from which something is new: when the sources of the
    last of them were frozen, or when the cycle opened.
    """
    cycle = review.cycle
    goals = list(cycle.goals.order_by("framework", "position"))
    earlier = _earlier(review)
    since = earlier[-1]["frozen_at"] if earlier else cycle.opens_on.isoformat()
    return {
        "id": str(cycle.pk),
        "title": cycle.title,
        "kind": cycle.kind,
        "year": cycle.year,
        "theme": cycle.theme,
        "language": review.language,
        "opens_on": cycle.opens_on.isoformat(),
        "asked_by": cycle.asked_by.isoformat(),
        "goals": sorted(str(goal) for goal in goals),
        "focus": [f"{goal.framework_id}:{goal.code}" for goal in goals],
        "messages_per_part": cycle.messages_per_part,
        "earlier": earlier,
        "since": since,
    }


def _earlier(review: Review) -> list[dict[str, Any]]:
    """Editions are never changed, so that what was published can be printed again beside this."""
    cycle = review.cycle
    found = (
        Edition.objects.filter(
            pk=F("review__current_edition_id"),
            review__cycle__kind=cycle.kind,
            review__cycle__opens_on__lt=cycle.opens_on,
        )
        .select_related("review__cycle", "compilation")
        .order_by("review__cycle__opens_on", "review_id")
    )
    return [
        {
            "edition": str(edition.pk),
            "review": str(edition.review_id),
            "no": edition.no,
            "cycle": str(edition.review.cycle_id),
            "title": edition.review.cycle.title,
            "year": edition.review.cycle.year,
            "frozen_at": edition.compilation.instant.isoformat(),
        }
        for edition in found
    ]
