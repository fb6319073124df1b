"""The values of a draft as an Excel file to send round: each row with a hidden key that finds its
way back."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import xlsxwriter
from django.utils.translation import gettext as _

from gfmd_platform.documents.excel_reading import clean
from gfmd_platform.taxonomy import queries as taxonomy

from ..disaggregation import FREE, categories, split
from ..enums import Cleared, Finality, SentToCustodian
from ..models import DraftObservation, Report
from ..queries.indicators import Card
from ..report_content import observation_values
from ..sections import OBSERVATION
from .columns import DIMS, INDICATOR, PERIOD, UNIT, VALUE, headings
from .slots import code_of, made_line

CHOICES: dict[str, Any] = {
    "finality": Finality,
    "sent_to_custodian": SentToCustodian,
    "cleared": Cleared,
}
#: Empty rows below, with the same lists to choose from.
SPARE_ROWS = 200
_MOST_DIGITS = 15
_FORMULA = ("=", "+", "-", "@")


@dataclass
class Written:
    """A row as it goes out: the key, and the text of each column."""

    key: str
    texts: dict[str, str] = field(default_factory=dict)


def key_of_value(report_id: UUID, subject: UUID, revision: int) -> str:
    """Opaque; the revision is the one that stood when the file was made."""
    return f"gfmd-{code_of(report_id, OBSERVATION, subject)}-{revision}"


def key_of_indicator(report_id: UUID, card: Card) -> str:
    return f"gfmd-{code_of(report_id, f'indicator {card.key}', None)}-0"


def names_of(cards: Sequence[Card]) -> dict[str, str]:
    """Each indicator's name in the reader's language, told apart where two are called the same."""
    names = [card.name for card in cards]
    return {
        card.key: f"{card.name} ({card.own.version.title})"
        if card.own and names.count(card.name) > 1
        else card.name
        for card in cards
    }


def plain_values(row: DraftObservation) -> dict[str, str]:
    """As revisions keep them, the number in one form."""
    return {name: str(v) for name, v in observation_values(row).items()} | {"value": row.number}


def texts_of(values: Mapping[str, Any], name: str) -> dict[str, str]:
    """A value's fields as cells, in the reader's language."""
    by_ref = taxonomy.current().by_ref
    texts = {INDICATOR: name}
    dims = split(values["dims"])
    for term in taxonomy.dimensions():
        category = dims.get(term.code, "")
        entry = by_ref.get(f"{taxonomy.DISAGGREGATION}:{term.code}.{category}")
        free = category.startswith(FREE)
        texts[DIMS + term.code] = category if free or entry is None else entry.label
    for key, value in values.items():
        if key in CHOICES:
            texts[key] = str(CHOICES[key](value).label) if value else ""
        elif key != "dims":
            texts[key] = str(value)
    return texts


def offered(cards: Iterable[Card], held: set[str], year: int) -> Iterator[tuple[Card, str]]:
    """Own indicators without a value, for each of the last three years."""
    for card in cards:
        if card.own is not None and card.key not in held:
            for back in (3, 2, 1):
                yield card, str(year - back)


def rows_to_write(
    report: Report, cards: Sequence[Card], observed: Sequence[DraftObservation], year: int
) -> Iterator[Written]:
    names = names_of(cards)
    held = {str(row.term_id or row.indicator_key) for row in observed}
    order = {card.key: number for number, card in enumerate(cards)}
    keyed = [(str(row.term_id or row.indicator_key), row) for row in observed]
    for key, row in sorted(keyed, key=lambda pair: order.get(pair[0], len(order))):
        texts = texts_of(plain_values(row), names.get(key, ""))
        yield Written(key_of_value(report.pk, row.pk, row.revision), texts)
    for card, period in offered(cards, held, year):
        texts = {INDICATOR: names[card.key], PERIOD: period, UNIT: card.unit}
        yield Written(key_of_indicator(report.pk, card), texts)


def about(report: Report, now: dt.datetime) -> list[str]:
    """The sheet that says what the file is. Every line is the platform's own."""
    return [
        _("Values of indicators – draft to be circulated"),
        report.cycle.title,
        report.stakeholder.name,
        _("A value a row. Change rows or add new ones; rows without a value are passed over."),
        _("Periods: 2025, 2025-06, or from and to as 2024/2025."),
        _("No category means everybody. A category of your own begins with ~."),
        _(
            "Somebody of your stakeholder uploads the file where the draft is; nothing is taken "
            "over before it was looked at, and a row that is missing deletes nothing."
        ),
        _("As confidential as the draft. Please leave this line as it is:"),
        made_line(report, now),
    ]


def lists_of(cards: Sequence[Card]) -> dict[str, list[str]]:
    """What may be chosen in a column."""
    names = names_of(cards)
    units = dict.fromkeys(card.unit for card in cards if card.unit)
    return {
        INDICATOR: list(names.values()),
        **{
            DIMS + term.code: [entry.label for entry in categories(term)]
            for term in taxonomy.dimensions()
        },
        UNIT: list(units),
        **{
            name: [str(label) for _value, label in choices.choices]
            for name, choices in CHOICES.items()
        },
    }


def workbook(
    report: Report,
    cards: Sequence[Card],
    observed: Sequence[DraftObservation],
    *,
    now: dt.datetime,
) -> bytes:
    """In the reader's language (no query)."""
    made = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({"created": now.replace(tzinfo=None)})
        _Writer(book).write(
            report, cards, list(rows_to_write(report, cards, observed, now.year)), now
        )
    return made.getvalue()


class _Writer:
    def __init__(self, book: Any) -> None:
        self._book = book
        self._text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        #: Stays text when somebody edits it, whatever it begins with.
        self._quoted = book.add_format(
            {"num_format": "@", "text_wrap": True, "valign": "top", "quote_prefix": True}
        )
        self._head = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        self._numbers: dict[int, Any] = {}

    def write(
        self, report: Report, cards: Sequence[Card], rows: Sequence[Written], now: dt.datetime
    ) -> None:
        page = self._book.add_worksheet(_sheet_name(_("Values")))
        columns = headings()
        page.write_string(0, 0, made_line(report, now), self._head)
        page.set_column(0, 0, 8, self._text, {"hidden": True})
        for number, heading in enumerate(columns, start=1):
            page.write_string(0, number, heading.label, self._head)
            wide = heading.name in (INDICATOR, "source", "footnote", "explanation")
            form = None if heading.name == VALUE else self._text
            page.set_column(number, number, 36 if wide else 16, form)
        page.freeze_panes(1, 2)
        for line, row in enumerate(rows, start=1):
            page.write_string(line, 0, row.key)
            for number, heading in enumerate(columns, start=1):
                self._cell(page, line, number, row.texts.get(heading.name, ""), heading.name)
        last = len(rows) + SPARE_ROWS
        page.autofilter(0, 0, max(len(rows), 1), len(columns))
        self._validate(page, cards, {h.name: n for n, h in enumerate(columns, start=1)}, last)
        note = self._book.add_worksheet(_sheet_name(_("About")))
        note.set_column(0, 0, 100, self._text)
        for number, said in enumerate(about(report, now)):
            self._cell(note, number, 0, said, "")

    def _cell(self, page: Any, line: int, column: int, text: str, name: str) -> None:
        if not text:
            return
        if name == VALUE and len(text.strip("-").replace(".", "")) <= _MOST_DIGITS:
            page.write_number(line, column, float(text), self._number(text))
            return
        form = self._quoted if text.lstrip().startswith(_FORMULA) else self._text
        page.write_string(line, column, clean(text)[:32_767], form)

    def _number(self, text: str) -> Any:
        places = len(text.partition(".")[2])
        if places not in self._numbers:
            pattern = "0" + ("." + "0" * places if places else "")
            self._numbers[places] = self._book.add_format({"num_format": pattern, "valign": "top"})
        return self._numbers[places]

    def _validate(
        self, page: Any, cards: Sequence[Card], columns: Mapping[str, int], last: int
    ) -> None:
        sheet = self._book.add_worksheet("Lists")
        sheet.hide()
        for number, (name, choices) in enumerate(lists_of(cards).items()):
            for line, choice in enumerate(choices):
                self._cell(sheet, line, number, choice, "")
            if not choices:
                continue
            letter = xlsxwriter.utility.xl_col_to_name(number)
            page.data_validation(
                1,
                columns[name],
                last,
                columns[name],
                {
                    "validate": "list",
                    "source": f"=Lists!${letter}$1:${letter}${len(choices)}",
                    "error_type": "stop" if name in CHOICES else "warning",
                    "error_message": _("Choose from the list, where you can."),
                },
            )


def _sheet_name(name: str) -> str:
    return "".join(c for c in name if c not in "[]:*?/\\'")[:31] or "Values"
