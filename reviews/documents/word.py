"""An edition as a Word file, for those who work on with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from gfmd_platform.documents.pdf import render_pictures
from gfmd_platform.documents.word_rich import Cell, RichWordFile

from .addresses import figure_address

Plain = Mapping[str, Any]


def edition_word(data: Plain, *, now: dt.datetime) -> bytes:
    """`data` is what the PDF is set from; `now` is written into the file as its date."""
    return _Edition(data, now).bytes()


class _Edition:
    def __init__(self, data: Plain, now: dt.datetime) -> None:
        self.data, self.words = data, data["words"]
        self.word = RichWordFile(title=data["title"], language=data["language"], now=now)
        drawn = [b for s in data["sections"] for b in s["blocks"] if b["chart"]]
        pictures = render_pictures(drawn, data["language"])
        self.pictures = dict(zip(map(id, drawn), pictures, strict=True))

    def bytes(self) -> bytes:
        self._opening()
        for section in self.data["sections"]:
            self.word.heading(1, section["title"])
            self.word.prose(section["prose"], self.data["figures"])
            for block in section["blocks"]:
                self._block(block)
        self._reservations()
        self._annex()
        self._method()
        self.word.footer(self.data["footer"])
        return self.word.bytes()

    def _opening(self) -> None:
        data, word = self.data, self.word
        word.text(data["kicker"], kind="soft")
        word.title(data["title"])
        word.text(data["theme"])
        for words in (*data["facts"], data["demo"]):
            word.text(words, kind="soft")
        word.text(data["disclaimer"])
        if data["note"]:
            word.text(self.words["correction"], kind="soft")
            word.text(data["note"])
        titles = [section["title"] for section in data["sections"]]
        titles += [self.words["reservations"]] if data["reservations"] else []
        titles += [self.words["annex"], self.words["method"]]
        word.contents(self.words["contents"], [(1, title) for title in titles])

    def _block(self, block: Plain) -> None:
        shape = block["shape"]
        if block["chart"]:
            self.word.picture(self.pictures[id(block)], block["chart"]["sentence"])
            self.word.text(block["chart"]["sentence"], kind="soft")
        if shape == "headline":
            for row in block["rows"]:
                self.word.linked([self._number(row["numbers"][0]), (f" {row['label']}", "")])
        elif shape == "words":
            self.word.text(block["text"])
        elif shape == "quotes":
            self.word.heading(2, block["heading"])
            for quote in block["quotes"]:
                self._quote(quote)
        elif shape == "entries":
            if block["heading"]:
                self.word.heading(2, block["heading"])
            self._entries(block["entries"])
        elif shape == "values":
            self._values(block)
        else:
            self._table(block)

    def _number(self, number: Plain) -> Cell:
        return number["value"], figure_address(self.data, number)

    def _table(self, block: Plain) -> None:
        head = block.get("columns") or [block["heading"], self.words["number"]]
        rows = [[(r["label"], ""), *map(self._number, r["numbers"])] for r in block["rows"]]
        self.word.figures(block["caption"], head, rows)
        self.word.text(block["note"], kind="soft")

    def _values(self, block: Plain) -> None:
        head = [self.words[name] for name in ("reporter", "period", "value", "unit", "details")]
        rows = [
            [
                (row["by"], ""),
                (row["period"], ""),
                self._number(row["number"]),
                (row["unit"], ""),
                ("; ".join(row["details"]), ""),
            ]
            for row in block["rows"]
        ]
        self.word.figures(block["caption"], head, rows, texts=len(head))
        self.word.text(block["note"], kind="soft")

    def _quote(self, quote: Plain) -> None:
        self.word.text(quote["text"], quote["language"], kind="quotation")
        self.word.linked(
            [(f"{quote['by']}, {quote['kind']}: ", ""), (quote["place"], quote["href"])],
            style="GFMD Note",
        )

    def _entries(self, entries: list[Plain], *, hashes: bool = False) -> None:
        for entry in entries:
            words = entry["title"] + (f" – {entry['by']}" if entry["by"] else "")
            if hashes:
                words += f" ({self.words['version']} {entry['no']}) {entry['sha256']}"
            self.word.linked([(words, "")], entry["language"], style="List Bullet")

    def _reservations(self) -> None:
        if not self.data["reservations"]:
            return
        self.word.heading(1, self.words["reservations"])
        for said in self.data["reservations"]:
            self.word.heading(2, said["heading"])
            self.word.text(said["text"], said["language"])

    def _annex(self) -> None:
        self.word.heading(1, self.words["annex"])
        for group in self.data["annex"]:
            self.word.heading(2, group["heading"])
            self._entries(group["entries"], hashes=True)
        if self.data["withheld"]:
            self.word.heading(2, self.words["withheld"])
            self.word.text(self.words["withheld_note"])
            head = [self.words[name] for name in ("kind", "readers", "number")]
            rows = [[str(cell) for cell in row] for row in self.data["withheld"]]
            self.word.table("", head, rows, numbers=(2,))

    def _method(self) -> None:
        self.word.heading(1, self.words["method"])
        for rule in self.data["rules"]:
            self.word.text(rule)
        for measure in self.data["measures"]:
            self.word.text(
                f"{measure['title']} – {measure['definition']} ({measure['key']}, "
                f"{self.words['revision']} {measure['revision']})",
                kind="soft",
            )
        for fact in self.data["proof"]:
            self.word.text(fact, kind="soft")
