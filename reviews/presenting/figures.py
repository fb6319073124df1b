"""Looking up figures and labels in a compilation's document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..compiling.choosing import chosen_by_rule
from ..measures import NO_REGION, figure_key
from ..objections import quotation_id
from .blocks import Number, Row


@dataclass(frozen=True)
class Choice:
    """The Support Unit's own choice among a part's quotations, by id, and why."""

    quotations: frozenset[str]
    note: str


class Figures:
    """The document of a compilation, asked by measure and cell. `chosen` are the parts of which
    the Support Unit chose the quotations itself."""

    def __init__(
        self, document: dict[str, Any], *, chosen: Mapping[str, Choice] | None = None
    ) -> None:
        self.document = document
        self.chosen = chosen or {}
        self.labels: dict[str, dict[str, str]] = document["labels"]
        self._measures = {measure["key"] for measure in document["measures"]}
        self._by_key = {
            figure["key"]: figure
            for part in document["parts"].values()
            for figure in part["figures"]
        }

    def part(self, name: str) -> dict[str, Any]:
        """Empty where an earlier compilation has no such part."""
        part: dict[str, Any] = self.document["parts"].get(name, {})
        return part

    def has(self, measure: str) -> bool:
        """Whether this compilation counted it: earlier ones counted less."""
        return measure in self._measures

    def quotations(self, part: str) -> list[dict[str, Any]]:
        """Those of a part that are printed: chosen by the Support Unit, or else by the rule."""
        if part not in self.chosen:
            return chosen_by_rule(self.document, part)
        said = [q for q in self.part("voices")["quotations"] if q["part"] == part]
        return [q for q in said if quotation_id(q) in self.chosen[part].quotations]

    def number(self, measure: str, **cell: str) -> Number:
        """The figure of a cell; nought without a key where nothing was counted."""
        figure = self._by_key.get(figure_key(measure, cell))
        if figure is None:
            return Number("0")
        return Number(figure["value"], figure["key"], figure["sources"])

    def row(self, key: str) -> dict[str, Any] | None:
        """A figure as it stands in the document."""
        return self._by_key.get(key)

    def values(self, keys: Iterable[str]) -> dict[str, str]:
        """The values as printed of those of these figures that there are."""
        return {key: self.by_key(key).value for key in keys if key in self._by_key}

    def by_key(self, key: str) -> Number:
        figure = self._by_key[key]
        return Number(figure["value"], key, figure["sources"])

    def cells(self, measure: str, *dims: str) -> list[dict[str, str]]:
        """The cells of one cut, in the order of the document."""
        return [
            figure["cell"]
            for figure in self._by_key.values()
            if figure["measure"] == measure and set(figure["cell"]) == set(dims)
        ]

    def values_of(self, measure: str, dim: str) -> list[str]:
        return [cell[dim] for cell in self.cells(measure, dim)]

    def kinds(self) -> list[str]:
        """Kinds of stakeholder present, in the order of the list of kinds."""
        present = set(self.values_of("stakeholders", "kind"))
        return [kind for kind in self.labels["kind"] if kind in present]

    def regions(self) -> list[str]:
        return self.by_name(self.values_of("stakeholders", "region"))

    def by_name(self, regions: Iterable[str]) -> list[str]:
        """Regions in the order of their names, those of no region last."""
        return sorted(regions, key=lambda r: (r == NO_REGION, self.region(r)))

    def cycles(self) -> list[str]:
        """The cycles that are set beside each other, the oldest first; this one is the last."""
        facts = self.document["cycle"]
        return [*(edition["cycle"] for edition in facts.get("earlier", ())), facts["id"]]

    def region(self, code: str) -> str:
        return self.labels["region"].get(code or NO_REGION, code)

    def kind(self, code: str) -> str:
        return self.labels["kind"].get(code, code)

    def place(self, code: str) -> str:
        return self.labels["place"].get(code, code)

    def name(self, ref: str) -> str:
        """A term's short name alone."""
        return self.labels["term"].get(ref, ref)

    def term(self, ref: str) -> str:
        """Code and short name: "10.7 Orderly, safe migration"."""
        code = ref.partition(":")[2]
        return f"{code} {self.labels['term'].get(ref, '')}".strip()

    def terms(self, measure: str, dim: str) -> list[str]:
        """References in the order of their codes, read as numbers where they are."""
        return sorted(self.values_of(measure, dim), key=_code_order)

    def bar(self, label: str, measure: str, *, hue: int = 0, **cell: str) -> Row:
        return Row(label, [self.number(measure, **cell)], hue)


def _code_order(ref: str) -> list[tuple[int, int, str]]:
    """ "10.c" after "10.7", and "10" after "9"."""
    code = ref.partition(":")[2].lstrip("CR")
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in code.split(".")]


def cluster_hue(ref: str) -> int:
    """The number of the thematic cluster a reference belongs to, or 0."""
    code = ref.partition(":")[2]
    digit = code[1:2]
    return int(digit) if code[:1] == "C" and digit.isdecimal() else 0
