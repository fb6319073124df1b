"""The columns of a table of values: what they are called, and how they are found again when
somebody moved, renamed or translated them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from gfmd_platform.taxonomy import queries as taxonomy

from .placing import normal

KEY, INDICATOR, PERIOD, VALUE, UNIT = "key", "indicator", "period", "value", "unit"
DIMS = "dims."
_LIKE = 0.8
#: What other tables call them.
_ALSO = {
    INDICATOR: ("indicator code", "indicator name", "code"),
    PERIOD: ("year", "time period"),
    VALUE: ("obs value",),
    UNIT: ("units",),
    "footnote": ("note",),
    "cleared_by": ("statistical office",),
}

Cells = Sequence[str]
#: Columns by name, as positions in a row.
Layout = dict[str, int]


@dataclass(frozen=True)
class Heading:
    """`known` are all spellings by which it is recognised."""

    name: str
    label: str
    known: frozenset[str]


def _labels() -> dict[str, str]:
    dims = {DIMS + term.code: term.label for term in taxonomy.dimensions()}
    return {
        INDICATOR: _("Indicator"),
        PERIOD: _("Period"),
        **dims,
        "population": _("Who is counted"),
        VALUE: _("Value"),
        UNIT: _("Unit"),
        "source": _("Source"),
        "footnote": _("Footnote"),
        "finality": _("Provisional or final"),
        "sent_to_custodian": _("Sent to the custodian agency"),
        "cleared": _("Cleared by the statistical office"),
        "cleared_by": _("Which office"),
        "explanation": _("Explanation"),
    }


def headings() -> list[Heading]:
    """In the order of the file, with the names of every language and of our other tables."""
    labels = _labels()
    known = {
        name: {name.removeprefix(DIMS).replace("_", " "), *_ALSO.get(name, ())} for name in labels
    }
    for term in taxonomy.dimensions():
        known[DIMS + term.code] |= {w.label for w in term.wordings.values()}
    for language in (*dict(settings.LANGUAGES), "en"):
        with translation.override(language):
            for name, label in _labels().items():
                known[name].add(label)
    return [
        Heading(name, label, frozenset(normal(text) for text in known[name]))
        for name, label in labels.items()
    ]


def by_name(cells: Cells, found: Sequence[Heading]) -> Layout:
    """The columns whose heading is one that we know."""
    layout: Layout = {}
    for position, cell in enumerate(map(normal, cells)):
        for heading in found:
            if cell and cell in heading.known and heading.name not in layout:
                layout[heading.name] = position
                break
    return layout


def by_likeness(cells: Cells, found: Sequence[Heading], layout: Layout) -> None:
    """Headings that were changed a little: "Value (2025)", "Peroid"."""
    for position, cell in enumerate(map(normal, cells)):
        if not cell or position in layout.values():
            continue
        best, name = _LIKE, ""
        for heading in found:
            if heading.name in layout:
                continue
            for spelling in heading.known:
                begins = re.match(rf"{re.escape(spelling)}\b", cell) is not None
                likeness = 0.9 if begins else SequenceMatcher(None, spelling, cell).ratio()
                if likeness > best:
                    best, name = likeness, heading.name
        if name:
            layout[name] = position


def by_content(
    rows: Sequence[tuple[Cells, Mapping[str, str]]],
    found: Sequence[Heading],
    layout: Layout,
    width: int,
) -> None:
    """Columns where mostly stands what we wrote: `rows` are cells, with what their key says."""
    for heading in found:
        if heading.name in layout:
            continue
        free = [n for n in range(width) if n not in layout.values()]
        scores = {n: _share(rows, n, heading.name) for n in free}
        best = max(free, key=lambda n: scores[n], default=None)
        if best is not None and scores[best] >= 0.5:
            layout[heading.name] = best


def by_kind(
    rows: Sequence[Cells],
    tests: Mapping[str, Callable[[str], bool]],
    layout: Layout,
    width: int,
) -> None:
    """Columns by what such a column holds."""
    for name, test in tests.items():
        if name in layout:
            continue
        for n in (n for n in range(width) if n not in layout.values()):
            said = [cells[n] for cells in rows if n < len(cells) and cells[n].strip()]
            if said and sum(map(test, said)) * 2 > len(said):
                layout[name] = n
                break


def _share(rows: Sequence[tuple[Cells, Mapping[str, str]]], column: int, name: str) -> float:
    told = [(cells, written[name]) for cells, written in rows if written.get(name)]
    same = sum(
        column < len(cells) and normal(cells[column]) == normal(said) for cells, said in told
    )
    return same / len(told) if told else 0.0
