"""A whole compilation from its frozen sources, without writing anything."""

from __future__ import annotations

from .. import measures
from ..models import Compilation
from .joining import join
from .parts import compute


def measures_of(compilation: Compilation) -> list[measures.Measure]:
    """The measures with the revisions that the compilation began with, in their order."""
    return [
        measures.find(key, compilation.measures[key])
        for key in sorted(compilation.measures, key=_place_of_measure)
    ]


def _place_of_measure(key: str) -> tuple[int, str]:
    known = list(measures.current())
    return (known.index(key) if key in known else len(known), key)


def joined(compilation: Compilation, results: dict[str, str]) -> bytes:
    """The bytes that these parts make together."""
    return join(compilation=compilation, measures=measures_of(compilation), results=results)


def recompute(compilation: Compilation) -> bytes:
    """Compute a compilation again from its frozen sources."""
    used = measures_of(compilation)
    return joined(
        compilation,
        {
            part.part: compute(part.part, compilation=compilation, measures=used)
            for part in compilation.parts.all()
        },
    )
