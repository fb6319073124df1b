"""A document in plain pieces, set as tagged PDF (`pdf.py`) or written as Word (`word.py`).

Each text has its language, so that readers' tools pronounce it, and its direction follows from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from .pdf import HOUSE, render_pdf

RTL = frozenset({"ar", "fa", "he", "ps", "ur"})

TextKind = Literal["prose", "soft", "quotation"]


def is_rtl(language: str) -> bool:
    return language.split("-")[0] in RTL


@dataclass(frozen=True)
class Heading:
    """`level` 1 to 3; no level is skipped going down."""

    level: int
    text: str
    language: str = ""


@dataclass(frozen=True)
class Text:
    """Paragraphs, divided by line ends."""

    text: str
    language: str = ""
    kind: TextKind = "prose"


@dataclass(frozen=True)
class Grid:
    """A table with a head; `numbers` are the columns set at their end."""

    caption: str
    head: list[str]
    rows: list[list[str]]
    language: str = ""
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Drawing:
    """An SVG without words of its own, and the sentence that says what it shows. Left out of Word
    files: the numbers stand in a table beside it."""

    svg: str
    caption: str
    language: str = ""


@dataclass(frozen=True)
class Boxes:
    """Answers to tick, on paper."""

    choices: list[str]
    language: str = ""


@dataclass(frozen=True)
class Room:
    """Empty lines to write on."""

    lines: int
    caption: str = ""


Block = Heading | Text | Grid | Drawing | Boxes | Room


@dataclass
class Paper:
    """`facts` stand below the title, `contents` is the name of the table of contents (none when
    empty), `footer` stands on each page."""

    title: str
    language: str
    kicker: str = ""
    facts: list[str] = field(default_factory=list)
    contents: str = ""
    footer: str = ""
    blocks: list[Block] = field(default_factory=list)

    def heading(self, level: int, text: str, language: str = "") -> None:
        self.blocks.append(Heading(level, text, language))

    def say(self, text: str, language: str = "", kind: TextKind = "prose") -> None:
        self.blocks.append(Text(text, language, kind))


_NAMES = {
    Heading: "heading",
    Text: "text",
    Grid: "grid",
    Drawing: "drawing",
    Boxes: "boxes",
    Room: "room",
}


def as_pdf(paper: Paper) -> bytes:
    """Tagged PDF (PDF/UA-1). Raises as `render_pdf`."""
    return render_pdf(HOUSE / "paper.typ", _plain(paper))


def _plain(paper: Paper) -> dict[str, Any]:
    blocks = []
    for block in paper.blocks:
        plain = {**vars(block), "is": _NAMES[type(block)]}
        if "language" in plain:
            plain["language"] = plain["language"] or paper.language
        if isinstance(block, Text):
            plain["paragraphs"] = paragraphs(block.text)
        blocks.append(plain)
    return {**vars(paper), "blocks": blocks}


def paragraphs(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]
