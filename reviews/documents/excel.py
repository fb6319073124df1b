"""An edition's tables as an Excel file: a row for each figure, with its key, sources and address.

Numbers are numbers and words are words: nothing that somebody wrote is read as a formula.
"""

from __future__ import annotations

import datetime as dt
import math
import tempfile
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from gfmd_platform.documents.tables import XLSX_ROWS, sheet_name, write_cell

from .addresses import figure_address

Plain = Mapping[str, Any]

#: Excel keeps so many digits of a number; longer ones stay as words.
_DIGITS = 15


def edition_excel(data: Plain, document: Plain, *, now: dt.datetime) -> bytes:
    """`data` is what the PDF is set from, `document` the compilation's; `now` is the file's date.
    Raises ValueError beyond a sheet's rows."""
    with tempfile.TemporaryFile() as file:
        with xlsxwriter.Workbook(
            file,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        ) as book:
            book.set_properties({"title": data["title"][:255], "created": now.replace(tzinfo=None)})
            _Book(book, data, document).write()
        file.seek(0)
        return file.read()


class _Book:
    def __init__(self, book: xlsxwriter.Workbook, data: Plain, document: Plain) -> None:
        self.book, self.data, self.document = book, data, document
        self.bold = book.add_format({"bold": True, "bottom": 1})
        self.names: set[str] = set()

    def write(self) -> None:
        tables = [
            (section["title"], block)
            for section in self.data["sections"]
            for block in section["blocks"]
            if block["shape"] in ("bars", "table", "trend", "values")
        ]
        about = [*self.data["facts"], self.data["demo"], self.data["disclaimer"], self.data["note"]]
        about += [_("Each sheet is a table; each row of it a figure with its sources.")]
        self._sheet(_("About"), [self.data["title"]], ([words] for words in about if words))
        self._sheet(
            _("Tables"),
            [_("Number"), _("Section"), _("Table"), _("What it shows"), _("Note")],
            (
                [
                    str(number),
                    section,
                    block["caption"],
                    block["chart"]["sentence"] if block["chart"] else "",
                    block["note"],
                ]
                for number, (section, block) in enumerate(tables, start=1)
            ),
        )
        for number, (_section, block) in enumerate(tables, start=1):
            self._table(f"{number} {block['caption']}", block)
        self._all_figures()
        self._quotations()
        if self.data["reservations"]:
            self._sheet(
                _("Reservations"),
                [_("By"), _("Language"), _("Words")],
                ([r["heading"], r["language"], r["text"]] for r in self.data["reservations"]),
            )
        self._sources()
        self._sheet(
            _("Measures"),
            [_("Measure"), _("Revision"), _("Title"), _("Definition")],
            (
                [m["key"], m["revision"], m["title"], m["definition"]]
                for m in self.document["measures"]
            ),
        )

    def _table(self, name: str, block: Plain) -> None:
        if block["shape"] == "values":
            words = self.data["words"]
            head = [words[n] for n in ("reporter", "period", "unit", "details")]
            rows = [
                ([r["by"], r["period"], r["unit"], "; ".join(r["details"])], r["number"])
                for r in block["rows"]
            ]
        else:
            columns = block.get("columns") or [block["heading"], _("Number")]
            head = [columns[0], _("Column")]
            rows = [
                ([row["label"], column], number)
                for row in block["rows"]
                for column, number in zip(columns[1:], row["numbers"], strict=True)
            ]
        head += [_("Value"), _("Sources"), _("Key"), _("How do we know?")]
        self._sheet(name, head, ([*said, *self._figure(n)] for said, n in rows))

    def _figure(self, number: Plain) -> list[Any]:
        at = figure_address(self.data, number)
        return [_number(number["value"]), number["sources"], number["key"], at]

    def _all_figures(self) -> None:
        """Those of the tables and those that stand alone, as the compilation has them."""
        titles = {m["key"]: m["title"] for m in self.document["measures"]}
        self._sheet(
            _("Figures"),
            [_("Title"), _("Cell"), _("Value"), _("Sources"), _("Key"), _("How do we know?")],
            (
                [
                    titles.get(figure["measure"], figure["measure"]),
                    "; ".join(f"{dim}: {value}" for dim, value in figure["cell"].items()),
                    *self._figure(figure),
                ]
                for part in self.document["parts"].values()
                for figure in part["figures"]
            ),
        )

    def _quotations(self) -> None:
        self._sheet(
            _("Quotations"),
            [_("Section"), _("By"), _("Kind"), _("Language"), _("Words"), _("Place"), _("Address")],
            (
                [
                    section["title"],
                    *(quote[n] for n in ("by", "kind", "language", "text", "place", "href")),
                ]
                for section in self.data["sections"]
                for block in section["blocks"]
                if block["shape"] == "quotes"
                for quote in block["quotes"]
            ),
        )

    def _sources(self) -> None:
        self._sheet(
            _("Sources"),
            [_("Kind"), _("Title"), _("By"), _("Version"), _("SHA-256"), _("Address")],
            (
                [
                    group["heading"],
                    *(entry[n] for n in ("title", "by", "no", "sha256", "href")),
                ]
                for group in self.data["annex"]
                for entry in group["entries"]
            ),
        )
        if self.data["withheld"]:
            self._sheet(
                self.data["words"]["withheld"],
                [self.data["words"][n] for n in ("kind", "readers", "number")],
                self.data["withheld"],
            )

    def _sheet(self, name: str, head: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
        """Each name once: letters that differ in case alone are the same to Excel."""
        wanted = sheet_name(name)
        if wanted.lower() in self.names:
            wanted = sheet_name(f"{len(self.names) + 1} {name}")
        self.names.add(wanted.lower())
        page = self.book.add_worksheet(wanted)
        page.freeze_panes(1, 0)
        head = list(head)
        page.set_column(0, len(head) - 1, 100 if len(head) == 1 else 26)
        for column, words in enumerate(head):
            page.write_string(0, column, words, self.bold)
        for at, row in enumerate(rows, start=1):
            if at > XLSX_ROWS:
                raise ValueError(f"An Excel sheet holds {XLSX_ROWS} rows")
            for column, value in enumerate(row):
                write_cell(page, at, column, value)


def _number(value: str) -> float | int | str:
    """A figure as a number where Excel can hold each of its digits."""
    if not value:
        return ""
    digits = Decimal(value)
    if len(digits.as_tuple().digits) > _DIGITS or not math.isfinite(float(digits)):
        return value
    return int(digits) if digits == digits.to_integral_value() else float(digits)
