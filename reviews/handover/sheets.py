"""What an edition holds of one stakeholder: its quotations, its values, where it is counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ..presenting.figures import Figures
from ..queries.figures import Behind, cell_words
from .pieces import Piece

#: Of these every stakeholder or value has one, which the sheet says otherwise.
LEFT_OUT = ("stakeholders", "versions", "indicator-values")


@dataclass(frozen=True)
class OwnValue:
    """A value that it reported, as printed."""

    indicator: str
    period: str
    value: str
    unit: str
    key: str
    href: str


@dataclass(frozen=True)
class Share:
    """A figure: what its own versions alone give, and what the edition says."""

    label: str
    own: str
    total: str
    key: str
    href: str


@dataclass(frozen=True)
class Sheet:
    name: str
    quotations: Sequence[Piece]
    values: Sequence[OwnValue]
    shares: Sequence[Share]
    sources: Sequence[Behind]

    HEADER = ("what", "about", "own", "in_all", "figure", "address", "language", "text")

    def rows(self) -> Iterator[list[str]]:
        """For a table: one row a quotation, value, figure and counted version."""
        for q in self.quotations:
            yield ["quotation", q.label, "", "", "", q.href, q.language, q.text]
        for v in self.values:
            about = f"{v.indicator}, {v.period}"
            yield ["value", about, f"{v.value} {v.unit}", "", v.key, v.href, "", ""]
        for s in self.shares:
            yield ["figure", s.label, s.own, s.total, s.key, s.href, "", ""]
        for source in self.sources:
            about = f"{source.kind_label}, {_('version')} {source.no}"
            yield ["version", about, "", "", "", source.href, "", source.title]


def values_of(figures: Figures, stakeholder: str, figures_at: str) -> list[OwnValue]:
    return [
        OwnValue(
            indicator=figures.term(row["indicator"]) if "indicator" in row else row["own"]["name"],
            period=row["period"],
            value=row["value"],
            unit=row["unit"],
            key=row["figure"],
            href=f"{figures_at}{row['figure']}/",
        )
        for row in figures.part("indicators")["values"]
        if str(row["stakeholder"]) == stakeholder
    ]


def shares_of(figures: Figures, own: Mapping[str, Decimal], figures_at: str) -> list[Share]:
    """In the order of the edition's document, for figures that it has.

    The figure of "no status" is left out: the report that gives one may be for others' eyes.
    """
    titles = {measure["key"]: str(measure["title"]) for measure in figures.document["measures"]}
    found = []
    for part in figures.document["parts"].values():
        for row in part["figures"]:
            key = row["key"]
            if key in own and row["cell"].get("status") != "none":
                found.append(
                    Share(
                        label=_label(titles[row["measure"]], row, figures),
                        own=f"{own[key].normalize():f}",
                        total=str(row["value"]),
                        key=key,
                        href=f"{figures_at}{key}/",
                    )
                )
    return found


def _label(title: str, row: dict[str, Any], figures: Figures) -> str:
    words = [f"{name} {value}" for name, value in cell_words(row["cell"], figures)]
    return f"{title}: {', '.join(words)}" if words else title
