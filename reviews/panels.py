"""What a cycle's page says of its review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.cycles.models import Cycle

from .models import CompilationSource, Edition, Figure, HandingOver, Review
from .sources import STAKEHOLDER


@dataclass(frozen=True)
class Outcome:
    """What came out of a cycle: `figures` are (words, value, key) of the edition in force, `own`
    the reader's stakeholders that have a sheet in it."""

    edition: Edition
    figures: Sequence[tuple[str, int, str]]
    earlier: Sequence[Edition]
    handed: Sequence[HandingOver]
    own: Sequence[Any]


def review_panel(actor: Actor, cycle: Cycle) -> tuple[str, dict[str, Any]] | None:
    """Five queries at most; one before the first edition."""
    review = Review.unscoped.visible_to(actor).filter(cycle=cycle).first()
    if review is None:
        return None
    if review.current_edition_id is None and not actor.is_support_unit:
        return None
    outcome = outcome_of(actor, review) if review.current_edition_id else None
    return "reviews/_panel.html", {
        "review": review,
        "works": actor.is_support_unit,
        "outcome": outcome,
    }


def outcome_of(actor: Actor, review: Review) -> Outcome:
    """Of a review with an edition (three queries; one more for members of stakeholders)."""
    editions = list(Edition.objects.filter(review=review).prefetch_related("files").order_by("-no"))
    edition = next(e for e in editions if e.pk == review.current_edition_id)
    words = {
        "reports": _("stakeholders reported"),
        "commitments": _("commitments are registered"),
        "partnerships": _("partnerships are registered"),
        "examples": _("practice examples are published"),
    }
    values = dict(
        Figure.objects.filter(compilation=edition.compilation_id, key__in=list(words)).values_list(
            "key", "value"
        )
    )
    mine = actor.stakeholder_ids()
    return Outcome(
        edition=edition,
        figures=[(words[key], int(values[key]), key) for key in words if key in values],
        earlier=[e for e in editions if e.pk != edition.pk],
        handed=list(HandingOver.objects.filter(edition__in=editions).select_related("edition")),
        own=list(
            CompilationSource.objects.filter(
                compilation=edition.compilation_id, kind=STAKEHOLDER.kind, record_id__in=mine
            ).values_list("record_id", flat=True)
        )
        if mine
        else [],
    )
