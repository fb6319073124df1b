"""What of an edition's sections can be handed over: prose, figures at their head, quotations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .. import prose
from ..presenting.blocks import Headline, Quote, Quotes, Section
from ..sources import BY_KIND


@dataclass(frozen=True)
class Piece:
    """One paragraph, figure or quotation. `key` is a figure's, or empty; `href` its address."""

    kind: str
    text: str
    language: str = ""
    label: str = ""
    by: str = ""
    key: str = ""
    href: str = ""

    @property
    def words(self) -> int:
        """Counted between spaces, as word processors do."""
        return len(f"{self.text} {self.label} {self.by}".split())


def prose_of(section: Section, language: str) -> list[Piece]:
    """The Support Unit's paragraphs in their order, without markup; figures by their value."""
    found = []
    for block in prose.blocks(section.body, section.figures):
        text = "".join(run["text"] for run in block["runs"] if "note" not in run).strip()
        if block["type"] == "note":
            text = f"[{block['number']}] {text}"
        if text:
            kind = {"heading": "heading", "quotation": "quotation"}.get(block["type"], "prose")
            found.append(Piece(kind, text, language))
    return found


def named_figures(section: Section, figures_at: str) -> list[Piece]:
    """The figures to which the prose refers."""
    return [
        Piece("figure", value, key=key, href=f"{figures_at}{key}/")
        for key, value in section.figures.items()
    ]


def figures_of(section: Section, figures_at: str) -> list[Piece]:
    """The figures at the head of a section."""
    return [
        Piece(
            "figure",
            number.value,
            label=row.label,
            key=number.key,
            href=f"{figures_at}{number.key}/" if number.key else "",
        )
        for block in section.blocks
        if isinstance(block, Headline)
        for row in block.rows
        for number in row.numbers[:1]
    ]


def quotes_of(sections: Iterable[Section]) -> list[Quote]:
    """As printed and in the order in which they are."""
    return [
        quote
        for section in sections
        for block in section.blocks
        if isinstance(block, Quotes)
        for quote in block.quotes
    ]


def quotation(quote: Quote, site: str = "") -> Piece:
    """With the address of its passage, below `site`."""
    return Piece(
        "quotation",
        quote.text,
        language=quote.language,
        by=f"{quote.by}, {quote.kind}",
        href=f"{site}{BY_KIND['report'].href(quote.report, quote.no)}#{quote.key}",
    )
