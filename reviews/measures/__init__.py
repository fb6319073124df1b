"""The measures of the annual review, in one register.

A measure whose meaning changes gets a new revision; the old one stays, so that a published figure
can always be computed again by its own rule.
"""

from __future__ import annotations

from . import (
    commitments,
    examples,
    gaps,
    indicators,
    participation,
    partnerships,
    sources,
    voices,
)
from .base import Cell, FigureRow, Measure, figure_key, figures, shares, sources_behind
from .context import NO_REGION, Context

ALL: tuple[Measure, ...] = (
    *participation.MEASURES,
    *commitments.MEASURES,
    *indicators.MEASURES,
    *voices.MEASURES,
    *partnerships.MEASURES,
    *examples.MEASURES,
    *gaps.MEASURES,
    *sources.MEASURES,
)


def current() -> dict[str, Measure]:
    """The highest revision of each measure, in their order."""
    newest: dict[str, Measure] = {}
    for measure in ALL:
        if measure.key not in newest or newest[measure.key].revision < measure.revision:
            newest[measure.key] = measure
    return newest


def find(key: str, revision: int) -> Measure:
    """Raises LookupError when this platform does not know the measure or its revision."""
    for measure in ALL:
        if (measure.key, measure.revision) == (key, revision):
            return measure
    raise LookupError(f"No measure {key!r}, revision {revision}")


__all__ = [
    "ALL",
    "NO_REGION",
    "Cell",
    "Context",
    "FigureRow",
    "Measure",
    "current",
    "figure_key",
    "figures",
    "find",
    "shares",
    "sources_behind",
]
