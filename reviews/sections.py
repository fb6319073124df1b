"""The sections of an edition in their order: which prose stands where."""

from __future__ import annotations

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
