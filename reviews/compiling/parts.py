"""Computing one part of a compilation: a pure function of the frozen sources."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gfmd_platform.records.hashing import canonical_json

from ..enums import Part
from ..measures import Context, FigureRow, Measure, figures
from ..measures.planning import as_sets
from ..models import Compilation
from . import lists, voices

Lists = Callable[[Context], dict[str, Any]]


_LISTS: dict[str, Lists] = {
    Part.INDICATORS: lambda c: {"values": lists.values(c)},
    Part.VOICES: lambda c: {"quotations": voices.quotations(c)},
    Part.PARTNERSHIPS: lambda c: {"partnerships": lists.partnerships(c)},
    Part.EXAMPLES: lambda c: {"examples": lists.examples(c)},
    Part.SOURCES: lambda c: {"sources": lists.annex(c)},
}


def context_of(compilation: Compilation) -> Context:
    return Context(
        compilation_id=compilation.pk,
        release=compilation.taxonomy_release,
        seed=str(compilation.facts["id"]),
    )


def compute(part: str, *, compilation: Compilation, measures: list[Measure]) -> str:
    """Figures and lists of a part, as canonical JSON.

    Reads immutable rows only, so that it gives the same for ever, whoever runs it and how often.
    """
    context = context_of(compilation)
    with as_sets():
        made: dict[str, Any] = {
            "figures": [
                _plain_figure(figure)
                for measure in measures
                if measure.part == part
                for figure in figures(measure, context)
            ]
        }
        if part in _LISTS:
            made |= _LISTS[part](context)
    return canonical_json(made).decode()


def _plain_figure(figure: FigureRow) -> dict[str, Any]:
    return {
        "key": figure.key,
        "measure": figure.measure,
        "cell": figure.cell,
        "value": figure.value,
        "sources": figure.n_sources,
    }
