"""The Support Unit's prose: a small Markdown, as safe HTML for pages and as blocks for documents.

Allowed: paragraphs, headings, lists, quotations, emphasis, links. Anything else, HTML included, is
shown as the characters that were typed.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import mistune
import nh3
from django.utils.safestring import SafeString, mark_safe

TAGS = {"p", "h3", "h4", "ul", "ol", "li", "blockquote", "em", "strong", "a", "br"}
ATTRIBUTES = {"a": {"href"}, "p": {"dir", "lang"}, "blockquote": {"dir", "lang"}}
SCHEMES = {"http", "https", "mailto"}

#: Headings in prose lie below the section's own.
_LEVELS = {1: 3, 2: 3}


class _Renderer(mistune.HTMLRenderer):
    def heading(self, text: str, level: int, **attrs: Any) -> str:
        tag = f"h{_LEVELS.get(level, 4)}"
        return f"<{tag}>{text}</{tag}>\n"

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return f'<a href="{mistune.escape(url)}">{text}</a>' if is_safe(url) else text

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return text  # a picture has no place in an edition; its words stay

    def codespan(self, text: str) -> str:
        return str(mistune.escape(text))

    def block_code(self, code: str, info: str | None = None) -> str:
        return f"<p>{mistune.escape(code)}</p>\n"

    def thematic_break(self) -> str:
        return ""


_to_html = mistune.create_markdown(escape=True, renderer=_Renderer(escape=True))
_to_tokens = mistune.create_markdown(renderer=None)


def html(body: str) -> SafeString:
    """Safe HTML of a text. Cleaned by nh3 even though the renderer emits nothing else."""
    made = _to_html(body)
    cleaned = nh3.clean(
        str(made),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )
    return mark_safe(cleaned)


def blocks(body: str) -> list[dict[str, Any]]:
    """The same text as data: blocks with runs, for writers that know no HTML.

    A block is {type: paragraph | heading | item | quotation, level, ordered, runs}; a run is
    {text, strong, emphasis, href}.
    """
    found: list[dict[str, Any]] = []
    tokens = _to_tokens(body)
    assert isinstance(tokens, list)
    for token in tokens:
        _block(token, found, {})
    return found


def _block(token: dict[str, Any], found: list[dict[str, Any]], within: dict[str, Any]) -> None:
    kind = token["type"]
    children = token.get("children", [])
    if kind in ("paragraph", "block_text"):
        found.append({"type": "paragraph", **within, "runs": _runs(children)})
    elif kind == "heading":
        level = _LEVELS.get(token["attrs"]["level"], 4)
        found.append({"type": "heading", "level": level, "runs": _runs(children)})
    elif kind == "list":
        ordered, depth = token["attrs"]["ordered"], within.get("depth", 0) + 1
        for number, item in enumerate(children, start=1):
            inner = {"type": "item", "ordered": ordered, "depth": depth, "number": number}
            for child in item["children"]:
                _block(child, found, inner)
    elif kind == "block_quote":
        for child in children:
            _block(child, found, {**within, "type": "quotation"})
    elif kind in ("block_code", "block_html"):
        found.append({"type": "paragraph", "runs": [_run(token.get("raw", "").strip(), {})]})


def _runs(tokens: list[dict[str, Any]], style: dict[str, Any] | None = None) -> list[Any]:
    style = style or {}
    runs: list[dict[str, Any]] = []
    for token in tokens:
        kind = token["type"]
        children = token.get("children", [])
        if kind == "strong":
            runs += _runs(children, {**style, "strong": True})
        elif kind == "emphasis":
            runs += _runs(children, {**style, "emphasis": True})
        elif kind == "link":
            url = token["attrs"]["url"]
            runs += _runs(children, {**style, "href": url} if is_safe(url) else style)
        elif kind == "image":
            runs += _runs(children, style)
        elif kind == "linebreak":
            runs.append(_run("\n", style))
        elif kind == "softbreak":
            runs.append(_run(" ", style))
        else:
            runs.append(_run(token.get("raw", ""), style))
    return runs


def _run(text: str, style: dict[str, Any]) -> dict[str, Any]:
    return {"text": text, "strong": False, "emphasis": False, "href": "", **style}


def is_safe(url: str) -> bool:
    """Whether a link may be followed from an edition: the web or mail, nothing that runs."""
    return urlsplit(url).scheme.lower() in SCHEMES
