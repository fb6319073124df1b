"""A text as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import mistune
import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from mistune.core import BlockState

from .parsing import SCHEMES, Text, Token, is_safe, level_of, paragraph_tokens, read, walk

TAGS = {
    *("p", "h3", "h4", "ul", "ol", "li", "blockquote", "em", "strong", "a", "br"),
    *("sup", "mark"),
}
ATTRIBUTES = {
    "a": {"href", "class", "aria-label"},
    "p": {"dir", "lang", "id"},
    "li": {"id"},
    "ol": {"class"},
    "sup": {"id"},
    "blockquote": {"dir", "lang"},
}


class _Renderer(mistune.HTMLRenderer):
    """Writes one text. `section` makes its ids; `figures` are the values by key."""

    def __init__(
        self, text: Text, section: str, figures: Mapping[str, str], figures_at: str
    ) -> None:
        super().__init__(escape=True)
        self.read, self.section = text, section
        self.figures, self.figures_at = figures, figures_at
        self.marked: set[int] = set()

    def paragraph(self, text: str, id: str = "") -> str:
        return f"<p{_id(id)}>{text}</p>\n"

    def list_item(self, text: str, id: str = "") -> str:
        return f"<li{_id(id)}>{text}</li>\n"

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        tag = f"h{level_of({'attrs': {'level': level}})}"
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

    def figure(self, key: str) -> str:
        value = self.figures.get(key)
        if value is None:
            return f"<mark>{mistune.escape('{{' + key + '}}')}</mark>"
        if not self.figures_at:
            return str(mistune.escape(value))
        at = mistune.escape(f"{self.figures_at}{key}/")
        return f'<a class="prose-figure" href="{at}">{mistune.escape(value)}</a>'

    def mark(self, name: str) -> str:
        number = self.read.number(name)
        if not number:
            return f"<mark>{mistune.escape(f'[^{name}]')}</mark>"
        # Only the first of several marks of a note is where its way back leads.
        own = "" if number in self.marked else self._note_id("r", number)
        self.marked.add(number)
        label = mistune.escape(_("Note %d") % number)
        href = f"#{self._note_id('n', number)}"
        return f'<sup{_id(own)}><a href="{href}" aria-label="{label}">{number}</a></sup>'

    def notes(self) -> str:
        if not self.read.notes:
            return ""
        items = []
        for number, tokens in enumerate(self.read.notes.values(), start=1):
            words = self.render_tokens(tokens, BlockState())
            back = f"#{self._note_id('r', number)}"
            label = mistune.escape(_("Back to the text of note %d") % number)
            items.append(
                f'<li{_id(self._note_id("n", number))}>{words} <a href="{back}"'
                f' aria-label="{label}">\u21a9\ufe0e</a></li>'
            )
        return f'<ol class="prose-notes">{"".join(items)}</ol>'

    def _note_id(self, kind: str, number: int) -> str:
        return f"{kind}-{self.section}-{number}"


def _id(value: str) -> str:
    return f' id="{mistune.escape(value)}"' if value else ""


def html(
    body: str,
    *,
    section: str = "",
    figures: Mapping[str, str] | None = None,
    figures_at: str = "",
) -> SafeString:
    """Safe HTML of a text. With `section`, its paragraphs have the ids `p-<section>-<key>`.

    `figures` are the values as printed, by key; each leads to its page under `figures_at`. A key
    that is not among them is shown as typed, and marked. Cleaned by nh3 even though the renderer
    emits nothing else.
    """
    text = read(body)
    if section:
        _give_ids(text.tokens, section)
    renderer = _Renderer(text, section, figures or {}, figures_at)
    made = renderer.render_tokens(text.tokens, BlockState()) + renderer.notes()
    cleaned = nh3.clean(
        made,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )
    return mark_safe(cleaned)


def _give_ids(tokens: list[Token], section: str) -> None:
    """A list item has its own words' id, since those are in no element of their own."""
    items = {
        id(item["children"][0]): item
        for item in walk(tokens)
        if item["type"] == "list_item" and item["children"]
    }
    for token, paragraph in paragraph_tokens(tokens):
        holder = items.get(id(token), token) if token["type"] == "block_text" else token
        if holder["type"] != "block_text":
            holder["attrs"] = {"id": f"p-{section}-{paragraph.key}"}
