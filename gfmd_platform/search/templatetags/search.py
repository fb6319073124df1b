"""Tags of the search page: `{% load search %}`."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ..facets import FacetView, Option

register = template.Library()


@register.simple_tag
def boxes(facet: FacetView) -> SafeString:
    """The facet's options as list items with boxes to tick.

    Hundreds of them can stand on one page, and as template nodes they would cost more than the
    search itself.
    """
    items: list[SafeString] = []
    for group in facet.groups:
        below = _items(facet.name, group.options)
        if group.head is None:
            items.append(below)
        elif below:
            box = _box(facet.name, group.head)
            items.append(format_html('<li>{}<ul role="list">{}</ul></li>', box, below))
        else:
            items.append(format_html("<li>{}</li>", _box(facet.name, group.head)))
    return format_html_join("", "{}", ((item,) for item in items))


def _items(name: str, options: list[Option]) -> SafeString:
    return format_html_join("", "<li>{}</li>", ((_box(name, option),) for option in options))


def _box(name: str, option: Option) -> SafeString:
    return format_html(
        '<label class="choice"><input type="checkbox" form="search-form" name="{}" value="{}"{}>'
        '<span>{}</span><span class="count">{}</span></label>',
        name,
        option.value,
        SafeString(" checked") if option.chosen else "",
        option.label,
        option.count,
    )
