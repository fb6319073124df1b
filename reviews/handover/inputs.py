"""The input that another body asks for, filled from an edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..presenting.blocks import Section
from . import pieces
from .outline import InputHeading, Outline
from .pieces import Piece


@dataclass(frozen=True)
class Filled:
    """A heading and what stands below it. `named` are the figures to which its prose refers."""

    heading: InputHeading
    pieces: Sequence[Piece]
    named: Sequence[Piece]

    @property
    def words(self) -> int:
        return sum(piece.words for piece in self.pieces)

    @property
    def over(self) -> int:
        """By how many words it is longer than asked."""
        return max(0, self.words - self.heading.words) if self.heading.words else 0


@dataclass(frozen=True)
class Input:
    outline: Outline
    headings: Sequence[Filled]

    @property
    def words(self) -> int:
        return sum(filled.words for filled in self.headings)

    @property
    def over(self) -> int:
        return max(0, self.words - self.outline.words) if self.outline.words else 0

    @property
    def figures(self) -> list[Piece]:
        """Every figure that stands in it, each once."""
        found: dict[str, Piece] = {}
        for filled in self.headings:
            for piece in (*filled.pieces, *filled.named):
                if piece.key and (piece.key not in found or not found[piece.key].label):
                    found[piece.key] = piece
        return list(found.values())


def fill(
    outline: Outline, sections: Sequence[Section], *, language: str, figures_at: str, site: str = ""
) -> Input:
    """`sections` are the edition's as printed; `figures_at` is where its figures are explained."""
    by_key = {section.key: section for section in sections}
    return Input(
        outline,
        [
            _filled(
                heading,
                [by_key[key] for key in heading.sections if key in by_key],
                language,
                figures_at,
                site,
            )
            for heading in outline.headings
        ],
    )


def _filled(
    heading: InputHeading, sections: Sequence[Section], language: str, figures_at: str, site: str
) -> Filled:
    found: list[Piece] = []
    named: list[Piece] = []
    for section in sections:
        if heading.figures:
            found += pieces.figures_of(section, figures_at)
        if heading.prose:
            found += pieces.prose_of(section, language)
            named += pieces.named_figures(section, figures_at)
        quotes = pieces.quotes_of([section])[: heading.quotations]
        found += [pieces.quotation(quote, site) for quote in quotes]
    return Filled(heading, found, named)
