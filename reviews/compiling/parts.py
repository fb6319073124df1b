"""Computing one part of a compilation: a pure function of the frozen sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gfmd_platform.records.hashing import canonical_json

from ..enums import Part
from ..measures import Context, FigureRow, Measure, figures
from ..measures.planning import as_sets
from ..models import Compilation
from ..rules import FIRST, WHOLE
from . import change, lists, series, voices


@dataclass(frozen=True)
class Lists:
    """What stands in a part beside its figures, and since which rules (`reviews.rules`)."""

    part: Part
    key: str
    rows: Callable[[Context], Any]
    since: int = FIRST


_LISTS = (
    Lists(Part.INDICATORS, "values", lists.values),
    Lists(Part.INDICATORS, "custodian_values", series.custodian_values, WHOLE),
    Lists(Part.INDICATORS, "earlier_values", series.earlier_values, WHOLE),
    Lists(Part.VOICES, "quotations", voices.quotations),
    Lists(Part.PARTNERSHIPS, "partnerships", lists.partnerships),
    Lists(Part.PARTNERSHIPS, "evidenced", lists.evidenced, WHOLE),
    Lists(Part.EXAMPLES, "examples", lists.examples),
    Lists(Part.SOURCES, "sources", lists.annex),
    Lists(Part.CHANGE, "before", change.before, WHOLE),
)


def context_of(compilation: Compilation) -> Context:
    return Context(
        compilation_id=compilation.pk,
        release=compilation.taxonomy_release,
        seed=str(compilation.facts["id"]),
        rules=compilation.rules,
        facts=compilation.facts,
        revisions=compilation.measures,
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
        made |= {
            each.key: each.rows(context)
            for each in _LISTS
            if each.part == part and each.since <= context.rules
        }
    return canonical_json(made).decode()


def _plain_figure(figure: FigureRow) -> dict[str, Any]:
    return {
        "key": figure.key,
        "measure": figure.measure,
        "cell": figure.cell,
        "value": figure.value,
        "sources": figure.n_sources,
    }
