"""The sections of an edition in their order: which prose stands where."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class SectionKey(models.TextChoices):
    INTRODUCTION = "introduction", _("Introduction")
    PARTICIPATION = "participation", _("Who took part")
    FOCUS = "focus", _("The goals in focus")
    COMMITMENTS = "commitments", _("Commitments")
    PARTNERSHIPS = "partnerships", _("Partnerships and deliverables")
    INDICATORS = "indicators", _("Indicators")
    A = "a", _("Part a: leaving no migrant behind")
    B = "b", _("Part b: progress towards the migration-related targets")
    C = "c", _("Part c: what migrants contribute")
    D = "d", _("Part d: emerging issues")
    EXAMPLES = "examples", _("Practice examples")
    GAPS = "gaps", _("Where no report says anything")
    CHANGE = "change", _("Since the last review")


#: The parts a to d, written as in the Dhaka summit's four questions.
LETTERED = (SectionKey.A, SectionKey.B, SectionKey.C, SectionKey.D)


def in_order(moved: Iterable[str]) -> list[str]:
    """All keys: those that were moved as they stand, and each other one behind the one that it
    follows by itself. So a section that is new, or of which an old manuscript says nothing, has
    its place."""
    order = [key for key in dict.fromkeys(moved) if key in SectionKey.values]
    for place, key in enumerate(SectionKey.values):
        if key not in order:
            before = SectionKey.values[place - 1] if place else None
            order.insert(order.index(before) + 1 if before else 0, key)
    return order
