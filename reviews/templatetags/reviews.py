"""Small helpers of the edition's templates. No queries."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from gfmd_platform.documents import charts as lines
from gfmd_platform.documents.charts import Drawing

from .. import prose as prose_
from ..presenting import charts
from ..presenting.blocks import Bars, Block, Entry, Number, Quote, Row, Section, Table, Trend
from ..presenting.charts import Chart, Mark
from ..presenting.editions import disclaimer as disclaimer_words
from ..sources import BY_KIND

register = template.Library()


@register.simple_tag
def prose(section: Section, figures_at: str) -> SafeString:
    """A section's text, its figures looked up, its paragraphs with their ids."""
    return prose_.html(
        section.body, section=section.key, figures=section.figures, figures_at=figures_at
    )


@register.filter
def figure_href(number: Number, figures_at: str) -> str:
    """Where a figure is explained; empty for one that counts nothing."""
    return f"{number.at or figures_at}{number.key}/" if number.key else ""


@register.filter
def cells(row: Row, columns: list[str]) -> list[tuple[str, Number]]:
    """A row's numbers with the headings of their columns."""
    return list(zip(columns[1:], row.numbers, strict=True))


@register.filter
def passage(quote: Quote, readable: Collection[str]) -> str:
    """Where a quotation stands in its report; empty when this reader may not open it."""
    if quote.report not in readable:
        return ""
    return f"{BY_KIND['report'].href(quote.report, quote.no)}#{quote.key}"


@register.filter
def entry_href(entry: Entry) -> str:
    return BY_KIND[entry.kind].href(entry.record, entry.no)


@register.simple_tag
def bars_of(block: Bars, figures_at: str) -> list[dict[str, Any]]:
    """Rows as the bars' component takes them."""
    return [
        {
            "label": row.label,
            "value": row.numbers[0].value,
            "href": figure_href(row.numbers[0], figures_at) if row.numbers[0].sources else "",
            "hue": row.hue,
        }
        for row in block.rows
    ]


@register.simple_tag
def chart_of(block: Any) -> Chart | None:
    """What is drawn of a block; a template has the block's table beside it."""
    return charts.chart_of(block)


@register.simple_tag
def rules_of(block: Block, measures: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The rules by which a block's figures are counted; none where the page has no measures."""
    used = {
        number.key.partition("~")[0]
        for row in getattr(block, "rows", ())
        for number in (row.numbers if isinstance(row, Row) else [row.number])
    }
    return [measure for measure in measures or () if measure["key"] in used]


@register.filter
def drawn_rows(block: Table | Trend, chart: Chart | None) -> list[tuple[Row, list[Mark]]]:
    """A block's rows with what is drawn of each."""
    marks = chart.rows if chart and chart.rows else [[] for _row in block.rows]
    return list(zip(block.rows, marks, strict=True))


@register.filter
def as_svg(drawing: Drawing, label: str) -> SafeString:
    return mark_safe(drawing.svg(label=label))  # its words are escaped where it is made


@register.filter
def swatch(number: int) -> SafeString:
    """How the line of this number, from 0, looks."""
    return mark_safe(lines.swatch(number))


@register.simple_tag
def disclaimer() -> str:
    return disclaimer_words()
