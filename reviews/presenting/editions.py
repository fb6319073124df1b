"""From a compilation's document and a manuscript to the sections of an edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ..prose import figure_keys
from ..sections import SectionKey
from . import chapters
from .blocks import Block, Entries, Section
from .figures import Figures


@dataclass(frozen=True)
class Presented:
    sections: list[Section]
    annex: list[Entries]
    withheld: list[tuple[str, str, int]]
    order_rule: str
    quotation_rule: str


def present(document: dict[str, Any], bodies: Mapping[str, str]) -> Presented:
    """`bodies` are the manuscript's texts by section."""
    figures = Figures(document)
    sections = [
        _section(key, str(label), bodies.get(key, ""), figures) for key, label in SectionKey.choices
    ]
    sources = figures.part("sources")["sources"]
    return Presented(
        sections=[s for s in sections if s.body or s.blocks],
        annex=chapters.annex(figures),
        withheld=[
            (
                figures.labels["source"].get(row["kind"], row["kind"]),
                figures.labels["visibility"].get(row["visibility"], row["visibility"]),
                row["number"],
            )
            for row in sources["not_public"]
        ],
        order_rule=" ".join(
            document["rules"][rule] for rule in ("counted", "order") if rule in document["rules"]
        ),
        quotation_rule=document["rules"]["quotations"],
    )


def _section(key: str, title: str, body: str, figures: Figures) -> Section:
    return Section(key, title, body, _blocks(key, figures), figures.values(figure_keys(body)))


def _blocks(key: str, figures: Figures) -> list[Block]:
    if key in chapters.LETTERED:
        return chapters.voices(key, figures)
    chapter = chapters.CHAPTERS.get(key)
    return chapter(figures) if chapter else []


def disclaimer() -> str:
    """Printed in every edition and every format."""
    return _(
        "This review is compiled from what stakeholders chose to report. It is no consensus view "
        "of the Forum, was not negotiated, and assesses no State. Reporting is voluntary; that "
        "somebody did not report means nothing."
    )
