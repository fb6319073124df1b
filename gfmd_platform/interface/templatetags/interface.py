"""Tags and filters of the components: `{% load interface %}`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.utils import pretty_name
from django.http import QueryDict
from django.urls import get_script_prefix
from django.utils.translation import get_language_info

from .. import differences, statuses
from ..forms import dates
from ..sorting import Sort

register = template.Library()


@register.simple_tag
def site_root() -> str:
    """The address of the front page, with a slash at its end."""
    return get_script_prefix()


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """This page's query with some words changed; an empty value takes the word out."""
    request = context.get("request")
    words = request.GET.copy() if request is not None else QueryDict(mutable=True)
    for word, value in changes.items():
        if value in (None, ""):
            words.pop(word, None)
        else:
            words[word] = value
    return f"?{words.urlencode()}"


@register.simple_tag(takes_context=True)
def query_toggle(context: template.Context, word: str, value: Any) -> str:
    """This page's query with `value` of `word` added, or removed where it stands. For facets;
    the page number goes back to the first."""
    words = context["request"].GET.copy()
    words.pop("page", None)
    values = words.getlist(word)
    text = str(value)
    words.setlist(word, [v for v in values if v != text] if text in values else [*values, text])
    return f"?{words.urlencode()}"


@register.simple_tag(takes_context=True)
def sort_link(context: template.Context, sort: Sort, key: str) -> dict[str, str]:
    """Where a column's heading leads, and how the list is ordered by it now."""
    here = isinstance(sort, Sort) and sort.key == key
    turned = key if not here or sort.descending else f"-{key}"
    return {
        "href": query(context, sort=turned, page=None),
        "aria": ("descending" if sort.descending else "ascending") if here else "",
        "shape": ("down" if sort.descending else "up") if here else "",
    }


@register.simple_tag
def page_numbers(page: Page) -> list[int | None]:
    """The pages worth a link; None stands for a gap."""
    shown: list[int | None] = []
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1):
        shown.append(number if isinstance(number, int) else None)
    return shown


@register.simple_tag
def status_of(state: str, label: str = "") -> statuses.Status:
    return statuses.status_of(state, label)


@register.simple_tag
def word_difference(before: str, after: str) -> list[tuple[str, str]]:
    return differences.word_difference(str(before), str(after))


@register.simple_tag
def bar_rows(rows: Iterable[Mapping[str, Any]], of: Any = "") -> list[dict[str, Any]]:
    """Rows of a bar chart, each with its share in per cent of `of` or of the longest bar."""
    listed = [dict(row) for row in rows or []]
    whole = float(of or 0) or max((float(row["value"]) for row in listed), default=0.0)
    for row in listed:
        share = 100 * float(row["value"]) / whole if whole else 0.0
        row["share"] = f"{min(max(share, 0.0), 100.0):.2f}"
    return listed


@register.simple_tag
def form_errors(form: BaseForm | None) -> list[dict[str, str]]:
    """Every error of a form for its summary: words, and the control to which they lead."""
    if not form or not getattr(form, "errors", None):
        return []
    listed: list[dict[str, str]] = []
    for name, messages in form.errors.items():
        field = form[name] if name in form.fields else None
        for message in messages:
            listed.append(
                {
                    "message": str(message),
                    "label": str(field.label) if field is not None else "",
                    "target": getattr(field, "control_id", "") if field is not None else "",
                }
            )
    return listed


@register.simple_tag
def conflicts(refusal: object) -> list[dict[str, Any]]:
    """For a page about a stale write: each field whose two texts differ."""
    current = getattr(refusal, "current", None) or {}
    yours = getattr(refusal, "yours", None) or {}
    return [
        {"label": pretty_name(name), "yours": text, "theirs": current[name]}
        for name, text in yours.items()
        if name in current and current[name] != text
    ]


@register.filter
def text_direction(language: str) -> str:
    """ "rtl" or "ltr" for a language code; "auto" for one that Django doesn't know."""
    try:
        return "rtl" if get_language_info(language)["bidi"] else "ltr"
    except KeyError:
        return "auto"


@register.filter
def partial_date(value: str) -> str:
    """A partial date ("2026-11") in words; anything else is given back as it is."""
    try:
        return dates.spoken(str(value))
    except (ValueError, KeyError):
        return str(value)
