"""The few shapes of which an edition's sections are made. Plain data, no markup."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal


@dataclass(frozen=True)
class Number:
    """A figure as printed; `key` leads to how it is known. `at` is the address of the figures of
    the edition that printed it, where that is another one."""

    value: str
    key: str = ""
    sources: int = 0
    at: str = ""


@dataclass(frozen=True)
class Row:
    """`hue` is the number of a thematic cluster, for its marker."""

    label: str
    numbers: list[Number]
    hue: int = 0


@dataclass(frozen=True)
class Headline:
    """Single figures in a row."""

    shape: ClassVar[str] = "headline"
    template: ClassVar[str] = "reviews/blocks/headline.html"
    rows: list[Row]


@dataclass(frozen=True)
class Bars:
    """One number a row, also drawn; `whole` is how many there are of which these are some."""

    shape: ClassVar[str] = "bars"
    template: ClassVar[str] = "reviews/blocks/bars.html"
    caption: str
    heading: str
    rows: list[Row]
    note: str = ""
    whole: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of figures under columns; the first column is the label's.

    `drawn` as "shares": the first number of a row is made up of the others. As "tiles": of two
    numbers the second is some of the first.
    """

    shape: ClassVar[str] = "table"
    template: ClassVar[str] = "reviews/blocks/table.html"
    caption: str
    columns: list[str]
    rows: list[Row]
    note: str = ""
    drawn: Literal["", "shares", "tiles"] = ""


@dataclass(frozen=True)
class Trend:
    """Figures over time: a line for each row, with a number for each period ("2025", "2025-06" or
    "2024/2025"), whose value is empty where there is none. More than six rows are not drawn."""

    shape: ClassVar[str] = "trend"
    template: ClassVar[str] = "reviews/blocks/trend.html"
    caption: str
    heading: str
    periods: list[str]
    rows: list[Row]
    note: str = ""
    unit: str = ""

    @property
    def columns(self) -> list[str]:
        return [self.heading, *self.periods]


@dataclass(frozen=True)
class Value:
    """An indicator's value as reported."""

    by: str
    period: str
    number: Number
    unit: str
    details: list[str]
    report: str
    no: int


@dataclass(frozen=True)
class Values:
    """The values given for one indicator."""

    shape: ClassVar[str] = "values"
    template: ClassVar[str] = "reviews/blocks/values.html"
    caption: str
    note: str
    rows: list[Value]


@dataclass(frozen=True)
class Quote:
    """A reporter's words; `report`, `no` and `key` say where they stand."""

    text: str
    language: str
    by: str
    kind: str
    question: str
    report: str
    no: int
    key: str
    version: str


@dataclass(frozen=True)
class Quotes:
    shape: ClassVar[str] = "quotes"
    template: ClassVar[str] = "reviews/blocks/quotes.html"
    heading: str
    quotes: list[Quote]


@dataclass(frozen=True)
class Entry:
    """Something that is listed with its title."""

    title: str
    by: str
    record: str
    kind: str
    no: int
    language: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class Entries:
    shape: ClassVar[str] = "entries"
    template: ClassVar[str] = "reviews/blocks/entries.html"
    heading: str
    entries: list[Entry]


@dataclass(frozen=True)
class Words:
    """A sentence of the platform's own."""

    shape: ClassVar[str] = "words"
    template: ClassVar[str] = "reviews/blocks/words.html"
    text: str


Block = Headline | Bars | Table | Trend | Values | Quotes | Entries | Words


@dataclass(frozen=True)
class Section:
    """`figures` are the values, by key, of the figures to which `body` refers."""

    key: str
    title: str
    body: str
    blocks: list[Block] = field(default_factory=list)
    figures: dict[str, str] = field(default_factory=dict)
