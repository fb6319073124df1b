"""From frozen sources to canonical JSON: parts computed side by side, then joined."""

from .again import joined, measures_of, recompute
from .joining import join
from .parts import compute

__all__ = ["compute", "join", "joined", "measures_of", "recompute"]
