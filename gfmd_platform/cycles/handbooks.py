"""Other reviews that the answers of a report can fill: their headings, as data.

The headings follow what the United Nations published for each kind of review
(data/handbooks.json); which answers fall under which one is ours, and a question can say otherwise.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString

_FILE = Path(__file__).parent / "data" / "handbooks.json"


@dataclass(frozen=True)
class Takes:
    """What of a report falls under a heading, where its question names no other.

    `commitments` and `values` are those that no heading of a term takes.
    """

    parts: tuple[str, ...] = ()
    key_messages: bool = False
    commitments: bool = False
    values: bool = False
    means: bool = False
    files: bool = False


@dataclass(frozen=True)
class Section:
    """`by` (objectives, principles or targets) divides it by terms; `terms` maps a part to one of
    these. `about` explains the heading in our own words."""

    code: str
    heading: str
    about: str
    takes: Takes = Takes()
    by: str = ""
    terms: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Handbook:
    """`after` names the guidance whose headings these are."""

    code: str
    title: str
    after: str
    language: str
    sections: tuple[Section, ...]

    def mark(self, section: Section) -> str:
        """How a question names the heading: "gcm-review.methodology"."""
        return f"{self.code}.{section.code}"


@cache
def handbooks() -> dict[str, Handbook]:
    """By code, read once."""
    found = json.loads(_FILE.read_text(encoding="utf-8"))
    made = [
        Handbook(
            book["code"],
            book["title"],
            book["after"],
            found["language"],
            tuple(_section(row) for row in book["sections"]),
        )
        for book in found["handbooks"]
    ]
    return {book.code: book for book in made}


def heading_choices() -> list[tuple[str, str]]:
    """What a question's answers can fill: "Voluntary GCM review: Methodology", in the language of
    the headings."""
    return [
        (book.mark(section), f"{book.title}: {section.heading}")
        for book in handbooks().values()
        for section in book.sections
    ]


def marked_choices() -> list[tuple[str, SafeString]]:
    """The same for a page, with the language of each."""
    language = next(iter(handbooks().values())).language
    return [
        (mark, format_html('<span lang="{}">{}</span>', language, words))
        for mark, words in heading_choices()
    ]


@cache
def marks() -> frozenset[str]:
    return frozenset(book.mark(s) for book in handbooks().values() for s in book.sections)


def _section(row: dict) -> Section:
    takes = dict(row.get("takes", {}))
    takes["parts"] = tuple(takes.get("parts", ()))
    return Section(
        row["code"],
        row["heading"],
        row["about"],
        Takes(**takes),
        row.get("by", ""),
        row.get("terms", {}),
    )
