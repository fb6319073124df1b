"""What the rows of a returned table say about the values of a draft.

A row speaks of the value with its indicator, period and people; where these were edited, of the one
its key names. Only fields that differ from what went out are changes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from gfmd_platform.access.exceptions import Invalid
from gfmd_platform.cycles.numbers import plain_number

from ..disaggregation import NoSuchCategory, canonical, split
from ..models import Report
from ..periods import cover
from ..periods import plain_number as written_number
from ..queries.indicators import Card
from ..report_checks import check_observation
from ..report_content import OBSERVATION_FIELDS
from .columns import DIMS, INDICATOR, KEY, PERIOD, UNIT, VALUE, headings
from .known_values import Known, Place, standing_fields
from .periods import read_period
from .placing import normal
from .sheets import TableRow, read_sheets, rows_of
from .slots import Made, is_made_line, read_made, read_mark
from .workbook import CHOICES, about, lists_of, offered, texts_of

#: What takes a value out of the draft.
TAKEN_OUT = {"value": ""}


@dataclass
class ValueItem:
    """A row that came back. `subject` is the value it is about, None for a new one.

    `values` are the fields it changes (all that it says of a new value, with its indicator);
    `TAKEN_OUT` where the value is gone; None for what cannot be taken, for the reason in `problem`.
    `base` is what stood when the file was made. A row without `is_placed` is about no value that
    is known.
    """

    row: TableRow
    subject: UUID | None = None
    is_placed: bool = False
    values: dict[str, str] | None = None
    base: dict[str, Any] | None = None
    how: str = ""
    problem: str = ""
    notes: dict[str, list[str]] = field(default_factory=dict)
    is_same: bool = False


@dataclass
class ValuesRead:
    items: list[ValueItem]
    made_at: dt.datetime | None
    is_of_report: bool


def read_values(report: Report, content: bytes, *, now: dt.datetime) -> ValuesRead:
    """Raises FileRefused for a file that is not read at all (four queries)."""
    return _Reading(report, now).run(content)


def read_row(report: Report, cells: Mapping[str, str], *, now: dt.datetime) -> ValueItem:
    """One row, given by the names of its columns (four queries)."""
    reading = _Reading(report, now)
    row = TableRow("", " | ".join(cells.values()), cells=dict(cells))
    items = reading.items_of([row])
    return items[0] if items else ValueItem(row, problem=_("No value is given."))


@dataclass
class _Said:
    """What a row says of which value it is about, as far as it can be read."""

    row: TableRow
    card: Card | None = None
    period: str = ""
    dims: str | None = None
    population: str = ""
    marked: UUID | None = None
    revision: int | None = None
    problem: str = ""

    @property
    def place(self) -> Place | None:
        if self.card is None or not self.period or self.dims is None:
            return None
        return self.card.key, cover(self.period), self.dims, self.population.casefold()


class _Reading:
    def __init__(self, report: Report, now: dt.datetime) -> None:
        self._report = report
        self._now = now
        self._known = Known(report)
        self._made: Made | None = None

    def run(self, content: bytes) -> ValuesRead:
        sheets = read_sheets(content)
        for sheet in sheets:
            for row in sheet.rows:
                for cell in row.cells:
                    made = read_made(cell, self._report) if "GFMD-" in cell else None
                    if made and (self._made is None or made.is_of_report):
                        self._made = made
        found = headings()
        tests = {
            INDICATOR: lambda text: normal(text) in self._known.spellings,
            PERIOD: _is_period,
            VALUE: _is_number,
        }
        rows = [row for sheet in sheets for row in rows_of(sheet, found, self._written, tests)]
        own = {heading.label for heading in found} | {n for h in found for n in h.known}
        self._own = {normal(text) for text in own} | self._own_texts()
        items = self.items_of([row for row in rows if row.cells])
        items += [_loose(row) for row in rows if not row.cells and not self._is_own(row)]
        seen = {item.subject for item in items if item.subject}
        made = self._made
        is_ours = made is None or made.is_of_report
        if is_ours and seen:
            items += [self._gone(pk) for pk in self._known.present if pk not in seen]
        return ValuesRead(items, made.at if made else None, is_ours)

    def items_of(self, rows: Sequence[TableRow]) -> list[ValueItem]:
        return self._claim([self._say(row) for row in rows])

    def _written(self, key: str) -> Mapping[str, str]:
        mark = read_mark(key)
        subject = self._known.by_code.get(mark.code) if mark else None
        if mark is None or subject is None:
            return {}
        values = self._known.base(subject, mark.revision, None)
        return texts_of(standing_fields(values), self._known.name(subject)) if values else {}

    def _own_texts(self) -> set[str]:
        """Lines of our other sheets."""
        texts: set[str] = set()
        for language in (*dict(settings.LANGUAGES), "en"):
            with translation.override(language):
                texts.update(about(self._report, self._now))
                for choices in lists_of(self._known.cards).values():
                    texts.update(choices)
        return {normal(text) for text in texts}

    def _is_own(self, row: TableRow) -> bool:
        if row.comments:
            return False
        if normal(row.text) in self._own:
            return True
        parts = row.text.split(" | ")
        return all(normal(part) in self._own or is_made_line(part) for part in parts)

    # --- which value

    def _say(self, row: TableRow) -> _Said:
        cells, known = row.cells, self._known
        said = _Said(row)
        base: Mapping[str, Any] = {}
        mark = read_mark(cells.get(KEY, ""))
        if mark is not None and mark.code in known.by_code:
            said.marked, said.revision = known.by_code[mark.code], mark.revision
            base = known.base(said.marked, mark.revision, None) or {}
        own = known.by_key.get(known.of.get(said.marked, "")) if said.marked else None
        if mark is not None and own is None:
            own = known.by_card.get(mark.code)
        said.card = known.card(cells[INDICATOR]) if cells.get(INDICATOR) else own
        if said.card is None:
            said.problem = _("No indicator of this report is called so.")
        try:
            text = cells.get(PERIOD) or str(base.get("period", ""))
            said.period = known.period(text, said.card) if text else ""
            said.problem = said.problem or ("" if text else _("No period is given."))
        except ValueError:
            said.problem = said.problem or _("“%s” is no period.") % cells[PERIOD]
        try:
            said.dims = self._dims(cells, str(base.get("dims", "")))
        except NoSuchCategory as error:
            said.problem = said.problem or str(error)
        said.population = cells.get("population", str(base.get("population", "")))
        return said

    @staticmethod
    def _dims(cells: Mapping[str, str], base: str) -> str:
        given = {n.removeprefix(DIMS): text for n, text in cells.items() if n.startswith(DIMS)}
        return canonical(split(base) | {code: _unquoted(text) for code, text in given.items()})

    def _claim(self, rows: Sequence[_Said]) -> list[ValueItem]:
        """Rows that say exactly which value they mean come first; keys settle the rest."""
        claimed: set[UUID] = set()
        subjects: dict[int, tuple[UUID | None, str]] = {}
        for n, said in enumerate(rows):
            subject = self._known.places.get(said.place) if said.place else None
            if subject is not None:
                claimed.add(subject)
                subjects[n] = subject, "mark" if subject == said.marked else "place"
        items = []
        for n, said in enumerate(rows):
            if n not in subjects:
                free = said.marked if said.marked not in claimed else None
                if free and said.card and self._known.of[free] != said.card.key:
                    free = None
                if free is not None:
                    claimed.add(free)
                subjects[n] = free, "mark" if free else "new"
            items.append(self._item(said, *subjects[n]))
        return [item for item in items if item is not None]

    # --- what it says

    def _item(self, said: _Said, subject: UUID | None, how: str) -> ValueItem | None:
        item = ValueItem(said.row, subject, how=how, notes=_notes(said.row))
        if subject is None and self._is_offered(said):
            return None
        if subject is None and said.place is None:
            item.problem = said.problem
            return item
        item.is_placed = True
        if subject is not None:
            revision = said.revision if subject == said.marked else None
            item.base = self._known.base(subject, revision, self._made)
        try:
            item.values = self._values(said, item)
        except Invalid as refusal:
            item.problem = " ".join(w for some in refusal.errors.values() for w in some)
        except ValueError as problem:
            item.problem = str(problem)
        if item.values is not None and subject is not None:
            present = self._known.present.get(subject)
            item.is_same = not item.values or (
                present is not None and item.values.items() <= present.items()
            )
            if present is None and not item.is_same:  # it was taken out meanwhile
                item.subject, item.how = None, "new"
        return item

    def _is_offered(self, said: _Said) -> bool:
        """A row that was there to be filled in, and was not."""
        texts = [n for n, t in said.row.cells.items() if t and n not in (KEY, INDICATOR, PERIOD)]
        if said.card is None or said.row.others or said.row.comments:
            return False
        if (texts and texts != [UNIT]) or said.row.cells.get(UNIT, "") not in ("", said.card.unit):
            return False
        years = {self._now.year} | ({self._made.at.year} if self._made else set())
        rows = [(c.key, p) for year in years for c, p in offered([said.card], set(), year)]
        return (said.card.key, said.period) in rows

    def _values(self, said: _Said, item: ValueItem) -> dict[str, str]:
        cells = said.row.cells
        if said.place is None:
            raise ValueError(said.problem)
        if said.row.is_value_merged:
            raise ValueError(_("One value stands in a cell merged over several rows."))
        present = self._known.present.get(item.subject) if item.subject else None
        standing: Mapping[str, Any] = item.base or present or {}
        if VALUE in cells and not cells[VALUE]:
            if item.subject is None:
                raise ValueError(_("No value is given."))
            return dict(TAKEN_OUT)
        assert said.card is not None  # it has a place
        given = {"period": said.period, "dims": said.dims, "population": said.population}
        given["value"] = self._number(cells.get(VALUE, ""), standing)
        for name in OBSERVATION_FIELDS:
            if name in CHOICES:
                chosen = _chosen(CHOICES[name], cells.get(name, ""), item)
                given |= {name: chosen} if chosen else {}
            elif name not in given and name in cells:
                given[name] = _unquoted(cells[name])
        units = {normal(unit) for unit in said.card.measured.units}
        if not given.get(UNIT) or (
            normal(str(given[UNIT])) in units and normal(str(standing.get(UNIT, ""))) in units
        ):
            given[UNIT] = standing.get(UNIT) or said.card.unit
        which = {"term_id": None, "indicator_key": None, **said.card.which}
        before = standing_fields(standing)
        kept = check_observation(before | given, **which)
        said_now = {n: written_number(v) if n == "value" else str(v) for n, v in kept.items()}
        changed = {n: said_now[n] for n in given if not _same(n, said_now[n], before[n])}
        if item.subject is None or (present is None and changed):
            named = {n: str(v) for n, v in which.items() if v}
            return {n: v for n, v in said_now.items() if v} | named
        return changed

    @staticmethod
    def _number(text: str, standing: Mapping[str, Any]) -> str:
        if not text:
            return str(standing.get("value", ""))
        try:
            return plain_number(text, str(standing.get(UNIT, "")))
        except ValueError:
            plain = text.replace(",", "").replace(" ", "")
            if standing and plain == standing_fields(standing)["value"]:
                return plain
            raise ValueError(
                _("“%(text)s” is no number that can be read with certainty.") % {"text": text}
            ) from None

    def _gone(self, subject: UUID) -> ValueItem:
        """A value that the file no longer holds: it stays, unless somebody says otherwise."""
        base = self._known.base(subject, None, self._made)
        item = ValueItem(TableRow("", ""), subject, True, dict(TAKEN_OUT), base, how="gone")
        item.is_same = self._made is not None and base is None  # it came after the file was made
        return item


def _same(name: str, one: str, other: str) -> bool:
    if name == "period" and other:
        return cover(one) == cover(other)
    return "\n".join(line.rstrip() for line in one.strip().splitlines()) == "\n".join(
        line.rstrip() for line in other.strip().splitlines()
    )


def _notes(row: TableRow) -> dict[str, list[str]]:
    notes = {"place": [row.place], "others": row.others, "comments": row.comments}
    read = [f"{name}={text}" for name, text in row.cells.items() if text and name != KEY]
    return {name: texts for name, texts in notes.items() if texts} | {"read": read}


def _loose(row: TableRow) -> ValueItem:
    return ValueItem(row, notes=_notes(row))


def _chosen(choices: Any, text: str, item: ValueItem) -> str:
    """A choice by its value or its label in any language; what is none stays as it stands."""
    wanted = normal(text)
    if not wanted:
        return ""
    for language in (*dict(settings.LANGUAGES), "en"):
        with translation.override(language):
            for value, label in choices.choices:
                if wanted in (normal(value), normal(str(label))):
                    return str(value)
    item.notes.setdefault("unread", []).append(text)
    return ""


def _unquoted(text: str) -> str:
    """Without the apostrophe that keeps spreadsheets from running a text."""
    return text[1:] if text.startswith(("'=", "'+", "'-", "'@")) else text


def _is_period(text: str) -> bool:
    try:
        return bool(read_period(text))
    except ValueError:
        return False


def _is_number(text: str) -> bool:
    try:
        return bool(plain_number(text))
    except ValueError:
        return False
