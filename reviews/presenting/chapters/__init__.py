"""What each section shows of the figures."""

from __future__ import annotations

from collections.abc import Callable

from ...sections import LETTERED
from ..blocks import Block
from ..figures import Figures
from .annex import annex
from .change import change
from .commitments import commitments
from .focus import focus
from .gaps import gaps
from .indicators import indicators
from .participation import participation
from .partnerships import examples, partnerships
from .voices import voices

Chapter = Callable[[Figures], list[Block]]

CHAPTERS: dict[str, Chapter] = {
    "participation": participation,
    "focus": focus,
    "commitments": commitments,
    "partnerships": partnerships,
    "indicators": indicators,
    "examples": examples,
    "gaps": gaps,
    "change": change,
}

__all__ = ["CHAPTERS", "LETTERED", "annex", "voices"]
