"""Looking for words within an edition: where they stand, and the place to go to."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .. import prose
from .blocks import Bars, Entries, Quotes, Row, Section, Table, Trend, Values, Words
from .editions import Presented
from .reservations import Reservation

MOST_HITS = 50
LONGEST_QUERY = 100
_AROUND = 90


@dataclass(frozen=True)
class Hit:
    """`anchor` is the id of the place in the edition's page."""

    section: str
    anchor: str
    before: str
    word: str
    after: str


@dataclass(frozen=True)
class Found:
    query: str
    hits: list[Hit]
    number: int


def find(query: str, shown: Presented, reservations: Iterable[Reservation]) -> Found | None:
    """Passages with all the words of the query, in reading order; None without a word. Accents and
    capitals do not matter."""
    query = query[:LONGEST_QUERY].strip()
    words = _folded(query).split()
    if not words:
        return None
    hits = [
        _hit(section, anchor, text, words[0])
        for section, anchor, text in _passages(shown, reservations)
        if all(word in _folded(text) for word in words)
    ]
    return Found(query, hits[:MOST_HITS], len(hits))


def block_anchor(section: str, number: int) -> str:
    """The id of a section's block, counted from 1."""
    return f"b-{section}-{number}"


def _passages(
    shown: Presented, reservations: Iterable[Reservation]
) -> Iterator[tuple[str, str, str]]:
    for section in shown.sections:
        yield section.title, section.key, section.title
        for paragraph in prose.paragraphs(section.body):
            text = paragraph.text
            for key, value in section.figures.items():
                text = text.replace("{{" + key + "}}", value)
            yield section.title, f"p-{section.key}-{paragraph.key}", text
        for number, _block in enumerate(section.blocks, start=1):
            for anchor, text in _of_block(section, number):
                yield section.title, anchor, text
    for number, said in enumerate(reservations, start=1):
        yield said.heading, f"reservation-{number}", said.text
    for group in shown.annex:
        for entry in group.entries:
            yield group.heading, "annex", f"{entry.title} {entry.by}".strip()


def _of_block(section: Section, number: int) -> Iterator[tuple[str, str]]:
    block, anchor = section.blocks[number - 1], block_anchor(section.key, number)
    if isinstance(block, Quotes):
        for quote in block.quotes:
            yield f"q-{quote.version}-{quote.key}", f"{quote.text} {quote.by}"
    elif isinstance(block, Entries):
        for entry in block.entries:
            yield anchor, f"{entry.title} {entry.by}".strip()
    elif isinstance(block, Words):
        yield anchor, block.text
    elif isinstance(block, Values):
        yield anchor, block.caption
        for value in block.rows:
            yield anchor, f"{value.by} {value.period} {value.number.value} {value.unit}"
    else:
        if isinstance(block, Bars | Table | Trend):
            yield anchor, block.caption
        for row in block.rows:
            yield anchor, _row(row)


def _row(row: Row) -> str:
    return f"{row.label}: {', '.join(number.value for number in row.numbers)}"


def _hit(section: str, anchor: str, text: str, word: str) -> Hit:
    """The words around the first one that was found."""
    text = " ".join(text.split())
    folded, places = _folded_with_places(text)
    at = folded.find(word)
    start, end = places[at], places[at + len(word) - 1] + 1
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    return Hit(
        section,
        anchor,
        ("…" if first else "") + text[first:start],
        text[start:end],
        text[end:last] + ("…" if last < len(text) else ""),
    )


def _folded(text: str) -> str:
    return _folded_with_places(" ".join(text.split()))[0]


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """The text without capitals and accents, and of which character of it each one comes."""
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for part in unicodedata.normalize("NFD", character.casefold()):
            if not unicodedata.combining(part):
                folded.append(part)
                places.append(place)
    return "".join(folded), places
