"""Reading a text: its tokens, its notes in the order of their marks, its paragraphs."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import mistune

SCHEMES = {"http", "https", "mailto"}

#: Headings in prose lie below the section's own.
_LEVELS = {1: 3, 2: 3}

_NAME = r"[\w-]{1,40}"
_FIGURE = r"\{\{[ \t]*(?P<figure_key>[^{}\s]{1,200})[ \t]*\}\}"
_MARK = rf"\[\^(?P<mark_name>{_NAME})\]"
_NOTE = (
    rf"^ {{0,3}}\[\^(?P<note_name>{_NAME})\]:[ \t]*"
    r"(?P<note_text>[^\n]*(?:\n[ \t]+\S[^\n]*)*)(?:\n|$)"
)

Token = dict[str, Any]


def _figure(inline: Any, match: re.Match[str], state: Any) -> int:
    state.append_token({"type": "figure", "raw": match["figure_key"]})
    return match.end()


def _mark(inline: Any, match: re.Match[str], state: Any) -> int:
    state.append_token({"type": "mark", "raw": match["mark_name"]})
    return match.end()


def _note(block: Any, match: re.Match[str], state: Any) -> int:
    # The first text of a name holds; a second one is found by `checking`.
    state.env.setdefault("notes", []).append((match["note_name"], match["note_text"]))
    return match.end()


def _plugin(md: mistune.Markdown) -> None:
    md.inline.register("figure", _FIGURE, _figure, before="link")
    md.inline.register("mark", _MARK, _mark, before="link")
    md.block.register("note", _NOTE, _note, before="ref_link")


_markdown = mistune.create_markdown(renderer=None, plugins=[_plugin])


@dataclass(frozen=True)
class Text:
    """A text read. `notes` are in the order in which their marks first stand; `unmarked` has the
    names that are explained and nowhere marked, `unexplained` those marked and not explained."""

    tokens: list[Token]
    notes: dict[str, list[Token]] = field(default_factory=dict)
    unmarked: list[str] = field(default_factory=list)
    unexplained: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)

    def number(self, name: str) -> int:
        """Of a note, from 1; 0 for a mark that nothing explains."""
        return list(self.notes).index(name) + 1 if name in self.notes else 0


def read(body: str) -> Text:
    tokens, state = _markdown.parse(body)
    assert isinstance(tokens, list)
    found: list[tuple[str, str]] = state.env.get("notes", [])
    explained: dict[str, str] = {}
    for name, text in found:
        explained.setdefault(name, " ".join(text.split()))
    marked = list(dict.fromkeys(t["raw"] for t in walk(tokens) if t["type"] == "mark"))
    return Text(
        tokens,
        {n: list(_markdown.inline(explained[n], state.env)) for n in marked if explained.get(n)},
        unmarked=[name for name in explained if name not in marked],
        unexplained=[name for name in marked if not explained.get(name)],
        twice=[name for name, times in Counter(name for name, _ in found).items() if times > 1],
    )


def walk(tokens: Iterable[Token]) -> Iterator[Token]:
    """Every token, in reading order."""
    for token in tokens:
        yield token
        yield from walk(token.get("children", ()))


def words_of(tokens: Iterable[Token], figures: Mapping[str, str] | None = None) -> str:
    """What stands there without its markup and marks of notes; figures by their key, or by their
    value where that is given."""
    said = []
    for token in walk(tokens):
        kind = token["type"]
        if kind == "figure":
            said.append((figures or {}).get(token["raw"], "{{" + token["raw"] + "}}"))
        elif kind in ("softbreak", "linebreak"):
            said.append(" ")
        elif kind != "mark":
            said.append(token.get("raw", ""))
    return " ".join("".join(said).split())


@dataclass(frozen=True)
class Paragraph:
    """`key` is made of the words alone, so that it outlives moves and changes elsewhere."""

    key: str
    text: str


def paragraph_tokens(tokens: Iterable[Token]) -> Iterator[tuple[Token, Paragraph]]:
    """Paragraphs and list items, each with its key: the first eight hexadecimal digits of its
    words' SHA-256, and "-2" behind it for the second with the same words."""
    seen: Counter[str] = Counter()
    for token in walk(tokens):
        if token["type"] not in ("paragraph", "block_text"):
            continue
        text = words_of(token["children"])
        key = hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()[:8]
        seen[key] += 1
        yield token, Paragraph(key if seen[key] == 1 else f"{key}-{seen[key]}", text)


def paragraphs(body: str) -> list[Paragraph]:
    """The paragraphs of a text in reading order. Their place in a page has the id
    `p-<section>-<key>`."""
    return [paragraph for _token, paragraph in paragraph_tokens(read(body).tokens)]


def figure_keys(body: str) -> list[str]:
    """The figures to which a text refers, each once, notes included."""
    text = read(body)
    tokens = [*text.tokens, *(token for note in text.notes.values() for token in note)]
    return list(dict.fromkeys(t["raw"] for t in walk(tokens) if t["type"] == "figure"))


def plain(body: str, figures: Mapping[str, str] | None = None) -> str:
    """The words of a text and of its notes, without markup; `figures` are values by key."""
    text = read(body)
    leaves = ("paragraph", "block_text", "heading", "block_code", "block_html")
    parts = [words_of([token], figures) for token in walk(text.tokens) if token["type"] in leaves]
    parts += [words_of(note, figures) for note in text.notes.values()]
    return "\n".join(part for part in parts if part)


def count_words(body: str) -> int:
    """How long a text is when printed, its notes included; a figure is a word."""
    return len(plain(body).split())


def level_of(token: Token) -> int:
    return _LEVELS.get(token["attrs"]["level"], 4)


def is_safe(url: str) -> bool:
    """Whether a link may be followed from an edition: the web or mail, nothing that runs."""
    try:
        return urlsplit(url).scheme.lower() in SCHEMES
    except ValueError:
        return False
