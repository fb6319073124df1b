"""From a compilation's document and a manuscript to the sections of an edition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ..manuscript import Manuscript, bodies, left_out
from ..prose import figure_keys
from ..sections import SectionKey, in_order
from . import chapters
from .blocks import Block, Entries, Section
from .figures import Choice, Figures


@dataclass(frozen=True)
class Presented:
    """`left_out` are titles and reasons, for those who write and approve; readers get neither."""

    sections: list[Section]
    left_out: list[tuple[str, str]]
    annex: list[Entries]
    withheld: list[tuple[str, str, int]]
    order_rule: str
    quotation_rule: str


def present(document: dict[str, Any], manuscript: Manuscript) -> Presented:
    """What stands in an edition, section by section in the manuscript's order."""
    figures = Figures(document, chosen=_chosen(manuscript))
    texts, hidden = bodies(manuscript), left_out(manuscript)
    titles = dict(SectionKey.choices)
    sections = [
        _section(key, str(titles[key]), texts.get(key, ""), figures)
        for key in in_order(section["key"] for section in manuscript)
        if key not in hidden
    ]
    sources = figures.part("sources")["sources"]
    return Presented(
        sections=[s for s in sections if s.body or s.blocks],
        left_out=[(str(titles[key]), reason) for key, reason in hidden.items() if key in titles],
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


def _chosen(manuscript: Manuscript) -> dict[str, Choice]:
    return {
        section["key"]: Choice(frozenset(section["quotations"]), section["quotations_note"])
        for section in manuscript
        if section.get("quotations") is not None
    }


def _section(key: str, title: str, body: str, figures: Figures) -> Section:
    return Section(key, title, body, blocks_of(key, figures), figures.values(figure_keys(body)))


def blocks_of(key: str, figures: Figures) -> list[Block]:
    """What a section shows of the figures."""
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
