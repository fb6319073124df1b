"""What a cycle's page says of its review."""

from __future__ import annotations

from typing import Any

from gfmd_platform.access import Actor
from gfmd_platform.cycles.models import Cycle

from .models import Review


def review_panel(actor: Actor, cycle: Cycle) -> tuple[str, dict[str, Any]] | None:
    review = Review.unscoped.visible_to(actor).filter(cycle=cycle).first()
    if review is None:
        return None
    if review.current_edition_id is None and not actor.is_support_unit:
        return None
    return "reviews/_panel.html", {"review": review, "works": actor.is_support_unit}
